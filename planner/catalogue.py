"""Every calculator, by its id."""

from __future__ import annotations

from collections.abc import Mapping

from planner.calculators import (
    breakeven_roas,
    cpc,
    cpm,
    cpm_cpc_ctr,
    cpv,
    engagement_rate,
    funnel,
    paid_smm_mix,
    production_amortisation,
    reach_frequency,
    roi,
    vcpm,
)
from planner.model import Calculator, Unit

CALCULATORS: dict[str, Calculator] = {
    module.CALCULATOR.id: module.CALCULATOR
    for module in (
        cpm,
        cpc,
        cpm_cpc_ctr,
        reach_frequency,
        cpv,
        vcpm,
        funnel,
        breakeven_roas,
        roi,
        engagement_rate,
        production_amortisation,
        paid_smm_mix,
    )
}
"""Calculators whose fields are known beforehand; ``budget-split`` has lines that the planner names."""

SPLIT = "budget-split"
IDS = (*CALCULATORS, SPLIT)

SPLIT_UNITS = {
    "total": Unit.MONEY,
    "share": Unit.RATIO,
    "lock": Unit.MONEY,
    "min": Unit.MONEY,
    "max": Unit.MONEY,
}
"""What a split is given, ``total`` and the parts of each line (``share.media``), and its unit."""

TABLES: Mapping[str, tuple[str, ...]] = {"adviser": ("adviser",)}
"""calculator → the tables of ``Locale.tables`` that it reads: its page holds no others"""


def unit_of(calculator: str, name: str) -> Unit | None:
    """Return the unit of a field that a person fills in; None where there is no such field."""
    if calculator == SPLIT:
        return SPLIT_UNITS.get(name.partition(".")[0])
    field = CALCULATORS[calculator].field(name) if calculator in CALCULATORS else None
    return field.unit if field else None
