"""The reality check on its page: a platform to choose, rules with their dates, a sentence a check."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewContext

READY = "form[data-calculator][data-state=ready]"
START = 60_000
FRENCH, ENGLISH = "calculateurs/epreuve-du-reel/", "en/calculators/reality-check/"


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(READY, timeout=START)


def note(page: Page, field: str) -> str:
    return page.locator(f"[data-field={field}] .calc__note").inner_text()


def test_a_platform_asks_for_more_in_its_own_currency_only(page: Page, address: str) -> None:
    opened(page, f"{address}{ENGLISH}?platform=tiktok&daily_budget=30&days=10&ad_sets=2&currency=USD")
    told = page.locator("[data-field=platform] .calc__note")
    expect(told).to_contain_text("TikTok asks for at least US$50.00 a day for each campaign")
    expect(told).to_contain_text("US$30.00 a day is below that.")
    page.select_option("[name=currency]", "CAD")
    expect(told).to_contain_text("Nothing is compared: the amounts here are in CAD.")
    expect(told).not_to_contain_text("is below that")
    page.select_option("[name=platform]", "meta")
    expect(told).to_contain_text("We have no minimum for Meta")


def test_each_check_is_a_line_of_its_own(page: Page, address: str) -> None:
    opened(page, f"{address}{FRENCH}?platform=linkedin&daily_budget=7&days=10&currency=GBP")
    lines = note(page, "platform").split("\n")
    assert len(lines) == 4
    assert all(line.endswith(".") for line in lines)


def test_the_rule_of_a_platform_steps_in_and_gives_way(page: Page, address: str) -> None:
    opened(page, f"{address}{FRENCH}?platform=meta&cpa=30&currency=CAD")
    learning = page.locator("output[data-output=learning_budget]")
    expect(learning).to_have_attribute("data-value", "1500")
    page.fill("[name=events]", "17")
    expect(learning).to_have_attribute("data-value", "510")
    page.fill("[name=events]", "")
    expect(learning).to_have_attribute("data-value", "1500")
    page.select_option("[name=platform]", "")
    expect(page.locator("form")).to_have_class(
        "calc is-wrong"
    )  # nothing says how many results learning takes


def test_it_solves_backwards_and_takes_ranges(page: Page, address: str) -> None:
    opened(page, f"{address}{ENGLISH}?learning_budget=3000&events=50&ad_sets=2&currency=CAD")
    expect(page.locator("output[data-output=cpa]")).to_have_attribute("data-value", "30")
    page.fill("[name=learning_budget]", "2k-4k")
    expect(page.locator("output[data-output=cpa]")).to_contain_text("$20")


def test_an_example_without_a_platform_leaves_none_chosen(page: Page, address: str) -> None:
    page.goto(address + FRENCH)
    expect(page.locator("[name=platform]")).to_have_value("meta")
    page.select_option("[data-do=start]", index=2)
    expect(page.locator("output[data-output=ceiling]")).to_have_attribute("data-value", "432", timeout=START)
    expect(page.locator("[name=platform]")).to_have_value("")
    page.wait_for_selector(READY)
    assert "platform" not in page.url
    assert "de ce budget seraient de trop" in note(page, "ceiling")
    page.click("[data-do=reset]")
    expect(page.locator("[name=platform]")).to_have_value("meta")


def test_a_shared_platform_is_the_same_in_the_other_language(page: Page, address: str) -> None:
    shared = "?platform=meta-ads&cpa=30&currency=CAD"
    opened(page, f"{address}{FRENCH}{shared}")
    assert page.url.endswith(shared)
    page.click("a[data-language=en]")
    page.wait_for_selector(READY, timeout=START)
    assert page.url.endswith(ENGLISH + shared)
    expect(page.locator("[name=platform]")).to_have_value("meta-ads")


@pytest.mark.parametrize("url", [FRENCH, ENGLISH])
def test_rules_read_without_scripts_and_grow_old_in_the_reader_s_browser(
    new_context: NewContext, address: str, url: str
) -> None:
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(address + url)
    expect(plain.locator(".asked__rule")).to_have_count(8)
    past = plain.locator(".asked__rule .dated__past:visible").count()
    page = new_context().new_page()
    page.clock.set_fixed_time("2031-01-01")
    page.goto(address + url)
    page.wait_for_selector("html.improved")
    assert page.locator(".asked__rule .dated__past:visible").count() > past > 0
