"""A budget divided by response: what today brings, the best within bounds, and the best with wider ones.

Floats find where money goes; what is told is exact again: amounts in the currency's minor unit that make the
total, locks and bounds kept, and the response of those very amounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, isfinite

from planner.model import Quantity, Unit
from planner.problems import Problem, Refused
from planner.reading import LARGEST
from planner.response.curves import Curve
from planner.response.optimum import divided, reached
from planner.split import Line, check_bounds, infeasible, relaxed, rounded
from planner.split import divided as by_shares

WIDER = 3
"""how many times as wide the bounds of the last comparison are"""
FINEST = 10**6
"""Parts of the minor unit that an amount is told in before it is rounded: equal lines then tie."""


@dataclass(frozen=True)
class Asked:
    """What is to be divided, and what is known of lines."""

    lines: Sequence[Line]
    curves: Mapping[str, Curve]
    now: Mapping[str, Fraction]
    """what lines get today, where it is said"""
    unit: Fraction
    """the currency's smallest"""
    total: Fraction | None
    target: Fraction | None = None
    """a response to reach for the least money, within the total where there is one"""


@dataclass(frozen=True)
class Division:
    """Amounts by line, and what they bring."""

    amounts: Mapping[str, Fraction]
    brings: Mapping[str, float]

    @property
    def total(self) -> Fraction:
        """All the money."""
        return sum(self.amounts.values(), Fraction(0))

    @property
    def response(self) -> float:
        """All that it brings."""
        return sum(self.brings.values())


@dataclass(frozen=True)
class Found:
    """The divisions to compare; None where there is nothing to say."""

    best: Division
    today: Division | None
    wide: Division | None
    bound: Sequence[str]
    """the lines that a bound holds in the best"""


@dataclass(frozen=True)
class Compared:
    """Divisions side by side, for whoever shows or takes them along."""

    asked: Asked
    found: Found

    @property
    def columns(self) -> dict[str, Division]:
        """What there is to compare, by name, in the order in which one reads it."""
        every = {"today": self.found.today, "amount": self.found.best, "wide": self.found.wide}
        return {name: one for name, one in every.items() if one is not None}


def compared(asked: Asked) -> Found:
    """Return the best division, and those beside it.

    Raises Refused: ``infeasible``, ``target_bounds``, ``target_saturates``.
    """
    for line in asked.lines:
        check_bounds(line)
    best = _best(asked)
    total = best.total if asked.total is None or asked.target is not None else asked.total
    wider = [_widened(line) for line in asked.lines]
    wide = _best(replace(asked, lines=wider)) if wider != [*asked.lines] else None
    at_bound = [line.name for line in asked.lines if line.lock is None and _is_held(line, best)]
    return Found(best, _today(asked, total), wide, at_bound)


def division(asked: Asked, amounts: Mapping[str, Fraction]) -> Division:
    """Return what amounts bring, in the order of the lines."""
    ordered = {line.name: amounts[line.name] for line in asked.lines}
    return Division(
        ordered,
        {name: asked.curves[name].value(float(x)) for name, x in ordered.items() if name in asked.curves},
    )


def marginals(asked: Asked, found: Division) -> dict[str, float]:
    """Return what one more unit of money would bring on each line that has a curve."""
    steep = {name: asked.curves[name].marginal(float(found.amounts[name])) for name in found.brings}
    return {name: one for name, one in steep.items() if isfinite(one)}


# --------------------------------------------------------------------------------------------------
# The best


def _best(asked: Asked) -> Division:
    fixed = _fixed(asked)
    free = [line for line in asked.lines if line.name not in fixed]
    if asked.target is not None:
        return division(asked, fixed | _for_target(asked, free, fixed))
    assert asked.total is not None
    rest = asked.total - sum(fixed.values(), Fraction(0))
    _check_room(asked.total, rest, free, fixed)
    found = fixed | _settled(rest, free, _divided(asked, free, rest), asked.unit)
    found = {line.name: found[line.name] for line in asked.lines}
    held = [replace(line, lock=fixed.get(line.name)) for line in asked.lines]
    return division(asked, rounded(asked.total, found, held, asked.unit))


def _fixed(asked: Asked) -> dict[str, Fraction]:
    """Return the amounts that are not to be found: locks, and the shares of lines without a curve."""
    shares = {line.name: line.share for line in asked.lines if line.share and line.name not in asked.curves}
    locks = {line.name: line.lock for line in asked.lines if line.lock is not None}
    return {**{name: share * (asked.total or 0) for name, share in shares.items()}, **locks}


def _check_room(total: Fraction, rest: Fraction, free: Sequence[Line], fixed: Mapping[str, Fraction]) -> None:
    """Refuse what no division satisfies: too much fixed, lower bounds above the rest, upper ones below it."""
    least = sum((line.least or Fraction(0) for line in free), Fraction(0))
    if rest < 0 or (not free and rest):
        raise infeasible(fixed, abs(rest), {"total": total - rest})
    if least > rest:
        names = [line.name for line in free if line.least]
        raise infeasible(names, least - rest, relaxed(free, "min", least - rest))
    tops = [line.most for line in free]
    most = sum((top for top in tops if top is not None), Fraction(0))
    if None not in tops and most < rest:
        raise infeasible([line.name for line in free], rest - most, relaxed(free, "max", rest - most))


