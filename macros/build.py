"""From ``data/`` to the published site: load, render, run the engine once per language, publish, swap in.

Everything is made aside, in ``build/``; the site is replaced in one step at the end, so that a failure at any
point leaves the last good one as it was.
"""

from __future__ import annotations

import signal

if __name__ == "__main__":  # Ctrl+C waits for what is imported: main answers it in a sentence
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

import argparse
import logging
import multiprocessing
import os
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from macros import current, disk, runtime
from macros.addresses import Addresses
from macros.assets import collect
from macros.edition import Edition
from macros.errors import BuildError
from macros.interruptions import INTERRUPTED, held_back
from macros.load import KnowledgeBase, load
from macros.model import Url
from macros.paths import ASSETS, DATA, PAGES, ROOT, WORK
from macros.permalinks import Permalinks
from macros.problems import DataError
from macros.publish import Options, cards, publish, refuse, standing, swap
from macros.render import render

Work = Callable[[Edition], None]
SOON = 0.01
"""seconds"""


@dataclass(frozen=True)
class Prepared:
    """A knowledge base ready to be rendered in each of its languages."""

    kb: KnowledgeBase
    addresses: Addresses
    history: Permalinks
    editions: dict[str, Edition]


def rendered(lang: str) -> Path:
    """Return the folder of a language's Markdown pages."""
    return WORK / "docs" / lang


def engine_output(lang: str) -> Path:
    """Return the folder into which the engine builds a language."""
    return WORK / "site" / lang


def prepare(
    data: Path, site_url: str | None = None, *, alone: bool = False, offline: bool = False
) -> Prepared:
    """Load a knowledge base and look at it in each language.

    ``offline`` lets pages be kept for times without a network, where ``site.yml`` does not forbid it.

    Raises DataError with every problem of the data, lost addresses included, BuildError for all others.
    """
    _check_surroundings(site_url or None)
    kb = load(data)
    addresses = Addresses(kb)
    history = Permalinks.read(kb, addresses)
    if problems := history.problems():
        raise DataError(problems)
    assets = collect(ASSETS)
    site_url = site_url or kb.site.url
    found = runtime.manifest() if kb.of_kind("calculator") else None
    editions = {
        lang: Edition(
            kb, addresses, lang, history, assets, site_url, found, alone, offline and kb.site.offline
        )
        for lang in kb.languages
    }
    return Prepared(kb, addresses, history, editions)


def _check_surroundings(site_url: str | None) -> None:
    """Refuse, in a sentence, what would fail far from here and once a language."""
    try:
        TypeAdapter(Url | None).validate_python(site_url)
    except ValidationError:
        raise BuildError(
            f"SITE_URL is “{site_url}”: give a whole address, as in https://example.org/"
        ) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        datetime.fromtimestamp(int(epoch or 0), UTC)
    except (ValueError, OverflowError, OSError):
        raise BuildError(
            f"SOURCE_DATE_EPOCH is “{epoch}”: give a number of seconds since 1970, or leave it out"
        ) from None


def prepare_alone(lang: str | None, site_url: str | None) -> Edition:
    """Prepare and render one language by itself, for ``mkdocs build`` and ``mkdocs serve``."""
    prepared = prepare(DATA, site_url, alone=True)
    lang = lang or prepared.kb.languages[0]
    if lang not in prepared.editions:
        raise BuildError(f"data/site.yml has no language “{lang}”; it has {', '.join(prepared.kb.languages)}")
    edition = prepared.editions[lang]
    render(edition, PAGES, rendered(lang))
    current.put(edition)
    return edition


def build(
    data: Path, out: Path, *, site_url: str | None = None, compress: bool = True, offline: bool = True
) -> None:
    """Build the site of ``data`` into ``out``; ``offline`` as for :func:`prepare`.

    Raises DataError for problems of the data, BuildError for all others; ``out`` is then as it was.
    """
    with disk.in_words(WORK):
        _build(data, out, site_url, compress=compress, offline=offline)


def _build(data: Path, out: Path, site_url: str | None, *, compress: bool, offline: bool) -> None:
    clock = Clock()
    refuse(out)
    prepared = prepare(data, site_url, offline=offline)
    clock.lap("load")
    if data.resolve() == DATA.resolve():
        write_language_configs(prepared.kb)
    in_parallel(_render_and_run, prepared.editions.values())
    clock.lap("pages")
    stage = WORK / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    options = Options(site_url=site_url or prepared.kb.site.url, compress=compress, work=WORK)
    sites = {lang: engine_output(lang) for lang in prepared.kb.languages}
    publish(prepared.kb, prepared.addresses, prepared.editions, prepared.history, sites, stage, options)
    clock.lap("publish")
    left = swap(stage, out)
    clock.lap("swap")
    for path in left:
        print(f"note: {path} is of no more use but could not be removed: remove it")
    if prepared.kb.of_kind("calculator") and not runtime.manifest():
        print("note: calculators show examples only: make bundle makes the Python that works them")
    stale = prepared.history.stale()
    if stale:
        print(f"note: {len(stale)} addresses and statements are new or changed: run make permalinks")
    print(f"{out}: {sum(1 for _ in out.rglob('*.html'))} pages ({clock})")


_GENERATED = "# Generated from data/site.yml"


def write_language_configs(kb: KnowledgeBase, folder: Path = ROOT) -> None:
    """Write one ``mkdocs.<lang>.yml`` per language beside mkdocs.yml, for ``mkdocs build -f``.

    Those of languages that are gone are removed.
    """
    written = set()
    for lang in kb.languages:
        path = folder / f"mkdocs.{lang}.yml"
        content = (
            f"{_GENERATED}: one language as a MkDocs user builds it (mkdocs build -f …).\n"
            f"INHERIT: mkdocs.yml\nsite_dir: build/mkdocs/{lang}\nextra:\n  language: {lang}\n"
        )
        if not path.exists() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")
        written.add(path)
    for path in set(folder.glob("mkdocs.*.yml")) - written:
        if path.read_text("utf-8").startswith(_GENERATED):
            path.unlink()


