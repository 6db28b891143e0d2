"""The least that advertising must bring back: ``roas = 1 ÷ margin``, ``cpa_max = aov × margin``.

And the most a click may cost: ``cpc_max = cpa_max × landing_rate × conversion_rate``. The margin is the
contribution margin, in share of the price before tax; fixed costs and the cost of making the ad are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner import order_value
from planner.model import (
    Calculator,
    Curve,
    Field,
    Limit,
    Product,
    Relation,
    Sum,
    Unit,
    Values,
    Verdict,
    money,
    multiple,
    rate,
)
from planner.problems import Problem


def _cautions(values: Values) -> Iterator[Problem]:
    if "roas" in values:
        yield Problem("fixed_costs", "roas")


def _returns(values: Values) -> Values:
    """What advertising is to bring back, and what planned clicks do: ``order × orders_per_click ÷ cpc``."""
    found = {"target_roas": values["target_roas"]} if "target_roas" in values else {}
    order = order_value.before_tax(values)
    if values.get("cpc") and order and "orders_per_click" in values:
        found["planned_roas"] = order * values["orders_per_click"] / values["cpc"]
    return found


def _relations(aov: str) -> tuple[Relation, ...]:
    return (
        Product(("roas", "margin"), (1,)),
        Sum("margin_left", ("margin", "-target_net_margin")),
        Product(("target_roas", "margin_left"), (1,)),
        Product(("cpa_max",), (aov, "margin")),
        Product(("orders_per_click",), ("landing_rate", "conversion_rate")),
        Product(("cpc_max",), ("cpa_max", "orders_per_click")),
    )


CALCULATOR = order_value.with_taxes(
    Calculator(
        id="breakeven-roas",
        fields=(
            rate("margin"),
            rate("target_net_margin", positive=False),
            money("aov"),
            *order_value.FIELDS,
            rate("landing_rate", default=1),
            rate("conversion_rate"),
            money("cpc", positive=False),
            multiple("roas"),
            multiple("target_roas"),
            money("cpa_max"),
            money("cpc_max"),
            rate("margin_left", hidden=True),
            rate("orders_per_click", hidden=True),
            multiple("planned_roas", hidden=True),
            Field("verdict", Unit.CODE, computed=True, choices=("profit", "breakeven", "loss")),
        ),
        relations=_relations("aov"),
        limits=(Limit("target_net_margin", most="margin", strict=True),),
        verdict=Verdict("verdict", "cpc", "cpc_max", ("profit", "breakeven", "loss")),
        cautions=_cautions,
        curve=Curve("margin", "roas", _returns),
    ),
    _relations,
)
