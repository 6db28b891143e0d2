"""``make mutate``: change planner in one place after another, and count the changes that no test notices.

mutmut changes what stands in functions, ``outside.py`` what stands outside them, in the same ways. All
happens in copies, in build/mutate. ``ARGS="solve calculators/cpm"`` tries these modules alone. Exits 1 where
tests notice fewer than 95 % of the changes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "build" / "mutate"
COPIED = ("pyproject.toml", "planner", "macros", "data/locales", "tests")
LEAST = 95
"""percent of the mutants that tests must notice"""
NOTICED = ("killed", "timeout")
SETTLED = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": str(Path(__file__).parent),
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}
"""The same order each time; no bytecode that outlives its source; no plugin but quick_runs."""

NAMES = ("__init__",)
"""Nothing but names."""
PAGE = ("browser", "exports", "picture", "rebalance", "spreadsheet")
"""Modules for what a page is told besides an answer. They have tests of their own, slower than the others."""
SHELL = "tests/test_planner.py::test_the_command_from_a_shell"
"""Half of the time of its file, for one line."""


@dataclass(frozen=True)
class Run:
    """Modules, and the tests that are to notice a change of them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def folder(self) -> Path:
        return FOLDER / self.name

    @property
    def files(self) -> list[str]:
        return [f"planner/{module}.py" for module in self.modules]

    def settings(self) -> str:
        """Return what mutmut reads from setup.cfg."""
        lists = {
            "source_paths": ["planner"],
            "only_mutate": self.files,
            "also_copy": ["macros", "data/locales"],
            "pytest_add_cli_args_test_selection": [*self.tests, f"--deselect={SHELL}"],
            "pytest_add_cli_args": [
                *("-p", "quick_runs", "-p", "no:cacheprovider"),
                *("-p", "no:unraisableexception", "-p", "no:threadexception"),
            ],
        }
        # Entries of ERRORS and WARNINGS that say in words what a code means, for programmers.
        lists["do_not_mutate_patterns"] = [r'^    "[a-z_0-9]+": "[a-z][^"]* [^"]*",$']
        lines = [f"{name}=\n    " + "\n    ".join(values) for name, values in lists.items()]
        # Seconds besides those that the tests take: a busy machine must not pass for an endless loop.
        lines += ["timeout_constant=40", "timeout_multiplier=1", "use_git_change_detection=false"]
        return "\n".join(["[mutmut]", *lines, ""])


def runs(wanted: Sequence[str]) -> list[Run]:
    """Return what is to be tried: all modules where none is named."""
    paths = sorted((ROOT / "planner").rglob("*.py"))
    modules = [
        str(path.relative_to(ROOT / "planner").with_suffix("")) for path in paths if path.stem not in NAMES
    ]
    if unknown := set(wanted) - set(modules):
        sys.exit(f"planner has no {', '.join(sorted(unknown))}. It has {', '.join(modules)}.")
    chosen = [module for module in modules if module in wanted or not wanted]
    core = ("test_planner_cases.py", "test_planner.py", "test_planner_properties.py", "test_numbers.py")
    page = ("test_planner_page.py", "test_planner_exports.py", "test_planner.py")
    found = [
        Run("core", tuple(m for m in chosen if m not in PAGE), tuple(f"tests/{name}" for name in core)),
        Run("page", tuple(m for m in chosen if m in PAGE), tuple(f"tests/{name}" for name in page)),
    ]
    return [run for run in found if run.modules]


def main(wanted: Sequence[str]) -> int:
    """Run, tell the score and the survivors, and return the exit code."""
    statuses: dict[str, str] = {}
    survivors: list[str] = []
    shutil.rmtree(FOLDER, ignore_errors=True)
    told = FOLDER / "survivors.txt"
    for run in runs(wanted):
        _prepare(run)
        for mutate in (mutate_functions, mutate_outside):
            mutants, differences = mutate(run)
            statuses |= mutants
            survivors += differences
            told.write_text("\n".join(survivors), "utf-8")  # it takes long: what is known is kept
            report(statuses)
    score = report(statuses)
    print(f"What no test noticed: {told.relative_to(ROOT)}")
    return 0 if score >= LEAST else 1


def _prepare(run: Run) -> None:
    """Copy planner and what its tests need."""
    for name in COPIED:
        source, target = ROOT / name, run.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    (run.folder / "setup.cfg").write_text(run.settings(), "utf-8")


Found = tuple[dict[str, str], list[str]]
"""Name of each mutant → killed, survived, timeout…; and the changes that no test noticed."""


def mutate_functions(run: Run) -> Found:
    """Have mutmut change what stands in functions."""
    if not any("def " in (ROOT / file).read_text("utf-8") for file in run.files):
        return {}, []
    _call(run, _mutmut("run", "--max-children", str(os.cpu_count() or 1)))
    lines = _said(run, _mutmut("results", "--all", "true")).splitlines()
    statuses = dict(line.strip().split(": ", 1) for line in lines if ": " in line)
    unnoticed = [name for name, status in statuses.items() if status not in NOTICED]
    return statuses, [_said(run, _mutmut("show", name)) for name in unnoticed]


def mutate_outside(run: Run) -> Found:
    """Change what stands outside functions."""
    _call(run, [sys.executable, "-m", "outside"])
    mutants = json.loads((run.folder / "outside.json").read_text("utf-8"))
    unnoticed = [mutant for mutant in mutants if mutant["status"] not in NOTICED]
    told = ["# {name}: {status}\n-{before}\n+{after}\n".format_map(mutant) for mutant in unnoticed]
    return {mutant["name"]: mutant["status"] for mutant in mutants}, told


def _mutmut(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("mutmut")), *arguments]


def _call(run: Run, command: list[str]) -> None:
    if code := subprocess.run(command, cwd=run.folder, env={**os.environ, **SETTLED}).returncode:
        sys.exit(f"{' '.join(command[:3])} failed (exit {code}); what it said is above.")


def _said(run: Run, command: list[str]) -> str:
    options = {"cwd": run.folder, "env": {**os.environ, **SETTLED}, "text": True, "capture_output": True}
    return str(subprocess.run(command, check=True, **options).stdout)  # type: ignore[call-overload]


def report(statuses: Mapping[str, str]) -> float:
    """Print how many mutants of each module were noticed, and return the percentage of all."""
    modules: dict[str, Counter[str]] = {}
    for name, status in statuses.items():
        modules.setdefault(_module(name), Counter())[status] += 1
    modules["in all"] = sum(modules.values(), Counter())
    print(f"\n{'module':44}{'mutants':>8}{'noticed':>9}")
    for module, counted in modules.items():
        others = ", ".join(f"{n} {status}" for status, n in counted.items() if status != "killed")
        noticed = sum(counted[status] for status in NOTICED)
        print(f"{module:44}{counted.total():>8}{noticed:>9}{_percent(counted):>8.1f} %  {others}".rstrip())
    return _percent(modules["in all"])


def _module(name: str) -> str:
    """``planner.solve`` of ``planner.solve.x_solve__mutmut_3`` and of ``planner.solve:12.1``."""
    return name.partition(":")[0] if ":" in name else name.rpartition(".")[0]


def _percent(counted: Counter[str]) -> float:
    return 100 * sum(counted[status] for status in NOTICED) / (counted.total() or 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
