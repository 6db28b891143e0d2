"""One line of a plan as a calculator: every relation is that of a calculator of its own.

A budget and a price per thousand give impressions, those and a rate of clicks give clicks, and so on down
the funnel; a price per click or per view gives these alone. Whatever a line says determines the rest, in any
order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from planner.calculators import cpc, cpm_cpc_ctr, cpv, funnel
from planner.model import Calculator, Field, Product, Relation, Term

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
SOURCES = (funnel.CALCULATOR, cpc.CALCULATOR, cpv.CALCULATOR, cpm_cpc_ctr.CALCULATOR)
"""The calculators that a line has its relations and fields from; the first with a field says its bounds."""
NAMES = (
    *(BUDGET, "cpm", "impressions", "ctr", "cpc", "clicks", "view_rate", "cpv", "views"),
    *("landing_rate", "visits", "conversion_rate", "conversions", "cpa", "aov", "revenue", "roas"),
)
"""The fields of a line, down the funnel."""
HIDDEN = ("visits",)
"""What is between two rates, and nobody plans."""


def _fields() -> Iterator[Field]:
    known = {field.name: field for one in reversed(SOURCES) for field in one.fields}
    for name in NAMES:
        yield replace(known[name], hidden=name in HIDDEN)


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
        if sides not in said and {*relation.names} <= {*NAMES}:
            said.add(sides)
            yield relation


LINE = Calculator(
    id=ID,
    fields=tuple(_fields()),
    relations=tuple(
        _each_once(renamed((relation for one in SOURCES for relation in one.relations), {"cost": BUDGET}))
    ),
)
UNITS = {field.name: field.unit for field in LINE.fields}
"""field of a line → what its numbers count"""
