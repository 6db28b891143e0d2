"""A brief on paper: a page or two, with its address and its date."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

KINDS = ("comparison", "objective", "calculator")
Entry = dict[str, Any]


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("kind", KINDS)
def test_a_brief_is_two_pages_at_most(page: Page, address: str, entries: list[Entry], kind: str) -> None:
    found = {}
    for entry in entries:
        for url in entry["url"].values() if entry["kind"] == kind else ():
            page.goto(address + url)
            found[url] = pages_of(page.pdf(format="A4", prefer_css_page_size=True))
    assert found
    assert {url: pages for url, pages in found.items() if not 1 <= pages <= 2} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_brief_says_where_and_when(page: Page, address: str, entries: list[Entry], kind: str) -> None:
    url = next(entry["url"]["fr"] for entry in entries if entry["kind"] == kind)
    page.goto(address + url)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".opening__address")).to_have_text(address + url)
    expect(page.locator(".footer__page time")).to_be_visible()
    expect(page.locator(".masthead__tools")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".opening__address")).to_have_count(0)
