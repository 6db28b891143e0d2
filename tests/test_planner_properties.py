"""What holds for any numbers: round trips, scales, sums, orders, languages. Each run tries the same ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import CALCULATORS, Currency, Locale, Refused, run
from planner.answer import refused_as_json
from planner.model import Field, Unit
from planner.numbers import plain, show
from planner.reading import Reading, read
from planner.solve import Given, Solution, solve
from planner.split import Line, split

FEWER = 5 if settings.get_current_profile_name() == "mutants" else 1
"""``make mutate`` runs them thousands of times."""
few, some, many = (
    settings(derandomize=True, deadline=None, max_examples=number // FEWER) for number in (10, 60, 150)
)
every_calculator = pytest.mark.parametrize("calculator", CALCULATORS)

FRENCH = Locale(",", "\u202f", "{number}\u202f%", {"CAD": Currency("{number}\u202f$", 2)})
ENGLISH = Locale(".", ",", "{number}%", {"CAD": Currency("${number}", 2)})

# Fields from which all others of a calculator follow.
FREE = {
    "cpm": ["cost", "impressions"],
    "cpc": ["cost", "clicks"],
    "cpm-cpc-ctr": ["cpc", "ctr"],
    "reach-frequency": ["universe", "reach", "frequency", "cpm"],
    "reality-check": [
        *("daily_budget", "weeks", "cpa", "ad_sets", "events", "cpm", "reach", "frequency_cap", "day_factor"),
    ],
    "cpv": ["cost", "views", "impressions", "completions"],
    "vcpm": ["cpm", "viewability"],
    "funnel": ["budget", "cpm", "ctr", "landing_rate", "conversion_rate", "aov"],
    "breakeven-roas": ["margin", "target_net_margin", "aov", "landing_rate", "conversion_rate"],
    "roi": ["gains", "costs"],
    "engagement-rate": ["interactions", "base"],
    "production-amortisation": ["production", "adaptation", "rights", "uses", "media", "impressions"],
    "paid-smm-mix": ["hours", "rate", "tools", "organic_impressions"],
    "budget-ladder": ["gross", "fee", "tax", "ad_fees_cpm", "cpm"],
}
HUNDREDTHS = {Unit.MONEY: (1, 10**9), Unit.RATIO: (100, 10_000), Unit.MULTIPLE: (100, 10**4)}
COUNTS = {
    "universe": (10**6, 10**9),
    "reach": (1, 10**6),  # people, of the universe
    "impressions": (10**6, 10**9),
    "views": (1, 10**6),  # of the impressions
    "weeks": (1, 52),
    "ad_sets": (1, 50),
    "events": (1, 100),
}

LADDER = {
    "fee": (100, 9_900),  # it leaves something
    "gross": (10**5, 10**9),
    "cpm": (100, 10_000),
    "ad_fees_cpm": (1, 100),  # beside a CPM: rounded impressions leave something for media
}
"""hundredths that a budget's parts may have"""

Exact = dict[str, Fraction]


def number(field: Field, hundredths: tuple[int, int] | None = None) -> st.SearchStrategy[Fraction]:
    """Values that a field may have, as one would type them: cents, hundredths of a percent, whole people."""
    if field.name == "target_net_margin":  # below any margin
        return st.integers(0, 99).map(lambda n: Fraction(n, 10_000))
    if field.unit is Unit.COUNT:
        return st.integers(*COUNTS.get(field.name, (1, 10**8))).map(Fraction)
    return st.integers(*(hundredths or HUNDREDTHS[field.unit])).map(
        lambda n: Fraction(n, 10_000 if field.unit is Unit.RATIO else 100)
    )


def free(calculator: str) -> st.SearchStrategy[Exact]:
    fields = CALCULATORS[calculator].fields
    ranges = LADDER if calculator == "budget-ladder" else {}
    return st.fixed_dictionaries(
        {f.name: number(f, ranges.get(f.name)) for f in fields if f.name in FREE[calculator]}
    )


def solved(calculator: str, values: Mapping[str, Fraction]) -> Solution:
    exact = {name: Given(value, Fraction(0)) for name, value in values.items()}
    return solve(CALCULATORS[calculator], exact)


def typed(calculator: str, values: Mapping[str, Fraction]) -> dict[str, str]:
    """Values as an address holds them."""
    units = {field.name: field.unit for field in CALCULATORS[calculator].fields}
    return {
        name: plain(value * 100 if units[name] is Unit.RATIO else value) for name, value in values.items()
    }


