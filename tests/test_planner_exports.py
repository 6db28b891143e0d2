"""What one takes along of a result: cells for a spreadsheet, which must compute the same, CSV, text."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner import Answer, Currency, Locale, Refused, run
from planner.catalogue import PLAN
from planner.exports import BYTE_ORDER_MARK, WORDS, as_csv, as_text
from planner.model import Unit
from planner.numbers import plain
from planner.plan.words import WORDS as PLAN_WORDS
from planner.split import rounded
from planner.spreadsheet import ENGLISH, FRENCH, sheet
from tests.planner_cases import Case, cases
from tests.spreadsheet import ALL_DIGITS, DIGITS, Sheet, SheetError

LOCALES = Path(__file__).resolve().parent.parent / "data" / "locales"
WORKED = [case for case in cases() if case.errors is None]
DIALECTS = {"fr": FRENCH, "en": ENGLISH}
DIGITS_OF = {"CAD": 2, "JPY": 0, "KWD": 3}
BARE = Locale(".", ",", "{number}%", {c: Currency(f"{c} {{number}}", d) for c, d in DIGITS_OF.items()})
"""A language without words: fields are called by their names."""
FIRST = 7
"""The row of a split's first line."""
NBSP, THIN = "\u00a0", "\u202f"

worked = pytest.mark.parametrize("case", WORKED, ids=str)
pasted_at_once = pytest.mark.parametrize("case", [c for c in WORKED if c.calculator != PLAN], ids=str)
"""a plan is taken as a workbook: tests/test_workbook.py"""
both = pytest.mark.parametrize("language", DIALECTS)


@cache
def locale(lang: str) -> Locale:
    return Locale.from_json(json.loads((LOCALES / f"{lang}.json").read_text("utf-8")))


def answer(case: Case) -> Answer:
    return run(case.calculator, case.inputs, locale(case.lang), case.currency)


def cents(value: object, digits: int) -> Fraction:
    """A cell's amount: exactly that number of cents, as far as a binary fraction can be."""
    assert isinstance(value, float)
    found = Fraction(round(value * 10**digits), 10**digits)
    assert value == float(found)
    return found


def split_of(pasted: Sheet, digits: int) -> dict[object, Fraction]:
    """Line → amount, of a sheet whose last row is their sum."""
    names, amounts = pasted.column("A")[FIRST - 1 : -1], pasted.column("F")[FIRST - 1 :]
    found = {name: cents(amount, digits) for name, amount in zip(names, amounts[:-1], strict=True)}
    assert abs(amounts[-1] - float(sum(found.values()))) < 10**-digits / 2
    return found


# --------------------------------------------------------------------------------------------------
# Spreadsheet: the calculators


@both
@pasted_at_once
def test_a_sheet_computes_what_the_planner_does(case: Case, language: str) -> None:
    found = answer(case)
    pasted = Sheet.pasted(sheet(found, locale(case.lang), case.currency, DIALECTS[language]), language)
    if found.compared:
        _compares(pasted, found)
        return
    if case.calculator == "budget-split":
        digits = locale(case.lang).currencies[case.currency].digits
        amounts = [value.number for value in found.outputs.values()]
        assert [*split_of(pasted, digits).values()] == amounts
        return
    words = [name for name, value in found.outputs.items() if value.unit is Unit.CODE]
    names = [*found.inputs, *(name for name, _ in found.computed), *words]
    assert pasted.column("A") == [locale(case.lang).label(case.calculator, name) for name in names]
    for name, cell in zip(names, pasted.column("B"), strict=True):
        if name in found.values:
            assert cell == pytest.approx(float(found.values[name]), rel=1e-9), name
        else:
            assert cell == {**found.inputs, **found.outputs}[name].display


def _compares(pasted: Sheet, found: Answer) -> None:
    """Amounts stand as values, responses follow from them and from what curves are made of."""
    lines = [line.name for line in found.lines]
    for row, name in enumerate(lines, 3):
        response = found.outputs.get(f"response.{name}")
        expected = float(response.number or 0) if response else None
        assert pasted[f"B{row}"] == float(found.outputs[f"amount.{name}"].number or 0)
        assert pasted[f"F{row}"] == (None if expected is None else pytest.approx(expected, rel=1e-9))
    assert pasted[f"F{3 + len(lines)}"] == pytest.approx(
        float(found.outputs["response"].number or 0), rel=1e-9
    )


