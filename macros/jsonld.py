"""Structured data for search engines, where a type of schema.org truly fits, and nowhere else.

A metric or a concept is a DefinedTerm in the DefinedTermSet of its index; the home page is a WebSite;
a page below another has a BreadcrumbList.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from markupsafe import Markup

from macros.model import kind_of
from macros.urls import absolute

if TYPE_CHECKING:
    from macros.edition import Edition
    from macros.model import Entry
    from macros.shown import Page

TERMS = ("metric", "concept")
"""Kinds whose entries are the terms of a vocabulary."""


def script(edition: Edition, page: Page) -> Markup:
    """Return the ``<script>`` of a page's structured data, empty where no type fits."""
    things = (_website(edition, page), _term(edition, page), _crumbs(edition, page))
    graph = [thing for thing in things if thing]
    if not graph:
        return Markup("")
    content = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return Markup(f'<script type="application/ld+json">{_inert(content)}</script>')  # noqa: S704 - made inert


_INERT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def _inert(content: str) -> str:
    """JSON that cannot end its own element, whatever the texts hold."""
    return content.translate(_INERT)


def _address(edition: Edition, page: Page, href: str) -> str:
    """A link of the page made absolute where the site's address is known, else as it is."""
    here = absolute(edition.site_url, page.url)
    return urljoin(here, href) if here else href


def _website(edition: Edition, page: Page) -> dict[str, Any] | None:
    if page.id != "page/home":
        return None
    return {
        "@type": "WebSite",
        "name": edition.plain(edition.site.name),
        "description": edition.plain(edition.site.description),
        "url": _address(edition, page, "./"),
        "inLanguage": edition.lang,
        "license": edition.site.licences.texts.url,
    }


def _crumbs(edition: Edition, page: Page) -> dict[str, Any] | None:
    if len(page.crumbs) < 2:
        return None
    items = []
    for position, crumb in enumerate(page.crumbs, 1):
        item = {"@type": "ListItem", "position": position, "name": crumb.title}
        items.append(item | ({"item": _address(edition, page, crumb.href)} if crumb.href else {}))
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _term(edition: Edition, page: Page) -> dict[str, Any] | None:
    entry = edition.kb.entries.get(page.id)
    if entry is None or kind_of(entry.id) not in TERMS:
        return None
    term: dict[str, Any] = {
        "@type": "DefinedTerm",
        "name": page.title,
        "description": " ".join(edition.lines(entry.lead.text)),
        "url": _address(edition, page, "./"),
        "inLanguage": edition.lang,
    }
    if names := _other_names(edition, entry):
        term["alternateName"] = names
    index = page.crumbs[-2] if len(page.crumbs) > 2 else None
    if index and index.href:
        url = _address(edition, page, index.href)
        term["inDefinedTermSet"] = {"@type": "DefinedTermSet", "name": index.title, "url": url}
    return term


def _other_names(edition: Edition, entry: Entry) -> list[str]:
    abbreviation = getattr(entry, "abbreviation", None)
    names = [abbreviation[edition.lang]] if abbreviation else []
    names += (entry.aliases or {}).get(edition.lang, [])
    return list(dict.fromkeys(edition.typographer.plain(name) for name in names))
