"""Reading numbers as people type and paste them, French or English.

A comma before three digits is a decimal sign in French and groups thousands in English; a point before three
digits is a decimal sign in both. Either is read so, and said to be ambiguous.

Two numbers make an interval: ``8-12``, ``8 à 12``, ``5k-8k``, ``2 %–3 %``, ``between 8 and 12``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from planner.interval import Interval
from planner.model import Quantity, Unit
from planner.numbers import Locale
from planner.problems import Problem

LARGEST = 10**15
MOST_CHARACTERS = 60
KEPT = 64
"""texts whose reading is kept: a key changes one field, the others are read as they were"""
TINY_RATE = Fraction(1, 1000)
"""A rate typed without its sign below this is probably a fraction: 0.02 for 2 %."""

SIGNS = {
    "$": ("CAD", "USD", "AUD", "NZD", "MXN"),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "₣": ("CHF",),
    "fr.": ("CHF",),
    "us$": ("USD",),
    "$us": ("USD",),
    "usd$": ("USD",),
    "$usd": ("USD",),
    "ca$": ("CAD",),
    "$ca": ("CAD",),
    "c$": ("CAD",),
    "cad$": ("CAD",),
    "$cad": ("CAD",),
}
"""A sign, in lower case and without spaces → the currencies it may stand for. Codes stand for themselves."""
CODES = {code for codes in SIGNS.values() for code in codes} | {"SEK", "NOK", "DKK", "PLN", "BRL", "INR"}
"""Codes that are known for what they are, besides those of the language."""
MULTIPLES = {"k": 1_000, "m": 1_000_000}

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007", " "),
        **dict.fromkeys("\u2008\u2009\u200a\u202f\u205f\u3000", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **{chr(0xFF01 + nth): chr(0x21 + nth) for nth in range(94)},  # full-width forms
        "\uffe1": "£",
        "\uffe5": "¥",
        # What nobody sees and other programs paste along: spaces of no width, marks of left-to-right text.
        # Marks of right-to-left text stay, and are refused: what is seen may then not be what is read.
        **dict.fromkeys("\u200b\u200e\u202a\u202c\u2060\u2066\u2069\ufeff", ""),
    }
)
_CURRENCY = r"(?P<{}>[a-z]{{0,3}} ?[$€£¥₣] ?[a-z]{{0,3}}|fr\.|[a-z]{{3}})?"
_NUMBER = re.compile(
    rf"(?P<minus>-)? ?{_CURRENCY.format('before')} ?(?P<minus_inside>-)? ?"
    r"(?P<digits>[0-9][0-9 ',.]*|[.,][0-9]+) ?"
    rf"(?P<multiple>[km](?![a-z]))? ?(?P<percent>%)? ?{_CURRENCY.format('after')}"
)
_INTRODUCED = re.compile(r"(?:de|from) (?P<ends>.+)|(?:entre|between) (?P<joined>.+)")
_JOINER = re.compile(r" ?(?:-|…|~|(?<![a-z])(?:à|a|to)(?![a-z])) ?")
_AND = re.compile(r" (?:et|and) ")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ ',.])[0-9]{3})(?:\1[0-9]{3})*")


@dataclass(frozen=True)
class Reading:
    """A number as it was understood."""

    value: Fraction
    """of an interval, its median"""
    half: Fraction
    """half a unit of the last digit typed: how far off a rounded value may be"""
    other: Fraction | Interval | None = None
    """the other way in which it could be read"""
    warnings: tuple[Problem, ...] = ()
    interval: Interval | None = None
    """what was typed, where that is two numbers"""

    @property
    def typed(self) -> Fraction | Interval:
        """What was typed: one number, or the interval."""
        return self.interval or self.value

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The least and the most that was typed."""
        return (self.interval.low, self.interval.high) if self.interval else (self.value, self.value)


