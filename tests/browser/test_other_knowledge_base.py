"""The other knowledge base: former addresses lead on, and hostile texts are shown as typed, never run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from macros.links import links
from macros.load import load
from tests.browser.conftest import Complaints, NewContext

DATA = Path(__file__).resolve().parent.parent / "other_kb"


@pytest.fixture
def complaints(other_address: str) -> Complaints:
    return Complaints(other_address)


def moved_page(site: Path) -> tuple[str, dict[str, str]]:
    """A former address, and where its entry stands now in each language."""
    entries = {entry["id"]: entry for entry in json.loads((site / "kb.json").read_text("utf-8"))["entries"]}
    redirects = yaml.safe_load((DATA / "redirects.yml").read_text("utf-8"))["redirects"]
    found: dict[str, str] = next(one for one in redirects if one["to"] in entries and "#" not in one["from"])
    return found["from"], entries[found["to"]]["url"]


def test_redirect_keeps_query_and_fragment(other_address: str, other_site: Path, page: Page) -> None:
    former, urls = moved_page(other_site)
    page.goto(f"{other_address}{former}?cost=500&q=a%20b#anywhere")
    expected = {f"{other_address}{url}?cost=500&q=a%20b#anywhere" for url in urls.values()}
    page.wait_for_url(lambda url: url in expected)


def test_redirect_links_on_without_javascript(
    other_address: str, other_site: Path, new_context: NewContext
) -> None:
    former, urls = moved_page(other_site)
    page = new_context(java_script_enabled=False).new_page()
    page.goto(other_address + former)
    page.wait_for_url(lambda url: url.removeprefix(other_address) in urls.values())


def hostile_texts() -> list[tuple[str, str, str]]:
    """(entry id, language, text) of every text that would do harm if it were run."""
    kb = load(DATA)
    signs = ("<script", "{{", "{%", "](javascript:", "onerror=")
    return [
        (entry.id, language, without_links(text[language]))
        for entry, anchored in kb.statements()
        for text in anchored.statement.texts()
        for language in kb.languages
        if any(sign in text[language] for sign in signs)
    ]


def without_links(text: str) -> str:
    """A text with the words of its links in their place."""
    for link in reversed(links(text)):
        text = text[: link.start] + link.words + text[link.end :]
    return text


def letters(text: str) -> str:
    """A text without spaces and without the signs that typography replaces."""
    replaced = str.maketrans("", "", " \n\u00a0\u202f\"'“”‘’«»…")
    return text.replace("...", "").translate(replaced)


def test_hostile_texts_are_shown_as_typed(other_address: str, other_site: Path, page: Page) -> None:
    entries = {e["id"]: e for e in json.loads((other_site / "kb.json").read_text("utf-8"))["entries"]}
    texts = hostile_texts()
    assert texts, "the other knowledge base holds hostile texts"
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for entry_id, language, text in texts:
        page.goto(other_address + entries[entry_id]["url"][language])
        shown = letters(page.locator("main").inner_text())
        for paragraph in text.split("\n\n"):
            assert letters(paragraph) in shown
        assert page.locator("a[href^='javascript:']").count() == 0
    assert dialogs == []


def test_other_pages_are_quiet(other_address: str, other_site: Path, page: Page) -> None:
    entries: list[dict[str, Any]] = json.loads((other_site / "kb.json").read_text("utf-8"))["entries"]
    firsts = {entry["kind"]: entry["url"] for entry in entries}
    for urls in [{"": ""}, *firsts.values()]:
        for url in urls.values():
            page.goto(other_address + url)
            expect(page.locator("h1").first).to_be_visible()
