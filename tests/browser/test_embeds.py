"""Calculators in frames on other sites, with the headers that hosts are told of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from macros.serve.static import serving
from tests.browser.conftest import NewContext
from tests.browser.test_headers import hosted

__all__ = ["hosted"]

READY = "form[data-state=ready]"
AROUND = "<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>{}<p>After.</p>"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def copied(hosted: str, new_context: NewContext) -> str:
    """What the French page of the CPM gives to whoever shows it elsewhere."""
    page = new_context(permissions=CLIPBOARD).new_page()
    page.goto(f"{hosted}calculateurs/cout-pour-mille/?cost=750&impressions=62500&currency=EUR")
    page.locator(READY).wait_for()
    page.locator("button[data-take=embed]").click()
    expect(page.locator("button[data-take=embed]")).to_contain_text("Copié")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def elsewhere(copied: str, tmp_path: Path, new_context: NewContext) -> Iterator[Page]:
    """Another site's page with a frame in it."""
    (tmp_path / "index.html").write_text(AROUND.format(copied), "utf-8")
    with serving(tmp_path) as address:
        page = new_context(bypass_csp=False).new_page()
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(address)
        yield page
        assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []


def framed(page: Page) -> FrameLocator:
    frame = page.frame_locator("iframe")
    frame.locator(READY).wait_for(timeout=60_000)
    return frame


def test_the_frame_computes_the_numbers_it_was_copied_with(elsewhere: Page) -> None:
    frame = framed(elsewhere)
    expect(frame.locator("output[data-output=cpm]")).to_have_attribute("data-value", "12")
    frame.locator("input[name=cost]").fill("1500")
    expect(frame.locator("output[data-output=cpm]")).to_have_attribute("data-value", "24")


def test_the_frame_is_as_tall_as_what_it_shows(elsewhere: Page) -> None:
    frame = framed(elsewhere)
    height = frame.locator("body").evaluate("body => body.offsetHeight")
    expect(elsewhere.locator("iframe")).to_have_css("height", f"{height}px")
    frame.locator(".calc__doubt summary").click()
    taller = frame.locator("body").evaluate("body => body.offsetHeight")
    assert taller > height
    expect(elsewhere.locator("iframe")).to_have_css("height", f"{taller}px")
    assert frame.locator("html").evaluate("html => html.scrollHeight <= html.clientHeight + 1")


def test_the_whole_page_opens_with_the_numbers(elsewhere: Page, hosted: str) -> None:
    frame = framed(elsewhere)
    frame.locator("input[name=cost]").fill("1500")
    expect(frame.locator("output[data-output=cpm]")).to_have_attribute("data-value", "24")
    frame.locator("input[name=cost]").blur()
    link = frame.locator(".embed__foot a").first
    numbers = "?cost=1500&impressions=62500&currency=EUR"
    expect(link).to_have_attribute("href", f"{hosted}calculateurs/cout-pour-mille/{numbers}")
    with elsewhere.context.expect_page() as opened:
        link.click()
    assert opened.value.url.startswith(f"{hosted}calculateurs/cout-pour-mille/?cost=1500")


def test_no_other_page_may_be_framed(hosted: str, tmp_path: Path, new_context: NewContext) -> None:
    (tmp_path / "index.html").write_text(AROUND.format(f'<iframe src="{hosted}"></iframe>'), "utf-8")
    with serving(tmp_path) as address:
        page = new_context(bypass_csp=False).new_page()
        page.goto(address)
        page.wait_for_timeout(500)
        assert page.frame_locator("iframe").locator(".masthead").count() == 0


def test_the_snippet_holds_nothing_that_runs_but_our_script(copied: str, hosted: str) -> None:
    first, second = copied.splitlines()
    assert first.startswith(
        f'<iframe src="{hosted}embed/fr/cpm/?cost=750&amp;impressions=62500&amp;currency=EUR"'
    )
    assert second == f'<script src="{hosted}embed/host.js" async=""></script>'
