"""The one style sheet: every rule is of use on some page, and none shouts another down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, Route

from tests.browser.conftest import KeptPage, NewContext

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = ROOT / "docs" / "assets" / "css"
SCRIPTS = ROOT / "docs" / "assets" / "js"
TEMPLATES = ROOT / "macros" / "templates"
STATE = re.compile(r"\.(is-[\w-]+)")

UNUSED = (Path(__file__).parent / "unused_rules.js").read_text("utf-8")
MOVED = [".moved", ".moved:not(:target)"]
"""of a statement that went to another page: none has yet, in either of these knowledge bases"""


def test_every_rule_is_of_use(site: Path, other_site: Path, address: str, kept_page: KeptPage) -> None:
    page = kept_page()
    pages = [path.read_text("utf-8") for folder in (site, other_site) for path in folder.rglob("*.html")]
    pages += _made_by_scripts(page, address)
    count, unused = page.evaluate(UNUSED, pages)
    assert count > 500
    assert set(unused) >= set(MOVED)
    unused = [selector for selector in unused if selector not in MOVED]
    assert not unused, "\n".join(unused)


def test_a_rule_of_no_use_is_noticed(new_context: NewContext) -> None:
    page = new_context().new_page()
    rules = (
        ".a, .gone {} .a:hover > .b::before {} .a.is-open .gone {} :root:not(.js) .a {} .a:has(.b:empty) {}"
    )
    page.set_content(f"<style>{rules} @media print {{ .late {{}} .b:not(.is-own) {{}} }}</style>")
    html = '<html><body><div class="a"><i class="b">x</i></div></body></html>'
    count, unused = page.evaluate(UNUSED, [html])
    assert (count, unused) == (8, [".gone", ".a.is-open .gone", ".late"])


SCENES: dict[str, Callable[[Page], None]] = {}
"""address → what to do there before scripts have made all that they make"""


def scene(address: str) -> Callable[[Callable[[Page], None]], None]:
    def kept(act: Callable[[Page], None]) -> None:
        SCENES[address] = act

    return kept


@scene("notions/entonnoir/")
def _look_a_word_up_and_print(page: Page) -> None:
    page.locator("a.term").first.focus()
    page.wait_for_selector(".definition:not([hidden])")
    page.keyboard.press("Escape")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


@scene("notions/entonnoir/?by=finger")
def _tap_a_word(page: Page) -> None:
    page.locator("a.term").first.dispatch_event("pointerdown", {"pointerType": "touch"})
    page.locator("a.term").first.dispatch_event("click")
    page.wait_for_selector(".definition__open")


@scene("formats/")
def _mark(page: Page) -> None:
    page.locator(".marks__select").select_option(index=1)


@scene("matrice/")
def _choose_an_objective(page: Page) -> None:
    page.locator(".filters-box summary").click()
    page.locator(".chip", has=page.locator("[name=objective]")).first.click()


@scene("calculateurs/cout-pour-mille/?cost=1,234&impressions=62500")
def _type_what_reads_in_two_ways(page: Page) -> None:
    page.wait_for_selector(".calc__offers button")


@scene(
    "calculateurs/plan-media/?start=2026-12-01&weeks=4&line.1=meta_ugc____5000_cpm8-12&line.2=x_____50_cpm0"
)
def _plan_in_two_versions(page: Page) -> None:
    page.wait_for_selector('form[data-state="ready"]')
    page.locator('[name="line.2.cpm"]').fill("8")
    page.wait_for_selector('.plan-document:not(.is-pending) output[data-output="line.2.impressions"]')
    page.locator("[data-figures-of] summary").first.click()
    page.locator("[data-do=version][data-version=b]").click()
    page.locator('[name="line.1.budget"]').fill("6000")
    page.wait_for_selector(".plan-table .is-different", state="attached")


@scene("calculateurs/cout-pour-mille/?cost=400-600&impressions=62500")
def _type_a_range(page: Page) -> None:
    page.locator(".moves").wait_for()


@scene("calculateurs/repartition-du-budget/?method=response&total=500&curve.media=mm:90,200")
def _split_by_response(page: Page) -> None:
    page.locator("form .splits").wait_for()


@scene("?q=")
def _open_the_search(page: Page) -> None:
    page.locator("button[data-search]").click()
    page.wait_for_selector(".search__act")


@scene("?q=cpm")
def _search(page: Page) -> None:
    page.wait_for_selector(".search__row")


@scene("?q=cpm 500 $ 40000")
def _search_with_numbers(page: Page) -> None:
    page.wait_for_selector(".search__row--offer")


@scene("?q=qzxqzx")
def _search_in_vain(page: Page) -> None:
    page.wait_for_selector(".search__links")


@scene("methode/")
def _read_a_copy(page: Page) -> None:
    def kept(route: Route) -> None:
        answer = route.fetch()
        headers = answer.headers | {"server-timing": 'copy;desc="2026-11-22T10:00:00Z"'}
        route.fulfill(response=answer, headers=headers)

    page.route(page.url, kept)
    page.reload()
    page.wait_for_selector(".copied-page")
    page.unroute(page.url)


@scene("sans-reseau/")
def _keep_a_page(page: Page) -> None:
    page.evaluate(
        """async () => {
            const cache = await caches.open(`cadrage pages ${new URL("../", location.href)}`);
            await cache.put("../", new Response("<html lang=fr><title>Page – Guide</title>"));
        }"""
    )
    page.reload()
    page.wait_for_selector(".kept__pages a")
    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")


@scene("conseil/quel-plan/?objective=trafic-rapide&horizon=days&budget=900&hours=x")
def _ask_for_advice(page: Page) -> None:
    page.wait_for_selector("form.adviser[data-state=ready]", timeout=60_000)
    page.click("[data-do=one]")


@scene("conseil/quel-plan/?objective=trafic-rapide")
def _ask_in_vain(page: Page) -> None:
    page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    page.reload()
    page.wait_for_selector(".adviser__retry button", timeout=60_000)
    page.unroute("**/pyodide.asm.wasm")


@scene("conseil/quel-plan/?objective=trafic-rapide&horizon=days&budget=900&material=none")
def _take_advice(page: Page) -> None:
    page.wait_for_selector(".advised:not([hidden])", timeout=60_000)


def _made_by_scripts(page: Page, address: str) -> Iterator[str]:
    """Yield pages as they stand once scripts have put something into them."""
    for place, act in SCENES.items():
        page.goto(address + place)
        act(page)
        yield page.content()


def test_no_rule_shouts() -> None:
    shouting = [path.name for path in SHEETS.glob("*.css") if "!important" in path.read_text("utf-8")]
    assert shouting == []


def test_states_that_styles_know_are_set_somewhere() -> None:
    """What ``unused_rules.js`` takes for granted."""
    known = {name for path in SHEETS.glob("*.css") for name in STATE.findall(path.read_text("utf-8"))}
    setting = [*SCRIPTS.rglob("*.js"), *TEMPLATES.rglob("*.html")]
    setters = "".join(path.read_text("utf-8") for path in setting)
    assert {name for name in known if not re.search(rf"[\" ]{name}\"", setters)} == set()


def test_colours_have_names() -> None:
    """A colour is written where it gets its name: in the tokens, and on paper."""
    writing = [
        path.name
        for path in SHEETS.glob("*.css")
        if re.search(
            r"(?<!-)\b(?:[a-z-]+): [^;]*#[0-9a-f]{3,8}\b",
            re.sub(r"--[\w-]+: [^;]*;", "", path.read_text("utf-8")),
        )
    ]
    assert writing == []
