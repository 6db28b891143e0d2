"""What goes wrong on the way is answered by a sentence and a way on, never by a blank or frozen page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from playwright.sync_api import Page, expect

from macros.serve.static import Answer, Handler, serving
from tests.browser.conftest import NewContext
from tests.hosts import told

START = 60_000
CALCULATOR = "calculateurs/cout-pour-mille/"
ASKED = f"{CALCULATOR}?cost=500&impressions=62500"
Change = Callable[[str, Answer], Answer | None]
Faulty = Callable[[Change], AbstractContextManager[str]]


@pytest.fixture
def faulty(site: Path) -> Faulty:
    """Return a context that serves the site with ``change`` made to its answers, and gives the address."""
    headers_of = told(site)

    def served(change: Change) -> AbstractContextManager[str]:
        class Changed(Handler):
            def answer(self) -> Answer:
                answer = super().answer()
                return change(self.path, answer) or answer

        return serving(site, headers_of, Changed)

    return served


@pytest.fixture(scope="module")
def parts(site: Path) -> dict[str, str]:
    """The files of the runtime, by what they are for."""
    names = {
        path.relative_to(site).as_posix()
        for path in (site / "assets" / "runtime").rglob("*")
        if path.is_file()
    }
    endings = {
        "interpreter": "pyodide.asm.wasm",
        "script": "pyodide.asm.mjs",
        "loader": "pyodide.mjs",
    }
    found = {what: next(name for name in names if name.endswith(ending)) for what, ending in endings.items()}
    for what in ("library", "planner"):
        found[what] = next(name for name in names if f"/{what}-" in name and name.endswith(".zip"))
    return found


PARTS = ("interpreter", "script", "loader", "library", "planner")


def damaged(name: str, body: Callable[[bytes], bytes]) -> Change:
    return lambda path, answer: (
        Answer(answer.status, body(answer.body), answer.type) if path.endswith(name) else None
    )


def gone(name: str) -> Change:
    return lambda path, answer: Answer(404, b"Not here.\n") if path.endswith(name) else None  # type: ignore[arg-type]


def is_told(page: Page) -> None:
    """The form says what happened and offers to try again; the page stays alive, its examples stand."""
    page.locator("form[data-calculator][data-state=error]").wait_for(timeout=START)
    expect(page.locator(".calc__message")).to_contain_text("n'a pas pu démarrer".replace("'", "’"))
    expect(page.locator("[data-offers=''] button")).to_have_text("Réessayer")
    expect(page.locator("form [data-output=cpm]").first).to_have_text("…")
    page.locator(".worked").first.scroll_into_view_if_needed()
    expect(page.locator(".worked [data-output=cpm]").first).to_have_text("8,00\u202f$")


def is_computed(page: Page) -> None:
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)
    expect(page.locator("form [data-output=cpm]").first).to_have_attribute("data-value", "8")
    expect(page.locator(".calc__message")).to_be_empty()


class Mended:
    """A fault that lasts until it is mended."""

    def __init__(self, change: Change) -> None:
        self.lasts, self._change = True, change

    def __call__(self, path: str, answer: Answer) -> Answer | None:
        return self._change(path, answer) if self.lasts else None


@contextmanager
def told_then_computed(faulty: Faulty, change: Mended, page: Page) -> Iterator[None]:
    """See a fault told and, once it is mended, everything computed at a tap; the block looks on."""
    with faulty(change) as address:
        page.goto(address + ASKED)
        is_told(page)
        change.lasts = False
        page.locator("[data-offers=''] button").click()
        is_computed(page)
        yield


FAULTS: dict[str, Callable[[str], Change]] = {
    "missing": gone,
    "truncated": lambda name: damaged(name, lambda body: body[: len(body) // 2]),
    "other bytes": lambda name: damaged(name, lambda body: bytes(len(body))),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_is_not_what_it_should_be_is_told_and_asked_for_again(
    faulty: Faulty, new_context: NewContext, parts: dict[str, str], part: str, fault: str
) -> None:
    with told_then_computed(faulty, Mended(FAULTS[fault](parts[part])), new_context().new_page()):
        pass


@pytest.mark.parametrize("part", ["script", "loader"])
def test_a_script_that_runs_and_is_not_ours_is_found_out(
    faulty: Faulty, new_context: NewContext, parts: dict[str, str], part: str
) -> None:
    """It computes, for modules cannot be checked as they come; once that is seen, the page says so."""
    page = new_context().new_page()
    change = Mended(damaged(parts[part], lambda body: body + b"\n// from elsewhere\n"))
    with told_then_computed(faulty, change, page):
        page.wait_for_timeout(5000)
        is_computed(page)


def test_an_interpreter_of_another_type_computes(
    faulty: Faulty, new_context: NewContext, parts: dict[str, str]
) -> None:
    def change(path: str, answer: Answer) -> Answer | None:
        return Answer(answer.status, answer.body, "text/plain") if path.endswith(".wasm") else None

    with faulty(change) as address:
        page = new_context().new_page()
        page.goto(address + ASKED)
        is_computed(page)


@pytest.mark.parametrize("part", ["script", "loader"])
def test_a_script_of_another_type_is_told(
    faulty: Faulty, new_context: NewContext, parts: dict[str, str], part: str
) -> None:
    def change(path: str, answer: Answer) -> Answer | None:
        same = path.endswith(parts[part])
        return Answer(answer.status, answer.body, "text/plain") if same else None

    with faulty(change) as address:
        page = new_context().new_page()
        page.goto(address + ASKED)
        is_told(page)


class Thin:
    """A line on which so many bytes a second come through."""

    def __init__(self, file: BinaryIO, rate: int) -> None:
        self._file, self._rate = file, rate

    def write(self, body: bytes) -> None:
        for start in range(0, len(body), self._rate):
            self._file.write(body[start : start + self._rate])
            self._file.flush()
            time.sleep(1)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class Slow(Handler):
    """Sends the runtime at 20 kB a second: it takes minutes."""

    def _send(self, answer: Answer) -> None:
        line = self.wfile
        if "/runtime/" in self.path:
            self.wfile = Thin(line, 20_000)  # type: ignore[assignment]
        super()._send(answer)
        self.wfile = line


def test_a_slow_link_is_told_while_the_page_lives(site: Path, new_context: NewContext) -> None:
    with serving(site, told(site), Slow) as address:
        page = new_context().new_page()
        page.goto(address + CALCULATOR)
        page.locator("input[name=cost]").fill("1000")
        expect(page.locator(".calc__message")).to_contain_text("lente", timeout=20_000)
        expect(page.locator("form[data-calculator]")).to_have_attribute("data-state", "loading")
        page.locator("input[name=impressions]").fill("125000")
        assert page.locator("input[name=impressions]").input_value() == "125000"
        expect(page.locator("form [data-output=cpm]").first).to_have_text("…")
        page.locator(".masthead a").first.click()
        page.wait_for_url(address)


def test_webassembly_forbidden_is_told(site: Path, new_context: NewContext) -> None:
    """By a proxy's policy, as some companies have."""
    headers_of = told(site)

    def forbidding(path: str) -> dict[str, str]:
        said = headers_of(path)
        return {name: value.replace("'wasm-unsafe-eval'", "") for name, value in said.items()}

    with serving(site, forbidding) as address:
        page = new_context(bypass_csp=False).new_page()
        page.goto(address + ASKED)
        is_told(page)


