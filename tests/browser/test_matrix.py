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


def test_arrows_lead_from_cell_to_cell(matrices: list[str], address: str, page: Page) -> None:
    """To the next one that leads somewhere, over empty cells; never out of the table."""
    place = """() => {
        const cell = document.activeElement.closest("th, td");
        return [cell.parentElement.rowIndex, cell.cellIndex];
    }"""
    page.goto(address + matrices[0])
    page.locator("table.matrix tbody th a").first.focus()
    seen = [page.evaluate(place)]
    for key in ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]:
        page.keyboard.press(key)
        seen.append(page.evaluate(place))
    assert len({tuple(one) for one in seen}) > 3
    filled = page.evaluate(
        "() => [...document.querySelectorAll('.matrix :is(th, td):has(a)')]"
        ".map((cell) => [cell.parentElement.rowIndex, cell.cellIndex])"
    )
    assert all(one in filled for one in seen)
    rows = [[column for at, column in filled if at == row] for row in range(26)]
    assert seen[1] == [1, rows[1][1]]
    assert seen[2] == [1, rows[1][2]] if len(rows[1]) > 2 else seen[1]
    page.locator(CELLS + " a").last.focus()
    for _ in range(40):
        page.keyboard.press("ArrowUp")
    assert page.evaluate(place)[0] == 0


def test_arrows_pass_over_what_a_filter_hides(matrices: list[str], address: str, page: Page) -> None:
    page.goto(address + matrices[0] + "?fit=avoid")
    page.locator("table.matrix tbody tr:not([hidden]) th a").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        kept = "td:not(.is-out), th"
        assert page.evaluate("kept => document.activeElement.closest('th, td').matches(kept)", kept)