def outputs(calculator: str, inputs: Mapping[str, str], locale: Locale = ENGLISH) -> Exact:
    found = run(calculator, inputs, locale, "CAD").outputs
    return {name: value.number for name, value in found.items() if value.number is not None}


# --------------------------------------------------------------------------------------------------
# Solving


@every_calculator
@few
@given(data=st.data())
def test_any_values_that_are_true_together_lead_to_the_same_others(
    calculator: str, data: st.DataObject
) -> None:
    """Whichever fields are given, in whatever number, what follows is what they were taken from."""
    world = solved(calculator, data.draw(free(calculator))).values
    usual = [field.name for field in CALCULATORS[calculator].fields if field.default is not None]
    names = data.draw(st.sets(st.sampled_from(sorted(world)), min_size=1))
    again = solved(calculator, {name: world[name] for name in {*names, *usual}})
    assert again.values == {name: world[name] for name in again.values}
    assert again.assumed == []
    assert {problem.code for problem in again.problems} <= {"underdetermined"}


@every_calculator
@few
@given(data=st.data())
def test_what_follows_can_be_given_instead(calculator: str, data: st.DataObject) -> None:
    """A round trip: any field that was computed replaces any one that its computation took.

    It tells the same, or nothing where one and the other do not depend on each other after all: what a sale
    costs was computed from a budget, and is the same for any; so is a fee's share of it.
    """
    values = data.draw(free(calculator))
    solution = solved(calculator, values)
    hidden = {field.name for field in CALCULATORS[calculator].fields if field.hidden}
    result = data.draw(st.sampled_from([name for name, _ in solution.steps if name not in hidden]))
    for name in solution.behind(result):
        others = {other: value for other, value in values.items() if other != name}
        again = solved(calculator, {**others, result: solution.values[result]})
        assert again.values.get(name, values[name]) == values[name]
        assert name in again.values or calculator in ("funnel", "budget-ladder")


@every_calculator
@few
@given(data=st.data(), times=st.sampled_from([Fraction(1, 4), Fraction(2), Fraction(1000)]))
def test_money_scales(calculator: str, data: st.DataObject, times: Fraction) -> None:
    """Money of another size, or another currency: results in money scale with it, the others stay."""
    units = {field.name: field.unit for field in CALCULATORS[calculator].fields}

    def scaled(values: Mapping[str, Fraction]) -> Exact:
        return {name: value * times if units[name] is Unit.MONEY else value for name, value in values.items()}

    values = data.draw(free(calculator))
    once, more = typed(calculator, values), typed(calculator, scaled(values))
    assert outputs(calculator, more) == scaled(outputs(calculator, once))


@every_calculator
@few
@given(data=st.data())
def test_the_order_typed_changes_nothing(calculator: str, data: st.DataObject) -> None:
    inputs = typed(calculator, data.draw(free(calculator)))
    shuffled = dict(data.draw(st.permutations(list(inputs.items()))))
    assert run(calculator, shuffled, FRENCH, "CAD") == run(calculator, inputs, FRENCH, "CAD")


@every_calculator
@few
@given(data=st.data())
def test_an_agreeing_value_beyond_need_changes_nothing(calculator: str, data: st.DataObject) -> None:
    values = data.draw(free(calculator))
    found = outputs(calculator, typed(calculator, values))
    more = data.draw(st.sets(st.sampled_from(sorted(found))))
    exact = {name: found[name] for name in more if Fraction(plain(found[name])) == found[name]}
    again = outputs(calculator, typed(calculator, values | exact))
    assert again == {name: value for name, value in found.items() if name not in exact}


@every_calculator
@few
@given(data=st.data())
def test_a_result_typed_back_as_it_is_shown_is_accepted(calculator: str, data: st.DataObject) -> None:
    """Rounded, it agrees at its precision, and the rest is what it was, but for the rounding."""
    inputs = typed(calculator, data.draw(free(calculator)))
    answer = run(calculator, inputs, FRENCH, "CAD")
    large = [name for name, value in answer.outputs.items() if value.number and abs(value.number) >= 1]
    if not large:
        return
    name = data.draw(st.sampled_from(large))
    again = run(calculator, {**inputs, name: answer.outputs[name].display}, FRENCH, "CAD")
    assert set(again.outputs) == set(answer.outputs) - {name}
    for other, value in again.outputs.items():
        before = answer.outputs[other].number
        assert value.number is not None
        assert before is not None
        assert abs(value.number - before) <= abs(before) / 50


