"""Dividing a budget between lines, exactly: what is locked first, the rest by shares held to their bounds.

The free lines divide what locks leave in proportion to their shares; one that would leave its bounds is held
there, and what is left is divided again among the others until nothing moves. Amounts are then rounded to the
currency's minor unit by largest remainder, ties in the order given: they make the total to the cent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from planner.problems import Problem, Refused

TOLERANCE = Fraction(1, 10_000)
"""how far shares may be from 100 %: 0.01 of a percent"""
LONGEST_NAME = 40
DEFAULT_LINES = ("production", "media", "organic", "measurement", "fees", "reserve")


@dataclass(frozen=True)
class Line:
    """One line of a budget. It has a share or a lock."""

    name: str
    share: Fraction | None = None
    """of one, not of a hundred"""
    lock: Fraction | None = None
    least: Fraction | None = None
    most: Fraction | None = None


def split(total: Fraction, lines: Sequence[Line], digits: int) -> dict[str, Fraction]:
    """Return the amount of each line; together they make the total, in units of ``10 ** -digits``.

    Raises Refused: ``shares_sum`` with a repair, ``infeasible`` naming lines and amount.
    """
    unit = Fraction(1, 10**digits)
    locked = {line.name: line.lock for line in lines if line.lock is not None}
    free = [line for line in lines if line.lock is None]
    _check_shares(free, has_locks=bool(locked))
    rest = total - sum(locked.values(), Fraction(0))
    if rest < 0 or (not free and rest):
        raise Refused([Problem("infeasible", None, {"lines": list(locked), "amount": abs(rest)})])
    amounts = {**locked, **_divided(rest, free)}
    return _rounded(total, {line.name: amounts[line.name] for line in lines}, lines, unit)


def _check_shares(free: Sequence[Line], *, has_locks: bool) -> None:
    given = sum((line.share or Fraction(0) for line in free), Fraction(0))
    if not has_locks and abs(given - 1) > TOLERANCE:
        repair = {line.name: (line.share or Fraction(0)) / given for line in free} if given else {}
        raise Refused([Problem("shares_sum", None, {"sum": given, "repair": repair})])
    if has_locks and free and not given:
        raise Refused([Problem("shares_sum", None, {"sum": given, "repair": {}})])


def _divided(rest: Fraction, free: Sequence[Line]) -> dict[str, Fraction]:
    """Divide by shares, holding lines to their bounds until nothing moves."""
    least = sum((line.least or Fraction(0) for line in free), Fraction(0))
    if least > rest:
        names = [line.name for line in free if line.least]
        raise Refused([Problem("infeasible", None, {"lines": names, "amount": least - rest})])
    held: dict[str, Fraction] = {}
    while True:
        moving = [line for line in free if line.name not in held]
        left = rest - sum(held.values(), Fraction(0))
        shares = sum((line.share or Fraction(0) for line in moving), Fraction(0))
        if not moving or not shares:
            held |= dict.fromkeys((line.name for line in moving), Fraction(0))
            break
        amounts = {line.name: left * (line.share or Fraction(0)) / shares for line in moving}
        below = {
            line.name: line.least
            for line in moving
            if line.least is not None and amounts[line.name] < line.least
        }
        above = {
            line.name: line.most
            for line in moving
            if line.most is not None and amounts[line.name] > line.most
        }
        # The side that is further out is held first: holding both at once could hold a line that need not be.
        missing = sum((low - amounts[name] for name, low in below.items()), Fraction(0))
        excess = sum((amounts[name] - high for name, high in above.items()), Fraction(0))
        if not below and not above:
            held |= amounts
            break
        held |= below if missing >= excess else {}
        held |= above if excess >= missing else {}
    if gap := rest - sum(held.values(), Fraction(0)):
        raise Refused(
            [Problem("infeasible", None, {"lines": [line.name for line in free], "amount": abs(gap)})]
        )
    return held


def _rounded(
    total: Fraction, amounts: dict[str, Fraction], lines: Sequence[Line], unit: Fraction
) -> dict[str, Fraction]:
    """Round to whole units by largest remainder; the total is rounded first where it is none."""
    wanted = floor(total / unit + Fraction(1, 2))
    floors = {name: floor(amount / unit) for name, amount in amounts.items()}
    spare = wanted - sum(floors.values())
    most = {line.name: line.most for line in lines}
    order = sorted(amounts, key=lambda name: floors[name] - amounts[name] / unit)
    able = [name for name in order if (top := most[name]) is None or (floors[name] + 1) * unit <= top]
    for name in (able or order)[:spare]:
        floors[name] += 1
    return {name: units * unit for name, units in floors.items()}


def line_problems(names: Iterable[str]) -> list[Problem]:
    """Say which names no line may have: 1 to 40 letters, digits, hyphens and spaces."""
    return [
        Problem("line_name", f"share.{name}", {"most": LONGEST_NAME})
        for name in names
        if not (1 <= len(name) <= LONGEST_NAME and all(_allowed(sign) for sign in name))
    ]


def normal(name: str) -> str:
    """Return a line's name in the one form in which it is compared."""
    return unicodedata.normalize("NFC", name.strip())


def _allowed(sign: str) -> bool:
    return sign in " -" or sign.isalnum()
