"""Budgets divided by response: curves with known values, divisions that SciPy found, what always holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import exp, inf, log
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import Answer, Locale, Refused, browser, run
from planner.exports import as_csv, as_text
from planner.numbers import plain
from planner.problems import Problem
from planner.reading import LARGEST
from planner.response.curves import Curve, Hill, Logistic, read_curve, stated, steeper, written
from planner.response.optimum import divided, reached
from planner.spreadsheet import DIALECTS, sheet
from tools.optima import PROBLEMS, SORTS, Budget, budget, recorded

LOCALES = Path(__file__).resolve().parent.parent / "data" / "locales"
FEWER = 5 if settings.get_current_profile_name() == "mutants" else 1
some = settings(derandomize=True, deadline=None, max_examples=120 // FEWER)
STEP = 10
"""Of SciPy's budgets, one in so many is divided here; ``make bench`` divides them all."""


@cache
def locale(lang: str = "fr") -> Locale:
    return Locale.from_json(json.loads((LOCALES / f"{lang}.json").read_text("utf-8")))


def split(currency: str = "CAD", **inputs: str) -> Answer:
    """Divide by response; ``now_a`` stands for the field ``now.a``."""
    named = {name.replace("_", ".", 1): text for name, text in inputs.items()}
    return run("budget-split", {"method": "response", **named}, locale(), currency)


def refusal(**inputs: str) -> Problem:
    with pytest.raises(Refused) as refused:
        split(**inputs)
    (problem,) = refused.value.problems
    return problem


def values(answer: Answer, part: str = "amount") -> dict[str, str]:
    return {
        name.partition(".")[2]: value.as_json()["value"]
        for name, value in answer.outputs.items()
        if name.startswith(f"{part}.")
    }


def number(answer: Answer, name: str) -> float:
    found = answer.outputs[name].number
    assert found is not None
    return float(found)


def codes(answer: Answer) -> list[str]:
    return [warning.code for warning in answer.warnings]


# --------------------------------------------------------------------------------------------------
# Curves

# What others print for these curves, or what follows from their formulas by algebra.
KNOWN = [
    # pymc-marketing, tests/mmm/test_transformers.py at 01913ec: Michaelis–Menten 100·x ÷ (5 + x).
    (Hill(100, 5), 10, 66.6666666667),
    (Hill(100, 5), 20, 80),
    # The same: logistic (1 − e^(−λx)) ÷ (1 + e^(−λx)), nothing where λ is 0.
    (Logistic(1, 0), 1, 0),
    (Logistic(1, 1), 0, 0),
    (Logistic(1, 1), 1, 0.462117157260),
    # The same: Hill x^s ÷ (κ^s + x^s) for (slope, κ) of (1, 1), (2, 0.5), (3, 2): nothing, a half, all.
    *((Hill(1, half, slope), 0, 0) for slope, half in ((1, 1), (2, 0.5), (3, 2))),
    *((Hill(1, half, slope), half, 0.5) for slope, half in ((1, 1), (2, 0.5), (3, 2))),
    # google/meridian, adstock_hill_test.py at 8ca83f6: m^s ÷ (m^s + ec^s); a half whatever m where s is 0.
    (Hill(1, 1, 1), 3, 0.75),
    (Hill(1, 7, 0), 3, 0.5),
    (Hill(1, 7, 0), 0, 0.5),
    # facebookexperimental/Robyn, transformation.R at 5915aa9: alpha 3, inflexion at 200 × 0.5 = 100.
    (Hill(1, 100, 3), 100, 0.5),
    (Hill(1, 100, 3), 150, 0.771428571429),
    (Hill(1, 100, 3), 170, 4913 / 5913),  # printed 0.830881
    (Hill(1, 100, 3), 190, 6859 / 7859),  # printed 0.872757
    (Hill(1, 100, 3), 200, 0.888888888889),
]
CURVES = [
    *(Hill(90, 400, slope) for slope in (0.3, 0.7, 1, 1.5, 3, 9)),
    *(Logistic(90, rate) for rate in (1e-5, 0.002, 0.5)),
]
every_curve = pytest.mark.parametrize("curve", CURVES, ids=written)


