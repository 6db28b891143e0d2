"""One number looks the same wherever it is shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from macros.locales import locale_of
from macros.model import SiteLanguage, Typography
from planner.numbers import canonical, show, typed

N = "\u202f"
FRENCH = locale_of(
    SiteLanguage(code="fr", name="Français", locale="fr_CA"),
    Typography(narrow_space_before="%", quotes=["«", "»"], group=N, currency_space=N),
    ["CAD", "EUR"],
)
ENGLISH = locale_of(
    SiteLanguage(code="en", name="English", locale="en_CA"),
    Typography(quotes=["“", "”"], group=","),
    ["CAD", "EUR"],
)
SPANISH = locale_of(
    SiteLanguage(code="es", name="Español", locale="es_ES"), Typography(quotes=["«", "»"]), ["JPY"]
)


@pytest.mark.parametrize(
    ("value", "unit", "currency", "french", "english"),
    [
        ("8", "money", "CAD", f"8,00{N}$", "$8.00"),
        ("1234.565", "money", "EUR", f"1{N}234,57{N}€", "€1,234.57"),
        ("0.015", "ratio", None, f"1,5{N}%", "1.5%"),
        ("2.5", "multiple", None, "2,5", "2.5"),
        ("1000000", "count", None, f"1{N}000{N}000", "1,000,000"),
        ("-1234", "count", None, f"−1{N}234", "−1,234"),
        ("0", "count", None, "0", "0"),
    ],
)
def test_show(value: str, unit: str, currency: str | None, french: str, english: str) -> None:
    assert show(Decimal(value), unit, FRENCH, currency) == french
    assert show(Decimal(value), unit, ENGLISH, currency) == english


@pytest.mark.parametrize(
    ("value", "unit", "anywhere", "french"),
    [
        ("3/200", "ratio", "1.5", "1,5"),
        ("1234567.5", "money", "1234567.5", "1234567,5"),
        ("1/3", "count", "0.333333333333", "0,333333333333"),
        ("1/1048576", "count", "0.00000095367431640625", "0,00000095367431640625"),
    ],
)
def test_numbers_as_one_types_them(value: str, unit: str, anywhere: str, french: str) -> None:
    """Without grouping; exact where they end, else to twelve digits."""
    assert canonical(Fraction(value), unit) == anywhere
    assert typed(Fraction(value), unit, FRENCH) == french
    assert typed(Fraction(value), unit, ENGLISH) == anywhere


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown unit 'percent'"):
        show(Decimal(1), "percent", FRENCH)


def test_what_a_language_says_of_percent_and_currency_comes_from_cldr() -> None:
    assert show(Decimal("0.5"), "ratio", SPANISH) == "50\u00a0%"
    assert show(Decimal(1234), "money", SPANISH, "JPY") == "1.234\u00a0JPY"
