"""Reading days as people type and paste them: 2026-12-01, 01/12/2026, and the 46357 of spreadsheets."""

from __future__ import annotations

import re
from datetime import date, timedelta

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
"""Days of no campaign are refused: a year typed short, a budget in the place of a day."""
SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets, from 1 March 1900 on: they count a 29 February 1900 that there was not."""
CENTURY = 2000
MONTHS = 12
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]0+)?")


def read_day(text: str) -> date | None:
    """Return the day that a text says, the day before the month; None where it says none from 2000 to 2099.

    Where the second number can be no month, it is the day: 12/25/2026.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        if day <= MONTHS < month:
            day, month = month, day
        return _day(year if year > CENTURY else CENTURY + year, month, day)
    if found := _SERIAL.fullmatch(text):
        return _within(SERIAL_ZERO + timedelta(days=int(found[1])))
    return None


def serial(day: date) -> int:
    """Return the number by which spreadsheets know a day."""
    return (day - SERIAL_ZERO).days


def is_day_first_by_habit(text: str) -> bool:
    """Tell whether a day could also be read with its month first: 01/12/2026 or 12/01/2026."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if not found:
        return False
    day, month = int(found[1]), int(found[2])
    return day != month and max(day, month) <= MONTHS


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return None


def _within(day: date) -> date | None:
    return day if FIRST <= day <= LAST else None
