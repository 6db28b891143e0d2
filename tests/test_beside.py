"""Dated figures beside the fields of calculators: which, how they are typed, what is never offered."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from macros import beside
from macros.addresses import Addresses
from macros.edition import Edition
from macros.load import KnowledgeBase, load
from macros.model import Calculator, Confidence, Figure
from macros.permalinks import Permalinks
from macros.view import View, view_of
from planner import Locale, run
from planner.browser import BadRequest, answer, speak, whole
from planner.catalogue import unit_of
from planner.exports import as_csv, as_text
from planner.reading import Reading, read
from tests.conftest import ROOT

HEAVIEST = 140_000
ASLEEP = re.compile(r"<template.*?</template>", re.DOTALL)
"""what a browser neither builds nor styles until it is asked for"""
"""bytes of a page"""


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(ROOT / "data")


@pytest.fixture(scope="module", params=["fr", "en"])
def edition(kb: KnowledgeBase, request: pytest.FixtureRequest) -> Edition:
    addresses = Addresses(kb)
    return Edition(kb, addresses, request.param, Permalinks.read(kb, addresses))


def calculators(kb: KnowledgeBase) -> list[Calculator]:
    return [entry for entry in kb.of_kind("calculator") if isinstance(entry, Calculator)]


def figure(kb: KnowledgeBase, figure_id: str) -> Figure:
    return next(known for known in kb.figures if known.id == figure_id)


def test_a_growth_is_never_beside_a_cost(kb: KnowledgeBase) -> None:
    cpm = kb.entries["calculator/cpm"].fields["cpm"]  # type: ignore[attr-defined]
    taken = {known.id for known in kb.figures if cpm.takes(known)}
    assert "meta-cpm-canada-2026-01" in taken
    assert not taken & {"tiktok-cpm-growth-2023", "snapchat-cpm-growth-2024", "social-cpm-holiday-rise-2023"}


def test_all_clicks_stand_where_they_were_asked_for(kb: KnowledgeBase) -> None:
    """A landing page is opened by a click on the link: a rate of all clicks would promise too many visits."""
    every = [known for known in kb.figures if known.counts == "all-clicks"]
    funnel, cpm_cpc_ctr = (
        kb.entries[f"calculator/{name}"].fields["ctr"]  # type: ignore[attr-defined]
        for name in ("funnel", "cpm-cpc-ctr")
    )
    assert every
    assert not any(funnel.takes(known) for known in every)
    assert all(cpm_cpc_ctr.takes(known) for known in every)


def test_each_is_offered_once_in_lists_of_one_method(kb: KnowledgeBase, edition: Edition) -> None:
    for entry in calculators(kb):
        panel = view_of(edition, entry.id).beside(entry)
        for field, series in panel.fields.items():
            listed = [it.record.id for group in series for it in group.figures]
            takes = entry.fields[field].takes
            assert sorted(listed) == sorted(known.id for known in kb.figures if takes(known))
            for group in series:
                assert len({it.record.series(edition.lang) for it in group.figures}) == 1


def test_what_is_typed_reads_back_as_the_figure(kb: KnowledgeBase, edition: Edition) -> None:
    count = 0
    for entry in calculators(kb):
        calculator = entry.id.partition("/")[2]
        for field, figures in beside.figures(edition, entry).items():
            unit = unit_of(calculator, field)
            assert unit
            for known in figures:
                value = beside.value(edition, known)
                for text in (value.typed, value.canonical) if value else ():
                    found = read(text, field, unit, edition.locale, known.currency or "CAD")
                    assert isinstance(found, Reading)
                    assert found.value == known.value
                    assert not [w for w in found.warnings if w.code != "tiny_rate"], (known.id, text)
                    count += 1
    assert count > 100


def test_what_people_say_is_never_offered(kb: KnowledgeBase, edition: Edition) -> None:
    said = [known for known in kb.figures if known.confidence is Confidence.LOW]
    assert said
    for known in said:
        assert beside.value(edition, known) is None
        assert beside.spread(edition, known) is None


def test_a_spread_is_typed_as_a_range(kb: KnowledgeBase) -> None:
    addresses = Addresses(kb)
    french = Edition(kb, addresses, "fr", Permalinks.read(kb, addresses))
    offered = beside.spread(french, figure(kb, "meta-cpm-canada-2026-01"))
    assert offered
    assert (offered.typed, offered.canonical) == ("9,15-20,94", "9.15-20.94")
    rate = beside.spread(french, next(f for f in kb.figures if str(f.low) == "0.0166"))
    assert rate
    assert rate.typed == "1,66-2,23"


def test_a_spread_that_is_taken_reads_back_as_an_interval(kb: KnowledgeBase, edition: Edition) -> None:
    count = 0
    for entry in calculators(kb):
        for field, figures in beside.figures(edition, entry).items():
            unit = unit_of(entry.id.partition("/")[2], field)
            assert unit
            for known, spread in [(known, beside.spread(edition, known)) for known in figures]:
                for text in (spread.typed, spread.canonical) if spread else ():
                    found = read(text, field, unit, edition.locale, known.currency or "CAD")
                    assert isinstance(found, Reading)
                    assert found.interval
                    assert (found.interval.low, found.interval.high) == (known.low, known.high)
                    count += 1
    assert count > 50


def test_where_it_comes_from_says_who_what_where_and_when(kb: KnowledgeBase) -> None:
    addresses = Addresses(kb)
    english = Edition(kb, addresses, "en", Permalinks.read(kb, addresses))
    assert beside.origin(english, figure(kb, "meta-cpm-canada-2026-01")) == (
        "Source: Superads. Meta, Canada, January 2025 – January 2026."
    )
    undated = next(f for f in kb.figures if f.about == "metric/ctr" and f.undated)
    assert "undated page, read on " in beside.origin(english, undated)


def test_choices_have_the_same_keys_in_every_language(kb: KnowledgeBase) -> None:
    addresses = Addresses(kb)
    history = Permalinks.read(kb, addresses)
    entry = kb.entries["calculator/funnel"]
    assert isinstance(entry, Calculator)
    panels = [view_of(Edition(kb, addresses, lang, history), entry.id).beside(entry) for lang in ("fr", "en")]
    places = [dict(panel.places) for panel in panels]
    assert places[0].keys() == places[1].keys()
    assert (places[0]["Monde"], places[1]["Monde"]) == ("Monde", "Worldwide")
    assert panels[0].years == sorted(panels[0].years, reverse=True)


def test_a_figure_is_of_every_year_that_it_was_measured_in(kb: KnowledgeBase) -> None:
    addresses = Addresses(kb)
    view: View = view_of(Edition(kb, addresses, "fr", Permalinks.read(kb, addresses)), "metric/cpm")
    years = {it.record.id: it.years for group in view.figures("metric/cpm") for it in group.figures}
    assert years["meta-cpm-canada-2026-01"] == ["2025", "2026"]
    assert [] in years.values()


# -- on the page ------------------------------------------------------------------------------------


class Panels(HTMLParser):
    """What stands in the panels of a page: (field, tag, attributes) of each element in one."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, str, dict[str, str]]] = []
        self._field = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._field = found.get("data-beside", self._field) if tag == "details" else self._field
        if self._field:
            self.elements.append((self._field, tag, found))

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self._field = ""


