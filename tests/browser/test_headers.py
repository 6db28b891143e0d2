"""With the headers that hosts are told of: what pages do is allowed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.serve.static import serving
from tests.browser.conftest import IMPROVED, Complaints, NewContext
from tests.browser.test_pages import PAGES
from tests.hosts import told

VIOLATIONS = """() => {
    globalThis.violations = [];
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
        violations.push(`${violatedDirective}: ${blockedURI} ${sample}`));
}"""


@pytest.fixture(scope="session")
def hosted(site: Path) -> Iterator[str]:
    """Where the shipped site is served by a host that reads its ``_headers``."""
    with serving(site, told(site)) as address:
        yield address


@pytest.fixture
def watched(hosted: str, new_context: NewContext) -> Iterator[Page]:
    """A page that may do nothing its policy forbids, and is kept."""
    page = new_context(bypass_csp=False, service_workers="allow").new_page()
    page.add_init_script(f"({VIOLATIONS})()")
    with Complaints(hosted).watching(page):
        yield page
        assert page.evaluate("violations") == []


def test_no_page_asks_for_what_is_forbidden(hosted: str, watched: Page) -> None:
    for url in PAGES:
        if "404" in url:
            continue  # a browser complains of the status
        answer = watched.goto(hosted + url)
        assert answer
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert watched.evaluate("violations") == [], url


@pytest.mark.parametrize("language", ["", "en/"])
def test_search_theme_and_language_work(hosted: str, watched: Page, language: str) -> None:
    watched.goto(hosted + language)
    watched.keyboard.press("/")
    watched.locator(".search__field").fill("cpm")
    expect(watched.locator("[data-search-result]").first).to_be_visible()
    watched.keyboard.press("Escape")
    watched.locator("button[data-theme-button], button.theme").first.click()
    watched.locator("a.language").first.click()
    watched.locator(IMPROVED).wait_for(state="attached")
    assert watched.evaluate("violations") == []


@pytest.mark.parametrize("url", ["calculateurs/cout-pour-mille/", "en/calculators/budget-split/"])
def test_calculators_compute(hosted: str, watched: Page, url: str) -> None:
    watched.goto(f"{hosted}{url}")
    form = watched.locator("form[data-calculator]")
    field = form.locator("input[inputmode=decimal], input[name]").first
    field.fill("4321")
    expect(form).to_have_attribute("data-state", "ready", timeout=60_000)
    with watched.expect_download():
        form.locator("[data-take=csv]").click()


def test_what_is_not_ours_is_forbidden(hosted: str, new_context: NewContext) -> None:
    page = new_context(bypass_csp=False).new_page()
    page.add_init_script(f"({VIOLATIONS})()")
    page.goto(hosted)
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "globalThis.ran = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", '<img src="https://example.org/x.png">');
            document.body.insertAdjacentHTML("beforeend", '<i onclick="ran = true" style="color: red">x</i>');
            document.body.lastElementChild.click();
            setTimeout("globalThis.ran = true");
        }"""
    )
    page.wait_for_timeout(300)
    found = {violation.partition(":")[0] for violation in page.evaluate("violations")}
    assert found == {"script-src", "script-src-elem", "script-src-attr", "img-src", "style-src-attr"}
    assert page.evaluate("globalThis.ran === undefined")


def test_only_the_calculators_worker_may_compile(site: Path, hosted: str, new_context: NewContext) -> None:
    context = new_context()
    (worker,) = (path.relative_to(site) for path in site.glob("assets/*/js/calculator/worker.js"))
    with_it = []
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in (".js", ".html", ".mjs"):
            answer = context.request.head(hosted + path.relative_to(site).as_posix())
            if "wasm-unsafe-eval" in answer.headers.get("content-security-policy", ""):
                with_it.append(path.relative_to(site))
    assert with_it == [worker]