def _render_and_run(edition: Edition) -> None:
    render(edition, PAGES, rendered(edition.lang))
    current.put(edition)
    run_engine(edition, engine_output(edition.lang))
    cards.keep(edition, WORK)  # drawn here, languages side by side; publishing takes them


# --------------------------------------------------------------------------------------------------
# The engine


def run_engine(edition: Edition, target: Path, *, only: set[str] | None = None) -> None:
    """Run MkDocs for one language, kept to the sources ``only`` where they are named.

    Raises BuildError with the engine's own words; a warning is an error, except where pages that others
    link to may be left out.
    """
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    with _said_by_the_engine() as said:
        try:
            config = load_config(
                str(ROOT / "mkdocs.yml"),
                site_dir=str(target),
                site_url=edition.site_url or "",
                strict=not only,
            )
            config.extra |= {"language": edition.lang, "only": sorted(only or ())}
            config.plugins.run_event("startup", command="build", dirty=False)
            mkdocs_build(config)
            config.plugins.run_event("shutdown")
        except (Abort, MkDocsException) as error:
            words = "\n".join(said.words() or [str(error)])
            raise BuildError(f"MkDocs could not build “{edition.lang}”:\n{words}") from error


class _Said(logging.Handler):
    """Gathers what the engine complains about: strict mode alone tells no more than how often it did."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def words(self) -> list[str]:
        """Return what went wrong: the errors, and where there is none, the warnings."""
        errors = [record for record in self._records if record.levelno >= logging.ERROR]
        return list(dict.fromkeys(record.getMessage() for record in errors or self._records))


@contextmanager
def _said_by_the_engine() -> Iterator[_Said]:
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    said = _Said()
    logger.addHandler(said)
    try:
        yield said
    finally:
        logger.removeHandler(said)


# --------------------------------------------------------------------------------------------------
# Languages side by side


def in_parallel(work: Work, editions: Iterable[Edition]) -> None:
    """Run ``work`` on each edition, in processes of their own where there are several.

    Forked children share the loaded knowledge base. Raises BuildError with the words of every failure.
    """
    editions = list(editions)
    if len(editions) == 1 or not hasattr(os, "fork"):
        for edition in editions:
            work(edition)
        return
    children = [_Child(work, edition) for edition in editions]
    failures = [failure for child in children if (failure := child.failure())]
    if failures:
        raise BuildError("\n\n".join(dict.fromkeys(failures)))


class _Child:
    """A process at work on one edition. It is ended with this one, whatever ends this one."""

    def __init__(self, work: Work, edition: Edition) -> None:
        fork = multiprocessing.get_context("fork")
        self._lang = edition.lang
        self._words, sender = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_reporting, args=(work, edition, sender), daemon=True)
        with held_back():  # what Python calls around a fork cannot raise, only print a traceback
            self._process.start()
        sender.close()  # so that its end is seen, however it ends

    def failure(self) -> str | None:
        """Wait for its end and return what went wrong.

        Its words are read first: it cannot end before, when they are more than a pipe holds.
        """
        words: str | None = None
        with suppress(EOFError):
            words = self._words.recv()
        self._process.join()
        if self._process.exitcode == -signal.SIGINT:
            raise KeyboardInterrupt  # ours may have come where Python could not raise it
        if words is None and self._process.exitcode:
            return f"the process that built “{self._lang}” ended with code {self._process.exitcode}"
        return words


def _reporting(work: Work, edition: Edition, failures: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # to end at once, without a word: the parent tells
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        with disk.in_words(WORK):
            work(edition)
    except BuildError as error:
        failures.send(str(error))
    except BaseException:
        failures.send(f"“{edition.lang}” could not be built:\n{traceback.format_exc()}")


class Clock:
    """Times the steps of a build."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._laps: list[str] = []

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps.append(f"{name} {now - self._start:.1f} s")
        self._start = now

    def __str__(self) -> str:
        return ", ".join(self._laps)


def main(arguments: list[str] | None = None) -> int:
    """``python -m macros.build``: the command behind ``make site``."""
    parser = argparse.ArgumentParser(prog="python -m macros.build", description="Build the site.")
    parser.add_argument("--data", type=Path, default=DATA, help="the knowledge base (default: data)")
    parser.add_argument("--out", type=Path, default=ROOT / "site", help="where the site goes (default: site)")
    parser.add_argument("--site-url", default=None, help="the address it will be published at")
    parser.add_argument("--no-compress", action="store_true", help="leave .br and .gz files out")
    options = parser.parse_args(arguments)
    before = standing(options.out)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        build(options.data, options.out, site_url=options.site_url or None, compress=not options.no_compress)
    except (DataError, BuildError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, lambda *_: None)  # known by a child's end, it may still come by itself
        state = "is as it was" if standing(options.out) == before else "holds the new site"
        print(f"\nstopped; {options.out} {state}", file=sys.stderr)
        return INTERRUPTED
    return 0


def come_again(unraisable: sys.UnraisableHookArgs) -> None:
    """Have a Ctrl+C that came where Python cannot raise it, as in a destructor, come once more."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        ours = threading.main_thread().ident
        again = threading.Timer(SOON, signal.pthread_kill, (ours, signal.SIGINT))
        again.start()  # nothing can be raised here, either
    else:
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    sys.unraisablehook = come_again
    sys.exit(main())