def test_a_worker_killed_while_it_computes_is_replaced(address: str, new_context: NewContext) -> None:
    page = new_context().new_page()
    page.goto(address + ASKED)
    is_computed(page)
    (worker,) = page.workers
    worker.evaluate("setTimeout(() => self.close())")
    page.locator("input[name=cost]").fill("1000")
    expect(page.locator(".calc__message")).to_contain_text("relancé", timeout=30_000)
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)
    expect(page.locator("form [data-output=cpm]").first).to_have_attribute("data-value", "16")


REFUSED = """Object.defineProperty(globalThis, "localStorage", {
    get() { throw new DOMException("refused", "SecurityError"); } });
Object.defineProperty(globalThis, "caches", {
    get() { throw new DOMException("refused", "SecurityError"); } });"""
FULL = """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
CacheStorage.prototype.open = async () => { throw new DOMException("full", "QuotaExceededError"); };"""


@pytest.mark.parametrize("storage", [REFUSED, FULL], ids=["refused", "full"])
def test_without_storage_everything_works_and_nothing_is_kept(address: str, page: Page, storage: str) -> None:
    page.add_init_script(storage)
    page.goto(address)
    page.locator("button.theme").click()
    assert page.evaluate("document.documentElement.dataset.theme")
    page.keyboard.press("/")
    page.locator(".search__field").fill("cpm")
    page.locator("[data-search-result]").first.click()
    page.goto(address + "sans-reseau/")
    expect(page.locator("[data-none]")).to_be_visible()
    page.locator("[data-forget-all]").click()
    expect(page.locator(".forget [role=status]")).not_to_be_empty()
    page.goto(address + ASKED)
    is_computed(page)


INDEX = {
    "truncated": lambda body: body[: len(body) // 2],
    "a proxy's page": lambda _: b"<!doctype html><title>Who are you?</title>",
    "of another release": lambda body: body.replace(
        json.loads(body)["assets"].encode(), b"assets/000000000000"
    ),
    "of another kind": lambda body: body.replace(b'"version":', b'"version":9', 1),
}


@pytest.mark.parametrize("fault", INDEX)
def test_an_index_that_is_not_what_it_should_be_is_told(
    faulty: Faulty, new_context: NewContext, fault: str
) -> None:
    with faulty(damaged("/search.json", INDEX[fault])) as address:
        page = new_context().new_page()
        page.goto(address)
        page.keyboard.press("/")
        page.locator(".search__field").fill("cpm")
        expect(page.locator(".search__status")).to_contain_text("n’a pas pu se charger")
        page.locator(".search__else a").last.click()
        page.wait_for_url("**/a-z/")


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_is_wrong_spoils_nothing(address: str, page: Page, year: int) -> None:
    """Figures are as old as it says; the rest is as ever."""
    page.clock.set_fixed_time(datetime(year, 1, 1, tzinfo=UTC))
    page.goto(address + "notions/google-ads/")
    figures, past = page.locator("[data-until]"), page.locator("[data-until].is-past")
    assert figures.count() > 0
    built_past = len(re.findall(r'is-past"[^>]* data-until', page.request.get(page.url).text()))
    assert past.count() == (figures.count() if year == 2099 else built_past)
    page.goto(address + ASKED)
    is_computed(page)


@pytest.fixture(autouse=True)
def brief() -> Iterator[None]:
    """No fault keeps its test longer than a reader would wait."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 120
