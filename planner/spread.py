"""What a page shows of results that one is not sure of: how they are spread, and what moves them most."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from fractions import Fraction
from math import fsum, log
from operator import mul
from typing import Any

from planner.answer import Answer
from planner.numbers import Locale, show
from planner.picture import PLACES, SIDE
from planner.sampling import Column, Draws

BINS = 32
TAIL = 200
"""One draw in so many at either end has no place in the picture: tails have no end."""
THINNED = 10
"""One draw in so many tells what moves a result."""
MATTERS = 0.005
"""A share of the variation below which a field is not named."""


def spreads(answer: Answer, locale: Locale) -> dict[str, dict[str, Any]]:
    """Return, for each result that one is not sure of, a picture and what moves it.

    ``area`` is a path in a square of ``SIDE``, ``low``, ``mid`` and ``high`` are shares of its width;
    ``drivers`` are the inputs that matter, the first most: ``{"label", "share": "0.54", "display"}``.
    """
    draws = answer.draws
    if draws is None:
        return {}
    return {
        name: {
            "label": locale.label(answer.calculator, name),
            **_picture(draws.ordered(name), [value.interval.low, value.number or 0, value.interval.high]),
            "drivers": [
                {
                    "label": locale.label(answer.calculator, field),
                    "share": f"{share:.{PLACES}f}",
                    "display": show(Fraction(round(share, 2)), "ratio", locale),
                }
                for field, share in drivers(draws, name)
            ],
        }
        for name, value in answer.outputs.items()
        if value.interval
    }


def _picture(ordered: Column, marks: list[Fraction | int]) -> dict[str, Any]:
    """Return how the draws of a result are spread, as the outline of a surface, and places on its foot."""
    beyond = len(ordered) // TAIL
    start, end = ordered[beyond], ordered[-1 - beyond]
    edges = [start + (end - start) * nth / BINS for nth in range(BINS + 1)]
    ranks = [bisect_left(ordered, edge) for edge in edges]
    counts = [after - before for before, after in itertools.pairwise(ranks)]
    most = max(counts)
    points = [
        f"{(nth + 0.5) / BINS * SIDE:.0f} {(1 - count / most) * SIDE:.0f}" for nth, count in enumerate(counts)
    ]
    places = [round((float(mark) - start) / (end - start), PLACES) for mark in marks]
    area = f"M0 {SIDE}L{'L'.join(points)}L{SIDE} {SIDE}Z"
    return {"area": area, **dict(zip(("low", "mid", "high"), places, strict=True))}


def drivers(draws: Draws, name: str) -> list[tuple[str, float]]:
    """Return the inputs behind a result and the share of its variation that each accounts for, largest first.

    The share is the squared correlation (r²) of the result, or of its logarithm where it is above zero, with
    the input's normal score. What inputs do only together is nobody's share.
    """
    column = draws.columns[name][::THINNED]
    centred = _centred([log(value) for value in column] if min(column) > 0 else column)
    shares = {field: _shared(centred, _centred(scores[::THINNED])) for field, scores in draws.scores.items()}
    named = [(field, share) for field, share in shares.items() if share >= MATTERS]
    return sorted(named, key=lambda one: -one[1])


def _centred(column: Column) -> Column:
    mean = fsum(column) / len(column)
    return [value - mean for value in column]


def _shared(first: Column, second: Column) -> float:
    """Return r² of two columns about their means."""
    squares = _dot(first, first) * _dot(second, second)
    return _dot(first, second) ** 2 / squares if squares else 0.0


def _dot(first: Column, second: Column) -> float:
    return fsum(map(mul, first, second))
