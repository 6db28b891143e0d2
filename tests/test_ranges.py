"""Numbers one is not sure of: what follows from ranges, against closed forms and simulation."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import exp, log, prod, sqrt
from pathlib import Path
from statistics import NormalDist, correlation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import CALCULATORS, Answer, Currency, Locale, Refused, browser, run
from planner.interval import Interval, Z
from planner.model import Product, Unit
from planner.numbers import about, canonical, show_around
from planner.reading import Reading, read
from planner.sampling import DRAWS, HIGH, LOW, MIDDLE, scores_of
from planner.spread import spreads

FRENCH = Locale(",", " ", "{number} %", {"CAD": Currency("{number} $", 2)})
ENGLISH = Locale(".", ",", "{number}%", {"CAD": Currency("${number}", 2)})
DATA = Path(__file__).resolve().parent.parent / "data"
NEAR = 0.01
"""how far from the true end of an interval a drawn one may be"""
WORST = 0.006
"""of sums of two to eight equal fields, in a part of their standard deviation"""
NORMAL = NormalDist()

few, some = (settings(derandomize=True, deadline=None, max_examples=number) for number in (3, 25))


def ends(text: str, unit: Unit = Unit.MONEY, locale: Locale = ENGLISH) -> tuple[Fraction, Fraction]:
    found = read(text, "field", unit, locale, "CAD")
    assert isinstance(found, Reading), found
    return found.ends


def interval(answer: Answer, name: str) -> tuple[float, float, float]:
    value = answer.outputs[name]
    assert value.interval is not None and value.number is not None, name
    return float(value.interval.low), float(value.number), float(value.interval.high)


# --------------------------------------------------------------------------------------------------
# Reading


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("8-12", 8, 12),
        ("8 à 12", 8, 12),
        ("8 to 12", 8, 12),
        ("8 a 12", 8, 12),
        ("8–12", 8, 12),
        ("8 − 12", 8, 12),
        ("8…12", 8, 12),
        ("de 8 à 12", 8, 12),
        ("from 8 to 12", 8, 12),
        ("entre 8 et 12", 8, 12),
        ("Between 8 and 12", 8, 12),
        ("5k-8k", 5000, 8000),
        ("5-8k", 5000, 8000),
        ("800-1k", 800, 1000),
        ("0,5-2 M", 500_000, 2_000_000),
        ("8-12 $", 8, 12),
        ("8 $ à 12 $", 8, 12),
        ("$8-$12", 8, 12),
        ("1 000-2 000", 1000, 2000),
        ("8,5-12,25", 8.5, 12.25),
        ("-5 à -2", -5, -2),
        ("-5--2", -5, -2),
        ("-5-3", -5, 3),
        ("12-8", 8, 12),
    ],
)
def test_two_numbers_are_a_range(typed: str, low: float, high: float) -> None:
    for locale in (FRENCH, ENGLISH):
        assert ends(typed, locale=locale) == (Fraction(low), Fraction(high))


@pytest.mark.parametrize("typed", ["2 %–3 %", "2-3", "2-3 %", "2% to 3%"])
def test_a_range_of_rates_is_in_percent(typed: str) -> None:
    assert ends(typed, Unit.RATIO) == (Fraction(2, 100), Fraction(3, 100))


@pytest.mark.parametrize(
    "typed", ["8-", "-8-", "8-12-16", "8 et 12", "8--", "a-b", "8-b", "8 à", "2026-11-22"]
)
def test_what_is_no_range_is_no_number(typed: str) -> None:
    problem = read(typed, "field", Unit.MONEY, FRENCH, "CAD")
    assert not isinstance(problem, Reading)
    assert (problem.code, problem.params) == ("not_a_number", {"typed": typed})


def test_what_is_said_of_one_end_is_said_once_of_the_range() -> None:
    found = read("1,234-2,345", "field", Unit.MONEY, ENGLISH, "CAD")
    assert isinstance(found, Reading)
    (warning,) = found.warnings
    assert warning.code == "ambiguous_number"
    assert warning.params["other"].number == Interval(Fraction("1.234"), Fraction("2.345"))
    euros = read("8 €-12 €", "field", Unit.MONEY, FRENCH, "CAD")
    assert isinstance(euros, Reading)
    assert [warning.code for warning in euros.warnings] == ["currency_sign"]
    tiny = read("0.01-0.02", "field", Unit.RATIO, FRENCH, "CAD")
    assert isinstance(tiny, Reading)
    assert [warning.params["other"].number for warning in tiny.warnings] == [
        Interval(Fraction(1, 100), Fraction(2, 100))
    ]


def test_a_range_the_wrong_way_round_is_turned_and_said() -> None:
    found = read("12-8", "field", Unit.MONEY, FRENCH, "CAD")
    assert isinstance(found, Reading)
    assert [warning.code for warning in found.warnings] == ["range_swapped"]


@some
@given(
    low=st.decimals(-(10**6), 10**6, places=4, allow_nan=False),
    width=st.decimals("0.0001", 10**6, places=4, allow_nan=False),
    unit=st.sampled_from([Unit.MONEY, Unit.RATIO, Unit.COUNT]),
)
def test_what_an_address_holds_is_read_as_it_was(low: object, width: object, unit: Unit) -> None:
    first = Fraction(str(low))
    kept = Interval(first, first + Fraction(str(width)))
    found = read(canonical(kept, unit), "field", unit, ENGLISH, "CAD")
    assert isinstance(found, Reading)
    assert found.interval == kept


# --------------------------------------------------------------------------------------------------
# The convention


def test_known_numbers_of_squiggle_and_guesstimate() -> None:
    """squiggle sym_test.ts (p5 = 2, p95 = 5); guesstimate-app samplers ([25, 35], with z = 1.645)."""
    squiggle = Interval(Fraction(2), Fraction(5))
    assert squiggle.location == pytest.approx(1.1512925464970227, rel=1e-15)
    assert squiggle.scale == pytest.approx(0.27853260523016377, rel=1e-15)
    guesstimate = Interval(Fraction(25), Fraction(35))
    assert guesstimate.location == pytest.approx(3.387112, abs=1e-6)
    assert guesstimate.scale == pytest.approx(0.102271, abs=1e-5)
    normal = Interval(Fraction(-2), Fraction(4))
    assert (normal.location, normal.scale) == (1, pytest.approx(3 / NORMAL.inv_cdf(0.95)))


@some
@given(low=st.integers(1, 10**9), width=st.integers(1, 10**9))
def test_what_goes_in_comes_out(low: int, width: int) -> None:
    """The interval of a field that is only carried over is the one that was typed."""
    answer = run("cpm", {"impressions": "1000", "cpm": f"{low}-{low + width}"}, ENGLISH, "CAD")
    median = sqrt(low) * sqrt(low + width)
    assert interval(answer, "cost") == pytest.approx((low, median, low + width), rel=1e-8)


def test_scores_are_those_of_the_normal_distribution() -> None:
    ordered = scores_of(0)
    assert (ordered[LOW], ordered[MIDDLE], ordered[HIGH]) == pytest.approx((-Z, 0, Z), abs=1e-15)
    stretch = Z / NORMAL.inv_cdf((HIGH + 0.5) / DRAWS)
    for rank in range(0, DRAWS, 7):
        assert ordered[rank] == pytest.approx(NORMAL.inv_cdf((rank + 0.5) / DRAWS) * stretch, abs=1e-12)


def test_the_lattice_is_even() -> None:
    """Every field gets each score once; fields are all but uncorrelated; sums as wide as they should be."""
    columns = [scores_of(dimension) for dimension in range(8)]
    assert all(sorted(column) == [*scores_of(0)] for column in columns)
    assert max(abs(correlation(columns[0], other)) for other in columns[1:]) < 0.005
    for several in range(2, 9):
        total = sorted(map(sum, zip(*columns[:several], strict=True)))
        assert total[MIDDLE] == pytest.approx(0, abs=1e-12)
        assert abs(total[HIGH] / (Z * sqrt(several)) - 1) < WORST


# --------------------------------------------------------------------------------------------------
# Closed forms

MONOMIALS = [
    name
    for name, one in CALCULATORS.items()
    if all(isinstance(relation, Product) for relation in one.relations)
]
"""calculators of products only: every result is a product of powers of what is given, and lognormal"""
TYPED = {
    "cpm": {"cost": 500, "impressions": 62_500},
    "cpc": {"cost": 450, "clicks": 1000},
    "cpm-cpc-ctr": {"cpm": 12, "ctr": 1.5},
    "reach-frequency": {"universe": 10**6, "reach": 40_000, "frequency": 3, "cpm": 12},
    "reality-check": {
        "budget": 1400,
        "weeks": 2,
        "cpa": 20,
        "ad_sets": 2,
        "events": 50,
        "day_factor": 2,
        "universe": 10**6,
        "reach": 2000,
        "frequency": 3,
        "frequency_cap": 4,
        "cpm": 12,
    },
    "cpv": {"cost": 1000, "impressions": 100_000, "view_rate": 25, "completions": 5000},
    "vcpm": {"cpm": 12, "viewability": 60},
    "funnel": {"budget": 20_000, "cpm": 10, "ctr": 1.4, "landing_rate": 60, "conversion_rate": 2, "aov": 80},
    "engagement-rate": {"interactions": 300, "base": 10_000},
}


def powers(calculator: str, given: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return to which power of each field each result goes: what becomes of it where that doubles."""
    before = run(calculator, {name: str(value) for name, value in given.items()}, ENGLISH, "CAD").outputs
    found: dict[str, dict[str, float]] = {name: {} for name, one in before.items() if one.number}
    for name in given:
        scale = 0.5 if given[name] <= 100 else 2
        more = {**given, name: given[name] * scale}
        after = run(calculator, {key: str(value) for key, value in more.items()}, ENGLISH, "CAD").outputs
        for result in found:
            old, new = before[result].number, after[result].number
            assert old and new
            found[result][name] = round(log(new / old) / log(scale), 9)
    return found


