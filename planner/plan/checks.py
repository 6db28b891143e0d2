"""What the lines of a plan run into on their platforms: minimums, learning, days that cost more.

A line is judged as one ad set, by what it spends on each of its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from planner import reality
from planner.plan.compute import LineResult
from planner.plan.model import WEEK
from planner.problems import Problem

CODES = (
    *("below_minimum_day", "below_minimum_total", "minimum_elsewhere_day", "minimum_elsewhere_total"),
    *("minimum_unknown", "below_learning", "overspend"),
)
ONE_SET = Fraction(1)


def checks(lines: Iterable[LineResult], tables: Mapping[str, Any], currency: str) -> Iterator[Problem]:
    """Say of each line what its platform's rules make of it: one whose rules and days are known.

    That no minimum is known of a platform is said of the plan: several lines may be on it.
    """
    for one in lines:
        platform = reality.platform_of(tables, one.line.platform)
        if platform is None or one.flight is None or not one.budget:
            continue
        for problem in _of_line(one, platform, one.flight.days, currency):
            yield replace(problem, field=None) if problem.code == "minimum_unknown" else problem


def _of_line(one: LineResult, platform: reality.Platform, days: int, currency: str) -> Iterator[Problem]:
    here, daily = f"line.{one.line.number}", one.budget / days
    yield from reality.minimums(platform, currency, daily=daily, total=one.budget, field=here)
    rule, cpa = reality.learning_of(platform), one.values.get("cpa")
    if rule and cpa and (problem := reality.learning(daily * WEEK.days, cpa, rule.value, ONE_SET, here)):
        yield problem
    yield from reality.overspend(platform, daily, here)
