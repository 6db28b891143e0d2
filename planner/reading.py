"""Reading numbers as people type and paste them, French or English.

A comma before three digits is a decimal sign in French and groups thousands in English; a point before three
digits is a decimal sign in both. Either is read so, and said to be ambiguous.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from planner.model import Unit
from planner.numbers import Locale
from planner.problems import Problem

LARGEST = 10**15
MOST_CHARACTERS = 60
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
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "$ca": ("CAD",),
    "$cad": ("CAD",),
    "$usd": ("USD",),
}
"""A sign, in lower case and without spaces → the currencies it may stand for. Codes stand for themselves."""
MULTIPLES = {"k": 1_000, "m": 1_000_000}

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000]+")
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-", "\u2010": "-", "\u2011": "-"})
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2018": "'", "\u00b4": "'", "`": "'"})
_CURRENCY = r"(?P<{}>[a-z]{{0,3}} ?[$€£¥₣] ?[a-z]{{0,3}}|fr\.|[a-z]{{3}})?"
_NUMBER = re.compile(
    rf"(?P<minus>-)? ?{_CURRENCY.format('before')} ?(?P<minus_inside>-)? ?"
    r"(?P<digits>[0-9][0-9 ',.]*|[.,][0-9]+) ?"
    rf"(?P<multiple>[km](?![a-z]))? ?(?P<percent>%)? ?{_CURRENCY.format('after')}"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ ',.])[0-9]{3})(?:\1[0-9]{3})*")


@dataclass(frozen=True)
class Reading:
    """A number as it was understood."""

    value: Fraction
    half: Fraction
    """half a unit of the last digit typed: how far off a rounded value may be"""
    other: Fraction | None = None
    """the other way in which it could be read"""
    warnings: tuple[Problem, ...] = ()


def read(text: str, name: str, unit: Unit, locale: Locale, currency: str) -> Reading | Problem:
    """Read a number for a field, or say what keeps it from being one.

    A rate is a percentage, with or without its sign: ``1.5`` is 0.015.
    """
    plain = _plain(text)
    if len(plain) > MOST_CHARACTERS:
        return Problem("too_long", name, {"most": MOST_CHARACTERS})
    found = _NUMBER.fullmatch(plain)
    parts = _digits(found["digits"], locale) if found else None
    if found is None or parts is None:
        return Problem("not_a_number", name, {"typed": text.strip()})
    if found["percent"] and unit is not Unit.RATIO:
        return Problem("percent_unexpected", name)
    warnings: list[Problem] = []
    for sign in filter(None, (found["before"], found["after"])):
        if problem := _judge_sign(sign, name, unit, currency):
            if problem.code != "currency_sign":
                return (
                    problem
                    if problem.code != "not_a_number"
                    else Problem("not_a_number", name, {"typed": text.strip()})
                )
            warnings.append(problem)
    negative = bool(found["minus"]) != bool(found["minus_inside"])
    scale = Fraction(MULTIPLES.get(found["multiple"] or "", 1), 100 if unit is Unit.RATIO else 1)
    value, half, other = (part * scale if part is not None else None for part in parts)
    assert value is not None and half is not None
    if negative:
        value, other = -value, -other if other is not None else None
    if abs(value) > LARGEST:
        return Problem("too_large", name)
    if other is not None:
        warnings.append(Problem("ambiguous_number", name, {"other": other}))
    if unit is Unit.RATIO and not found["percent"] and 0 < abs(value) < TINY_RATE:
        warnings.append(Problem("tiny_rate", name, {"other": value * 100}))
    return Reading(value, half, other, tuple(warnings))


def _plain(text: str) -> str:
    """A text in the few signs that numbers are made of."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_APOSTROPHES)
    return _SPACES.sub(" ", folded).strip().lower()


def _judge_sign(sign: str, name: str, unit: Unit, currency: str) -> Problem | None:
    """Say what is wrong with a currency's sign or code beside a number; None where it is the one chosen."""
    squeezed = sign.replace(" ", "")
    meant = SIGNS.get(squeezed, (squeezed.upper(),) if len(squeezed) == 3 and squeezed.isalpha() else ())
    if not meant or (squeezed.isalpha() and meant[0] not in _CODES):
        return Problem("not_a_number", name)
    if unit is not Unit.MONEY:
        return Problem("currency_unexpected", name)
    return None if currency in meant else Problem("currency_sign", name, {"currency": currency})


_CODES = {code for codes in SIGNS.values() for code in codes} | {"SEK", "NOK", "DKK", "PLN", "BRL", "INR"}


def _digits(typed: str, locale: Locale) -> tuple[Fraction, Fraction, Fraction | None] | None:
    """Return (value, half a unit of the last digit, the other reading) of digits and separators."""
    typed = typed.strip()
    spaced = " " in typed or "'" in typed
    marks = [sign for sign in typed if sign in ".,"]
    if not marks:
        return _exact(typed, "") if not spaced or _GROUPED.fullmatch(typed) else None
    last = max(typed.rfind("."), typed.rfind(","))
    before, after = typed[:last], typed[last + 1 :]
    if not after.isdigit():
        return None
    if len(set(marks)) == 2 or spaced or len(marks) == 1:
        if len(marks) > 1 and marks.count(typed[last]) > 1:
            return None
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
    unit = Fraction(1, 10 ** len(fraction))
    return Fraction(int(f"{digits or 0}{fraction}")) * unit, unit / 2, None
