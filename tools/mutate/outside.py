"""Mutants of what stands outside functions: formulas, bounds, tables of signs.

mutmut makes these changes, too, but cannot try them: it chooses among copies of a function while tests run,
and a module is read but once. Here each is written to its file and tested in a fork of this process, which
has read what the tests need, but for planner. Runs in a copy of the project, with mutmut's settings.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
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
    seconds = _seconds_needed() * PATIENCE
    tried = [
        mutant
        for path in sorted(Path("planner").rglob("*.py"))
        if config().should_mutate(path)
        for mutant in mutate(path, seconds)
    ]
    Path("outside.json").write_text(json.dumps([asdict(mutant) for mutant in tried], indent=1), "utf-8")
    return 0


def mutate(path: Path, seconds: int) -> Iterator[Mutant]:
    """Try every change of a file outside its functions. The file is as it was, afterwards."""
    original = path.read_text("utf-8")
    for mutant, source in mutants_of(path, original):
        path.write_text(source, "utf-8")
        mutant.status = status(seconds)
        path.write_text(original, "utf-8")
        print(f"{mutant.name}: {mutant.status}", flush=True)
        yield mutant


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
    if (found := status(resource.RLIM_INFINITY)) != "survived":
        sys.exit(f"Without any change, the tests end so: {found}.")
    return ceil(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime)


def status(seconds: int) -> str:
    """Run the tests on what is in the files now."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        _test(seconds)
    _, left = os.waitpid(child, 0)
    if os.WIFSIGNALED(left):
        return "timeout"
    code = os.waitstatus_to_exitcode(left)
    if code in USELESS:
        sys.exit(f"pytest could not run (exit {code}).")
    return "survived" if code == CLEAN else "killed"


def _test(seconds: int) -> None:
    """Run the tests until one fails, in silence, and leave with pytest's exit code."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    code = 1
    try:
        options = ["-x", "-q", *config().pytest_add_cli_args, *config().pytest_add_cli_args_test_selection]
        code = int(pytest.main(options))
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
