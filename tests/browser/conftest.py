"""A browser and the built sites, served as a static host would, for tests of what readers meet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request

from macros.serve.static import serving
from tools.chromium import launched

HERE = Path(__file__).resolve().parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--take-pictures", action="store_true", help="keep what is seen as what is to be")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the shipped site is served."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def other_address(other_site: Path) -> Iterator[str]:
    """Where the other knowledge base's site is served."""
    with serving(other_site) as address:
        yield address


@dataclass
class Complaints:
    """What a page did that no page may do."""

    address: str
    found: list[str] = field(default_factory=list)

    @contextmanager
    def watching(self, *pages: Page) -> Iterator[None]:
        """Note what pages do while the block runs, and fail after it where that is too much."""
        heard = {"console": self._console, "pageerror": self._error, "request": self._request}
        for page, (event, note) in product(pages, heard.items()):
            page.on(event, note)  # type: ignore[call-overload]
        try:
            yield
        finally:
            for page, (event, note) in product(pages, heard.items()):
                page.remove_listener(event, note)
        assert not self.found, "\n".join(self.found)

    def _error(self, error: Error) -> None:
        self.found.append(f"error: {error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "blocked by Playwright" not in message.text:
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.found.append(f"request to another origin: {request.url}")


@pytest.fixture
def complaints(address: str) -> Complaints:
    return Complaints(address)


DESK = {
    "viewport": {"width": 1280, "height": 800},
    "reduced_motion": "reduce",
    "bypass_csp": True,
    "service_workers": "block",
}
"""How pages are looked at where a test says nothing else. What tests wait for is evaluated in the page, which
its policy forbids: test_headers.py looks at pages with it, test_offline.py at those that are kept."""
NewContext = Callable[..., BrowserContext]
KeptPage = Callable[..., Page]


def improved(page: Page) -> None:
    """Have a page wait, whenever it is sent somewhere, for the scripts that come after the page."""
    for name in ("goto", "reload", "go_back", "go_forward"):
        setattr(page, name, _waiting(page, getattr(page, name)))
    press = page.keyboard.press

    def pressing(*args: Any, **options: Any) -> None:
        page.locator(IMPROVED).wait_for(state="attached")  # a link may have led elsewhere
        press(*args, **options)

    page.keyboard.press = pressing  # type: ignore[method-assign]


IMPROVED = "html.improved, html:not(:has([data-main]))"
READY = "!document.querySelector('[data-main]') || document.documentElement.matches('.improved')"


def _waiting(page: Page, go: Callable[..., Any]) -> Callable[..., Any]:
    def going(*args: Any, **options: Any) -> Any:
        response = go(*args, **options)
        page.locator(IMPROVED).wait_for(state="attached")
        return response

    return going


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Return a function that opens a fresh profile; all are closed at the end of the test."""
    opened: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        opened.append(browser.new_context(**DESK | options))
        if options.get("java_script_enabled", True):
            opened[-1].on("page", improved)
        return opened[-1]

    yield new
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def kept_page(browser: Browser) -> Iterator[KeptPage]:
    """Return a function that gives a page with such options, the same one each time it is asked.

    A fresh profile takes longer than most pages do: for tests that only read, and leave nothing behind.
    """
    kept: dict[str, Page] = {}

    def page(**options: Any) -> Page:
        key = json.dumps(options, sort_keys=True)
        if key not in kept:
            kept[key] = browser.new_context(**DESK | options).new_page()
            if options.get("java_script_enabled", True):
                improved(kept[key])
        return kept[key]

    yield page
    for each in kept.values():
        each.context.close()


@pytest.fixture
def page(new_context: NewContext, complaints: Complaints) -> Iterator[Page]:
    """A page on a desk's screen; whatever it complains of fails the test."""
    page = new_context().new_page()
    with complaints.watching(page):
        yield page


@pytest.fixture(scope="session")
def entries(site: Path) -> list[dict[str, Any]]:
    """The entries of kb.json: id, kind, title, url and statements, in each language."""
    return json.loads((site / "kb.json").read_text("utf-8"))["entries"]
