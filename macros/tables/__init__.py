"""What the knowledge base tells the planner besides words: tables of figures, by name, as plain JSON.

A calculator that reads one is named with it in ``planner.catalogue.TABLES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from macros import advice
from macros.load import KnowledgeBase
from macros.model import Objective, name_of
from macros.tables import plans, platforms
from planner.numbers import plain


def _weights(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return how a budget for each objective may be divided at first."""
    objectives = (entry for entry in kb.of_kind("objective") if isinstance(entry, Objective))
    found = {name_of(entry.id): entry.weights(code) for entry in objectives}
    return {name: one for name, one in found.items() if one}


def _taxes(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return id → where it is charged, and its parts as ``planner.named`` takes them: shares of one."""
    return {
        key: {
            "place": tax.place[code],
            "parts": [[part.title[code], plain(Fraction(part.percent) / 100)] for part in tax.parts],
        }
        for key, tax in kb.taxes.items()
    }


TABLES: Mapping[str, Callable[[KnowledgeBase, str], Any]] = {
    "plan": plans.table,
    "platforms": platforms.table,
    "taxes": _taxes,
    "weights": _weights,
    "adviser": advice.table,
    "adviser_words": advice.words,
}
"""name → what makes it from the knowledge base, in a language; None where there is nothing to tell"""


def tables(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return every table in a language that the knowledge base can fill."""
    made = {name: make(kb, code) for name, make in TABLES.items()}
    return {name: table for name, table in made.items() if table is not None}
