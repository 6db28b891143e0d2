"""``make check``: everything that can be told without a browser, in under a minute.

Each step is a process of its own, two at a time; it prints what is wrong and exits 1, or prints notes and
exits 0. One line a step, then all that was found.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from macros.paths import DATA, ROOT, WORK
from macros.problems import few, plural
from macros.report import report

if TYPE_CHECKING:  # loading it takes time that most steps have no use for
    from macros.load import KnowledgeBase

CHECKED = Path(os.environ.get("CADRAGE_CHECKED", WORK / "check"))
"""Where the sites to check are built; the processes of the steps are told by the first."""
AT_ONCE = 2


@dataclass(frozen=True)
class Outcome:
    """What a step found."""

    name: str
    passed: bool
    said: str
    seconds: float

    def __str__(self) -> str:
        return f"{'ok' if self.passed else 'FAILED':6}  {self.name:34} {self.seconds:5.1f} s"


class Failure(Exception):  # noqa: N818 - reads better where it is raised
    """What a step found wrong."""


# --------------------------------------------------------------------------------------------------
# Steps


def check_lint(_data: Path) -> None:
    """lint (ruff)"""
    _call("ruff", "check", "--quiet")
    _call("ruff", "format", "--check", "--quiet")


def check_types(_data: Path) -> None:
    """types (mypy)"""
    _call("mypy", "--no-error-summary")


def check_data(data: Path) -> None:
    """data, schemas, permalinks"""
    from macros.addresses import Addresses
    from macros.locale_files import stale as stale_locales
    from macros.permalinks import Permalinks
    from macros.problems import DataError

    kb = _load(data)
    try:
        history = Permalinks.read(kb, Addresses(kb))
    except DataError as error:
        raise Failure(str(error)) from None
    wrong = [*map(str, history.problems()), *_stale_schemas(data)]
    wrong += [f"{data.name}/locales/{name} is out of date: run make locales" for name in stale_locales(kb)]
    if stale := history.stale():
        wrong.append(f"{data.name}/permalinks.yml does not know {few(stale)}: run make permalinks")
    if wrong:
        raise Failure("\n".join(wrong))
    for what, why in UNKNOWN.items():
        if getattr(kb.site, what) is None:
            print(f"note: {data.name}/site.yml has no {what}, so {why}")
    if uncarried := kb.uncarried():
        print(
            f"note: {plural(len(uncarried), 'claim')} of {data.name}/claims.yml that no statement carries: "
            f"{few(uncarried)}"
        )
    print("\n".join(report(kb, date.today())))


UNKNOWN = {
    "publisher": "no page says who publishes the site",
    "contact": "“report an error” has nobody to write to",
    "repository": "“edit this entry” names the file but does not link to it",
    "url": "pages have no canonical address unless SITE_URL gives it",
}
"""What site.yml may leave out until it is known, and what is missing for it."""


def check_spelling(data: Path) -> None:
    """spelling (cspell)"""
    _call("tools.spelling", "--data", str(data))


def _load(data: Path) -> KnowledgeBase:
    from macros.load import load
    from macros.problems import DataError

    try:
        return load(data)
    except DataError as error:
        raise Failure(str(error)) from None


def _stale_schemas(data: Path) -> Iterator[str]:
    from macros.schema import languages_of, written

    for name, text in written(languages_of(data)).items():
        path = data / "schema" / name
        if not path.exists() or path.read_text("utf-8") != text:
            yield f"{data.name}/schema/{name} is not what macros/model.py says: run make schema"


def check_site(data: Path) -> None:
    """the built site, its links"""
    from macros.publish import links

    site = _build(data, "mkdocs")
    if problems := links.check(site, _load(data).site.url):
        raise Failure("\n".join(map(str, problems)))


def check_properdocs(data: Path) -> None:
    """the site built by ProperDocs"""
    import properdocs.replacement  # noqa: F401 - from here on, mkdocs.* is properdocs.*

    _build(data, "properdocs")


def _build(data: Path, engine: str) -> Path:
    from macros.build import build
    from macros.errors import BuildError
    from macros.problems import DataError

    site = CHECKED / "sites" / engine
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            build(data, site, compress=False)
    except (DataError, BuildError) as error:
        raise Failure(str(error)) from None
    return site


def _call(*command: str) -> None:
    outcome = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    if outcome.returncode:
        raise Failure((outcome.stdout + outcome.stderr).strip())


STEPS: dict[str, Callable[[Path], None]] = {
    # the longest first, so that two at a time end together
    "site": check_site,
    "properdocs": check_properdocs,
    "types": check_types,
    "lint": check_lint,
    "data": check_data,
    "spelling": check_spelling,
}


# --------------------------------------------------------------------------------------------------
# The same text under both engines


class _Words(HTMLParser):
    """Gathers what a page says."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += data.split()


def words(html: str) -> list[str]:
    """Return the words of a page, in order, its scripts and styles left out."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return parser.words


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yield the pages whose text is not the same in two sites."""
    pages, others = ({path.relative_to(site) for path in site.rglob("*.html")} for site in (one, other))
    for page in sorted(pages ^ others):
        yield f"{page} is built by {'MkDocs' if page in pages else 'ProperDocs'} only"
    for page in sorted(pages & others):
        first, second = ((site / page).read_text("utf-8") for site in (one, other))
        if first != second and words(first) != words(second):
            yield f"{page} does not say the same under MkDocs and ProperDocs"


def compare() -> Outcome:
    """Compare the sites of the two engines."""
    start = time.perf_counter()
    sites = [CHECKED / "sites" / engine for engine in ("mkdocs", "properdocs")]
    found = list(differences(*sites))
    return Outcome(
        "the same text under both engines", not found, "\n".join(found), time.perf_counter() - start
    )


# --------------------------------------------------------------------------------------------------
# Running


def run(name: str, data: Path) -> Outcome:
    """Run a step in a process of its own."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "macros.check", "--data", str(data), "--only", name]
    # Each step builds in a folder of its own: two run at the same time.
    environment = {**os.environ, "CADRAGE_BUILD": str(CHECKED / name), "CADRAGE_CHECKED": str(CHECKED)}
    outcome = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    said = (outcome.stdout + outcome.stderr).strip()
    return Outcome(STEPS[name].__doc__ or name, outcome.returncode == 0, said, time.perf_counter() - start)


def run_all(data: Path) -> Iterator[Outcome]:
    """Run every step, two at a time, and compare the sites that two of them built."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = {name: pool.submit(run, name, data) for name in STEPS}
        built = True
        for name, future in futures.items():
            outcome = future.result()
            built = built and (outcome.passed or name not in ("site", "properdocs"))
            yield outcome
    if built:
        yield compare()


def main(arguments: list[str] | None = None) -> int:
    """Run the steps, or one of them."""
    parser = argparse.ArgumentParser(prog="make check", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the knowledge base (default: data)")
    parser.add_argument("--only", choices=STEPS, help="run this step alone")
    options = parser.parse_args(arguments)
    data = options.data.resolve()
    if options.only:
        try:
            STEPS[options.only](data)
        except Failure as failure:
            print(failure)
            return 1
        return 0
    outcomes = []
    for outcome in run_all(data):
        print(outcome, flush=True)
        outcomes.append(outcome)
    for outcome in sorted(outcomes, key=lambda outcome: not outcome.passed):
        if outcome.said:
            print(f"\n{outcome.name}\n{outcome.said}")
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
