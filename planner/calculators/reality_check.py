"""What a budget runs into: a platform's minimums, its learning phase, the ceiling of reach, dear days.

``learning_budget = events × cpa × ad_sets`` a week; ``ceiling = universe × frequency × weeks × cpm ÷ 1000``,
the frequency being that of a week; ``versions = impressions ÷ (reach × frequency_cap)``, the cap being how
often one person may see the same version; ``largest_day = daily_budget × day_factor``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from planner import reality
from planner.model import Calculator, Field, Limit, Product, Unit, Values, count, money, multiple
from planner.problems import Problem

DAYS_A_WEEK = 7


def _suppose(codes: Mapping[str, str], tables: Mapping[str, Any]) -> Mapping[str, Fraction]:
    """Take from the platform's rules how many results learning takes, and what a day may cost."""
    platform = reality.platform_of(tables, codes.get("platform", ""))
    if platform is None:
        return {}
    found = {}
    if rule := reality.learning_of(platform):
        found["events"] = rule.value
    for rule in platform.of(reality.OVERSPEND):
        found["day_factor"] = 1 + rule.value
    return found


def _judge(
    values: Values, codes: Mapping[str, str], tables: Mapping[str, Any], currency: str
) -> Iterator[Problem]:
    platform = reality.platform_of(tables, codes.get("platform", ""))
    if platform:
        yield from _of_platform(platform, values, currency)
    found = (
        _told(values, reality.learning, "weekly_budget", "cpa", "events", "ad_sets", field="learning_budget"),
        _told(values, reality.beyond, "budget", "ceiling", field="ceiling"),
        _told(values, reality.whole_versions, "versions", field="versions"),
    )
    yield from (problem for problem in found if problem)


def _of_platform(platform: reality.Platform, values: Values, currency: str) -> Iterator[Problem]:
    daily, sets = values.get("daily_budget"), values.get("ad_sets", Fraction(1))
    yield from reality.minimums(
        platform, currency, daily=daily, total=values.get("budget"), sets=sets, field="platform"
    )
    if daily is not None:
        if reality.meets_minimums(platform, currency, daily, sets):
            yield Problem("minimum_met", "platform", {"platform": platform.title})
        yield from reality.overspend(platform, daily, "platform")
    if rule := reality.learning_of(platform):
        yield Problem("learning_rule", "platform", {"platform": platform.title, "told": rule.told})
    else:
        yield Problem("learning_unknown", "platform", {"platform": platform.title})


def _told(values: Values, judge: Any, *names: str, field: str) -> Problem | None:
    """Judge by values, where all of them are known."""
    if not all(name in values for name in names):
        return None
    problem: Problem | None = judge(*(values[name] for name in names), field)
    return problem


CALCULATOR = Calculator(
    id="reality-check",
    fields=(
        Field("platform", Unit.CODE, rows=reality.TABLE),
        money("budget"),
        money("daily_budget"),
        count("weeks"),
        count("days"),
        money("weekly_budget", hidden=True),
        money("cpa"),
        count("ad_sets", default=1),
        count("events"),
        money("learning_budget"),
        count("events_bought"),
        count("universe"),
        multiple("frequency"),
        money("cpm"),
        money("ceiling"),
        count("impressions"),
        count("reach"),
        multiple("frequency_cap"),
        count("versions"),
        multiple("day_factor"),
        money("largest_day"),
    ),
    relations=(
        Product(("days",), ("weeks", DAYS_A_WEEK)),
        Product(("budget",), ("daily_budget", "days")),
        Product(("weekly_budget",), ("daily_budget", DAYS_A_WEEK)),
        Product(("learning_budget",), ("events", "cpa", "ad_sets")),
        Product(("weekly_budget",), ("events_bought", "cpa", "ad_sets")),
        Product(("ceiling", 1000), ("universe", "frequency", "weeks", "cpm")),
        Product(("cpm", "impressions"), ("budget", 1000)),
        Product(("impressions",), ("versions", "reach", "frequency_cap")),
        Product(("largest_day",), ("daily_budget", "day_factor")),
    ),
    limits=(
        Limit("reach", most="universe"),
        Limit("frequency_cap", least=1),
        Limit("day_factor", least=1),
    ),
    suppose=_suppose,
    judge=_judge,
)
