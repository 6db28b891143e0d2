"""What platforms ask of budgets, with who says so and when."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from macros.dates import date_words
from macros.freshness import last_read, lasts
from macros.load import KnowledgeBase
from macros.model import PlatformRule
from planner.numbers import plain


def table(kb: KnowledgeBase, code: str) -> dict[str, Any]:
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
