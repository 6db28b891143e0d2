"""The best division of money between lines whose response is known: global, S-shaped curves included.

Each line has a curve, convex up to its turn and concave after it, and bounds. Its *hull* is the least concave
function that is not below the curve between the bounds: a straight line from the lower bound to where that
touches the curve, then the curve. With hulls in place of curves the problem is easy: one price of money
(response per unit) tells what each line gets, and is found by Newton's steps between brackets. What that
gives is never below the best there is, and is the best where no line stands on the straight part of its hull,
which at most one does. Where one does, its range is cut there in two, and each half has tighter hulls: branch
and bound, by best bound first, until no half can be better by more than ``SLACK``.

Concave curves are their own hulls: one step is exact. The same holds for the least money that brings a
target.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from math import exp, inf, log

from planner.response.curves import Curve

SLACK = 1e-10
"""of the best response (or cost), relative: what is not worth a search"""
MOST_NODES = 600
"""halves that are looked at: far more than any budget has needed; the best found by then is answered"""
STEPS = 200
"""of a search that closes in by itself in about ten"""
CLOSE = 1e-14
"""to the amount that is held, relative"""
TINY, FURTHEST = 1e-300, 690.0
"""the smallest price, and its logarithm's size"""


@dataclass(frozen=True)
class Range:
    """A line's curve between two amounts."""

    curve: Curve
    low: float
    high: float

    @cached_property
    def touch(self) -> float:
        """Where the straight part of the hull ends; the lower bound where there is none."""
        low, high, curve = self.low, self.high, self.curve
        if low >= curve.turn or high <= low:
            return low
        if high <= curve.turn:
            return high
        # From a higher start a straight line touches earlier than from nothing.
        before, after = curve.turn, min(high, curve.summit)
        if high <= curve.summit and not self._is_past(high):
            return high
        while True:
            middle = (before + after) / 2
            if not before < middle < after:
                return after
            before, after = (before, middle) if self._is_past(middle) else (middle, after)

    def _is_past(self, x: float) -> bool:
        rise = self.curve.value(x) - self.curve.value(self.low)
        return rise >= self.curve.marginal(x) * (x - self.low)

    @cached_property
    def slope(self) -> float:
        """How steep the hull begins."""
        if self.touch <= self.low:
            return self.curve.marginal(self.low)
        return (self.curve.value(self.touch) - self.curve.value(self.low)) / (self.touch - self.low)

    @cached_property
    def is_straight(self) -> bool:
        """Tell whether the hull begins with a straight part."""
        return self.touch > self.low

    def hull(self, x: float) -> float:
        """Return the hull at x."""
        if self.is_straight and x < self.touch:
            return self.curve.value(self.low) + self.slope * (x - self.low)
        return self.curve.value(x)

    def at(self, price: float) -> float:
        """Return what the line takes at a price of money; on a straight part as steep as that, all of it."""
        if price > self.slope or self.high <= self.low:
            return self.low
        return min(max(self.curve.where(price), self.touch), self.high)


@dataclass(frozen=True)
class Goal:
    """What is held: the money spent, or the response that it brings."""

    amount: float
    of_response: bool = False

    def of(self, line: Range, x: float) -> float:
        """Return what a line adds to it."""
        return line.hull(x) if self.of_response else x

    def growth(self, line: Range, x: float) -> float:
        """Return how what is held grows with the logarithm of the price, at x within the curve's own part."""
        moves = 1 / line.curve.bend(x)
        return moves * line.curve.marginal(x) if self.of_response else moves


def divided(
    curves: Sequence[Curve], lows: Sequence[float], highs: Sequence[float], total: float
) -> list[float]:
    """Return the amounts within bounds that make the total and bring the most.

    The bounds are finite and can make the total.
    """
    room = total - sum(lows)
    tops = [min(high, low + room) for low, high in zip(lows, highs, strict=True)]
    ranges = [Range(*one) for one in zip(curves, lows, tops, strict=True)]
    return _search(ranges, Goal(total))


