"""What a page shows of results that one is not sure of: how they are spread, and what moves them most."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from planner.answer import Answer, Value
from planner.interval import Interval
from planner.numbers import Locale, show_between
from planner.picture import PLACES, SIDE
from planner.sampling import Column

BINS = 32
TAIL = 200
"""One draw in so many at either end has no place in the picture: tails have no end."""


def spreads(answer: Answer, locale: Locale, currency: str) -> dict[str, dict[str, Any]]:
    """Return, for each result that one is not sure of, a picture and what moves it.

    ``area`` is a path in a square of ``SIDE``, ``low``, ``mid`` and ``high`` are shares of its width.
    ``moves`` are the inputs that one is not sure of, the first moves most: what the result is at either end
    of one, others at their medians, in words (``display``) and as shares of a bar's width (``from``, ``to``).
    """
    draws = answer.draws
    if draws is None:
        return {}
    swings = draws.swings()
    return {
        name: {
            "label": locale.label(answer.calculator, name),
            **_picture(draws.ordered(name), [value.interval.low, value.number, value.interval.high]),
            "moves": [
                {"label": locale.label(answer.calculator, field), **move}
                for field, move in _moves(swings[name], value, locale, currency)
            ],
        }
        for name, value in answer.outputs.items()
        if value.interval and value.number is not None
    }


def _picture(ordered: Column, marks: list[Fraction]) -> dict[str, Any]:
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


def _moves(
    swings: Mapping[str, tuple[float, float]], value: Value, locale: Locale, currency: str
) -> list[tuple[str, dict[str, Any]]]:
    """Return what each field does to a result; none for those that do nothing."""
    moving = {field: ends for field, ends in swings.items() if ends[0] != ends[1]}
    least, most = (pick(map(pick, moving.values()), default=0.0) for pick in (min, max))

    def told(ends: tuple[float, float]) -> dict[str, Any]:
        interval = Interval(*(Fraction(end) for end in sorted(ends)))
        start, end = ((float(one) - least) / (most - least) for one in (interval.low, interval.high))
        display = show_between(interval, value.interval or interval, value.unit.value, locale, currency)
        return {"from": round(start, PLACES), "to": round(end, PLACES), "display": display}

    order = sorted(moving, key=lambda field: -abs(moving[field][1] - moving[field][0]))
    return [(field, told(moving[field])) for field in order]