@pytest.mark.parametrize(("curve", "x", "expected"), KNOWN)
def test_a_curve_has_the_values_that_others_print(curve: Curve, x: float, expected: float) -> None:
    assert curve.value(x) == pytest.approx(expected, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("half", [1, 0.5, 2])
def test_much_money_brings_all_there_is(half: float) -> None:
    assert Hill(1, half, {1: 1, 0.5: 2, 2: 3}[half]).value(1e6) == pytest.approx(1, abs=5e-6)
    assert Logistic(7, 0.1).value(1e6) == 7


@pytest.mark.parametrize("x", [40.0, 100.0, 170.0, 900.0])
def test_the_slope_of_a_curve_is_that_of_robyn(x: float) -> None:
    """``coeff · a · infl^a · x^(a−1) ÷ (x^a + infl^a)²`` (R/allocator.R)."""
    assert Hill(5, 100, 3).marginal(x) == pytest.approx(
        5 * 3 * 100**3 * x**2 / (x**3 + 100**3) ** 2, rel=1e-12
    )


@every_curve
@pytest.mark.parametrize("x", [0.5, 30.0, 400.0, 5000.0])
def test_slopes_are_those_of_the_values(curve: Curve, x: float) -> None:
    step = x * 1e-5
    around = (curve.value(x + step) - curve.value(x - step)) / (2 * step)
    assert curve.marginal(x) == pytest.approx(around, rel=1e-5, abs=1e-9)
    if curve.marginal(x - step) > 1e-30:
        bend = (log(curve.marginal(x + step)) - log(curve.marginal(x - step))) / (2 * step)
        assert curve.bend(x) == pytest.approx(bend, rel=1e-4, abs=1e-9)


@every_curve
@pytest.mark.parametrize("share", [0.001, 0.2, 0.9, 0.999])
def test_a_slope_is_found_again_past_the_turn(curve: Curve, share: float) -> None:
    start = curve.turn or (1.0 if isinstance(curve, Hill) else 0.1 / curve.rate)
    marginal = curve.marginal(start) * share
    found = curve.where(marginal)
    assert found >= curve.turn
    assert curve.marginal(found) == pytest.approx(marginal, rel=1e-9)


@every_curve
def test_more_than_the_steepest_slope_is_nowhere(curve: Curve) -> None:
    top = curve.marginal(curve.turn)
    if top < inf:
        assert curve.where(top * 1.01) == pytest.approx(curve.turn)


def test_a_curve_turns_where_its_slope_is_steepest() -> None:
    curve = Hill(90, 400, 3)
    assert curve.bend(curve.turn) == pytest.approx(0, abs=1e-12)
    # From nothing to its summit a straight line has the slope of the curve there.
    assert curve.value(curve.summit) / curve.summit == pytest.approx(curve.marginal(curve.summit))
    assert (Hill(1, 2, 1).turn, Hill(1, 2, 0.5).turn, Logistic(1, 2).turn) == (0, 0, 0)


def test_at_nothing_slopes_are_what_they_tend_to() -> None:
    assert Hill(90, 400, 0.5).marginal(0) == inf
    assert Hill(90, 400, 1).marginal(0) == 90 / 400
    assert Hill(90, 400, 2).marginal(0) == 0
    assert Logistic(90, 0.01).marginal(0) == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("text", "curve"),
    [
        ("hill:1200,5000,1.5", Hill(1200, 5000, 1.5)),
        (" Hill : 1 200, 5k, .5 ", Hill(1200, 5000, 0.5)),
        ("mm:0.5,2M", Hill(0.5, 2_000_000)),
        ("logistic:300,0.0005", Logistic(300, 0.0005)),
    ],
)
def test_a_curve_is_read(text: str, curve: Curve) -> None:
    assert read_curve(text, "curve.a") == curve
    assert read_curve(written(curve), "curve.a") == curve


@pytest.mark.parametrize(
    "text",
    [
        *(
            "hill",
            "hill:",
            "hill:1,2",
            "hill:1,2,3,4",
            "mm:1;2",
            "mm:-1,2",
            "mm:1e3,2",
            "mm:a,2",
            "adstock:1,2",
        ),
        *(
            "mm:1,5,2",
            "mm:" + "9" * 21 + ",2",
            "mm:1,2" + " " * 100,
            "logistic:nan,1",
            "mm:,",
            "mm:٣,2",
            ":1,2",
        ),
    ],
)
def test_what_is_no_curve_says_what_one_is(text: str) -> None:
    problem = read_curve(text, "curve.a")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.field) == ("not_a_curve", "curve.a")
    assert problem.params["known"] == ["hill:max,half,slope", "mm:max,half", "logistic:max,lambda"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        *(("mm:0,2", "max"), ("hill:1,0,1", "half"), ("hill:1,1,0", "slope"), ("hill:1,1,11", "slope")),
        *(("logistic:1,0", "lambda"), ("mm:1,9999999999999999", "half")),
    ],
)
def test_a_curve_beyond_bounds_names_the_part(text: str, part: str) -> None:
    problem = read_curve(text, "curve.a")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.params["part"]) == ("curve_bounds", part)


# --------------------------------------------------------------------------------------------------
# Plain statements


@given(st.floats(1, 1e9), st.floats(0.01, 1e6), st.floats(0.001, 0.999))
@some
def test_a_statement_is_on_its_curve(now: float, brings: float, double: float) -> None:
    curve = stated(now, brings, double)
    assert curve.slope == 1
    assert curve.value(now) == pytest.approx(brings)
    assert curve.value(2 * now) / curve.value(now) == pytest.approx(1 + double)


