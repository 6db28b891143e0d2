"""Dividing a budget between lines, exactly: what is locked first, the rest by shares held to their bounds.

The free lines divide what locks leave in proportion to their shares; one that would leave its bounds is held
there, and what is left is divided again among the others until nothing moves. Amounts are then rounded to the
currency's minor unit by largest remainder, ties in the order given: they make the total to the cent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from planner.model import Quantity, Unit
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
    return rounded(total, divided(total, lines), lines, Fraction(1, 10**digits))


def divided(total: Fraction, lines: Sequence[Line]) -> dict[str, Fraction]:
    """Return the amount of each line before it is rounded. Raises Refused, as ``split`` does."""
    locked = {line.name: line.lock for line in lines if line.lock is not None}
    free = [line for line in lines if line.lock is None]
    if not locked:
        _check_shares(free)
    for line in lines:
        check_bounds(line)
    rest = total - sum(locked.values(), Fraction(0))
    if rest < 0 or (not free and rest):
        raise infeasible(locked, abs(rest), {"total": total - rest})
    amounts = {**locked, **_shared(rest, free)}
    return {line.name: amounts[line.name] for line in lines}


def _check_shares(lines: Sequence[Line]) -> None:
    """Refuse shares that do not make 100 %, and offer those that do: in the same proportions, to 0.01 %."""
    shares = {line.name: line.share for line in lines if line.share is not None}
    given = sum(shares.values(), Fraction(0))
    if abs(given - 1) <= TOLERANCE:
        return
    exact = {name: share / given for name, share in shares.items()} if given else {}
    repair = rounded(Fraction(1), exact, (), TOLERANCE) if given else {}
    params = {
        "sum": Quantity(given, Unit.RATIO),
        "repair": {f"share.{name}": Quantity(share, Unit.RATIO) for name, share in repair.items()},
    }
    raise Refused([Problem("shares_sum", None, params)])


def check_bounds(line: Line) -> None:
    """Refuse bounds of one line that exclude each other, or its lock; offer to move a bound."""
    lows = [low for low in (line.least, line.lock) if low is not None]
    highs = [high for high in (line.most, line.lock) if high is not None]
    if lows and highs and max(lows) > min(highs):
        moved = ("min", line.lock) if line.lock is not None and line.lock < max(lows) else ("max", max(lows))
        raise infeasible([line.name], max(lows) - min(highs), {f"{moved[0]}.{line.name}": moved[1]})


def infeasible(lines: Iterable[str], amount: Fraction, repair: Mapping[str, Fraction | None]) -> Refused:
    """Say which lines keep a budget from being divided, by how much, and the amounts that would let it."""
    offered = {name: Quantity(value, Unit.MONEY) for name, value in repair.items() if value is not None}
    params = {"lines": [*lines], "amount": Quantity(amount, Unit.MONEY), "repair": offered}
    return Refused([Problem("infeasible", None, params)])


def relaxed(lines: Iterable[Line], part: str, gap: Fraction) -> dict[str, Fraction]:
    """Return the largest ``min`` less a gap, or the largest ``max`` and a gap; nothing where none can do."""
    bounds = {line.name: line.least if part == "min" else line.most for line in lines}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    if not known:
        return {}
    name = max(known, key=lambda name: known[name])
    moved = known[name] - gap if part == "min" else known[name] + gap
    return {f"{part}.{name}": moved} if moved >= 0 else {}


def _shared(rest: Fraction, free: Sequence[Line]) -> dict[str, Fraction]:
    """Divide by shares, holding lines to their bounds until nothing moves."""
    least = sum((line.least or Fraction(0) for line in free), Fraction(0))
    if least > rest:
        repair = relaxed(free, "min", least - rest)
        raise infeasible([line.name for line in free if line.least], least - rest, repair)
    held: dict[str, Fraction] = {}
    while moving := [line for line in free if line.name not in held]:
        left = rest - sum(held.values(), Fraction(0))
        shares = sum((line.share or Fraction(0) for line in moving), Fraction(0))
        amounts = {line.name: left * (line.share or 0) / (shares or 1) for line in moving}
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
        at_fault = [line for line in free if line.most is not None or not line.share]
        raise infeasible([line.name for line in at_fault], abs(gap), relaxed(at_fault, "max", abs(gap)))
    return held


def rounded(
    total: Fraction, amounts: dict[str, Fraction], lines: Sequence[Line], unit: Fraction
) -> dict[str, Fraction]:
    """Return amounts in whole units, by largest remainder; the total is rounded first where it is none.

    A line that would leave its lock or its upper bound by it takes a unit last.
    """
    floors = {name: floor(amount / unit) for name, amount in amounts.items()}
    spare = floor(total / unit + Fraction(1, 2)) - sum(floors.values())
    last = full(amounts, lines, unit)
    order = sorted(amounts, key=lambda name: (name in last, floors[name] - amounts[name] / unit))
    for name in order[:spare]:
        floors[name] += 1
    return {name: units * unit for name, units in floors.items()}


def full(amounts: Mapping[str, Fraction], lines: Iterable[Line], unit: Fraction) -> set[str]:
    """Return the lines that would leave their lock or their upper bound if they were rounded up."""
    tops = {line.name: top for line in lines for top in (line.lock, line.most) if top is not None}
    return {name for name, top in tops.items() if (floor(amounts[name] / unit) + 1) * unit > top}


def is_name(name: str) -> bool:
    """Tell whether a line may be called so: 1 to 40 letters, digits, hyphens and spaces."""
    return 1 <= len(name) <= LONGEST_NAME and all(_allowed(sign) for sign in name)


def normal(name: str) -> str:
    """Return a line's name in the one form in which it is compared."""
    return unicodedata.normalize("NFC", name.strip())


def _allowed(sign: str) -> bool:
    return sign in " -" or sign.isalnum()
