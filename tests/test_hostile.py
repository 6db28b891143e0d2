"""Hostile texts: refused with a sentence, or data for ever, in every file that programs read."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import markdown
import pytest

import planner
from macros.load import load
from macros.problems import DataError
from macros.publish import llms
from planner import exports, spreadsheet
from planner.answer import refused_as_json
from planner.split import is_name, normal
from tests.conftest import ROOT
from tests.hostile_kb import HostileKB, accepted, groups, strings
from tests.small_kb import SmallKB, editions

CONCEPT = """id: concept/{name}
slug: {{ fr: "{name}", en: "{name}" }}
definition: {{ text: {{ fr: x, en: x }}, basis: own }}
title: {{ fr: x, en: {title} }}
"""
TITLE = 4
"""the line of the title"""
FEED = {"feed", "title", "subtitle", "id", "updated", "author", "name", "link", "entry", "content"}
ATOM = "{http://www.w3.org/2005/Atom}"


def test_each_string_stands_once() -> None:
    assert len(strings()) == len(set(strings())) >= 300


# -- the loader ------------------------------------------------------------------------------------


def raw(string: str) -> str:
    """A string between quotes as an editor would save it."""
    return '"' + string.replace("\\", "\\\\").replace('"', '\\"') + '"'


def escaped(string: str) -> str:
    """The same, with escapes for what is not ASCII."""
    return json.dumps(string)


def test_what_no_text_holds_is_refused_at_its_line(tmp_path: Path) -> None:
    kb = SmallKB(tmp_path)
    kb.load()
    titles = {}
    for group in groups():
        for nth, string in enumerate(group.strings if group.refused else ()):
            for way in (raw, escaped):
                name = f"{group.kind}-{nth}-{way.__name__}"
                titles[f"{tmp_path.name}/concepts/{name}.yml"] = string
                text = CONCEPT.format(name=name, title=way(string))
                (tmp_path / f"concepts/{name}.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(DataError) as refused:
        load(tmp_path)
    found = {(problem.file, problem.line) for problem in refused.value.problems}
    for file, string in titles.items():
        assert any((file, TITLE + below) in found for below in range(string.count("\n") + 1)), (file, string)
    said = str(refused.value)
    assert all(sign.isprintable() or sign == "\n" for sign in said)


def test_words_of_the_interface_hold_no_braces_but_names(tmp_path: Path) -> None:
    """A word is a pattern: what stands between braces there is a name, never a way into an object."""
    for string in (
        "{0.__class__}",
        "{name.__class__.__init__.__globals__}",
        "{name!r:>99}",
        "{}",
        "{{",
        "}}",
    ):
        kb = SmallKB(tmp_path)
        for lang in ("fr", "en"):
            kb.files[f"interface/{lang}.yml"]["words"]["redirect_title"] = string
            kb.files[f"interface/{lang}.yml"]["problems"] = {"zero": string}
        if string in ("{{", "}}"):
            kb.load()  # a brace
        else:
            with pytest.raises(DataError) as refused:
                kb.load()
            assert len(refused.value.problems) == 4


# -- files that programs read ----------------------------------------------------------------------


class Elements(HTMLParser):
    """The elements of a piece of HTML, with the names of their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *sorted(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_feeds_hold_texts(hostile_site: Path) -> None:
    for path in hostile_site.rglob("feed.xml"):
        feed = ElementTree.parse(path).getroot()
        assert {element.tag.removeprefix(ATOM) for element in feed.iter()} == FEED
        for content in feed.iter(f"{ATOM}content"):
            inside = Elements(content.text or "")
            assert inside.found == {("p",), ("a", "href")}
            assert all(link.startswith("https://example.org/") for link in inside.links)


def test_maps_and_descriptions_can_be_read(hostile_site: Path) -> None:
    for path in hostile_site.rglob("sitemap.xml"):
        ElementTree.parse(path)
    for name in ("kb.json", "search.json", "site.webmanifest"):
        for path in hostile_site.rglob(name):
            json.loads(path.read_text("utf-8"))
    data = re.compile(r'<script type="application/[^"]+"[^>]*>(.*?)</script>', re.DOTALL)
    pages = [path.read_text("utf-8") for path in hostile_site.rglob("*.html")]
    assert sum(len([json.loads(text) for text in data.findall(html)]) for html in pages) > len(pages) / 2


def test_the_knowledge_base_as_json_says_each_text(hostile_kb: HostileKB, hostile_site: Path) -> None:
    kb = load(hostile_kb.root)
    written = json.loads((hostile_site / "kb.json").read_text("utf-8"))["entries"]
    assert {entry["id"] for entry in written} == set(kb.entries)


def test_llms_txt_is_a_list_of_links_and_words(hostile_site: Path) -> None:
    """Read as Markdown, a hostile title is its own words and no link of its own."""
    for path in hostile_site.rglob("llms.txt"):
        inside = Elements(markdown.markdown(path.read_text("utf-8")))
        assert inside.found == LLMS | {("ul",), ("li",), ("h2",)}
        assert all(link.startswith("https://example.org/") for link in inside.links)


LLMS = {("h1",), ("blockquote",), ("p",), ("a", "href")}


def test_llms_txt_says_what_the_site_is_in_words(tmp_path: Path) -> None:
    kb = SmallKB(tmp_path)
    edition = editions(kb.history(), "https://example.org/")["en"]
    for string in accepted():
        edition.site = edition.site.model_copy(
            update={key: {"en": string} for key in ("name", "description")}
        )
        head = llms.document(edition, "https://example.org/").partition("\n## ")[0]
        inside = Elements(markdown.markdown(head))
        assert inside.found == LLMS, string
        assert letters(inside.text).count(letters(edition.plain({"en": string}))) >= 2, string


def letters(text: str) -> str:
    return "".join(text.split())


# -- calculators -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def french() -> planner.Locale:
    return planner.Locale.from_json(json.loads((ROOT / "data/locales/fr.json").read_text("utf-8")))


@pytest.mark.parametrize("field", ["cost", "currency", "share.x", "names"])
def test_planner_answers_or_says_why_not(field: str, french: planner.Locale) -> None:
    for string in strings():
        calculator, inputs, currency = {
            "cost": ("cpm", {"cost": string, "impressions": "1000"}, "CAD"),
            "currency": ("cpm", {"cost": "1", "impressions": "1000"}, string),
            "share.x": ("budget-split", {"total": "100", "share.x": string}, "CAD"),
            "names": ("budget-split", {"total": "100", f"share.{string}": "100"}, "CAD"),
        }[field]
        try:
            planner.run(calculator, inputs, french, currency)
        except planner.Refused as refused:
            told = refused_as_json(refused.problems, calculator, french, "CAD")
            assert all(error["message"] for error in told["errors"])
            if field in ("cost", "share.x"):
                assert not re.search(
                    "[\x00-\x08\u200b-\u200f\u202a-\u202e\u2066-\u2069]", str(told["errors"][0]["message"])
                )


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix(exports.BYTE_ORDER_MARK)), delimiter=";"))


