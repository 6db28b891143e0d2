"""``make bench``: how long builds take, how soon calculators answer, what the search finds.

Each knowledge base is built by ``make site``'s own functions, phase by phase, with an empty cache. Then the
very Markdown that was rendered goes through Material as it comes (its search included, our templates and
hooks left out), one process a language as ours, under MkDocs and ProperDocs. What is asked of a
browser is in ``tools.bench.browser``, what is judged of pages in ``tools.bench.pages``. Compare within one
run only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from tools.bench import calculators, load, plain, splits
from tools.bench.browser import speed
from tools.bench.measure import CommandFailed, Run, run
from tools.bench.pages import report as pages
from tools.bench.search import report as search
from tools.bench.shipped import build
from tools.bench.synthetic import Writer

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "bench"
PHASES = ("load", "render", "engine", "publish", "compress")
PAGES = ("load", "render", "engine")
"""What the plain engine's run is compared with: from the data to pages on disk."""


@dataclass(frozen=True)
class Case:
    """What one knowledge base took."""

    name: str
    pages: int
    median: float
    """kB of a page"""
    phases: dict[str, float]
    ours: Run
    mkdocs: Run
    properdocs: Run

    @property
    def pages_seconds(self) -> float:
        return sum(self.phases[phase] for phase in PAGES)

    @property
    def uncompressed(self) -> float:
        return self.ours.seconds - self.phases["compress"]


def measure(name: str, data: Path) -> Case:
    """Build a knowledge base in each way."""
    work = WORK / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    environment = {**plain.environment(), "CADRAGE_BUILD": str(work)}
    site = work / "out"
    ours = run([[sys.executable, "-m", "tools.bench.phases", str(data), str(site)]], ROOT, environment)
    configs = [plain.settings(docs, work) for docs in sorted((work / "docs").iterdir())]
    engines = {
        engine: run([plain.command(engine, config) for config in configs], work, environment)
        for engine in ("mkdocs", "properdocs")
    }
    sizes = [path.stat().st_size / 1000 for path in site.rglob("*.html")]
    phases = json.loads(ours.output.splitlines()[-1])
    return Case(
        name, len(sizes), statistics.median(sizes), phases, ours, engines["mkdocs"], engines["properdocs"]
    )


def synthetic(entries: int) -> Path:
    """Write a knowledge base of that many entries."""
    data = WORK / f"data-{entries}"
    Writer(data, ROOT / "data", entries).write()
    return data


def table(cases: list[Case]) -> Iterator[str]:
    """Yield the lines of the report."""
    head = ["", "pages", *PHASES, "total", "CPU", "peak", "one process", "page"]
    head += ["plain", "CPU", "peak", "ours/plain", "ProperDocs"]
    units = [
        "",
        "",
        *["s"] * len(PHASES),
        "s",
        "s",
        "MB",
        "MB",
        "kB median",
        "s",
        "s",
        "MB",
        "pages only",
        "s",
    ]
    rows = [head, units, *(_row(case) for case in cases)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    if len(cases) > 1 and cases[-2].pages_seconds:
        last, before = cases[-1], cases[-2]
        yield ""
        yield (
            f"{last.name} against {before.name}: {last.pages / before.pages:.1f} × the pages, "
            f"{last.uncompressed / before.uncompressed:.1f} × the time without compression"
        )


def _row(case: Case) -> list[str]:
    return [
        case.name,
        str(case.pages),
        *(f"{case.phases[phase]:.1f}" for phase in PHASES),
        f"{case.ours.seconds:.1f}",
        f"{case.ours.cpu:.1f}",
        f"{case.ours.peak:.0f}",
        f"{case.ours.largest:.0f}",
        f"{case.median:.1f}",
        f"{case.mkdocs.seconds:.1f}",
        f"{case.mkdocs.cpu:.1f}",
        f"{case.mkdocs.peak:.0f}",
        f"{case.pages_seconds / case.mkdocs.seconds:.2f}",
        f"{case.properdocs.seconds:.1f}",
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print what was found."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--browser", action="store_true", help="the speed of calculators only")
    parser.add_argument("--search", action="store_true", help="what the search finds, and how soon, only")
    parser.add_argument("--pages", action="store_true", help="what Lighthouse says, what pages weigh, only")
    parser.add_argument("--calculators", action="store_true", help="how soon each calculator answers, only")
    parser.add_argument("--splits", action="store_true", help="divisions of budgets beside SciPy's, only")
    parser.add_argument("--load", action="store_true", help="nginx under load only")
    parser.add_argument("--rounds", type=int, default=speed.ROUNDS, help="visits of each page in each way")
    parser.add_argument(
        "--quick", action="store_true", help="builds of the shipped site and 300 entries only"
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 5000], help="numbers of entries")
    options = parser.parse_args(arguments)
    psutil.cpu_times_percent()  # what is asked at the end is since now
    try:
        for lines in _wanted(options):
            for line in lines:
                print(line, flush=True)
    except CommandFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\nload of the machine at the end: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores")
    spent = psutil.cpu_times_percent()
    taken = getattr(spent, "steal", 0.0) / max(100 - spent.idle, 1)
    print(f"of the processor time wanted, other machines took {taken:.0%}: delays are longer for it")
    return 0


def _wanted(options: argparse.Namespace) -> Iterator[Iterator[str]]:
    """Yield the reports that were asked for: all, or those that are named."""
    named = (
        *(options.browser, options.calculators, options.search),
        *(options.pages, options.load, options.splits),
    )
    everything = not any(named)
    if everything or options.splits:
        yield splits.report()
    if everything:
        yield _builds([300] if options.quick else options.sizes)
    if everything or options.pages:
        subprocess.run([sys.executable, "tools/install.py", "judge"], cwd=ROOT, check=True)
        yield pages.report(WORK / "pages")
    if not (everything or options.browser or options.calculators or options.search or options.load):
        return
    shipped = build(WORK / "visited")
    if everything or options.search:
        yield search.report(shipped, WORK / "search")
    if everything or options.load:
        yield load.report(shipped, WORK / "nginx")
    if everything or options.calculators:
        yield calculators.report(shipped.site)
    if everything or options.browser:
        yield speed.report(shipped.site, WORK / "browser", options.rounds)


def _builds(sizes: list[int]) -> Iterator[str]:
    """Build the shipped site and others of several sizes; yield the lines of the report."""
    cases = []
    for name, data in [("shipped", ROOT / "data"), *((f"{size}", synthetic(size)) for size in sizes)]:
        print(f"measuring {name}…", file=sys.stderr, flush=True)
        cases.append(measure(name, data))
    yield from table(cases)
    yield ""


if __name__ == "__main__":
    sys.exit(main())
