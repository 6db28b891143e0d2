"""From what a client pays to what buys impressions: ``total = gross + taxes``, ``gross = net + fees``.

A fee is a share of the gross budget (a commission), a share of the net budget (a mark-up), or an amount. A
share of one is another share of the other, ``(1 − fee_on_gross) × (1 + fee_on_net) = 1``: 15 % of gross is
17.65 % of net. Verification and platform fees come out of the net budget: in all, or per thousand impressions
like the media itself, so that ``net = (cpm + ad_fees_cpm) × impressions ÷ 1000``. Taxes stand on the gross
budget and are no part of the split.

Some relations follow from others: they give a field where no amount is known yet, or go back from a total.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from planner.model import (
    Calculator,
    Field,
    Product,
    Quantity,
    Relation,
    Sum,
    Unit,
    Values,
    count,
    money,
    multiple,
    rate,
)
from planner.problems import Problem


def _two_rates(values: Values) -> Iterator[Problem]:
    """Say what a fee is as a share of each side: one rate is easily heard as the other."""
    gross, net = values.get("fee_on_gross"), values.get("fee_on_net")
    if gross and net:
        params = {"gross": Quantity(gross, Unit.RATIO), "net": Quantity(net, Unit.RATIO)}
        yield Problem("commission_markup", "fee_on_net", params)


_RELATIONS: tuple[Relation, ...] = (
    Product(("fees",), ("gross", "fee_on_gross")),
    Sum("gross", ("net", "fees")),
    Sum("net_share", (1, "-fee_on_gross")),
    Product(("net",), ("gross", "net_share")),
    Product(("fees",), ("net", "fee_on_net")),
    Sum("net_factor", (1, "fee_on_net")),
    Product(("gross",), ("net", "net_factor")),
    Product(("net_share", "net_factor"), (1,)),
    Sum("net", ("working_media", "ad_fees")),
    Product(("ad_fees", 1000), ("ad_fees_cpm", "impressions")),
    Product(("cpm", "impressions"), ("working_media", 1000)),
    Sum("full_cpm", ("cpm", "ad_fees_cpm")),
    Product(("full_cpm", "impressions"), ("net", 1000)),
    Product(("taxes",), ("gross", "tax")),
    Sum("total", ("gross", "taxes")),
    Sum("tax_factor", (1, "tax")),
    Product(("total",), ("gross", "tax_factor")),
)


def _charged_on(base: str) -> tuple[Relation, ...]:
    """Return the ladder's relations where the fee is a share of ``base``."""
    rate_of_base = Product((f"fee_on_{base}",), ("fee",))
    return (Product(("fees",), (base, "fee")), *_RELATIONS, rate_of_base)


def _with_fee(fee: Field) -> tuple[Field, ...]:
    """Return the ladder's fields, from the top down, with a fee that is charged in one way."""
    return (
        money("gross"),
        rate("tax", positive=False, table="taxes", precise=True),
        money("total", positive=False),
        money("taxes", positive=False),
        Field("fee_basis", Unit.CODE, choices=("gross", "net", "fixed")),
        fee,
        money("fees", positive=False),
        rate("fee_on_gross", positive=False),
        rate("fee_on_net", positive=False, most=None),
        money("net"),
        money("ad_fees_cpm"),
        money("ad_fees", positive=False, default=0, unless="ad_fees_cpm"),
        money("working_media"),
        money("cpm"),
        count("impressions"),
        money("full_cpm", hidden=True),
        multiple("tax_factor", hidden=True, precise=True),
        rate("net_share", hidden=True),
        multiple("net_factor", hidden=True, precise=True),
    )


_ON_GROSS = Calculator(
    id="budget-ladder",
    fields=_with_fee(rate("fee", positive=False)),
    relations=_charged_on("gross"),
    cautions=_two_rates,
)
_ON_NET = replace(
    _ON_GROSS,
    fields=_with_fee(rate("fee", positive=False, most=None)),
    relations=_charged_on("net"),
)
_FIXED = replace(
    _ON_GROSS,
    fields=_with_fee(money("fee", positive=False)),
    relations=(Product(("fees",), ("fee",)), *_RELATIONS),
)
CALCULATOR = replace(_ON_GROSS, variants={"fee_basis": {"net": _ON_NET, "fixed": _FIXED}})
