"""From intervals to intervals: what follows from numbers one is not sure of, drawn many times over.

Draws are the points of a rank-1 lattice (Korobov 1959; Sloan and Joe, *Lattice Methods for Multiple
Integration*, 1994), not random ones: the same inputs give the same results wherever they are computed, a
field keeps its draws while others change, and results are nearer to the true ones than those of as many
random draws. Each field gets each of ``DRAWS`` equal parts of its distribution once. The lattice lies the
same on both sides of its middle: the median of a product of lognormal fields is the product of medians.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import erfc, exp, nan, pi, sqrt
from operator import mul

from planner.interval import Interval, Z
from planner.model import Calculator, Field, Limit, Quantity, Relation, Sum, Term, Unit
from planner.problems import Problem, Refused
from planner.solve import Solution, beside

DRAWS = 20_021
"""a prime, one more than a multiple of twenty: the 5th, 50th and 95th percentiles are draws of their own"""
GENERATOR = 12849
"""of the multipliers tried, that of the least error in intervals of sums of up to ten fields: .5 %"""
MIDDLE = DRAWS // 2
LOW, HIGH = DRAWS // 20, DRAWS - 1 - DRAWS // 20
"""the ranks of the ends of a 90 % interval"""
MOST_LEFT_OUT = Fraction(1, 20)
"""of fewer draws than the others, an interval would be a guess"""
DIGITS = 10
"""as many of a result as are told: exp and log may differ in the last ones between machines"""
_PRECISE = 1e-6
"""of a score: the next round would change the third power of that"""

Column = Sequence[float]
"""a field in every draw"""
Swings = Mapping[str, Mapping[str, tuple[float, float]]]
"""result → field → what the result is at the field's low end and at its high end; none where it cannot be"""


@dataclass(frozen=True)
class Draws:
    """What was drawn of each field that is not certain."""

    columns: Mapping[str, Column]
    """of every field that hangs on intervals, them included"""
    left_out: Fraction
    """the share of draws from which nothing can be computed"""
    certainty: Fraction | None
    """the share of the others that agree with the verdict on the medians"""
    swings: Callable[[], Swings] = field(compare=False)
    """tells what moves results"""
    _ordered: dict[str, Column] = field(default_factory=dict, compare=False)

    def interval(self, name: str) -> Interval | None:
        """Return the 90 % interval of a field; None where every draw is the same."""
        low, _, high = self._percentiles(name)
        return Interval(low, high) if low < high else None

    def median(self, name: str) -> Fraction:
        """Return the median of a field."""
        return self._percentiles(name)[1]

    def ordered(self, name: str) -> Column:
        """Return the draws of a field from the least to the most."""
        if name not in self._ordered:
            self._ordered[name] = sorted(self.columns[name])
        return self._ordered[name]

    def _percentiles(self, name: str) -> list[Fraction]:
        """Return the 5th, 50th and 95th percentile, to as many decimals as the largest tells."""
        ordered = self.ordered(name)
        last = len(ordered) - 1
        found = [ordered[round(rank / (DRAWS - 1) * last)] for rank in (LOW, MIDDLE, HIGH)]
        digits = DIGITS - Decimal(max(map(abs, found))).adjusted() - 1
        return [Fraction(round(Decimal(value), digits)) for value in found]


def draw(calculator: Calculator, solution: Solution, intervals: Mapping[str, Interval]) -> Draws:
    """Draw the fields of a solution that hang on intervals, which hold its values as their medians.

    Raises Refused: ``range_impossible`` where too many draws are beyond what there can be.
    """
    drawn = {
        one.name: _drawn(intervals[one.name], one, scores_of(dimension))
        for dimension, one in enumerate(calculator.fields)
        if one.name in intervals
    }
    sheet = _filled(calculator, solution, drawn)
    left_out = Fraction(len(sheet.spoilt), DRAWS)
    if left_out > MOST_LEFT_OUT:
        share = Quantity(left_out, Unit.RATIO)
        raise Refused([Problem("range_impossible", None, {"fields": [*drawn], "share": share})])
    certainty = sheet.certainty(calculator)
    return Draws(
        {name: sheet.kept(column) for name, column in sheet.columns.items()},
        left_out,
        certainty,
        lambda: _swings(calculator, solution, intervals),
    )