def reached(
    curves: Sequence[Curve], lows: Sequence[float], highs: Sequence[float], target: float
) -> list[float]:
    """Return the amounts within bounds that bring the target for the least money.

    The bounds are finite and can bring it.
    """
    ranges = [Range(*one) for one in zip(curves, lows, highs, strict=True)]
    return _search(ranges, Goal(target, of_response=True))


# --------------------------------------------------------------------------------------------------
# Branch and bound


@dataclass(frozen=True)
class _Node:
    """Ranges, what their hulls divide best, and the line that stands on a straight part, if one does."""

    ranges: tuple[Range, ...]
    amounts: tuple[float, ...]
    loose: int | None

    def bound(self, goal: Goal) -> float:
        """Return what no division within these ranges betters: the less the better."""
        if goal.of_response:
            return sum(self.amounts)
        return -sum(line.hull(x) for line, x in zip(self.ranges, self.amounts, strict=True))

    def found(self, goal: Goal) -> tuple[float, tuple[float, ...]]:
        """Return a division that is possible, and what it costs or, negative, brings."""
        if not goal.of_response:
            return -_brought(self.ranges, self.amounts), self.amounts
        if self.loose is None:
            return sum(self.amounts), self.amounts
        line, whole = self.ranges[self.loose], [*self.amounts]
        whole[self.loose] = line.touch
        return sum(whole), tuple(whole)


def _search(ranges: Sequence[Range], goal: Goal) -> list[float]:
    twins = [ranges.index(line) for line in ranges]
    first = _relaxed(tuple(ranges), goal)
    assert first is not None, "the bounds allow it"
    best, answer = first.found(goal)
    turns = count()
    waiting = [(first.bound(goal), next(turns), first)]
    for _ in range(MOST_NODES):
        if not waiting:
            break
        bound, _, node = heappop(waiting)
        if node.loose is None or bound >= best - SLACK * abs(best):
            break
        for half in _halves(node, twins):
            child = _relaxed(half, goal)
            if child is None:
                continue
            value, amounts = child.found(goal)
            if value < best:
                best, answer = value, amounts
            if child.loose is not None and child.bound(goal) < best - SLACK * abs(best):
                heappush(waiting, (child.bound(goal), next(turns), child))
    return [*answer]


def _halves(node: _Node, twins: Sequence[int]) -> Iterator[tuple[Range, ...]]:
    """Cut the range of the line on a straight part where it stands.

    Of lines that were all the same at first, ``twins``, an earlier one never needs less than a later one.
    """
    assert node.loose is not None
    loose, cut = node.loose, node.amounts[node.loose]
    same = [nth for nth in range(len(twins)) if twins[nth] == twins[loose]]
    yield _cut(node.ranges, [nth for nth in same if nth >= loose], high=cut)
    yield _cut(node.ranges, [nth for nth in same if nth <= loose], low=cut)


def _cut(
    ranges: Sequence[Range], lines: Iterable[int], low: float = 0, high: float = inf
) -> tuple[Range, ...]:
    cut = [*ranges]
    for nth in lines:
        line = cut[nth]
        if line.low < low or line.high > high:
            cut[nth] = Range(line.curve, max(line.low, low), min(line.high, high))
    return tuple(cut)


# --------------------------------------------------------------------------------------------------
# Hulls


