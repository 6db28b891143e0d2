"""The languages that the site file declares, known before anything else is: they judge all other files."""

from __future__ import annotations

from typing import Any, NamedTuple


class Languages(NamedTuple):
    """Codes of languages, in the order of the site file."""

    published: list[str]
    drafts: list[str]
    """those being translated"""


def declared(site: Any) -> Languages:
    """Return the languages of ``site.yml``, even where the rest of it is not right."""
    listed = site.get("languages") if isinstance(site, dict) else None
    known = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    found = Languages([], [])
    for item in known:
        if isinstance(code := item.get("code"), str):
            (found.drafts if item.get("draft") is True else found.published).append(code)
    return found
