"""Make a few pages again in the site being served, ahead of the whole: what the author is looking at.

The pages go through the same steps as all others; only the engine is told to leave the rest alone. The whole
build that follows replaces them with the same bytes.
"""

from __future__ import annotations

import shutil

from macros import build, current, runtime
from macros.edition import Edition
from macros.paths import PAGES
from macros.render import render_page, source_path
from macros.serve.messages import Request


def preview(request: Request) -> bool:
    """Build the open pages into the site being served; False when none of them is a page of the site.

    Raises DataError and BuildError as a build does.
    """
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
    build.run_engine(edition, aside, only={source_path(edition, page) for page in pages})
    edition.assets.write(request.folder)  # first: the pages name them
    _add_bundle(edition, request)
    for page in pages:
        made = aside / source_path(edition, page).replace("index.md", "index.html")
        place = request.folder / edition.addresses.pages(edition.lang)[page] / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(".index.html.new")
        shutil.copyfile(made, beside)
        beside.replace(place)


def _add_bundle(edition: Edition, request: Request) -> None:
    """Add the Python that browsers run, where the site being served has an older one: its names tell."""
    site = request.folder / runtime.PLACE
    if not edition.runtime or all((site / name).is_file() for name in edition.runtime["files"]):
        return
    aside = request.work / "preview"
    runtime.write(aside)
    for path in sorted(aside.joinpath(runtime.PLACE).rglob("*")):
        place = site / path.relative_to(aside / runtime.PLACE)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
