"""Cost per click: ``cpc = cost ÷ clicks``."""

from __future__ import annotations

from planner.model import Calculator, Product, count, money

CALCULATOR = Calculator(
    id="cpc",
    fields=(money("cost", positive=False), count("clicks"), money("cpc", positive=False)),
    relations=(Product(("cpc", "clicks"), ("cost",)),),
)
