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
    reality_check,
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
        reality_check,
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
PLAN = "media-plan"
"""A plan has lines that are numbered, scenarios, and what happened so far: ``planner.plan`` computes it."""
IDS = (*CALCULATORS, SPLIT, PLAN)
ADVISER = "adviser"
"""No calculator: its name in commands and addresses, and that of its table."""
PARTS: Mapping[str, str] = {SPLIT: "response", PLAN: "plan", ADVISER: "adviser"}
"""calculator → the sub-package that it alone needs, and that only its page fetches (``macros.runtime``)

What is common imports a part only where its calculator is asked: on other pages, it is not there.
"""

SPLIT_UNITS = {
    "total": Unit.MONEY,
    "method": Unit.CODE,
    "objective": Unit.CODE,
    "target": Unit.COUNT,
    "share": Unit.RATIO,
    "lock": Unit.MONEY,
    "min": Unit.MONEY,
    "max": Unit.MONEY,
    "weight": Unit.MULTIPLE,
    "now": Unit.MONEY,
    "brings": Unit.COUNT,
    "double": Unit.RATIO,
    "curve": Unit.CODE,
}
"""What a split is given and its unit: fields of the whole, and parts of each line (``share.media``)."""
SPLIT_WHOLE = ("total", "method", "objective", "target")
"""the fields that are not a line's"""
SPLIT_METHODS: Mapping[str, tuple[str, ...]] = {
    "shares": ("share",),
    "objective": ("objective", "weight"),
    "response": ("target", "share", "now", "brings", "double", "curve"),
}
"""how money is divided, the usual way first → what it is told besides the total, locks and bounds"""
SPLIT_COLUMNS = ("best", "today", "wide")
"""the divisions that a split by response sets side by side, as pages name them"""
SPLIT_RESULTS = {
    "amount.<line>": Unit.MONEY,
    "response.<line>": Unit.COUNT,
    "marginal.<line>": Unit.MULTIPLE,
    "response": Unit.COUNT,
    "today.<line>": Unit.MONEY,
    "today_total": Unit.MONEY,
    "today_response": Unit.COUNT,
    "wide.<line>": Unit.MONEY,
    "wide_total": Unit.MONEY,
    "wide_response": Unit.COUNT,
}
"""What a split answers: amounts by any method, the rest by response; for a target, the total besides."""
SPLIT_ALWAYS = ("total", "method", "lock", "min", "max")

TABLES: Mapping[str, tuple[str, ...]] = {
    "reality-check": ("platforms",),
    "budget-ladder": ("taxes",),
    "funnel": ("taxes",),
    "breakeven-roas": ("taxes",),
    SPLIT: ("weights",),
    ADVISER: ("adviser",),
    PLAN: ("plan", "platforms", "taxes"),
}
"""calculator → the tables of ``Locale.tables`` that it reads: its page holds no others"""


def unit_of(calculator: str, name: str, inputs: Mapping[str, str] | None = None) -> Unit | None:
    """Return the unit of a field that a person fills in; None where there is no such field.

    It may depend on what is chosen in ``inputs``: without them, the usual choices hold. Of a plan, these are
    the cells of a line.
    """
    if calculator == SPLIT:
        return SPLIT_UNITS.get(name.partition(".")[0])
    if calculator == PLAN:
        from planner.plan.line import UNITS  # of a part: PARTS

        return UNITS.get(name)
    if calculator not in CALCULATORS:
        return None
    field = CALCULATORS[calculator].chosen(inputs or {}).field(name)
    return field.unit if field else None
