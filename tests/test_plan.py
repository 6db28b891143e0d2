"""The media plan: what is read of it, what follows, how it comes back from an address, a paste, a file."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from math import exp, log
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from planner import Refused, browser
from planner.numbers import canonical
from planner.plan import checks, exports, page
from planner.plan.answer import PlanAnswer, plan_answer
from planner.plan.calendar import by_week
from planner.plan.days import is_day_first_by_habit, read_day, serial
from planner.plan.document import cautions
from planner.plan.line import LINE
from planner.plan.model import Flight, Week
from planner.plan.names import folded, head
from planner.plan.paste import pasted, rows_of
from planner.plan.reading import read_plan
from planner.problems import ERRORS, WARNINGS
from tests.plans import LOCALES, cents, days, ids, lines, locale, plans, texts

CENT = Fraction(1, 100)
some = settings(derandomize=True, deadline=None, max_examples=40)
LONGEST_ADDRESS = 2000
LOCALE_TEXT = (LOCALES / "en.json").read_text("utf-8")


def planned(fields: dict[str, str], lang: str = "en") -> PlanAnswer:
    return plan_answer(fields, locale(lang), "CAD")


def problems(fields: dict[str, str]) -> list[str]:
    with pytest.raises(Refused) as refused:
        planned(fields)
    return [f"{one.field}: {one.code}" for one in refused.value.problems]


# -- what a line runs into -------------------------------------------------------------------------


def judged(currency: str, **fields: str) -> dict[str, list[str]]:
    answer = plan_answer({"start": "2026-12-01", "weeks": "4", **fields}, locale("en"), currency)
    found: dict[str, list[str]] = {}
    for one in answer.answer.warnings:
        if one.code in checks.CODES:
            found.setdefault(one.field or "", []).append(one.code)
    return found


def test_lines_are_judged_by_the_rules_of_their_platforms() -> None:
    """TikTok asks for 50 US dollars a day of a campaign, 20 of an ad group: in 28 days, 1,400 and 560."""
    for budget, below in {"1400": 0, "1399": 1, "560": 1, "559": 2}.items():
        found = judged("USD", **{"line.1": f"tiktok_____{budget}"}).get("line.1", [])
        assert found.count("below_minimum_day") == below, budget
    elsewhere = judged("CAD", **{"line.1": "tiktok_____1"})["line.1"]
    assert "minimum_elsewhere_day" in elsewhere and "below_minimum_day" not in elsewhere


def test_a_line_learns_by_the_week() -> None:
    """50 results a week at 10 each are 500 a week, 2,000 in four: cpm 10, ctr 1 %, cvr 10 % cost 10."""
    rates = "cpm10_ctr1_cvr10"
    assert "below_learning" in judged("CAD", **{"line.3": f"meta_____1999.99_{rates}"})["line.3"]
    assert "below_learning" not in judged("CAD", **{"line.3": f"meta_____2000_{rates}"}).get("line.3", [])
    assert not judged("CAD", **{"line.1": "own idea_____5_cpm10"})


def test_what_a_line_runs_into_is_told_with_its_name() -> None:
    fields = {"start": "2026-12-01", "weeks": "4", "line.2": "tiktok_____100"}
    answer = plan_answer(fields, locale("en"), "USD")
    told = [one for one in cautions(answer, "a", locale("en"), "USD") if one.startswith("Line 2 – ")]
    assert any("TikTok asks for at least US$20" in words for words in told), told
    assert any(
        "Line 2 – TikTok" in line for line in exports.as_text(answer, locale("en"), "USD").splitlines()
    )


# -- sums ------------------------------------------------------------------------------------------


@some
@given(plans())
def test_money_adds_up_to_the_cent(fields: dict[str, str]) -> None:
    """Weeks make the line, lines the total, weeks of all lines the same total: in every version."""
    for result in planned(fields).results.values():
        amounts = [one.budget for one in result.lines]
        assert all(amount % CENT == 0 for one in result.lines for amount in one.weeks.values())
        assert all(sum(one.weeks.values()) == one.budget for one in result.lines if one.flight)
        assert result.totals["budget"] == sum(amounts)
        flown = sum((one.budget for one in result.lines if one.flight), Fraction(0))
        assert sum(result.weeks.values()) == flown
        if result.ladder:
            assert result.unallocated == result.ladder.working_media - sum(amounts)


@some
@given(st.integers(0, 10**9), days())
def test_no_week_is_a_cent_off_its_days(amount: int, ends: tuple[date, date]) -> None:
    flight = Flight(*ends)
    weeks = by_week(amount * CENT, flight, CENT)
    assert sum(weeks.values()) == amount * CENT
    for week, spent in weeks.items():
        assert abs(spent - amount * CENT * flight.days_in(week) / flight.days) < CENT
    assert sum(flight.days_in(week) for week in weeks) == flight.days


@some
@given(plans(), st.integers(2, 9))
def test_money_scales(fields: dict[str, str], times: int) -> None:
    """As many times the money, at the same prices, buys as many times the volumes."""

    def scaled(line: str) -> str:
        parts = line.split("_")
        if len(parts) > 5 and parts[5]:
            parts[5] = canonical(Fraction(parts[5]) * times, "money")
        return "_".join(parts)

    fields = {name: text for name, text in fields.items() if not name.startswith(("b.", "c."))}
    more = {name: scaled(text) if name.startswith("line.") else text for name, text in fields.items()}
    one, other = planned(fields).base, planned(more).base
    for name, total in one.totals.items():
        grows = name in ("budget", "impressions", "clicks", "views", "visits", "conversions", "revenue")
        assert other.totals[name] == total * (times if grows else 1), name


@some
@given(plans())
def test_every_relation_of_a_line_holds(fields: dict[str, str]) -> None:
    for result in planned(fields).results.values():
        for one in result.lines:
            known = {name: one.values[name] for name in one.values}
            for relation in LINE.relations:
                if relation.names and all(name in known for name in relation.names):
                    left, right = (
                        [known.get(str(term), term) for term in side]
                        for side in (relation.left, relation.right)
                    )  # type: ignore[union-attr]
                    product = [Fraction(1), Fraction(1)]
                    for nth, side in enumerate((left, right)):
                        for term in side:
                            product[nth] *= Fraction(term)
                    assert product[0] == product[1], relation


# -- the address -----------------------------------------------------------------------------------


@some
@given(plans())
def test_a_plan_comes_back_from_its_address(fields: dict[str, str]) -> None:
    """What the page writes, read in either language, is the same plan, and is written the same again.

    A version in which nothing differs is none.
    """
    first = planned(fields)
    versions = {name.partition(".")[0] for name in page.canonical(first)}
    same = tuple(f"{version}." for version in ("b", "c") if version not in versions)
    query = urlencode(page.canonical(first))
    for lang in ("fr", "en"):
        again = planned(dict(parse_qsl(query)), lang)
        assert page.canonical(again) == page.canonical(first)
        assert {name: value.number for name, value in again.answer.outputs.items()} == {
            name: value.number for name, value in first.answer.outputs.items() if not name.startswith(same)
        }


@some
@given(plans(), st.sampled_from(["fr", "en"]))
def test_a_plan_comes_back_from_its_cells(fields: dict[str, str], lang: str) -> None:
    """What stands in the cells of a page is the plan that was opened."""
    canonical = page.canonical(planned(fields))
    cells = page.cells_of(canonical, locale(lang), "CAD")
    assert page.canonical(planned(page.fields_of(cells, locale(lang)), lang)) == canonical


def test_ten_full_lines_fit_in_an_address() -> None:
    """The longest names there are, every field, days of their own, a range for each rate."""
    kinds = [sorted(ids(kind), key=len)[-10:] for kind in ("platforms", "formats", "objectives")]
    rates = "cpm8.25-12.75_ctr1.25-2.75_vtr15.5_lpr82.5_cvr2.25-4.5_aov125.5"
    fields = {
        "v": "1",
        "name": "Lancement de la gamme d'hiver au Québec",
        "objective": "fideliser-communaute",
        "start": "2026-12-01",
        "weeks": "12",
        "budget": "125000.5",
        "production": "25000",
        "fee": "12.5",
        "fee_basis": "gross",
        "ad_fees": "1250.5",
        "tax": "14.975",
        "attribution": "7d-click",
        "currency": "CAD",
        **{
            f"line.{nth + 1}": "_".join(
                [*(kind[nth] for kind in kinds), "2026-12-01_2027-02-22_12500.75", rates]
            )
            for nth in range(10)
        },
    }
    assert len("https://guide.example.org/en/calculators/media-plan/?" + urlencode(fields)) < LONGEST_ADDRESS


def test_a_newer_plan_is_computed_as_far_as_it_is_understood_and_nothing_is_lost() -> None:
    fields = {"v": "3", "line.1": "meta_____500_cpm8", "mood": "blue", "line.2.hue": "x"}
    answer = planned(fields)
    assert {(one.code, one.field) for one in answer.answer.warnings} >= {
        ("newer_version", "v"),
        ("kept", "mood"),
        ("kept", "line.2.hue"),
    }
    assert page.canonical(answer)["mood"] == "blue"
    assert answer.answer.outputs["line.1.impressions"].number == 62_500


def test_what_is_damaged_is_named_and_the_rest_is_read() -> None:
    fields = {
        "start": "soon",
        "line.1": "meta_ugc_acquisition_2026-12-01_?_500_cpm8_ctr1,2,3_xyz",
        "line.2": "tiktok_____9",
    }
    found = read_plan(fields, locale("en"), "CAD")
    assert {f"{one.field}: {one.code}" for one in found.problems} == {
        "line.1: unknown_piece",
        "line.1.ctr: not_a_number",
        "line.1.end: not_a_date",
        "start: not_a_date",
    }
    assert [line.platform for line in found.plan.lines] == ["meta", "tiktok"]
    cells = page.refused(fields, locale("en"), "CAD")["typed"]
    assert cells["line.1.end"] == "?" and cells["line.1.ctr"] == "1,2,3" and cells["line.1.other"] == "xyz"
    assert page.fields_of(cells, locale("en")) == fields


@some
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "v",
                "start",
                "weeks",
                "budget",
                "line.1",
                "line.2",
                "actual.1",
                "source.1",
                "b.line.1",
                "c.weeks",
                "line.0",
                "x",
            ]
        ),
        lines() | texts() | st.text(max_size=80) | cents(),
        max_size=8,
    )
)
@example({"line.1": "_" * 50})
@example({"start": "2099-12-31", "weeks": "104", "line.1": "a"})
@example({"line.1": "a___2000-01-01_2099-12-31_1000000000000000"})
@example({"b.b.line.1": "x", "b.whole": "1"})
def test_any_fields_are_answered_or_refused(fields: dict[str, str]) -> None:
    browser.speak(LOCALE_TEXT)
    told = json.loads(
        browser.answer(json.dumps({"calculator": "media-plan", "inputs": fields, "currency": "CAD"}))
    )
    whole = json.loads(browser.whole())
    codes = {one["code"] for one in whole.get("errors", [])}
    assert codes <= {*ERRORS} and all(one["message"] for one in whole.get("errors", []))
    assert {one["code"] for one in whole.get("warnings", [])} <= {*WARNINGS}
    assert ("errors" in told) == ("errors" in whole)
    assert {*whole["page"]} >= {"typed", "canonical"}


def test_two_versions_of_one_plan_are_told_by_what_they_change() -> None:
    fields = {"line.1": "meta_____500_cpm10", "line.2": "tiktok_____300", "budget": "900"}
    cells = page.cells_of({**fields, "b.line.1": "meta_____600_cpm10", "b.line.2": "-"}, locale("fr"), "CAD")
    assert cells["b.line.1.budget"] == "600" and "b.line.2.platform" not in cells
    cells["b.budget"] = "1000,50"
    assert page.fields_of(cells, locale("fr")) == {
        **fields,
        "b.line.1": "meta_____600_cpm10",
        "b.line.2": "-",
        "b.budget": "1000,50",
    }
    answer = planned(page.fields_of(cells, locale("fr")), "fr")
    assert page.canonical(answer)["b.budget"] == "1000.5"


def test_what_happened_belongs_to_the_plan_itself() -> None:
    fields = {
        "line.1": "meta___2026-12-01_2026-12-14_1400",
        "line.2": "tiktok_____5",
        "actual.1": "2026-12-07_770",
        "b.line.1": "-",
    }
    answer = planned(fields)
    assert answer.results["a"].pace is not None and answer.results["b"].pace is None


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026/12/1", date(2026, 12, 1)),
        ("01/12/2026", date(2026, 12, 1)),
        ("1.12.26", date(2026, 12, 1)),
        ("12/25/2026", date(2026, 12, 25)),
        ("46357", date(2026, 12, 1)),
        ("46357,0", date(2026, 12, 1)),
        ("2026-12-01 00:00:00", date(2026, 12, 1)),
        ("2026-02-30", None),
        ("1926-12-01", None),
        ("5000", None),
        ("99999", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_days_as_people_type_them(typed: str, day: date | None) -> None:
    assert read_day(typed) == day
    if day:
        assert read_day(str(serial(day))) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1 déc. 2026", date(2026, 12, 1)),
        ("1er décembre 2026", date(2026, 12, 1)),
        ("01-déc-26", date(2026, 12, 1)),
        ("Dec 1, 2026", date(2026, 12, 1)),
        ("December 1st, 2026", date(2026, 12, 1)),
        ("15 AOÛT 2026", date(2026, 8, 15)),
        ("31 Feb 2026", None),
        ("1 brumaire 2026", None),
        ("1 déc.", None),
        ("Dec 2026", None),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_days_with_the_name_of_a_month_in_any_language(typed: str, day: date | None, lang: str) -> None:
    assert read_day(typed, locale(lang).tables["plan"]["month_names"]) == day
    found = pasted(f"Plateforme\tBudget\tDébut\nMeta\t500\t{typed}", locale(lang), "CAD")
    assert found.lines == ((f"meta___{day}__500" if day else "meta_____500"),)
    assert bool(found.problems) == (day is None)


def test_days_that_could_be_read_otherwise() -> None:
    assert is_day_first_by_habit("01/12/2026")
    assert not is_day_first_by_habit("12/12/2026")
    assert not is_day_first_by_habit("25/12/2026")
    assert not is_day_first_by_habit("2026-12-01")


def test_weeks_are_those_of_iso_8601() -> None:
    assert Week.of(date(2026, 12, 31)).name == "2026-W53"
    assert Week.of(date(2027, 1, 3)).name == "2026-W53"
    assert Week.of(date(2027, 1, 4)).name == "2027-W01"
    assert Week.of(date(2024, 12, 30)).name == "2025-W01"


# -- pasted rows -----------------------------------------------------------------------------------

FRENCH_EXCEL = (
    "Plan de décembre\t\t\t\t\t\t\t\r\n"
    "\t\t\t\t\t\t\t\r\n"
    "Plateforme\tFormat\tObjectif\tDate de début\tDate de fin\tBudget (CAD)\tCPM\tTaux de clics\r\n"
    "TikTok\tugc\tNotoriété\t01/12/2026\t28/12/2026\t5\u202f000,50 $\t8,25\t1,2 %\r\n"
    '"Meta\n(Facebook, Instagram)"\tTémoignage client\tConversion\t2026-12-01\t46384\t3 000\t12\t0,8%\r\n'
    "Radio-Canada\t\t\t\t\t1k\t\t\r\n"
    "Total\t\t\t\t\t9 000,50\t\t\r\n"
)
ENGLISH_SHEETS = (
    "Channel\tCreative\tStart date\tEnd date\tSpend\tCPC\tImpressions\tMood\n"
    "YouTube\tBumper (6-second ad)\t2026-12-01\t2026-12-14\t$4,000.00\t0.50\t250,000\tblue\n"
    'LinkedIn\t"Said ""yes"""\tsoon\t2026-12-14\tfour\t2\t\t\n'
)


