"""``feed.xml``: an Atom feed of what changed, one item per entry and day, per language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from macros.addresses import relative
from macros.urls import absolute

if TYPE_CHECKING:
    from macros.edition import Edition
    from macros.model import Anchored
    from macros.permalinks import Permalinks

FILE = "feed.xml"
MOST = 50
"""items of a feed, the newest ones"""


def write(editions: Mapping[str, Edition], history: Permalinks, stage: Path, site_url: str | None) -> None:
    """Write the feed of each language beside its home page."""
    for lang, edition in editions.items():
        path = stage / edition.addresses.prefix(lang) / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(edition, history, site_url), encoding="utf-8")


def document(edition: Edition, history: Permalinks, site_url: str | None) -> str:
    """Return the feed of a language. Without the site's address its links are relative, as Atom allows."""
    home = edition.addresses.prefix(edition.lang)
    name = edition.plain(edition.site.name)
    author = edition.site.publisher.name if edition.site.publisher else name
    changes = _changes(edition, history)

    def address(url: str) -> str:
        return absolute(site_url, url) or relative(home, url)

    def item(day: str, entry_id: str, statements: list[Anchored]) -> str:
        said = "".join(
            f"<p><a href={quoteattr(address(edition.addresses.url(anchored.id, edition.lang)))}>"
            f"{escape(edition.statement_title(anchored))}</a></p>"
            + "".join(f"<p>{escape(line)}</p>" for line in edition.statement_lines(anchored.statement))
            for anchored in statements
        )
        link = address(edition.addresses.url(statements[0].id, edition.lang))
        return (
            f"<entry><title>{escape(edition.title(entry_id))}</title>"
            f"<id>{_urn(edition, f'{entry_id}@{day}')}</id><updated>{day}T00:00:00Z</updated>"
            f'<link href={quoteattr(link)}/><content type="html">{escape(said)}</content></entry>\n'
        )

    newest = max((day for day, _ in changes), default="1970-01-01")
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(edition.lang)}>\n',
            f"<title>{escape(name)}</title><subtitle>{escape(edition.plain(edition.site.tagline))}</subtitle>\n",
            f"<id>{_urn(edition, 'feed')}</id><updated>{newest}T00:00:00Z</updated>\n",
            f"<author><name>{escape(author)}</name></author>\n",
            f'<link rel="self" href={quoteattr(address(home + FILE))}/>',
            f"<link href={quoteattr(address(home))}/>\n",
            *(item(day, entry_id, statements) for (day, entry_id), statements in changes.items()),
            "</feed>\n",
        )
    )


def _changes(edition: Edition, history: Permalinks) -> dict[tuple[str, str], list[Anchored]]:
    """(day, entry) → what changed in it that day; newest days first, then in the order of the site."""
    found: dict[tuple[str, str], list[Anchored]] = defaultdict(list)
    for entry, anchored in edition.kb.statements():
        found[history.changed(anchored.id), entry.id].append(anchored)
    newest = sorted(found, key=lambda key: key[0], reverse=True)[:MOST]
    return {key: found[key] for key in newest}


def _urn(edition: Edition, name: str) -> str:
    """An identifier that depends on nothing but the site's name, the language and what it names."""
    first = edition.kb.languages[0]
    return uuid5(NAMESPACE_URL, f"{edition.site.name[first]}/{edition.lang}/{name}").urn
