"""Reading days as people type and paste them: 2026-12-01, 01/12/2026, 1 déc. 2026, a sheet's 46357."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from planner.plan.names import folded

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
"""Days of no campaign are refused: a year typed short, a budget in the place of a day."""
SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of spreadsheets, from 1 March 1900 on: they count a 29 February 1900 that there was not."""
CENTURY = 2000
MONTHS = 12
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})[^\W\d]{0,2} ([^\W\d]+) ([0-9]{4}|[0-9]{2})")
_NAMED_FIRST = re.compile(r"([^\W\d]+) ([0-9]{1,2})[^\W\d]{0,2} ([0-9]{4}|[0-9]{2})")
_SERIAL = re.compile(r"([0-9]{5})(?:[.,]0+)?")


def read_day(text: str, months: Mapping[str, int] | None = None) -> date | None:
    """Return the day that a text says, the day before the month; None where it says none from 2000 to 2099.

    Where the second number can be no month, it is the day: 12/25/2026. ``months`` holds what months are
    called, as names are compared, and their numbers: with a name, either may come first.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
        if day <= MONTHS < month:
            day, month = month, day
        return _day(_whole(year), month, day)
    if found := _SERIAL.fullmatch(text):
        return _within(SERIAL_ZERO + timedelta(days=int(found[1])))
    return _named(folded(text), months or {})


def _named(text: str, months: Mapping[str, int]) -> date | None:
    if found := _NAMED.fullmatch(text):
        day, name, year = found.groups()
    elif found := _NAMED_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    return _day(_whole(int(year)), months[name], int(day)) if name in months else None


def _whole(year: int) -> int:
    return year if year > CENTURY else CENTURY + year


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
