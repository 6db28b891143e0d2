"""From ``data/`` to the published site: load, render, run the engine once per language, publish, swap in.

Everything is made aside, in ``build/``; the site is replaced in one step at the end, so that a failure at any
point leaves the last good one as it was.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import shutil
import sys
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from macros import current
from macros.addresses import Addresses
from macros.edition import Edition
from macros.load import KnowledgeBase, load
from macros.paths import ASSETS, DATA, PAGES, ROOT, WORK
from macros.permalinks import Permalinks
from macros.problems import DataError
from macros.publish import Options, PublishError, publish, swap
from macros.publish.assets import collect
from macros.render import render


class BuildError(Exception):
    """The site could not be built; the message says why, for a person."""


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


def prepare(data: Path, site_url: str | None = None, *, alone: bool = False) -> Prepared:
    """Load a knowledge base and look at it in each language.

    Raises DataError with every problem of the data, lost addresses included.
    """
    kb = load(data)
    addresses = Addresses(kb)
    history = Permalinks.read(kb, addresses)
    if problems := history.problems():
        raise DataError(problems)
    assets = collect(ASSETS)
    site_url = site_url or kb.site.url
    editions = {
        lang: Edition(kb, addresses, lang, history, assets, site_url, alone=alone) for lang in kb.languages
    }
    return Prepared(kb, addresses, history, editions)


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


def build(data: Path, out: Path, *, site_url: str | None = None, compress: bool = True) -> None:
    """Build the site of ``data`` into ``out``.

    Raises DataError for problems of the data, BuildError for all others; ``out`` is then as it was.
    """
    clock = Clock()
    prepared = prepare(data, site_url)
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
    swap(stage, out)
    clock.lap("swap")
    stale = prepared.history.stale()
    if stale:
        print(f"note: {len(stale)} addresses and statements are new or changed: run make permalinks")
    print(f"{out}: {sum(1 for _ in out.rglob('*.html'))} pages ({clock})")


def write_language_configs(kb: KnowledgeBase) -> None:
    """Write one ``mkdocs.<lang>.yml`` per language beside mkdocs.yml, for ``mkdocs build -f``."""
    for lang in kb.languages:
        path = ROOT / f"mkdocs.{lang}.yml"
        content = (
            "# Generated from data/site.yml: one language as a MkDocs user builds it (mkdocs build -f …).\n"
            f"INHERIT: mkdocs.yml\nsite_dir: build/mkdocs/{lang}\nextra:\n  language: {lang}\n"
        )
        if not path.exists() or path.read_text("utf-8") != content:
            path.write_text(content, "utf-8")


def _render_and_run(edition: Edition) -> None:
    render(edition, PAGES, rendered(edition.lang))
    current.put(edition)
    run_engine(edition, engine_output(edition.lang))


def run_engine(edition: Edition, target: Path) -> None:
    """Run MkDocs for one language. Raises BuildError with the engine's own words."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    try:
        config = load_config(
            str(ROOT / "mkdocs.yml"), site_dir=str(target), site_url=edition.site_url or "", strict=True
        )
        config.extra["language"] = edition.lang
        config.plugins.run_event("startup", command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.run_event("shutdown")
    except (Abort, MkDocsException) as error:
        raise BuildError(f"MkDocs could not build “{edition.lang}”: {error}") from error


def in_parallel(work: object, editions: Iterable[Edition]) -> None:
    """Run ``work`` on each edition, in processes of their own where there are several.

    Forked children share the loaded knowledge base. Raises BuildError with the first failure's words.
    """
    editions = list(editions)
    if len(editions) == 1 or not hasattr(os, "fork"):
        for edition in editions:
            work(edition)  # type: ignore[operator]
        return
    context = multiprocessing.get_context("fork")
    failures = context.SimpleQueue()
    children = [context.Process(target=_reporting, args=(work, edition, failures)) for edition in editions]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if not failures.empty():
        raise BuildError(failures.get())
    if broken := [child.exitcode for child in children if child.exitcode]:
        raise BuildError(f"a build process ended with code {broken[0]}, without a word")


def _reporting(work: object, edition: Edition, failures: object) -> None:
    try:
        work(edition)  # type: ignore[operator]
    except BuildError as error:
        failures.put(str(error))  # type: ignore[attr-defined]
    except BaseException:
        failures.put(f"“{edition.lang}” could not be built:\n{traceback.format_exc()}")  # type: ignore[attr-defined]


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
    try:
        build(options.data, options.out, site_url=options.site_url or None, compress=not options.no_compress)
    except (DataError, BuildError, PublishError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
