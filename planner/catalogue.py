"""Every calculator, by its id."""

from __future__ import annotations

from collections.abc import Mapping

from planner.calculators import (
    breakeven_roas,
    budget_ladder,
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
        budget_ladder,
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

TABLES: Mapping[str, tuple[str, ...]] = {
    "budget-ladder": ("taxes",),
    "funnel": ("taxes",),
    "breakeven-roas": ("taxes",),
    "adviser": ("adviser",),
}
"""calculator → the tables of ``Locale.tables`` that it reads: its page holds no others"""


def unit_of(calculator: str, name: str, inputs: Mapping[str, str] | None = None) -> Unit | None:
    """Return the unit of a field that a person fills in; None where there is no such field.

    It may depend on what is chosen in ``inputs``: without them, the usual choices hold.
    """
    if calculator == SPLIT:
        return SPLIT_UNITS.get(name.partition(".")[0])
    if calculator not in CALCULATORS:
        return None
    field = CALCULATORS[calculator].chosen(inputs or {}).field(name)
    return field.unit if field else None
