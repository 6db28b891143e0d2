"""Dates in words."""

from __future__ import annotations

from macros.model import Interface


def date_words(interface: Interface, day: str) -> str:
    """Return a date in a language, as far as it is known: 2026, November 2026, 22 November 2026."""
    year, month, number = (*day.split("-"), None, None)[:3]
    if month is None:
        return str(year)
    name = interface.months[int(month) - 1]
    if number is None:
        return interface.date_month.format(month=name, year=year)
    pattern = interface.date
    if int(number) == 1 and interface.date_first:
        pattern = interface.date_first
    return pattern.format(day=int(number), month=name, year=year)