def test_rows_from_a_french_excel() -> None:
    found = pasted(FRENCH_EXCEL, locale("fr"), "CAD")
    assert found.lines == (
        "tiktok_ugc_notoriete_2026-12-01_2026-12-28_5000.5_cpm8.25_ctr1.2",
        "meta_temoignage-client_conversion_2026-12-01_2026-12-28_3000_cpm12_ctr0.8",
        "Radio-Canada_____1000",
    )
    assert [one.code for one in found.problems] == ["day_first"]


def test_rows_from_an_english_sheet_with_cells_that_cannot_be_read() -> None:
    found = pasted(ENGLISH_SHEETS, locale("en"), "CAD")
    assert found.lines == (
        "youtube_bumper-6s__2026-12-01_2026-12-14_4000_cpc0.5_imp250000",
        'linkedin_Said "yes"___2026-12-14__cpc2',
    )
    assert [(one.code, one.params["row"], one.params["column"]) for one in found.problems] == [
        ("unknown_column", 1, 8),
        ("not_a_date", 3, 3),
        ("not_a_number", 3, 5),
    ]


def test_rows_without_heads_are_taken_by_place() -> None:
    found = pasted("meta\tugc\tacquisition\t2026-12-01\t2026-12-28\t5000\t8\t1.2", locale("en"), "CAD")
    assert found.lines == ("meta_ugc_acquisition_2026-12-01_2026-12-28_5000_cpm8_ctr1.2",)
    assert not found.problems


