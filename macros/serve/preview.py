"""Make a few pages again in the site being served, ahead of the whole: what the author is looking at.

The pages go through the same steps as all others; only the engine is told to leave the rest alone. The whole
build that follows replaces them with the same bytes.
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from mkdocs.commands.build import build as run_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from macros import build, current
from macros.edition import Edition
from macros.paths import PAGES, ROOT
from macros.render import environment, render_page, source_path
from macros.serve.builder import Request


def preview(request: Request) -> bool:
    """Build the open pages into the site being served; False when none of them is a page of the site.

    Raises DataError and BuildError as a build does.
    """
    environment().bytecode_cache = _bytecode(request.work)
    prepared = build.prepare(request.data, request.site_url)
    open_urls = {page.lstrip("/") for page in request.open_pages}
    found = False
    for edition in prepared.editions.values():
        pages = [page for page, url in edition.addresses.pages(edition.lang).items() if url in open_urls]
        if pages:
            found = True
            _make(edition, pages, request)
    return found


def _make(edition: Edition, pages: list[str], request: Request) -> None:
    """Build pages of one language aside, then put each in its place."""
    aside = request.work / "preview" / edition.lang
    for page in pages:
        render_page(edition, page, PAGES, build.rendered(edition.lang))
    current.put(edition)
    _run_engine(edition, pages, aside)
    edition.assets.write(request.folder)  # first: the pages name them
    for page in pages:
        made = aside / source_path(edition, page).replace("index.md", "index.html")
        place = request.folder / edition.addresses.pages(edition.lang)[page] / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(".index.html.new")
        shutil.copyfile(made, beside)
        beside.replace(place)


def _bytecode(work: Path) -> FileSystemBytecodeCache:
    """Keep compiled templates from one build to the next."""
    folder = work / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


class _Only(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Keeps the engine to some pages."""

    def __init__(self, sources: set[str]) -> None:
        super().__init__()
        self._sources = sources

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        config.nav = sorted(self._sources)
        config.theme.static_templates.clear()  # 404.html and the like come with the whole build
        return config

    def on_files(self, files: Files, /, **_: object) -> Files:
        return Files([file for file in files if self._is_wanted(file)])

    def _is_wanted(self, file: File) -> bool:
        return file.src_uri in self._sources or not file.is_documentation_page()


def _run_engine(edition: Edition, pages: list[str], target: Path) -> None:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(target), site_url=edition.site_url or "")
    config.extra["language"] = edition.lang
    config.plugins["cadrage-preview"] = _Only({source_path(edition, page) for page in pages})
    config.plugins.run_event("startup", command="build", dirty=False)
    run_mkdocs(config)
    config.plugins.run_event("shutdown")
