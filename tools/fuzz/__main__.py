"""``make fuzz``: give hostile inputs to whatever reads what others typed, and tell what breaks.

``ARGS="--target numbers --runs 1000000"`` tries one target so many times with each engine, ``--engine``
with one of them; ``--replay FILE`` tries an input that was kept. Exits 1 where a fault was found:
an exception that is no error of the project, or more than a second for one input. It writes to build/fuzz.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.fuzz.engines import ENGINES
from tools.fuzz.harness import ROOT, Report
from tools.fuzz.targets import NAMES
from tools.fuzz.watch import Job, watched

RUNS = 20_000
"""inputs of each target and engine, where the command says nothing else: some minutes in all"""
TOLD = 12
"""kinds of refusal that are told of each run"""


def main(arguments: Sequence[str]) -> int:
    """Run what is asked, tell what was found, and return the exit code."""
    options = _options(arguments)
    if options.replay:
        return replay(options.replay, (options.target or [options.replay.name.partition("-")[0]])[0])
    engines = [options.engine] if options.engine else _engines()
    reports = []
    for name in options.target or NAMES:
        for engine in engines:
            job = Job(name, engine, str(options.runs), options.seed)
            found = watched(job)
            print("\n".join(lines(job, found)), flush=True)
            reports.append(found)
    faults = sum(len(found.faults) for found in reports)
    told = sum(found.inputs for found in reports)
    print(f"\n{told:,} inputs, {faults} {'fault' if faults == 1 else 'faults'}.")
    return 1 if faults else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description="Hostile inputs; options go in ARGS.")
    parser.add_argument("--target", action="append", choices=NAMES, help="what to try (default: everything)")
    parser.add_argument("--engine", choices=ENGINES, help="what makes inputs (default: both)")
    parser.add_argument(
        "--runs", type=int, default=RUNS, help=f"inputs a target and engine (default: {RUNS:,})"
    )
    parser.add_argument("--seed", type=int, default=1, help="another one makes other inputs (default: 1)")
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="try an input of build/fuzz/faults/ again"
    )
    return parser.parse_args(arguments)


def _engines() -> list[str]:
    """Return the engines that are there: atheris has no build for every machine."""
    if importlib.util.find_spec("atheris"):
        return [*ENGINES]
    print(
        "atheris is not installed on this machine (see above): Hypothesis makes the inputs alone.", flush=True
    )
    return ["hypothesis"]


def lines(job: Job, found: Report) -> list[str]:
    """Return what is told of a run."""
    speed = found.inputs / found.seconds if found.seconds else 0
    counted = f"{found.inputs:,} inputs, {speed:,.0f} a second, slowest {found.slowest * 1000:.1f} ms"
    reached = edges(job.log)
    refusals = [f"{number:,} {kind}" for kind, number in found.refusals.most_common(TOLD)]
    return [
        f"{job.target}, {job.engine}: {counted}" + (f", {reached:,} edges of code" if reached else ""),
        f"  refused: {', '.join(refusals) or 'nothing'}",
        *(f"  FAULT {title}: --replay {_shown(path)}" for title, path in found.faults.items()),
    ]


def _shown(path: str) -> str:
    """Return a path as one types it in the project's folder."""
    return str(Path(path).relative_to(ROOT)) if Path(path).is_relative_to(ROOT) else path


def edges(log: Path) -> int:
    """Return how many edges of the code were reached, as libFuzzer counts them; 0 where nothing counts."""
    counts = re.findall(r" cov: (\d+) ", log.read_text("utf-8", "replace"))
    return int(counts[-1]) if counts else 0


def replay(path: Path, name: str) -> int:
    """Try one input again and tell what comes of it."""
    if name not in NAMES or not path.is_file():
        print(f"{path}: no input that was kept for {name or 'a target'}. Name a file of build/fuzz/faults/.")
        return 2
    found = watched(Job(name, "replay", str(path.resolve())))
    for kept in found.faults.values():
        print(Path(kept).with_suffix(".txt").read_text("utf-8"))
    print(f"{found.slowest * 1000:.1f} ms; refused: {', '.join(found.refusals) or 'no'}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