@every_calculator
@few
@given(data=st.data())
def test_a_value_that_is_off_contradicts(calculator: str, data: st.DataObject) -> None:
    """Three times what follows is no rounding of it; those named are enough to disagree."""
    values = data.draw(free(calculator))
    solution = solved(calculator, values)
    hidden = {field.name for field in CALCULATORS[calculator].fields if field.hidden}
    results = [
        name for name, _ in solution.steps if name not in hidden and solution.values[name] not in (0, 1)
    ]
    if not results:
        return
    name = data.draw(st.sampled_from(results))
    wrong = {**values, name: solution.values[name] * 3}
    with pytest.raises(Refused) as refused:
        solved(calculator, wrong)
    (problem,) = refused.value.problems
    fields = problem.params["fields"]
    assert problem.code == "contradiction"
    assert name in fields
    with pytest.raises(Refused):
        solved(calculator, {field: wrong[field] for field in fields})
    for field in fields:
        solved(calculator, {other: value for other, value in wrong.items() if other != field})


# --------------------------------------------------------------------------------------------------
# Languages


@every_calculator
@few
@given(data=st.data())
def test_the_same_value_in_every_language(calculator: str, data: st.DataObject) -> None:
    """What is shown in a language can be typed in it, and computes the same."""
    inputs = typed(calculator, data.draw(free(calculator)))
    results = []
    for locale in (FRENCH, ENGLISH):
        shown = {name: value.display for name, value in run(calculator, inputs, locale, "CAD").inputs.items()}
        numbers = {name: text for name, text in shown.items() if name in inputs}
        results.append(outputs(calculator, numbers, locale))
    assert results[0] == results[1] == outputs(calculator, inputs)


@some
@given(
    st.integers(-(10**17), 10**17).map(lambda n: Fraction(n, 100)),
    st.sampled_from([Unit.MONEY, Unit.COUNT, Unit.MULTIPLE]),
)
def test_what_is_shown_is_read_back(value: Fraction, unit: Unit) -> None:
    for locale in (FRENCH, ENGLISH):
        shown = show(value, unit.value, locale, "CAD")
        found = read(shown, "field", unit, locale, "CAD")
        assert isinstance(found, Reading)
        assert abs(found.value - value) <= (Fraction(1, 2) if unit is Unit.COUNT else 0)


@some
@given(st.fractions(max_denominator=10**12))
def test_plain_decimals_are_exact_or_long(value: Fraction) -> None:
    written = plain(value)
    assert abs(Fraction(written) - value) <= abs(value) / 10**17
    assert set(written) <= set("-0123456789.")


@many
@given(st.text(max_size=80) | st.text("0123456789.,' kM%$€-\u00a0\u202f", max_size=20), st.sampled_from(Unit))
def test_any_text_is_a_number_or_a_problem(text: str, unit: Unit) -> None:
    for locale in (FRENCH, ENGLISH):
        found = read(text, "field", unit, locale, "CAD")
        assert isinstance(found, Reading) or found.field == "field"


@many
@given(st.sampled_from([*CALCULATORS, "budget-split"]), st.data())
def test_any_inputs_are_answered_or_refused_in_json(calculator: str, data: st.DataObject) -> None:
    known = [field.name for field in CALCULATORS[calculator].fields] if calculator in CALCULATORS else []
    names = st.sampled_from(
        [*known, "total", "share.a", "share.b", "lock.c", "min.a", "max.b", "x", "share."]
    )
    texts = st.text("0123456789.,' kM%$-", max_size=8) | st.integers(-2, 200).map(str) | st.text(max_size=5)
    inputs = data.draw(st.dictionaries(names, texts, max_size=6))
    try:
        told = run(calculator, inputs, FRENCH, "CAD").as_json(FRENCH, "CAD")
    except Refused as refused:
        assert refused.problems
        told = refused_as_json(refused.problems, calculator, FRENCH, "CAD")
    assert json.loads(json.dumps(told)) == told


# --------------------------------------------------------------------------------------------------
# Splits

AMOUNTS = st.integers(0, 40_000).map(lambda cents: Fraction(cents, 100))
LINES = st.lists(
    st.builds(
        Line,
        name=st.just(""),
        share=st.integers(0, 100).map(lambda percent: Fraction(percent, 100)),
        lock=st.none(),
        least=st.none() | AMOUNTS,
        most=st.none() | AMOUNTS,
    )
    | st.builds(Line, name=st.just(""), lock=AMOUNTS),
    max_size=6,
)


