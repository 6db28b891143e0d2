"""Cost per thousand viewable impressions: ``vcpm = cpm ÷ viewability``, both rates of one."""

from __future__ import annotations

from planner.model import Calculator, Product, money, rate

CALCULATOR = Calculator(
    id="vcpm",
    fields=(money("cpm", positive=False), rate("viewability"), money("vcpm", positive=False)),
    relations=(Product(("cpm",), ("vcpm", "viewability")),),
)