@pytest.mark.parametrize("calculator", MONOMIALS)
@few
@given(data=st.data())
def test_products_are_as_closed_forms_say(calculator: str, data: st.DataObject) -> None:
    """Half-widths of logarithms, times powers, add as squares."""
    given_ = TYPED[calculator]
    # Not so wide that a rate would reach its bound, where it is cut off.
    factors = {
        name: data.draw(st.sampled_from([1.02, 1.07, 1.15 if name in RATES else 2.0])) for name in given_
    }
    typed = {
        name: f"{value / factors[name]:.6f}-{value * factors[name]:.6f}" for name, value in given_.items()
    }
    answer = run(calculator, typed, ENGLISH, "CAD")
    centre = run(calculator, {name: str(value) for name, value in given_.items()}, ENGLISH, "CAD")
    for result, exponents in powers(calculator, given_).items():
        half = sqrt(sum((power * log(factors[name])) ** 2 for name, power in exponents.items()))
        if not half:
            continue
        middle = float(centre.outputs[result].number or 0)
        expected = (middle * exp(-half), middle, middle * exp(half))
        assert interval(answer, result) == pytest.approx(expected, rel=NEAR * max(half, 1))


RATES = {"viewability", "landing_rate", "frequency"}


def test_every_calculator_of_products_is_held_against_closed_forms() -> None:
    assert set(TYPED) == set(MONOMIALS)


