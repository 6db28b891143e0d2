"""Every calculator, by its id."""

from __future__ import annotations

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
from planner.model import Calculator

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
