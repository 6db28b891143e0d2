"""The planner part by part: numbers read, values solved, budgets split, steps told, the command."""

from __future__ import annotations

import dataclasses
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from planner import CALCULATORS, IDS, Answer, Currency, Locale, Problem, Refused, browser, run
from planner.__main__ import main
from planner.answer import refused_as_json, said
from planner.catalogue import unit_of
from planner.filled import lines_of
from planner.model import Field, Product, Quantity, Sum, Unit, count, money, multiple, rate
from planner.numbers import plain, show, told
from planner.problems import ERRORS, WARNINGS
from planner.reading import LARGEST, Reading, read
from planner.split import Line, split
from planner.steps import written

ROOT = Path(__file__).resolve().parent.parent
THIN = "\u202f"
CURRENCIES = {"CAD": 2, "USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
FRENCH = Locale(
    ",", THIN, f"{{number}}{THIN}%", {c: Currency(f"{{number}}{THIN}{c}", d) for c, d in CURRENCIES.items()}
)
ENGLISH = Locale(".", ",", "{number}%", {c: Currency(f"{c}{{number}}", d) for c, d in CURRENCIES.items()})


def number(text: str) -> Fraction:
    return Fraction(text)


def refusal(calculator: str, inputs: Mapping[str, str], currency: str = "CAD") -> list[Problem]:
    with pytest.raises(Refused) as refused:
        run(calculator, inputs, FRENCH, currency)
    return refused.value.problems


def values(answer: Answer) -> dict[str, str]:
    return {name: plain(value.number) for name, value in answer.outputs.items() if value.number is not None}


# --------------------------------------------------------------------------------------------------
# Reading


def reading(text: str, unit: Unit, locale: Locale, most: int | None = None) -> str:
    """What a text is read as: ``1.234 or 1234``, ``500 (currency_sign)``, ``not_a_number``."""
    found = read(text, "field", unit, locale, "CAD", most)
    if isinstance(found, Problem):
        assert found.field == "field"
        return found.code
    other = f" or {plain(found.other)}" if found.other is not None else ""
    codes = [problem.code for problem in found.warnings if problem.code != "ambiguous_number"]
    assert bool(other) == ("ambiguous_number" in [problem.code for problem in found.warnings])
    return " ".join([f"{plain(found.value)}{other}", *(f"({code})" for code in codes)])


SPACES = (
    "\u0020\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

SAME_IN_BOTH = {
    "500": "500", "0": "0", "007": "7", "12.5": "12.5", "12,5": "12.5", "0.5": "0.5", ".5": "0.5",
    ",5": "0.5", "1234.5": "1234.5", "1234,56": "1234.56", "1 234,56": "1234.56", "1 234.56": "1234.56",
    "1,234.56": "1234.56", "1.234,56": "1234.56", "1,234,567": "1234567", "1.234.567": "1234567",
    "1,234,567.89": "1234567.89", "1.234.567,89": "1234567.89", "1 234 567,891": "1234567.891",
    "1 234,567": "1234.567", "1234,567": "1234.567", "1234.567": "1234.567", "0,125": "0.125",
    "0.125": "0.125", "00,125": "0.125", "12,3456": "12.3456", "1,23": "1.23", "000 500": "500",
    "1  234": "1234", " 500 ": "500", "\t500\n": "500", "1'234": "1234", "1’234.50": "1234.5",
    "1‘234": "1234", "1ʼ234,5": "1234.5", "1`234": "1234", "1´234": "1234", "1'234'567.89": "1234567.89",
    # currencies: one that is chosen, or another, which is told
    "500 $": "500", "500$": "500", "$500": "500", "$ 500": "500", "$1,234.50": "1234.5", "$500.00": "500",
    "500 CAD": "500", "500cad": "500", "CAD 500": "500", "CAD500": "500", "$500 CAD": "500",
    "CAD $500": "500", "CAD$500": "500", "500 $CAD": "500", "CA$500": "500", "C$ 500": "500",
    "$CA 500": "500", "500 $ CA": "500", "500 CA $": "500",
    "500 €": "500 (currency_sign)", "€500": "500 (currency_sign)", "€1 200": "1200 (currency_sign)",
    "£500": "500 (currency_sign)", "¥500": "500 (currency_sign)", "₣500": "500 (currency_sign)",
    "US$500": "500 (currency_sign)", "500 $US": "500 (currency_sign)", "500 $ US": "500 (currency_sign)",
    "$500 USD": "500 (currency_sign)", "USD$ 500": "500 (currency_sign)", "500 CHF": "500 (currency_sign)",
    "Fr. 500": "500 (currency_sign)", "500 fr.": "500 (currency_sign)", "500 SEK": "500 (currency_sign)",
    "500 KWD": "500 (currency_sign)",
    # thousands and millions
    "12,5 k": "12500", "12.5k": "12500", "12.5K": "12500", "2M": "2000000", "2 m": "2000000",
    "2 M$": "2000000", "$2M": "2000000", "5 k$": "5000", "5k CAD": "5000", "1 234 k": "1234000",
    "500 MXN": "500 (currency_sign)",
    # below zero: a sign before the number, on either side of the currency
    "-500": "-500", "−500": "-500", "–500": "-500", "‐500": "-500", "‑500": "-500", "‒500": "-500",
    "- 500": "-500", "-$500": "-500", "$-500": "-500", "$ -500": "-500", "-0": "0", "-1,5k": "-1500",
    # full-width forms, as keyboards of Asia type them
    "５００": "500", "１，２３４．５６": "1234.56", "＄５００": "500", "－５": "-5",
    "￥５００": "500 (currency_sign)", "￡５００": "500 (currency_sign)", "５００　＄": "500",
    # what nobody sees and other programs paste along
    "\ufeff500": "500", "\u200e500": "500", "\u202a500\u202c": "500", "\u2066500\u2069": "500",
    "1\u200b234": "1234", "1\u2060234,5": "1234.5",
    # a point before three digits is a decimal sign in both languages
    "1.234": "1.234 or 1234", "12.345": "12.345 or 12345", "123.456": "123.456 or 123456",
    "012.345": "12.345 or 12345", "-1.234": "-1.234 or -1234", "1.234 k": "1234 or 1234000",
    "1.000": "1 or 1000",
    # a decimal sign before its decimals are typed
    "5.": "5", "5,": "5", "1 234,": "1234", "12 345.": "12345", "0,": "0",
    # the bounds of what is read
    "1000000000000000": "1000000000000000", "1000000000M": "1000000000000000", f"{'0' * 57}500": "500",
}  # fmt: skip

DIFFERENT = {  # French, English
    "1,234": ("1.234 or 1234", "1234 or 1.234"),
    "12,345": ("12.345 or 12345", "12345 or 12.345"),
    "123,456": ("123.456 or 123456", "123456 or 123.456"),
    "-1,234": ("-1.234 or -1234", "-1234 or -1.234"),
    "$1,234": ("1.234 or 1234", "1234 or 1.234"),
    "1,234 €": ("1.234 or 1234 (currency_sign)", "1234 or 1.234 (currency_sign)"),
    "1,234k": ("1234 or 1234000", "1234000 or 1234"),
    "1,000": ("1 or 1000", "1000 or 1"),
}

NOT_NUMBERS = [
    "", "   ", "\u200b", "NaN", "nan", "inf", "-inf", "Infinity", "∞", "None", "null", "true",
    "1e5", "1E5", "1e-3", "0x1F", "1_000", "0b1", "abc", "douze", "twelve", "12a", "a12", "12 a", "x4",
    "--5", "- -5", "-$-5", "−−5", "+5", "+-5", "5-", "5+", "(500)", "±5", "~5", "<5", "≈5", "=5", "5=5",
    "12 34", "1 23 456", "1,23,456", "12,34,567", "1234 567", "1 2345", "1'23", "1 234'567", "1 234 ,5",
    "1,2,3", "1.2.3", "1..2", "1,,2", "1.,2", "1,.2", "1,234.567.8", "1.234,567,8", "1 234.567,8",
    "1,234 567", "1.234 567,8", "12,34.5", "1 23,4", "5..", "5,.", "1,2.", "12,3,", ".", ",", "'", "'5",
    "-", "- ", "$", "€",
    "k", "M", "%", "% 5", "5%%", "5 % 5", "5‰", "5 pct", "5 percent", "½", "1½", "1/2", "10²", "5₂", "①", "Ⅻ",
    "𝟝", "٣٤", "५", "五", "😀", "5😀", "\u202e500", "\u200f500", "\u202b500", "5\u00005",
    "500\n200", "500\t200", "500;200", "5:5", "5*5", "10-20-30", "10–", "10 à", "<b>5</b>", "#REF!", "=A1",
    "500 $ €", "€500 $", "$500 €", "500 ABC", "500 dollars", "500 $$", "$$500", "US$500 CAD", "abc$500",
    "500 eu", "500 rur", "5 kk", "5 km", "5 k k", "12 k 34", "k5", "500 $ k", "5 Md", "5 mille", "cost=500",
]  # fmt: skip

REFUSED = {
    "1" * 61: "too_long", "9" * 400: "too_long", "a" * 400: "too_long", "-" * 400: "too_long",
    "9" * 60: "too_large", "1000000000000001": "too_large", "-1000000000000001": "too_large",
    "1000000001M": "too_large", "9999999999999,999k": "too_large",
    "5 %": "percent_unexpected", "5%": "percent_unexpected", "$5 %": "percent_unexpected",
}  # fmt: skip


@pytest.mark.parametrize("typed", SAME_IN_BOTH)
def test_numbers_that_both_languages_read_alike(typed: str) -> None:
    assert reading(typed, Unit.MONEY, FRENCH) == SAME_IN_BOTH[typed]
    assert reading(typed, Unit.MONEY, ENGLISH) == SAME_IN_BOTH[typed]


@pytest.mark.parametrize("typed", DIFFERENT)
def test_numbers_that_languages_read_otherwise(typed: str) -> None:
    assert (reading(typed, Unit.MONEY, FRENCH), reading(typed, Unit.MONEY, ENGLISH)) == DIFFERENT[typed]


@pytest.mark.parametrize("typed", NOT_NUMBERS)
def test_text_that_is_no_number(typed: str) -> None:
    for locale in (FRENCH, ENGLISH):
        for unit in (Unit.MONEY, Unit.RATIO, Unit.COUNT, Unit.MULTIPLE):
            found = read(typed, "field", unit, locale, "CAD")
            assert found == Problem("not_a_number", "field", {"typed": typed.strip()})


@pytest.mark.parametrize("typed", REFUSED)
@pytest.mark.parametrize("locale", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_numbers_that_are_refused(typed: str, locale: Locale) -> None:
    assert reading(typed, Unit.MONEY, locale) == REFUSED[typed]


@pytest.mark.parametrize("space", SPACES, ids=[f"{ord(space):04x}" for space in SPACES])
def test_every_space_groups(space: str) -> None:
    assert reading(f"1{space}234{space}567,5{space}$", Unit.MONEY, FRENCH) == "1234567.5"


@pytest.mark.parametrize(
    ("typed", "most", "french", "english"),
    [
        ("1.5", 1, "0.015", "0.015"),
        ("1,5", 1, "0.015", "0.015"),
        ("1.5%", 1, "0.015", "0.015"),
        ("1,5 %", 1, "0.015", "0.015"),
        ("1,5\u00a0%", 1, "0.015", "0.015"),
        ("１．５％", 1, "0.015", "0.015"),
        ("100", 1, "1", "1"),
        ("150 %", None, "1.5", "1.5"),
        ("-50 %", None, "-0.5", "-0.5"),
        ("0", 1, "0", "0"),
        ("1k", None, "10", "10"),
        # a fraction may have been meant
        ("0.02", 1, "0.0002 (tiny_rate)", "0.0002 (tiny_rate)"),
        ("0,0999", 1, "0.000999 (tiny_rate)", "0.000999 (tiny_rate)"),
        ("-0.02", None, "-0.0002 (tiny_rate)", "-0.0002 (tiny_rate)"),
        ("0.1", 1, "0.001", "0.001"),
        ("0,02 %", 1, "0.0002", "0.0002"),
        # no doubt where the other reading is more than a rate can be
        ("1,234", 1, "0.01234", "12.34 or 0.01234"),
        ("1.234 %", 1, "0.01234", "0.01234"),
        ("1,234", None, "0.01234 or 12.34", "12.34 or 0.01234"),
        ("1.234", None, "0.01234 or 12.34", "0.01234 or 12.34"),
        ("0,100", 1, "0.001", "0.001"),
        ("5 $", 1, "currency_unexpected", "currency_unexpected"),
        ("5 % $", 1, "currency_unexpected", "currency_unexpected"),
        ("€5", 1, "currency_unexpected", "currency_unexpected"),
    ],
)
def test_rates(typed: str, most: int | None, french: str, english: str) -> None:
    assert reading(typed, Unit.RATIO, FRENCH, most) == french
    assert reading(typed, Unit.RATIO, ENGLISH, most) == english


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.MULTIPLE])
def test_counts_are_neither_money_nor_rates(unit: Unit) -> None:
    assert reading("1 234", unit, FRENCH) == "1234"
    assert reading("2,5", unit, FRENCH) == "2.5"
    assert reading("500 $", unit, FRENCH) == "currency_unexpected"
    assert reading("500 USD", unit, FRENCH) == "currency_unexpected"
    assert reading("5 %", unit, FRENCH) == "percent_unexpected"
    assert reading("5 $ %", unit, FRENCH) == "not_a_number"


def test_another_reading_above_the_most_is_none() -> None:
    found = read("1,234", "ctr", Unit.RATIO, FRENCH, "CAD", 1)
    assert found == Reading(number("0.01234"), number("0.000005"))
    found = read("1,234", "n", Unit.COUNT, FRENCH, "CAD", 1234)
    assert isinstance(found, Reading)
    assert found.other == 1234


@pytest.mark.parametrize(
    ("typed", "unit", "locale", "half"),
    [
        ("8", Unit.MONEY, FRENCH, "0.5"),
        ("8.3", Unit.MONEY, FRENCH, "0.05"),
        ("8,33", Unit.MONEY, FRENCH, "0.005"),
        ("-8,330", Unit.MONEY, FRENCH, "0.0005"),
        ("12,5 k", Unit.MONEY, FRENCH, "50"),
        ("2M", Unit.COUNT, FRENCH, "500000"),
        ("1 234", Unit.COUNT, FRENCH, "0.5"),
        ("2", Unit.RATIO, FRENCH, "0.005"),
        ("1,5 %", Unit.RATIO, FRENCH, "0.0005"),
        ("1,234", Unit.MONEY, FRENCH, "0.0005"),
        ("1,234", Unit.MONEY, ENGLISH, "0.5"),
        ("1.234", Unit.MONEY, ENGLISH, "0.0005"),
    ],
)
def test_half_of_the_last_digit_is_known(typed: str, unit: Unit, locale: Locale, half: str) -> None:
    found = read(typed, "field", unit, locale, "CAD")
    assert isinstance(found, Reading)
    assert found.half == number(half)


def test_what_warnings_and_refusals_tell() -> None:
    def warned(typed: str, unit: Unit) -> list[Problem]:
        found = read(typed, "field", unit, FRENCH, "CAD")
        return [found] if isinstance(found, Problem) else list(found.warnings)

    assert warned("1,234 k€", Unit.MONEY) == [
        Problem("currency_sign", "field", {"currency": "CAD"}),
        Problem(
            "ambiguous_number",
            "field",
            {
                "value": Quantity(Fraction(1234), Unit.MONEY, exact=True),
                "other": Quantity(Fraction(1234000), Unit.MONEY, exact=True),
            },
        ),
    ]
    assert warned("0,02", Unit.RATIO) == [
        Problem("tiny_rate", "field", {"other": Quantity(number("0.02"), Unit.RATIO, exact=True)})
    ]
    assert warned("9" * 61, Unit.COUNT) == [
        Problem("too_long", "field", {"most": Quantity(Fraction(60), Unit.COUNT)})
    ]
    assert warned("9" * 60, Unit.COUNT) == [Problem("too_large", "field")]
    assert warned("5%", Unit.COUNT) == [Problem("percent_unexpected", "field")]
    assert warned("$5", Unit.COUNT) == [Problem("currency_unexpected", "field")]


def test_a_currency_of_the_language_is_known_by_its_code() -> None:
    assert reading("500 DZD", Unit.MONEY, FRENCH) == "not_a_number"
    more = dataclasses.replace(FRENCH, currencies={**FRENCH.currencies, "DZD": Currency("{number}", 2)})
    assert reading("500 DZD", Unit.MONEY, more) == "500 (currency_sign)"
    found = read("500 DZD", "field", Unit.MONEY, more, "DZD")
    assert isinstance(found, Reading)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("signs", "currencies"),
    [
        (["$"], {"CAD", "USD", "AUD", "NZD", "MXN"}),
        (["CAD", "CA$", "$CA", "$ CA", "C$", "CAD$", "$CAD"], {"CAD"}),
        (["USD", "US$", "$US", "$ US", "USD$", "$USD"], {"USD"}),
        (["€", "EUR"], {"EUR"}),
        (["£", "GBP"], {"GBP"}),
        (["¥"], {"JPY", "CNY"}),
        (["₣", "fr.", "CHF"], {"CHF"}),
        (["AUD"], {"AUD"}), (["NZD"], {"NZD"}), (["MXN"], {"MXN"}), (["JPY"], {"JPY"}), (["CNY"], {"CNY"}),
        (["SEK"], {"SEK"}), (["NOK"], {"NOK"}), (["DKK"], {"DKK"}), (["PLN"], {"PLN"}), (["BRL"], {"BRL"}),
        (["INR"], {"INR"}),
    ],
)  # fmt: skip
def test_signs_stand_for_their_currencies(signs: list[str], currencies: set[str]) -> None:
    """Beside a number they are silent for these, on either side, and tell of any other."""
    every = "CAD USD AUD NZD MXN EUR GBP JPY CNY CHF SEK NOK DKK PLN BRL INR KWD"
    for sign in signs:
        for typed in (f"{sign} 5", f"5 {sign}"):
            silent = set()
            for currency in every.split():
                found = read(typed, "cost", Unit.MONEY, FRENCH, currency)
                assert isinstance(found, Reading), typed
                assert found.value == 5
                silent |= set() if found.warnings else {currency}
            assert silent == currencies, typed