@pytest.mark.parametrize("cpc", ["0.50-0.90", "0.30-0.60", "0.62-0.70"])
def test_a_verdict_tells_how_sure_it_is(cpc: str) -> None:
    """Whether one lognormal number is above another is a normal probability."""
    inputs = {"margin": "35-45", "aov": "80", "landing_rate": "80", "conversion_rate": "2-3", "cpc": cpc}
    answer = run("breakeven-roas", inputs, ENGLISH, "CAD")
    low, high = map(float, cpc.split("-"))
    spread = sqrt(sum((log(top / bottom) / (2 * Z)) ** 2 for bottom, top in ((35, 45), (2, 3), (low, high))))
    most = 80 * sqrt(0.35 * 0.45) * 0.8 * sqrt(0.02 * 0.03)
    loss = NORMAL.cdf(log(sqrt(low * high) / most) / spread)
    certainty = answer.draws and answer.draws.certainty
    assert certainty is not None
    assert answer.outputs["verdict"].code == ("loss" if loss > 0.5 else "profit")
    assert float(certainty) == pytest.approx(max(loss, 1 - loss), abs=NEAR)


# --------------------------------------------------------------------------------------------------
# Simulation: what has no closed form

ROUNDS = 100_000
SUMS = {
    "roi": ({"gains": "8000-20000", "costs": "6000-12000"}, {"roi": lambda g, c: g / c - 1}),
    "breakeven-roas": (
        {"margin": "35-50", "target_net_margin": "5-15"},
        {"target_roas": lambda margin, target: 1 / (margin - target)},
    ),
    "paid-smm-mix": (
        {"hours": "20-40", "rate": "50-70", "tools": "0-200", "organic_impressions": "60k-150k"},
        {
            "smm_cost": lambda hours, rate, tools, _: hours * rate + tools,
            "equivalent_cpm": lambda hours, rate, tools, seen: (hours * rate + tools) / seen * 1000,
        },
    ),
    "production-amortisation": (
        {"production": "8k-12k", "adaptation": "1k-3k", "uses": "8-20"},
        {"cost_per_use": lambda production, adaptation, uses: (production + adaptation) / uses},
    ),
    "budget-ladder": (
        {"gross": "18k-22k", "fee": "10-20", "cpm": "6-12", "ad_fees_cpm": "0.4-1.5"},
        {
            "net": lambda gross, fee, cpm, costs: gross * (1 - fee),
            "fee_on_net": lambda gross, fee, cpm, costs: fee / (1 - fee),
            "impressions": lambda gross, fee, cpm, costs: gross * (1 - fee) / (cpm + costs) * 1000,
            "working_media": lambda gross, fee, cpm, costs: gross * (1 - fee) * cpm / (cpm + costs),
        },
    ),
}