def _swings(calculator: Calculator, solution: Solution, intervals: Mapping[str, Interval]) -> Swings:
    """Return what each result is at either end of each interval, all others at their medians."""
    names = [field.name for field in calculator.fields if field.name in intervals]
    ends = {
        name: [
            float(value)
            for other in names
            for value in (_ends(intervals[name]) if other == name else [solution.values[name]] * 2)
        ]
        for name in names
    }
    sheet = _filled(calculator, solution, ends)
    return {
        result: {
            name: (column[2 * nth], column[2 * nth + 1])
            for nth, name in enumerate(names)
            if not sheet.spoilt & {2 * nth, 2 * nth + 1}
        }
        for result, column in sheet.columns.items()
        if result not in intervals
    }


def _ends(interval: Interval) -> list[Fraction]:
    return [interval.low, interval.high]


def _filled(calculator: Calculator, solution: Solution, columns: Mapping[str, Column]) -> _Sheet:
    """Return the columns of all that follows from some."""
    sheet = _Sheet(solution.values, dict(columns), set())
    fields = {field.name: field for field in calculator.fields}
    for name, relation in solution.steps:
        if any(other in sheet.columns for other in relation.names):
            sheet.columns[name] = sheet.solved(relation, name)
            sheet.hold(fields[name])
    for limit in calculator.limits:
        sheet.limit(limit)
    return sheet


def _drawn(interval: Interval, field: Field, scores: Column) -> Column:
    """Return the draws of an interval, those beyond what the field can be at its bounds."""
    location, scale = interval.location, interval.scale
    if interval.is_lognormal:
        column = [exp(location + scale * score) for score in scores]
    else:
        column = [location + scale * score for score in scores]
    if field.least is not None and min(column) < field.least:
        least = float(field.least)
        column = [max(least, value) for value in column]
    if field.most is not None and max(column) > field.most:
        most = float(field.most)
        column = [min(most, value) for value in column]
    return column


# --------------------------------------------------------------------------------------------------
# The lattice


@lru_cache(64)
def scores_of(dimension: int) -> Column:
    """Return the normal scores of every draw in one dimension of the lattice."""
    ordered, step = _scores(), pow(GENERATOR, dimension, DRAWS)
    return [ordered[(nth * step + MIDDLE) % DRAWS] for nth in range(-MIDDLE, MIDDLE + 1)]


@lru_cache(1)
def _scores() -> Column:
    """Return the normal score of each rank, such that the ranks of a 90 % interval have its ends.

    Each is found from the one before, by Newton's method with the second derivative, which is ``-x`` times
    the first: two rounds at most.
    """
    upper = [0.0]
    for rank in range(MIDDLE - 1, -1, -1):
        score, beyond, off = upper[-1], (rank + 0.5) / DRAWS, 1.0
        while abs(off) > _PRECISE:
            off = (erfc(score / sqrt(2)) / 2 - beyond) * sqrt(2 * pi) * exp(score * score / 2)
            score += off + score * off * off / 2
        upper.append(score)
    scale = Z / upper[HIGH - MIDDLE]
    return [-score * scale for score in upper[:0:-1]] + [score * scale for score in upper]


# --------------------------------------------------------------------------------------------------
# Relations, draw by draw


