"""``make audit``: known faults of the pinned packages, and the licences of those a build runs with.

pip-audit and npm audit ask the network for known faults. A package that could not be looked up is said to be
so, never passed for sound. Exits 1 where a fault is known or a licence is not, 2 where something could not be
looked up.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from macros.packages import licence
from macros.problems import plural

ROOT = Path(__file__).resolve().parent.parent
LOCKS = tuple(f"requirements/{name}.txt" for name in ("mutate", "fuzz", "optima", "node", "pyodide"))
NODE_LOCKS = (
    "package-lock.json",
    "tools/bench/pages/package-lock.json",
    "tools/bench/browser/package-lock.json",
)
PATIENCE = 300
"""Seconds to wait for an answer."""
FIRST_LINES = 3
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(.*)", re.MULTILINE)

PIP_AUDIT = [
    *(sys.executable, "-m", "uv", "tool", "run", "--quiet", "pip-audit"),
    *("--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"),
]

Run = Callable[[list[str]], str]


@dataclass
class Findings:
    """What an audit found."""

    looked_up: int = 0
    faults: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """what could not be looked up, and why"""

    def lines(self, what: str) -> Iterator[str]:
        faults = plural(len(self.faults), "known fault")
        yield f"{what}: {plural(self.looked_up, 'package')} looked up, {faults}"
        yield from (f"  {fault}" for fault in self.faults)
        yield from (f"  not looked up: {reason}" for reason in self.unknown)


def run(command: list[str]) -> str:
    """Return what a command prints: both audits answer in JSON, whatever they exit with."""
    if not shutil.which(command[0]):
        return f"{command[0]} is not installed"
    try:
        outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"no answer in {PATIENCE} seconds"
    return outcome.stdout.strip() or outcome.stderr.strip()


# --------------------------------------------------------------------------------------------------
# Known faults


def audit_python(lock: str, ask: Run = run) -> Findings:
    """Look up what a lock of Python packages pins."""
    said = ask([*PIP_AUDIT, "--requirement", lock])
    answer = _answer(said)
    if "dependencies" not in answer:
        return Findings(unknown=[f"{lock}: {_beginning(said)}"])
    found = Findings()
    for package in answer["dependencies"]:
        if reason := package.get("skip_reason"):
            found.unknown.append(str(reason))
            continue
        found.looked_up += 1
        for fault in package.get("vulns", ()):
            mended = ", ".join(fault.get("fix_versions") or ["no version yet"])
            found.faults.append(f"{package['name']} {package['version']}: {fault['id']}, mended in {mended}")
    return found


def audit_node(lock: str, ask: Run = run) -> Findings:
    """Look up what a lock of npm packages pins."""
    said = ask(["npm", "audit", "--json", "--package-lock-only", "--prefix", str((ROOT / lock).parent)])
    answer = _answer(said)
    if "vulnerabilities" not in answer:
        return Findings(unknown=[f"{lock}: {answer.get('message') or _beginning(said)}"])
    faults = [
        f"{name} {fault.get('range', '')}: {fault.get('severity', 'of unknown weight')}"
        for name, fault in answer["vulnerabilities"].items()
    ]
    return Findings(len(_node_packages(lock)), faults)


def _answer(said: str) -> dict[str, Any]:
    """Return the JSON object that a command printed, {} where it is something else."""
    try:
        value = json.loads(said)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _beginning(said: str) -> str:
    return " ".join(said.splitlines()[:FIRST_LINES]) or "nothing was answered"


# --------------------------------------------------------------------------------------------------
# Licences


def licences() -> dict[str, str]:
    """Return each package that a build runs with or takes from, and its licence, "" where none is known."""
    found = {name: str(package.get("license", "")) for name, package in _node_packages(NODE_LOCKS[0]).items()}
    for name, _, rest in PIN.findall((ROOT / "requirements/runtime.txt").read_text("utf-8")):
        try:
            found[name] = licence(metadata(name))
        except PackageNotFoundError:
            if ";" not in rest:  # those with a condition are for other systems
                found[name] = ""
    return dict(sorted(found.items()))


def _node_packages(lock: str) -> dict[str, dict[str, Any]]:
    packages = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
    return {path.rpartition("node_modules/")[2]: package for path, package in packages.items() if path}


def main() -> int:
    """Print what is known of the packages."""
    audits = {lock: audit_python(lock) for lock in LOCKS} | {lock: audit_node(lock) for lock in NODE_LOCKS}
    for what, findings in audits.items():
        print("\n".join(findings.lines(what)))
    listed = licences()
    print("\nlicences of what a build runs with:")
    print("\n".join(f"  {name:32} {found or 'NOT KNOWN'}" for name, found in listed.items()))
    if any(findings.faults for findings in audits.values()) or not all(listed.values()):
        return 1
    return 2 if any(findings.unknown for findings in audits.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
