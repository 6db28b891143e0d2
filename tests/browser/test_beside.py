"""Dated figures beside the fields of a calculator: chosen among, taken by a tap, named until changed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewContext

READY = "form[data-calculator][data-state=ready]"
START = 60_000
PLACES = {
    "fr": ("calculateurs/cout-pour-mille/", "calculateurs/du-budget-aux-ventes/"),
    "en": ("en/calculators/cost-per-thousand/", "en/calculators/budget-to-sales/"),
}
SOURCE = "Superads. Meta, Canada, "


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY, timeout=START)


def panel(page: Page, field: str) -> Locator:
    found = page.locator(f"[data-beside={field}]")
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def chosen(panel: Locator, **choices: str) -> None:
    for name, value in choices.items():
        panel.locator(f"[data-choice={name}]").select_option(value)


def figures(panel: Locator) -> list[str]:
    shown: list[str] = panel.locator("[data-figure]:visible").evaluate_all(
        "all => all.map(f => f.dataset.figure)"
    )
    return shown


@pytest.mark.parametrize(("lang", "typed"), [("fr", "12,9"), ("en", "12.9")])
def test_a_figure_is_taken_and_named_until_the_field_changes(
    page: Page, address: str, lang: str, typed: str
) -> None:
    opened(page, f"{address}{PLACES[lang][0]}?cost=500&currency=USD")
    beside = panel(page, "cpm")
    chosen(beside, platform="Meta", place="Canada")
    button = beside.locator("button[data-use]:visible").first
    button.click()
    expect(page.locator("input[name=cpm]")).to_have_value(typed)
    expect(page.locator("output[data-output=impressions]")).to_have_attribute(
        "data-value", "38759.6899224806202"
    )
    source = page.locator("[data-from=cpm]")
    expect(source).to_contain_text(SOURCE)
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_selector(READY)
    page.wait_for_function("location.search.includes('from.cpm=meta-cpm-canada-2026-01')")

    page.fill("input[name=cpm]", "13")
    expect(source).to_be_empty()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("!location.search.includes('from.cpm')")
    page.click("[data-do=undo]")
    expect(source).to_contain_text(SOURCE)


def test_a_shared_address_names_the_source_in_the_other_language_too(page: Page, address: str) -> None:
    shared = "?cost=500&cpm=12.9&currency=USD&from.cpm=meta-cpm-canada-2026-01"
    for lang in ("fr", "en"):
        opened(page, f"{address}{PLACES[lang][0]}{shared}")
        expect(page.locator("[data-from=cpm]")).to_contain_text(SOURCE)
        expect(page.locator(".calc__message")).to_be_empty()
        assert page.url.endswith(shared)


@pytest.mark.parametrize(
    "forged",
    [
        "cpm=99&currency=USD&from.cpm=meta-cpm-canada-2026-01",
        "cpm=12.9&currency=CAD&from.cpm=meta-cpm-canada-2026-01",
        "cpm=12.9&currency=USD&from.cpm=nothing-of-ours",
        "cpm=12.9&currency=USD&from.cost=meta-cpm-canada-2026-01",
    ],
)
def test_an_address_cannot_say_that_a_number_is_from_where_it_is_not(
    page: Page, address: str, forged: str
) -> None:
    opened(page, f"{address}{PLACES['en'][0]}?cost=500&{forged}")
    assert "".join(page.locator("[data-from]").all_text_contents()) == ""
    assert "from." not in page.url


def test_what_is_in_another_currency_is_shown_and_cannot_be_taken(page: Page, address: str) -> None:
    opened(page, f"{address}{PLACES['en'][0]}?cost=500&currency=USD")
    beside = panel(page, "cpm")
    taken = beside.locator("[data-figure=meta-cpm-canada-2026-01]")
    taken.locator("button").first.click()
    page.select_option("select[name=currency]", "EUR")
    expect(page.locator("[data-from=cpm]")).to_be_empty()
    expect(taken).to_be_visible()
    expect(taken.locator("button:visible")).to_have_count(0)
    expect(taken.locator(".beside__other")).to_have_text("In USD: nothing is converted, so for reading only.")
    euros = beside.locator("[data-currency=EUR][data-origin]")
    expect(euros.locator("button:visible")).to_have_count(
        1
    )  # a spread alone: taken as a range, or not at all


def test_what_people_merely_say_has_nothing_to_tap_and_stays_whole(page: Page, address: str) -> None:
    opened(page, f"{address}{PLACES['en'][0]}?cost=500&currency=EUR")
    beside = panel(page, "cpm")
    chosen(beside, platform="TikTok", place="France")
    said = beside.locator(".beside__series[data-whole]:visible")
    expect(said).to_have_count(1)
    expect(said.locator("button")).to_have_count(0)
    expect(said.locator(".beside__said")).to_contain_text("€1.50 to €20")
    assert said.locator("[data-figure]:visible").count() > 1


def test_where_there_is_none_that_is_said_and_what_is_near_is_shown(page: Page, address: str) -> None:
    opened(page, f"{address}{PLACES['en'][0]}?cost=500&currency=USD")
    beside = panel(page, "cpm")
    every = figures(beside)
    chosen(beside, platform="Meta", place="Canada")
    expect(beside.locator(".beside__none")).to_be_empty()
    assert set(figures(beside)) == {"meta-cpm-canada-2025", "meta-cpm-canada-2026-01"}
    chosen(beside, year="2023")
    expect(beside.locator(".beside__none")).to_have_text("We have none for this choice. What comes closest:")
    near = figures(beside)
    assert {"meta-cpm-canada-2025", "meta-cpm-canada-2026-01"} < set(near) < set(every)
    chosen(beside, platform="", place="", year="")
    expect(beside.locator(".beside__none")).to_be_empty()
    assert figures(beside) == every


def test_a_choice_holds_for_other_fields_and_in_the_tab_only(new_context: NewContext, address: str) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(address + PLACES["fr"][1])
    chosen(panel(page, "cpm"), platform="LinkedIn")
    expect(panel(page, "ctr").locator("[data-choice=platform]")).to_have_value("LinkedIn")
    expect(panel(page, "ctr").locator("[data-figure]:visible").first).to_have_attribute(
        "data-platform", "LinkedIn"
    )
    page.goto(address + PLACES["en"][0])
    expect(panel(page, "cpm").locator("[data-choice=platform]")).to_have_value("LinkedIn")
    elsewhere = context.new_page()
    elsewhere.goto(address + PLACES["en"][0])
    expect(panel(elsewhere, "cpm").locator("[data-choice=platform]")).to_have_value("")
    assert page.evaluate("localStorage.length") == 0


def test_a_figure_past_its_time_is_marked_on_the_day_it_is_read(
    new_context: NewContext, address: str
) -> None:
    page = new_context().new_page()
    page.clock.set_fixed_time("2031-01-01")
    page.goto(address + PLACES["en"][0])
    beside = panel(page, "cpm")
    dated = beside.locator("[data-until]")
    assert dated.count() > 10
    for figure in dated.all():
        expect(figure.locator(".beside__past")).to_be_visible()
    expect(beside.locator("[data-figure]:not([data-until]) .beside__past:visible")).to_have_count(0)


def test_what_is_taken_along_names_its_source(new_context: NewContext, address: str) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    opened(page, f"{address}{PLACES['en'][0]}?cost=500&currency=USD")
    panel(page, "cpm").locator("[data-figure=meta-cpm-canada-2026-01] button").first.click()
    page.wait_for_selector(READY)
    page.click("[data-take=text]")
    expect(page.locator("[data-take=text]")).not_to_have_text("Copy the result")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Source: Superads. Meta, Canada, January 2025 – January 2026." in copied
    assert "from.cpm=" in copied
    with page.expect_download() as saving:
        page.click("[data-take=csv]")
    assert "Superads. Meta, Canada" in saving.value.path().read_text("utf-8")


def test_on_paper_the_source_stands_and_what_there_was_to_choose_does_not(page: Page, address: str) -> None:
    opened(
        page, f"{address}{PLACES['en'][0]}?cost=500&cpm=12.9&currency=USD&from.cpm=meta-cpm-canada-2026-01"
    )
    page.emulate_media(media="print")
    expect(page.locator("[data-from=cpm]")).to_be_visible()
    expect(page.locator("[data-beside=cpm]")).to_be_hidden()
    page.emulate_media(media="screen")
