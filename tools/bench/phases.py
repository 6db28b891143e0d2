"""Build a site one phase after the other and print, as JSON, the seconds each took.

The same functions as ``make site``, in the same order; only the two halves of the parallel part (render and
engine) are run apart, so that each can be timed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from macros import build, current
from macros.edition import Edition
from macros.paths import PAGES, WORK
from macros.publish import Options, compressed, publish, swap
from macros.render import render


def main(data: Path, out: Path) -> None:
    """Build ``data`` into ``out``."""
    laps: dict[str, float] = {}
    start = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal start
        now = time.perf_counter()
        laps[name], start = now - start, now

    prepared = build.prepare(data)
    lap("load")
    build.in_parallel(_render, prepared.editions.values())
    lap("render")
    build.in_parallel(_engine, prepared.editions.values())
    lap("engine")
    stage = WORK / "stage"
    options = Options(site_url=None, compress=False, work=WORK)
    sites = {lang: build.engine_output(lang) for lang in prepared.kb.languages}
    publish(prepared.kb, prepared.addresses, prepared.editions, prepared.history, sites, stage, options)
    lap("publish")
    compressed(stage, WORK)
    lap("compress")
    swap(stage, out)
    lap("swap")
    print(json.dumps(laps))


def _render(edition: Edition) -> None:
    render(edition, PAGES, build.rendered(edition.lang))


def _engine(edition: Edition) -> None:
    current.put(edition)
    build.run_engine(edition, build.engine_output(edition.lang))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
