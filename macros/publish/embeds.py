"""A minimal page for each calculator, for other sites to show in a frame: ``embed/<language>/<id>/``.

Addresses are made of the language and the calculator's id, which never change. Beside them lies the script
that gives the frame the height of what it shows (docs/assets/js/embed/host.js).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from macros.model import Calculator, name_of
from macros.paths import ROOT
from macros.render import environment
from macros.urls import EMBED, embed
from macros.view import View
from planner.catalogue import PLAN

if TYPE_CHECKING:
    from macros.edition import Edition

SCRIPT = ROOT / "docs" / "assets" / "js" / "embed" / "host.js"


def write(editions: Mapping[str, Edition], stage: Path) -> None:
    """Write the page of each calculator in each language, where calculators can run in pages."""
    for path, html in _pages(editions):
        (stage / path).mkdir(parents=True, exist_ok=True)
        (stage / path / "index.html").write_text(html, encoding="utf-8")
    if (stage / EMBED).is_dir():
        (stage / EMBED / SCRIPT.name).write_bytes(SCRIPT.read_bytes())


def _pages(editions: Mapping[str, Edition]) -> Iterator[tuple[str, str]]:
    template = environment().get_template("embed.html")
    for lang, edition in editions.items():
        for entry in edition.kb.of_kind("calculator"):
            address = embed(lang, entry.id)
            assert isinstance(entry, Calculator)
            if name_of(entry.id) == PLAN:  # a document of two pages, too wide for a frame
                continue
            view = View(edition, replace(edition.page(entry.id), url=address))
            if view.form(entry):
                yield address, template.render(view=view, page=view.page, t=view.t, entry=entry)
