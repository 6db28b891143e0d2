"""Without a network: what was read is there, the rest is told, and releases do not mix."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from macros.paths import FRAME
from macros.service_worker import FILE, GONE
from tests.browser.conftest import IMPROVED, NewContext
from tests.releases import Host
from tools.chromium import ensure, options

START = 60_000
KEPT = """async () => {
    const kept = {};
    for (const name of await caches.keys())
        kept[name] = (await (await caches.open(name)).keys()).map(({ url }) => url);
    return kept;
}"""
SPOIL = """async ([name, type]) => {
    for (const each of await caches.keys()) {
        const cache = await caches.open(each);
        for (const { url } of await cache.keys()) {
            const headers = { "content-type": type };
            if (url.endsWith(name)) await cache.put(url, new Response("damaged", { headers }));
        }
    }
}"""
TEXT = """async (name) => {
    for (const each of await caches.keys())
        for (const request of await (await caches.open(each)).keys())
            if (request.url.endsWith(name)) return (await caches.match(request)).text();
    return "nothing, which was damaged";
}"""
STATE = """() => [document.documentElement.dataset.release,
    getComputedStyle(document.documentElement).getPropertyValue("--release")]"""
HOME, GOAL, OTHER_GOAL = "", "goals/announce-an-opening/", "goals/fill-an-event/"
CALCULATOR = "sums/cost-per-thousand/"
ABOUT = "when-the-line-is-down/"


class Reader:
    """Somebody with a browser that keeps pages, and a network that can go."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page = context.new_page()

    def reads(self, path: str) -> Page:
        """Go to a page, as far as its scripts."""
        self.page.goto(self.address + path)
        self.page.locator(IMPROVED).wait_for(state="attached")
        return self.page

    def opens(self, path: str) -> Page:
        """Go to a page whose scripts may not come."""
        self.page.evaluate("url => { location.href = url }", self.address + path)
        self.page.wait_for_url(self.address + path)
        self.page.wait_for_timeout(1000)
        return self.page

    def keeps(self, path: str) -> Page:
        """Read a page, until it is kept."""
        page = self.reads(path)
        self.until(lambda: self.address + path in self.kept("pages"), f"{path} is not kept")
        return page

    def kept(self, what: str) -> list[str]:
        """Return the addresses of the ``pages`` that are kept, or of their ``parts``."""
        return self.page.evaluate(KEPT).get(f"cadrage {what} {self.address}", [])

    def until(self, true: Callable[[], bool], why: str) -> None:
        for _ in range(200):
            if true():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{why}: {json.dumps(self.page.evaluate(KEPT), indent=1)}")

    def loses_the_network(self) -> None:
        self.context.set_offline(True)

    def has_it_again(self) -> None:
        self.context.set_offline(False)


@pytest.fixture
def host(other_site: Path, tmp_path: Path) -> Host:
    return Host(tmp_path, other_site)


@pytest.fixture
def address(host: Host) -> Iterator[str]:
    with host.serving() as address:
        yield address


@pytest.fixture
def reader(new_context: NewContext, address: str) -> Reader:
    return Reader(new_context(service_workers="allow", bypass_csp=False), address)


def shows_copy(page: Page) -> None:
    expect(page.locator(".copied-page")).to_contain_text("sheet was put by on")


def computes(page: Page, cost: str, cpm: str) -> None:
    page.locator("input[name=cost]").fill(cost)
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)
    expect(page.locator("form [data-output=cpm]").first).to_have_attribute("data-value", cpm)


def searches(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.locator(".search__field").fill(words)


# -- reading ----------------------------------------------------------------------------------------


def test_what_was_read_is_read_again_as_it_was(reader: Reader) -> None:
    page = reader.keeps(GOAL)
    expect(page.locator(".copied-page")).to_have_count(0)
    title = page.locator("h1").inner_text()
    reader.loses_the_network()
    page = reader.reads(f"{GOAL}?utm_source=mail#rule")
    assert page.url == f"{reader.address}{GOAL}?utm_source=mail#rule"
    assert page.locator("h1").inner_text() == title
    assert page.evaluate(STATE) == ["1", '"1"']  # its scripts ran, its styles hold
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Newsreader'))")
    shows_copy(page)
    reader.has_it_again()
    expect(reader.reads(GOAL).locator(".copied-page")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "away", "lang"), [("goals/", ABOUT, "en"), ("es/metas/", "es/sin-linea/", "es")]
)
def test_what_was_not_read_is_told_with_what_there_is(
    reader: Reader, path: str, away: str, lang: str
) -> None:
    title = reader.keeps(GOAL).locator("h1").inner_text()
    reader.until(lambda: reader.address + away in reader.kept("pages"), "no page for times without a network")
    reader.loses_the_network()
    page = reader.reads(path)
    assert page.url.startswith(reader.address + away)
    assert page.locator("html").get_attribute("lang") == lang
    expect(page.locator("[data-missing]")).to_be_visible()
    expect(page.locator("[data-missing] a")).to_have_attribute("href", reader.address + path)
    expect(page.locator(".kept__pages a")).to_have_text([title])
    reader.has_it_again()  # and the page goes on by itself
    page.wait_for_url(reader.address + path)