def _read(
    text: str, name: str, unit: Unit, locale: Locale, currency: str, most: Fraction | int | None = None
) -> Reading | Problem:
    """Read a number for a field, or an interval, or say what keeps it from being one.

    A rate is a percentage, with or without its sign: ``1.5`` is 0.015. ``most`` is the largest value that the
    field may have: a number that could be read otherwise, but only as more than that, is not ambiguous.
    """
    typed = text.strip()
    if len(typed) > MOST_CHARACTERS:
        return Problem("too_long", name, {"most": Quantity(Fraction(MOST_CHARACTERS), Unit.COUNT)})
    plain = plain_text(text)
    numbers = [_number(end, name, unit, locale, currency, most) for end in _ends(plain, locale) or (plain,)]
    readings = [number for number in numbers if isinstance(number, Reading)]
    if len(readings) < len(numbers):
        problem = next(number for number in numbers if isinstance(number, Problem))
        return Problem("not_a_number", name, {"typed": typed}) if problem.code == "not_a_number" else problem
    return readings[0] if len(readings) == 1 else _interval(name, unit, *readings)


def _number(
    plain: str, name: str, unit: Unit, locale: Locale, currency: str, most: Fraction | int | None
) -> Reading | Problem:
    found = _NUMBER.fullmatch(plain)
    parts = _digits(found["digits"], locale) if found else None
    meant = _currencies(found, locale) if found else None
    if found is None or parts is None or meant == set() or (found["minus"] and found["minus_inside"]):
        return Problem("not_a_number", name)
    if found["percent"] and unit is not Unit.RATIO:
        return Problem("percent_unexpected", name)
    if meant and unit is not Unit.MONEY:
        return Problem("currency_unexpected", name)
    scale = Fraction(MULTIPLES.get(found["multiple"] or "", 1), 100 if unit is Unit.RATIO else 1)
    sign = -1 if found["minus"] or found["minus_inside"] else 1
    value, half, other = parts[0] * scale * sign, parts[1] * scale, parts[2]
    if other is not None:
        other *= scale * sign
    if abs(value) > LARGEST:
        return Problem("too_large", name)
    if other is not None and most is not None and other > most:
        other = None
    warnings = []
    if meant and currency not in meant:
        warnings.append(Problem("currency_sign", name, {"currency": currency}))
    if other is not None:
        both = {"value": Quantity(value, unit, exact=True), "other": Quantity(other, unit, exact=True)}
        warnings.append(Problem("ambiguous_number", name, both))
    if unit is Unit.RATIO and not found["percent"] and 0 < abs(value) < TINY_RATE:
        warnings.append(Problem("tiny_rate", name, {"other": Quantity(value * 100, unit, exact=True)}))
    return Reading(value, half, other, tuple(warnings))


# --------------------------------------------------------------------------------------------------
# Intervals


def _ends(plain: str, locale: Locale) -> tuple[str, str] | None:
    """Return the two numbers of an interval, as they are written; None for anything else."""
    introduced = _INTRODUCED.fullmatch(plain)
    joiner = _AND if introduced and introduced["joined"] else _JOINER
    if introduced:
        plain = introduced["ends"] or introduced["joined"]
    for joined in joiner.finditer(plain):
        low, high = _NUMBER.fullmatch(plain[: joined.start()]), _NUMBER.fullmatch(plain[joined.end() :])
        if low and high:
            return _as_multiple(low, high, locale), high[0]
    return None


def _as_multiple(low: re.Match[str], high: re.Match[str], locale: Locale) -> str:
    """Return the lower end in the thousands of the upper, where they are said once: ``5-8k``."""
    first, last = _digits(low["digits"], locale), _digits(high["digits"], locale)
    if low["multiple"] or not high["multiple"] or not first or not last or first[0] >= last[0]:
        return low[0]
    end = low.end("digits")
    return f"{low[0][:end].rstrip()}{high['multiple']}{low[0][end:]}"


