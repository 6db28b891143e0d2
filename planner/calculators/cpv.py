"""Cost per view: ``cpv = cost ÷ views``, ``views = impressions × view_rate``; per completed view likewise."""

from __future__ import annotations

from planner.model import Calculator, Product, count, money, rate

CALCULATOR = Calculator(
    id="cpv",
    fields=(
        money("cost", positive=False),
        count("views"),
        money("cpv", positive=False),
        count("impressions"),
        rate("view_rate"),
        money("cpm", positive=False),
        count("completions"),
        money("cpcv", positive=False),
    ),
    relations=(
        Product(("cpv", "views"), ("cost",)),
        Product(("views",), ("impressions", "view_rate")),
        Product(("cpm", "impressions"), ("cost", 1000)),
        Product(("cpm",), ("cpv", "view_rate", 1000)),
        Product(("cpcv", "completions"), ("cost",)),
    ),
)