@pytest.mark.parametrize("typed", ["", "  ", "\n", "\u00a0", "\u202f\u2009", "\u200b", "\ufeff", "\u200e "])
def test_a_field_with_nothing_to_see_is_empty(typed: str) -> None:
    answer = run("cpm", {"cost": "500", "impressions": "62500", "cpm": typed}, FRENCH, "CAD")
    assert values(answer) == {"cpm": "8"}
    assert [problem.code for problem in refusal("cpm", {"cost": "500", "impressions": typed})] == [
        "underdetermined"
    ]


# --------------------------------------------------------------------------------------------------
# Bounds of fields


@pytest.mark.parametrize(
    ("calculator", "field", "typed", "code", "params"),
    [
        ("cpm", "cost", "-0,01", "negative", {"least": Quantity(Fraction(0), Unit.MONEY)}),
        ("cpm", "impressions", "-1", "negative", {"least": Quantity(Fraction(0), Unit.COUNT)}),
        ("cpm", "impressions", "0", "zero", {}),
        ("cpm", "impressions", "-0", "zero", {}),
        ("funnel", "ctr", "100,01", "too_high", {"most": Quantity(Fraction(1), Unit.RATIO)}),
        ("roi", "roi", "-101", "too_low", {"least": Quantity(Fraction(-1), Unit.RATIO)}),
        ("reach-frequency", "frequency", "0", "zero", {}),
        ("budget-split", "total", "0", "zero", {}),
        ("budget-split", "share.a", "101", "too_high", {"most": Quantity(Fraction(1), Unit.RATIO)}),
        ("budget-split", "min.a", "-1", "negative", {"least": Quantity(Fraction(0), Unit.MONEY)}),
        ("budget-split", "max.a", "1 %", "percent_unexpected", {}),
    ],
)
def test_bounds(calculator: str, field: str, typed: str, code: str, params: dict[str, Any]) -> None:
    assert refusal(calculator, {field: typed}) == [Problem(code, field, params)]


NEVER_ZERO = {
    "cpm": "impressions",
    "cpc": "clicks",
    "cpm-cpc-ctr": "cpm cpc ctr",
    "reach-frequency": "universe reach frequency impressions grp",
    "reality-check": "budget daily_budget weeks days cpa ad_sets events learning_budget events_bought "
    "universe frequency cpm ceiling impressions reach frequency_cap versions day_factor largest_day",
    "cpv": "views impressions view_rate completions",
    "vcpm": "viewability",
    "funnel": "cpm impressions ctr clicks landing_rate visits conversion_rate conversions aov",
    "breakeven-roas": "margin aov landing_rate conversion_rate roas target_roas cpa_max cpc_max",
    "roi": "costs",
    "engagement-rate": "base",
    "production-amortisation": "uses impressions",
    "paid-smm-mix": "organic_impressions",
    "budget-ladder": "gross net ad_fees_cpm working_media cpm impressions",
}


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_what_is_divided_by_is_never_zero(calculator: str) -> None:
    refused = []
    for field in CALCULATORS[calculator].typed():
        try:
            run(calculator, {field.name: "0"}, FRENCH, "CAD")
        except Refused as found:
            refused += [problem.field for problem in found.problems if problem.code == "zero"]
    assert refused == NEVER_ZERO[calculator].split()