@both
@pasted_at_once
def test_results_are_formulas_and_inputs_are_not(case: Case, language: str) -> None:
    found = answer(case)
    pasted = Sheet.pasted(sheet(found, locale(case.lang), case.currency, DIALECTS[language]), language)
    if case.calculator != "budget-split":
        formulas = [typed.startswith("=") for address, typed in pasted.typed.items() if address[0] == "B"]
        given, computed = len(found.inputs), len(found.computed)
        assert formulas[: given + computed] == [False] * given + [True] * computed
        assert not any(formulas[given + computed :])


def test_formulas_are_those_that_one_would_type() -> None:
    inputs = {"margin": "40", "target_net_margin": "10", "aov": "80,50", "conversion_rate": "2", "cpc": "0,5"}
    rows = sheet(run("breakeven-roas", inputs, locale("fr"), "CAD"), locale("fr"), "CAD", FRENCH).split("\n")
    assert rows[-1].startswith("Verdict\tau CPC prévu, la publicité d'une commande coûte moins")
    assert rows[:12] == [
        "Marge sur coûts variables\t40%",
        "Marge nette visée\t10%",
        "Valeur moyenne d'une commande\t80,5",
        "Part des clics qui ouvrent la page\t100%",
        "Taux de conversion\t2%",
        "CPC prévu\t0,5",
        "ROAS au seuil\t=1/B1",
        "Part du prix pour la publicité\t=B1-B2",
        "ROAS visé\t=1/B8",
        "CPA maximal\t=B3*B1",
        "Commandes par clic\t=B4*B5",
        "CPC maximal\t=B10*B11",
    ]
    english = sheet(run("roi", {"gains": "0.1", "costs": "3"}, BARE, "CAD"), BARE, "CAD", ENGLISH)
    assert english == "gains\t0.1\ncosts\t3\ngrowth\t=B1/B2\nroi\t=B3-1"


@pytest.mark.parametrize(
    ("calculator", "inputs", "changed", "cells"),
    [
        ("cpm", {"cost": "500", "impressions": "62500"}, {"cost": "750"}, {"B1": "750"}),
        ("roi", {"gains": "900", "costs": "300"}, {"gains": "100"}, {"B1": "100"}),
        ("vcpm", {"cpm": "8", "viewability": "60"}, {"viewability": "62,5"}, {"B2": "62,5%"}),
    ],
)
def test_a_sheet_follows_what_is_typed_over_its_inputs(
    calculator: str, inputs: dict[str, str], changed: dict[str, str], cells: dict[str, str]
) -> None:
    found = run(calculator, inputs, locale("fr"), "CAD")
    expected = run(calculator, {**inputs, **changed}, locale("fr"), "CAD")
    edited = Sheet.pasted(sheet(found, locale("fr"), "CAD", FRENCH), "fr").edited(**cells)
    numbers = [value for value in edited.column("B") if isinstance(value, float)]
    names = [*expected.inputs, *(name for name, _ in expected.computed)]
    assert numbers == pytest.approx([float(expected.values[name]) for name in names])


@pytest.mark.parametrize("name", ["-5", "-fees", "2-4", "mai 2025", "3 mars", "2024", "- 7"])
@both
def test_a_name_that_could_be_something_else_is_text(name: str, language: str) -> None:
    inputs = {"total": "100", f"share.{name}": "60", "share.média": "40"}
    found = run("budget-split", inputs, BARE, "CAD")
    pasted = Sheet.pasted(sheet(found, BARE, "CAD", DIALECTS[language]), language)
    assert split_of(pasted, 2) == {name: 60, "média": 40}
    assert pasted.typed["A8"] == "média"


