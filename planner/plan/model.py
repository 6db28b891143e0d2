"""What a media plan is made of: lines with their flights, the client's budget, what was spent so far.

Numbers are kept as they were read (:class:`~planner.reading.Reading`): a rate may be an interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from planner.reading import Reading

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Flight:
    """The days on which something runs, the first and the last included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.end - self.start).days + 1

    def days_until(self, day: date) -> int:
        """How many of its days are over at the end of a day: none before it starts, all after its end."""
        return min(max((day - self.start).days + 1, 0), self.days)

    def days_in(self, week: Week) -> int:
        """How many of its days fall in a week."""
        return self.days_until(week.sunday) - self.days_until(week.monday - DAY)


@dataclass(frozen=True)
class Week:
    """A week of ISO 8601: from a Monday to a Sunday, of the year that has its Thursday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """Return the week that a day falls in."""
        return cls(day - DAY * day.weekday())

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + DAY * 6

    @property
    def name(self) -> str:
        """Its name: ``2026-W49``."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"


@dataclass(frozen=True)
class PlanLine:
    """One line: a format on a platform for an objective, some days, some money, what is expected of it."""

    number: int
    """by which its fields, its actuals and scenarios name it"""
    platform: str = ""
    format: str = ""
    objective: str = ""
    start: date | None = None
    """None: that of the plan"""
    end: date | None = None
    budget: Reading | None = None
    """None: it follows from the rest"""
    rates: Mapping[str, Reading] = field(default_factory=dict)
    """prices, rates and volumes, by their fields in ``planner.plan.line``, in the order in which they came"""


@dataclass(frozen=True)
class Actual:
    """What a line spent and obtained from its start to the end of a day."""

    line: int
    until: date
    spend: Reading | None = None
    results: Mapping[str, Reading] = field(default_factory=dict)
    """impressions, clicks, views, conversions"""


@dataclass(frozen=True)
class Scenario:
    """What another version of the plan changes: fields by name, as they were typed. Empty: taken away."""

    id: str
    changes: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """A whole plan, as it was read."""

    name: str = ""
    objective: str = ""
    attribution: str = ""
    """what a sale is credited to, and for how long: ``7d-click``"""
    start: date | None = None
    weeks: int | None = None
    budget: Reading | None = None
    """what the client pays before taxes"""
    production: Reading | None = None
    """what of it is not media"""
    ladder: Mapping[str, str] = field(default_factory=dict)
    """fee, fee_basis, ad_fees, tax, as typed: budget-ladder reads them"""
    lines: tuple[PlanLine, ...] = ()
    actuals: tuple[Actual, ...] = ()
    sources: Mapping[int, str] = field(default_factory=dict)
    """line → where its prices and rates come from, in the planner's own words"""
    risks: Mapping[int, str] = field(default_factory=dict)
    """what would change the plan, in the planner's own words"""
    scenarios: tuple[Scenario, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    """fields of a newer version, that are neither understood nor lost"""

    @cached_property
    def flight(self) -> Flight | None:
        """The days of the plan; None without a start, or a length."""
        if self.start is None or self.weeks is None:
            return None
        return Flight(self.start, self.start + WEEK * self.weeks - DAY)

    def flight_of(self, line: PlanLine) -> Flight | None:
        """Return the days of a line: its own, else those of the plan; None where they are not known.

        Also None where the line would end before it starts, which reading refuses.
        """
        start = line.start or self.start
        end = line.end or (self.flight.end if self.flight else None)
        return Flight(start, end) if start and end and start <= end else None

    def line(self, number: int) -> PlanLine | None:
        """Return a line by its number."""
        return next((line for line in self.lines if line.number == number), None)
