"""Measure the calculators of a site in Chromium, in one run and in turns."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Playwright, sync_playwright

from planner.response.curves import written
from tools.bench import splits
from tools.bench.browser import report as told
from tools.bench.browser import rivals
from tools.bench.browser.found import COLD, ECHO, OURS, PYSCRIPT, SLOW, STOCK, WARM, Found
from tools.bench.browser.serve import Files, Link, Served, serving
from tools.bench.browser.visit import browsing, delays, first_result, held_up, script_costs

ROUNDS = 7
KEYS = 60
TWENTY = splits.concave(splits.LINES)
ASKED = {"cost": "1000", "impressions": "80000"}
"""watch.js waits for what this gives: a cost per thousand of 12.5, which no page shows beforehand."""
SLOW_LINK = Link(bits=20e6, delay=0.040)


@dataclass(frozen=True)
class Typed:
    """A calculator in which one types: its field, and what it starts from."""

    calculator: str
    field: str
    query: dict[str, str]
    about: str = ""

    @property
    def name(self) -> str:
        """What the report calls it."""
        return f"{self.calculator}, {self.about}" if self.about else self.calculator


TYPED = (
    Typed("cpm", "cost", ASKED),
    Typed(
        "funnel",
        "budget",
        {"budget": "3000", "cpm": "12", "ctr": "1.5", "conversion_rate": "2.5", "aov": "90"},
    ),
    Typed("budget-split", "total", {"total": "10000", "share.media": "60", "share.production": "40"}),
    Typed(
        "budget-split",
        "total",
        {
            "method": "response",
            "total": str(round(TWENTY.total)),
            **{f"curve.{nth}": written(curve) for nth, curve in enumerate(TWENTY.curves, 1)},
        },
        f"{splits.LINES} lines by response",
    ),
)


def report(site: Path, work: Path, rounds: int) -> Iterator[str]:
    """Measure the calculators of a built site, and yield the lines of the report."""
    return told.report(measure(site, work, rounds))


def measure(site: Path, work: Path, rounds: int) -> Found:
    """Visit every page, each way in turn, so that a busy moment of the machine is shared by all."""
    places = rivals.folders(rivals.install(work / "npm"), work / "rivals")
    files = Files({"": site, **places}, work / "brotli")
    calculators = _addresses(site)
    pages = {OURS: calculators["cpm"], STOCK: "/rivals/stock.html", PYSCRIPT: "/rivals/pyscript.html"}
    files.compress(["/assets/", *pages.values(), *calculators.values(), *(f"/{place}" for place in places)])
    pages = {way: f"{page}?{urlencode(ASKED)}" for way, page in pages.items()}
    typed = {ECHO: ("/rivals/echo.html", "cost")}
    for one in TYPED:
        typed[one.name] = f"{calculators[one.calculator]}?{urlencode(one.query)}", one.field
    found = Found()
    with ExitStack() as stack:
        fast, slow = (stack.enter_context(serving(files, link)) for link in (Link(), SLOW_LINK))
        playwright = stack.enter_context(sync_playwright())
        for nth in range(rounds):
            print(f"round {nth + 1} of {rounds}…", file=sys.stderr, flush=True)
            for way, page in pages.items():
                _visit(playwright, fast, slow, way, page, found)
            found.held.append(held_up(playwright, fast.address + pages[OURS], "cost"))
            found.costs.append(script_costs(playwright, fast.address + pages[OURS], "cost"))
            for name, (address, field) in typed.items():
                found.delays.setdefault(name, []).append(
                    delays(playwright, fast.address + address, field, KEYS)
                )
    return found


def _addresses(site: Path) -> dict[str, str]:
    """Return the address of each calculator, by its id."""
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    found = {
        entry["id"].partition("/")[2]: entry["url"] for entry in entries if entry["kind"] == "calculator"
    }
    return {name: f"/{urls[rivals.LANGUAGE]}" for name, urls in found.items()}


def _visit(playwright: Playwright, fast: Served, slow: Served, way: str, page: str, found: Found) -> None:
    """One cold visit and the next one in the same browser; one more, cold, over the slow link."""

    def note(kind: str, milliseconds: float) -> None:
        found.times.setdefault((way, kind), []).append(milliseconds)

    with browsing(playwright) as browser:
        fast.log.clear()
        note(COLD, first_result(browser, fast.address + page, stay=True))
        found.sent[way] = len(fast.log), sum(sent.bytes for sent in fast.log)
        note(WARM, first_result(browser, fast.address + page))
    with browsing(playwright) as browser:
        note(SLOW, first_result(browser, slow.address + page))
