"""Workbooks: LibreOffice computes their formulas anew and finds what the planner found, to the cent."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from planner.plan.answer import plan_answer
from planner.plan.workbook import as_workbook
from planner.plan.xlsx import MONEY, Cell, Sheet, letters, sheet_names, workbook
from tests.plans import locale, plans

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = shutil.which("soffice")
PATIENCE = 240
NEAR = 1e-9
"""of a number that a spreadsheet keeps in 15 digits"""
EVERY_SHEET_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
some = settings(derandomize=True, deadline=None, max_examples=25)

FULL = {
    "name": "Lancement: d'hiver / [2026]",
    "start": "2026-12-01",
    "weeks": "5",
    "budget": "20000.55",
    "production": "5000",
    "attribution": "7d-click",
    "line.1": "meta_ugc_acquisition_2026-12-02_2026-12-28_5000.01_cpm8-12_ctr1.2_cvr2_aov80",
    "line.2": "youtube_bumper-6s_notoriete___3333.33_cpv0.04_vtr25",
    "line.3": "tiktok____2026-12-20_1000.01_cpc0.4",
    "line.4": "linkedin______cpm7.77_imp12345",
    "source.1": "=Comptes & <devis> 2025",
    "risk.1": "Noël",
    "b.line.3": "-",
    "b.budget": "15000",
    "c.line.2": "youtube_bumper-6s_notoriete___5000_cpv0.05_vtr25",
}


def made(fields: dict[str, str], lang: str = "en") -> bytes:
    return as_workbook(plan_answer(fields, locale(lang), "CAD"), locale(lang), "CAD")


def sheets(content: bytes) -> dict[str, dict[str, tuple[str, str]]]:
    """Return each sheet of a workbook: cell → its formula and its value."""
    archive = zipfile.ZipFile(BytesIO(content))
    assert archive.testzip() is None
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    names = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
    return {
        name: _cells(ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{nth}.xml")))
        for nth, name in enumerate(names, 1)
    }


def _cells(sheet: ElementTree.Element) -> dict[str, tuple[str, str]]:
    found = {}
    for cell in sheet.iter(f"{MAIN}c"):
        text = "".join(one.text or "" for one in cell.iter() if one.tag in (f"{MAIN}v", f"{MAIN}t"))
        found[cell.attrib["r"]] = (cell.findtext(f"{MAIN}f") or "", text)
    return found


def without_values(content: bytes) -> bytes:
    """Return a workbook whose formulas have no value yet: whoever opens it has to compute."""
    archive, held = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(held, "w") as bare:
        for name in archive.namelist():
            text = archive.read(name).decode()
            bare.writestr(name, re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text))
    return held.getvalue()


def recomputed(books: dict[str, bytes], folder: Path) -> dict[str, dict[str, list[list[str]]]]:
    """Return what LibreOffice computes: book → sheet → rows of cells."""
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(without_values(content))
    files = [str(folder / f"{name}.xlsx") for name in books]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        EVERY_SHEET_AS_CSV,
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=PATIENCE)
    found: dict[str, dict[str, list[list[str]]]] = {name: {} for name in books}
    for path in folder.glob("*.csv"):
        book, _, sheet = path.stem.partition("-")
        with path.open(encoding="utf-8", newline="") as opened:
            found[book][sheet] = [*csv.reader(opened)]
    return found


def number(text: str) -> float | None:
    share = text.endswith("%")
    try:
        return float(text.removesuffix("%")) / (100 if share else 1)
    except ValueError:
        return None


def wrong(content: bytes, found: dict[str, list[list[str]]]) -> list[str]:
    """Say where a formula comes to something else in LibreOffice."""
    faults, counted = [], 0
    for name, cells in sheets(content).items():
        rows = found[name]
        for place, (formula, value) in cells.items():
            column, row = re.fullmatch(r"([A-Z]+)([0-9]+)", place).groups()  # type: ignore[union-attr]
            nth = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(column))) - 1
            shown = rows[int(row) - 1][nth] if formula else ""
            if formula and re.fullmatch(r"\d{4}-\d\d-\d\d", shown):
                continue  # a day: LibreOffice tells it as one
            if formula:
                counted += 1
                computed = number(shown)
                if computed is None or abs(computed - float(value)) > NEAR * max(1, abs(float(value))):
                    faults.append(f"{name}!{place} ={formula}: {shown}, and not {value}")
    assert counted
    return faults


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not on this machine (apt-get install libreoffice-calc)"
)
def test_formulas_come_to_what_the_planner_found(tmp_path: Path) -> None:
    books = {"full": made(FULL)}

    @settings(derandomize=True, deadline=None, max_examples=12, database=None)
    @given(plans())
    def collect(fields: dict[str, str]) -> None:
        books[f"random{len(books)}"] = made(fields)

    collect()
    found = recomputed(books, tmp_path)
    assert [fault for name, content in books.items() for fault in wrong(content, found[name])] == []


@pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not on this machine (apt-get install libreoffice-calc)"
)
def test_formulas_live_another_budget_gives_what_the_planner_would(tmp_path: Path) -> None:
    """What is typed over an input in the spreadsheet goes through lines, weeks, totals and account."""
    changed = {**FULL, "line.1": FULL["line.1"].replace("5000.01_cpm8-12", "7777.77_cpm10"), "weeks": "4"}
    before = {**FULL, "line.1": FULL["line.1"].replace("cpm8-12", "cpm9")}
    archive, held = zipfile.ZipFile(BytesIO(made(before))), BytesIO()
    with zipfile.ZipFile(held, "w") as edited:
        for name in archive.namelist():
            text = archive.read(name).decode()
            if name.startswith("xl/worksheets/"):
                text = re.sub(r'(<c r="G6"[^>]*><v>)5000\.01<', r"\g<1>7777.77<", text)
                text = re.sub(r'(<c r="H6"[^>]*><v>)9<', r"\g<1>10<", text)
                text = re.sub(r'(<c r="B3"[^>]*><v>)5<', r"\g<1>4<", text)
            edited.writestr(name, text)
    both = recomputed({"edited": held.getvalue(), "other": made(changed)}, tmp_path)
    found, expected = both["edited"], both["other"]
    for sheet in ("Scenario A", "Scenario B", "Comparison"):
        assert found[sheet] == expected[sheet], sheet
    totals = {row[0]: row[1] for row in found["Calendar A"] if row and row[0] == "Total"}
    assert totals == {row[0]: row[1] for row in expected["Calendar A"] if row and row[0] == "Total"}


@some
@given(plans())
def test_every_total_is_a_formula_and_every_input_a_cell(fields: dict[str, str]) -> None:
    answer = plan_answer(fields, locale("en"), "CAD")
    cells = sheets(as_workbook(answer, locale("en"), "CAD"))["Scenario A"]
    total = len(answer.base.lines) + 6
    formula, value = cells[f"G{total}"]
    assert formula == f"SUM(G6:G{total - 1})"
    assert Fraction(value) == answer.base.totals["budget"]
    for row, one in enumerate(answer.base.lines, 6):
        own = cells[f"G{row}"]
        assert bool(own[0]) == (one.line.budget is None)
        assert Fraction(own[1]) == one.budget


def test_text_stays_text_and_names_of_sheets_are_legal() -> None:
    found = sheets(made(FULL))
    assert ("", "=Comptes & <devis> 2025") in found["Scenario A"].values()
    hostile = ["a" * 40, "a" * 40, "[x]:*?/\\", "'", "", "\x00"]
    named = sheet_names(hostile)
    assert len({name.lower() for name in named}) == len(hostile)
    assert all(1 <= len(name) <= 31 and not set(name) & set("[]:*?/\\'\x00") for name in named)


def test_the_same_plan_is_the_same_bytes() -> None:
    assert made(FULL) == made(FULL)


def test_columns_past_z() -> None:
    assert [letters(nth) for nth in (1, 26, 27, 52, 53, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_a_cell_that_xml_cannot_say_is_told_otherwise() -> None:
    found = sheets(workbook([Sheet("x", [[Cell("a\x00b\ud800"), Cell(Fraction(1, 3), MONEY, input=True)]])]))
    assert found["x"]["A1"] == ("", "a\ufffdb\ufffd")
    assert found["x"]["B1"][1].startswith("0.3333333333")
