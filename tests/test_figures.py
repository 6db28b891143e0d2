"""Dated figures: listed by method, marked when past their time, told apart from what people merely say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from macros import build
from macros.addresses import Addresses
from macros.edition import Edition
from macros.freshness import last_day, lasts_until
from macros.load import KnowledgeBase, load
from macros.model import Confidence, Figure, FigureUnit
from macros.permalinks import Permalinks
from macros.report import report
from macros.view import View, view_of

OTHER = Path(__file__).parent / "other_kb"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(OTHER)


@pytest.fixture(scope="module")
def view(kb: KnowledgeBase) -> View:
    addresses = Addresses(kb)
    edition = Edition(kb, addresses, "en", Permalinks.read(kb, addresses))
    return view_of(edition, "metric/response-rate")


def figure(window: list[str] | None) -> Figure:
    both = {"en": "x", "es": "x"}
    return Figure(
        id="x",
        about="metric/x",
        value=Decimal(1),
        unit=FigureUnit.COUNT,
        geography=both,
        window=window,
        undated=window is None,
        basis=both,
        measured_by="x",
        source="x",
        confidence=Confidence.HIGH,
    )


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2025", date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2025-11", date(2025, 11, 30)),
        ("2025-11-07", date(2025, 11, 7)),
    ],
)
def test_a_date_covers_all_that_it_names(day: str, end: date) -> None:
    assert last_day(day) == end


@pytest.mark.parametrize(
    ("window", "months", "end"),
    [
        (["2025"], 18, date(2027, 6, 30)),
        (["2024-03", "2025-08-31"], 6, date(2026, 2, 28)),
        (["2025-12"], 1, date(2026, 1, 31)),
        (["2025-12"], 12, date(2026, 12, 31)),
        (None, 18, None),
    ],
)
def test_a_figure_lasts_from_the_end_of_its_window(
    window: list[str] | None, months: int, end: date | None
) -> None:
    assert lasts_until(figure(window), months) == end


def test_figures_are_listed_by_method(view: View, kb: KnowledgeBase) -> None:
    for entry_id in {known.about for known in kb.figures}:
        for series in view.figures(entry_id):
            methods = {shown.record.series("en") for shown in series.figures}
            assert len(methods) == 1, f"{entry_id} mixes {methods}"


def test_what_people_say_is_a_spread(view: View) -> None:
    measured, said = sorted(view.figures("metric/response-rate"), key=lambda series: series.said)
    assert not measured.said
    assert (said.low, said.high) == ("2%", "5%")
    assert [shown.record.id for shown in said.figures] == ["menu-response", "menu-response-neighbour"]


def test_what_is_past_its_time_is_marked(view: View) -> None:
    shown = {it.record.id: it for series in view.figures("metric/response-rate") for it in series.figures}
    assert shown["leaflet-response"].until == "2026-05-30"
    assert not shown["leaflet-response"].past, "the sources were last read in May 2026"
    assert shown["menu-response-neighbour"].until is None


def test_the_report_names_what_grows_old(kb: KnowledgeBase) -> None:
    lines = list(report(kb, date(2026, 4, 15)))
    assert any(line.startswith("guide ") and line.split()[1:3] == ["1", "4"] for line in lines)
    assert "sources read longest ago: 2026-01-15 (founding-essay, founding-letter)" in lines
    (figures,) = [line for line in lines if line.startswith("figures: ")]
    assert "6 shown" in figures
    assert "1 without a date" in figures
    assert any(line.startswith("figures past their time within three months: ") for line in lines)


def test_a_dated_rule_is_marked_when_it_may_have_changed(other_site: Path, kb: KnowledgeBase) -> None:
    page = (other_site / Addresses(kb).url("format/poster", "en") / "index.html").read_text("utf-8")
    assert 'class="dated is-past" data-until="2024-11-30"' in page
    assert "Said on May 2024." in page


# -- law and guides --------------------------------------------------------------------------------


def test_a_rule_shows_on_what_it_touches(other_site: Path, kb: KnowledgeBase) -> None:
    addresses = Addresses(kb)
    for lang in kb.languages:
        page = (other_site / addresses.url("format/poster", lang) / "index.html").read_text("utf-8")
        anchor = addresses.anchor("jurisdiction/villaclara#posts", lang)
        assert f"{addresses.url('jurisdiction/villaclara', lang).split('/')[-2]}/#{anchor}" in page


def test_rules_stand_under_the_topics_of_the_site(view: View, kb: KnowledgeBase) -> None:
    topics = view.by_topic(kb.entries["jurisdiction/villaclara"])  # type: ignore[arg-type]
    assert [(title["en"], [said.name for said in points]) for title, points in topics] == [
        ("Walls and posts", ["posts"]),
        ("Who signs", ["names"]),
    ]


def test_a_guide_shows_statements_as_they_stand(other_site: Path, kb: KnowledgeBase) -> None:
    addresses = Addresses(kb)
    edition = Edition(kb, addresses, "es", Permalinks.read(kb, addresses))
    page = (other_site / addresses.url("guide/first-leaflet", "es") / "index.html").read_text("utf-8")
    shown = view_of(edition, "guide/first-leaflet").statement("objective/fill-an-event#rule")
    assert str(shown.html) in page


# -- examples of calculators -----------------------------------------------------------------------


def test_examples_are_computed_by_the_planner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "WORK", tmp_path)
    view = view_of(build.prepare(OTHER).editions["en"], "calculator/cpm")
    first, second = view.worked(view.entry("calculator/cpm"))
    assert first.found == [("cpm", "Cost per thousand people", "€125.00")]
    assert [step.numbers for step in first.steps] == ["€300 ÷ 2,400 × 1,000"]
    assert second.found == [("impressions", "People reached", "30,000")]