@given(st.floats(1, 1e9), st.floats(0.01, 1e6), st.floats(1, 5.9))
@some
def test_a_steeper_statement_is_on_an_s(now: float, brings: float, double: float) -> None:
    curve = steeper(now, brings, double)
    assert curve is not None and curve.slope in (2, 3)
    assert curve.value(now) == pytest.approx(brings)
    assert curve.value(2 * now) == pytest.approx(brings * (1 + double))


def test_what_more_than_doubles_is_offered_an_s() -> None:
    problem = refusal(total="1000", now_a="100", brings_a="10", double_a="100")
    assert (problem.code, problem.field) == ("not_saturating", "double.a")
    repair = problem.params["repair"]
    # k = 4: (half ÷ 100)² = 4 × 1 ÷ (4 − 1 − 1) = 2, and most = 10 × (1 + 2) = 30.
    assert repair == {"curve.a": "hill:30,141.421356237,2", "brings.a": None, "double.a": None}
    assert split(total="1000", now_a="100", curve_a=repair["curve.a"])
    assert refusal(total="1000", now_a="100", brings_a="10", double_a="700").code == "doubles_too_well"


@pytest.mark.parametrize("text", ["40", "+40", "40 %", "+ 40 %", "＋40"])
def test_what_doubling_adds_may_have_a_plus(text: str) -> None:
    if text == "＋40":
        assert refusal(total="1000", now_a="100", brings_a="10", double_a=text).code == "not_a_number"
        return
    # f = 10 × 1.4 ÷ 0.6 × x ÷ (2 × 0.4 × 100 ÷ 0.6 + x): at 1000, 23.33… × 1000 ÷ 1133.33… = 20.588…
    found = split(total="1000", now_a="100", brings_a="10", double_a=text)
    assert number(found, "response") == pytest.approx(20.5882352941)


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({"now_a": "100", "brings_a": "10"}, "statement_incomplete", "double.a"),
        ({"now_a": "100", "double_a": "10"}, "statement_incomplete", "brings.a"),
        ({"brings_a": "100", "double_a": "10"}, "statement_incomplete", "now.a"),
        ({"now_a": "0", "brings_a": "100", "double_a": "10"}, "zero", "now.a"),
        ({"now_a": "9", "brings_a": "0", "double_a": "10"}, "zero", "brings.a"),
        ({"now_a": "9", "brings_a": "1", "double_a": "0"}, "zero", "double.a"),
        ({"now_a": "9", "brings_a": "1", "double_a": "-5"}, "negative", "double.a"),
        ({"curve_a": "mm:1,2", "brings_a": "5"}, "curve_and_statement", "curve.a"),
        ({"curve_a": "mm:1", "now_a": "5"}, "not_a_curve", "curve.a"),
        ({"curve_b": "mm:1,2", "min_a": "5"}, "no_curve", "curve.a"),
        ({"curve_b": "mm:1,2", "weight_a": "5"}, "other_method", "weight.a"),
        ({"now_a": "5-9", "brings_a": "1", "double_a": "5"}, "range_unexpected", "now.a"),
        ({"share_a": "50", "lock_b": "5"}, "underdetermined", None),
    ],
)
def test_what_is_wrong_is_said_of_its_field(inputs: dict[str, str], code: str, field: str | None) -> None:
    problem = refusal(total="1000", **inputs)
    assert (problem.code, problem.field) == (code, field)


UNSURE = {
    "total": "9000",
    "now_a": "2000",
    "brings_a": "80-120",
    "double_a": "+30-60 %",
    "now_b": "3000",
    "brings_b": "90-160",
    "double_b": "50",
    "curve_c": "hill:90,1500,2",
}


def test_unsure_responses_agree_with_an_independent_simulation() -> None:
    """The curve is fitted anew in each draw, by the function that makes it of a statement."""
    answer, rng = split(**UNSURE), Random(1)
    amounts = {name: float(text) for name, text in values(answer).items()}
    sure = read_curve(UNSURE["curve_c"], "")
    assert isinstance(sure, Hill)

    def lognormal(low: float, high: float) -> float:
        return exp(rng.gauss((log(low) + log(high)) / 2, (log(high) - log(low)) / 2 / 1.6448536269514722))

    found: dict[str, list[float]] = {"response.a": [], "response.b": [], "response": []}
    for _ in range(100_000):
        a = stated(2000, lognormal(80, 120), min(lognormal(0.3, 0.6), 1 - 1e-9)).value(amounts["a"])
        b = stated(3000, lognormal(90, 160), 0.5).value(amounts["b"])
        for name, one in {"response.a": a, "response.b": b, "response": a + b}.items():
            found[name].append(one + (sure.value(amounts["c"]) if name == "response" else 0))
    for name, drawn in found.items():
        interval = answer.outputs[name].interval
        assert interval
        ordered = sorted(drawn)
        for told, rank in (
            (interval.low, 5_000),
            (answer.outputs[name].number, 50_000),
            (interval.high, 95_000),
        ):
            assert told is not None
            assert abs(float(told) - ordered[rank]) < 0.02 * float(interval.high - interval.low), (name, rank)


