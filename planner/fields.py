"""What was typed in a field: a number within its bounds, or one of its choices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from planner import named
from planner.model import Field, Quantity
from planner.numbers import Locale
from planner.problems import Problem
from planner.reading import Reading, plain_text, read


def filled_in(raw_inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that hold something: empty ones count as not given."""
    return {name: text for name, text in raw_inputs.items() if plain_text(text)}


def check_choice(field: Field, code: str, locale: Locale) -> Problem | None:
    """Return what is wrong with a choice, and what there is to choose; None where nothing is."""
    known = list(locale.tables.get(field.rows, ()) if field.rows else field.choices)
    return None if code in known else Problem("unknown_choice", field.name, {"known": known})


def read_number(
    field: Field, text: str, locale: Locale, currency: str
) -> tuple[Reading | None, Problem | None]:
    """Return the number typed in a field, and what is wrong with it: both, where it is out of its bounds."""
    found = named.read(field, text, locale) or read(
        text, field.name, field.unit, locale, currency, field.most
    )
    return (None, found) if isinstance(found, Problem) else (found, _out_of_bounds(field, found))


def _out_of_bounds(field: Field, found: Reading) -> Problem | None:
    low, high = found.ends
    if field.least is not None and low < field.least:
        least = Quantity(Fraction(field.least), field.unit)
        return Problem("too_low" if field.least else "negative", field.name, {"least": least})
    if field.positive and not low:
        return Problem("zero", field.name)
    if field.most is not None and high > field.most:
        params = {"most": Quantity(Fraction(field.most), field.unit)}
        if found.other is not None:
            params["other"] = Quantity(found.other, field.unit, exact=True)
        return Problem("too_high", field.name, params)
    return None