def test_a_volume_that_contradicts_its_rates_is_left_out_and_said() -> None:
    """625 000 at 8 for 5000: a spreadsheet that shows 400 000 has another price behind it."""
    text = "Platform\tBudget\tCPM\tImpressions\nmeta\t5000\t8\t400000\nmeta\t5000\t8\t625000"
    found = pasted(text, locale("en"), "CAD")
    assert found.lines == ("meta_____5000_cpm8", "meta_____5000_cpm8_imp625000")
    assert [(one.code, one.params["row"], one.params["fields"]) for one in found.problems] == [
        ("left_out", 2, ["impressions"])
    ]


def test_what_a_page_is_told_of_a_paste() -> None:
    browser.speak(LOCALE_TEXT)
    asked = {"calculator": "media-plan", "inputs": {}, "currency": "CAD", "paste": ENGLISH_SHEETS}
    told = json.loads(browser.answer(json.dumps(asked)))
    assert told["typed"]["line.1.platform"] == "YouTube" and told["lines"] == 2
    assert told["errors"][1]["message"].startswith("Row 3, column 3: “soon”")


@some
@given(st.text(st.characters(codec="utf-8"), max_size=200) | st.text('a1,;\t\n"\r é-', max_size=120))
def test_any_text_can_be_pasted(text: str) -> None:
    for one in pasted(text, locale("fr"), "CAD").problems:
        assert one.code in {**ERRORS, **WARNINGS}


