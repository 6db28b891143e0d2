"""What was spent and obtained so far, beside what was planned until then.

Spending is planned day by day, alike on each day of a flight, as the calendar of weeks is. Until the end of a
day: ``planned = total × days over ÷ days``, ``pace = actual ÷ planned``, ``gap = actual − planned``,
``forecast to the end = actual ÷ days over × days``. Before the first day there is no pace; after the last
day, what was spent is what is spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from planner.plan.line import BUDGET, VOLUMES
from planner.plan.model import Actual, Flight

SPEND = "spend"


@dataclass(frozen=True)
class Progress:
    """One thing counted so far."""

    actual: Fraction
    planned: Fraction | None = None
    """until the same day; None where it was not planned, or its days are not known"""
    whole: Fraction | None = None
    """planned to the end"""
    forecast: Fraction | None = None
    """to the end, at the pace until now"""

    @property
    def pace(self) -> Fraction | None:
        """Actual over planned: one is on time."""
        return self.actual / self.planned if self.planned else None

    @property
    def gap(self) -> Fraction | None:
        """Actual less planned."""
        return None if self.planned is None else self.actual - self.planned


@dataclass(frozen=True)
class Pace:
    """How a line is doing, or all together."""

    elapsed: int | None
    """days over; None where days are not known, or are those of several lines"""
    days: int | None
    progress: Mapping[str, Progress]
    """spend, and each volume that is counted"""
    daily: Fraction | None = None
    """what is to be spent on each day that is left, to spend it all; None after the last"""


def pace_of(actual: Actual, flight: Flight | None, planned: Mapping[str, Fraction]) -> Pace:
    """Return how a line is doing; ``planned`` holds its budget and its volumes."""
    counted = {SPEND: actual.spend, **actual.results}
    wholes = {SPEND: planned.get(BUDGET), **{name: planned.get(name) for name in VOLUMES}}
    elapsed = flight.days_until(actual.until) if flight else None
    progress = {
        name: _progress(reading.value, wholes[name], flight, elapsed)
        for name, reading in counted.items()
        if reading is not None
    }
    daily = None
    if flight and elapsed is not None and elapsed < flight.days and SPEND in progress:
        rest = (progress[SPEND].whole or Fraction(0)) - progress[SPEND].actual
        daily = max(rest, Fraction(0)) / (flight.days - elapsed)
    return Pace(elapsed, flight.days if flight else None, progress, daily)


def _progress(
    actual: Fraction, whole: Fraction | None, flight: Flight | None, elapsed: int | None
) -> Progress:
    if flight is None or elapsed is None:
        return Progress(actual, whole=whole)
    planned = None if whole is None else whole * elapsed / flight.days
    return Progress(actual, planned, whole, actual * flight.days / elapsed if elapsed else None)


def together(paces: Iterable[Pace]) -> Pace | None:
    """Return all lines as one: each thing counted is the sum over the lines that have planned it."""
    paces = [*paces]
    if not paces:
        return None
    progress = {}
    for name in (SPEND, *VOLUMES):
        of_lines = [pace.progress[name] for pace in paces if name in pace.progress]
        known = [one for one in of_lines if one.planned is not None]
        if known:
            progress[name] = Progress(
                sum((one.actual for one in known), Fraction(0)),
                sum((one.planned or Fraction(0) for one in known), Fraction(0)),
                sum((one.whole or Fraction(0) for one in known), Fraction(0)),
                _sum_or_none(one.forecast for one in known),
            )
    return Pace(None, None, progress)


def _sum_or_none(numbers: Iterable[Fraction | None]) -> Fraction | None:
    """Add numbers up; None where one is not known."""
    total = Fraction(0)
    for number in numbers:
        if number is None:
            return None
        total += number
    return total