def pages(kb: KnowledgeBase, site: Path) -> dict[str, Path]:
    addresses = Addresses(kb)
    return {
        f"{entry.id} {lang}": site / addresses.url(entry.id, lang) / "index.html"
        for entry in calculators(kb)
        for lang in kb.languages
    }


def test_in_another_currency_nothing_can_be_taken_from_the_first_paint_on(
    kb: KnowledgeBase, site: Path
) -> None:
    usual = kb.site.currencies[0]
    seen = set()
    for path in pages(kb, site).values():
        currency = ""
        for _, tag, attributes in Panels(path).elements:
            if tag == "li":
                currency = attributes.get("data-currency", usual)
            if attributes.get("class") == "beside__acts":
                assert ("hidden" in attributes) == (currency != usual)
                seen.add(currency)
    assert {usual, "USD", "EUR"} <= seen


def test_a_field_without_figures_says_so(kb: KnowledgeBase, site: Path) -> None:
    path = pages(kb, site)["calculator/funnel en"]
    fields = [field for field, _, attributes in Panels(path).elements if attributes.get("data-figure")]
    assert "cpm" in fields and "cpa" not in fields
    assert "We have none that is dated and sourced." in path.read_text("utf-8")


def test_pages_stay_light(kb: KnowledgeBase, site: Path) -> None:
    for name, path in pages(kb, site).items():
        awake = ASLEEP.sub("", path.read_text("utf-8"))
        assert len(awake.encode()) < HEAVIEST, name


def test_without_scripts_the_figures_are_a_link_away(kb: KnowledgeBase, site: Path) -> None:
    page = pages(kb, site)["calculator/funnel fr"].read_text("utf-8")
    after = page[page.index("</form>") :]
    addresses = Addresses(kb)
    for metric in ("metric/cpm", "metric/ctr", "metric/conversion-rate"):
        assert f"{addresses.url(metric, 'fr')}#chiffres" in after


# -- taken along ------------------------------------------------------------------------------------

ORIGIN = "Source: Superads. Meta, Canada, January 2025 – January 2026."


@pytest.fixture(scope="module")
def english() -> Locale:
    return Locale.from_json(json.loads((ROOT / "data" / "locales" / "en.json").read_text("utf-8")))


def test_a_source_stands_below_its_number_in_a_text(english: Locale) -> None:
    found = run("cpm", {"cost": "500", "cpm": "12.9"}, english, "USD")
    lines = as_text(found, english, "USD", {"cpm": ORIGIN}).split("\n")
    assert lines[lines.index("CPM (cost per thousand): US$12.90") + 1] == f"  {ORIGIN}"
    assert ORIGIN not in as_text(found, english, "USD")


def test_a_source_is_a_column_where_there_is_one(english: Locale) -> None:
    found = run("cpm", {"cost": "500", "cpm": "12.9"}, english, "USD")
    sources = {"cpm": ORIGIN, "impressions": "computed: from nowhere"}
    rows = as_csv(found, english, "USD", sources).splitlines()
    assert rows[0].endswith("Field,Value,Unit,Origin,Source")
    assert rows[1] == "Cost,500,USD,given,"
    assert rows[2] == f'CPM (cost per thousand),12.9,USD,given,"{ORIGIN}"'
    assert "nowhere" not in "".join(rows)
    assert as_csv(found, english, "USD").splitlines()[0].endswith("Origin")


def test_a_page_tells_sources_with_its_request(english: Locale) -> None:
    speak((ROOT / "data" / "locales" / "en.json").read_text("utf-8"))
    asked = {"calculator": "cpm", "inputs": {"cost": "500", "cpm": "12.9"}, "currency": "USD"}
    answer(json.dumps({**asked, "sources": {"cpm": ORIGIN}}))
    page = json.loads(whole())["page"]
    assert ORIGIN in page["text"] and ORIGIN in page["csv"]
    for wrong in ([], {"cpm": 1}, "x"):
        with pytest.raises(BadRequest):
            answer(json.dumps({**asked, "sources": wrong}))