def test_a_rate_too_high_tells_the_other_reading() -> None:
    """1,234 is 1234 % in English, or 1.234 %; 1234 could be nothing else."""
    params = {
        "most": Quantity(Fraction(1), Unit.RATIO),
        "other": Quantity(number("0.01234"), Unit.RATIO, exact=True),
    }
    for typed, expected in (("1,234", params), ("1234", {"most": params["most"]})):
        with pytest.raises(Refused) as refused:
            run("funnel", {"ctr": typed}, ENGLISH, "CAD")
        assert refused.value.problems == [Problem("too_high", "ctr", expected)]


def test_every_fault_is_told_at_once() -> None:
    inputs = {"cost": "abc", "impressions": "0", "views": "1", "cpm": "5 %"}
    found = [(problem.field, problem.code) for problem in refusal("cpm", inputs)]
    assert found == [
        ("cost", "not_a_number"),
        ("impressions", "zero"),
        ("views", "unknown_field"),
        ("cpm", "percent_unexpected"),
    ]


def test_fields_that_are_not_typed_are_unknown() -> None:
    assert refusal("roi", {"growth": "2"}) == [
        Problem("unknown_field", "growth", {"known": ["gains", "costs", "roi"]})
    ]
    (problem,) = refusal("breakeven-roas", {"verdict": "profit"})
    assert (problem.code, problem.field) == ("unknown_field", "verdict")
    assert refusal("engagement-rate", {"base_kind": "Reach"}) == [
        Problem("unknown_choice", "base_kind", {"known": ["reach", "followers", "impressions"]})
    ]


def test_calculators_and_currencies_that_are_not_there() -> None:
    assert refusal("cpx", {}) == [Problem("unknown_calculator", None, {"known": list(IDS)})]
    assert refusal("cpm", {}, "XYZ") == [Problem("unknown_currency", None, {"known": sorted(CURRENCIES)})]


def test_every_code_is_listed() -> None:
    """A code that nobody lists has no sentence."""
    sources = [path.read_text("utf-8") for path in (ROOT / "planner").rglob("*.py")]
    for code in {*ERRORS, *WARNINGS}:
        assert any(f'"{code}"' in text for text in sources), code
    assert not set(ERRORS) & set(WARNINGS)


# --------------------------------------------------------------------------------------------------
# Solving


@pytest.mark.parametrize(
    ("calculator", "inputs", "fields"),
    [
        ("cpm", {"cost": "500", "impressions": "60000", "cpm": "8.5"}, ["cost", "impressions", "cpm"]),
        # Only those that disagree are named, in the order of the calculator, not the one typed.
        (
            "reach-frequency",
            {"cpm": "12", "universe": "200000", "frequency": "4", "impressions": "120000", "reach": "40000"},
            ["reach", "frequency", "impressions"],
        ),
        (
            "funnel",
            {"budget": "2500", "cpm": "12", "impressions": "208333", "clicks": "3000", "ctr": "1.9"},
            ["impressions", "ctr", "clicks"],
        ),
        (
            "funnel",
            {"budget": "2400", "cpm": "12", "ctr": "1.5", "clicks": "5000", "aov": "80", "conversions": "48"},
            ["budget", "cpm", "ctr", "clicks"],
        ),
        ("funnel", {"cpa": "25", "aov": "100", "roas": "5.0", "impressions": "9"}, ["cpa", "aov", "roas"]),
        # Those behind a result below zero.
        ("paid-smm-mix", {"hours": "30", "rate": "60", "smm_cost": "1500"}, ["hours", "rate", "smm_cost"]),
        ("paid-smm-mix", {"hours": "3", "tools": "200", "smm_cost": "100"}, ["hours", "tools", "smm_cost"]),
        (
            "production-amortisation",
            {"cost_per_use": "750", "media": "9", "full_cpm": "2", "impressions": "1000", "uses": "3"},
            ["cost_per_use", "media", "impressions", "full_cpm"],
        ),
        (
            "production-amortisation",
            {"cost_per_use": "750", "full_cpm": "2", "impressions": "1000"},
            ["cost_per_use", "impressions", "full_cpm"],
        ),
        ("breakeven-roas", {"margin": "20", "target_roas": "4", "roas": "5"}, ["margin", "target_roas"]),
    ],
)
def test_a_contradiction_names_what_disagrees(
    calculator: str, inputs: Mapping[str, str], fields: list[str]
) -> None:
    (problem,) = refusal(calculator, inputs)
    assert (problem.code, problem.field, problem.params["fields"]) == ("contradiction", None, fields)


def test_a_result_below_zero_is_named() -> None:
    (problem,) = refusal("paid-smm-mix", {"hours": "3", "tools": "200", "smm_cost": "100"})
    assert problem.params == {"fields": ["hours", "tools", "smm_cost"], "result": "rate"}


def test_a_contradiction_goes_when_any_value_it_names_is_left_out() -> None:
    inputs = {"budget": "2400", "cpm": "12", "ctr": "1.5", "clicks": "5000", "conversions": "48", "aov": "80"}
    (problem,) = refusal("funnel", inputs)
    for name in problem.params["fields"]:
        run("funnel", {other: text for other, text in inputs.items() if other != name}, FRENCH, "CAD")


@pytest.mark.parametrize(
    ("calculator", "inputs", "fields"),
    [
        ("cpm", {"cost": "500"}, ["impressions", "cpm"]),
        ("cpm", {}, ["cost", "impressions", "cpm"]),
        ("roi", {"gains": "500"}, ["costs", "roi"]),
        ("engagement-rate", {"base_kind": "reach"}, ["interactions", "base", "engagement_rate"]),
        ("engagement-rate", {"base": "10"}, ["interactions", "engagement_rate"]),
        ("reach-frequency", {"universe": "9", "reach": "9"}, ["frequency", "impressions", "grp"]),
        ("production-amortisation", {"production": "9000", "media": "450"}, ["uses", "cost_per_use"]),
        ("paid-smm-mix", {"hours": "30"}, ["rate", "smm_cost"]),
        ("paid-smm-mix", {"organic_impressions": "9"}, ["smm_cost", "equivalent_cpm"]),
        ("breakeven-roas", {"aov": "80", "cpc": "1"}, ["margin", "roas", "cpa_max"]),
        ("vcpm", {"viewability": "50"}, ["cpm", "vcpm"]),
        (
            "funnel",
            {"cpm": "12", "ctr": "1"},
            ["budget", "impressions", "clicks", "visits", "conversion_rate", "cpa"],
        ),
        ("budget-split", {}, ["total"]),
        ("budget-split", {"share.a": "100"}, ["total"]),
        (
            "budget-split",
            {"total": "100"},
            [
                "share.production",
                "share.media",
                "share.organic",
                "share.measurement",
                "share.fees",
                "share.reserve",
            ],
        ),
    ],
)
def test_too_little_names_what_would_help(
    calculator: str, inputs: Mapping[str, str], fields: list[str]
) -> None:
    assert refusal(calculator, inputs) == [Problem("underdetermined", None, {"fields": fields})]


@pytest.mark.parametrize(
    ("calculator", "inputs", "field", "fields"),
    [
        ("cpm", {"cost": "500", "cpm": "0"}, "impressions", ["cpm"]),
        ("cpm", {"cost": "0", "cpm": "0"}, "impressions", ["cpm"]),
        ("roi", {"gains": "500", "roi": "-100"}, "costs", ["roi"]),
        ("vcpm", {"cpm": "5", "vcpm": "0"}, "viewability", ["vcpm"]),
        ("engagement-rate", {"interactions": "5", "engagement_rate": "0"}, "base", ["engagement_rate"]),
        ("paid-smm-mix", {"hours": "0", "smm_cost": "100"}, "rate", ["hours"]),
        ("funnel", {"budget": "0", "conversions": "5", "aov": "80"}, "roas", ["budget"]),
        # What is zero was computed: the value typed behind it is named.
        ("funnel", {"budget": "0", "cpm": "5", "clicks": "5"}, "ctr", ["budget"]),
        ("production-amortisation", {"cost_per_use": "0", "production": "5"}, "uses", ["cost_per_use"]),
    ],
)
def test_nothing_is_divided_by_zero(
    calculator: str, inputs: Mapping[str, str], field: str, fields: list[str]
) -> None:
    assert refusal(calculator, inputs) == [Problem("no_solution", field, {"fields": fields})]


def test_a_zero_that_rules_out_a_result_does_not_hide_a_contradiction() -> None:
    (problem,) = refusal("cpm", {"cost": "0", "cpm": "0", "impressions": "-1"})
    assert problem.code == "negative"
    (problem,) = refusal("reach-frequency", {"cost": "0", "cpm": "0", "reach": "9", "universe": "3"})
    assert problem.code == "too_high"


def test_values_near_zero_agree_within_their_rounding() -> None:
    """0.4 is 0 to the unit; without the zero, nothing could be found by dividing by it."""
    answer = run("cpm", {"cost": "0.4", "impressions": "1000", "cpm": "0"}, FRENCH, "CAD")
    assert answer.outputs == {}


def test_values_beyond_need_may_be_many() -> None:
    """Every field of a funnel, as results are shown: rounded to hundredths, counts from 1000 on to units."""
    answer = run(
        "funnel",
        {
            "budget": "2400",
            "cpm": "13",
            "ctr": "1.5",
            "landing_rate": "81",
            "conversion_rate": "2",
            "aov": "79.9",
        },
        FRENCH,
        "CAD",
    )
    typed = {name: value.display.removesuffix("CAD") for name, value in answer.outputs.items()}
    inputs = {name: value.display for name, value in answer.inputs.items()}
    assert len(typed) + len(inputs) == 13
    everything = run("funnel", {**inputs, **typed}, FRENCH, "CAD")
    assert everything.outputs == {}


def test_the_roughest_values_are_those_beyond_need() -> None:
    """Two at once: 203 333 × 12 ÷ 1000 = 2439.996 is 2.4 k, and 2440 ÷ 0.8 = 3050 is 3 k, in hundreds."""
    inputs = {"budget": "2.4k", "cpm": "12.00", "impressions": "203333"}
    inputs |= {"clicks": "3k", "landing_rate": "80.0", "visits": "2440"}
    assert list(run("funnel", inputs, ENGLISH, "CAD").outputs) == ["ctr"]


