"""From a budget to sales, or back: impressions, clicks, visits, conversions, revenue.

A click is no visit: ``visits = clicks × landing_rate``, which is 100 % unless given, and said so. The last
two relations follow from the others; they give what a conversion costs and brings where no total is known.
"""

from __future__ import annotations

from planner.model import Calculator, Product, count, money, multiple, rate

CALCULATOR = Calculator(
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
        money("revenue", positive=False),
        multiple("roas", positive=False),
    ),
    relations=(
        Product(("cpm", "impressions"), ("budget", 1000)),
        Product(("clicks",), ("impressions", "ctr")),
        Product(("visits",), ("clicks", "landing_rate")),
        Product(("conversions",), ("visits", "conversion_rate")),
        Product(("cpa", "conversions"), ("budget",)),
        Product(("revenue",), ("conversions", "aov")),
        Product(("roas", "budget"), ("revenue",)),
        Product(("cpm",), ("cpa", "conversion_rate", "landing_rate", "ctr", 1000)),
        Product(("roas", "cpa"), ("aov",)),
    ),
)
