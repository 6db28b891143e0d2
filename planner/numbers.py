"""Showing numbers: exact decimals in, words of a language out.

What a language does with numbers is data (:class:`Locale`), made at build from CLDR and handed over, so that
a number looks the same wherever it was computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Currency:
    """How a language shows a currency: ``pattern`` holds {number}, ``digits`` is its minor unit."""

    pattern: str
    digits: int


@dataclass(frozen=True)
class Locale:
    """How a language shows numbers."""

    decimal: str
    group: str
    percent: str
    """pattern of a percentage, holding {number}"""
    currencies: Mapping[str, Currency]


def show(
    value: Decimal, unit: str, locale: Locale, currency: str | None = None, *, whole: bool = False
) -> str:
    """Return a value in words.

    ``unit`` is money (``currency`` then names which), ratio (0.015 is shown as 1.5 %), multiple or count.
    ``whole`` leaves out the cents of an amount of money: for prices that have none.
    Raises ValueError for another unit, KeyError for a currency the locale does not know.
    """
    if unit == "money":
        shown = locale.currencies[currency or ""]
        return shown.pattern.format(number=_grouped(_rounded(value, 0 if whole else shown.digits), locale))
    if unit == "ratio":
        return locale.percent.format(number=_grouped(_trimmed(value * 100, 2), locale))
    if unit in ("multiple", "count"):
        return _grouped(_trimmed(value, 2), locale)
    raise ValueError(f"unknown unit {unit!r}: expected money, ratio, multiple or count")


def _rounded(value: Decimal, digits: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"


def _trimmed(value: Decimal, digits: int) -> str:
    shown = _rounded(value, digits)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _grouped(plain: str, locale: Locale) -> str:
    sign, digits = ("−", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, fraction = digits.partition(".")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]
    joined = locale.group.join(groups)
    return f"{sign}{joined}{locale.decimal}{fraction}" if fraction else f"{sign}{joined}"
