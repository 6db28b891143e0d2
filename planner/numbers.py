"""Showing numbers: exact decimals in, words of a language out.

What a language does with numbers is data (:class:`Locale`), made at build from CLDR and handed over, so that
a number looks the same wherever it was computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import floor, log10
from typing import Any

from planner.interval import Interval

MANY = 1000
"""from here on, a part of a person or of a click tells nothing and is not shown"""
SHORT = 6
"""decimals that one still reads"""
DIGITS = 18
"""significant digits of a value that has no end"""
TYPED_DIGITS = 12
"""as many, of one that a person is to read in a field"""


@dataclass(frozen=True)
class Currency:
    """How a language shows a currency: ``pattern`` holds {number}, ``digits`` is its minor unit."""

    pattern: str
    digits: int


@dataclass(frozen=True, eq=False)
class Locale:
    """How a language shows numbers. It is the same as none but itself: what was read in it can be kept."""

    decimal: str
    group: str
    percent: str
    """pattern of a percentage, holding {number}"""
    currencies: Mapping[str, Currency]
    words: Mapping[str, str] = field(default_factory=dict)
    """sentences and labels by key: ``problem.zero``, ``label.cpm.cost``"""
    tables: Mapping[str, Any] = field(default_factory=dict)
    """what calculators look up, by name: rates of tax, rules of platforms"""

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Locale:
        """Return the locale that a file of ``data/locales/`` holds."""
        currencies = {code: Currency(**shown) for code, shown in found["currencies"].items()}
        return cls(
            found["decimal"],
            found["group"],
            found["percent"],
            currencies,
            found["words"],
            found.get("tables", {}),
        )

    def label(self, calculator: str, name: str) -> str:
        """Return the name of a field; one that has none is called by its own.

        A field of a line, ``share.media``, is called by its line. Where a calculator says what it calls
        those of a kind, ``line.*``, one is called by all that its name says: ``line.2.start`` is "Line 2 –
        start".
        """
        kind, dot, rest = name.partition(".")
        if dot and (named := self.words.get(f"label.{calculator}.{kind}.*")):
            if rest == "*":
                return named
            which, _, part = rest.partition(".")
            if self.words.get(f"label.{calculator}.{which}") or f"label.{calculator}.{which}.*" in self.words:
                return f"{named} – {self.label(calculator, rest)}"
            return f"{named} {which}" + (f" – {self.label(calculator, part)}" if part else "")
        own = name.partition(".")[2] or name
        return self.words.get(f"label.{calculator}.{own}", own)


def plain(value: Fraction, endless: int = DIGITS) -> str:
    """Return a number as plain decimals, exact where that ends, else to so many significant digits."""
    if value.denominator == 1:
        return str(value.numerator)
    rest = value.denominator
    for factor in (2, 5):
        while not rest % factor:
            rest //= factor
    digits = endless if rest > 1 else len(str(value.numerator)) + len(str(value.denominator)) * 4
    context = Context(prec=max(digits, endless), rounding=ROUND_HALF_EVEN)
    return f"{_trimmed_zeros(f'{context.divide(Decimal(value.numerator), Decimal(value.denominator)):f}')}"


def _trimmed_zeros(shown: str) -> str:
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def show(
    value: Decimal | Fraction | Interval,
    unit: str,
    locale: Locale,
    currency: str | None = None,
    *,
    whole: bool = False,
    exact: bool = False,
) -> str:
    """Return a value in words.

    ``unit`` is money (``currency`` then names which), ratio (0.015 is shown as 1.5 %), multiple or count.
    ``whole`` leaves out the cents of an amount of money: for prices that have none. ``exact`` rounds nothing:
    for a number as it was typed. An interval is shown from end to end.
    Raises ValueError for another unit, KeyError for a currency the locale does not know.
    """
    if isinstance(value, Interval):
        low, high = (
            show(end, unit, locale, currency, whole=whole, exact=exact) for end in (value.low, value.high)
        )
        return _between(low, high, locale)
    value = value if isinstance(value, Fraction) else Fraction(value)
    if exact:
        return _pattern(unit, locale, currency).format(number=_grouped(canonical(value, unit), locale))
    if unit == "money":
        shown = locale.currencies[currency or ""]
        return shown.pattern.format(number=_grouped(_rounded(value, 0 if whole else shown.digits), locale))
    if unit == "ratio":
        return locale.percent.format(number=_grouped(_trimmed(value, 2, 100), locale))
    if unit in ("multiple", "count"):
        return _grouped(_trimmed(value, 0 if unit == "count" and abs(value) >= MANY else 2), locale)
    raise ValueError(f"unknown unit {unit!r}: expected money, ratio, multiple or count")


def show_around(
    median: Fraction, interval: Interval, unit: str, locale: Locale, currency: str | None = None
) -> str:
    """Return a result that one is not sure of: its median, and the interval around it."""
    value = show_near(median, interval, unit, locale, currency)
    between = show_between(interval, interval, unit, locale, currency)
    return locale.words.get("number.around", "{value} ({between})").format(value=value, between=between)


def show_between(
    ends: Interval, interval: Interval, unit: str, locale: Locale, currency: str | None = None
) -> str:
    """Return an interval from end to end, in digits that another's width allows: often its own."""
    low, high = (show_near(end, interval, unit, locale, currency) for end in (ends.low, ends.high))
    return _between(low, high, locale)