def _interval(name: str, unit: Unit, first: Reading, last: Reading) -> Reading:
    """Return two numbers as an interval, its ends in order; as one number where they are the same."""
    if first.value == last.value:
        return first
    warnings = {warning.code: warning for warning in (*first.warnings, *last.warnings)}
    swapped = first.value > last.value
    first, last = (last, first) if swapped else (first, last)
    interval = Interval(first.value, last.value)
    if swapped:
        warnings["range_swapped"] = Problem("range_swapped", name, {"value": _quantity(interval, unit)})
    if (other := _other(first, last)) is None:
        warnings.pop("ambiguous_number", None)
    elif "ambiguous_number" in warnings:
        both = {"value": _quantity(interval, unit), "other": _quantity(other, unit)}
        warnings["ambiguous_number"] = Problem("ambiguous_number", name, both)
    if "tiny_rate" in warnings:
        percent = Interval(first.value * 100, last.value * 100)
        warnings["tiny_rate"] = Problem("tiny_rate", name, {"other": _quantity(percent, unit)})
    return Reading(interval.median, interval.half, other, tuple(warnings.values()), interval)


def _other(first: Reading, last: Reading) -> Interval | None:
    """Return the other way to read an interval; None where there is none that is an interval."""
    low, high = (one.other if isinstance(one.other, Fraction) else one.value for one in (first, last))
    return Interval(low, high) if (low, high) != (first.value, last.value) and low < high else None


def _quantity(interval: Interval, unit: Unit) -> Quantity:
    return Quantity(interval, unit, exact=True)


def _plain_text(text: str) -> str:
    """Return a text in the few signs that numbers are made of: empty where nothing was typed."""
    return re.sub(" +", " ", text.translate(_SAME).strip()).lower()


read = lru_cache(KEPT)(_read)
plain_text = lru_cache(KEPT)(_plain_text)


def _currencies(found: re.Match[str], locale: Locale) -> set[str] | None:
    """Return the currencies that the signs beside a number may stand for; None where there is no sign.

    There are none for letters that are no currency, nor for two signs that stand for different ones.
    """
    signs = [sign.replace(" ", "") for sign in (found["before"], found["after"]) if sign]
    known = CODES | set(locale.currencies)
    meant = [set(SIGNS.get(sign, {sign.upper()} & known)) for sign in signs]
    return set.intersection(*meant) if meant else None


def _digits(typed: str, locale: Locale) -> tuple[Fraction, Fraction, Fraction | None] | None:
    """Return (value, half a unit of the last digit, the other reading) of digits and separators."""
    typed = typed.strip()
    spaced = " " in typed or "'" in typed
    marks = [sign for sign in typed if sign in ".,"]
    if not marks:
        return _exact(typed, "") if not spaced or _GROUPED.fullmatch(typed) else None
    last = max(typed.rfind("."), typed.rfind(","))
    before, after = typed[:last], typed[last + 1 :]
    if not after:
        return _digits(f"{typed}0", locale)  # "5.", before its decimals are typed
    if not after.isdigit():
        return None
    if len(set(marks)) == 2 or spaced or len(marks) == 1:
        if before and not before.isdigit() and not _GROUPED.fullmatch(before):
            return None
        alone = len(marks) == 1 and not spaced and len(after) == 3 and before.isdigit() and len(before) <= 3
        if alone and before.strip("0"):
            return _ambiguous(before, after, typed[last], locale)
        return _exact(before, after)
    return _exact(typed, "") if _GROUPED.fullmatch(typed) else None  # 1,234,567


def _ambiguous(
    before: str, after: str, mark: str, locale: Locale
) -> tuple[Fraction, Fraction, Fraction | None]:
    """Read 1,234 or 1.234 as the language does, and tell the other reading."""
    decimal, whole = _exact(before, after), _exact(before + after, "")
    first, second = (decimal, whole) if mark == "." or locale.decimal == "," else (whole, decimal)
    return first[0], first[1], second[0]


def _exact(whole: str, fraction: str) -> tuple[Fraction, Fraction, None]:
    digits = re.sub(r"[^0-9]", "", whole)
    units = 10 ** len(fraction)
    return Fraction(int(f"{digits or 0}{fraction}"), units), Fraction(1, 2 * units), None
