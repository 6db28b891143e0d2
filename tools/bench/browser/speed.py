"""Measure the calculators of a site in Chromium, in one run and in turns, and print what was found."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Playwright, sync_playwright

from tools.bench.browser import rivals
from tools.bench.browser.serve import Files, Link, Served, serving
from tools.bench.browser.visit import SLOW_PROCESSOR, delays, first_result, fresh_profile, held_up
from tools.bench.measure import run

ROOT = Path(__file__).resolve().parent.parent.parent.parent
ROUNDS = 7
KEYS = 210
ASKED = {"cost": "1000", "impressions": "80000"}
"""watch.js waits for what this gives: a cost per thousand of 12.5, which no page shows beforehand."""
SLOW_LINK = Link(bits=20e6, delay=0.040)
LONG = 50.0
"""milliseconds: what is longer is felt"""
OURS, STOCK, PYSCRIPT = "ours", "stock Pyodide", "PyScript"
COLD, WARM, SLOW = "cold", "warm", "20 Mbps, 40 ms"
MOST = {COLD: 0.32, WARM: 0.25, SLOW: 0.5}
"""of stock's time"""
MOST_BYTES = 4_200_000
MOST_DELAY = 16.0
"""milliseconds"""


@dataclass(frozen=True)
class Typed:
    """A calculator in which one types: its field, and what it starts from."""

    calculator: str
    field: str
    query: dict[str, str]


TYPED = (
    Typed("cpm", "cost", ASKED),
    Typed("funnel", "budget", {"budget": "3000", "cpm": "12", "ctr": "1.5", "conversion_rate": "2.5", "aov": "90"}),
    Typed("budget-split", "total", {"total": "10000", "share.media": "60", "share.production": "40"}),
)


@dataclass
class Found:
    """What a run measured."""

    seconds: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    """milliseconds to the first result, by way and by kind of visit"""
    sent: dict[str, tuple[int, int]] = field(default_factory=dict)
    """requests and bytes of a cold visit, by way"""
    held: list[list[dict[str, Any]]] = field(default_factory=list)
    """long tasks and frames of each visit on a slow processor"""
    delays: dict[str, list[float]] = field(default_factory=dict)
    """milliseconds from key to output, by calculator"""


def build_site(work: Path) -> Path:
    """Build the shipped site, not compressed: the server does that for what is visited."""
    site = work / "site"
    command = [sys.executable, "-m", "macros.build", "--data", "data", "--out", str(site), "--no-compress"]
    run([command], ROOT, {**os.environ, "CADRAGE_BUILD": str(work / "build"), "NO_MKDOCS_2_WARNING": "1"})
    return site


def measure(site: Path, work: Path, rounds: int) -> Found:
    """Visit every page, each way in turn, so that a busy moment of the machine is shared by all."""
    places = rivals.folders(rivals.install(work / "npm"), work / "rivals")
    files = Files({"": site, **places}, work / "brotli")
    calculators = _addresses(site)
    pages = {OURS: calculators["cpm"], STOCK: "/rivals/stock.html", PYSCRIPT: "/rivals/pyscript.html"}
    files.compress(["/assets/", *pages.values(), *calculators.values(), *(f"/{place}" for place in places)])
    pages = {way: f"{page}?{urlencode(ASKED)}" for way, page in pages.items()}
    found = Found()
    with ExitStack() as stack:
        fast, slow = (stack.enter_context(serving(files, link)) for link in (Link(), SLOW_LINK))
        playwright = stack.enter_context(sync_playwright())
        for nth in range(rounds):
            print(f"round {nth + 1} of {rounds}…", file=sys.stderr, flush=True)
            for way, page in pages.items():
                _visit(playwright, fast, slow, way, page, found)
            with fresh_profile() as profile:
                found.held.append(held_up(playwright, profile, fast.address + pages[OURS], "cost"))
        for typed in TYPED:
            address = f"{fast.address}{calculators[typed.calculator]}?{urlencode(typed.query)}"
            with fresh_profile() as profile:
                found.delays[typed.calculator] = delays(playwright, profile, address, typed.field, KEYS)
    return found


def _addresses(site: Path) -> dict[str, str]:
    """Return the address of each calculator, by its id."""
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    found = {entry["id"].partition("/")[2]: entry["url"] for entry in entries if entry["kind"] == "calculator"}
    return {name: f"/{urls[rivals.LANGUAGE]}" for name, urls in found.items()}


