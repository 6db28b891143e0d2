"""When a figure is past its time: counted from what was measured, never from the day of a build."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from macros.model import Figure, Source


def last_day(day: str) -> date:
    """Return the last day that a date covers: 2025 ends on 31 December 2025."""
    year, month, number = ([int(part) for part in day.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, number or calendar.monthrange(year, month)[1])


def lasts_until(figure: Figure, months: int) -> date | None:
    """Return the last day a figure is current, ``months`` after its window; None where it has no date."""
    return lasts(figure.window[-1], months) if figure.window else None


def lasts(day: str, months: int) -> date:
    """Return the last day on which what was true on a day is taken to be so."""
    end = last_day(day)
    years, month = divmod(end.month - 1 + months, 12)
    year, month = end.year + years, month + 1
    return date(year, month, min(end.day, calendar.monthrange(year, month)[1]))


def last_read(sources: Mapping[str, Source]) -> str:
    """Return the day the sources were last read: what tells an old figure, whenever the site is built."""
    return max((source.read for source in sources.values()), default="")
