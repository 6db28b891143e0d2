"""Values that have a name: a rate of tax typed as ``tps-tvq``, for the sum of its parts.

Which names there are is told by the knowledge base, in ``Locale.tables``: name → ``{"place", "parts"}``, each
part a pair of words and a plain decimal, ``["TVQ", "0.09975"]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from planner.answer import Step
from planner.model import Calculator, Field
from planner.numbers import Locale, told
from planner.problems import Problem
from planner.reading import Reading


def read(field: Field, text: str, locale: Locale) -> Reading | Problem | None:
    """Return the value that a name stands for; None for what is to be read as a number.

    What holds no digit is no number: a problem then tells the names there are.
    """
    names = locale.tables.get(field.table, {})
    typed = text.strip().lower()
    if typed in names:
        return Reading(value_of(names[typed]), Fraction(0))
    if names and not any(sign.isdigit() for sign in typed):
        return Problem("unknown_choice", field.name, {"known": [*names]})
    return None


def value_of(row: Mapping[str, Any]) -> Fraction:
    """Return what the parts of a row make together."""
    return sum((Fraction(part) for _, part in row["parts"]), Fraction(0))


def sum_of(row: Mapping[str, Any], unit: str, locale: Locale, currency: str) -> str:
    """Return the parts of a row in words, with what they make: ``TPS 5 % + TVQ 9,975 % = 14,975 %``."""

    def shown(value: Fraction) -> str:
        return told(value, unit, locale, currency)

    parts = " + ".join(f"{words} {shown(Fraction(part))}" for words, part in row["parts"])
    return parts if len(row["parts"]) == 1 else f"{parts} = {shown(value_of(row))}"


def steps(calculator: Calculator, given: Mapping[str, str], locale: Locale, currency: str) -> Iterator[Step]:
    """Tell what each name that was typed is made of, where that is more than one part."""
    for field in calculator.fields:
        row = locale.tables.get(field.table, {}).get(given.get(field.name, "").strip().lower())
        if row is None or len(row["parts"]) == 1:
            continue
        values = [told(Fraction(part), field.unit.value, locale, currency) for _, part in row["parts"]]
        yield Step(
            field.name,
            f"{locale.label(calculator.id, field.name)} = {' + '.join(words for words, _ in row['parts'])}",
            " + ".join(values),
            told(value_of(row), field.unit.value, locale, currency),
        )