@dataclass(frozen=True)
class _Sheet:
    """The fields as columns; those without one are as certain as their value."""

    values: Mapping[str, Fraction]
    columns: dict[str, Column]
    spoilt: set[int]
    """the draws from which nothing can be computed"""

    @property
    def draws(self) -> int:
        """How many there are."""
        return len(next(iter(self.columns.values())))

    def kept(self, column: Column) -> Column:
        """Return a column without the draws that are spoilt."""
        if not self.spoilt:
            return column
        return [value for nth, value in enumerate(column) if nth not in self.spoilt]

    def solved(self, relation: Relation, unknown: str) -> Column:
        """Return the one field that a relation gives."""
        if isinstance(relation, Sum):
            return self._sum(relation, unknown)
        other = relation.left if unknown in relation.right else relation.right
        (constant, above), (divisor, below) = self._times(other), self._times(beside(relation, unknown))
        factor = float(constant / divisor)
        if below is None:
            return [factor * value for value in above or ()]
        if not all(below):
            self.spoilt.update(nth for nth, value in enumerate(below) if not value)
            below = [value or nan for value in below]
        if above is None:
            return [factor / value for value in below]
        return [factor * value / divided for value, divided in zip(above, below, strict=True)]

    def hold(self, field: Field) -> None:
        """Leave out draws in which a result is below what there can be."""
        column, least = self.columns[field.name], field.least
        if least is not None and (self.spoilt or min(column) < least):
            self._leave_out(value < least for value in column)

    def limit(self, limit: Limit) -> None:
        """Leave out draws that a limit forbids."""
        if not any(name in self.columns for name in limit.names):
            return
        known = {*self.columns, *self.values}
        for term, sign in ((limit.least, -1), (limit.most, 1)):
            if term is None or not all(name in known for name in limit.names):
                continue
            pairs = zip(self._column(limit.field), self._column(term), strict=True)
            if limit.strict:
                self._leave_out(sign * (value - end) >= 0 for value, end in pairs)
            else:
                self._leave_out(sign * (value - end) > 0 for value, end in pairs)

    def certainty(self, calculator: Calculator) -> Fraction | None:
        """Return the share of draws whose verdict is that of the medians; None where it hangs on no draw."""
        verdict = calculator.verdict
        if verdict is None or not {verdict.field, verdict.beside} <= {*self.columns, *self.values}:
            return None
        if verdict.field not in self.columns and verdict.beside not in self.columns:
            return None
        pairs = zip(self._column(verdict.field), self._column(verdict.beside), strict=True)
        middle = verdict.word(self.values[verdict.field], self.values[verdict.beside])
        same = self.kept([float(verdict.word(one, other) == middle) for one, other in pairs])
        return Fraction(int(sum(same)), len(same))

    def _leave_out(self, beyond: Iterable[bool]) -> None:
        self.spoilt.update(nth for nth, one in enumerate(beyond) if one)

    def _column(self, term: Term) -> Column:
        if isinstance(term, str) and term in self.columns:
            return self.columns[term]
        return [float(self.values[term] if isinstance(term, str) else term)] * self.draws

    def _times(self, terms: Iterable[Term]) -> tuple[Fraction, Column | None]:
        """Return a product: of what is certain, and of the rest, where there is any."""
        constant, column = Fraction(1), None
        for term in terms:
            if isinstance(term, int):
                constant *= term
            elif term not in self.columns:
                constant *= self.values[term]
            else:
                column = self.columns[term] if column is None else [*map(mul, column, self.columns[term])]
        return constant, column

    def _sum(self, relation: Sum, unknown: str) -> Column:
        """Return the total, or the part that is left when the others are taken from it."""
        terms = dict(self._signed(relation.parts))
        if unknown == relation.total:
            turn = 1
        else:
            turn = -terms.pop(unknown)
            terms[relation.total] = -1
        certain = sum(
            (self.values[n] * sign for n, sign in terms.items() if n not in self.columns), Fraction(0)
        )
        certain += sum(part for part in relation.parts if isinstance(part, int))
        drawn = [(self.columns[name], sign * turn) for name, sign in terms.items() if name in self.columns]
        column: Column = [float(certain * turn)] * self.draws
        for other, sign in drawn:
            column = [one + sign * value for one, value in zip(column, other, strict=True)]
        return column

    @staticmethod
    def _signed(parts: Iterable[Term]) -> Iterator[tuple[str, int]]:
        for part in parts:
            if isinstance(part, str):
                yield part.lstrip("-"), -1 if part.startswith("-") else 1
