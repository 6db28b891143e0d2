"""What makes inputs: Hypothesis builds nearly right ones, atheris changes bytes by the code that they reach.

Each runs one target in a process of its own, ``python -m tools.fuzz.engines ENGINE TARGET RUNS SEED FOLDER``:
what ends the process, or holds it in C, ends no more than that. What it found is in the target's report.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

MEMORY = 4 << 30
"""bytes of addresses that a run may have: what asks for more gets a MemoryError"""
BATCH = 500
"""inputs that Hypothesis makes at once: it remembers them all, to make each but once"""
LONGEST = 4096
"""bytes of an input that atheris makes: none that is longer reaches other code"""
CODE = ("planner", "macros")
"""What atheris follows."""


def hypothesis(target: str, runs: int, seed: int, folder: Path) -> None:
    """Try inputs that are nearly right, in batches, each with a seed of its own."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    from tools.fuzz.harness import Harness
    from tools.fuzz.targets import target as found

    chosen = found(target)
    harness = Harness(f"{target}-hypothesis", chosen.run, folder)
    for data in chosen.seeds():
        harness(data)
    inputs = chosen.inputs()
    batch = seed
    while harness.report.inputs < runs:
        number = min(BATCH, runs - harness.report.inputs)

        @seeded(batch)
        @settings(
            max_examples=number,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs)
        def tried(data: bytes) -> None:
            harness(data)

        tried()
        batch += 1
    harness.write()


def atheris(target: str, runs: int, seed: int, folder: Path) -> None:
    """Let libFuzzer change inputs; it never returns, so the last input ends the process."""
    import atheris as engine

    with engine.instrument_imports(include=list(CODE)):
        from tools.fuzz.targets import target as found

        chosen = found(target)
    from tools.fuzz.harness import Harness
    from tools.fuzz.hostile import dictionary

    harness = Harness(f"{target}-atheris", chosen.run, folder)
    corpus, seeds = folder / "corpus" / target, folder / "seeds" / target
    for made in (corpus, seeds):
        made.mkdir(parents=True, exist_ok=True)
    for nth, data in enumerate(chosen.seeds()):
        (seeds / f"{nth:04}").write_bytes(data[:LONGEST])
    words = folder / f"{target}.dict"
    words.write_text(dictionary(chosen.words), "ascii")

    def tried(data: bytes) -> None:
        harness(data)
        if harness.report.inputs >= runs:
            harness.write()
            os._exit(0)

    # Time and memory are the harness's to watch, not libFuzzer's: it would end at the first fault.
    options = [f"-seed={seed}", f"-max_len={LONGEST}", f"-dict={words}", f"-artifact_prefix={folder}/"]
    options += ["-timeout=86400", "-rss_limit_mb=0"]
    engine.Setup([sys.argv[0], *options, str(corpus), str(seeds)], tried)
    engine.Fuzz()


ENGINES = {"atheris": atheris, "hypothesis": hypothesis}


def replay(target: str, path: Path, folder: Path) -> None:
    """Try the one input that a file holds."""
    from tools.fuzz.harness import Harness
    from tools.fuzz.targets import target as found

    harness = Harness(f"{target}-replay", found(target).run, folder)
    harness(path.read_bytes())
    harness.write()


def main(arguments: list[str]) -> None:
    """Run an engine on a target, or replay an input of it."""
    engine, target, runs, seed, folder = arguments
    if engine == "replay":
        replay(target, Path(runs), Path(folder))
    else:
        ENGINES[engine](target, int(runs), int(seed), Path(folder))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    main(sys.argv[1:])
