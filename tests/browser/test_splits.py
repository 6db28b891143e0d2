"""A budget divided by response, or after an objective, in the reader's browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

import planner
from planner.response.picture import comparison
from tests.browser.conftest import NewContext
from tests.conftest import ROOT

READY = "form[data-calculator][data-state=ready]"
START = 60_000
"""Milliseconds in which Python starts on a busy machine."""
ASKED = {
    "method": "response",
    "total": "1000",
    "lock.production": "200",
    "curve.search": "hill:90,300,2",
    "now.social": "300",
    "brings.social": "60",
    "double.social": "40",
    "max.social": "500",
}
CASES = pytest.mark.parametrize(("lang", "width"), [("fr", 390), ("en", 1280)])


@pytest.fixture(scope="module")
def places(site: Path) -> dict[str, str]:
    """Where the calculator is, by language."""
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    (found,) = (entry["url"] for entry in entries if entry["id"] == "calculator/budget-split")
    return dict(found)


def computed(inputs: dict[str, str], lang: str) -> tuple[planner.Answer, planner.Locale]:
    text = (ROOT / "data" / "locales" / f"{lang}.json").read_text("utf-8")
    locale = planner.Locale.from_json(json.loads(text))
    return planner.run("budget-split", inputs, locale, "CAD"), locale


def ready(page: Page) -> None:
    page.wait_for_selector(READY, timeout=START)


def amount(page: Page, line: str) -> str:
    return page.locator(f'output[data-output="amount.{line}"]').inner_text()


@CASES
def test_three_splits_stand_side_by_side(
    lang: str, width: int, page: Page, address: str, places: dict[str, str]
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{places[lang]}?{urlencode(ASKED)}")
    ready(page)
    found, locale = computed(ASKED, lang)
    expected = comparison(found, locale, "CAD")
    assert expected
    splits = page.locator("form .splits")
    expect(splits.locator(".splits__note")).to_have_text(expected["note"])
    rows = splits.locator("tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(c => c.textContent))"
    )
    assert rows == [expected["head"], *expected["rows"], *expected["sums"]]
    assert splits.locator("path").evaluate_all("all => all.map(path => path.getAttribute('d'))") == [
        curve["line"] for curve in expected["curves"]
    ]
    points = [point for curve in expected["curves"] for point in curve["points"]]
    assert splits.locator("circle").count() == len(points)
    assert splits.locator("li").all_inner_texts() == [point["said"] for point in points]
    for name, value in found.outputs.items():
        if name.startswith("amount."):
            assert amount(page, name.partition(".")[2]) == value.display
    # Wherever the address is read, it says the same.
    assert page.url.endswith(f"?{urlencode({**ASKED, 'currency': 'CAD'})}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_way_of_splitting_is_chosen_and_left(page: Page, address: str, places: dict[str, str]) -> None:
    page.goto(f"{address}{places['fr']}")
    share, says = page.locator("[name='share.media']"), page.locator("[name='now.media']")
    expect(share).to_be_visible()
    expect(page.locator("[name=target]")).to_be_hidden()
    page.select_option("[name=method]", "response")
    expect(page.locator("[name=target]")).to_be_visible()
    expect(page.locator(".calc__message")).not_to_be_empty(timeout=START)
    row = page.locator("[data-field='share.media']")
    row.locator(".calc__says > summary").click()
    expect(says).to_be_visible()
    for part, text in {"share": "", "now": "9000", "brings": "300", "double": "40"}.items():
        page.fill(f"[name='{part}.media']", text)
    # What the other shares leave of 20 000: 45 %.
    expect(page.locator("output[data-output='amount.media']")).to_have_attribute("data-value", "9000")
    expect(page.locator("form .splits")).to_be_visible()
    page.select_option("[name=method]", "objective")
    expect(says).to_be_hidden()
    expect(share).to_be_hidden()
    page.select_option("[name=method]", "")
    expect(page.locator("[name='share.production']")).to_have_value("25")
    expect(page.locator("form .splits")).to_be_hidden()
    ready(page)
    assert "method" not in page.url and "now." not in page.url


def test_an_objective_fills_weights_that_one_changes(
    page: Page, address: str, places: dict[str, str]
) -> None:
    page.goto(f"{address}{places['en']}?method=objective&objective=acquisition&total=10000")
    ready(page)
    weights = computed({"method": "objective", "objective": "acquisition", "total": "10000"}, "en")[1].tables
    usual = weights["weights"]["acquisition"]["lines"]
    for line, weight in usual.items():
        expect(page.locator(f"[name='weight.{line}']")).to_have_value(str(weight))
    expect(page.locator("[data-field=objective] .calc__note")).to_contain_text("judgement")
    ready(page)
    assert f"weight.media={usual['media']}" in page.url, "an address says tomorrow what it says today"
    page.fill("[name='weight.media']", "0")
    expect(page.locator("output[data-output='amount.media']")).to_have_attribute("data-value", "0")
    page.focus("[name=objective]")
    page.select_option("[name=objective]", "retention")
    other = weights["weights"]["retention"]["lines"]
    expect(page.locator("[name='weight.media']")).to_have_value(str(other["media"]))
    expect(page.locator("[name='weight.organic']")).to_have_value(str(other["organic"]))


def test_what_no_split_satisfies_is_mended_by_a_tap(page: Page, address: str, places: dict[str, str]) -> None:
    asked = {**ASKED, "min.social": "900", "max.social": "950"}
    page.goto(f"{address}{places['fr']}?{urlencode(asked)}")
    ready(page)
    offer = page.locator("[data-offers=''] button")
    expect(offer).to_have_text(re.compile(r"Minimum.* 800$"))
    offer.click()
    expect(page.locator("[name='min.social']")).to_have_value("800")
    expect(page.locator("output[data-output='amount.social']")).to_have_attribute("data-value", "800")


def test_doubling_that_more_than_doubles_is_offered_an_s(
    page: Page, address: str, places: dict[str, str]
) -> None:
    page.goto(f"{address}{places['fr']}?{urlencode({**ASKED, 'double.social': '120'})}")
    ready(page)
    row = page.locator("[data-field='share.social']")
    expect(row.locator(".calc__error")).not_to_be_empty()
    row.locator("[data-offers] button").click()
    expect(page.locator("[name='curve.social']")).to_have_value(re.compile(r"^hill:"))
    expect(page.locator("[name='double.social']")).to_have_value("")
    expect(page.locator("form .splits")).to_be_visible()


@CASES
def test_an_example_is_there_without_scripts(
    lang: str, width: int, new_context: NewContext, address: str, places: dict[str, str]
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{address}{places[lang]}")
    splits = page.locator(".worked .splits")
    expect(splits).to_have_count(1)
    expect(splits.locator(".splits__note")).to_be_visible()
    assert splits.locator("tbody tr").count() == 4
    assert splits.locator("figure path").count() == 3
