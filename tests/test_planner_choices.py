"""What a choice makes of a calculator: other units, other relations, and fields that are of no use."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction

import pytest

from planner import CALCULATORS, Currency, Locale, Problem, Refused, browser, run
from planner.__main__ import catalogue
from planner.catalogue import unit_of
from planner.model import Calculator, Unit

LADDER, FUNNEL = CALCULATORS["budget-ladder"], CALCULATORS["funnel"]
ENGLISH = Locale(".", ",", "{number}%", {"CAD": Currency("${number}", 2)})
changing = pytest.mark.parametrize(
    "usual", [one for one in CALCULATORS.values() if one.variants], ids=lambda one: one.id
)


def told(calculator: str, **inputs: str) -> dict[str, str]:
    """The inputs of an answer, by field: numbers as shown, choices as codes."""
    found = run(calculator, inputs, ENGLISH, "CAD").inputs
    return {name: value.code or value.display for name, value in found.items()}


@changing
def test_choices_change_no_name(usual: Calculator) -> None:
    """Fields stand in the same order whatever is chosen, and every choice but the usual makes something."""
    for name, others in usual.variants.items():
        field = usual.field(name)
        assert field is not None
        assert tuple(others) == field.choices[1:]
        for made in others.values():
            assert [one.name for one in made.fields] == [one.name for one in usual.fields]
            assert made.id == usual.id
            known = {one.name for one in made.fields}
            assert all(set(relation.names) <= known for relation in made.relations)


def test_the_usual_choice_is_the_calculator_itself() -> None:
    for codes in ({}, {"fee_basis": "gross"}, {"fee_basis": "x"}, {"tax": "net"}):
        assert LADDER.chosen(codes) is LADDER
    assert LADDER.chosen({"fee_basis": " net "}) is LADDER.variants["fee_basis"]["net"]


def test_a_field_may_count_something_else() -> None:
    assert LADDER.units("fee") == (Unit.RATIO, Unit.MONEY)
    assert LADDER.units("gross") == (Unit.MONEY,)
    assert unit_of("budget-ladder", "fee") is Unit.RATIO
    assert unit_of("budget-ladder", "fee", {"fee_basis": "net"}) is Unit.RATIO
    assert unit_of("budget-ladder", "fee", {"fee_basis": " fixed"}) is Unit.MONEY


def test_fields_of_no_use_with_what_is_chosen() -> None:
    assert FUNNEL.idle({}) == {"tax", "tax_factor", "aov_net"}
    assert FUNNEL.idle({"aov_tax": "included"}) == set()
    assert LADDER.idle({"fee_basis": "fixed"}) == set()
    found = run("funnel", {"aov": "120", "conversions": "1", "tax": "20"}, ENGLISH, "CAD")
    assert found.warnings == (Problem("idle", "tax"),)


def test_a_choice_is_told_where_it_matters() -> None:
    """Addresses of funnels are older than the choice: one that does not make it is answered as before."""
    assert told("budget-ladder", gross="100", tax="20") == {
        "gross": "$100.00",
        "tax": "20%",
        "fee_basis": "gross",
    }
    both = {"conversions": "2", "aov": "10"}
    assert "aov_tax" not in told("funnel", **both)
    assert told("funnel", **both, aov_tax="excluded")["aov_tax"] == "excluded"
    assert told("funnel", **both, aov_tax="included", tax="20")["aov_tax"] == "included"
    spent = {"budget": "10", "conversions": "2"}
    assert "aov_tax" not in told("funnel", **spent, aov_tax="excluded")
    assert told("funnel", **spent, aov_tax="included")["aov_tax"] == "included"


@pytest.mark.parametrize("calculator", ["funnel", "breakeven-roas"])
def test_a_tax_that_is_included_must_be_known(calculator: str) -> None:
    inputs = {"margin": "40"} if calculator == "breakeven-roas" else {"budget": "10", "conversions": "2"}
    run(calculator, inputs | {"aov_tax": "included"}, ENGLISH, "CAD")  # nothing is asked of an order
    with pytest.raises(Refused) as refused:
        run(calculator, inputs | {"aov_tax": "included", "aov": "10"}, ENGLISH, "CAD")
    assert refused.value.problems == [Problem("underdetermined", None, {"fields": ["tax"]})]


def test_costs_are_none_unless_they_are_told_per_thousand() -> None:
    inputs = {"gross": "20000", "fee": "15"}
    assert run("budget-ladder", inputs, ENGLISH, "CAD").values["ad_fees"] == 0
    left = run("budget-ladder", inputs | {"ad_fees_cpm": "0.5"}, ENGLISH, "CAD").values
    assert "ad_fees" not in left
    assert "working_media" not in left
    whole = run("budget-ladder", inputs | {"ad_fees_cpm": "0.5", "cpm": "8"}, ENGLISH, "CAD").values
    assert whole["working_media"] == Fraction(16_000)


def test_the_page_is_told_which_units_its_fields_have() -> None:
    browser.speak(json.dumps(dataclasses.asdict(ENGLISH)))
    for calculator, inputs, units in (
        ("budget-ladder", {"gross": "20000", "fee": "15"}, {"fee": "ratio"}),
        ("budget-ladder", {"gross": "20000", "fee": "15", "fee_basis": "fixed"}, {"fee": "money"}),
        ("budget-ladder", {"gross": "x", "fee_basis": "fixed"}, {"fee": "money"}),
        ("cpm", {"cost": "1", "impressions": "1"}, {}),
        ("budget-split", {"total": "1", "share.a": "100"}, {}),
    ):
        browser.answer(json.dumps({"calculator": calculator, "inputs": inputs, "currency": "CAD"}))
        assert json.loads(browser.whole())["page"]["units"] == units


def test_an_amount_stands_as_it_was_typed_beside_another_that_cannot_be_read() -> None:
    """The fee is money then: an address keeps 3000, not 300 000 %."""
    browser.speak(json.dumps(dataclasses.asdict(ENGLISH)))
    inputs = {"gross": "x", "fee": "3 000.00", "fee_basis": "fixed"}
    browser.answer(json.dumps({"calculator": "budget-ladder", "inputs": inputs, "currency": "CAD"}))
    assert json.loads(browser.whole())["page"]["canonical"] == {"fee": "3000"}


def test_the_list_tells_units_choices_and_tables() -> None:
    listed = {one["id"]: {f["name"]: f for f in one["fields"]} for one in catalogue(None)["calculators"]}
    ladder = listed["budget-ladder"]
    assert ladder["fee"] == {"name": "fee", "unit": "ratio", "units": {"fee_basis=fixed": "money"}}
    assert ladder["fee_basis"]["choices"] == ["gross", "net", "fixed"]
    assert ladder["tax"] == {"name": "tax", "unit": "ratio", "table": "taxes"}
    assert listed["funnel"]["aov_tax"]["choices"] == ["excluded", "included"]
    assert listed["cpm"]["cost"] == {"name": "cost", "unit": "money"}


def test_results_tell_the_fields_behind_them() -> None:
    found = run("budget-ladder", {"gross": "20000", "fee": "15", "tax": "20"}, ENGLISH, "CAD")
    assert found.behind("total") == {"gross", "tax"}
    assert found.behind("net") == {"gross", "fee"}
    assert found.behind("working_media") == {"gross", "fee", "ad_fees"}
    assert found.behind("gross") == {"gross"}
