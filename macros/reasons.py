"""The sentence of a statement that gives a reason, for places that have room for no more."""

from __future__ import annotations

import re
from collections.abc import Mapping as Words

from macros.links import links
from macros.model import Dimension, Mapping, Statement

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


def reason(statement: Statement, code: str, quote: Words[str, str] | None = None) -> str:
    """Return it as plain text: the quote, else what a line of a comparison leaves, else the first sentence.

    The reason of a format is told whole. Links are their words.
    """
    if quote:
        return unlinked(quote[code])
    if isinstance(statement, Dimension):
        return unlinked(statement.takeaway[code])
    text = unlinked(statement.texts()[0][code])
    return text if isinstance(statement, Mapping) else _SENTENCE_END.split(text, maxsplit=1)[0]


def unlinked(text: str) -> str:
    """Return a text of data in one line, links as their words."""
    for link in reversed(links(text)):
        text = text[: link.start] + link.words + text[link.end :]
    return " ".join(text.split())
