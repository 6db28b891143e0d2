"""Whether a budget can do what is asked of it: platforms' minimums, learning, what an audience bears.

Numbers and rules in, problems out, each told in a sentence: a calculator judges one budget so, a plan each
of its lines. A rule is in one currency, and never compared with a budget in another: it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from planner.model import Quantity, Unit
from planner.problems import Problem

TABLE = "platforms"
"""of ``Locale.tables``: placement → its name and the rules of its platform"""
DAILY_MINIMUM, TOTAL_MINIMUM, LEARNING, OVERSPEND = "daily-minimum", "total-minimum", "learning", "overspend"


@dataclass(frozen=True)
class Rule:
    """What a platform asks of a budget, or does with it."""

    kind: str
    """one of the four above"""
    value: Fraction
    """money for a minimum; results in a week for learning; a share of the daily budget for overspending"""
    per: str
    """what it holds for, in words"""
    told: str
    """who says it and when, in words"""
    currency: str = ""
    """of a minimum"""
    each_set: bool = False
    """it holds for each ad set: a budget is divided among them"""


@dataclass(frozen=True)
class Platform:
    """A platform and its rules."""

    title: str
    rules: tuple[Rule, ...] = ()

    def of(self, *kinds: str) -> list[Rule]:
        """Return its rules of some kinds."""
        return [rule for rule in self.rules if rule.kind in kinds]


def platform_of(tables: Mapping[str, Any], placement: str) -> Platform | None:
    """Return what is known of the platform of a placement; None where there are no rules of it."""
    found = tables.get(TABLE, {}).get(placement)
    if found is None:
        return None
    rules = (Rule(**{**rule, "value": Fraction(rule["value"])}) for rule in found["rules"])
    return Platform(found["title"], tuple(rules))


def minimums(
    platform: Platform,
    currency: str,
    *,
    daily: Fraction | None = None,
    total: Fraction | None = None,
    sets: Fraction = Fraction(1),
    field: str | None = None,
) -> Iterator[Problem]:
    """Say of each minimum of a platform that a budget is below it, or why nobody can tell.

    ``daily`` and ``total`` are the budget, a day and in all, of a campaign of so many ad ``sets``.
    """
    rules = platform.of(DAILY_MINIMUM, TOTAL_MINIMUM)
    if not rules:
        yield Problem("minimum_unknown", field, {"platform": platform.title})
    for rule in rules:
        budget = daily if rule.kind == DAILY_MINIMUM else total
        if budget is None:
            continue
        each = budget / sets if rule.each_set else budget
        said: dict[str, Any] = {"platform": platform.title, "per": rule.per, "told": rule.told}
        said |= {"in": rule.currency, "least": Quantity(rule.value, Unit.MONEY, currency=rule.currency)}
        span = "day" if rule.kind == DAILY_MINIMUM else "total"
        if rule.currency != currency:
            yield Problem(f"minimum_elsewhere_{span}", field, {**said, "currency": currency})
        elif each < rule.value:
            yield Problem(f"below_minimum_{span}", field, {**said, "budget": Quantity(each, Unit.MONEY)})


def meets_minimums(platform: Platform, currency: str, daily: Fraction, sets: Fraction) -> bool:
    """Tell whether a platform has daily minimums in this currency, and a budget meets them all."""
    asked = Platform(platform.title, tuple(platform.of(DAILY_MINIMUM)))
    return bool(asked.rules) and not [*minimums(asked, currency, daily=daily, sets=sets)]


def learning(
    weekly: Fraction, cpa: Fraction, events: Fraction, sets: Fraction, field: str | None = None
) -> Problem | None:
    """Say that a weekly budget is below what learning takes: so many results in each of its ad sets.

    ``cpa`` is what a result of the kind that is sought costs.
    """
    needed = events * cpa * sets
    if weekly >= needed:
        return None
    params = {
        "needed": Quantity(needed, Unit.MONEY),
        "budget": Quantity(weekly, Unit.MONEY),
        "events": Quantity(events, Unit.COUNT),
        "bought": Quantity(weekly / (cpa * sets), Unit.COUNT),
    }
    return Problem("below_learning", field, params)


def learning_of(platform: Platform) -> Rule | None:
    """Return the rule that says how many results learning takes; None where we have none."""
    return next(iter(platform.of(LEARNING)), None)


def ceiling(universe: Fraction, frequency: Fraction, weeks: Fraction, cpm: Fraction) -> Fraction:
    """Return the largest useful spend on so many people, each seeing an ad so often a week."""
    return universe * frequency * weeks * cpm / 1000


def beyond(budget: Fraction, most: Fraction, field: str | None = None) -> Problem | None:
    """Say that a budget is more than the largest useful spend."""
    if budget <= most:
        return None
    extra = {"most": Quantity(most, Unit.MONEY), "extra": Quantity(budget - most, Unit.MONEY)}
    return Problem("above_ceiling", field, extra)


def whole_versions(versions: Fraction, field: str | None = None) -> Problem | None:
    """Say how many versions to shoot, where what follows from impressions is no whole number."""
    if versions.denominator == 1:
        return None
    params = {
        "versions": Quantity(versions, Unit.COUNT),
        "whole": Quantity(Fraction(ceil(versions)), Unit.COUNT),
    }
    return Problem("whole_versions", field, params)


def overspend(platform: Platform, daily: Fraction, field: str | None = None) -> Iterator[Problem]:
    """Say what a day may cost where a platform may spend more than the daily budget."""
    for rule in platform.of(OVERSPEND):
        params = {
            "platform": platform.title,
            "told": rule.told,
            "daily": Quantity(daily, Unit.MONEY),
            "most": Quantity(daily * (1 + rule.value), Unit.MONEY),
        }
        yield Problem("overspend", field, params)
