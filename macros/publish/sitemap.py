"""``sitemap.xml`` and ``robots.txt``: what there is to find, in which languages, changed when."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from macros.model import kind_of
from macros.urls import absolute

if TYPE_CHECKING:
    from macros.addresses import Addresses
    from macros.load import KnowledgeBase
    from macros.permalinks import Permalinks

FILE = "sitemap.xml"
_HOW_TO = (
    "<!-- These addresses start at the site's root. Search engines want them whole: "
    "build with SITE_URL=https://… -->\n"
)


def write(
    kb: KnowledgeBase, addresses: Addresses, history: Permalinks, stage: Path, site_url: str | None
) -> None:
    """Write the sitemap of all languages, one for each of the others, and ``robots.txt``."""
    dates = last_changes(kb, history)
    first, *others = kb.languages
    for lang, listed in ((first, kb.languages), *((code, [code]) for code in others)):
        path = stage / addresses.prefix(lang) / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(kb.languages, addresses, dates, listed, site_url), encoding="utf-8")
    (stage / "robots.txt").write_text(robots(site_url), encoding="utf-8")


def last_changes(kb: KnowledgeBase, history: Permalinks) -> dict[str, str]:
    """Return the day each page last changed: that of its statements, or of its entries for an index."""
    dates: dict[str, str] = {}
    for entry, anchored in kb.statements():
        changed = history.changed(anchored.id)
        subkind = entry.id.split("/", 1)[0]
        for page_id in (entry.id, f"index/{subkind}", f"index/{kind_of(entry.id)}"):
            dates[page_id] = max(dates.get(page_id, ""), changed)
    return dates


def document(
    languages: list[str],
    addresses: Addresses,
    dates: dict[str, str],
    listed: Iterable[str],
    site_url: str | None,
) -> str:
    """Return a sitemap of the pages in the languages ``listed``, each with its versions in all."""

    def address(url: str) -> str:
        return absolute(site_url, url) or f"/{url}"

    def alternate(code: str, url: str) -> str:
        return f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address(url))}/>'

    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n', "" if site_url else _HOW_TO]
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    pages = {lang: addresses.pages(lang) for lang in languages}
    for lang in listed:
        for page_id, url in pages[lang].items():
            links = [alternate(code, pages[code][page_id]) for code in languages]
            links.append(alternate("x-default", pages[languages[0]][page_id]))
            day = f"<lastmod>{dates[page_id]}</lastmod>" if page_id in dates else ""
            lines.append(f"<url><loc>{escape(address(url))}</loc>{day}{''.join(links)}</url>\n")
    return "".join([*lines, "</urlset>\n"])


def robots(site_url: str | None) -> str:
    """Return ``robots.txt``: everything may be read; the sitemap is named where its address is known."""
    sitemap = absolute(site_url, FILE)
    named = f"\nSitemap: {sitemap}\n" if sitemap else ""
    return f"User-agent: *\nAllow: /\n{named}"
