"""What was typed in a field: a number within its bounds, or one of its choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from planner import named
from planner.model import Field, Quantity
from planner.numbers import Locale
from planner.problems import Problem
from planner.reading import Reading, plain_text, read


def filled_in(raw_inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that hold something: empty ones count as not given."""
    return {name: text for name, text in raw_inputs.items() if plain_text(text)}


def read_choice(field: Field, text: str, locale: Locale, codes: dict[str, str]) -> Iterator[Problem]:
    """Add what was chosen in a field to ``codes``, or tell what may be chosen."""
    known = list(locale.tables.get(field.rows, ()) if field.rows else field.choices)
    if text in known:
        codes[field.name] = text
    else:
        yield Problem("unknown_choice", field.name, {"known": known})


def read_number(
    field: Field, text: str, locale: Locale, currency: str, readings: dict[str, Reading]
) -> Iterator[Problem]:
    """Add the number typed in a field to ``readings``, or tell what keeps it from being one.

    A number out of its bounds is added, and told.
    """
    found = named.read(field, text, locale) or read(
        text, field.name, field.unit, locale, currency, field.most
    )
    if isinstance(found, Problem):
        yield found
        return
    readings[field.name] = found
    low, high = found.ends
    if field.least is not None and low < field.least:
        least = Quantity(Fraction(field.least), field.unit)
        yield Problem("too_low" if field.least else "negative", field.name, {"least": least})
    elif field.positive and not low:
        yield Problem("zero", field.name)
    elif field.most is not None and high > field.most:
        params = {"most": Quantity(Fraction(field.most), field.unit)}
        if found.other is not None:
            params["other"] = Quantity(found.other, field.unit, exact=True)
        yield Problem("too_high", field.name, params)