@many
@given(
    total=st.integers(1, 100_000).map(lambda cents: Fraction(cents, 100)),
    drawn=LINES,
    digits=st.sampled_from([0, 2, 3]),
)
def test_a_split_makes_the_total_within_bounds_or_cannot(
    total: Fraction, drawn: list[Line], digits: int
) -> None:
    """A lock of nothing is added, so that shares need not make a hundred."""
    lines = [Line("locked", lock=Fraction(0)), *drawn]
    lines = [Line(f"{nth}", one.share, one.lock, one.least, one.most) for nth, one in enumerate(lines)]
    free = [line for line in lines if line.lock is None]
    rest = total - sum(line.lock or 0 for line in lines)
    unit = Fraction(1, 10**digits)
    try:
        amounts = split(total, lines, digits)
    except Refused as refused:
        (problem,) = refused.problems
        assert problem.code == "infeasible"
        assert not _possible(rest, free), problem
        return
    assert _possible(rest, free)
    assert list(amounts) == [line.name for line in lines]
    assert sum(amounts.values()) == floor(total / unit + Fraction(1, 2)) * unit
    assert all((amount / unit).denominator == 1 for amount in amounts.values())
    for line in lines:
        amount = amounts[line.name]
        for bound in (line.lock, line.least):
            assert bound is None or amount > bound - unit
        for bound in (line.lock, line.most):
            assert bound is None or amount < bound + unit
    _in_proportion(free, amounts, unit)


def _possible(rest: Fraction, free: list[Line]) -> bool:
    """Tell whether the free lines can make up the rest: one with a share takes anything up to its maximum."""
    if any(line.least is not None and line.most is not None and line.least > line.most for line in free):
        return False
    least = sum((line.least or Fraction(0) for line in free), Fraction(0))
    tops = [line.most if line.share else line.least or Fraction(0) for line in free]
    return least <= rest and (None in tops or sum(top for top in tops if top is not None) >= rest)


def _in_proportion(free: list[Line], amounts: Mapping[str, Fraction], unit: Fraction) -> None:
    """Money per share is one for all lines, but for those that a bound holds back, or up."""
    lows, highs = [], []  # what money per share may at most, and must at least be
    for line in free:
        if not line.share:
            continue
        amount = amounts[line.name]
        if line.least is None or amount > line.least + unit:
            highs.append((amount - unit) / line.share)
        if line.most is None or amount < line.most - unit:
            lows.append((amount + unit) / line.share)
    assert not lows or not highs or max(highs) <= min(lows)


@some
@given(st.integers(1, 10**7), st.lists(st.integers(1, 50), min_size=1, max_size=7), st.integers(0, 3))
def test_no_line_is_a_unit_off_its_share(units: int, weights: list[int], digits: int) -> None:
    unit = Fraction(1, 10**digits)
    total = units * unit
    lines = [Line(f"{nth}", Fraction(weight, sum(weights))) for nth, weight in enumerate(weights)]
    amounts = split(total, lines, digits)
    assert sum(amounts.values()) == total
    for line in lines:
        assert line.share is not None
        assert abs(amounts[line.name] - total * line.share) < unit


@some
@given(st.integers(1, 10**6), st.lists(st.integers(1, 50), min_size=1, max_size=7), st.integers(2, 9))
def test_splits_scale(cents: int, weights: list[int], times: int) -> None:
    """Of so much more, each line has so much more, but for the cents."""
    lines = [Line(f"{nth}", Fraction(weight, sum(weights))) for nth, weight in enumerate(weights)]
    once, more = (split(Fraction(cents * factor, 100), lines, 2) for factor in (1, times))
    assert all(abs(more[name] - once[name] * times) <= Fraction(times, 100) for name in once)


