"""What social media work costs, ``smm_cost = hours × rate + tools``, and what its impressions would cost.

A cost per thousand does not measure a relation: it is told with its warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Calculator, Product, Sum, Values, count, money
from planner.problems import Problem


def _caution(values: Values) -> Iterator[Problem]:
    if "equivalent_cpm" in values:
        yield Problem("equivalent_cpm", "equivalent_cpm")


CALCULATOR = Calculator(
    id="paid-smm-mix",
    fields=(
        count("hours", positive=False),
        money("rate", positive=False),
        money("tools", positive=False, default=0),
        money("smm_cost", positive=False),
        count("organic_impressions"),
        money("equivalent_cpm", positive=False),
        money("labour", positive=False, hidden=True),
    ),
    relations=(
        Product(("labour",), ("hours", "rate")),
        Sum("smm_cost", ("labour", "tools")),
        Product(("equivalent_cpm", "organic_impressions"), ("smm_cost", 1000)),
    ),
    cautions=_caution,
)