def _visit(playwright: Playwright, fast: Served, slow: Served, way: str, page: str, found: Found) -> None:
    """One cold visit and the next one with the same profile; one more, cold, over the slow link."""

    def note(kind: str, milliseconds: float) -> None:
        found.seconds.setdefault((way, kind), []).append(milliseconds)

    with fresh_profile() as profile:
        fast.log.clear()
        note(COLD, first_result(playwright, profile, fast.address + page, stay=True))
        found.sent[way] = len(fast.log), sum(sent.bytes for sent in fast.log)
        note(WARM, first_result(playwright, profile, fast.address + page))
    with fresh_profile() as profile:
        note(SLOW, first_result(playwright, profile, slow.address + page))


# --------------------------------------------------------------------------------------------------
# The report


def report(found: Found) -> Iterator[str]:
    """Yield the lines of the report."""
    yield from _first_results(found)
    yield ""
    for way, (requests, sent) in found.sent.items():
        target = f"   target ≤ {MOST_BYTES:,}: {_kept(sent <= MOST_BYTES)}" if way == OURS else ""
        yield f"{way:>14}: {sent:>9,} bytes in {requests} requests, cold, everything on the page{target}"
    yield ""
    yield from _held(found.held)
    yield ""
    for calculator, delays_ in found.delays.items():
        high = statistics.quantiles(delays_, n=20)[-1]
        median = statistics.median(delays_)
        told = f"key to output: median {median:.1f} ms, 95th percentile {high:.1f} ms of {len(delays_)}"
        yield f"{calculator:>14}: {told}   target < {MOST_DELAY:.0f} ms: {_kept(high < MOST_DELAY)}"
    yield ""
    yield from NOTES


def _first_results(found: Found) -> Iterator[str]:
    head = ["", *(f"{kind}" for kind in MOST), *(f"{kind} / stock" for kind in MOST)]
    rows = [head]
    for way in found.sent:
        times = [found.seconds[way, kind] for kind in MOST]
        ratios = [statistics.median(found.seconds[way, kind]) / statistics.median(found.seconds[STOCK, kind]) for kind in MOST]
        rows.append([way, *map(_spread, times), *(f"{ratio:.2f}" for ratio in ratios)])
        if way == OURS:
            rows.append(["target", *[""] * len(MOST), *(f"≤ {most:.2f} {_kept(ratio <= most)}" for ratio, most in zip(ratios, MOST.values(), strict=True))])
    yield f"first result from an address with inputs: milliseconds, median (least–most) of {len(found.held)}"
    yield from _lined_up(rows)


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ({min(values):.0f}–{max(values):.0f})"


def _kept(target: bool) -> str:
    return "kept" if target else "MISSED"


def _lined_up(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _held(visits: list[list[dict[str, Any]]]) -> Iterator[str]:
    """Tell what held the page up, and by which script."""
    tasks = [task["duration"] for visit in visits for task in visit if task["kind"] == "longtask"]
    longest = f", the longest {max(tasks):.0f} ms" if tasks else ""
    slow = f"on a processor {SLOW_PROCESSOR} times slower, while loading, starting and typing"
    yield f"{slow}: {len(tasks)} tasks over {LONG:.0f} ms in {len(visits)} visits{longest}"
    scripts: dict[str, list[float]] = {}
    for frame in (frame for visit in visits for frame in visit):
        for script in frame["scripts"]:
            name = f"{urlsplit(script['url']).path.rpartition('/')[2]} {script['invoker']}"
            scripts.setdefault(name, []).append(script["duration"])
    long = {name: [time for time in times if time > LONG] for name, times in scripts.items()}
    for name, times in long.items():
        if times:
            yield f"  {name}: {len(times)} times, the longest {max(times):.0f} ms"
    yield f"  scripts over {LONG:.0f} ms: {sum(map(len, long.values()))}   target none: {_kept(not any(long.values()))}"
    seen = sorted(((max(times), name) for name, times in scripts.items()), reverse=True)[:5]
    yield "  the longest of those in slow frames: " + (", ".join(f"{name} {time:.0f} ms" for time, name in seen) or "none")


NOTES = (
    "Ours is the whole page, fonts and style sheet included; the others are a bare page with one result.",
    "One server sends everything from memory on this machine, with brotli made ahead; pages are asked for again,",
    "all else, under an address with a digest or a version, is kept for ever. Warm: a new browser with the profile",
    "of the visit before. The slow link is in the server: one of 20 Mbps for all requests together, 40 ms before",
    "each answer and each connection, since a browser's own throttling leaves out what workers fetch.",
    "pyodide-mkdocs-theme is left out: see decisions/010-speed-in-the-browser.md.",
)
