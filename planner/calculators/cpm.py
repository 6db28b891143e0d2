"""Cost per thousand impressions: ``cpm = cost ÷ impressions × 1000``."""

from __future__ import annotations

from planner.model import Calculator, Product, count, money

CALCULATOR = Calculator(
    id="cpm",
    fields=(money("cost", positive=False), count("impressions"), money("cpm", positive=False)),
    relations=(Product(("cpm", "impressions"), ("cost", 1000)),),
)
