"""What readers do with a statement: open it, copy its link, change its language, look up a term."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from macros.paths import ROOT
from macros.serve.static import serving
from tests.browser.conftest import READY, NewContext

Entry = dict[str, Any]

LOOK = """(element) => [element, ...element.children].flatMap((one) =>
    ["", "::before", "::after"].flatMap((part) => {
    const style = getComputedStyle(one, part || null);
    return [style.content, style.backgroundColor, style.outlineStyle, style.boxShadow, style.borderTopWidth];
})).join()"""


@pytest.fixture(scope="session")
def languages(entries: list[Entry]) -> list[str]:
    return list(entries[0]["url"])


@pytest.fixture(scope="session")
def comparison(entries: list[Entry]) -> Entry:
    return next(entry for entry in entries if entry["kind"] == "comparison")


def link_to(entry: Entry, statement: dict[str, Any], language: str) -> str:
    return f"{entry['url'][language]}#{statement['anchor'][language]}"


def test_statement_is_marked_by_its_fragment(
    comparison: Entry, languages: list[str], address: str, page: Page
) -> None:
    one, other = comparison["statements"][2:4]
    for language in languages:
        page.goto(address + link_to(comparison, one, language))
        target = page.locator(f"[id='{one['anchor'][language]}']")
        expect(target).to_be_in_viewport()
        rest = page.locator(f"[id='{other['anchor'][language]}']")
        assert target.evaluate(LOOK) != rest.evaluate(LOOK)


def test_copy_button_puts_the_link_on_the_clipboard(
    comparison: Entry, languages: list[str], address: str, new_context: NewContext
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    statement = comparison["statements"][2]
    for language in languages:
        url = address + link_to(comparison, statement, language)
        page.goto(address + comparison["url"][language] + "?utm_source=x")
        button = page.locator(f"[id='{statement['anchor'][language]}'] button[data-copy]").first
        name = button.inner_text()
        button.click()
        expect(button).not_to_have_text(name)
        assert page.evaluate("navigator.clipboard.readText()") == url


def test_copying_the_text_takes_the_link_along(
    comparison: Entry, languages: list[str], address: str, new_context: NewContext
) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    statement, language = comparison["statements"][2], languages[0]
    page.goto(address + comparison["url"][language])
    page.locator(f"[id='{statement['anchor'][language]}'] button[data-copy=text]").click()
    page.wait_for_selector(".announcer:not(:empty)", state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(address + link_to(comparison, statement, language))
    for paragraph in filter(None, statement["text"][language].split("\n")):
        assert _spaced(paragraph) in _spaced(copied)
    assert copied.splitlines()[0].startswith(page.locator("h1").inner_text())
    for voice in page.locator(f"[id='{statement['anchor'][language]}'] .voice__name").all():
        assert _spaced(voice.inner_text().split(maxsplit=1)[1]) in _spaced(copied)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def test_switcher_keeps_the_entry_and_the_statement(
    comparison: Entry, languages: list[str], address: str, page: Page
) -> None:
    here, there = languages[:2]
    statement = comparison["statements"][2]
    page.goto(address + link_to(comparison, statement, here))
    page.locator(f"a.language[data-language={there}]").first.click()
    page.wait_for_url(address + link_to(comparison, statement, there))
    page.wait_for_function(READY)
    page.locator(f"a.language[data-language={here}]").first.click()
    page.wait_for_url(address + link_to(comparison, statement, here))


@pytest.fixture
def term_page(entries: list[Entry], site: Any, address: str) -> str:
    """The address of a page that links a term."""
    for entry in entries:
        url = next(iter(entry["url"].values()))
        if 'class="term"' in (site / url / "index.html").read_text("utf-8"):
            return address + url
    raise AssertionError("no page links a term")


TERM, DEFINITION = "main a.term[data-term]", ".definition"


def test_definition_shows_on_hover(term_page: str, page: Page) -> None:
    page.goto(term_page)
    page.locator(TERM).first.hover()
    expect(page.locator(DEFINITION)).to_be_visible()
    assert page.locator(DEFINITION).inner_text().strip()
    page.keyboard.press("Escape")
    expect(page.locator(DEFINITION)).to_be_hidden()


def test_definition_shows_on_focus(term_page: str, page: Page) -> None:
    page.goto(term_page)
    term = page.locator(TERM).first
    term.focus()
    expect(page.locator(DEFINITION)).to_be_visible()
    described_by = term.get_attribute("aria-describedby")
    assert described_by == page.locator(DEFINITION).get_attribute("id")


def test_first_tap_defines_and_second_follows(term_page: str, new_context: NewContext) -> None:
    context = new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(term_page)
    term = page.locator(TERM).first
    target = term.evaluate("(link) => link.href")
    term.tap()
    expect(page.locator(DEFINITION)).to_be_visible()
    assert page.url == term_page
    term.tap()
    page.wait_for_url(target)


def test_sources_open_in_place_on_a_phone_and_the_place_is_kept(
    comparison: Entry, languages: list[str], address: str, new_context: NewContext
) -> None:
    """They are taps there, and margin notes where there is a margin."""
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(address + comparison["url"][languages[0]])
    sources = page.locator(".statement .apparatus__rests").nth(3)
    tap = sources.locator("summary")
    tap.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 300)")
    before = tap.bounding_box()
    tap.click()
    expect(sources.locator("li").first).to_be_visible()
    after = tap.bounding_box()
    assert before and after and (after["x"], after["y"]) == (before["x"], before["y"])
    place = page.evaluate("scrollY")
    page.goto(address)
    page.go_back()
    page.wait_for_function("place => scrollY === place", arg=place)


def test_sources_stand_in_the_margin_of_a_desk(
    comparison: Entry, languages: list[str], address: str, page: Page
) -> None:
    page.goto(address + comparison["url"][languages[0]])
    statement = page.locator(".spread:has(.apparatus__sources)").first
    sources = statement.locator(".apparatus__sources").first
    expect(sources).to_be_visible()
    text, note = statement.locator(".statement__text").bounding_box(), sources.bounding_box()
    assert text and note
    assert note["x"] >= text["x"] + text["width"]
    assert note["y"] < text["y"] + text["height"]


def test_a_dimension_is_copied_with_an_address_that_leads_to_it(
    built: Callable[..., Path], new_context: NewContext
) -> None:
    site_url = "https://example.org/guide/"
    site = built(ROOT / "tests" / "other_kb", "--no-compress", "--site-url", site_url)
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    with serving(site) as address:
        entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
        page.goto(address + next(entry["url"]["en"] for entry in entries if entry["kind"] == "comparison"))
        dimension = page.locator(".spread").last
        dimension.locator("[data-copy=preview]").click()
        expect(dimension.locator("[data-copy=preview]")).to_have_class("copy is-done")
        taken = page.evaluate("navigator.clipboard.readText()")
        anchor = dimension.get_attribute("id")
        assert taken.startswith(site_url) and taken.endswith(f"/{anchor}/")
        here = page.url
        page.goto(taken.replace(site_url, address))
        page.wait_for_url(f"{here}#{anchor}")


def test_where_the_site_s_address_is_unknown_there_is_nothing_to_preview(
    comparison: Entry, languages: list[str], address: str, page: Page
) -> None:
    page.goto(address + comparison["url"][languages[0]])
    expect(page.locator("[data-copy=text]").first).to_be_visible()
    expect(page.locator("[data-copy=preview]")).to_have_count(0)
