"""One line of a plan as a calculator: every relation is that of a calculator of its own.

A budget and a price per thousand give impressions, those and a rate of clicks give clicks, and so on down
the funnel; a price per click or per view gives these alone. Whatever a line says determines the rest, in any
order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planner.calculators import cpc, cpm_cpc_ctr, cpv, funnel
from planner.model import Calculator, Product, Relation, Term, count, money, multiple, rate

ID = "media-plan"
BUDGET = "budget"
VOLUMES = ("impressions", "clicks", "views", "conversions")
"""what platforms count, and reports tell"""
PIECES = {
    "cpm": "cpm",
    "cpc": "cpc",
    "cpv": "cpv",
    "cpa": "cpa",
    "ctr": "ctr",
    "vtr": "view_rate",
    "lpr": "landing_rate",
    "cvr": "conversion_rate",
    "aov": "aov",
    "imp": "impressions",
    "clk": "clicks",
    "vws": "views",
    "cnv": "conversions",
}
"""How a field is written in an address, before its number: ``cpm8-12``."""


def renamed(relations: Iterable[Relation], names: Mapping[str, str]) -> Iterator[Product]:
    """Return the products of another calculator, its fields by the names that they have here."""

    def own(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(names.get(term, term) if isinstance(term, str) else term for term in terms)

    for relation in relations:
        if isinstance(relation, Product):
            yield Product(own(relation.left), own(relation.right))


def _each_once(relations: Iterable[Product]) -> Iterator[Product]:
    """Leave out what was said already, and what is of fields that lines do not have."""
    said = set()
    for relation in relations:
        sides = frozenset((tuple(sorted(map(str, relation.left))), tuple(sorted(map(str, relation.right)))))
        if sides not in said and {*relation.names} <= {field.name for field in FIELDS}:
            said.add(sides)
            yield relation


FIELDS = (
    money(BUDGET, positive=False),
    money("cpm"),
    count("impressions"),
    rate("ctr"),
    money("cpc", positive=False),
    count("clicks"),
    rate("view_rate"),
    money("cpv", positive=False),
    count("views"),
    rate("landing_rate", default=1),
    count("visits", hidden=True),
    rate("conversion_rate"),
    count("conversions"),
    money("cpa", positive=False),
    money("aov"),
    money("revenue", positive=False),
    multiple("roas", positive=False),
)

LINE = Calculator(
    id=ID,
    fields=FIELDS,
    relations=tuple(
        _each_once(
            renamed(
                (
                    *funnel.CALCULATOR.relations,
                    *cpc.CALCULATOR.relations,
                    *cpv.CALCULATOR.relations,
                    *cpm_cpc_ctr.CALCULATOR.relations,
                ),
                {"cost": BUDGET},
            )
        )
    ),
)

UNITS = {field.name: field.unit for field in FIELDS}
"""field → its unit"""
