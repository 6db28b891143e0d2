"""What a page shows of a split by response: divisions side by side, and each line on its curve.

Places are shares of a picture's width and height, from its lower left corner.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from planner.answer import Answer
from planner.catalogue import SPLIT
from planner.exports import entry, word
from planner.model import Unit
from planner.numbers import Locale, show
from planner.response.budget import Compared, Division, exact
from planner.response.uncertain import total_of

BEYOND = 1.4
"""How far a curve is drawn, as a multiple of the most that a division gives its line."""
BENDS = 48
"""Of how many straight pieces it is made."""
SIDE = 1000
"""Width and height of the drawing's own coordinates; its upper left corner is the origin."""
PLACES = 4
LABELS = {"today": "today", "amount": "best", "wide": "wide"}
"""division → the field whose label names it"""


def comparison(answer: Answer, locale: Locale, currency: str) -> dict[str, Any] | None:
    """Return tables and curves of an answer, ready to be drawn; None for one that compares nothing."""
    both = answer.compared
    if both is None:
        return None

    divisions = both.columns.values()
    return {
        "note": locale.words.get("problem.assumed_response", ""),
        "head": [word(locale, "line"), *_labels(both, locale).values()],
        "rows": [
            [
                locale.label(SPLIT, line.name),
                *(_money(one.amounts[line.name], locale, currency) for one in divisions),
            ]
            for line in both.asked.lines
        ],
        "sums": [
            [word(locale, "sum"), *(_money(one.total, locale, currency) for one in divisions)],
            [
                locale.label(SPLIT, "response"),
                *(answer.outputs[total_of(one)].display for one in both.columns),
            ],
        ],
        "curves": [_curve(answer, both, line, locale, currency) for line in both.found.best.brings],
    }


def _curve(answer: Answer, both: Compared, line: str, locale: Locale, currency: str) -> dict[str, Any]:
    """Return the picture of one line: its curve, where each division is on it, what more would bring."""
    labels, more = _labels(both, locale), answer.outputs.get(f"marginal.{line}")

    def said(column: str, one: Division) -> str:
        brings = f"{_money(one.amounts[line], locale, currency)} → {_response(one.brings[line], locale)}"
        return entry(labels[column], brings, locale)

    return {
        "label": locale.label(SPLIT, line),
        "line": _path(both, line),
        "points": [
            {"division": column, "said": said(column, one), **_place(both, line, one)}
            for column, one in both.columns.items()
        ],
        "more": more.display if more else "",
    }


def _labels(both: Compared, locale: Locale) -> dict[str, str]:
    return {name: locale.label(SPLIT, LABELS[name]) for name in both.columns}


def _money(amount: Fraction, locale: Locale, currency: str) -> str:
    return show(amount, Unit.MONEY.value, locale, currency, whole=amount.denominator == 1)


def _response(number: float, locale: Locale) -> str:
    return show(exact(number), Unit.COUNT.value, locale)


def _width(both: Compared, line: str) -> float:
    most = max(float(one.amounts[line]) for one in both.columns.values())
    return most * BEYOND or float(both.found.best.total) or 1.0


def _height(both: Compared, line: str) -> float:
    """Return what the whole width of a line's picture brings, and a little more."""
    return both.asked.curves[line].value(_width(both, line)) * 1.05 or 1.0


def _place(both: Compared, line: str, division: Division) -> dict[str, float]:
    x = float(division.amounts[line]) / _width(both, line)
    return {"x": round(x, PLACES), "y": round(division.brings[line] / _height(both, line), PLACES)}


def _path(both: Compared, line: str) -> str:
    """Return the curve as a path, closer points where it begins."""
    width, height, curve = _width(both, line), _height(both, line), both.asked.curves[line]
    points = []
    for nth in range(BENDS + 1):
        share = (nth / BENDS) ** 1.5
        points.append(f"{share * SIDE:.1f} {(1 - curve.value(share * width) / height) * SIDE:.1f}")
    return f"M{'L'.join(points)}"
