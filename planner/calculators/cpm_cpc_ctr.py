"""Impressions, clicks and the share of clicks, each from the other two: ``cpm = cpc × ctr × 1000``."""

from __future__ import annotations

from planner.model import Calculator, Curve, Product, money, rate

CALCULATOR = Calculator(
    id="cpm-cpc-ctr",
    fields=(money("cpm"), money("cpc"), rate("ctr")),
    relations=(Product(("cpm",), ("cpc", "ctr", 1000)),),
    curve=Curve("ctr", "cpc"),
)
