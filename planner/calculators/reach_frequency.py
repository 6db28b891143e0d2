"""Reach and frequency: ``impressions = reach × frequency``, ``grp = impressions ÷ universe × 100``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.model import Calculator, Product, Quantity, Unit, Values, count, money, multiple
from planner.problems import Problem

PEOPLE_REACHED_ONCE = 1
"""Reach counts people who were reached: their average number of contacts is one at least."""


def _impossible(values: Values) -> Iterator[Problem]:
    if "reach" in values and "universe" in values and values["reach"] > values["universe"]:
        yield Problem("too_high", "reach", {"most": Quantity(values["universe"], Unit.COUNT)})
    if "frequency" in values and values["frequency"] < PEOPLE_REACHED_ONCE:
        least = Quantity(Fraction(PEOPLE_REACHED_ONCE), Unit.MULTIPLE)
        yield Problem("too_low", "frequency", {"least": least})


CALCULATOR = Calculator(
    id="reach-frequency",
    fields=(
        count("universe"),
        count("reach"),
        multiple("frequency"),
        count("impressions"),
        money("cpm", positive=False),
        money("cost", positive=False),
        count("grp"),
    ),
    relations=(
        Product(("impressions",), ("reach", "frequency")),
        Product(("cpm", "impressions"), ("cost", 1000)),
        Product(("grp", "universe"), ("impressions", 100)),
    ),
    check=_impossible,
)