def independent(text: str, unit: Unit, source: random.Random) -> list[float]:
    """Draw a field by the convention as it is written, with Python's own generator."""
    low, high = map(float, ends(text, unit))
    if low > 0:
        middle, spread = (log(low) + log(high)) / 2, (log(high) - log(low)) / 2 / NORMAL.inv_cdf(0.95)
        return [exp(source.gauss(middle, spread)) for _ in range(ROUNDS)]
    middle, spread = (low + high) / 2, (high - low) / 2 / NORMAL.inv_cdf(0.95)
    return [max(source.gauss(middle, spread), 0.0) for _ in range(ROUNDS)]


@pytest.mark.parametrize("calculator", SUMS)
def test_sums_are_as_a_large_simulation_says(calculator: str) -> None:
    typed, formulas = SUMS[calculator]
    fields = {field.name: field.unit for field in CALCULATORS[calculator].fields}
    source = random.Random(20021)
    columns = [independent(text, fields[name], source) for name, text in typed.items()]
    answer = run(calculator, typed, ENGLISH, "CAD")
    for result, formula in formulas.items():
        drawn = sorted(formula(*values) for values in zip(*columns, strict=True))
        true = [drawn[round((ROUNDS - 1) * part)] for part in (0.05, 0.5, 0.95)]
        width = true[2] - true[0]
        assert interval(answer, result) == pytest.approx(true, abs=width * 0.015), result


# --------------------------------------------------------------------------------------------------
# What holds for any ranges


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_scaling_all_money_scales_the_answer(calculator: str) -> None:
    typed = WIDE[calculator]
    units = {field.name: field.unit for field in CALCULATORS[calculator].fields}

    def scaled(text: str, times: int) -> str:
        low, high = (str(Fraction(end) * times) for end in text.split("-"))
        return f"{low}-{high}"

    more = {name: scaled(text, 1000) if units[name] is Unit.MONEY else text for name, text in typed.items()}
    before, after = (run(calculator, inputs, ENGLISH, "CAD") for inputs in (typed, more))
    assert set(before.outputs) == set(after.outputs)
    for name in before.outputs:
        if before.outputs[name].interval:
            times = 1000 if units[name] is Unit.MONEY else 1
            expected = [value * times for value in interval(before, name)]
            assert interval(after, name) == pytest.approx(expected, rel=1e-8)


WIDE: dict[str, dict[str, str]] = {
    "cpm": {"cost": "400-600", "impressions": "50000-80000"},
    "cpc": {"cost": "400-600", "clicks": "900-1200"},
    "cpm-cpc-ctr": {"cpm": "8-12", "ctr": "1-2"},
    "reach-frequency": {"reach": "30000-50000", "frequency": "2-4", "cpm": "8-12"},
    "reality-check": {
        "budget": "1200-1600",
        "weeks": "2-3",
        "cpa": "15-25",
        "ad_sets": "2-4",
        "events": "40-60",
        "universe": "20000-30000",
        "frequency": "2-4",
        "cpm": "8-12",
    },
    "cpv": {"cost": "900-1100", "impressions": "80000-120000", "view_rate": "20-30"},
    "vcpm": {"cpm": "8-12", "viewability": "50-70"},
    "funnel": {
        "budget": "18000-22000",
        "cpm": "8-12",
        "ctr": "1-2",
        "conversion_rate": "1-3",
        "aov": "60-100",
    },
    "breakeven-roas": {"margin": "35-45", "aov": "70-90", "conversion_rate": "2-3", "cpc": "1-2"},
    "roi": {"gains": "10000-20000", "costs": "6000-12000"},
    "engagement-rate": {"interactions": "200-400", "base": "8000-12000"},
    "production-amortisation": {"production": "8000-12000", "adaptation": "1000-3000", "uses": "8-20"},
    "paid-smm-mix": {
        "hours": "20-40",
        "rate": "50-70",
        "tools": "50-200",
        "organic_impressions": "60000-150000",
    },
    "budget-ladder": {
        "gross": "18000-22000",
        "fee": "12-15",
        "tax": "15-20",
        "cpm": "8-12",
        "ad_fees_cpm": "0.4-0.6",
    },
}


