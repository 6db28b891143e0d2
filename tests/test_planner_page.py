"""What the planner tells a page besides the answer: what it read, other readings, repairs, bars, curves."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import CALCULATORS, IDS, Locale, browser, run, spreadsheet
from planner.catalogue import PLAN
from planner.exports import as_csv, as_text
from planner.picture import SIDE, picture
from planner.rebalance import rebalance
from planner.split import Line
from planner.spreadsheet import sheet

untimed = settings(deadline=None)
LOCALES = Path(__file__).resolve().parent.parent / "data" / "locales"
FRENCH, ENGLISH = (
    Locale.from_json(json.loads((LOCALES / f"{lang}.json").read_text("utf-8"))) for lang in ("fr", "en")
)


def asked(calculator: str, inputs: dict[str, str], lang: str = "fr", **more: Any) -> dict[str, Any]:
    """What a page gets for its request."""
    browser.speak((LOCALES / f"{lang}.json").read_text("utf-8"))
    request = {"calculator": calculator, "inputs": inputs, "currency": "CAD", **more}
    first, found = json.loads(browser.answer(json.dumps(request))), json.loads(browser.whole())
    return {**found, "page": {**first["page"], **found["page"]}}


# -- what was read ----------------------------------------------------------------------------------


def test_numbers_are_written_for_the_field_and_for_the_address() -> None:
    inputs = {"cpm": "1 234,5 $", "ctr": "1,5 %"}
    page = asked("cpm-cpc-ctr", inputs)["page"]
    assert page["typed"] == {"cpm": "1234,5", "ctr": "1,5"}
    assert page["found"] == {"cpc": "82,3"}
    assert page["canonical"] == {"cpm": "1234.5", "ctr": "1.5"}
    assert asked("cpm-cpc-ctr", {"cpm": "1,234.5", "ctr": "1.5"}, "en")["page"]["typed"]["cpm"] == "1234.5"


def test_a_result_without_end_is_short_enough_to_be_read() -> None:
    found = asked("cpm", {"cost": "1", "impressions": "3000"})["page"]["found"]
    assert found["cpm"] == "0,333333333333"


def test_a_long_number_that_was_typed_is_kept_whole() -> None:
    typed = asked("cpm", {"cost": "0.33333333333333333333", "impressions": "3"})["page"]
    assert typed["canonical"]["cost"] == "0.33333333333333333333"


def test_what_can_be_read_beside_an_error_is_canonical_too() -> None:
    found = asked("cpm", {"cost": "1 200,50", "impressions": "many"})
    assert [error["field"] for error in found["errors"]] == ["impressions"]
    assert found["page"]["canonical"] == {"cost": "1200.5"}
    assert "text" not in found["page"]


def test_an_unknown_calculator_is_told_and_nothing_is_read() -> None:
    found = asked("none", {"cost": "5"})
    assert found["errors"][0]["code"] == "unknown_calculator"
    assert found["page"]["canonical"] == {}


@pytest.mark.parametrize("calculator", [one for one in IDS if one != PLAN])  # a plan loses nothing
def test_names_that_a_calculator_does_not_have_are_no_numbers(calculator: str) -> None:
    assert asked(calculator, {"nonsense": "5", "x.y": "3"})["page"]["canonical"] == {}


def test_a_rate_beside_an_error_is_a_percentage() -> None:
    found = asked("cpm-cpc-ctr", {"cpm": "x", "ctr": "1,5"})
    assert found["page"]["canonical"] == {"ctr": "1.5"}


def test_a_computed_rate_is_typed_as_a_percentage() -> None:
    assert asked("cpm-cpc-ctr", {"cpm": "12", "cpc": "0,8"})["page"]["found"]["ctr"] == "1,5"


def test_neither_a_word_nor_what_was_assumed_is_a_number_that_was_typed() -> None:
    inputs = {"interactions": "30", "base": "1000", "base_kind": "reach"}
    assert [*asked("engagement-rate", inputs)["page"]["canonical"]] == ["interactions", "base"]
    funnel = asked("funnel", {"clicks": "100", "conversion_rate": "2"})
    assert funnel["inputs"]["landing_rate"]["display"] == "100\u202f%"
    assert funnel["page"]["canonical"] == {"clicks": "100", "conversion_rate": "2"}


def test_an_unknown_calculator_has_no_bars() -> None:
    assert asked("none", {"total": "100", "share.a": "50"})["page"]["parts"] == {}


def test_answers_cross_as_they_are_read() -> None:
    """An escape would take six signs for one."""
    asked("cpm", {"cost": "500", "impressions": "62500"})
    request = {"calculator": "cpm", "inputs": {"cost": "500", "impressions": "62500"}, "currency": "CAD"}
    assert "8,00\u202f$" in browser.answer(json.dumps(request))
    assert "8,00\u202f$" in browser.whole()


@pytest.mark.parametrize(
    ("calculator", "inputs"),
    [
        ("cpm-cpc-ctr", {"cpm": "12", "ctr": "1,5"}),
        ("cpm", {"cost": "500", "impressions": "62500"}),
        ("vcpm", {"cpm": "8", "vcpm": "4"}),
        ("budget-split", {"total": "100", "lock.média": "40", "share.b": "100"}),
    ],
)
def test_what_stands_beside_an_answer(calculator: str, inputs: dict[str, str]) -> None:
    page = asked(calculator, inputs)["page"]
    found = run(calculator, inputs, FRENCH, "CAD")
    assert {name: page[name] for name in ("text", "csv", "sheets", "picture")} == {
        "text": as_text(found, FRENCH, "CAD"),
        "csv": as_csv(found, FRENCH, "CAD"),
        "sheets": {
            "fr": sheet(found, FRENCH, "CAD", spreadsheet.FRENCH),
            "en": sheet(found, FRENCH, "CAD", spreadsheet.ENGLISH),
        },
        "picture": picture(CALCULATORS[calculator], found, FRENCH, "CAD")
        if calculator in CALCULATORS
        else None,
    }


# -- what may be taken in its place -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("calculator", "inputs", "lang", "offers"),
    [
        ("cpm", {"cost": "1,234", "impressions": "1000"}, "fr", {"cost": "1234"}),
        ("cpm", {"cost": "1,234", "impressions": "1000"}, "en", {"cost": "1.234"}),
        ("cpm-cpc-ctr", {"cpm": "12", "ctr": "0,02"}, "fr", {"ctr": "2"}),
        ("cpm-cpc-ctr", {"cpm": "12", "ctr": "1,234"}, "en", {"ctr": "1.234"}),  # 1234 % cannot be
        ("cpm", {"cost": "1234", "impressions": "1000"}, "fr", {}),
        ("cpm-cpc-ctr", {"cpm": "12", "ctr": "150"}, "fr", {}),  # too high, and nothing else to read
    ],
)
def test_the_other_reading_is_offered(
    calculator: str, inputs: dict[str, str], lang: str, offers: dict[str, str]
) -> None:
    found = asked(calculator, inputs, lang)["page"]["offers"]
    assert {name: value for offer in found for name, value in offer["values"].items()} == offers
    assert all([*offer["values"]] == [offer["field"]] for offer in found)


@untimed
@given(st.integers(1, 999), st.integers(0, 999))
def test_taking_the_other_reading_reads_it(whole: int, rest: int) -> None:
    typed = f"{whole},{rest:03d}"
    for lang in ("fr", "en"):
        first = asked("cpm", {"cost": typed, "impressions": "1000"}, lang)
        (offer,) = first["page"]["offers"]
        second = asked("cpm", {**offer["values"], "impressions": "1000"}, lang)
        assert {first["inputs"]["cost"]["value"], second["inputs"]["cost"]["value"]} == {
            f"{whole}{rest:03d}",
            f"{whole}.{rest:03d}".rstrip("0").rstrip("."),
        }


def test_shares_that_miss_the_whole_come_with_shares_that_make_it() -> None:
    (offer,) = asked("budget-split", {"total": "100", "share.a": "60", "share.b": "30"})["page"]["offers"]
    assert offer["field"] is None
    assert offer["values"] == {"share.a": "66,67", "share.b": "33,33"}
    assert "errors" not in asked("budget-split", {"total": "100", **offer["values"]})


# -- bars: moving a line of a split -----------------------------------------------------------------

LINES = [Line("a", Fraction(1, 5)), Line("b", Fraction(3, 5)), Line("c", Fraction(1, 5))]


def percents(shares: dict[str, Fraction]) -> dict[str, float]:
    return {name: float(share * 100) for name, share in shares.items()}


def test_a_moved_line_takes_its_part_and_the_others_keep_their_proportions() -> None:
    assert percents(rebalance(Fraction(1000), LINES, "a", Fraction(3, 5))) == {"a": 60, "b": 30, "c": 10}


def test_at_the_ends_of_the_bar() -> None:
    assert percents(rebalance(Fraction(1000), LINES, "b", Fraction(0))) == {"a": 50, "b": 0, "c": 50}
    assert percents(rebalance(Fraction(1000), LINES, "b", Fraction(1))) == {"a": 0, "b": 100, "c": 0}


def test_lines_that_have_nothing_share_alike() -> None:
    lines = [Line("a", Fraction(1)), Line("b", Fraction(0)), Line("c")]
    assert percents(rebalance(Fraction(10), lines, "a", Fraction(1, 2))) == {"a": 50, "b": 25, "c": 25}


def test_less_than_a_unit_can_be_moved() -> None:
    assert percents(rebalance(Fraction(1, 2), LINES, "a", Fraction(3, 5))) == {"a": 60, "b": 30, "c": 10}


def test_a_part_is_one_of_the_total_and_locks_come_first() -> None:
    """Half of 1000 is 500: of the 800 that the lock leaves, 62.5 %."""
    lines = [Line("held", lock=Fraction(200)), *LINES]
    assert percents(rebalance(Fraction(1000), lines, "a", Fraction(1, 2))) == {
        "a": 62.5,
        "b": 28.13,
        "c": 9.37,
    }
    everything = rebalance(Fraction(1000), lines, "a", Fraction(9, 10))
    assert percents(everything) == {"a": 100, "b": 0, "c": 0}


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ([Line("held", lock=Fraction(2)), *LINES], "held"),
        ([Line("held", lock=Fraction(2)), Line("a", Fraction(1))], "a"),
        ([Line("held", lock=Fraction(10)), *LINES], "a"),
        (LINES, "nobody"),
    ],
)
def test_what_cannot_be_moved_stays(lines: list[Line], name: str) -> None:
    free = {line.name: line.share for line in lines if line.lock is None}
    assert rebalance(Fraction(10), lines, name, Fraction(1, 2)) == free


@untimed
@given(
    st.lists(st.integers(0, 10_000), min_size=2, max_size=9),
    st.integers(0, 9),
    st.integers(0, 100),
)
def test_moved_shares_always_make_the_whole(weights: list[int], moved: int, part: int) -> None:
    lines = [Line(str(nth), Fraction(weight, 10_000)) for nth, weight in enumerate(weights)]
    name = str(moved % len(lines))
    shares = rebalance(Fraction(777), lines, name, Fraction(part, 100))
    assert sum(shares.values()) == 1
    assert shares[name] == Fraction(part, 100)
    assert all((share * 10_000).denominator == 1 for share in shares.values())


def test_a_page_moves_a_line() -> None:
    inputs = {"total": "1 000", "share.a": "20", "share.b": "80"}
    found = asked("budget-split", inputs, move={"line": "a", "part": "35"})
    assert found["page"]["moved"] == {"share.a": "35", "share.b": "65"}
    assert found["page"]["typed"]["share.b"] == "65"
    assert found["outputs"]["amount.a"]["value"] == "350"
    assert found["page"]["parts"] == {
        "a": {"value": "35", "display": "35\u202f%"},
        "b": {"value": "65", "display": "65\u202f%"},
    }


RIGHT = {"calculator": "cpm", "inputs": {"cost": "1"}, "currency": "CAD"}
SPLIT = {"calculator": "budget-split", "inputs": {"total": "1000", "share.a": "50", "share.b": "50"}}


@pytest.mark.parametrize(
    "request_",
    [
        "", "{", "[" * 100_000, "9" * 5000, "null", "[]", "{}", '"cpm"',
        *(json.dumps({name: value for name, value in RIGHT.items() if name != lacking}) for lacking in RIGHT),
        *(json.dumps({**RIGHT, name: odd}) for name in RIGHT for odd in (None, 5, [], ["cpm"])),
        json.dumps({**RIGHT, "inputs": {"cost": 5}}), json.dumps({**RIGHT, "inputs": {"cost": None}}),
        *(json.dumps({**RIGHT, "move": move}) for move in ({}, [], {"line": "a"}, {"line": 1, "part": "5"})),
    ],
)  # fmt: skip
def test_what_no_page_asks_is_no_request(request_: str) -> None:
    browser.speak((LOCALES / "fr.json").read_text("utf-8"))
    browser.answer(json.dumps(RIGHT))
    with pytest.raises(browser.BadRequest, match=r"no JSON|no calculator, inputs"):
        browser.answer(request_)
    assert "errors" in json.loads(browser.whole()), "the latest answer is the one before"


@pytest.mark.parametrize("part", ["1e999999999", "nan", "1/0", "", "5 $"])
def test_a_part_that_is_no_number_moves_nothing(part: str) -> None:
    """A fraction of 1e999999999 takes longer to make than anybody waits."""
    browser.speak((LOCALES / "fr.json").read_text("utf-8"))
    asks = {**SPLIT, "currency": "CAD", "move": {"line": "a", "part": part}}
    with pytest.raises(browser.BadRequest, match=r"no number: (not_a_number|currency_unexpected)"):
        browser.answer(json.dumps(asks))


def test_a_request_that_moves_nothing_may_say_so() -> None:
    moved = asked("cpm", {"cost": "1", "cpm": "1"}, move=None)
    assert moved["page"]["moved"] == {}


def test_bars_stay_while_shares_make_no_whole() -> None:
    """One drags them until they do: the others keep their proportions, 1 to 2."""
    inputs = {"total": "1000", "share.a": "50", "share.b": "10", "share.c": "20", "share.d": "0"}
    found = asked("budget-split", inputs)
    assert [error["code"] for error in found["errors"]] == ["shares_sum"]
    assert {name: part["value"] for name, part in found["page"]["parts"].items()} == {
        "a": "50",
        "b": "10",
        "c": "20",
        "d": "0",
    }
    moved = asked("budget-split", inputs, move={"line": "a", "part": "40"})
    assert moved["outputs"]["amount.b"]["value"] == "200"
    assert moved["outputs"]["amount.c"]["value"] == "400"


def test_bars_of_fixed_amounts_stay_within_the_total() -> None:
    found = asked("budget-split", {"total": "1000", "lock.a": "250", "lock.b": "2000", "share.c": "100"})
    assert [error["code"] for error in found["errors"]] == ["infeasible"]
    assert {name: part["value"] for name, part in found["page"]["parts"].items()} == {
        "a": "25",
        "b": "100",
        "c": "100",
    }


def test_a_line_with_a_share_and_an_amount_may_lose_its_share() -> None:
    found = asked("budget-split", {"total": "1000", "share.a": "50", "lock.a": "250", "share.b": "50"})
    assert found["page"]["offers"] == [
        {"field": "lock.a", "code": "share_and_lock", "values": {"share.a": ""}}
    ]
    assert found["errors"][0]["params"] == {"line": "a", "repair": {"share.a": None}}
    assert found["page"]["parts"] == {}


def test_nothing_stands_beside_what_was_refused() -> None:
    asked("cpm", {"cost": "500", "impressions": "1000"})
    assert "text" not in asked("cpm", {"cost": "x"})["page"]


def test_nothing_moves_where_an_input_is_wrong() -> None:
    found = asked("budget-split", {"total": "x", "share.a": "100"}, move={"line": "a", "part": "35"})
    assert [error["field"] for error in found["errors"]] == ["total"]
    assert found["page"]["moved"] == {}


def test_shares_move_though_bounds_then_refuse_them() -> None:
    """The form then holds what was dragged, and says what is in its way."""
    inputs = {"total": "1000", "share.a": "50", "share.b": "50", "max.a": "950", "max.b": "40"}
    found = asked("budget-split", inputs, move={"line": "a", "part": "100"})
    assert found["page"]["moved"] == {"share.a": "100", "share.b": "0"}
    assert [error["code"] for error in found["errors"]] == ["infeasible"]


# -- curves -----------------------------------------------------------------------------------------


def drawn(calculator: str, locale: Locale = FRENCH, **inputs: str) -> dict[str, Any]:
    answer = run(calculator, inputs, locale, "CAD")
    found = picture(CALCULATORS[calculator], answer, locale, "CAD")
    assert found is not None
    return found


def places(path: str) -> list[tuple[float, float]]:
    """The corners of a path, as shares of width and height from the lower left."""
    pairs = [pair.split() for pair in re.split("[ML]", path)[1:]]
    return [(float(x) / SIDE, 1 - float(y) / SIDE) for x, y in pairs]


def test_the_reader_stands_on_the_curve() -> None:
    """CPM 12, a rate of 1.5 %: a click costs 0.80. The axes go to 4 % and to 2 $."""
    found = drawn("cpm-cpc-ctr", cpm="12", ctr="1,5")
    assert [tick["display"] for tick in found["across"]["ticks"]] == [
        f"{rate}\u202f%" for rate in ("0", "1", "2", "3", "4")
    ]
    assert found["up"]["ticks"][-1] == {"at": 1, "display": "2\u202f$"}
    (point,) = found["points"]
    assert (point["x"], point["y"], point["display"]) == (0.375, 0.4, "0,80\u202f$")
    assert found["rows"][0] == ["1\u202f%", "1,20\u202f$"]
    assert ["1,5\u202f%", "0,80\u202f$"] in found["rows"]


@untimed
@given(st.integers(1, 10**9), st.integers(1, 10_000))
def test_every_place_of_the_curve_keeps_the_product(cpm: int, ctr: int) -> None:
    found = drawn("cpm-cpc-ctr", cpm=f"{cpm / 100:.2f}", ctr=f"{ctr / 100:.2f}")
    (point,) = found["points"]
    corners = places(found["line"])
    assert corners[-1][0] == pytest.approx(1, abs=1e-3)
    assert corners[0][1] == pytest.approx(1, abs=1e-3)
    for x, y in corners:
        assert x * y == pytest.approx(point["x"] * point["y"], rel=0.02, abs=2e-3)
    for axis in ("across", "up"):
        ticks = found[axis]["ticks"]
        assert ticks[0]["at"] == 0
        assert ticks[-1]["at"] == 1
        assert 3 <= len(ticks) <= 7
        assert len({tick["display"] for tick in ticks}) == len(ticks)


def displays(axis: dict[str, Any]) -> list[str]:
    return [tick["display"].replace("\u202f", " ") for tick in axis["ticks"]]


def test_all_that_a_drawing_needs() -> None:
    """CPM 10, a rate of 1.5 %: a click costs two thirds of a dollar."""
    found = drawn("cpm-cpc-ctr", cpm="10", ctr="1,5")
    assert found["across"] == {
        "label": "Taux de clics (CTR)",
        "ticks": [{"at": nth / 4, "display": f"{nth}\u202f%"} for nth in range(5)],
    }
    assert found["up"]["label"] == "CPC (coût par clic)"
    assert displays(found["up"]) == ["0 $", "0,50 $", "1 $", "1,50 $", "2 $"]
    assert found["points"] == [
        {
            "field": "cpc",
            "label": "CPC (coût par clic)",
            "x": 0.375,
            "y": 0.3333,
            "said": 0.3333,
            "display": "0,67\u202f$",
        }
    ]
    assert [[cell.replace("\u202f", " ") for cell in row] for row in found["rows"]] == [
        ["1 %", "1 $"],
        ["1,5 %", "0,67 $"],
        ["2 %", "0,50 $"],
        ["3 %", "0,33 $"],
        ["4 %", "0,25 $"],
    ]
    assert re.fullmatch(r"M125\.0 0\.0(L[0-9.]+ [0-9.]+){39}L1000\.0 875\.0", found["line"])


@pytest.mark.parametrize(
    ("cpm", "ctr", "across", "up"),
    [
        # Two and a half times 2 % is five steps of 1 %, no more; that of 0.60 $ is three of 0.50.
        ("12", "2", "0 % 1 % 2 % 3 % 4 % 5 %", "0 $ 0,50 $ 1 $ 1,50 $"),
        # Of 1 %, to 2.5 %: steps of 0.5 %, the first that is not below.
        ("16", "1", "0 % 0,5 % 1 % 1,5 % 2 % 2,5 %", "0 $ 1 $ 2 $ 3 $ 4 $"),
        # Steps of 2.5: an axis to 11.25 %.
        ("9", "4,5", "0 % 2,5 % 5 % 7,5 % 10 % 12,5 %", "0 $ 0,10 $ 0,20 $ 0,30 $ 0,40 $ 0,50 $"),
        # Less than a cent, less than a hundredth of a percent: as many decimals as it takes.
        ("0,001", "2", None, "0 $ 0,000025 $ 0,00005 $ 0,000075 $ 0,0001 $ 0,000125 $"),
        ("0,001", "0,0002", "0 % 0,0001 % 0,0002 % 0,0003 % 0,0004 % 0,0005 %", None),
    ],
)
def test_axes_have_round_steps(cpm: str, ctr: str, across: str | None, up: str | None) -> None:
    found = drawn("cpm-cpc-ctr", cpm=cpm, ctr=ctr)
    for axis, expected in (("across", across), ("up", up)):
        assert expected is None or " ".join(displays(found[axis])) == expected


def test_a_rate_goes_no_further_than_all() -> None:
    ticks = displays(drawn("breakeven-roas", margin="95")["across"])
    assert ticks == [f"{percent} %" for percent in (0, 20, 40, 60, 80, 100)]


def test_what_is_counted_is_counted_in_whole_numbers() -> None:
    ticks = drawn("production-amortisation", production="900", uses="1")["across"]["ticks"]
    assert [tick["display"] for tick in ticks] == ["0", "1", "2", "3"]


def test_what_planned_clicks_bring_stands_beside_the_line() -> None:
    """An order of 80, one click in fifty: 1.60 a click; at 0.50 a click that is 3.2 times the cost."""
    inputs = {"margin": "40", "aov": "80", "conversion_rate": "2", "cpc": "0,5"}
    found = drawn("breakeven-roas", **inputs)
    assert {point["field"]: point["display"] for point in found["points"]} == {
        "roas": "2,5",
        "planned_roas": "3,2",
    }
    inputs |= {"target_net_margin": "10", "cpc": "0"}
    assert [point["field"] for point in drawn("breakeven-roas", **inputs)["points"]] == [
        "roas",
        "target_roas",
    ]


@pytest.mark.parametrize(
    ("target", "cpc", "said"),
    [
        ("", "0,5", {"roas": 0.3125, "planned_roas": 0.4025}),  # a hair too near: it goes up
        ("", "0,64", {"roas": 0.3125, "planned_roas": 0.4025}),  # as high: up, too
        ("", "0,66", {"roas": 0.3125, "planned_roas": 0.2225}),  # just below: down
        ("", "0,9", {"roas": 0.3125, "planned_roas": 0.2222}),  # far enough: where it is
        ("3", "0,62", {"roas": 0.3125, "target_roas": 0.4025, "planned_roas": 0.4925}),  # over both
        ("8", "0,66", {"roas": 0.3125, "target_roas": 0.4025, "planned_roas": 0.2225}),
    ],
)
def test_words_keep_the_height_of_a_line_apart(target: str, cpc: str, said: dict[str, float]) -> None:
    inputs = {"margin": "40", "target_net_margin": target, "aov": "80", "conversion_rate": "2", "cpc": cpc}
    found = drawn("breakeven-roas", **inputs)["points"]
    assert {point["field"]: point["said"] for point in found} == said


def test_nothing_is_written_over_another() -> None:
    inputs = {"margin": "40", "target_net_margin": "1", "aov": "80", "conversion_rate": "2", "cpc": "0,64"}
    said = sorted(point["said"] for point in drawn("breakeven-roas", **inputs)["points"])
    assert len(said) == 3
    assert all(after - before >= 0.09 - 1e-9 for before, after in pairwise(said))


def test_there_is_no_curve_where_a_value_lacks_or_is_zero() -> None:
    assert asked("cpm", {"cost": "5", "impressions": "1000"})["page"]["picture"] is None
    assert asked("breakeven-roas", {"aov": "80", "cpa_max": "20"})["page"]["picture"] is not None
    free = asked("production-amortisation", {"production": "0", "uses": "3"})
    assert free["outputs"]["cost_per_use"]["value"] == "0"
    assert free["page"]["picture"] is None