@pytest.mark.parametrize(
    "label", ["=1+1", "+1", "-1", "@SUM(B1)", 'a "b"', '"b"', "1/2", "deux\tmots", "deux\nlignes"]
)
@both
def test_a_label_is_text_in_a_cell_of_its_own(label: str, language: str) -> None:
    words = {"label.cpm.cost": label, "label.cpm.cpm": label}
    labelled = dataclasses.replace(BARE, words=words)
    found = run("cpm", {"cost": "1", "impressions": "8"}, labelled, "CAD")
    pasted = Sheet.pasted(sheet(found, labelled, "CAD", DIALECTS[language]), language)
    shown = label.replace("\t", " ").replace("\n", " ")
    assert pasted.column("A") == [shown, "impressions", shown]
    assert pasted.column("B") == [1, 8, 125]


@both
def test_a_spreadsheet_of_another_language_cannot_read_it(language: str) -> None:
    """Or else the tests above would tell nothing of dialects."""
    (other,) = {"fr", "en"} - {language}
    found = run("budget-split", {"total": "1,5", "share.a": "50,5", "share.b": "49.5"}, BARE, "CAD")
    with pytest.raises((SheetError, TypeError)):
        Sheet.pasted(sheet(found, BARE, "CAD", DIALECTS[other]), language).column("F")


# --------------------------------------------------------------------------------------------------
# Spreadsheet: the split


def typed_lines(draw: st.DrawFn, *, bounds: bool) -> dict[str, str]:
    """Five to twelve lines: hundredths of a percent that make a hundred, some locked, some held."""
    count = draw(st.integers(5, 12))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=count - 1, max_size=count - 1)))
    percents = [Fraction(high - low, 100) for low, high in pairwise([0, *cuts, 10_000])]
    inputs = {}
    for nth, percent in enumerate(percents):
        kind = draw(st.sampled_from(["share"] * 4 + ["lock", "min", "max"] if bounds else ["share"]))
        if kind != "lock":
            inputs[f"share.{nth}"] = plain(percent)
        if kind != "share":
            # Near what the line would have anyway, in parts of the total: some bounds hold, some do not.
            inputs[f"{kind}.{nth}"] = plain(percent * draw(st.sampled_from([Fraction(1, 2), 1, 2])))
    return inputs


@st.composite
def splits(draw: st.DrawFn, *, bounds: bool = True) -> tuple[dict[str, str], str]:
    """Inputs of a split, and a currency. Amounts are whole units, or finer where their total is."""
    currency = draw(st.sampled_from([*DIGITS_OF]))
    finer = draw(st.sampled_from([0, 0, 0, 1, 2]))
    unit = Fraction(1, 10 ** (DIGITS_OF[currency] + finer))
    total = draw(st.integers(1, 10**4) | st.integers(1, 10**11)) * unit
    inputs = {"total": plain(total)}
    for name, text in typed_lines(draw, bounds=bounds).items():
        amount = not name.startswith("share")
        inputs[name] = plain(round(Fraction(text) / 100 * total / unit) * unit) if amount else text
    return inputs, currency


@settings(derandomize=True, deadline=None, max_examples=300)
@given(splits(), st.sampled_from([*DIALECTS]), st.sampled_from([DIGITS, ALL_DIGITS]))
def test_a_split_comes_out_of_a_sheet_to_the_cent(
    drawn: tuple[dict[str, str], str], language: str, digits: int
) -> None:
    """Whether the spreadsheet rounds what it shows or what it holds."""
    inputs, currency = drawn
    try:
        found = run("budget-split", inputs, BARE, currency)
    except Refused:
        assume(False)
    pasted = Sheet.pasted(sheet(found, BARE, currency, DIALECTS[language]), language, digits)
    amounts = {name.partition(".")[2]: value.number for name, value in found.outputs.items()}
    assert split_of(pasted, DIGITS_OF[currency]) == amounts


@settings(derandomize=True, deadline=None, max_examples=60)
@given(splits(bounds=False), st.integers(1, 10**11))
def test_a_split_follows_a_total_typed_over_it(drawn: tuple[dict[str, str], str], units: int) -> None:
    inputs, currency = drawn
    total = plain(Fraction(units, 10 ** DIGITS_OF[currency]))
    found = run("budget-split", inputs, BARE, currency)
    expected = run("budget-split", {**inputs, "total": total}, BARE, currency)
    edited = Sheet.pasted(sheet(found, BARE, currency, ENGLISH), "en").edited(B1=total)
    amounts = {name.partition(".")[2]: value.number for name, value in expected.outputs.items()}
    assert split_of(edited, DIGITS_OF[currency]) == amounts