def test_money_is_divided_by_the_medians_and_what_is_sure_stays_sure() -> None:
    unsure = split(**UNSURE)
    medians = {name: str(float(value.number or 0)) for name, value in unsure.inputs.items() if value.interval}
    named = {name.replace(".", "_", 1): text for name, text in medians.items()}
    named["double_a"] = str(float(named["double_a"]) * 100)
    sure = split(**{**UNSURE, **named})
    assert all(abs(float(text) - float(values(sure)[name])) <= 0.01 for name, text in values(unsure).items())
    assert unsure.outputs["response.c"].interval is None
    assert all(unsure.outputs[name].interval is None for name in unsure.outputs if name.startswith("amount"))


def test_what_moves_a_response_is_what_was_unsure() -> None:
    spoken = (LOCALES / "en.json").read_text("utf-8")
    browser.speak(spoken)
    named = {"method": "response", **{name.replace("_", ".", 1): text for name, text in UNSURE.items()}}
    browser.answer(json.dumps({"calculator": "budget-split", "inputs": named, "currency": "CAD"}))
    page = json.loads(browser.whole())["page"]
    assert {*page["spreads"]} == {"response.a", "response.b", "response"}
    assert len(page["spreads"]["response"]["moves"]) == 3
    assert len(page["spreads"]["response.a"]["moves"]) == 2
    assert "(" in page["comparison"]["sums"][1][1]


def test_without_a_total_or_a_target_nothing_follows() -> None:
    problem = refusal(curve_a="mm:1,2")
    assert (problem.code, problem.params) == ("underdetermined", {"fields": ["total", "target"]})


def test_shares_alone_need_a_total() -> None:
    assert refusal(target="10", curve_a="mm:100,2", share_b="20").code == "no_curve"