@some
@given(st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_a_repair_makes_a_hundred(percents: list[int]) -> None:
    inputs = {"total": "1000", **{f"share.{nth}": f"{percent}" for nth, percent in enumerate(percents)}}
    try:
        run("budget-split", inputs, FRENCH, "CAD")
    except Refused as refused:
        told = refused_as_json(refused.problems, "budget-split", FRENCH, "CAD")
        repaired = {**inputs, **told["errors"][0]["params"]["repair"]}
        answer = run("budget-split", repaired, FRENCH, "CAD")
        assert sum(value.number or 0 for value in answer.outputs.values()) == 1000
    else:
        assert sum(percents) == 100


# --------------------------------------------------------------------------------------------------
# From the client's budget to working media, and values before tax

BASES = ("gross", "net", "fixed")
every_basis = pytest.mark.parametrize("basis", BASES)
cents = st.integers(10**5, 10**9).map(lambda n: Fraction(n, 100))
percents = st.integers(1, 5_000).map(lambda n: Fraction(n, 100))


def ladder(basis: str, **given: Fraction) -> Exact:
    """Everything that is known of a ladder at the end, rates as typed: 15 for 15 %."""
    inputs = {name: plain(value) for name, value in given.items()}
    answer = run("budget-ladder", {"fee_basis": basis, **inputs}, ENGLISH, "CAD")
    return {
        name: value.number
        for name, value in {**answer.inputs, **answer.outputs}.items()
        if value.number is not None
    }


@every_basis
@some
@given(gross=cents, fee=percents, tax=percents, cpm=percents, ad_fees_cpm=percents)
def test_the_parts_of_a_budget_make_it_to_the_last_fraction(
    basis: str, gross: Fraction, fee: Fraction, tax: Fraction, cpm: Fraction, ad_fees_cpm: Fraction
) -> None:
    known = ladder(basis, gross=gross, fee=fee, tax=tax, cpm=cpm, ad_fees_cpm=ad_fees_cpm)
    assert known["net"] + known["fees"] == gross
    assert known["working_media"] + known["ad_fees"] == known["net"]
    assert known["total"] == gross + known["taxes"] == gross * (1 + tax / 100)
    assert known["cpm"] * known["impressions"] == known["working_media"] * 1000
    assert known["ad_fees_cpm"] * known["impressions"] == known["ad_fees"] * 1000
    assert (1 - known["fee_on_gross"]) * (1 + known["fee_on_net"]) == 1


@every_basis
@some
@given(gross=cents, fee=percents, tax=percents, part=st.sampled_from(["net", "total", "fees"]))
def test_a_ladder_is_climbed_back(
    basis: str, gross: Fraction, fee: Fraction, tax: Fraction, part: str
) -> None:
    """From any part, told exactly, to the budget: it is the one that the part was taken from."""
    down = solved_ladder(basis, {"gross": gross, "fee": fee, "tax": tax / 100})
    if part == "fees" and basis == "fixed":
        return  # they are known without any budget
    up = solved_ladder(basis, {"fee": fee, "tax": tax / 100, part: down[part]})
    assert up["gross"] == gross


def solved_ladder(basis: str, values: Mapping[str, Fraction]) -> Exact:
    made = CALCULATORS["budget-ladder"].chosen({"fee_basis": basis})
    fee = made.field("fee")
    assert fee is not None
    scale = 100 if fee.unit is Unit.RATIO else 1
    exact = {n: Given(v / scale if n == "fee" else v, Fraction(0)) for n, v in values.items()}
    return solve(made, exact).values


@some
@given(gross=cents, fee=percents)
def test_a_commission_is_no_mark_up(gross: Fraction, fee: Fraction) -> None:
    """One rate, charged on gross or on net: never the same money, and the mark-up is the cheaper."""
    commission, markup = (ladder(basis, gross=gross, fee=fee) for basis in ("gross", "net"))
    assert commission["fees"] > markup["fees"]
    assert commission["net"] < markup["net"]
    assert commission["fee_on_net"] > commission["fee_on_gross"] == fee / 100 == markup["fee_on_net"]


@some
@given(order=cents, tax=percents, spent=cents, sales=st.integers(1, 10**4).map(Fraction))
def test_returns_are_those_before_tax(
    order: Fraction, tax: Fraction, spent: Fraction, sales: Fraction
) -> None:
    """An order told with its tax gives what the same order gives without."""
    common = {"budget": plain(spent), "conversions": plain(sales)}
    taxed = {"aov": plain(order * (1 + tax / 100)), "aov_tax": "included", "tax": plain(tax)}
    assert outputs("funnel", common | taxed) == outputs("funnel", common | {"aov": plain(order)})
    margin = {"margin": "40", "conversion_rate": "2"}
    assert outputs("breakeven-roas", margin | taxed) == outputs(
        "breakeven-roas", margin | {"aov": plain(order)}
    )


@some
@given(order=cents, tax=percents, spent=cents, sales=st.integers(1, 10**4).map(Fraction))
def test_the_order_comes_back_with_its_tax(
    order: Fraction, tax: Fraction, spent: Fraction, sales: Fraction
) -> None:
    made = CALCULATORS["funnel"].chosen({"aov_tax": "included"})
    world = {"budget": spent, "conversions": sales, "tax": tax / 100, "aov": order}
    known = solve(made, {name: Given(value, Fraction(0)) for name, value in world.items()}).values
    for missing in ("aov", "tax", "conversions"):
        left = {**{name: value for name, value in world.items() if name != missing}, "roas": known["roas"]}
        again = solve(made, {name: Given(value, Fraction(0)) for name, value in left.items()}).values
        assert again[missing] == world[missing]