def test_a_value_of_another_order_than_typed_is_refused() -> None:
    inputs = {"budget": "2400", "cpm": "12", "impressions": "2000000"}
    (problem,) = refusal("funnel", inputs)
    assert problem.params["fields"] == ["budget", "cpm", "impressions"]


def test_results_follow_from_what_was_typed() -> None:
    """A value beyond need that was rounded is used as typed: what is shown can be checked by hand."""
    inputs = {"budget": "2500", "cpm": "12.00", "impressions": "208k", "ctr": "1.5"}
    answer = run("funnel", {**inputs, "impressions": "208333"}, FRENCH, "CAD")
    assert values(answer)["clicks"] == "3124.995"
    (problem,) = refusal("funnel", {**inputs, "impressions": "207k"})
    assert problem.code == "contradiction"
    assert values(run("funnel", inputs, FRENCH, "CAD"))["clicks"] == "3120"


def test_the_order_typed_changes_nothing() -> None:
    inputs = {"reach": "40000", "impressions": "125000", "frequency": "3.13", "cpm": "12"}
    answers = [run("reach-frequency", dict(order), FRENCH, "CAD") for order in permutations(inputs.items())]
    assert all(answer == answers[0] for answer in answers)


def test_defaults_step_in_only_where_they_are_needed_and_are_told() -> None:
    def told(inputs: Mapping[str, str]) -> dict[str, Any]:
        answer = run("funnel", inputs, FRENCH, "CAD")
        return {p.field or "": p.params["value"] for p in answer.warnings if p.code == "assumed"}

    whole = Quantity(Fraction(1), Unit.RATIO)
    assert told({"clicks": "100", "conversion_rate": "2"}) == {"landing_rate": whole}
    assert told({"clicks": "100", "conversion_rate": "2", "landing_rate": "100"}) == {}
    assert told({"clicks": "100", "visits": "80"}) == {}
    assert told({"budget": "100", "cpm": "10"}) == {}
    assert "landing_rate" not in run("funnel", {"budget": "100", "cpm": "10"}, FRENCH, "CAD").inputs


def test_what_was_assumed_stands_among_inputs() -> None:
    answer = run("production-amortisation", {"production": "9000", "uses": "12"}, FRENCH, "CAD")
    assert list(answer.inputs) == ["production", "adaptation", "rights", "uses"]
    assert answer.inputs["rights"].number == 0
    assert [(p.field, p.code) for p in answer.warnings] == [("adaptation", "assumed"), ("rights", "assumed")]


def test_hidden_steps_lead_somewhere() -> None:
    """Orders per click are found, but nothing is made of them."""
    answer = run("breakeven-roas", {"margin": "40", "conversion_rate": "2"}, FRENCH, "CAD")
    assert [step.field for step in answer.steps] == ["roas"]
    assert [problem.code for problem in answer.warnings] == ["fixed_costs"]


def test_codes_are_words_of_the_language() -> None:
    words = {"code.breakeven-roas.loss": "perte", "code.engagement-rate.reach": "portée"}
    locale = dataclasses.replace(FRENCH, words=words)
    inputs = {"margin": "40", "aov": "80", "landing_rate": "100", "conversion_rate": "2"}
    answer = run("breakeven-roas", {**inputs, "cpc": "0.65"}, locale, "CAD")
    assert answer.outputs["verdict"].as_json() == {"value": "loss", "unit": "code", "display": "perte"}
    answer = run("breakeven-roas", {**inputs, "cpc": "0.6"}, locale, "CAD")
    assert answer.outputs["verdict"].display == "profit"  # the language has no word for it
    answer = run("engagement-rate", {"interactions": "3", "base": "10"}, locale, "CAD")
    assert answer.inputs["base_kind"].as_json() == {"value": "reach", "unit": "code", "display": "portée"}
    answer = run(
        "engagement-rate", {"interactions": "3", "base": "10", "base_kind": " followers "}, locale, "CAD"
    )
    assert answer.inputs["base_kind"].as_json()["value"] == "followers"


def test_warnings_come_in_the_order_of_fields() -> None:
    answer = run("cpm", {"impressions": "1.234", "cost": "1.234 €"}, FRENCH, "CAD")
    assert [(problem.field, problem.code) for problem in answer.warnings] == [
        ("cost", "currency_sign"),
        ("cost", "ambiguous_number"),
        ("impressions", "ambiguous_number"),
    ]


def test_what_no_bound_of_a_field_forbids_may_be_impossible_all_the_same() -> None:
    """Nobody is reached less than once, nor more people than there are; no net margin is above the margin."""
    assert refusal("reach-frequency", {"reach": "9", "frequency": "0,5"}) == [
        Problem("too_low", "frequency", {"least": Quantity(Fraction(1), Unit.MULTIPLE)})
    ]
    assert refusal("reach-frequency", {"reach": "9", "universe": "3", "frequency": "1"}) == [
        Problem("too_high", "reach", {"most": Quantity(Fraction(3), Unit.COUNT)})
    ]
    assert refusal("breakeven-roas", {"margin": "20", "target_net_margin": "20"}) == [
        Problem("too_high", "target_net_margin", {"most": Quantity(number("0.2"), Unit.RATIO)})
    ]


def test_units_of_what_is_typed() -> None:
    assert [unit_of("cpm-cpc-ctr", name) for name in ("cpm", "ctr")] == [Unit.MONEY, Unit.RATIO]
    parts = ("total", "share.a", "lock.a.b", "min.a", "max.a")
    assert [unit_of("budget-split", name) for name in parts] == [
        Unit.MONEY, Unit.RATIO, Unit.MONEY, Unit.MONEY, Unit.MONEY
    ]  # fmt: skip
    for calculator, name in (("cpm", "total"), ("cpm", "ctr"), ("budget-split", "cost"), ("x", "cost")):
        assert unit_of(calculator, name) is None


def test_returns_beside_the_threshold() -> None:
    """What one aims at, and what planned clicks bring: 80 × 0.02 ÷ 0.5 = 3.2; each where it can be told."""
    curve = CALCULATORS["breakeven-roas"].curve
    assert curve is not None
    clicks = {"aov": Fraction(80), "orders_per_click": Fraction(1, 50), "cpc": Fraction(1, 2)}
    assert curve.beside({"target_roas": Fraction(4), **clicks}) == {
        "target_roas": 4,
        "planned_roas": number("3.2"),
    }
    assert curve.beside({"target_roas": Fraction(4)}) == {"target_roas": 4}
    for missing in clicks:
        assert curve.beside({name: value for name, value in clicks.items() if name != missing}) == {}
    assert curve.beside({**clicks, "cpc": Fraction(0)}) == {}


def test_fields_of_each_unit() -> None:
    assert money("x") == Field("x", Unit.MONEY, positive=True, least=0, most=None)
    assert count("x") == Field("x", Unit.COUNT, positive=True, least=0, most=None)
    assert multiple("x") == Field("x", Unit.MULTIPLE, positive=True, least=0, most=None)
    assert rate("x") == Field("x", Unit.RATIO, positive=True, least=0, most=1)
    for field in (money, count, multiple, rate):
        more = field("x", positive=False, least=None, most=2, default=3, hidden=True)
        assert (more.positive, more.least, more.most, more.default, more.hidden) == (False, None, 2, 3, True)


def test_relations_join_fields_that_exist() -> None:
    for calculator in CALCULATORS.values():
        names = [field.name for field in calculator.fields]
        assert len(set(names)) == len(names)
        for relation in calculator.relations:
            assert set(relation.names) <= set(names), calculator.id
    assert CALCULATORS["cpm"].field("cost") is not None
    assert CALCULATORS["cpm"].field("costs") is None


def test_results_of_any_size_are_shown() -> None:
    """Rates as small as can be typed make numbers of a hundred digits and more."""
    tiny = f"0.{'0' * 50}1"
    inputs = {"conversions": "1000000000000000", "conversion_rate": tiny, "landing_rate": tiny, "ctr": tiny}
    answer = run("funnel", {**inputs, "cpm": "3"}, ENGLISH, "CAD")
    impressions = answer.outputs["impressions"]
    assert impressions.number == Fraction(LARGEST) * (Fraction(100) * 10**51) ** 3
    assert impressions.display.replace(",", "") == f"1{'0' * 174}"


# --------------------------------------------------------------------------------------------------
# Splitting


def amounts(inputs: Mapping[str, str], currency: str = "CAD") -> dict[str, str]:
    answer = run("budget-split", inputs, FRENCH, currency)
    return {name.removeprefix("amount."): value for name, value in values(answer).items()}


def shares(**given: str) -> dict[str, str]:
    return {f"share.{name}": text for name, text in given.items()}


@pytest.mark.parametrize(
    ("total", "currency", "expected"),
    [
        ("100", "CAD", ["33.34", "33.33", "33.33"]),
        ("100.01", "CAD", ["33.34", "33.34", "33.33"]),
        ("0.02", "CAD", ["0.01", "0.01", "0"]),
        ("100", "JPY", ["34", "33", "33"]),
        ("101", "JPY", ["34", "34", "33"]),
        ("1", "JPY", ["1", "0", "0"]),
        ("100", "KWD", ["33.334", "33.333", "33.333"]),
        ("1", "KWD", ["0.334", "0.333", "0.333"]),
    ],
)
def test_thirds_make_the_total_in_every_currency(total: str, currency: str, expected: list[str]) -> None:
    found = amounts({"total": total, **shares(a="33.33", b="33.33", c="33.33")}, currency)
    assert list(found.values()) == expected


@pytest.mark.parametrize(
    ("total", "currency", "rounded"),
    [
        ("100.004", "CAD", "100"),
        ("100.005", "CAD", "100.01"),
        ("100.4", "JPY", "100"),
        ("100.5", "JPY", "101"),
    ],
)
def test_a_total_finer_than_the_currency_is_rounded(total: str, currency: str, rounded: str) -> None:
    found = amounts({"total": f"{total}0", **shares(a="70", b="30")}, currency)
    assert sum(map(number, found.values())) == number(rounded)


@pytest.mark.parametrize("order", [*permutations("abc")])
def test_ties_go_to_the_first_typed(order: tuple[str, ...]) -> None:
    found = amounts({"total": "100", **{f"share.{name}": "33.33" for name in order}})
    assert found == dict(zip(order, ["33.34", "33.33", "33.33"], strict=True))


def test_a_line_stands_where_it_is_first_named() -> None:
    found = amounts({"max.b": "90", "total": "100", **shares(a="33.33", b="33.33", c="33.33")})
    assert list(found.items()) == [("b", "33.34"), ("a", "33.33"), ("c", "33.33")]