@pytest.mark.parametrize(
    ("inputs", "field", "methods"),
    [
        ({"share.a": "100", "curve.a": "mm:1,2"}, "curve.a", ["response"]),
        ({"share.a": "100", "weight.a": "1"}, "weight.a", ["objective"]),
        ({"share.a": "100", "target": "1"}, "target", ["response"]),
        ({"method": "objective", "weight.a": "1", "share.b": "1"}, "share.b", ["shares", "response"]),
    ],
)
def test_a_field_of_another_method_is_not_passed_over(
    inputs: dict[str, str], field: str, methods: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        run("budget-split", {"total": "100", **inputs}, locale(), "CAD")
    assert refused.value.problems == [Problem("other_method", field, {"methods": methods})]


def test_a_method_that_is_none_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        run("budget-split", {"total": "100", "method": "luck", "share.a": "100"}, locale(), "CAD")
    assert [problem.code for problem in refused.value.problems] == ["unknown_choice"]


# --------------------------------------------------------------------------------------------------
# The best division


@pytest.mark.parametrize("sort", SORTS)
def test_divisions_are_as_good_as_scipys(sort: str) -> None:
    """SLSQP's best of twelve starts: the same where curves are concave, never better where S-shaped."""
    best = recorded(sort)
    assert len(best) == PROBLEMS
    for nth in range(0, PROBLEMS, STEP):
        one = budget(sort, nth)
        amounts = _divided(one)
        assert sum(amounts) == pytest.approx(one.total, rel=1e-12)
        for low, amount, high in zip(one.lows, amounts, one.highs, strict=True):
            assert low - 1e-9 <= amount <= high + 1e-9
        short = best[nth] - one.brings(amounts)
        assert short <= 1e-6 * best[nth], f"{sort} {nth}"
        if sort == "concave":
            assert short >= -1e-6 * best[nth], f"{sort} {nth}"


@pytest.mark.parametrize("sort", SORTS)
def test_a_target_takes_the_money_that_brings_it(sort: str) -> None:
    """What a target costs brings that target and no more: the two searches undo each other."""
    for nth in range(0, PROBLEMS, 4 * STEP):
        one = budget(sort, nth)
        least, most = one.brings(one.lows), one.brings(_divided(one))
        target = least + 0.7 * (most - least)
        amounts = reached(one.curves, one.lows, one.highs, target)
        assert one.brings(amounts) == pytest.approx(target, rel=1e-9)
        again = divided(one.curves, one.lows, one.highs, sum(amounts))
        assert one.brings(again) == pytest.approx(target, rel=1e-6)


def _divided(one: Budget) -> list[float]:
    return divided(one.curves, one.lows, one.highs, one.total)


def test_no_grid_finds_better_between_s_curves() -> None:
    """Three lines, each with a step of its own: every division to a hundredth is tried."""
    curves = [Hill(100, 300, 4), Hill(80, 250, 5), Hill(30, 100, 1)]
    for total in (120.0, 260.0, 400.0, 650.0, 900.0):
        best = divided(curves, [0.0] * 3, [total] * 3, total)
        found = sum(curve.value(x) for curve, x in zip(curves, best, strict=True))
        parts = [
            (total * a / 100, total * b / 100, total * (100 - a - b) / 100)
            for a in range(101)
            for b in range(101 - a)
        ]
        tried = max(sum(curve.value(x) for curve, x in zip(curves, part, strict=True)) for part in parts)
        assert found >= tried


def test_equal_marginals_on_a_closed_form() -> None:
    """Two lines m·x ÷ (h + x) with h equal: what they get, h added, is as the square roots of m."""
    amounts = divided([Hill(400, 100), Hill(100, 100)], [0, 0], [1000, 1000], 1000)
    assert amounts == pytest.approx([2 / 3 * 1200 - 100, 1 / 3 * 1200 - 100], rel=1e-12)


def test_many_equal_s_curves_are_soon_divided() -> None:
    """Twenty lines of which six are worth it: which six is the same, and is not tried out."""
    curves: list[Curve] = [Hill(100, 100, 3)] * 20
    amounts = divided(curves, [0.0] * 20, [740.0] * 20, 740.0)
    assert sorted(amounts) == pytest.approx([0] * 14 + [740 / 6] * 6)


@pytest.mark.parametrize("order", [*permutations(["été", "Zoo", "abc"])])
def test_lines_keep_their_bounds_whatever_their_names_order(order: tuple[str, ...]) -> None:
    lines = {
        "été": {"curve.été": "mm:900,100", "max.été": "150"},
        "Zoo": {"curve.Zoo": "mm:10,5000", "min.Zoo": "300"},
        "abc": {"curve.abc": "hill:100,200,2"},
    }
    inputs = {name: text for line in order for name, text in lines[line].items()}
    found = run("budget-split", {"method": "response", "total": "1000", **inputs}, locale(), "CAD")
    assert values(found) == {"été": "150", "Zoo": "300", "abc": "550"}
    assert [*values(found)] == [*order]


def test_a_line_without_a_curve_keeps_its_share() -> None:
    found = split(total="1000", share_fees="10", curve_a="mm:100,100", curve_b="mm:100,100")
    assert values(found) == {"fees": "100", "a": "450", "b": "450"}
    assert "response.fees" not in found.outputs


@pytest.mark.parametrize(
    ("inputs", "lines", "repair"),
    [
        ({"lock_a": "1100", "curve_b": "mm:1,2"}, ["a"], {"total": "1100"}),
        ({"lock_c": "600", "min_a": "300", "min_b": "200"}, ["a", "b"], {"min.a": "200"}),
        ({"max_a": "300", "max_b": "400"}, ["a", "b"], {"max.b": "700"}),
        ({"min_a": "300", "max_a": "200"}, ["a"], {"max.a": "300"}),
    ],
)
def test_what_no_division_satisfies_is_mended(
    inputs: dict[str, str], lines: list[str], repair: dict[str, str]
) -> None:
    given = {"total": "1000", "curve_a": "mm:9,200", "curve_b": "mm:9,300", **inputs}
    if "lock_a" in given:
        del given["curve_a"]
    problem = refusal(**given)
    assert (problem.code, problem.params["lines"]) == ("infeasible", lines)
    offered = {name: str(one.number) for name, one in problem.params["repair"].items()}
    assert offered == repair
    split(**given | {name.replace(".", "_"): value for name, value in offered.items()})


# --------------------------------------------------------------------------------------------------
# Targets


def test_a_target_is_reached_for_the_least_money() -> None:
    found = split(target="500", curve_a="mm:1000,1000")
    assert values(found) == {"a": "1000"}
    assert found.outputs["total"].as_json()["value"] == "1000"
    assert number(found, "response") >= 500


@pytest.mark.parametrize(
    ("inputs", "code", "most", "bounds"),
    [
        ({"target": "1000", "curve_a": "mm:1000,1"}, "target_saturates", 1000, None),
        ({"target": "900", "curve_a": "mm:1000,100", "max_a": "400"}, "target_bounds", 800, ["a"]),
        ({"target": "900", "total": "100", "curve_a": "mm:1000,100"}, "target_bounds", 500, ["total"]),
        ({"target": "9", "lock_a": "100", "curve_a": "mm:10,100"}, "target_saturates", 5, None),
    ],
)
def test_a_target_out_of_reach_tells_what_can_be(
    inputs: dict[str, str], code: str, most: float, bounds: list[str] | None
) -> None:
    problem = refusal(**inputs)
    assert (problem.code, problem.field) == (code, "target")
    assert float(problem.params["most"].number) == pytest.approx(most, rel=1e-9)
    assert problem.params.get("bounds") == bounds


def test_a_target_that_locks_reach_costs_nothing_more() -> None:
    found = split(target="4", lock_a="100", curve_a="mm:10,100", curve_b="mm:10,100")
    assert values(found) == {"a": "100", "b": "0"}


# --------------------------------------------------------------------------------------------------
# What stands beside

TWO = {"now_a": "400", "curve_a": "mm:100,300", "now_b": "600", "curve_b": "mm:50,300"}


def test_today_and_wider_bounds_stand_beside() -> None:
    found = split(total="1000", max_a="500", min_a="300", **TWO)
    assert values(found) == {"a": "500", "b": "500"}
    assert values(found, "today") == {"a": "400", "b": "600"}
    # 300 to 500 is 200 wide: 600 wide around 400, from 100 to 700. The best there is, for both: 300 added,
    # 1600 as √100 to √50.
    root = 1600 * 10 / (10 + 50**0.5) - 300
    assert float(values(found, "wide")["a"]) == pytest.approx(root, abs=0.006)
    assert number(found, "today_response") < number(found, "response") < number(found, "wide_response")


def test_shares_are_today_where_nothing_else_is() -> None:
    found = split(total="1000", lock_c="100", share_a="30", curve_a="mm:9,9", share_b="60", curve_b="mm:9,9")
    assert values(found, "today") == {"c": "100", "a": "300", "b": "600"}
    assert not values(found, "wide"), "there are no bounds to widen"


def test_without_today_there_is_none_to_compare() -> None:
    assert not values(split(total="1000", now_a="400", curve_a="mm:9,9", curve_b="mm:9,9"), "today")


def test_bounds_that_hold_today_are_named() -> None:
    held = split(total="1000", max_a="400", **TWO)
    assert codes(held) == ["assumed_response", "bounds_hold"]
    assert held.warnings[1].params == {"lines": ["a"]}
    best = split(total="1000", now_a="500", curve_a="mm:9,9", now_b="500", curve_b="mm:9,9")
    assert codes(best) == ["assumed_response", "already_best"]
    more = split(total="2000", **TWO)
    assert codes(more) == ["assumed_response", "today_other_total"]


def test_marginals_are_level_where_nothing_holds() -> None:
    found = split(total="1000", lock_c="200", curve_c="mm:10,10", **TWO)
    assert number(found, "marginal.a") == pytest.approx(number(found, "marginal.b"), rel=1e-4)
    assert number(found, "marginal.c") == pytest.approx(10 * 10 / 210**2)
    assert found.outputs["marginal.a"].display.endswith("pour 100\u202f$ de plus")


def test_a_marginal_that_has_no_end_is_not_told() -> None:
    found = split(total="100", curve_a="hill:100,10,0.5", lock_b="0", curve_b="hill:10,10,0.5")
    assert "marginal.b" not in found.outputs


# --------------------------------------------------------------------------------------------------
# What always holds

amounts = st.integers(1, 10**7).map(lambda cents: Fraction(cents, 100))


@st.composite
def problems(draw: st.DrawFn) -> dict[str, str]:
    """Return two to five lines with curves of every sort, a total, and bounds that it can satisfy."""
    total = draw(st.integers(10**4, 10**8))
    inputs = {"total": _money(total)}
    left, lines = total, draw(st.integers(2, 5))
    for nth in range(lines):
        half = total / 100 * draw(st.floats(0.05, 5))
        most = draw(st.integers(1, 10**5))
        inputs[f"curve.{nth}"] = draw(
            st.sampled_from(
                [
                    *(f"mm:{most},{half:.2f}", f"logistic:{most},{2 / half:.9f}"),
                    *(f"hill:{most},{half:.2f},{slope}" for slope in (0.6, 2.5)),
                ]
            )
        )
        part = draw(st.integers(0, left // lines))
        kind = draw(st.sampled_from(["", "", "lock", "min", "max"])) if nth else ""
        if kind == "max":
            inputs[f"max.{nth}"] = _money(part)
        elif kind:
            inputs[f"{kind}.{nth}"] = _money(part)
            left -= part
    return inputs


def _money(cents: int) -> str:
    return f"{cents / 100:.2f}"


def _run(inputs: Mapping[str, str]) -> Answer:
    return run("budget-split", {"method": "response", **inputs}, locale("en"), "CAD")


@given(problems())
@some
def test_a_sum_never_drifts_and_locks_and_bounds_hold(inputs: dict[str, str]) -> None:
    found = {name: Fraction(value) for name, value in values(_run(inputs)).items()}
    assert sum(found.values()) == Fraction(inputs["total"])
    assert all(amount * 100 == int(amount * 100) for amount in found.values())
    for name, text in inputs.items():
        part, _, line = name.partition(".")
        if part == "lock":
            assert found[line] == Fraction(text)
        elif part == "min":
            assert found[line] >= Fraction(text)
        elif part == "max":
            assert found[line] <= Fraction(text)


@given(problems())
@some
def test_more_money_never_brings_less(inputs: dict[str, str]) -> None:
    more = {**inputs, "total": plain(Fraction(inputs["total"]) * 2)}
    if not any(name.startswith("max.") for name in inputs):
        assert number(_run(more), "response") >= number(_run(inputs), "response") * (1 - 1e-9)


@given(problems(), st.sampled_from([10, 1000]))
@some
def test_scaling_all_money_leaves_the_response(inputs: dict[str, str], times: int) -> None:
    """Curves scale too: half-way in money, the rate of a logistic the other way."""
    scaled = dict(inputs)
    for name, text in inputs.items():
        if not name.startswith("curve."):
            scaled[name] = plain(Fraction(text) * times)
            continue
        kind, numbers = text.split(":")
        most, second, *rest = numbers.split(",")
        second = f"{float(second) / times:.15f}" if kind == "logistic" else plain(Fraction(second) * times)
        scaled[name] = f"{kind}:{','.join([most, second, *rest])}"
    one, other = _run(inputs), _run(scaled)
    # Cents do not scale, and where a curve begins upright a cent counts.
    assert number(other, "response") == pytest.approx(number(one, "response"), rel=1e-4, abs=1e-4)


def test_scaling_all_money_scales_amounts_to_the_cent() -> None:
    one = split(total="1000", curve_a="mm:400,100", curve_b="mm:100,100", min_b="310.10")
    other = split(total="10000", curve_a="mm:400,1000", curve_b="mm:100,1000", min_b="3101")
    assert {name: Fraction(value) * 10 for name, value in values(one).items()} == {
        name: Fraction(value) for name, value in values(other).items()
    }


@given(problems(), st.permutations(range(5)))
@some
def test_the_order_of_lines_does_not_matter(inputs: dict[str, str], order: list[int]) -> None:
    lines = [line for nth in order for line in inputs.items() if line[0].endswith(f".{nth}")]
    other = _run({"total": inputs["total"], **dict(lines)})
    assert number(other, "response") == pytest.approx(number(_run(inputs), "response"), rel=1e-7)


FIELDS = ["total", "target"] + [
    f"{part}.{line}"
    for part in ("share", "lock", "min", "max", "now", "brings", "double", "curve")
    for line in "ab"
]
TEXTS = [
    *("", "0", "1", "-3", "40", "99.999999999999999", "100", "250", "1e9", "5-9", "0.000000001", "∞"),
    *(str(LARGEST), "mm:1,1", "mm:1000000000000000,0.000000000001", "hill:9,9,10", "hill:9,9,0.1"),
    *("logistic:1000000000000000,1000000000000000", "logistic:1,0.000000000001", "hill:1,1"),
]


@given(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(TEXTS)))
@settings(some, max_examples=600 // FEWER)
def test_anything_is_answered_or_refused(inputs: dict[str, str]) -> None:
    try:
        found = _run(inputs)
    except Refused as refused:
        assert refused.problems
        return
    json.dumps(found.as_json(locale("en"), "CAD"))
    browser.speak((LOCALES / "en.json").read_text("utf-8"))
    asked = {"calculator": "budget-split", "inputs": {"method": "response", **inputs}, "currency": "CAD"}
    browser.answer(json.dumps(asked))
    assert json.loads(browser.whole())["page"]["comparison"]


# --------------------------------------------------------------------------------------------------
# Taken along

TAKEN = {
    "total": "1000",
    "lock_c": "100",
    "curve_a": "hill:90,400,2",
    "now_b": "300",
    "brings_b": "20",
    "double_b": "40",
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_output_says_that_it_is_an_assumption(lang: str) -> None:
    found, spoken = split(**TAKEN), locale(lang)
    sentence = spoken.words["problem.assumed_response"]
    assert sentence in as_text(found, spoken, "CAD")
    assert sentence in sheet(found, spoken, "CAD", DIALECTS[lang])
    supposed = spoken.words["export.supposed"]
    rows = as_csv(found, spoken, "CAD").splitlines()
    assert len([row for row in rows if supposed in row]) == len(found.outputs)
    assert sentence in json.dumps(found.as_json(spoken, "CAD"), ensure_ascii=False)
    browser.speak((LOCALES / f"{lang}.json").read_text("utf-8"))
    inputs = {"method": "response", **{name.replace("_", ".", 1): text for name, text in TAKEN.items()}}
    browser.answer(json.dumps({"calculator": "budget-split", "inputs": inputs, "currency": "CAD"}))
    assert json.loads(browser.whole())["page"]["comparison"]["note"] == sentence


def test_a_sheet_computes_the_same_responses() -> None:
    found = split(**TAKEN)
    rows = [row.split("\t") for row in sheet(found, locale("en"), "CAD", DIALECTS["en"]).split("\n")]
    by_line = {row[0].strip('="'): row for row in rows[2:-1]}
    most, half, slope = map(float, by_line["a"][2:5])
    amount = float(by_line["a"][1])
    assert by_line["a"][5] == "=C4*B4^E4/(D4^E4+B4^E4)"
    assert most / (1 + (half / amount) ** slope) == pytest.approx(number(found, "response.a"), rel=1e-9)
    assert by_line["c"][2:] == ["", "", "", ""]
    assert rows[-1][1] == "=SUM(B3:B5)" and rows[-1][5] == "=SUM(F3:F5)"


def test_a_sheet_says_a_logistic_as_a_tangent() -> None:
    found = split(total="100", curve_a="logistic:90,0.02")
    cells = sheet(found, locale("fr"), "CAD", DIALECTS["fr"]).split("\n")[2].split("\t")
    assert cells[5] == "=C3*TANH(D3*B3/2)"
    fading = exp(-0.02 * 100)
    assert number(found, "response") == pytest.approx(90 * (1 - fading) / (1 + fading))


def test_steps_tell_each_curve() -> None:
    steps = [step.numbers for step in split(**TAKEN).steps]
    assert steps[0].startswith("90 × ") and "^2 ÷ (400^2 + " in steps[0]
    assert "÷ (400 + " in steps[1]


# --------------------------------------------------------------------------------------------------
# By objective


def by_objective(**inputs: str) -> Answer:
    named = {name.replace("_", ".", 1): text for name, text in inputs.items()}
    return run("budget-split", {"method": "objective", **named}, locale(), "CAD")


def test_every_objective_of_the_knowledge_base_divides_a_budget() -> None:
    for name, known in locale().tables["weights"].items():
        found = by_objective(total="10000", objective=name)
        whole = sum(known["lines"].values())
        expected = {line: str(Fraction(10000 * weight, whole)) for line, weight in known["lines"].items()}
        assert values(found) == expected
        assert codes(found) == ["own_weights" if known["own"] else "usual_weights"]
        assert found.warnings[0].params["objective"] == known["title"]


def test_weights_may_be_changed_and_lines_locked() -> None:
    usual = locale().tables["weights"]["acquisition"]["lines"]
    found = by_objective(
        total="1000", objective="acquisition", weight_media="0", lock_production="400", weight_x="20"
    )
    rest = {line: weight for line, weight in usual.items() if line not in ("media", "production")} | {"x": 20}
    whole = sum(rest.values())
    for line, weight in rest.items():
        assert float(values(found)[line]) == pytest.approx(600 * weight / whole, abs=0.01)
    assert (values(found)["media"], values(found)["production"]) == ("0", "400")
    assert "media" not in found.warnings[0].params["lines"], "that weight is the reader's"
    assert sum(map(Fraction, values(found).values())) == 1000


def test_weights_alone_need_no_objective() -> None:
    found = by_objective(total="90", weight_a="1", weight_b="2")
    assert values(found) == {"a": "30", "b": "60"}
    assert codes(found) == []


@pytest.mark.parametrize(
    ("inputs", "code", "field"),
    [
        ({"total": "10", "objective": "fame"}, "unknown_choice", "objective"),
        ({"total": "10"}, "underdetermined", None),
        ({"objective": "acquisition"}, "underdetermined", None),
        ({"total": "10", "weight_a": "0"}, "zero", "weight.a"),
        ({"total": "10", "weight_a": "1", "lock_a": "5"}, "share_and_lock", "lock.a"),
    ],
)
def test_an_objective_that_divides_nothing_says_why(
    inputs: dict[str, str], code: str, field: str | None
) -> None:
    with pytest.raises(Refused) as refused:
        by_objective(**inputs)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]


def test_weights_that_were_taken_are_typed_where_they_can_be_changed() -> None:
    browser.speak((LOCALES / "fr.json").read_text("utf-8"))
    inputs = {"method": "objective", "objective": "acquisition", "total": "1000", "weight.media": "7"}
    found = json.loads(
        browser.answer(json.dumps({"calculator": "budget-split", "inputs": inputs, "currency": "CAD"}))
    )
    usual = locale().tables["weights"]["acquisition"]["lines"]
    typed = {f"weight.{line}": str(weight) for line, weight in usual.items() if line != "media"}
    assert found["page"]["moved"] == typed
