"""What a picture of a calculator shows: two fields whose product stays the same, and where the reader stands.

``cpc × ctr`` is fixed by a CPM, ``roas × margin`` is one, ``cost_per_use × uses`` is what a production cost:
as one goes up, the other goes down, and by how much depends on where one stands. Places are shares of the
picture's width and height, from its lower left corner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor, log10
from typing import Any

from planner.answer import Answer
from planner.model import Calculator, Field, Unit
from planner.numbers import Locale, show

AROUND = Fraction(5, 2)
"""How far the axes go, as a multiple of where the reader stands."""
TICKS = 5
"""An axis has about so many."""
STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
BENDS = 40
"""Of how many straight pieces the curve is made."""
LINE = 0.09
"""How much of the picture's height a line of writing takes."""
PLACES = 4
"""Decimals of a place."""
SIDE = 1000
"""Width and height of the drawing's own coordinates; its upper left corner is the origin."""


def picture(calculator: Calculator, answer: Answer, locale: Locale, currency: str) -> dict[str, Any] | None:
    """Return the curve of a calculator, ready to be drawn; None without one, or where values lack."""
    curve = calculator.curve
    if curve is None:
        return None
    x, y = answer.values.get(curve.across), answer.values.get(curve.up)
    if not x or not y:
        return None
    across, up = calculator.field(curve.across), calculator.field(curve.up)
    assert across is not None and up is not None
    heights = {curve.up: y, **curve.beside(answer.values)}
    width, height = _axis(x, across), _axis(max(heights.values()), up)

    said = _apart({name: _place(value, height[-1]) for name, value in heights.items()})

    def shown(field: Field, value: Fraction) -> str:
        return show(value, field.unit.value, locale, currency, whole=value.denominator == 1)

    def axis(field: Field, ticks: list[Fraction]) -> dict[str, Any]:
        label = locale.label(calculator.id, field.name)
        told = [shown(field, tick) for tick in ticks]
        if len({*told}) < len(told):  # too small for the digits that results have
            told = [show(tick, field.unit.value, locale, currency, exact=True) for tick in ticks]
        places = [_place(tick, ticks[-1]) for tick in ticks]
        return {
            "label": label,
            "ticks": [{"at": at, "display": words} for at, words in zip(places, told, strict=True)],
        }

    return {
        "across": axis(across, width),
        "up": axis(up, height),
        "line": _path(x * y, width[-1], height[-1]),
        "points": [
            {
                "field": name,
                "label": locale.label(calculator.id, name),
                "x": _place(x, width[-1]),
                "y": _place(value, height[-1]),
                "said": said[name],
                "display": shown(up, value),
            }
            for name, value in heights.items()
        ],
        "rows": [[shown(across, tick), shown(up, x * y / tick)] for tick in _told(width, x)],
    }


def _axis(value: Fraction, field: Field) -> list[Fraction]:
    """Return round values from zero to ``AROUND`` times a value, but never past the most there can be.

    What is counted is counted in whole numbers.
    """
    top = value * AROUND if field.most is None else min(value * AROUND, Fraction(field.most))
    step = max(_round_step(top / TICKS), Fraction(field.unit is Unit.COUNT))
    ticks = [step * nth for nth in range(ceil(top / step) + 1)]
    return [tick for tick in ticks if field.most is None or tick <= field.most]


def _round_step(least: Fraction) -> Fraction:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not below."""
    power = Fraction(10) ** floor(log10(least))
    return next(step * power for step in STEPS if step * power >= least)


def _told(ticks: list[Fraction], x: Fraction) -> list[Fraction]:
    """Return the values that the table tells: those of the axis, and the reader's own."""
    return sorted({*ticks[1:], x})


def _place(value: Fraction, whole: Fraction) -> float:
    return round(float(value / whole), PLACES)


def _apart(places: dict[str, float]) -> dict[str, float]:
    """Return where to write beside points, the first at its own place, none over another."""
    written: dict[str, float] = {}
    for name, place in places.items():
        near = _near(place, written.values())
        way = LINE if near is None or place >= near else -LINE
        while near is not None:
            place = round(near + way, PLACES)
            near = _near(place, written.values())
        written[name] = place
    return written


def _near(place: float, others: Iterable[float]) -> float | None:
    """Return the first of others that is less than a line away."""
    return next((other for other in others if round(abs(other - place), PLACES) < LINE), None)


def _path(product: Fraction, width: Fraction, height: Fraction) -> str:
    """Return the curve as a path, from where it enters the picture at the top to its right edge."""
    points = [f"{x * SIDE:.1f} {(1 - y) * SIDE:.1f}" for x, y in _bends(float(product / width / height))]
    return f"M{'L'.join(points)}"


def _bends(product: float) -> Iterator[tuple[float, float]]:
    """Places on ``x × y = product``, as dense where the curve falls as where it lies."""
    for nth in range(BENDS + 1):
        x = product ** (1 - nth / BENDS)
        yield x, product / x