@pytest.mark.parametrize(
    ("inputs", "lines", "amount"),
    [
        ({"total": "1000", "lock.a": "600", "lock.b": "500", "share.c": "1"}, ["a", "b"], "100"),
        ({"total": "1000", "lock.a": "600", "lock.b": "300"}, ["a", "b"], "100"),
        ({"total": "1000", "lock.a": "400", "share.b": "0"}, ["b"], "600"),
        (
            {"total": "1000", "share.a": "50", "share.b": "50", "max.a": "300", "max.b": "400"},
            ["a", "b"],
            "300",
        ),
        (
            {"total": "1000", "share.a": "50", "share.b": "50", "min.a": "700", "min.b": "400"},
            ["a", "b"],
            "100",
        ),
        ({"total": "1000", "share.a": "50", "share.b": "50", "min.b": "1001"}, ["b"], "1"),
        ({"total": "1000", "lock.c": "400", "share.a": "1", "min.a": "700"}, ["a"], "100"),
        ({"total": "1000", "share.a": "50", "share.b": "50", "min.a": "600", "max.a": "550"}, ["a"], "50"),
        ({"total": "1000", "lock.a": "300", "min.a": "400", "share.b": "1"}, ["a"], "100"),
        ({"total": "1000", "lock.a": "300", "max.a": "250", "share.b": "1"}, ["a"], "50"),
        # c has a share of nothing and no bound: nobody takes what is above the maximum of a.
        ({"total": "1000", "share.a": "100", "max.a": "700", "share.c": "0"}, ["a", "c"], "300"),
        ({"total": "1000", "share.a": "100", "max.a": "700", "min.c": "200"}, ["a", "c"], "100"),
    ],
)
def test_what_cannot_be_split_names_lines_and_amount(
    inputs: Mapping[str, str], lines: list[str], amount: str
) -> None:
    (problem,) = refusal("budget-split", inputs)
    assert (problem.code, problem.field, problem.params["lines"]) == ("infeasible", None, lines)
    assert problem.params["amount"] == Quantity(number(amount), Unit.MONEY)


@pytest.mark.parametrize(
    ("inputs", "repair"),
    [
        # What is fixed is more than the total, or less and all there is: the total is moved.
        ({"total": "1000", "lock.a": "600", "lock.b": "500", "share.c": "1"}, {"total": "1100"}),
        ({"total": "1000", "lock.a": "600", "lock.b": "300"}, {"total": "900"}),
        # Else the largest bound at fault gives all that lacks.
        (
            {"total": "1000", "share.a": "50", "share.b": "50", "max.a": "300", "max.b": "400"},
            {"max.b": "700"},
        ),
        (
            {"total": "1000", "share.a": "50", "share.b": "50", "min.a": "700", "min.b": "400"},
            {"min.a": "600"},
        ),
        (
            {"total": "1000", "share.a": "50", "share.b": "50", "min.a": "600", "max.a": "550"},
            {"max.a": "600"},
        ),
        ({"total": "1000", "lock.a": "300", "min.a": "400", "share.b": "1"}, {"min.a": "300"}),
        ({"total": "1000", "lock.a": "300", "max.a": "250", "share.b": "1"}, {"max.a": "300"}),
        # A line with a share of nothing takes none of the rest, and no bound is in its way.
        ({"total": "1000", "lock.a": "400", "share.b": "0"}, {}),
    ],
)
def test_what_cannot_be_split_is_mended(inputs: dict[str, str], repair: dict[str, str]) -> None:
    (problem,) = refusal("budget-split", inputs)
    offered = problem.params["repair"]
    assert offered == {name: Quantity(number(value), Unit.MONEY) for name, value in repair.items()}
    if repair:
        run("budget-split", inputs | repair, FRENCH, "CAD")


@pytest.mark.parametrize(
    ("given", "total", "repair"),
    [
        ({"a": "30", "b": "60"}, "0.9", {"a": "0.3333", "b": "0.6667"}),
        ({"a": "60", "b": "50"}, "1.1", {"a": "0.5455", "b": "0.4545"}),
        ({"a": "1", "b": "1", "c": "1"}, "0.03", {"a": "0.3334", "b": "0.3333", "c": "0.3333"}),
        ({"a": "50", "b": "49.98"}, "0.9998", {"a": "0.5001", "b": "0.4999"}),
        ({"a": "50", "b": "0"}, "0.5", {"a": "1", "b": "0"}),
        ({"a": "0", "b": "0"}, "0", {}),
    ],
)
def test_shares_that_miss_are_offered_a_repair(
    given: dict[str, str], total: str, repair: dict[str, str]
) -> None:
    (problem,) = refusal("budget-split", {"total": "1000", **shares(**given)})
    assert problem.code == "shares_sum"
    assert problem.params["sum"] == Quantity(number(total), Unit.RATIO)
    assert problem.params["repair"] == {
        f"share.{name}": Quantity(number(share), Unit.RATIO) for name, share in repair.items()
    }


def test_a_repair_calls_lines_as_the_page_does() -> None:
    words = {"problem.shares_sum": "{repair}", "label.budget-split.media": "Médias"}
    locale = dataclasses.replace(FRENCH, words=words)
    problems = refusal("budget-split", {"total": "1000", **shares(media="60", b="60")})
    told = refused_as_json(problems, "budget-split", locale, "CAD")
    assert told["errors"][0]["message"] == f"Médias 50{THIN}%, b 50{THIN}%"


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        # a is 0.20 above its maximum, b 0.05 below its minimum: a is held, b then has 0.70 × 30 ÷ 50.
        (
            {**shares(a="50", b="30", c="20"), "max.a": "0.3", "min.b": "0.35"},
            {"a": "0.3", "b": "0.42", "c": "0.28"},
        ),
        # a is 0.02 above, b 0.20 below: b is held, a then has 0.70 × 50 ÷ 90.
        (
            {**shares(a="50", b="10", c="40"), "max.a": "0.48", "min.b": "0.3"},
            {"a": "0.39", "b": "0.3", "c": "0.31"},
        ),
    ],
)
def test_what_is_further_out_is_held_first_however_small(
    inputs: dict[str, str], expected: dict[str, str]
) -> None:
    assert amounts({"total": "1", **inputs}) == expected


def test_a_repair_computes_as_it_is_told() -> None:
    inputs = {"total": "1000", **shares(a="17", b="29", c="31"), "min.a": "10"}
    told = refused_as_json(refusal("budget-split", inputs), "budget-split", FRENCH, "CAD")
    repair = told["errors"][0]["params"]["repair"]
    assert sum(number(share) for share in repair.values()) == 100
    found = amounts({**inputs, **repair})
    assert sum(map(number, found.values())) == 1000


@pytest.mark.parametrize(
    ("b", "accepted"), [("50.01", True), ("49.99", True), ("50.011", False), ("49.98", False)]
)
def test_shares_may_miss_by_a_hundredth_of_a_percent(b: str, accepted: bool) -> None:
    inputs = {"total": "1000", **shares(a="50.0000", b=f"{b}0")}
    if accepted:
        assert sum(map(number, amounts(inputs).values())) == 1000
    else:
        assert [problem.code for problem in refusal("budget-split", inputs)] == ["shares_sum"]


def test_shares_beside_a_lock_need_not_make_a_hundred() -> None:
    assert amounts({"total": "100", "lock.x": "10", **shares(a="1", b="2")}) == {
        "x": "10",
        "a": "30",
        "b": "60",
    }
    assert amounts({"total": "100", "lock.x": "100", **shares(a="0")}) == {"x": "100", "a": "0"}
    assert amounts({"total": "100", "lock.x": "0", **shares(a="5")}) == {"x": "0", "a": "100"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("share.a", None), ("share.Média payant", None), ("share.été 2027", None), ("share.a-b", None),
        ("share.広告", None), (f"share.{'a' * 40}", None), ("share. a ", None),
        (f"share.{'a' * 41}", "line_name"), ("share.", "line_name"), ("share.  ", "line_name"),
        ("share.a.b", "line_name"), ("share.a,b", "line_name"), ("share.a/b", "line_name"),
        ("share.😀", "line_name"), ("share.a_b", "line_name"), ("share.a\tb", "line_name"),
        ("share.<b>", "line_name"), ("share.a\u200bb", "line_name"), ("share.d’œuvre", "line_name"),
        ("share", "unknown_field"), ("amount.a", "unknown_field"), ("part.a", "unknown_field"),
        (".a", "unknown_field"), ("Share.a", "unknown_field"), ("total.a", "unknown_field"),
        ("cost", "unknown_field"),
    ],
)  # fmt: skip
def test_names_of_lines(name: str, code: str | None) -> None:
    inputs = {"total": "100", name: "100"}
    if code is None:
        assert list(amounts(inputs)) == [name.partition(".")[2].strip()]
    else:
        (problem,) = refusal("budget-split", inputs)
        assert problem.code == code
        assert problem.field == name.rstrip() if code == "line_name" else True


def test_a_wrong_name_is_told_where_it_stands() -> None:
    problems = refusal("budget-split", {"total": "1", "lock.a!": "1", "max.b!": "2"})
    assert [(problem.field, problem.code) for problem in problems] == [
        ("lock.a!", "line_name"),
        ("max.b!", "line_name"),
    ]
    assert problems[0].params == {"most": Quantity(Fraction(40), Unit.COUNT)}
    (problem,) = refusal("budget-split", {"total": "1", "x": "1"})
    assert problem.params["known"][:7] == [
        "total",
        "method",
        "objective",
        "target",
        "share.…",
        "lock.…",
        "min.…",
    ]


def test_names_are_compared_in_one_form() -> None:
    """An accent may be a sign of its own, and spaces stand around."""
    answer = run(
        "budget-split", {"total": "10", "share.me\u0301dia": "100", "max. média ": "10"}, FRENCH, "CAD"
    )
    assert list(answer.outputs) == ["amount.média"]
    assert list(answer.inputs) == ["total", "share.média", "max.média"]
    twice = {"total": "10", "share.me\u0301dia": "60", "share.média": "40"}
    assert refusal("budget-split", twice) == [Problem("repeated_field", "share.média")]


def test_a_line_has_a_share_or_a_lock() -> None:
    inputs = {"total": "10", "lock.a": "5", "share.a": "50", "share.b": "50"}
    assert refusal("budget-split", inputs) == [
        Problem("share_and_lock", "lock.a", {"line": "a", "repair": {"share.a": None}})
    ]


