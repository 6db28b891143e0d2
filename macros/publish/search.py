"""``search.json``: what can be found in a language, entry by entry with its statements, and what people type.

The browser's engine (``docs/assets/js/search/engine.js``) makes its index of it: how a word becomes a term is
written there. ``version`` goes up when a name or a place changes meaning; ``assets`` names the release
whose scripts may read it: a page that was open, or kept, before the site was renewed asks no newer index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from macros import model
from macros.edition import Edition
from macros.publish.typed import words_and_places
from planner.catalogue import PLAN, unit_of

FILE = "search.json"
VERSION = 2
SHOWN = 92
"""letters of a statement that stand in a hit"""
WORDS = (
    "placeholder",
    "one",
    "many",
    "none",
    "near",
    "browse",
    "recent",
    "forget",
    "keys_off",
    "keys_on",
    "copy",
    "copied",
    "refused",
    "calculate",
    "value",
)
"""what the dialog says, by the last part of its key"""


def write(editions: Mapping[str, Edition], stage: Path) -> None:
    """Write the file of each language beside its home page."""
    for lang, edition in editions.items():
        write_one(edition, stage / edition.addresses.prefix(lang))


def write_one(edition: Edition, home: Path) -> None:
    """Write the file of a language into the folder of its home page."""
    home.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(edition), ensure_ascii=False, separators=(",", ":"))
    (home / FILE).write_text(text + "\n", encoding="utf-8")


def document(edition: Edition) -> dict[str, Any]:
    """Return everything that can be found; addresses are relative to the language's home page."""
    kinds = {kind: edition.plain(words.singular) for kind, words in edition.site.kinds.items()}
    return {
        "version": VERSION,
        "assets": edition.assets.home,
        "words": {word: edition.t(f"search_{word}") for word in WORDS},
        "indexes": [[edition.title(page), _url(edition, page)] for page in _indexes(edition)],
        "rules": edition.interface.search.model_dump(),
        "currencies": _signs(edition),
        "kinds": {**kinds, "page": edition.t("search_page")},
        "entries": [*_entries(edition), *_pages(edition)],
        "typed": _typed(edition),
    }


def _indexes(edition: Edition) -> list[str]:
    """Return the pages that list others: of each kind, of every objective and format, of every name."""
    pages = edition.addresses.pages(edition.lang)
    listing = [page for page in pages if page.startswith("index/")]
    return [*listing, *(page for page in ("page/matrix", "page/a-z") if page in pages)]


def _signs(edition: Edition) -> dict[str, str]:
    """Return sign → currency, for signs that stand for one of those offered and no other."""
    shown = edition.locale.currencies
    signs = {code: shown[code].pattern.replace("{number}", "").strip() for code in edition.site.currencies}
    return {
        sign: code
        for code, sign in signs.items()
        if list(signs.values()).count(sign) == 1 and not sign.isalpha()
    }


def _entries(edition: Edition) -> Iterator[dict[str, Any]]:
    for entry in edition.kb.entries.values():
        statements = list(entry.statements())
        described = {
            "url": _url(edition, entry.id),
            "kind": edition.crosslinks.index_of(entry.id),
            "title": edition.title(entry.id),
            "aliases": _aliases(edition, entry),
            "lead": next(nth for nth, anchored in enumerate(statements) if anchored.statement is entry.lead),
            "statements": [_statement(edition, anchored) for anchored in statements],
        }
        if isinstance(entry, model.Calculator):
            described["fields"] = _fields(edition, entry)
        yield described


def _aliases(edition: Edition, entry: model.Entry) -> list[str]:
    """Return an entry's other names, its abbreviation among them."""
    abbreviation = getattr(entry, "abbreviation", None) or {}
    names = [abbreviation.get(edition.lang, ""), *(entry.aliases or {}).get(edition.lang, [])]
    return list(dict.fromkeys(edition.typographer.plain(name) for name in names if name))


def _statement(edition: Edition, anchored: model.Anchored) -> list[str]:
    """Return a statement's anchor, what it is about, how it begins; a verdict where it advises against."""
    anchor, title = edition.addresses.anchor(anchored.id, edition.lang), edition.statement_title(anchored)
    text = _beginning(" ".join(edition.statement_lines(anchored.statement)))
    return [anchor, title, text, *_against(edition, anchored.statement)]


def _against(edition: Edition, statement: model.Statement) -> Iterator[str]:
    """Yield the verdict on a format that does not serve its objective."""
    if isinstance(statement, model.Mapping) and statement.fit is model.Fit.AVOID:
        verdict = edition.typographer.plain(edition.interface.fits[statement.fit])
        yield edition.t("labelled", name=verdict.capitalize())


def _beginning(text: str) -> str:
    """Return as much of a text as a hit shows: whole words, or the beginning of one that is longer."""
    if len(text) <= SHOWN * 1.1:
        return text
    shown = text[:SHOWN].rpartition(" ")[0] or text[:SHOWN]
    return (re.sub(r"[\s\W]+$", "", shown) or shown) + " …"


def _typed(edition: Edition) -> dict[str, str]:
    """Return what people type: words, and places in the order of the entries."""
    lists = (
        edition.kb.typed(subject, edition.lang)
        for entry in edition.kb.entries.values()
        for subject in (entry.id, *(anchored.id for anchored in entry.statements()))
    )
    words, places = words_and_places(lists, edition.interface.search)
    return {"words": " ".join(words), "places": " ".join(places)}


def _fields(edition: Edition, calculator: model.Calculator) -> list[list[str]]:
    """Return name, unit and label of each field that an address can fill in: a plan's are whole lines."""
    name = model.name_of(calculator.id)
    if name == PLAN:
        return []
    units = {field: unit_of(name, field) for field in calculator.fields}
    return [
        [field, unit.value, edition.plain(calculator.fields[field].label)]
        for field, unit in units.items()
        if unit
    ]


def _pages(edition: Edition) -> Iterator[dict[str, Any]]:
    """Yield the pages that are no entry's: indexes and those written by hand, with their sections."""
    sections: dict[str, list[list[str]]] = {}
    for anchored in edition.site.statements():
        sections.setdefault(anchored.id.partition("#")[0], []).append(_statement(edition, anchored))
    for page_id in edition.addresses.pages(edition.lang):
        group, _, key = page_id.partition("/")
        if page_id in edition.kb.entries or page_id == "page/home":
            continue
        described = edition.site.kinds[key] if group == "index" else edition.site.pages[key]
        yield {
            "url": _url(edition, page_id),
            "kind": "page",
            "title": edition.title(page_id),
            "aliases": [],
            "lead": edition.first_sentence(described.lead),
            "statements": sections.get(page_id, []),
        }


def _url(edition: Edition, target: str) -> str:
    return edition.addresses.url(target, edition.lang).removeprefix(edition.addresses.prefix(edition.lang))