@pytest.mark.parametrize("calculator", WIDE)
@pytest.mark.parametrize("factor", [1.01, 1.1, 2.0])
def test_a_wider_range_never_narrows_a_result(calculator: str, factor: float) -> None:
    """Widened on both sides by the same factor, in the logarithm."""
    typed = WIDE[calculator]
    most = {field.name: field.most for field in CALCULATORS[calculator].fields}
    before = run(calculator, typed, ENGLISH, "CAD")
    for name, text in typed.items():
        low, high = map(float, text.split("-"))
        wider = f"{low / factor:.9f}-{high * factor:.9f}"
        if most[name] is not None and high * factor >= 100:
            continue
        after = run(calculator, {**typed, name: wider}, ENGLISH, "CAD")
        for result, value in before.outputs.items():
            if value.interval:
                old, new = width(before, result), width(after, result)
                assert new >= old * (1 - 1e-3), (name, result)


def width(answer: Answer, result: str) -> float:
    """Return how wide a result is: in its logarithm, where it is a product."""
    low, _, high = interval(answer, result)
    return log(high / low) if answer.calculator in MONOMIALS else high - low


def test_a_field_keeps_its_draws_while_others_change() -> None:
    inputs = {"budget": "20000", "cpm": "8-12", "ctr": "1-2", "aov": "60-100", "conversion_rate": "2"}
    first, second = (run("funnel", {**inputs, "cpm": cpm}, ENGLISH, "CAD") for cpm in ("8-12", "9"))
    assert first.draws and second.draws
    assert first.draws.columns["ctr"] == second.draws.columns["ctr"]


def test_the_order_of_fields_does_not_matter() -> None:
    inputs = WIDE["funnel"]
    turned = dict(reversed(inputs.items()))
    first, second = (run("funnel", one, ENGLISH, "CAD") for one in (inputs, turned))
    assert {name: interval(first, name) for name in first.outputs} == {
        name: interval(second, name) for name in first.outputs
    }


def test_draws_that_are_impossible_are_left_out_and_counted() -> None:
    inputs = {"margin": "30-40", "target_net_margin": "14-26"}
    answer = run("breakeven-roas", inputs, ENGLISH, "CAD")
    (warning,) = [warning for warning in answer.warnings if warning.code == "range_left_out"]
    left_out = warning.params["share"].number
    # The target is above the margin where the difference of their logarithms is below zero.
    spread = sqrt(sum((log(top / bottom) / (2 * Z)) ** 2 for bottom, top in ((30, 40), (14, 26))))
    true = NORMAL.cdf(log(sqrt(14 * 26) / sqrt(30 * 40)) / spread)
    assert float(left_out) == pytest.approx(true, rel=0.1)
    low, _, high = interval(answer, "target_roas")
    assert 0 < low < high


def test_what_goes_too_far_is_refused() -> None:
    inputs = {"universe": "40000-60000", "reach": "35000-50000"}
    with pytest.raises(Refused) as refused:
        run("reach-frequency", {**inputs, "frequency": "3"}, ENGLISH, "CAD")
    (problem,) = refused.value.problems
    assert problem.code == "range_impossible"
    assert problem.params["fields"] == ["universe", "reach"]


def test_what_moves_a_result_most_comes_first() -> None:
    """20 000 ÷ CPM × 1000 × CTR, of which 50 % arrive and 2 % buy: each range by itself."""
    inputs = {"budget": "20000", "cpm": "8-12", "ctr": "1-2", "landing_rate": "50", "conversion_rate": "2"}
    answer = run("funnel", inputs, ENGLISH, "CAD")
    moves = spreads(answer, ENGLISH, "CAD")["conversions"]["moves"]
    middle = 20_000 / sqrt(8 * 12) * 1000 * sqrt(0.01 * 0.02) * 0.01
    assert [move["label"] for move in moves] == ["ctr", "cpm"]
    assert moves[0]["display"] == "200 – 410"  # 204.1 and 408.2: two digits of the width
    assert (moves[0]["from"], moves[0]["to"]) == (0, 1)
    widest, own = middle * (sqrt(2) - 1 / sqrt(2)), middle * (sqrt(1.5) - 1 / sqrt(1.5))
    assert moves[1]["to"] - moves[1]["from"] == pytest.approx(own / widest, abs=1e-3)


