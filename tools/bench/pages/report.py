"""Judge each kind of page in each language, weigh every page, and tell what was found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import ViewportSize

from macros.build import prepare
from macros.paths import DATA
from tools.bench.browser.serve import Files, Link, Served, serving
from tools.bench.pages.judge import MARKS, SHIFT, TIMES, judge
from tools.bench.shipped import build, free_port
from tools.chromium import launched

KINDS = {
    "home": "page/home",
    "comparison": "comparison/paid-vs-smm",
    "objective": "objective/notoriete",
    "matrix": "page/matrix",
    "calculator": "calculator/cpm",
}
MOST_BYTES = 140_000
"""of a page, fonts included, without a calculator that runs"""
ROUNDS = 3
PHONE: ViewportSize = {"width": 390, "height": 844}


def report(work: Path, rounds: int = ROUNDS) -> Iterator[str]:
    """Build the site for the address it is served at, judge and weigh it; yield the lines of the report."""
    port = free_port()
    shipped = build(work, f"http://127.0.0.1:{port}/")
    files = Files({"": shipped.site}, work / "brotli")
    files.compress(["/"])
    with serving(files, Link(), port) as served:
        yield from _judged(served, _pages(), work, rounds)
        yield ""
        yield from _weighed(served, shipped.site)


def _pages() -> dict[str, str]:
    """Return the address of each kind of page in each language."""
    prepared = prepare(DATA)
    return {
        f"{name}, {lang}": prepared.addresses.pages(lang)[page_id]
        for name, page_id in KINDS.items()
        for lang in prepared.kb.languages
    }


def _judged(served: Served, pages: dict[str, str], work: Path, rounds: int) -> Iterator[str]:
    yield f"Lighthouse, phone, slow network simulated; the middle of {rounds} (meant: 100 each, no shift)"
    head = [*MARKS, *(f"{name} ms" for name in TIMES), SHIFT]
    yield "  ".join([" " * 15, *head])
    for name, url in pages.items():
        _tell(f"judging {name}…")
        found = judge(f"{served.address}/{url}", rounds, work)
        cells = [*map(str, found.marks.values()), *(f"{ms:.0f}" for ms in found.times.values())]
        cells.append(f"{found.shift:.3f}")
        row = "  ".join(cell.rjust(len(title)) for cell, title in zip(cells, head, strict=True))
        yield f"{name:>15}  {row}{'  ' + ', '.join(found.faults) if found.faults else ''}"


def _weighed(served: Served, site: Path) -> Iterator[str]:
    """Weigh what each page without a calculator fetches on a phone, compressed."""
    _tell("weighing every page…")
    weights: dict[str, int] = {}
    with launched() as browser:
        for path in sorted(site.rglob("index.html")):
            text = path.read_text("utf-8")
            if "data-calculator" in text or 'http-equiv="refresh"' in text:
                continue
            url = path.relative_to(site).as_posix().removesuffix("index.html")
            context = browser.new_context(viewport=PHONE)
            before = len(served.log)
            page = context.new_page()
            page.goto(f"{served.address}/{url}")
            page.wait_for_selector("html.improved")
            weights[url or "/"] = sum(sent.bytes for sent in served.log[before:])
            context.close()
    heaviest = sorted(weights, key=lambda url: -weights[url])
    middle = sorted(weights.values())[len(weights) // 2]
    kept = "✓" if weights[heaviest[0]] <= MOST_BYTES else "✗"
    yield f"{len(weights)} pages without a calculator: {middle:,} bytes in the middle"
    yield f"the heaviest (meant: at most {MOST_BYTES:,} bytes {kept}):"
    yield from (f"  {weights[url]:,} bytes: {url}" for url in heaviest[:3])


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
