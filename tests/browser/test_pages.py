"""Every kind of page, in each language: quiet, accessible, narrow enough, whole without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from macros.addresses import Addresses
from macros.load import load
from tests.browser.conftest import Complaints, NewContext

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {390: 844, 1280: 800}


def addresses() -> list[str]:
    """Every index and hand-written page, one entry of each kind, and the page for wrong addresses."""
    kb = load(ROOT / "data")
    first_of_kind = {entry.kind: entry.id for entry in reversed(kb.entries.values())}
    urls = []
    for target, _, url in Addresses(kb).all():
        if target.startswith(("page/", "index/")) or target in first_of_kind.values():
            urls.append(url)
    return [*urls, "404.html", *(f"{code}/404.html" for code in kb.languages[1:])]


PAGES = addresses()


@pytest.fixture(scope="session")
def axe() -> str:
    return AXE.read_text("utf-8")


def violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((result) => result.violations)")
    return [
        f"{rule['id']}: {rule['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in rule["nodes"][:5])
        for rule in found
    ]


@pytest.mark.parametrize("url", PAGES)
def test_page_is_quiet_and_accessible(
    url: str, address: str, new_context: NewContext, complaints: Complaints, axe: str
) -> None:
    for scheme in ("light", "dark"):
        page = new_context(color_scheme=scheme).new_page()
        complaints.watch(page)
        page.goto(address + url)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            assert violations(page, axe) == [], f"{scheme}, {width} px wide"
    assert complaints.found == []


@pytest.mark.parametrize("url", PAGES)
def test_page_fits_a_narrow_screen(url: str, address: str, new_context: NewContext) -> None:
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(address + url)
    wide = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, wide


def said(page: Page) -> list[str]:
    """What the page says, line by line, without what only a script can work."""
    text: str = page.evaluate(
        """() => {
            const main = document.querySelector('main');
            for (const control of main.querySelectorAll('button, form, details:has(form)')) control.remove();
            for (const details of main.querySelectorAll('details')) details.open = true;
            return main.innerText;
        }"""
    )
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("url", PAGES)
def test_page_reads_without_javascript(url: str, address: str, new_context: NewContext) -> None:
    lines = []
    for enabled in (False, True):
        page = new_context(java_script_enabled=enabled).new_page()
        page.goto(address + url)
        lines.append(said(page))
    without, with_scripts = lines
    assert [line for line in with_scripts if line not in without] == []


@pytest.mark.parametrize("url", PAGES)
def test_every_language_leads_to_the_same_page(url: str, address: str, page: Page) -> None:
    page.goto(address + url)
    for link in page.query_selector_all("a.language[href]"):
        other = page.context.new_page()
        response = other.goto(link.evaluate("(link) => link.href"))
        assert response
        assert response.ok
        assert other.get_attribute("html", "lang") == link.get_attribute("data-language")
        other.close()
