"""What the knowledge base tells the planner besides words: tables of figures, by name, as plain JSON.

A calculator that reads one is named with it in ``planner.catalogue.TABLES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from macros import advice
from macros.dates import date_words
from macros.freshness import last_read, lasts
from macros.load import KnowledgeBase
from macros.model import Objective, PlatformRule
from planner.numbers import plain


def _platforms(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return placement → its name and the rules of its platform, as ``planner.reality`` takes them."""
    rules = {
        key: [rule for rule in kb.rules.values() if placement.entry in rule.platforms]
        for key, placement in kb.placements.items()
    }
    return {
        key: {"title": kb.placements[key].title[code], "rules": [_rule(kb, code, rule) for rule in found]}
        for key, found in rules.items()
        if found
    }


def _rule(kb: KnowledgeBase, code: str, rule: PlatformRule) -> dict[str, Any]:
    return {
        "kind": rule.kind.value,
        "value": plain(Fraction(rule.value)),
        "currency": rule.currency or "",
        "each_set": rule.each_set,
        "per": rule.per[code],
        "told": told(kb, code, rule),
    }


def told(kb: KnowledgeBase, code: str, rule: PlatformRule) -> str:
    """Return who says a rule and when; that it is past its time, or still to be checked, goes with it.

    Its time is counted up to the day on which the sources were last read, as that of figures is.
    """
    interface = kb.interface[code]
    words = interface.words
    date = date_words(interface, rule.as_of) if rule.as_of else words["rule_undated"]
    past = rule.as_of and lasts(rule.as_of, kb.site.figures_last).isoformat() < last_read(kb.sources)
    publisher = kb.sources[rule.source].publisher
    notes = [words["rule_old"]] * bool(past) + [words["rule_unsure"]] * rule.unsure
    return ", ".join([publisher, date, *notes])


def _weights(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return how a budget for each objective may be divided at first."""
    objectives = (entry for entry in kb.of_kind("objective") if isinstance(entry, Objective))
    found = {entry.id.partition("/")[2]: entry.weights(code) for entry in objectives}
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
    "platforms": _platforms,
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