def test_lines_without_share_or_lock_have_their_minimum() -> None:
    assert amounts({"total": "10", "share.a": "100", "min.b": "4", "max.c": "3"}) == {
        "a": "6",
        "b": "4",
        "c": "0",
    }


def test_a_maximum_leaves_room_for_the_cent() -> None:
    inputs = {"total": "100", **shares(a="33.33", b="33.33", c="33.33")}
    assert amounts({**inputs, "max.a": "33.34"}) == {"a": "33.34", "b": "33.33", "c": "33.33"}


def test_a_maximum_finer_than_the_currency_is_kept_where_others_can_take_the_cent() -> None:
    """Floors of 33.33 leave a cent, which would put a or b above what they may have."""
    lines = [
        Line("a", Fraction(1, 3), most=number("33.335")),
        Line("b", Fraction(1, 3), most=number("33.335")),
        Line("c", Fraction(1, 3)),
    ]
    found = split(Fraction(100), lines, 2)
    assert found == {"a": number("33.33"), "b": number("33.33"), "c": number("33.34")}
    held = [Line(name, Fraction(1, 4), most=number("25.0025")) for name in "abcd"]
    assert sum(split(number("100.01"), held, 2).values()) == number("100.01")


def test_the_lines_of_a_split_can_be_had_as_they_were_typed() -> None:
    inputs = {"total": "1k", "share.a": "60", "min.a": "5,5", "share.b": "40", "max.b": " ", "lock.c": ""}
    total, lines = lines_of(inputs, FRENCH, "CAD")
    assert total == 1000
    assert lines == [Line("a", number("0.6"), least=number("5.5")), Line("b", number("0.4"))]
    with pytest.raises(Refused):
        lines_of({**inputs, "share.a": "x"}, FRENCH, "CAD")


def test_factors_keep_the_order_in_which_one_thinks_of_them() -> None:
    inputs = {"reach": "1000", "frequency": "3"}
    (step,) = run("reach-frequency", inputs, ENGLISH, "CAD").steps
    assert (step.words, step.numbers) == ("impressions = reach × frequency", "1,000 × 3")


def test_steps_of_a_split_tell_each_line() -> None:
    locale = dataclasses.replace(FRENCH, words={"label.budget-split.media": "Média"})
    inputs = {"total": "1000", "share.media": "100", "lock.x": "250"}
    steps = run("budget-split", inputs, locale, "CAD").steps
    assert [(step.field, step.words, step.numbers, step.result) for step in steps] == [
        (
            "amount.media",
            "Média",
            f"1{THIN}000,00{THIN}CAD × 75{THIN}%",
            f"750,00{THIN}CAD",
        ),
        ("amount.x", "x", f"250,00{THIN}CAD", f"250,00{THIN}CAD"),
    ]


# --------------------------------------------------------------------------------------------------
# Steps


def steps(calculator: str, inputs: Mapping[str, str]) -> list[str]:
    answer = run(calculator, inputs, ENGLISH, "CAD")
    return [f"{step.words} | {step.numbers} | {step.result}" for step in answer.steps]


@pytest.mark.parametrize(
    ("calculator", "inputs", "expected"),
    [
        (
            "cpm",
            {"cost": "500", "impressions": "62500"},
            ["cpm = cost ÷ impressions × 1,000 | CAD500 ÷ 62,500 × 1,000 | CAD8.00"],
        ),
        (
            "cpm",
            {"cost": "500.50", "cpm": "8"},
            ["impressions = cost ÷ cpm × 1,000 | CAD500.50 ÷ CAD8 × 1,000 | 62,563"],
        ),
        (
            "cpm",
            {"impressions": "1250.5", "cpm": "8"},
            ["cost = cpm × impressions ÷ 1,000 | CAD8 × 1,250.5 ÷ 1,000 | CAD10.00"],
        ),
        (
            "cpm-cpc-ctr",
            {"cpm": "12", "ctr": "1.5"},
            ["cpc = cpm ÷ ctr ÷ 1,000 | CAD12 ÷ 1.5% ÷ 1,000 | CAD0.80"],
        ),
        (
            "cpm-cpc-ctr",
            {"cpc": "0.8", "ctr": "1.5"},
            ["cpm = cpc × ctr × 1,000 | CAD0.80 × 1.5% × 1,000 | CAD12.00"],
        ),
        (
            "reach-frequency",
            {"reach": "40000", "frequency": "3", "universe": "200000"},
            [
                "impressions = reach × frequency | 40,000 × 3 | 120,000",
                "grp = impressions ÷ universe × 100 | 120,000 ÷ 200,000 × 100 | 60",
            ],
        ),
        (
            "roi",
            {"gains": "15000", "costs": "10000"},
            [
                "growth = gains ÷ costs | CAD15,000 ÷ CAD10,000 | 150%",
                "roi = growth − 100% | 150% − 100% | 50%",
            ],
        ),
        (
            "roi",
            {"costs": "10000", "roi": "50"},
            [
                "growth = roi + 100% | 50% + 100% | 150%",
                "gains = growth × costs | 150% × CAD10,000 | CAD15,000.00",
            ],
        ),
        (
            "roi",
            {"costs": "10000", "roi": "-50"},
            [
                "growth = roi + 100% | −50% + 100% | 50%",
                "gains = growth × costs | 50% × CAD10,000 | CAD5,000.00",
            ],
        ),
        (
            "breakeven-roas",
            {"margin": "40", "target_net_margin": "15"},
            [
                "roas = 1 ÷ margin | 1 ÷ 40% | 2.5",
                "margin_left = margin − target_net_margin | 40% − 15% | 25%",
                "target_roas = 1 ÷ margin_left | 1 ÷ 25% | 4",
            ],
        ),
        (
            "breakeven-roas",
            {"margin": "40", "target_roas": "4"},
            [
                "roas = 1 ÷ margin | 1 ÷ 40% | 2.5",
                "margin_left = 1 ÷ target_roas | 1 ÷ 4 | 25%",
                "target_net_margin = margin − margin_left | 40% − 25% | 15%",
            ],
        ),
        (
            "breakeven-roas",
            {"target_net_margin": "15", "target_roas": "4"},
            [
                "margin_left = 1 ÷ target_roas | 1 ÷ 4 | 25%",
                "margin = margin_left + target_net_margin | 25% + 15% | 40%",
                "roas = 1 ÷ margin | 1 ÷ 40% | 2.5",
            ],
        ),
        (
            "production-amortisation",
            {"production": "9000", "adaptation": "1500", "rights": "0", "uses": "14"},
            [
                "making = production + adaptation + rights | CAD9,000 + CAD1,500 + CAD0 | CAD10,500.00",
                "cost_per_use = making ÷ uses | CAD10,500 ÷ 14 | CAD750.00",
            ],
        ),
        (
            "production-amortisation",
            {"adaptation": "1500", "rights": "500", "uses": "14", "cost_per_use": "750"},
            [
                "making = cost_per_use × uses | CAD750 × 14 | CAD10,500.00",
                "production = making − adaptation − rights | CAD10,500 − CAD1,500 − CAD500 | CAD8,500.00",
            ],
        ),
        (
            "funnel",
            {"cpm": "12", "ctr": "1.5", "landing_rate": "80", "conversion_rate": "2"},
            [
                "cpa = cpm ÷ conversion_rate ÷ landing_rate ÷ ctr ÷ 1,000"
                " | CAD12 ÷ 2% ÷ 80% ÷ 1.5% ÷ 1,000 | CAD50.00"
            ],
        ),
        (
            "funnel",
            {"conversions": "50", "conversion_rate": "2", "landing_rate": "80", "ctr": "1.5", "cpm": "12"},
            [
                "visits = conversions ÷ conversion_rate | 50 ÷ 2% | 2,500",
                "clicks = visits ÷ landing_rate | 2,500 ÷ 80% | 3,125",
                "impressions = clicks ÷ ctr | 3,125 ÷ 1.5% | 208,333",
                "budget = cpm × impressions ÷ 1,000 | CAD12 × 208,333 ÷ 1,000 | CAD2,500.00",
                "cpa = budget ÷ conversions | CAD2,500 ÷ 50 | CAD50.00",
            ],
        ),
        (  # decimals that were typed are told; those without end are rounded, as in results
            "cpc",
            {"cpc": "0.0055", "clicks": "300"},
            ["cost = cpc × clicks | CAD0.0055 × 300 | CAD1.65"],
        ),
        (
            "cpc",
            {"cost": "1.2345678", "clicks": "3"},
            ["cpc = cost ÷ clicks | CAD1.23 ÷ 3 | CAD0.41"],
        ),
        (
            "vcpm",
            {"cpm": "5.5", "viewability": "66.667"},
            ["vcpm = cpm ÷ viewability | CAD5.50 ÷ 66.667% | CAD8.25"],
        ),
        (
            "paid-smm-mix",
            {"hours": "30", "tools": "100", "smm_cost": "1900"},
            [
                "labour = smm_cost − tools | CAD1,900 − CAD100 | CAD1,800.00",
                "rate = labour ÷ hours | CAD1,800 ÷ 30 | CAD60.00",
            ],
        ),
    ],
)
def test_steps(calculator: str, inputs: Mapping[str, str], expected: list[str]) -> None:
    assert steps(calculator, inputs) == expected


def test_steps_are_told_in_the_words_of_the_language() -> None:
    words = {
        "label.roi.roi": "ROI",
        "label.roi.growth": "Gains rapportés aux coûts",
        "label.roi.gains": "Gains",
    }
    answer = run("roi", {"gains": "15000", "costs": "10000"}, dataclasses.replace(FRENCH, words=words), "EUR")
    first, second = answer.steps
    assert first.words == "Gains rapportés aux coûts = Gains ÷ costs"
    assert second.as_json() == {
        "field": "roi",
        "words": f"ROI = Gains rapportés aux coûts − 100{THIN}%",
        "numbers": f"150{THIN}% − 100{THIN}%",
        "result": f"50{THIN}%",
    }


def test_every_result_that_is_a_number_has_its_step() -> None:
    for inputs in (
        {"budget": "2400", "cpm": "12", "ctr": "1.5", "conversion_rate": "2", "aov": "80"},
        {"revenue": "3840", "roas": "1.6", "aov": "80", "conversion_rate": "2", "ctr": "1.5"},
    ):
        answer = run("funnel", inputs, FRENCH, "CAD")
        assert sorted(step.field for step in answer.steps) == sorted(answer.outputs)


def test_a_formula_begins_with_what_is_multiplied() -> None:
    relation = Product(("1", "x"), ("y",))
    assert relation.names == ("1", "x", "y")
    (step,) = steps("cpv", {"cpm": "10", "view_rate": "25"})
    assert step == "cpv = cpm ÷ view_rate ÷ 1,000 | CAD10 ÷ 25% ÷ 1,000 | CAD0.04"