# --------------------------------------------------------------------------------------------------
# Telling


def test_digits_beyond_two_of_the_width_are_not_told() -> None:
    def told(low: str, median: str, high: str, unit: str) -> str:
        return show_around(Fraction(median), Interval(Fraction(low), Fraction(high)), unit, ENGLISH, "CAD")

    assert told("41666.67", "51031.04", "62500", "count") == "51,000 (42,000 – 63,000)"
    assert told("8", "9.797959", "12", "money") == "$9.80 ($8.00 – $12.00)"
    assert told("20622.19", "37649.7", "68736.63", "money") == "$38,000 ($21,000 – $69,000)"
    assert told("0.0102", "0.01414", "0.0196", "ratio") == "1.41% (1.02% – 1.96%)"
    assert told("1.0311", "1.8825", "3.4368", "multiple") == "1.9 (1 – 3.4)"
    assert told("-0.5", "0.25", "1", "ratio") == "30% (−50% – 100%)"


def test_what_is_typed_back_is_as_round() -> None:
    assert about(Interval(Fraction("41666.67"), Fraction(62500))) == Interval(
        Fraction(42000), Fraction(63000)
    )


def test_json_holds_the_ends_and_the_middle() -> None:
    answer = run("cpm", {"cost": "500", "impressions": "50k-80k"}, FRENCH, "CAD").as_json(FRENCH, "CAD")
    assert answer["inputs"]["impressions"] == {
        "value": "63245.5532033676",
        "low": "50000",
        "mid": "63245.5532033676",
        "high": "80000",
        "unit": "count",
        "display": "50 000 – 80 000",
    }
    assert list(answer["outputs"]["cpm"]) == ["value", "low", "mid", "high", "unit", "display"]
    assert list(answer["inputs"]["cost"]) == ["value", "unit", "display"]


@cache
def _french() -> str:
    return (DATA / "locales" / "fr.json").read_text("utf-8")


def test_what_a_page_gets() -> None:
    """Addresses hold the range; fields take results back as ranges; each result has its picture."""
    browser.speak(_french())
    inputs = {"cost": "400 à 600", "impressions": "5-8 k"}
    first = json.loads(browser.answer(json.dumps({"calculator": "cpm", "inputs": inputs, "currency": "CAD"})))
    assert first["outputs"]["cpm"]["display"].startswith(first["page"]["medians"]["cpm"])
    assert first["page"]["found"]["cpm"] == "57-106"
    page = json.loads(browser.whole())["page"]
    assert page["canonical"] == {"cost": "400-600", "impressions": "5000-8000"}
    spread = page["spreads"]["cpm"]
    assert 0 < spread["low"] < spread["mid"] < spread["high"] < 1
    assert spread["area"].startswith("M0 1000L") and spread["area"].endswith("Z")
    assert [move["label"] for move in spread["moves"]] == ["Impressions", "Coût"]
    assert page["csv"].splitlines()[1].split(";")[1:4] == ["489,897948556636", "400", "600"]
    assert "400,00 $ à 600,00 $" in re.sub(r"\s", " ", page["text"])


def test_medians_of_results_are_products_of_medians() -> None:
    answer = run("funnel", WIDE["funnel"], ENGLISH, "CAD")
    for name, value in answer.outputs.items():
        assert value.number is not None
        assert float(value.number) == pytest.approx(float(answer.values[name]), rel=1e-9), name


def test_a_redundant_range_agrees_or_not() -> None:
    agreeing = {"cost": "500", "impressions": "60000-65000", "cpm": "7.5-8.5"}
    assert run("cpm", agreeing, ENGLISH, "CAD").outputs == {}
    with pytest.raises(Refused) as refused:
        run("cpm", {**agreeing, "cpm": "3-4"}, ENGLISH, "CAD")
    assert [problem.code for problem in refused.value.problems] == ["contradiction"]


def test_prod_is_known() -> None:
    """The reference used above is right about a known number: two equal half-widths make √2 of one."""
    answer = run("cpm", {"cost": "100-400", "impressions": "100000-400000"}, ENGLISH, "CAD")
    low, middle, high = interval(answer, "cpm")
    assert prod((low, high)) == pytest.approx(middle**2, rel=NEAR)
    assert log(high / low) == pytest.approx(log(4) * sqrt(2), rel=NEAR)
