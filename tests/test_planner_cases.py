"""Every worked example of tests/cases, computed by the planner as the command and the page do."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from planner import IDS, Locale, browser
from tests.planner_cases import CASES, Case, cases, faults, is_value

LOCALES = Path(__file__).resolve().parent.parent / "data" / "locales"
EVERY = list(cases())


@cache
def _locale(lang: str) -> str:
    return (LOCALES / f"{lang}.json").read_text("utf-8")


@pytest.mark.parametrize("case", EVERY, ids=str)
def test_case(case: Case) -> None:
    browser.speak(_locale(case.lang))
    asked = {"calculator": case.calculator, "inputs": case.inputs, "currency": case.currency}
    browser.answer(json.dumps(asked))
    found = json.loads(browser.whole())
    assert not (wrong := faults(case, found)), "\n".join([str(case), f"{case.inputs}", *wrong])


def test_every_calculator_has_a_dozen_cases() -> None:
    counted = Counter(case.calculator for case in EVERY)
    assert set(counted) == set(IDS)
    assert {name: count for name, count in counted.items() if count < 12} == {}


def test_names_of_cases_tell_them_apart() -> None:
    assert [name for name, count in Counter(map(str, EVERY)).items() if count > 1] == []


def test_every_case_that_computes_has_its_arithmetic_in_a_comment() -> None:
    """A refusal may speak for itself by its name."""
    bare = [
        f"{path.name}: {block.strip().splitlines()[0]}"
        for path in sorted(CASES.glob("*.yml"))
        for block in path.read_text("utf-8").split("\n\n")
        if block.lstrip().startswith("- name:") and "\n  outputs:" in block
    ]
    assert bare == []


def test_locales_are_those_of_the_planner() -> None:
    for path in LOCALES.glob("*.json"):
        locale = Locale.from_json(json.loads(path.read_text("utf-8")))
        assert {"CAD", "EUR", "USD", "CHF", "GBP"} <= set(locale.currencies), path.name


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("8", "8", True),
        ("8", "8.0000000000001", False),
        ("0.333333333333", "0.333333333333333333", True),
        ("0.333333333334", "0.333333333333333333", False),
        ("0.3333", "0.333333333333333333", False),
        ("208333.333333", "208333.333333333333", True),
        ("33.3333333333", "33.3333333333333333", True),
        ("-0.5", "-0.5", True),
        ("profit", "profit", True),
        ("profit", "loss", False),
        ("profit", "2", False),
    ],
)
def test_what_counts_as_the_same_value(expected: str, found: str, same: bool) -> None:
    assert is_value(expected, found) is same