# --------------------------------------------------------------------------------------------------
# Numbers out


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(8), "8"), (Fraction(0), "0"), (Fraction(-8), "-8"), (Fraction(1, 8), "0.125"),
        (Fraction(-1, 2), "-0.5"), (Fraction(1, 3), "0.333333333333333333"),
        (Fraction(2, 3), "0.666666666666666667"), (Fraction(-2, 3), "-0.666666666666666667"),
        (Fraction(200000, 3), "66666.6666666666667"), (Fraction(10**15), f"1{'0' * 15}"),
        (Fraction(10**30), f"1{'0' * 30}"), (Fraction(1, 10**30), f"0.{'0' * 29}1"),
        (Fraction(1, 2**60), f"{1 / 2**60:.60f}"), (Fraction(10**20, 3), "33333333333333333300"),
        (Fraction(123456789012345678901, 100), "1234567890123456789.01"), (Fraction(100), "100"),
        (Fraction(1, 10**400), f"0.{'0' * 399}1"),
    ],
)  # fmt: skip
def test_values_are_plain_decimals(value: Fraction, expected: str) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("value", "unit", "currency", "expected"),
    [
        ("8", "money", "CAD", "CAD8.00"), ("8.005", "money", "CAD", "CAD8.01"),
        ("8.5", "money", "JPY", "JPY9"), ("1234.5678", "money", "KWD", "KWD1,234.568"),
        ("-0.004", "money", "CAD", "CAD0.00"),
        ("-0.005", "money", "CAD", "CAD−0.01"), ("0.00001", "ratio", None, "0%"),
        ("-0.00001", "ratio", None, "0%"), ("0.00005", "ratio", None, "0.01%"),
        ("2.5", "ratio", None, "250%"), ("12.345", "count", None, "12.35"),
        ("999.994", "count", None, "999.99"), ("1000.4", "count", None, "1,000"),
        ("-1000.5", "count", None, "−1,001"), ("2.50", "multiple", None, "2.5"),
        ("1234.567", "multiple", None, "1,234.57"),
    ],
)  # fmt: skip
def test_values_are_shown_rounded(value: str, unit: str, currency: str | None, expected: str) -> None:
    assert show(number(value), unit, ENGLISH, currency) == expected


def test_a_currency_that_the_language_lacks_is_not_shown() -> None:
    for currency in ("XYZ", None):
        with pytest.raises(KeyError):
            show(Fraction(8), "money", ENGLISH, currency)


def test_locales_are_read_from_their_files() -> None:
    found = Locale.from_json(
        {
            "decimal": ",",
            "group": THIN,
            "percent": f"{{number}}{THIN}%",
            "currencies": {"EUR": {"pattern": "{number} €", "digits": 2}},
            "words": {"label.cpm.cost": "Coût", "label.budget-split.media": "Média"},
        }
    )
    assert found.currencies == {"EUR": Currency("{number} €", 2)}
    assert found.label("cpm", "cost") == "Coût"
    assert found.label("cpm", "cpm") == "cpm"
    assert found.label("budget-split", "share.media") == "Média"
    assert found.label("budget-split", "lock.autre") == "autre"


# --------------------------------------------------------------------------------------------------
# Answers as JSON


def test_an_answer_as_json() -> None:
    answer = run("cpm", {"cost": "500 €", "impressions": "62500"}, ENGLISH, "CAD")
    assert answer.as_json(ENGLISH, "CAD") == {
        "calculator": "cpm",
        "inputs": {
            "cost": {"value": "500", "unit": "money", "display": "CAD500.00"},
            "impressions": {"value": "62500", "unit": "count", "display": "62,500"},
        },
        "outputs": {"cpm": {"value": "8", "unit": "money", "display": "CAD8.00"}},
        "steps": [
            {
                "field": "cpm",
                "words": "cpm = cost ÷ impressions × 1,000",
                "numbers": "CAD500 ÷ 62,500 × 1,000",
                "result": "CAD8.00",
            }
        ],
        "warnings": [
            {
                "field": "cost",
                "code": "currency_sign",
                "params": {"currency": "CAD"},
                "message": "currency_sign",
            }
        ],
    }


def test_an_answer_keeps_the_relations_that_were_used() -> None:
    answer = run("roi", {"gains": "15000", "costs": "10000"}, FRENCH, "CAD")
    growth, roi = CALCULATORS["roi"].relations
    assert answer.computed == (("growth", growth), ("roi", roi))
    assert answer.values == {"gains": 15000, "costs": 10000, "growth": Fraction(3, 2), "roi": Fraction(1, 2)}


def test_rates_come_out_as_ratios() -> None:
    answer = run("cpm-cpc-ctr", {"cpm": "12", "cpc": "0.8"}, FRENCH, "CAD")
    assert answer.outputs["ctr"].as_json() == {"value": "0.015", "unit": "ratio", "display": f"1,5{THIN}%"}


def test_inputs_of_a_split_as_json() -> None:
    answer = run("budget-split", {"total": "1k", "share.a": "100", "max.a": "1000"}, ENGLISH, "CAD")
    assert {name: value.as_json()["unit"] for name, value in answer.inputs.items()} == {
        "total": "money",
        "share.a": "ratio",
        "max.a": "money",
    }
    assert answer.inputs["share.a"].as_json()["value"] == "1"
    assert answer.calculator == "budget-split"
    assert answer.lines == (Line("a", Fraction(1), most=Fraction(1000)),)


def test_refusals_as_json() -> None:
    problems = refusal("cpm", {"cost": "-5", "cpm": "2"})
    assert refused_as_json(problems, "cpm", FRENCH, "CAD") == {
        "errors": [{"field": "cost", "code": "negative", "params": {"least": "0"}, "message": "negative"}]
    }


@pytest.mark.parametrize(
    ("problem", "params", "message"),
    [
        (
            Problem("ambiguous_number", "cost", {"other": Quantity(Fraction(1234), Unit.MONEY)}),
            {"other": "1234"},
            f"other: 1{THIN}234,00{THIN}CAD",
        ),
        (
            Problem("tiny_rate", "ctr", {"other": Quantity(number("0.02"), Unit.RATIO, exact=True)}),
            {"other": "2"},
            f"other: 2{THIN}%",
        ),
        (
            Problem("too_high", "reach", {"most": Quantity(Fraction(30000), Unit.COUNT)}),
            {"most": "30000"},
            f"most: 30{THIN}000",
        ),
        (
            Problem("contradiction", None, {"fields": ["cost", "cpm"]}),
            {"fields": ["cost", "cpm"]},
            "fields: Coût, cpm",
        ),
        (Problem("zero", "cost"), {}, "field: Coût"),
        (Problem("not_a_number", "cost", {"typed": "{x}"}), {"typed": "{x}"}, "typed: {x}"),
        (
            Problem("shares_sum", None, {"repair": {"share.a": Quantity(Fraction(1, 4), Unit.RATIO)}}),
            {"repair": {"share.a": "25"}},
            f"repair: a 25{THIN}%",
        ),
        (
            Problem(
                "x",
                None,
                {
                    "known": {
                        "cost": Quantity(Fraction(5), Unit.MONEY),
                        "ctr": Quantity(number("0.1"), Unit.RATIO),
                    }
                },
            ),
            {"known": {"cost": "5", "ctr": "10"}},
            f"known: Coût 5,00{THIN}CAD, ctr 10{THIN}%",
        ),
        # A number as it was typed, with all its decimals.
        (
            Problem("x", "cost", {"other": Quantity(number("0.1234"), Unit.MONEY, exact=True)}),
            {"other": "0.1234"},
            f"other: 0,1234{THIN}CAD",
        ),
        (Problem("underdetermined"), {}, "field: "),
    ],
)
def test_sentences_show_numbers_and_parameters_can_be_typed(
    problem: Problem, params: dict[str, Any], message: str
) -> None:
    told = next(iter(problem.params), "field")
    words = {f"problem.{problem.code}": f"{told}: {{{told}}}", "label.cpm.cost": "Coût"}
    found = said(problem, "cpm", dataclasses.replace(FRENCH, words=words), "CAD")
    assert found == {"field": problem.field, "code": problem.code, "params": params, "message": message}


def test_sentences_call_fields_as_their_calculator_does() -> None:
    words = {"problem.currency_sign": "{field}?", "problem.negative": "{field}!", "label.cpm.cost": "Coût"}
    locale = dataclasses.replace(FRENCH, words=words)
    answer = run("cpm", {"cost": "500 €", "cpm": "2"}, locale, "CAD").as_json(locale, "CAD")
    assert answer["warnings"][0]["message"] == "Coût?"
    refused = refused_as_json(refusal("cpm", {"cost": "-5"}), "cpm", locale, "CAD")
    assert refused["errors"][0]["message"] == "Coût!"


def test_everything_said_is_json() -> None:
    """Whatever is wrong, programs are told in JSON."""
    for calculator, inputs in [
        ("budget-split", {"total": "100", "share.a": "30"}),
        ("budget-split", {"total": "100", "lock.a": "130"}),
        ("budget-split", {"total": "100", "lock.a": "30", "share.a": "3"}),
        ("budget-split", {"total": "100", "share.é!": "3"}),
        ("cpm", {"cost": "9" * 400}),
        ("cpm", {"cost": "1", "impressions": "1", "cpm": "1"}),
        ("roi", {"roi": "-200"}),
        ("breakeven-roas", {"margin": "10", "target_net_margin": "20"}),
        ("reach-frequency", {"reach": "9", "universe": "3", "frequency": "1"}),
        ("reach-frequency", {"reach": "9", "frequency": "0.5"}),
        ("engagement-rate", {"base_kind": "x"}),
        ("x", {}),
    ]:
        told = refused_as_json(refusal(calculator, inputs), calculator, FRENCH, "CAD")
        assert json.loads(json.dumps(told)) == told


# --------------------------------------------------------------------------------------------------
# The command, and what the page's worker calls


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main(list(arguments))
    return code, json.loads(capsys.readouterr().out)


