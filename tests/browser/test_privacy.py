"""What pages keep on a reader's device: what the reader read and chose, and a button that takes it away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, NewContext
from tests.browser.test_pages import PAGES

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "docs" / "assets" / "js"
KEPT = """async () => [
    Object.keys(localStorage), Object.keys(sessionStorage), document.cookie,
    (await indexedDB.databases()).length,
]"""
CACHED = """async () => {
    const caught = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caught.map((cache) => cache.keys()))).flat().map(({ url }) => url);
}"""
NOTHING = [[], [], "", 0]


def test_reading_leaves_what_was_read_and_asks_nobody_else(
    address: str, new_context: NewContext, complaints: Complaints
) -> None:
    """On every kind of page, in each language; whoever asks another origin is told by ``complaints``."""
    context = new_context(service_workers="allow")
    page = context.new_page()
    with complaints.watching(page):
        for url in PAGES:
            if "404" in url:
                continue  # a browser complains of the status
            page.goto(address + url)
            assert page.evaluate(KEPT) == NOTHING, url
        kept = page.evaluate(CACHED)
    assert context.cookies() == []
    read = {f"{address}{url}" for url in [*PAGES, "sans-reseau/", "en/offline/"]}
    assert kept and {url for url in kept if not url.startswith(f"{address}assets/")} <= read


def test_calculating_leaves_nothing(address: str, page: Page) -> None:
    page.goto(address + "calculateurs/cout-pour-mille/?cost=640&impressions=80000")
    expect(page.locator("form[data-calculator]")).to_have_attribute("data-state", "ready", timeout=60_000)
    assert page.evaluate(KEPT) == NOTHING


@pytest.mark.parametrize("url", ["mentions-legales/", "en/legal/"])
def test_what_was_chosen_is_kept_until_it_is_taken_away(address: str, page: Page, url: str) -> None:
    page.goto(address)
    page.evaluate("localStorage.setItem('of another site', 'here as well')")
    page.locator("button.theme").click()
    page.keyboard.press("/")
    page.locator(".search__field").fill("cpm")
    page.locator("[data-search-result]").first.click()
    page.goto(address + url)
    assert set(page.evaluate("Object.keys(localStorage)")) == {"of another site", "theme", "searches"}
    assert page.evaluate("document.documentElement.dataset.theme")

    page.locator("[data-forget-all]").click()
    expect(page.locator(".forget [role=status]")).not_to_be_empty()
    assert page.evaluate("Object.keys(localStorage)") == ["of another site"]
    assert page.evaluate("document.documentElement.dataset.theme ?? null") is None


def test_the_button_knows_all_that_is_kept() -> None:
    texts = {path: path.read_text("utf-8") for path in SCRIPTS.rglob("*.js")}
    (ours,) = re.findall(r"const OURS = \[(.*?)\];", texts.pop(SCRIPTS / "forget.js"))
    kept = set()
    for path, text in texts.items():
        keys = re.findall(r"(?:local|session)Storage\.setItem\(([^,]+),", text)
        constants = dict(re.findall(r"const (\w+) = \"([^\"]+)\";", text))
        kept |= {constants.get(key, key.strip('"')) for key in keys}
        assert "document.cookie" not in text, path
    assert kept == set(re.findall(r'"([^"]+)"', ours)) != set()