@some
@given(st.lists(st.lists(st.text('ab"\t\n;,é ', max_size=6), min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_come_out_as_a_spreadsheet_put_them_in(rows: list[list[str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if set(cell) & {'"', "\t", "\n"} else cell

    assume(any(cell.strip() for cell in rows[-1]))
    assert rows_of("\n".join("\t".join(map(quoted, row)) for row in rows)) == rows


@some
@given(plans(), st.sampled_from(["fr", "en"]))
def test_our_own_table_can_be_pasted_back(fields: dict[str, str], lang: str) -> None:
    """The budget, days and names of each line are as they were; rates are those shown."""
    answer = planned({name: text for name, text in fields.items() if name[1] != "."}, lang)
    found = pasted(exports.as_csv(answer, locale(lang), "CAD"), locale(lang), "CAD")
    assert len(found.lines) == len(answer.base.lines)
    back = {f"line.{one.line.number}": line for one, line in zip(answer.base.lines, found.lines, strict=True)}
    again = planned(back, lang).base
    assert [one.budget for one in again.lines] == [one.budget for one in answer.base.lines]
    assert [one.line.platform for one in again.lines] == [one.line.platform for one in answer.base.lines]
    assert not [one for one in found.problems if one.code not in ("left_out", "day_first")]


def test_heads_are_compared_without_accents_capitals_or_brackets() -> None:
    assert head("  Coût  par clic (CAD)") == "cout par clic"
    assert folded("Click-Through Rate") == "click through rate"


# -- the file and the text -------------------------------------------------------------------------

HOSTILE = {
    "name": "=cmd|' /C calc'!A0",
    "line.1": "+SUM(A1)_@x_-y___500_cpm8",
    "source.1": "=HYPERLINK(1)",
}


def test_no_cell_of_a_table_is_taken_for_a_formula() -> None:
    table = exports.as_csv(planned(HOSTILE), locale("en"), "CAD")
    cells = [cell.strip('"') for row in table.lstrip("\ufeff").splitlines() for cell in row.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_return_is_told_with_what_sales_are_credited_to() -> None:
    fields = {"attribution": "7d-click", "line.1": "meta_____500_cpc1_cvr2_aov80"}
    text = exports.as_text(planned(fields), locale("en"), "CAD")
    assert "ROAS (7d-click): 1.6" in text
    [found] = [
        head
        for head in page.shown(planned(fields), locale("en"))["documents"]["a"]["lines"]["heads"]
        if "ROAS" in head
    ]
    assert found == "ROAS (7d-click)"


def test_every_figure_of_a_document_says_where_it_comes_from() -> None:
    fields = {
        "budget": "1000",
        "start": "2026-12-01",
        "weeks": "2",
        "line.1": "meta_____500_cpc1_cvr2_aov80",
        "b.line.1": "-",
    }
    answer = planned(fields)
    told = page.shown(answer, locale("en"))["documents"]
    tables = [part for one in told.values() for part in one.values() if isinstance(part, dict)]
    cells = [cell for table in tables for row in (*table["rows"], *table["foot"]) for cell in row["cells"]]
    figures: list[dict[str, Any]] = [cell for cell in cells if cell["output"]]
    assert {cell["origin"] for cell in figures} == {"given", "computed"}
    known = {**answer.answer.inputs, **answer.answer.outputs}
    for cell in figures:
        if cell["origin"] == "computed":
            assert known[cell["output"]].as_json()["value"] == cell["value"], cell
        elif not cell["output"].startswith("b."):
            assert cell["output"] in answer.answer.inputs, cell


# -- ranges ----------------------------------------------------------------------------------------


def test_ranges_of_lines_and_totals_agree_with_an_independent_simulation() -> None:
    """Two lines, five rates that are not certain, each drawn on its own by Python's generator."""
    fields = {
        "line.1": "meta_____5000_cpm8-12_ctr1-1.5_cvr1-3_aov80",
        "line.2": "x_____4000_cpc0.5-0.8_cvr1-2_aov60",
    }
    answer = planned(fields)
    random = Random(7)

    def draws(low: float, high: float) -> float:
        middle, spread = (log(low) + log(high)) / 2, (log(high) - log(low)) / 2 / 1.6448536269514722
        return exp(random.gauss(middle, spread))

    found: dict[str, list[float]] = {
        "line.1.conversions": [],
        "total.clicks": [],
        "total.cpa": [],
        "total.roas": [],
    }
    for _ in range(200_000):
        clicks = (5_000_000 / draws(8, 12) * draws(0.01, 0.015), 4000 / draws(0.5, 0.8))
        sales = (clicks[0] * draws(0.01, 0.03), clicks[1] * draws(0.01, 0.02))
        found["line.1.conversions"].append(sales[0])
        found["total.clicks"].append(sum(clicks))
        found["total.cpa"].append(9000 / sum(sales))
        found["total.roas"].append((80 * sales[0] + 60 * sales[1]) / 9000)
    for name, values in found.items():
        value, values = answer.answer.outputs[name], sorted(values)
        assert value.interval is not None and value.number is not None
        for share, own in ((0.05, value.interval.low), (0.5, value.number), (0.95, value.interval.high)):
            assert float(own) == pytest.approx(values[int(share * len(values))], rel=0.01), (name, share)


def test_what_is_decided_is_no_range() -> None:
    assert problems({"budget": "8-12", "line.1": "meta_____5"}) == ["budget: range_unexpected"]
    fields = {"line.1": "meta___2026-12-01_2026-12-02_5", "actual.1": "2026-12-01_4-6_imp5-9"}
    assert problems(fields) == ["actual.1.spend: range_unexpected", "actual.1.impressions: range_unexpected"]
    answer = planned({"line.1": "meta_____4000-9000_cpm8"})
    assert answer.base.totals["budget"] == 6000  # √(4000 × 9000)
    assert [(one.code, one.field) for one in answer.answer.warnings] == [("budget_decided", "line.1.budget")]


def test_a_range_comes_back_from_an_address_and_widens_no_certain_total() -> None:
    fields = {"line.1": "meta_____500_cpm8-12_ctr1.2-1.5"}
    answer = planned(fields)
    assert page.canonical(answer)["line.1"] == fields["line.1"]
    assert answer.answer.outputs["total.budget"].interval is None
    assert [one.code for one in answer.answer.warnings] == ["medians"]