@both
@pytest.mark.parametrize(
    "inputs",
    [
        pytest.param({"total": "100", "lock.a": "33.331", "lock.b": "66.668", "lock.c": "0.001"}, id="locks"),
        pytest.param({"total": "99.999", "lock.a": "33.333", "lock.b": "66.666"}, id="locks of no cents"),
        pytest.param({"total": "1.999", "lock.a": "0", "lock.b": "1.999"}, id="a lock of nothing"),
        pytest.param({"total": "1.005", "share.a": "50", "share.b": "50"}, id="half a cent"),
        pytest.param(
            {"total": "9", "lock.a": "1", "share.b": "0.00001", "share.c": "0.00002"}, id="fine shares"
        ),
        pytest.param({"total": "1000", "lock.a": "1000", "share.b": "0"}, id="nothing left"),
        pytest.param({"total": "1000", "lock.a": "900", "min.b": "100"}, id="a minimum alone"),
        pytest.param(
            {"total": "100.01", "share.a": "50", "share.b": "50", "max.a": "50.006"}, id="full before a cent"
        ),
        pytest.param({"total": "999999999999.99", "share.a": "33.3333", "share.b": "66.6667"}, id="large"),
        pytest.param({"total": "999999999999", "lock.a": "1", "share.b": "0.01"}, id="a tiny share"),
        pytest.param({"total": "100", **{f"share.{n}": "33.333333333" for n in "abc"}}, id="long shares"),
        pytest.param(
            {"total": "9", **{f"share.{n}": f"33.{'3' * 20}" for n in "abc"}}, id="shares without end"
        ),
        pytest.param({"total": "0.01", **{f"share.{n}": "10" for n in range(10)}}, id="one cent for ten"),
    ],
)
def test_splits_at_the_edge(inputs: dict[str, str], language: str) -> None:
    found = run("budget-split", inputs, BARE, "CAD")
    amounts = [value.number for value in found.outputs.values()]
    for digits in (DIGITS, ALL_DIGITS):
        pasted = Sheet.pasted(sheet(found, BARE, "CAD", DIALECTS[language]), language, digits)
        assert [*split_of(pasted, 2).values()] == amounts


def test_a_split_in_cells() -> None:
    inputs = {"total": "1000", "lock.production": "300.5", "share.media": "60", "share.reserve": "40"}
    found = run("budget-split", inputs, locale("fr"), "CAD")
    place = "RANG({0};E$7:E$9)+NB.SI(E$7:{0};{0})-1<=$B$5"
    last = "=ARRONDI(D{1}+SI(" + place + ";$B$2;0);2)"
    rest = "=MOD(MOD(ARRONDI($B$3*100;0);$B$4)*ARRONDI(B{0}*1000000;0);$B$4)/$B$4"
    assert [row.split("\t") for row in sheet(found, locale("fr"), "CAD", FRENCH).split("\n")] == [
        ["Budget total", "1000"],
        ["Plus petite unité", "0,01"],
        ["À diviser selon les parts", "=ARRONDI(B1-C7;2)"],
        ["Somme des parts, en nombre entier", "=ARRONDI(SOMME(B7:B9)*1000000;0)"],
        ["Unités à donner aux plus grands restes", "=ARRONDI(B1*100;0)-ARRONDI(SOMME(D7:D9)/B2;0)"],
        ["Ligne", "Part", "Montant exact", "Arrondi vers le bas", "Reste, en unités", "Montant"],
        [
            *("Production", "", "300,5", "=ARRONDI(C7-E7*$B$2;2)", "=MOD(ARRONDI(C7*100;0);1)/1"),
            last.format("E7", 7),
        ],
        [
            *("Média", "60%", "=$B$3*B8*1000000/$B$4", "=ARRONDI(C8-E8*$B$2;2)", rest.format(8)),
            last.format("E8", 8),
        ],
        [
            *("Réserve", "40%", "=$B$3*B9*1000000/$B$4", "=ARRONDI(C9-E9*$B$2;2)", rest.format(9)),
            last.format("E9", 9),
        ],
        ["Somme", "=SOMME(B7:B9)", "=SOMME(C7:C9)", "=SOMME(D7:D9)", "", "=SOMME(F7:F9)"],
    ]


