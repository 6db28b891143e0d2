"""Moving one line of a budget: it takes what it is given, the other free lines keep their proportions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from planner.split import TOLERANCE, Line, rounded


def rebalance(total: Fraction, lines: Sequence[Line], name: str, part: Fraction) -> dict[str, Fraction]:
    """Return shares that give a line a part of the total; together they make one, each to 0.01 %.

    Shares divide what locks leave: a part beyond that is cut to it. A line that is locked, or free alone,
    cannot be moved: the shares are then those given.
    """
    free = {line.name: line.share or Fraction(0) for line in lines if line.lock is None}
    rest = total - sum((line.lock for line in lines if line.lock is not None), Fraction(0))
    others = {other: share for other, share in free.items() if other != name}
    if name not in free or not others or rest <= 0:
        return free
    share = min(round(part * total / rest / TOLERANCE) * TOLERANCE, Fraction(1))
    weight = sum(others.values())
    left = {
        other: (1 - share) * (own / weight if weight else Fraction(1, len(others)))
        for other, own in others.items()
    }
    moved = rounded(1 - share, left, (), TOLERANCE)
    return {other: share if other == name else moved[other] for other in free}