def test_the_command_computes(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = command(capsys, "cpm", "cost=500", "impressions=62500", "--lang", "fr", "--currency", "CAD")
    assert code == 0
    assert list(found) == ["calculator", "inputs", "outputs", "steps", "warnings"]
    assert found["outputs"]["cpm"]["value"] == "8"
    assert found["outputs"]["cpm"]["unit"] == "money"


def test_the_command_prints_for_people_too(capsys: pytest.CaptureFixture[str]) -> None:
    """On several lines, and what is not ASCII as it is."""
    main(["cpm", "cost=500", "impressions=62500"])
    told = capsys.readouterr().out
    assert told.startswith('{\n  "calculator": "cpm",\n')
    assert told.endswith("}\n")
    assert f'"500,00{THIN}$"' in told


def test_the_command_in_another_language(capsys: pytest.CaptureFixture[str]) -> None:
    _, french = command(capsys, "cpm", "cost=1,234", "cpm=2")
    _, english = command(capsys, "cpm", "--lang", "en", "cost=1,234", "--currency", "EUR", "cpm=2")
    assert french["outputs"]["impressions"]["value"] == "617"
    assert english["outputs"]["impressions"]["value"] == "617000"
    assert "€" in english["inputs"]["cost"]["display"]


@pytest.mark.parametrize(
    ("arguments", "field", "code"),
    [
        (["cpm", "cost=abc", "cpm=1"], "cost", "not_a_number"),
        (["cpm", "cost=1", "cost=2"], "cost", "repeated_field"),
        (["cpm", "cost"], None, "not_a_number"),
        (["cpm", "cost=5", "costs=5"], "costs", "unknown_field"),
        (["cpm"], None, "underdetermined"),
        (["cpm", "cost=", "cpm= "], None, "underdetermined"),
        (["cpx", "cost=5"], None, "unknown_calculator"),
        (["cpm", "cost=5", "cpm=1", "--currency", "XYZ"], None, "unknown_currency"),
        (["budget-split", "total=100", "share.a=30"], None, "shares_sum"),
        (["budget-split", "total=100", "share.a=30", "share.a=70"], "share.a", "repeated_field"),
    ],
)
def test_the_command_tells_what_is_wrong(
    capsys: pytest.CaptureFixture[str], arguments: list[str], field: str | None, code: str
) -> None:
    exit_code, found = command(capsys, *arguments)
    assert exit_code == 2
    (error,) = found["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert set(error) == {"field", "code", "params", "message"}


def test_what_is_wrong_is_told_in_the_currency_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = command(capsys, "budget-split", "total=100", "lock.a=130", "--currency", "EUR")
    assert f"30,00{THIN}€" in found["errors"][0]["message"]


def test_the_command_tells_how_it_is_called(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "[calculator] [field=value ...] Media-planning arithmetic." in told
    assert (
        f"calculator one of {', '.join(IDS)}, adviser field=value as one would type them: 1234,56 or 2 %"
        in told
    )
    assert "--lang LANG the language of numbers and sentences (default: fr)" in told
    assert "--currency CURRENCY a currency code (default: the language's first)" in told
    assert "--list list calculators" in told


def test_the_command_keeps_what_follows_the_first_equals_sign(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = command(capsys, "cpm", "cost=5=5", "cpm=1")
    assert found["errors"][0]["params"] == {"typed": "5=5"}


def test_the_command_lists_everything(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = command(capsys, "--list")
    assert code == 0
    assert set(found) == {"calculators", "advisers", "errors", "warnings"}
    listed = {one["id"]: one["fields"] for one in found["calculators"]}
    assert tuple(listed) == IDS
    assert listed["cpm"] == [
        {"name": "cost", "unit": "money"},
        {"name": "impressions", "unit": "count"},
        {"name": "cpm", "unit": "money"},
    ]
    assert listed["roi"][-1] == {"name": "roi", "unit": "ratio"}
    assert listed["engagement-rate"][-1]["choices"] == ["reach", "followers", "impressions"]
    assert {field["name"]: field["unit"] for field in listed["budget-split"]} == {
        "total": "money",
        "share.<line>": "ratio",
        "lock.<line>": "money",
        "min.<line>": "money",
        "max.<line>": "money",
        "amount.<line>": "money",
        "method": "code",
        "objective": "code",
        "target": "count",
        "weight.<line>": "multiple",
        "now.<line>": "money",
        "brings.<line>": "count",
        "double.<line>": "ratio",
        "curve.<line>": "code",
        "response.<line>": "count",
        "marginal.<line>": "multiple",
        "response": "count",
        "today.<line>": "money",
        "today_total": "money",
        "today_response": "count",
        "wide.<line>": "money",
        "wide_total": "money",
        "wide_response": "count",
    }
    curve = next(field for field in listed["budget-split"] if field["name"] == "curve.<line>")
    assert curve["methods"] == ["response"]
    assert curve["forms"] == ["hill:max,half,slope", "mm:max,half", "logistic:max,lambda"]
    assert (found["errors"], found["warnings"]) == (ERRORS, WARNINGS)


CONTRACT = {
    "reality-check": "platform budget daily_budget weeks days cpa ad_sets events learning_budget "
    "events_bought universe frequency cpm ceiling impressions reach frequency_cap versions day_factor "
    "largest_day",
    "cpm": "cost impressions cpm",
    "cpc": "cost clicks cpc",
    "cpm-cpc-ctr": "cpm cpc ctr",
    "reach-frequency": "universe reach frequency impressions cpm cost grp",
    "cpv": "cost views cpv impressions view_rate cpm completions cpcv",
    "vcpm": "cpm viewability vcpm",
    "budget-ladder": "gross tax total taxes fee_basis fee fees fee_on_gross fee_on_net net "
    "ad_fees_cpm ad_fees working_media cpm impressions",
    "funnel": "budget cpm impressions ctr clicks landing_rate visits conversion_rate conversions cpa "
    "aov aov_tax tax revenue roas",
    "breakeven-roas": "margin target_net_margin aov aov_tax tax landing_rate conversion_rate cpc roas "
    "target_roas cpa_max cpc_max verdict",
    "roi": "gains costs roi",
    "engagement-rate": "interactions base engagement_rate base_kind",
    "production-amortisation": "production adaptation rights uses cost_per_use media impressions full_cpm",
    "paid-smm-mix": "hours rate tools smm_cost organic_impressions equivalent_cpm",
}


def test_fields_are_those_that_other_programs_rely_on() -> None:
    """Addresses hold these names: one that goes breaks what people have shared."""
    shown = {
        name: " ".join(field.name for field in calculator.fields if not field.hidden)
        for name, calculator in CALCULATORS.items()
    }
    assert shown == CONTRACT


@pytest.mark.parametrize("arguments", [[], ["cpm", "cost=1", "--lang", "xx"], ["cpm", "--nothing"]])
def test_the_command_refuses_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage: python -m planner" in told.err


@pytest.mark.parametrize("lang", ["../locales/fr", "x" * 300, "", "fr.json", "*"])
def test_a_language_is_a_name_and_no_path(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["cpm", "cost=1", "--lang", lang])
    assert f"no language “{lang}”: there are en, fr" in capsys.readouterr().err


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", '"é"'), ("ascii", '"\\u00e9"')])
def test_what_an_output_cannot_hold_is_escaped(
    encoding: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte typed that is no text comes as half a pair of surrogates: JSON has an escape for it."""
    for typed in ("é", "\udcff"):
        out = io.TextIOWrapper(io.BytesIO(), encoding)
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["cpm", f"cost={typed}"]) == 2
        out.seek(0)
        told = out.read()
        assert json.loads(told)["errors"][0]["params"] == {"typed": typed}
        assert typed != "é" or shown in told


def test_an_unknown_language_is_told_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["cpm", "cost=1", "--lang", "xx"])
    assert "no language “xx”: there are en, fr" in capsys.readouterr().err


def test_without_a_calculator_the_command_says_where_they_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert "error: which calculator? --list names them" in capsys.readouterr().err


def test_without_languages_the_command_says_how_to_make_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("planner.__main__.LOCALES", tmp_path)
    with pytest.raises(SystemExit):
        main(["cpm", "cost=1"])
    assert "no language “fr”: there are none (make locales writes them)" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [(["cost=1", "cpm=1"], 0), (["cost=1"], 2)])
def test_the_command_from_a_shell(arguments: Iterable[str], code: int) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "planner", "cpm", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == code
    assert found.stderr == ""
    assert ("errors" in json.loads(found.stdout)) == bool(code)


def test_the_page_is_told_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    browser.speak((ROOT / "data" / "locales" / "fr.json").read_text("utf-8"))
    for inputs in ({"cost": "500", "impressions": "62500"}, {"cost": "500", "impressions": "0"}):
        asked = {"calculator": "cpm", "inputs": inputs, "currency": "EUR"}
        first, whole = json.loads(browser.answer(json.dumps(asked))), json.loads(browser.whole())
        assert first.pop("page")
        assert whole.pop("page")
        assert first == {name: whole[name] for name in ("outputs", "errors") if name in whole}
        pairs = [f"{name}={text}" for name, text in inputs.items()]
        assert command(capsys, "cpm", *pairs, "--currency", "EUR")[1] == whole


# --------------------------------------------------------------------------------------------------
# What only a changed planner brought to light (make mutate)


@pytest.mark.parametrize(
    ("value", "unit", "currency", "expected"),
    [
        ("12.5", "money", "JPY", "JPY12.5"),  # a yen has no parts, a cost per click may
        ("12.345", "money", "CAD", "CAD12.345"),
        ("12.3456789", "money", "CAD", "CAD12.35"),
        ("12", "money", "CAD", "CAD12"),
        ("0.00000125", "ratio", "CAD", "0.000125%"),
        ("0.0125", "ratio", "CAD", "1.25%"),
        ("1234.5", "count", "CAD", "1,234.5"),
        ("1234.5678901", "count", "CAD", "1,235"),
        ("2.345", "multiple", "CAD", "2.345"),
    ],
)
def test_a_step_keeps_the_decimals_that_were_typed(
    value: str, unit: str, currency: str, expected: str
) -> None:
    assert told(Fraction(value), unit, ENGLISH, currency) == expected


def test_a_problem_of_a_line_calls_it_by_its_label() -> None:
    words = {"label.budget-split.media": "Média", "problem.share_and_lock": "{line} : {field}"}
    problem = Problem("share_and_lock", "lock.media", {"line": "media", "repair": {"share.media": None}})
    found = said(problem, "budget-split", dataclasses.replace(FRENCH, words=words), "CAD")
    assert found["message"] == "Média : Média"
    assert said(problem, "cpm", dataclasses.replace(FRENCH, words=words), "CAD")["message"] == "media : media"


def test_a_sum_of_what_is_taken_away_begins_with_its_sign() -> None:
    relation = Sum("loss", ("-rights", "-tools"))
    assert written(relation, "loss", str) == "−rights − tools"
    assert written(relation, "rights", str) == "−loss − tools"


def test_a_refusal_names_fields_and_codes_for_programmers() -> None:
    assert str(Refused([Problem("zero", "cost"), Problem("contradiction")])) == "cost: zero, -: contradiction"
