"""How names are compared: of platforms and formats in cells, of columns, of months."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping


def folded(text: str) -> str:
    """Return a name as it is compared: without accents, capitals and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.split())


def head(text: str) -> str:
    """Return the head of a column as it is compared: a unit in brackets does not count."""
    return folded(text.split("(")[0])


def names(found: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return folded names → what they name; the first to have a name keeps it."""
    known: dict[str, str] = {}
    for code, called in found.items():
        for one in (code, *called):
            known.setdefault(folded(one), code)
    return known