def test_names_of_lines_are_plain_where_they_can_be_nothing_else() -> None:
    forty, more = "a1" * 20, "a label that was not typed in a field, 2"
    for label, typed in {"a b": "a b", "é": "é", forty: f'="{forty}"', f"{more}1": f"{more}1"}.items():
        labelled = dataclasses.replace(BARE, words={"label.cpm.cost": label})
        found = run("cpm", {"cost": "1", "impressions": "8"}, labelled, "CAD")
        assert sheet(found, labelled, "CAD", ENGLISH).split("\t")[0] == typed


def test_a_line_is_told_by_its_share_or_by_its_amount() -> None:
    inputs = {"total": "1000", "lock.fees": "300", "share.a": "50", "share.b": "30", "max.b": "200"}
    pasted = Sheet.pasted(sheet(run("budget-split", inputs, BARE, "CAD"), BARE, "CAD", ENGLISH), "en")
    rows = [[pasted[f"{column}{row}"] for column in "ABCDEF"] for row in range(FIRST - 1, FIRST + 4)]
    assert rows == [
        ["line", "share", "exact", "floor", "remainder", "amount"],
        ["fees", None, 300, 300, 0, 300],
        ["a", 0.5, 500, 500, 0, 500],
        ["b", None, 200, 200, 0, 200],
        ["sum", 0.5, 1000, 1000, None, 1000],
    ]


def test_an_answer_holds_the_amounts_of_a_split_before_they_are_rounded() -> None:
    found = run("budget-split", {"total": "100", "lock.a": "1", "share.b": "1", "share.c": "2"}, BARE, "CAD")
    assert found.values == {"total": 100, "amount.a": 1, "amount.b": 33, "amount.c": 66}
    assert [(line.name, line.lock, line.share) for line in found.lines] == [
        ("a", 1, None),
        ("b", None, Fraction(1, 100)),
        ("c", None, Fraction(1, 50)),
    ]
    exact = {line.name: found.values[f"amount.{line.name}"] for line in found.lines}
    assert rounded(Fraction(100), exact, found.lines, Fraction(1, 100)) == exact


# --------------------------------------------------------------------------------------------------
# CSV


def table(text: str, lang: str) -> list[list[str]]:
    """What a program reads that knows nothing of us but the separator."""
    assert text.startswith(BYTE_ORDER_MARK)
    assert text.count(BYTE_ORDER_MARK) == 1
    assert text.endswith("\r\n")
    read = io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")
    return [*csv.reader(read, delimiter={"fr": ";", "en": ","}[lang], strict=True)]


@worked
@both
def test_a_table_is_read_back(case: Case, language: str) -> None:
    spoken = locale(language)
    found = run(case.calculator, case.inputs, locale(case.lang), case.currency)
    heads, *rows = table(as_csv(found, spoken, case.currency), language)
    known = {**found.inputs, **found.outputs}
    ends = ("low", "high") if any(value.interval for value in known.values()) else ()
    assert heads == [spoken.words[f"export.{name}"] for name in ("field", "value", *ends, "unit", "origin")]
    assert len(rows) == len(known)
    assumed = {problem.field for problem in found.warnings if problem.code == "assumed"}
    for (label, shown, *told, unit, origin), (name, value) in zip(rows, known.items(), strict=True):
        assert len(told) == len(ends) and bool("".join(told)) == bool(value.interval)
        assert label.startswith(spoken.label(case.calculator, name))
        assert unit == {Unit.MONEY: case.currency, Unit.RATIO: "%"}.get(value.unit, "")
        result = "supposed" if found.compared else "computed"
        how = result if name in found.outputs else "assumed" if name in assumed else "given"
        assert origin == spoken.words[f"export.{how}"]
        if value.number is None:
            assert shown == value.display
            continue
        number = Fraction(shown.replace(spoken.decimal, ".")) / (100 if unit == "%" else 1)
        assert number == value.number or value.number != Fraction(plain(value.number)), "it has an end"
        assert abs(number - value.number) <= abs(value.number) / 10**11