def starts_formula(cell: str) -> bool:
    return cell.strip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_no_name_begins_a_formula(french: planner.Locale) -> None:
    """Neither that of a line, which an address may give, nor a label, nor a head of a column."""
    names = {normal(string) for string in strings() if is_name(normal(string))} | {"-1", "- x"}
    assert len(names) > 10
    for name in names:
        answer = planner.run("budget-split", {"total": "100", f"share.{name}": "100"}, french, "CAD")
        table = cells(exports.as_csv(answer, french, "CAD"))
        assert not any(starts_formula(row[0]) for row in table), name
    for label in accepted():
        words = {**french.words, "label.cpm.cost": label, "export.field": label, "export.given": label}
        hostile = replace(french, words=words)
        answer = planner.run("cpm", {"cost": "500", "impressions": "62500"}, hostile, "CAD")
        table = cells(exports.as_csv(answer, hostile, "CAD"))
        assert [len(row) for row in table] == [4] * 4, label
        assert not any(starts_formula(cell) for row in table for cell in row), label
        for dialect in spreadsheet.DIALECTS.values():
            rows = [row.split("\t") for row in spreadsheet.sheet(answer, hostile, "CAD", dialect).split("\n")]
            assert [len(row) for row in rows] == [2] * 3, label
            assert is_text(rows[0][0], label), rows[0][0]


def is_text(cell: str, label: str) -> bool:
    """Whether a spreadsheet shows a cell as text: it begins with a letter, or is a formula that gives it."""
    quoted = re.fullmatch(r'="((?:[^"]|"")*)"', cell, re.DOTALL)
    shown = quoted[1].replace('""', '"') if quoted else cell
    return (bool(quoted) or cell[0].isalpha()) and shown.split() == label.split()
