"""What an order is worth before tax: the only part of it that a seller keeps, and that returns are told of.

Its calculators take ``aov`` as before tax, unless ``aov_tax`` says that it includes one: then
``aov = aov_net × (1 + tax)``, and ``aov_net`` stands wherever ``aov`` did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from planner.model import Calculator, Field, Need, Product, Relation, Sum, Unit, Values, money, multiple, rate

CHOICE = "aov_tax"
INCLUDED = "included"
FIELDS = (
    Field(CHOICE, Unit.CODE, choices=("excluded", INCLUDED), beside="aov"),
    rate("tax", positive=False, table="taxes", precise=True),
    money("aov_net", hidden=True),
    multiple("tax_factor", hidden=True, precise=True),
)
"""What a calculator with ``aov`` has besides."""
_BEFORE_TAX = (
    Sum("tax_factor", (1, "tax")),
    Product(("aov",), ("aov_net", "tax_factor")),
)
_TAX = Need("tax", known="aov", wanted="aov_net")


def before_tax(values: Values) -> Fraction | None:
    """Return what an order is worth before tax, however it was told; None where that is not known."""
    return values.get("aov_net") or values.get("aov")


def with_taxes(usual: Calculator, relations: Callable[[str], tuple[Relation, ...]]) -> Calculator:
    """Return a calculator of values before tax that also takes those with it.

    ``relations`` gives its relations, for the name of the field that holds the value before tax.
    """
    taxed = replace(usual, relations=(*_BEFORE_TAX, *relations("aov_net")), needs=(_TAX,))
    return replace(usual, variants={CHOICE: {INCLUDED: taxed}})
