"""A browser and the built sites, served as a static host would, for tests of what readers meet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from macros.serve.static import serving
from tools.chromium import launched

HERE = Path(__file__).resolve().parent


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

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.found.append(f"request to another origin: {request.url}")


@pytest.fixture
def complaints(address: str) -> Complaints:
    return Complaints(address)


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Return a function that opens a fresh profile; all are closed at the end of the test."""
    opened: list[BrowserContext] = []

    def new(**options: Any) -> BrowserContext:
        options = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | options
        opened.append(browser.new_context(**options))
        return opened[-1]

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: NewContext, complaints: Complaints) -> Iterator[Page]:
    """A page on a desk's screen; whatever it complains of fails the test."""
    page = new_context().new_page()
    complaints.watch(page)
    yield page
    assert not complaints.found, "\n".join(complaints.found)


@pytest.fixture(scope="session")
def entries(site: Path) -> list[dict[str, Any]]:
    """The entries of kb.json: id, kind, title, url and statements, in each language."""
    return json.loads((site / "kb.json").read_text("utf-8"))["entries"]