def test_a_table_in_both_languages() -> None:
    found = run("funnel", {"conversions": "4", "cpm": "9", "ctr": "1,5", "conversion_rate": "2"}, BARE, "CAD")
    french, english = (as_csv(found, locale(lang), "CAD")[1:].split("\r\n") for lang in ("fr", "en"))
    assert french[:4] == [
        "Champ;Valeur;Unité;Origine",
        "CPM (coût pour mille);9;CAD;donné",
        "Taux de clics;1,5;%;donné",
        "Part des clics qui ouvrent la page;100;%;supposé",
    ]
    assert "Impressions;13333,3333333;;calculé" in french
    assert english[:3] == [
        "Field,Value,Unit,Origin",
        "CPM (cost per thousand),9,CAD,given",
        "Click-through rate,1.5,%,given",
    ]
    assert "Impressions,13333.3333333,,computed" in english


def test_what_has_an_end_is_told_to_it() -> None:
    found = run("cpc", {"cost": "1", "clicks": "1048576"}, BARE, "CAD")
    assert "cpc,0.00000095367431640625,CAD,computed" in as_csv(found, BARE, "CAD")


def test_fields_of_a_line_are_told_apart() -> None:
    inputs = {"total": "100", "lock.média": "40", "share.b": "100", "min.b": "10", "max.b": "90"}
    rows = table(as_csv(run("budget-split", inputs, locale("fr"), "CAD"), locale("fr"), "CAD"), "fr")
    assert [row[0] for row in rows[1:]] == [
        "Budget total",
        "média – Montant fixe",
        "b – Part",
        "b – Minimum",
        "b – Maximum",
        "média – Montant",
        "b – Montant",
    ]


@pytest.mark.parametrize("name", ["-5", "-2-3", "-cmd"])
def test_no_name_is_a_formula(name: str) -> None:
    found = run("budget-split", {"total": "100", f"share.{name}": "100"}, BARE, "CAD")
    for row in table(as_csv(found, BARE, "CAD"), "en"):
        assert row[0][0] not in "=+-@"
    assert f"'{name} – amount" in [row[0] for row in table(as_csv(found, BARE, "CAD"), "en")]


@pytest.mark.parametrize(
    "label", ["=1", "+1", "-1", "@x", "a, b", "a; b", 'a "b"', '"', "two\nlines", "two\rlines", ",\r\n"]
)
def test_any_label_is_one_cell_of_text(label: str) -> None:
    for decimal, lang in ((".", "en"), (",", "fr")):
        words = {"label.cpm.cost": label, "label.cpm.cpm": label}
        labelled = dataclasses.replace(BARE, words=words, decimal=decimal)
        found = run("cpm", {"cost": "1.5", "impressions": "8"}, labelled, "CAD")
        shown = f"'{label}" if label[0] in "=+-@" else label
        cells = table(as_csv(found, labelled, "CAD"), lang)
        assert [row[:2] for row in cells[1:]] == [
            [shown, f"1{decimal}5"],
            ["impressions", "8"],
            [shown, f"187{decimal}5"],
        ]


def test_a_negative_result_is_a_number() -> None:
    found = run("roi", {"gains": "1", "costs": "2"}, BARE, "CAD")
    assert "roi,-50,%,computed\r\n" in as_csv(found, BARE, "CAD")


# --------------------------------------------------------------------------------------------------
# Text


def test_a_text_in_french() -> None:
    found = run("cpm", {"cost": "500", "impressions": "62500"}, locale("fr"), "CAD")
    assert as_text(found, locale("fr"), "CAD").split("\n") == [
        "Résultats",
        f"CPM (coût pour mille){NBSP}: 8,00{THIN}$",
        "",
        "Données",
        f"Coût{NBSP}: 500,00{THIN}$",
        f"Impressions{NBSP}: 62{THIN}500",
        "",
        "Calcul",
        f"CPM (coût pour mille) = Coût ÷ Impressions × 1{THIN}000"
        f" = 500{THIN}$ ÷ 62{THIN}500 × 1{THIN}000 = 8,00{THIN}$",
    ]


