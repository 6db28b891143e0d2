"""``llms.txt``: the table of contents of a language as plain Markdown, one line an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from macros.addresses import relative
from macros.urls import absolute

if TYPE_CHECKING:
    from macros.edition import Edition

FILE = "llms.txt"
_MARKUP = re.compile(r"[\\`*_#\[\]]")
"""what Markdown would read as markup inside a line, besides HTML and its entities"""
_BLOCK = re.compile(r"^(\d*)([>+.)~-])")
"""what it would read at the beginning of one"""
_ENTITY = re.compile(r"&(?=#?\w+;)")


def write(editions: Mapping[str, Edition], stage: Path, site_url: str | None) -> None:
    """Write the file of each language beside its home page."""
    for lang, edition in editions.items():
        path = stage / edition.addresses.prefix(lang) / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(edition, site_url), encoding="utf-8")


def document(edition: Edition, site_url: str | None) -> str:
    """Return the table of contents of a language."""
    home = edition.addresses.prefix(edition.lang)

    def link(words: str, url: str) -> str:
        return f"[{_escaped(words)}]({absolute(site_url, url) or relative(home, url)})"

    def sections() -> Iterator[str]:
        for kind, entries in edition.crosslinks.by_kind.items():
            own = [entry for entry in entries if edition.crosslinks.index_of(entry.id) == kind]
            if own:
                yield f"\n## {_escaped(edition.title(f'index/{kind}'))}\n\n"
            for entry in own:
                url = edition.addresses.url(entry.id, edition.lang)
                says = _escaped(edition.first_sentence(entry.lead.text))
                yield f"- {link(edition.title(entry.id), url)}: {says}\n"

    elsewhere = [
        link(language.name, f"{edition.addresses.prefix(language.code)}{FILE}")
        for language in edition.site.published()
        if language.code != edition.lang
    ]
    return (
        f"# {_escaped(edition.plain(edition.site.name))}\n\n"
        f"> {_escaped(edition.plain(edition.site.description))}\n\n"
        f"{' · '.join([*elsewhere, link('kb.json', 'kb.json')])}\n" + "".join(sections())
    )


def _escaped(words: str) -> str:
    """Return words as Markdown shows them, whoever reads it: not all know of a backslash before ``<``."""
    return _BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", _ENTITY.sub("&amp;", words).replace("<", "&lt;")))
