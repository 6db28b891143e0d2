"""Tell what a run in a browser has found, beside what it is meant to be."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tools.bench.browser.found import COLD, ECHO, OURS, SLOW, STOCK, WARM, Found
from tools.bench.browser.trace import Task
from tools.bench.browser.visit import SLOW_PROCESSOR

MOST = {COLD: 0.32, WARM: 0.25, SLOW: 0.5}
"""of stock's time"""
MOST_BYTES = 4_200_000
MOST_DELAY = 16.0
"""milliseconds"""
LONG = 50.0
"""milliseconds: what is longer is felt"""
NAMED = 5
"""how many scripts are named"""


def report(found: Found) -> Iterator[str]:
    """Yield the lines of the report."""
    yield from _first_results(found)
    yield ""
    yield from _sent(found.sent)
    yield ""
    yield from _costs(found.costs)
    yield from _held(found.held)
    yield ""
    for calculator, visits in found.delays.items():
        yield _delays(calculator, visits)
    yield ""
    yield from NOTES


def _first_results(found: Found) -> Iterator[str]:
    middle = {key: statistics.median(times) for key, times in found.times.items()}
    rows = [["", *MOST, *(f"{kind} / stock" for kind in MOST)]]
    for way in found.sent:
        spreads = [_spread(found.times[way, kind]) for kind in MOST]
        rows.append([way, *spreads, *(f"{middle[way, kind] / middle[STOCK, kind]:.2f}" for kind in MOST)])
        if way == OURS:
            kept = {kind: middle[way, kind] / middle[STOCK, kind] <= most for kind, most in MOST.items()}
            rows.append(
                ["meant", *[""] * len(MOST), *(f"≤ {MOST[kind]} {_word(kept[kind])}" for kind in MOST)]
            )
    visits = len(found.times[OURS, COLD])
    yield f"first result from an address with inputs: milliseconds, median (least–most) of {visits}"
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _spread(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ({min(times):.0f}–{max(times):.0f})"


def _word(kept: bool) -> str:
    return "kept" if kept else "MISSED"


def _sent(sent: dict[str, tuple[int, int]]) -> Iterator[str]:
    for way, (requests, size) in sent.items():
        meant = f", meant ≤ {MOST_BYTES:,}: {_word(size <= MOST_BYTES)}" if way == OURS else ""
        yield f"{way:>14}: {size:,} bytes in {requests} requests, cold, everything on the page{meant}"


def _costs(visits: list[list[Task]]) -> Iterator[str]:
    """Tell what scripts would take on a slow processor. Judged is each of their tasks, in each visit."""
    heaviest = sorted(
        (max(found, key=lambda task: task.own) for found in visits), key=lambda task: task.own, reverse=True
    )
    times = [task.own * SLOW_PROCESSOR for task in heaviest]
    yield (
        f"processor time of a task of scripts, times {SLOW_PROCESSOR}, while loading and typing: at most "
        f"{times[0]:.0f} ms, {statistics.median(times):.0f} in the middle visit of {len(visits)}, "
        f"meant ≤ {LONG:.0f}: {_word(times[0] <= LONG)}"
    )
    for task, time in list(zip(heaviest, times, strict=True))[:NAMED]:
        yield f"    {task.name}: {time:.0f} ms"


def _held(visits: list[list[dict[str, Any]]]) -> Iterator[str]:
    """Tell what held the page up, and which script, when the browser plays a slow processor: see trace.py."""
    entries = [entry for visit in visits for entry in visit]
    tasks = [entry["duration"] for entry in entries if entry["kind"] == "longtask"]
    yield "the same in a browser that plays such a processor, waits for others included:"
    yield f"  tasks of any kind over {LONG:.0f} ms: {len(tasks)}, the longest {max(tasks, default=0):.0f} ms"
    times: dict[str, list[float]] = {}
    for script in (script for entry in entries for script in entry["scripts"]):
        times.setdefault(_name(script), []).append(script["duration"])
    yield f"  scripts in frames over {LONG:.0f} ms:"
    for name, found in sorted(times.items(), key=lambda item: -max(item[1]))[:NAMED]:
        yield f"    {name}: {len(found)} times, the longest {max(found):.0f} ms"


def _name(script: dict[str, Any]) -> str:
    """Return a script's file and what called it; a script that merely loads is called by its address."""
    file = urlsplit(script["url"]).path.rpartition("/")[2]
    return file if script["invoker"].startswith("http") else f"{file} ({script['invoker']})"


def _delays(calculator: str, visits: list[list[float]]) -> str:
    """Tell the percentile of the visit in the middle: one on a busy machine does not stand for all."""
    highs = [statistics.quantiles(times, n=20)[-1] for times in visits]
    high, middle = statistics.median(highs), statistics.median(time for times in visits for time in times)
    meant = "" if calculator == ECHO else f", meant < {MOST_DELAY:.0f}: {_word(high < MOST_DELAY)}"
    told = f"median {middle:.1f} ms, 95th percentile {high:.1f} ({min(highs):.1f}–{max(highs):.1f})"
    return f"{calculator:>14}: key to output {told} in {len(visits)} visits of {len(visits[0])} keys{meant}"


NOTES = (
    "Ours is the whole page, fonts and style sheet included; the others are a bare page with one result.",
    "One server sends everything from memory on this machine, with brotli made ahead; pages are asked for",
    "again, all else, at an address with a digest or a version, is kept for ever. Cold: a browser that has",
    "never been anywhere, a second after it started. Warm: a second visit in it, the first tab closed. The",
    "slow link is in the server: 20 Mbps for all answers together, 40 ms before each and before each",
    "connection, since a browser's own throttling leaves out what workers fetch. HTTP/1.1: with HTTP/2, many",
    "small files cost less. No Python: a bare page whose worker says back what it is told. Why",
    "pyodide-mkdocs-theme is left out: decisions/010-speed-in-the-browser.md.",
)
