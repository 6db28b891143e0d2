"""Links between entries as authors type them in texts: ``[[objective/awareness|brand awareness]]``."""

from __future__ import annotations

import re
from typing import NamedTuple

OPENING = "[["
_OPENING = re.compile(re.escape(OPENING))
_LINK = re.compile(r"\[\[(?P<id>[^\[\]|\s]+)\|(?P<words>\s*[^\[\]\s][^\[\]]*)\]\]")


class Link(NamedTuple):
    """One link of a text: ``text[start:end]`` is ``[[id|words]]``."""

    start: int
    end: int
    id: str
    """an entry id, or a statement id: ``comparison/x#name``"""
    words: str


def links(text: str) -> list[Link]:
    """Every link of a text, in order."""
    if OPENING not in text:
        return []
    return [Link(*match.span(), match["id"], match["words"]) for match in _LINK.finditer(text)]


def openings(text: str) -> list[int]:
    """Where ``[[`` stands in a text, whether or not a link follows."""
    return [match.start() for match in _OPENING.finditer(text)]
