"""Taxes by their names: what ``data/taxes.yml`` says, and what may be typed in place of a rate."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from macros.load import KnowledgeBase, load
from macros.locale_files import for_calculator
from planner import CALCULATORS, Locale, Refused, named, run
from planner.catalogue import TABLES
from planner.model import Field, Unit
from planner.problems import Problem
from tests.conftest import ROOT

TAX = Field("tax", Unit.RATIO, table="taxes")


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(ROOT / "data")


def locale(lang: str = "fr") -> Locale:
    return Locale.from_json(json.loads((ROOT / "data" / "locales" / f"{lang}.json").read_text("utf-8")))


def test_rates_are_what_their_sources_say(kb: KnowledgeBase) -> None:
    rates = {key: sum(part.percent for part in tax.parts) for key, tax in kb.taxes.items()}
    assert {key: str(rate) for key, rate in rates.items()} == {
        "tps-tvq": "14.975",
        "tps": "5",
        "tvh-ontario": "13",
        "tvh-nouvelle-ecosse": "14",
        "tvh-atlantique": "15",
        "tva-france": "20",
        "tva-belgique": "21",
        "tva-suisse": "8.1",
    }


def test_what_no_official_page_says_is_to_be_checked(kb: KnowledgeBase) -> None:
    for key, tax in kb.taxes.items():
        assert tax.unsure or kb.sources[tax.source].reliability.value == "official", key


def test_the_planner_is_told_each_rate_exactly(kb: KnowledgeBase) -> None:
    for lang in ("fr", "en"):
        rows = locale(lang).tables["taxes"]
        told = {key: named.value_of(row) for key, row in rows.items()}
        written = {
            key: sum(Fraction(part.percent) for part in tax.parts) / 100 for key, tax in kb.taxes.items()
        }
        assert told == written


def test_a_page_holds_the_tables_of_its_calculator_alone(kb: KnowledgeBase) -> None:
    for calculator in CALCULATORS.values():
        wanted = {field.table or field.rows for field in calculator.fields if field.table or field.rows}
        assert wanted <= {*TABLES.get(calculator.id, ())}, calculator.id
    assert list(json.loads(for_calculator(kb, "fr", "budget-ladder"))["tables"]) == ["taxes"]
    assert json.loads(for_calculator(kb, "fr", "cpm"))["tables"] == {}


@pytest.mark.parametrize("typed", ["tps-tvq", " TPS-TVQ "])
def test_a_name_stands_for_the_sum_of_its_parts(typed: str) -> None:
    reading = named.read(TAX, typed, locale())
    assert not isinstance(reading, Problem)
    assert reading is not None
    assert (reading.value, reading.half) == (Fraction(14_975, 100_000), 0)


@pytest.mark.parametrize("typed", ["20", "14,975 %", "2-3", "5k"])
def test_what_holds_a_digit_is_read_as_a_number(typed: str) -> None:
    assert named.read(TAX, typed, locale()) is None


def test_a_name_that_is_none_tells_those_there_are(kb: KnowledgeBase) -> None:
    assert named.read(TAX, "tva", locale()) == Problem("unknown_choice", "tax", {"known": [*kb.taxes]})


def test_only_fields_with_a_table_take_names() -> None:
    assert named.read(Field("fee", Unit.RATIO), "tps-tvq", locale()) is None
    with pytest.raises(Refused) as refused:
        run("cpm", {"cost": "tps-tvq"}, locale(), "CAD")
    assert [problem.code for problem in refused.value.problems] == ["not_a_number"]


def test_parts_are_told_with_what_they_make() -> None:
    rows = locale().tables["taxes"]
    assert named.sum_of(rows["tps-tvq"], "ratio", locale(), "CAD") == (
        "TPS 5\u202f% + TVQ 9,975\u202f% = 14,975\u202f%"
    )
    assert named.sum_of(rows["tva-suisse"], "ratio", locale(), "CAD") == "TVA 8,1\u202f%"


def test_a_name_of_several_parts_is_a_step() -> None:
    inputs = {"gross": "20000", "tax": "tps-tvq"}
    first, *others = run("budget-ladder", inputs, locale("en"), "CAD").steps
    assert (first.field, first.words) == ("tax", "Tax rate = GST + QST")
    assert (first.numbers, first.result) == ("5% + 9.975%", "14.975%")
    for typed in ("tva-france", "14.975"):
        answer = run("budget-ladder", inputs | {"tax": typed}, locale("en"), "CAD")
        assert [step.words for step in answer.steps] == [step.words for step in others]


def test_a_rate_of_tax_is_shown_with_all_its_decimals() -> None:
    """Rounded to hundredths, it would be another tax: 14.98 %."""
    answer = run("budget-ladder", {"gross": "20000", "total": "22995"}, locale("en"), "CAD")
    assert answer.outputs["tax"].display == "14.975%"
    assert answer.steps[-1].result == "14.975%"
    given = run("budget-ladder", {"gross": "20000", "tax": "tps-tvq"}, locale(), "CAD")
    assert given.inputs["tax"].display == "14,975\u202f%"