def show_near(
    value: Fraction, interval: Interval, unit: str, locale: Locale, currency: str | None = None
) -> str:
    """Return a number of an interval: digits beyond two of its width would tell more than is known."""
    finest = locale.currencies[currency or ""].digits if unit == "money" else 2
    scale = 100 if unit == "ratio" else 1
    digits = min(finest, _digits_of(interval, scale))
    return show(_rounded_to(value * scale, digits) / scale, unit, locale, currency, whole=digits <= 0)


def about(interval: Interval) -> Interval:
    """Return an interval in round numbers: two digits of its width."""
    digits = _digits_of(interval, 1)
    return Interval(*(_rounded_to(end, digits) for end in (interval.low, interval.high)))


def _digits_of(interval: Interval, scale: int) -> int:
    """Return how many decimals tell two digits of an interval's width; below zero, tens and hundreds."""
    return 1 - floor(log10((interval.high - interval.low) * scale))


def _rounded_to(value: Fraction, digits: int) -> Fraction:
    unit = Fraction(10) ** -digits
    return floor(value / unit + Fraction(1, 2)) * unit


def _between(low: str, high: str, locale: Locale) -> str:
    return locale.words.get("number.between", "{low} – {high}").format(low=low, high=high)


def told(value: Fraction, unit: str, locale: Locale, currency: str) -> str:
    """Return a number inside a computation: as results are shown, but with all its decimals where few."""
    many = unit == "count" and abs(value) >= MANY
    digits = locale.currencies[currency].digits if unit == "money" else 0 if many else 2
    scaled = value * 100 if unit == "ratio" else value
    lost = not _ends(scaled, digits) and _ends(scaled, SHORT)
    return show(value, unit, locale, currency, whole=value.denominator == 1, exact=lost)


def _ends(value: Fraction, digits: int) -> bool:
    """Tell whether so many decimals say all of a number."""
    return not value.numerator * 10**digits % value.denominator


def typed(value: Fraction | Interval, unit: str, locale: Locale) -> str:
    """Return a number as one types it in a language: no grouping, a rate as a percentage without its sign."""
    return canonical(value, unit).replace(".", locale.decimal)


def canonical(value: Fraction | Interval, unit: str) -> str:
    """Return a number as one types it in any language: as addresses hold it."""
    if isinstance(value, Interval):
        return f"{canonical(value.low, unit)}-{canonical(value.high, unit)}"
    return plain(value * 100 if unit == "ratio" else value, TYPED_DIGITS)


def _pattern(unit: str, locale: Locale, currency: str | None) -> str:
    if unit == "money":
        return locale.currencies[currency or ""].pattern
    return locale.percent if unit == "ratio" else "{number}"


def _rounded(value: Fraction, digits: int, scale: int = 1) -> str:
    """A number times a scale to so many decimals, halves away from zero; what rounds to zero has no sign."""
    numerator, denominator = value.numerator * scale, value.denominator
    # In whole numbers: results are shown at every key.
    units = (2 * abs(numerator) * 10**digits + denominator) // (2 * denominator)
    whole, rest = divmod(units, 10**digits)
    sign = "-" if numerator < 0 and units else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def _trimmed(value: Fraction, digits: int, scale: int = 1) -> str:
    return _trimmed_zeros(_rounded(value, digits, scale))


def _grouped(plain: str, locale: Locale) -> str:
    sign, digits = ("−", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, _, fraction = digits.partition(".")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]
    joined = locale.group.join(groups)
    return f"{sign}{joined}{locale.decimal}{fraction}" if fraction else f"{sign}{joined}"