def test_no_address_elsewhere_is_offered_as_missing(reader: Reader) -> None:
    for asked in ("https://example.org/", "javascript:alert(1)", "//example.org", "nothing"):
        page = reader.reads(f"{ABOUT}?page={asked}")
        expect(page.locator("[data-missing]")).to_be_hidden()


def test_a_network_that_takes_too_long_is_not_waited_for(reader: Reader, host: Host) -> None:
    reader.keeps(GOAL)
    host.pages_take = 20
    shows_copy(reader.reads(GOAL))
    host.pages_take = 0


def test_a_server_in_trouble_leaves_the_copy(reader: Reader, host: Host) -> None:
    reader.keeps(GOAL)
    host.in_trouble = True
    shows_copy(reader.reads(GOAL))


def test_what_is_gone_is_gone(reader: Reader, host: Host) -> None:
    page = reader.keeps(GOAL)
    shutil.rmtree(host.place / GOAL)
    answer = page.goto(reader.address + GOAL)
    assert answer and answer.status == 404
    expect(page.locator(".copied-page")).to_have_count(0)


# -- calculating and searching ------------------------------------------------------------------------


def test_a_calculator_computes_after_one_visit(reader: Reader) -> None:
    page = reader.reads(f"{CALCULATOR}?cost=500&impressions=62500")
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)
    reader.until(lambda: any(".wasm" in url for url in reader.kept("parts")), "no runtime is kept")
    reader.until(lambda: reader.address + CALCULATOR in reader.kept("pages"), "the page is not kept")
    reader.loses_the_network()
    page = reader.reads(f"{CALCULATOR}?cost=640&impressions=80000")
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)
    expect(page.locator("form [data-output=cpm]").first).to_have_attribute("data-value", "8")
    computes(page, "800", "10")


def test_search_finds_once_it_was_used(reader: Reader) -> None:
    page = reader.keeps(HOME)
    searches(page, "poster")
    expect(page.locator("[data-search-result]").first).to_be_visible()
    reader.until(lambda: f"{reader.address}search.json" in reader.kept("pages"), "no index is kept")
    reader.loses_the_network()
    page = reader.reads(HOME)
    searches(page, "poster")
    expect(page.locator("[data-search-result]").first).to_be_visible()


def test_search_that_was_never_used_says_so(reader: Reader) -> None:
    reader.keeps(HOME)
    reader.loses_the_network()
    page = reader.reads(HOME)
    page.keyboard.press("/")
    page.wait_for_url(lambda url: "a-to-z" in url or "page=" in url)  # where all names are, or what is kept


# -- one release after another ------------------------------------------------------------------------


def test_a_new_release_takes_over_and_copies_stay_whole(reader: Reader, host: Host) -> None:
    reader.keeps(GOAL)
    reader.keeps(OTHER_GOAL)
    host.publish(2)
    page = reader.keeps(GOAL)
    assert page.evaluate(STATE) == ["2", '"2"']
    reader.until(lambda: any("02/js/main.js" in url for url in reader.kept("parts")), "not kept anew")
    reader.loses_the_network()
    assert reader.reads(GOAL).evaluate(STATE) == ["2", '"2"']
    assert reader.reads(OTHER_GOAL).evaluate(STATE) == ["1", '"1"']


def test_what_no_page_needs_any_more_is_thrown_away(reader: Reader, host: Host) -> None:
    reader.keeps(GOAL)
    for number in (2, 3):
        host.publish(number)
        reader.keeps(GOAL)
        reader.until(
            lambda number=number: any(f"{number:02}/site.css" in url for url in reader.kept("parts")),
            "not kept anew",
        )
    host.publish(4)
    reader.reads(GOAL)
    reader.until(
        lambda: not any("01/" in url or "02/" in url for url in reader.kept("parts")), "old parts are kept"
    )


