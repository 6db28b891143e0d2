"""Mutants of what stands outside functions: formulas, bounds, tables of signs.

mutmut makes these changes, too, but cannot try them: it chooses among copies of a function while tests run,
and a module is read but once. Here each is tested in a fork of this process, which has read what the tests
need, but for planner, and reads the changed text in place of the file's. Runs with mutmut's settings.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.machinery import SourceFileLoader
from math import ceil
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.configuration import config
from mutmut.mutation.file_mutation import create_mutations

PATIENCE = 5
"""times what the tests need by themselves: longer is never"""
NEEDED = ("babel.numbers", "hypothesis.strategies", "pydantic", "yaml")
CLEAN, USELESS = 0, (4, 5)
"""What pytest exits with where all went well, and where no test could run. Anything else is a failure."""


@dataclass
class Mutant:
    """One change of one file."""

    name: str
    """``planner.calculators.cpm:11.2``: the second of line 11"""
    path: str
    before: str
    after: str
    status: str = "not checked"


def main() -> int:
    """Try every change, and write what became of it to outside.json."""
    for name in NEEDED:
        import_module(name)
    mutants = [
        mutant
        for path in sorted(Path("planner").rglob("*.py"))
        if config().should_mutate(path)
        for mutant in mutants_of(path, path.read_text("utf-8"))
    ]
    try_all(mutants, _seconds_needed() * PATIENCE)
    tried = [asdict(mutant) for mutant, _ in mutants]
    Path("outside.json").write_text(json.dumps(tried, indent=1), "utf-8")
    return 0


def try_all(mutants: Iterable[tuple[Mutant, str]], seconds: int) -> None:
    """Note of every change whether a test notices it, as many at a time as there are processors."""
    running: dict[int, Mutant] = {}
    for mutant, source in mutants:
        if len(running) == (os.cpu_count() or 1):
            _reap(running)
        running[_tested({mutant.path: source}, seconds)] = mutant
    while running:
        _reap(running)


def _reap(running: dict[int, Mutant]) -> None:
    child, left = os.wait()
    mutant = running.pop(child)
    mutant.status = _status(left)
    print(f"{mutant.name}: {mutant.status}", flush=True)


def mutants_of(path: Path, source: str) -> Iterator[tuple[Mutant, str]]:
    """Make every change that mutmut knows, outside functions: each with the file as it is then."""
    module, mutations, *_ = create_mutations(str(path), source)
    places = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    counted: dict[int, int] = {}
    for mutation in mutations:
        if isinstance(mutation.contained_by_top_level_function, cst.FunctionDef):
            continue
        old, new = mutation.original_node, mutation.mutated_node
        line = places[old].start.line
        counted[line] = counted.get(line, 0) + 1
        changed = module.deep_replace(old, new)
        assert isinstance(changed, cst.Module)
        name = f"{'.'.join(path.with_suffix('').parts)}:{line}.{counted[line]}"
        yield Mutant(name, str(path), module.code_for_node(old), module.code_for_node(new)), changed.code


def _seconds_needed() -> int:
    """Run the tests without any change, and return the processor's seconds they took."""
    _, left = os.waitpid(_tested({}, resource.RLIM_INFINITY), 0)
    if (found := _status(left)) != "survived":
        sys.exit(f"Without any change, the tests end so: {found}.")
    return ceil(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)


def _status(left: int) -> str:
    """Tell what a child's end means."""
    if os.WIFSIGNALED(left):
        return "timeout"
    code = os.waitstatus_to_exitcode(left)
    if code in USELESS:
        sys.exit(f"pytest could not run (exit {code}).")
    return "survived" if code == CLEAN else "killed"


def _tested(changed: dict[str, str], seconds: int) -> int:
    """Start a child that runs the tests with the text of some files changed, and return its number."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _test(changed, seconds)
    return child


def _test(changed: dict[str, str], seconds: int) -> None:
    """Run the tests until one fails, in silence, and leave with pytest's exit code."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    texts = {str(Path(path).resolve()): text.encode() for path, text in changed.items()}
    read = SourceFileLoader.get_data
    SourceFileLoader.get_data = lambda self, path: texts.get(path) or read(self, path)  # type: ignore[method-assign]
    code = 1
    try:
        options = ["-x", "-q", *config().pytest_add_cli_args, *config().pytest_add_cli_args_test_selection]
        code = int(pytest.main(options))
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
