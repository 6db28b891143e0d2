"""Pin every package the project installs: exact versions with hashes, no registry named.

``make lock`` renews ``requirements/*.txt`` from ``pyproject.toml`` and each ``package-lock.json`` from
its ``package.json``. Pins that still do are kept; ``make lock UPGRADE=1`` takes the newest.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = {"pyodide": "3.14"}
"""The Python that a set runs on, where it is not the oldest that the project runs on: here Pyodide's."""
LOCKS = {
    "runtime": ["pyproject.toml"],
    "dev": ["pyproject.toml", "--group", "dev", "--constraint", "requirements/runtime.txt"],
    "mutate": [
        *("pyproject.toml", "--group", "dev", "--group", "mutate"),
        *("--constraint", "requirements/dev.txt"),
    ],
    "fuzz": [
        *("pyproject.toml", "--group", "dev", "--group", "fuzz"),
        *("--constraint", "requirements/dev.txt"),
    ],
    "optima": [
        *("pyproject.toml", "--group", "dev", "--group", "optima"),
        *("--constraint", "requirements/dev.txt"),
    ],
    "node": ["--group", "pyproject.toml:node"],
    "pyodide": ["--group", "pyproject.toml:pyodide", "--no-deps"],
}
OPTIONS = [
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
]


def lock_python(upgrade: bool) -> None:
    """Write one lock per set of packages."""
    for name, inputs in LOCKS.items():
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *inputs]
        command += ["--python-version", PYTHON.get(name, "3.11")]
        command += ["--output-file", f"requirements/{name}.txt", *(["--upgrade"] if upgrade else [])]
        subprocess.run(command, cwd=ROOT, check=True)


def lock_node() -> None:
    """Write each package-lock.json, and see that it names no registry."""
    command = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    for folder in (ROOT, ROOT / "tools" / "bench" / "pages", ROOT / "tools" / "bench" / "browser"):
        subprocess.run(command, cwd=folder, check=True)
        packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
        if named := [name for name, package in packages.items() if "resolved" in package]:
            sys.exit(f"package-lock.json names where these come from: {', '.join(named)}. See .npmrc.")


if __name__ == "__main__":
    lock_python(upgrade="--upgrade" in sys.argv[1:])
    lock_node()