def test_a_text_in_english() -> None:
    found = run("funnel", {"budget": "10", "conversions": "4"}, locale("en"), "EUR")
    assert as_text(found, locale("en"), "EUR").split("\n") == [
        "Results",
        "CPA (cost per conversion): €2.50",
        "",
        "Inputs",
        "Media budget: €10.00",
        "Conversions: 4",
        "",
        "Calculation",
        "CPA (cost per conversion) = Media budget ÷ Conversions = €10 ÷ 4 = €2.50",
    ]


def test_a_text_without_words_of_a_language() -> None:
    found = run("cpm", {"cost": "500", "impressions": "62500"}, BARE, "CAD")
    assert as_text(found, BARE, "CAD").split("\n")[:5] == [
        "results",
        "cpm: CAD 8.00",
        "",
        "inputs",
        "cost: CAD 500.00",
    ]


def test_a_caution_calls_a_field_by_its_name() -> None:
    found = run("cpm-cpc-ctr", {"cpm": "1000", "cpc": "0.5"}, locale("en"), "CAD")
    assert "“Click-through rate (CTR)” is above 100%" in as_text(found, locale("en"), "CAD")


def test_what_was_assumed_is_said_beside_its_value() -> None:
    found = run("funnel", {"clicks": "100", "conversion_rate": "2"}, locale("en"), "CAD")
    assert "Share of clicks that open the page: 100% (assumed)" in as_text(found, locale("en"), "CAD")
    assert as_text(found, locale("en"), "CAD").count("(assumed)") == 1


def test_a_result_takes_its_caution_along_and_an_input_does_not() -> None:
    inputs = {"hours": "10", "rate": "50 €", "organic_impressions": "1000"}
    found = run("paid-smm-mix", inputs, locale("fr"), "CAD")
    assert {problem.code for problem in found.warnings} == {"currency_sign", "assumed", "equivalent_cpm"}
    results, given, _ = as_text(found, locale("fr"), "CAD").split("\n\n")
    assert results.split("\n")[1 + len(found.outputs) :] == [locale("fr").words["problem.equivalent_cpm"]]
    assert len(given.split("\n")) == 1 + len(found.inputs)


def test_a_split_tells_lines_and_no_steps() -> None:
    found = run("budget-split", {"total": "100", "lock.média": "40", "share.b": "100"}, locale("fr"), "EUR")
    assert as_text(found, locale("fr"), "EUR").split("\n") == [
        "Résultats",
        f"média{NBSP}: 40,00{THIN}€",
        f"b{NBSP}: 60,00{THIN}€",
        "",
        "Données",
        f"Budget total{NBSP}: 100,00{THIN}€",
        f"média – Montant fixe{NBSP}: 40,00{THIN}€",
        f"b – Part{NBSP}: 100{THIN}%",
    ]


def test_where_nothing_was_computed_only_inputs_are_told() -> None:
    found = run("cpm", {"cost": "500", "impressions": "62500", "cpm": "8"}, locale("en"), "CAD")
    assert as_text(found, locale("en"), "CAD").split("\n")[0] == "Inputs"


@worked
def test_a_text_tells_every_value_as_it_is_shown(case: Case) -> None:
    found = answer(case)
    lines = as_text(found, locale(case.lang), case.currency).split("\n")
    for value in (*found.inputs.values(), *found.outputs.values()):
        assert any(value.display in line for line in lines)
    blocks = "\n".join(lines).split("\n\n")
    assert len(blocks) == 1 + bool(found.outputs) + bool(found.steps and not found.lines)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_is_in_every_language(lang: str) -> None:
    words = locale(lang).words
    assert [name for name in (*WORDS, *PLAN_WORDS) if f"export.{name}" not in words] == []
    assert [
        key for key in words if key.startswith("export.") and key[7:] not in (*WORDS, *PLAN_WORDS, "labelled")
    ] == []