def _relaxed(ranges: tuple[Range, ...], goal: Goal) -> _Node | None:
    """Divide by hulls; None where these ranges cannot make the amount."""
    near = 1e-12 * abs(goal.amount)
    least = sum(goal.of(line, line.low) for line in ranges)
    most = sum(goal.of(line, line.high) for line in ranges)
    too_much = least > goal.amount + near and not goal.of_response  # of response there may be more
    if too_much or most < goal.amount - near or any(line.low > line.high for line in ranges):
        return None
    if least >= goal.amount:
        return _Node(ranges, tuple(line.low for line in ranges), None)
    if most <= goal.amount:
        return _Node(ranges, tuple(line.high for line in ranges), None)
    steps = sorted({line.slope for line in ranges if line.is_straight}, reverse=True)
    nth = bisect_left(steps, True, key=lambda price: _held(ranges, goal, price) >= goal.amount)
    above = steps[nth - 1] if nth else inf
    if nth < len(steps):
        before = [
            line.low if line.is_straight and line.slope == steps[nth] else line.at(steps[nth])
            for line in ranges
        ]
        if sum(goal.of(line, x) for line, x in zip(ranges, before, strict=True)) < goal.amount:
            return _filled(ranges, before, steps[nth], goal)
    below = steps[nth] if nth < len(steps) else 0.0
    price = _price(ranges, goal, below, above)
    return _Node(ranges, tuple(line.at(price) for line in ranges), None)


def _held(ranges: Iterable[Range], goal: Goal, price: float) -> float:
    return sum(goal.of(line, line.at(price)) for line in ranges)


def _filled(ranges: tuple[Range, ...], amounts: list[float], price: float, goal: Goal) -> _Node:
    """Give lines whose straight part is as steep as the price what is left, one after the other."""
    left = goal.amount - sum(goal.of(line, x) for line, x in zip(ranges, amounts, strict=True))
    for nth, line in enumerate(ranges):
        if not (line.is_straight and line.slope == price):
            continue
        takes = goal.of(line, line.touch) - goal.of(line, line.low)
        if takes > left:
            amounts[nth] = line.low + (line.touch - line.low) * left / takes
            is_loose = line.low < amounts[nth] < line.touch
            return _Node(ranges, tuple(amounts), nth if is_loose else None)
        amounts[nth] = line.touch
        left -= takes
    return _Node(ranges, tuple(amounts), None)


def _price(ranges: Sequence[Range], goal: Goal, below: float, above: float) -> float:
    """Return the price between two at which lines together take the amount: Newton's steps between brackets.

    What they take falls as the price rises, without a jump in between.
    """
    low, high = _bracket(ranges, goal, below, above)
    guess, before = (low + high) / 2, inf
    for _ in range(STEPS):
        price = exp(guess)
        taken = [line.at(price) for line in ranges]
        over = sum(goal.of(line, x) for line, x in zip(ranges, taken, strict=True)) - goal.amount
        if abs(over) <= CLOSE * goal.amount:
            break
        low, high = (guess, high) if over > 0 else (low, guess)
        moving = [(line, x) for line, x in zip(ranges, taken, strict=True) if line.touch < x < line.high]
        pace = sum(goal.growth(line, x) for line, x in moving)
        # Where a line enters or leaves, Newton's step may go nowhere: the bracket is then halved.
        fast = pace and abs(over) < before / 2
        middle, guess = (low + high) / 2, guess - over / pace if fast else inf
        guess, before = guess if low < guess < high else middle, abs(over)
        if not low < guess < high:
            break
    return exp(guess)


def _bracket(ranges: Sequence[Range], goal: Goal, below: float, above: float) -> tuple[float, float]:
    """Return logarithms of prices at which lines take too much and too little."""
    steepest = max((line.slope for line in ranges if line.slope < inf), default=1.0)
    high = log(above) if above < inf else log(max(steepest, TINY))
    while above == inf and high < FURTHEST and _held(ranges, goal, exp(high)) > goal.amount:
        high += 2.0
    low, stride = high, 1.0
    while low > -FURTHEST and _held(ranges, goal, exp(low)) < goal.amount:
        low, stride = low - stride, stride * 2
    return (max(low, log(below)) if below else max(low, -FURTHEST)), high


def _brought(ranges: Iterable[Range], amounts: Iterable[float]) -> float:
    return sum(line.curve.value(x) for line, x in zip(ranges, amounts, strict=True))