def _divided(asked: Asked, free: Sequence[Line], rest: Fraction) -> list[float]:
    lows = [float(line.least or 0) for line in free]
    highs = [float(rest if line.most is None else min(line.most, rest)) for line in free]
    return divided([asked.curves[line.name] for line in free], lows, highs, float(rest)) if free else []


def _settled(
    rest: Fraction, free: Sequence[Line], found: Sequence[float], unit: Fraction
) -> dict[str, Fraction]:
    """Return exact amounts within bounds that make the rest: what floats miss goes where there is room."""
    grain = unit / FINEST
    amounts = {
        line.name: _held(round(Fraction(x) / grain) * grain, line)
        for line, x in zip(free, found, strict=True)
    }
    missing = rest - sum(amounts.values(), Fraction(0))
    lines = sorted(free, key=lambda line: -amounts[line.name])
    for line in lines:
        before = amounts[line.name]
        amounts[line.name] = _held(before + missing, line)
        missing -= amounts[line.name] - before
    return amounts


def _held(amount: Fraction, line: Line) -> Fraction:
    top = amount if line.most is None else line.most
    return max(min(amount, top), line.least or Fraction(0))


def _is_held(line: Line, found: Division) -> bool:
    amount = found.amounts[line.name]
    return any(bound is not None and amount == bound for bound in (line.least, line.most))


# --------------------------------------------------------------------------------------------------
# A target


def _for_target(asked: Asked, free: Sequence[Line], fixed: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the amounts that bring the target for the least money, each rounded up."""
    assert asked.target is not None
    sure = sum(asked.curves[name].value(float(x)) for name, x in fixed.items() if name in asked.curves)
    wanted, curves = float(asked.target) - sure, [asked.curves[line.name] for line in free]
    lows = [float(line.least or 0) for line in free]
    highs = [float(LARGEST if line.most is None else line.most) for line in free]
    most = sum(curve.value(high) for curve, high in zip(curves, highs, strict=True))
    if wanted > most * (1 - 1e-12):
        raise _out_of_reach(sure + most, [line.name for line in free if line.most is not None])
    found = reached(curves, lows, highs, wanted) if free else []
    amounts = {
        line.name: _held(ceil(Fraction(x) / asked.unit) * asked.unit, line)
        for line, x in zip(free, found, strict=True)
    }
    if asked.total is not None and sum(amounts.values(), sum(fixed.values(), Fraction(0))) > asked.total:
        raise _out_of_reach(_best(replace(asked, target=None)).response, ["total"])
    return amounts


def _out_of_reach(most: float, bounds: Sequence[str]) -> Refused:
    reach = Quantity(exact(most), Unit.COUNT)
    if bounds:
        return Refused([Problem("target_bounds", "target", {"most": reach, "bounds": [*bounds]})])
    return Refused([Problem("target_saturates", "target", {"most": reach})])


# --------------------------------------------------------------------------------------------------
# What stands beside


def _today(asked: Asked, total: Fraction) -> Division | None:
    """Return today's amounts, or the split by shares where those are what is said; None where neither is."""
    fixed = _fixed(replace(asked, total=total))
    free = [line for line in asked.lines if line.name not in fixed]
    now = {**fixed, **asked.now}
    if all(line.name in now for line in free):
        return division(asked, now)
    if not free or not all(line.share for line in free):
        return None
    shares = sum((line.share or Fraction(0) for line in free), Fraction(0))
    held = [replace(line, lock=fixed[line.name], share=None) for line in asked.lines if line.name in fixed]
    whole = [*held, *(replace(line, share=(line.share or Fraction(0)) / shares) for line in free)]
    return division(asked, rounded(total, by_shares(total, whole), whole, asked.unit))


def _widened(line: Line) -> Line:
    """Return a line whose bounds are three times as far apart, around the same middle, and never below zero.

    One bound alone is moved to three times as much, or to a third.
    """
    if line.lock is not None or (line.least is None and line.most is None):
        return line
    if line.most is None:
        return replace(line, least=(line.least or Fraction(0)) / WIDER)
    if line.least is None:
        return replace(line, most=line.most * WIDER)
    more = (line.most - line.least) * (WIDER - 1) / 2
    return replace(line, least=max(line.least - more, Fraction(0)), most=line.most + more)


def exact(number: float) -> Fraction:
    """Return a float as a number that can be told: to twelve digits."""
    return Fraction(f"{number:.12g}")


def same(one: Division, other: Division) -> bool:
    """Tell whether two divisions give every line the same."""
    return dict(one.amounts) == dict(other.amounts)
