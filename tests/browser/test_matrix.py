"""The matrix: its filters, the address that carries them, and the table without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.addresses import Addresses
from macros.load import load
from tests.browser.conftest import NewContext

ROOT = Path(__file__).resolve().parent.parent.parent

CELLS = "table.matrix td[data-fit]"
SHOWN = f"{CELLS}:not(.is-out)"


@pytest.fixture(scope="session")
def matrices() -> list[str]:
    """The addresses of the matrix, one a language."""
    kb = load(ROOT / "data")
    return [url for target, _, url in Addresses(kb).all() if target == "page/matrix"]


def test_filters_narrow_the_matrix_and_the_address_keeps_them(
    matrices: list[str], address: str, page: Page
) -> None:
    for url in matrices:
        page.goto(address + url)
        every = page.locator(CELLS).count()
        page.locator(".filters-box > summary").click()
        chip = page.locator(".filters label", has=page.locator("input[name=fit][value=avoid]"))
        chip.click()
        shown = page.locator(SHOWN)
        assert 0 < shown.count() < every
        assert set(shown.evaluate_all("(cells) => cells.map((cell) => cell.dataset.fit)")) == {"avoid"}
        assert str(shown.count()) in page.locator(".filters output").inner_text()
        kept = shown.count()
        page.goto(page.url)
        expect(page.locator(SHOWN)).to_have_count(kept)
        page.locator(".filters [type=reset]").click()
        expect(page.locator(SHOWN)).to_have_count(every)
        assert "fit=" not in page.url


def test_matrix_is_complete_without_scripts(
    matrices: list[str], address: str, new_context: NewContext, page: Page
) -> None:
    plain = new_context(java_script_enabled=False).new_page()
    for url in matrices:
        plain.goto(address + url)
        page.goto(address + url)
        assert plain.locator(CELLS).count() == page.locator(CELLS).count() > 0
        assert plain.locator(".filters").is_hidden()
