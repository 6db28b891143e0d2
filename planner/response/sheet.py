"""A split by response for a spreadsheet: amounts as values, responses as formulas of their curves."""

from __future__ import annotations

from collections.abc import Iterator

from planner.answer import Answer
from planner.catalogue import SPLIT
from planner.cells import Dialect, text_cell
from planner.exports import word
from planner.model import Unit
from planner.numbers import Locale
from planner.response.budget import exact
from planner.response.curves import Curve, Hill

FIRST = 3


def rows(answer: Answer, locale: Locale, dialect: Dialect) -> Iterator[tuple[str, ...]]:
    """Tell that it is an assumption, then each line: its amount, what its curve is made of, its response."""
    both = answer.compared
    assert both is not None
    yield (text_cell(locale.words.get("problem.assumed_response", "")),)
    names = ("amount", "curve", "response")
    amount, curve_label, response = (text_cell(locale.label(SPLIT, name)) for name in names)
    yield text_cell(word(locale, "line")), amount, curve_label, "", "", response
    last = FIRST + len(both.asked.lines) - 1
    for nth, (name, money) in enumerate(both.found.best.amounts.items(), FIRST):
        curve = both.asked.curves.get(name)
        parts = _parts(curve, dialect) if curve else ("", "", "")
        formula = dialect.formula(_formula(curve, nth)) if curve else ""
        yield text_cell(locale.label(SPLIT, name)), dialect.value(money, Unit.MONEY), *parts, formula
    sums = (f"=SUM({column}{FIRST}:{column}{last})" for column in "BF")
    money_sum, response_sum = map(dialect.formula, sums)
    yield text_cell(word(locale, "sum")), money_sum, "", "", "", response_sum


def _parts(curve: Curve, dialect: Dialect) -> tuple[str, str, str]:
    """Return the numbers of a curve in three cells: most, half and slope; or most and rate."""
    numbers = (curve.most, curve.half, curve.slope) if isinstance(curve, Hill) else (curve.most, curve.rate)
    told = [dialect.value(exact(number), Unit.COUNT) for number in numbers]
    return told[0], told[1], told[2] if len(told) > 2 else ""


def _formula(curve: Curve, row: int) -> str:
    if isinstance(curve, Hill):
        return f"=C{row}*B{row}^E{row}/(D{row}^E{row}+B{row}^E{row})"
    return f"=C{row}*TANH(D{row}*B{row}/2)"