def test_a_page_opened_before_searches_no_newer_index(reader: Reader, host: Host) -> None:
    page = reader.keeps(HOME)
    host.publish(2)
    (old,) = (host.folder / "before-2").glob("assets/*01")
    shutil.copytree(old, host.place / "assets" / old.name)  # as many hosts leave it for a while
    searches(page, "poster")
    expect(page.locator(".search__status")).to_have_text(
        page.locator("button[data-search]").get_attribute("data-failed")
    )
    expect(page.locator("[data-search-result]")).to_have_count(0)
    page.locator(".search__else a").first.click()
    expect(page.locator("[data-search-result]").first).to_be_visible()
    assert page.evaluate(STATE)[0] == "2"


# -- healing -------------------------------------------------------------------------------------------


def test_half_a_release_is_not_kept(reader: Reader, host: Host) -> None:
    reader.keeps(GOAL)
    host.publish(2, without="site.css")
    reader.reads(GOAL)
    reader.page.wait_for_timeout(1500)
    reader.loses_the_network()
    assert reader.reads(GOAL).evaluate(STATE) == ["1", '"1"']
    reader.has_it_again()
    host.publish(3)
    assert reader.keeps(GOAL).evaluate(STATE) == ["3", '"3"']


@pytest.mark.parametrize(("name", "type"), [("site.css", "text/css"), ("main.js", "text/javascript")])
def test_damage_heals(reader: Reader, name: str, type: str) -> None:
    reader.keeps(GOAL).evaluate(SPOIL, [name, type])
    reader.loses_the_network()
    assert reader.opens(f"{GOAL}?").evaluate(STATE) != ["1", '"1"']
    reader.has_it_again()
    page = reader.reads(GOAL)
    reader.until(lambda: "damaged" not in page.evaluate(TEXT, name), "still damaged")
    reader.loses_the_network()
    assert reader.reads(GOAL).evaluate(STATE) == ["1", '"1"']


def test_a_damaged_runtime_heals_at_once(reader: Reader, host: Host) -> None:
    page = reader.keeps(CALCULATOR)
    page.locator("input[name=cost]").fill("500")
    reader.until(lambda: any(".wasm" in url for url in reader.kept("parts")), "no runtime is kept")
    page.evaluate(SPOIL, [".wasm", "application/wasm"])
    host.in_trouble = True  # so that what is kept is used
    page = reader.reads(f"{CALCULATOR}?cost=640&impressions=80000")
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)
    expect(page.locator("form [data-output=cpm]").first).to_have_attribute("data-value", "8")


def test_what_a_proxy_answers_in_the_places_of_files_is_not_kept(reader: Reader, host: Host) -> None:
    page = reader.keeps(HOME)
    host.publish(2)
    host.proxied = ("js/copy.js", GOAL)
    page.goto(reader.address + GOAL)
    reader.opens(OTHER_GOAL)
    assert reader.kept("pages")
    assert not {reader.address + GOAL, reader.address + OTHER_GOAL} & set(reader.kept("pages"))
    assert not [url for url in reader.kept("parts") if "02/js/copy.js" in url]


def test_a_full_device_reads_as_ever(reader: Reader) -> None:
    page = reader.reads(HOME)
    session = reader.context.new_cdp_session(page)
    origin = "/".join(reader.address.split("/")[:3])
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    page = reader.reads(GOAL)
    assert page.evaluate(STATE) == ["1", '"1"']
    page = reader.reads(f"{CALCULATOR}?cost=640&impressions=80000")
    page.locator("form[data-calculator][data-state=ready]").wait_for(timeout=START)


# -- installing and leaving --------------------------------------------------------------------------


def test_a_device_can_install_it(browser: Browser, address: str, tmp_path: Path) -> None:
    """As Chromium judges it, in a profile that lasts: the others may install nothing."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=ensure(), args=options()
    )
    page = context.new_page()
    page.goto(address)
    session = context.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    found = session.send("Page.getAppManifest")
    assert found["errors"] == [] and json.loads(found["data"])["icons"]
    context.close()


def test_the_button_takes_all_of_it_away(reader: Reader) -> None:
    page = reader.keeps(ABOUT)
    page.evaluate("caches.open('of another site').then(cache => cache.put('/x', new Response('y')))")
    page.locator("[data-forget-all]").click()
    expect(page.locator(".forget [role=status]")).not_to_be_empty()
    assert list(page.evaluate(KEPT)) == ["of another site"]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    searches(page, "poster")
    expect(page.locator("[data-search-result]").first).to_be_visible()
    assert list(page.evaluate(KEPT)) == ["of another site"]


def test_a_site_that_keeps_no_more_takes_away_what_it_kept(reader: Reader, host: Host) -> None:
    page = reader.keeps(HOME)
    shutil.copyfile(FRAME / GONE, host.place / FILE)
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
    reader.until(lambda: page.evaluate(KEPT) == {}, "still kept")
    gone = "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)"
    reader.until(lambda: page.evaluate(gone), "still registered")
