"""Measure the search of the shipped site beside Material's and Pagefind's, and tell what was found."""

from __future__ import annotations

import itertools
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
from playwright.sync_api import Playwright, sync_playwright

from macros.publish import search
from tools.bench.browser.serve import Files, Link, serving
from tools.bench.browser.visit import browsing
from tools.bench.search import ask, sites, times
from tools.bench.search.queries import Query, read
from tools.bench.shipped import Shipped

FIRST = 3
MEANT = {"MRR": 0.90, f"first {FIRST}": 0.93}
MOST_BYTES = 120_000
MOST_KEY, MOST_OPENING = 50.0, 300.0
"""milliseconds, of the shipped site"""
LARGE = 5000
MOST_LARGE_KEY, MOST_LARGE_OPENING = 100.0, 1500.0
TYPED = 8
"""queries typed key by key"""
ROUNDS = 5
OURS, MATERIAL, PAGEFIND = "dialog", "Material", "Pagefind"


@dataclass
class Speed:
    """Milliseconds to hits."""

    openings: list[float]
    keys: list[float]


def report(shipped: Shipped, work: Path, rounds: int = ROUNDS) -> Iterator[str]:
    """Ask and measure; yield the lines of the report."""
    queries = read(shipped.site)
    languages = list(dict.fromkeys(query.lang for query in queries))
    homes = {lang: sites.home(shipped.site, lang) for lang in languages}
    _tell("building what the search is compared with")
    rivals = sites.plain_sites(shipped.docs, work / "plain")
    sites.index_with_pagefind(shipped.site, work / "pagefind")
    _tell(f"writing {LARGE} entries")
    large = sites.large(shipped.site, homes[languages[0]], LARGE, work / "large")
    yield from _sizes(shipped.site, homes)
    with sync_playwright() as playwright:
        ranks = _ranks(playwright, shipped.site, work, rivals, homes, queries)
        yield from _found(queries, ranks)
        yield ""
        texts = [query.text for query in queries if query.lang == languages[0]]
        chosen = texts[:: len(texts) // TYPED][:TYPED]
        for name, site, most in (
            ("shipped site", shipped.site, (MOST_OPENING, MOST_KEY)),
            (f"{LARGE} entries", large, (MOST_LARGE_OPENING, MOST_LARGE_KEY)),
        ):
            _tell(f"opening and typing, {name}")
            yield from _told(name, _speed(playwright, site, homes[languages[0]], chosen, work, rounds), *most)


def _tell(words: str) -> None:
    print(f"{words}…", file=sys.stderr, flush=True)


def _sizes(site: Path, homes: dict[str, str]) -> Iterator[str]:
    for lang, home in homes.items():
        content = (site / home / search.FILE).read_bytes()
        packed = len(brotli.compress(content, quality=11))
        yield (
            f"index, {lang}: {packed:,} bytes with brotli, {len(content):,} without "
            f"(meant: under {MOST_BYTES:,} {_word(packed < MOST_BYTES)})"
        )
    yield ""


# -- ranks -----------------------------------------------------------------------------------------


def _ranks(
    playwright: Playwright,
    site: Path,
    work: Path,
    rivals: dict[str, Path],
    homes: dict[str, str],
    queries: list[Query],
) -> dict[tuple[str, str], list[int]]:
    """Return ranks by search and language, in the order of the queries."""
    found = {}
    files = Files({"": site, "pagefind/": work / "pagefind"}, work / "brotli")
    for lang, home in homes.items():
        asked = [query for query in queries if query.lang == lang]
        _tell(f"{len(asked)} queries of {lang} in each search")
        plain = Files({"": rivals[lang]}, work / "brotli")
        with serving(files, Link()) as ours, serving(plain, Link()) as other, browsing(playwright) as context:
            page, at = context.new_page(), f"{ours.address}/{home}"
            found[OURS, lang] = list(ask.ours(page, at, asked))
            found[PAGEFIND, lang] = list(ask.pagefind(context.new_page(), at, asked))
            found[MATERIAL, lang] = list(ask.material(context.new_page(), f"{other.address}/", asked, home))
    return found


def _found(queries: list[Query], ranks: dict[tuple[str, str], list[int]]) -> Iterator[str]:
    yield f"rank of the first answer, as MRR, share that comes first, share within the first {FIRST}"
    languages = list(dict.fromkeys(query.lang for query in queries))
    sets = list(dict.fromkeys(query.set for query in queries))
    yield "".rjust(12) + "".join(f"{lang} {name}".rjust(20) for lang in languages for name in sets)
    for way in (OURS, MATERIAL, PAGEFIND):
        cells = []
        for lang, name in itertools.product(languages, sets):
            asked = [query for query in queries if query.lang == lang]
            cells.append(_figures([r for q, r in zip(asked, ranks[way, lang], strict=True) if q.set == name]))
        yield way.rjust(12) + "".join(cell.rjust(20) for cell in cells)
    meant = ", ".join(f"{name} ≥ {value:.2f}" for name, value in MEANT.items())
    counts = ", ".join(
        f"{lang} {name} {sum(q.lang == lang and q.set == name for q in queries)}"
        for lang in languages
        for name in sets
    )
    yield f"meant, for what nothing was tuned on (checking): {meant}; queries: {counts}"


def _figures(ranks: list[int]) -> str:
    if not ranks:
        return "–"
    reciprocal = statistics.fmean(1 / rank if rank else 0.0 for rank in ranks)
    first = statistics.fmean(rank == 1 for rank in ranks)
    near = statistics.fmean(1 <= rank <= FIRST for rank in ranks)
    return f"{reciprocal:.3f} {first:.2f} {near:.2f}"


# -- times -----------------------------------------------------------------------------------------


def _speed(playwright: Playwright, site: Path, home: str, texts: list[str], work: Path, rounds: int) -> Speed:
    files = Files({"": site}, work / "brotli")
    files.compress(["/assets/js/", f"/{home}{search.FILE}"])
    files.find(f"/{home}")
    with serving(files, Link()) as served:
        address = f"{served.address}/{home}"
        openings = [times.opening(playwright, address, "cpm") for _ in range(rounds)]
        return Speed(openings, times.keys(playwright, address, texts))


def _told(name: str, speed: Speed, most_opening: float, most_key: float) -> Iterator[str]:
    for what, found, most in (
        ("first opening to hits", speed.openings, most_opening),
        ("key to hits", speed.keys, most_key),
    ):
        middle = statistics.median(found)
        late = statistics.quantiles(found, n=20)[-1]
        yield (
            f"{name}, {what}: {middle:.1f} ms (p95 {late:.1f} of {len(found)}; "
            f"meant: median ≤ {most:.0f} {_word(middle <= most)})"
        )


def _word(kept: bool) -> str:
    return "✓" if kept else "✗"
