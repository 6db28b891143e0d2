"""From a budget to sales, or back: impressions, clicks, visits, conversions, revenue.

A click is no visit: ``visits = clicks × landing_rate``, which is 100 % unless given, and said so. The last
two relations follow from the others; they give what a conversion costs and brings where no total is known.
Revenue and what follows from it are before tax, also where ``aov`` includes one.
"""

from __future__ import annotations

from planner import order_value
from planner.model import Calculator, Product, Relation, count, money, multiple, rate


def _relations(aov: str) -> tuple[Relation, ...]:
    return (
        Product(("cpm", "impressions"), ("budget", 1000)),
        Product(("clicks",), ("impressions", "ctr")),
        Product(("visits",), ("clicks", "landing_rate")),
        Product(("conversions",), ("visits", "conversion_rate")),
        Product(("cpa", "conversions"), ("budget",)),
        Product(("revenue",), ("conversions", aov)),
        Product(("roas", "budget"), ("revenue",)),
        Product(("cpm",), ("cpa", "conversion_rate", "landing_rate", "ctr", 1000)),
        Product(("roas", "cpa"), (aov,)),
    )


CALCULATOR = order_value.with_taxes(
    Calculator(
        id="funnel",
        fields=(
            money("budget", positive=False),
            money("cpm"),
            count("impressions"),
            rate("ctr"),
            count("clicks"),
            rate("landing_rate", default=1),
            count("visits"),
            rate("conversion_rate"),
            count("conversions"),
            money("cpa", positive=False),
            money("aov"),
            *order_value.FIELDS,
            money("revenue", positive=False),
            multiple("roas", positive=False),
        ),
        relations=_relations("aov"),
    ),
    _relations,
)
