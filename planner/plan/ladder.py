"""From what the client pays to what buys media: the plan asks budget-ladder, and keeps what it owes to cents.

``media = budget − production``, ``net = media − fees``, ``working media = net − ad fees``. Fees and taxes are
rounded to the cent first, so that every line of the account is the difference of those above it. Taxes are on
all that the client pays, production included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.answer import Answer
from planner.calculation import answered
from planner.calculators import budget_ladder
from planner.model import Unit
from planner.numbers import Locale, canonical
from planner.plan.model import Plan
from planner.problems import Problem, Refused
from planner.split import to_unit

NAMES = {"gross": "budget"}
"""fields of budget-ladder that a plan calls otherwise"""


@dataclass(frozen=True)
class Ladder:
    """An account in whole cents, from the client's budget to what buys media, and to what is paid."""

    media: Fraction
    fees: Fraction
    net: Fraction
    ad_fees: Fraction
    working_media: Fraction
    taxes: Fraction | None
    """None where no tax is named"""
    total: Fraction | None
    """with taxes"""
    fee: Fraction | None = None
    """as it was charged: a share of ``basis``, or an amount where that is fixed"""
    basis: str = "gross"
    tax: Fraction | None = None

    def values(self) -> Mapping[str, Fraction]:
        """Return what follows, by name."""
        names = ("media", "fees", "net", "ad_fees", "working_media", "taxes", "total")
        return {name: value for name in names if (value := getattr(self, name)) is not None}


def ladder_of(plan: Plan, locale: Locale, currency: str) -> Ladder | None:
    """Return the account of a plan; None where it names no client's budget. Raises Refused."""
    if plan.budget is None:
        return None
    cent = Fraction(1, 10 ** locale.currencies[currency].digits)
    budget = to_unit(plan.budget.value, cent)
    production = to_unit(plan.production.value, cent) if plan.production else Fraction(0)
    if production > budget:
        raise Refused([Problem("production_over_budget", "production")])
    media = budget - production
    charged = {name: text for name, text in plan.ladder.items() if name != "tax"}
    fees, ad_fees, fee, basis = Fraction(0), Fraction(0), None, "gross"
    if media and charged:
        found = _asked({"fee": "0", **charged, "gross": canonical(media, Unit.MONEY)}, locale, currency)
        fees, ad_fees = to_unit(_number(found, "fees"), cent), to_unit(_number(found, "ad_fees"), cent)
        fee = _number(found, "fee") if "fee" in charged else None
        basis = charged.get("fee_basis", basis)
    taxes = rate = None
    if tax := plan.ladder.get("tax"):
        found = _asked({"tax": tax, "gross": canonical(budget, Unit.MONEY)}, locale, currency)
        taxes, rate = to_unit(_number(found, "taxes"), cent), _number(found, "tax")
    net, total = media - fees, None if taxes is None else budget + taxes
    return Ladder(media, fees, net, ad_fees, net - ad_fees, taxes, total, fee, basis, rate)


def _asked(fields: Mapping[str, str], locale: Locale, currency: str) -> Answer:
    try:
        return answered(budget_ladder.CALCULATOR, fields, locale, currency)
    except Refused as refused:
        raise Refused(
            replace(problem, field=NAMES.get(problem.field or "", problem.field))
            for problem in refused.problems
        ) from refused


def _number(found: Answer, name: str) -> Fraction:
    value = found.outputs.get(name) or found.inputs.get(name)
    return (value.number if value else None) or Fraction(0)
