"""Calculators in the reader's browser: the same numbers as the command, from the address, as one types."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

import planner
from macros.load import load
from planner.answer import refused_as_json
from planner.catalogue import ADVISER, IDS, PARTS, PLAN
from tests.browser.conftest import Complaints, NewContext
from tests.conftest import ROOT
from tests.planner_cases import cases, faults
from tools.bench.browser.serve import Files, Link, serving
from tools.chromium import ensure, options

DATA = ROOT / "data"
READY = "form[data-calculator][data-state=ready]"
START = 60_000
"""Milliseconds in which Python starts on a busy machine."""


@pytest.fixture(scope="module")
def addresses(site: Path) -> dict[str, dict[str, str]]:
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    return {e["id"].partition("/")[2]: e["url"] for e in entries if e["kind"] == "calculator"}


def locale(lang: str) -> planner.Locale:
    return planner.Locale.from_json(json.loads((DATA / "locales" / f"{lang}.json").read_text("utf-8")))


def command(calculator: str, inputs: dict[str, str], lang: str, currency: str) -> dict[str, Any]:
    """What ``python -m planner`` prints."""
    spoken = locale(lang)
    try:
        return planner.run(calculator, inputs, spoken, currency).as_json(spoken, currency)
    except planner.Refused as refused:
        return refused_as_json(refused.problems, calculator, spoken, currency)


def shown(page: Page) -> dict[str, tuple[str, str]]:
    """The results on the page: value and words."""
    found: list[list[str]] = page.eval_on_selector_all(
        "output[data-output]:not([hidden])",
        "all => all.map(o => [o.dataset.output, o.dataset.value, o.textContent])",
    )
    return {name: (value, words) for name, value, words in found}


class Calculators:
    """Opens calculators on a page."""

    def __init__(self, address: str, addresses: dict[str, dict[str, str]]) -> None:
        self.address, self.addresses = address, addresses

    def url(self, name: str, lang: str = "fr", **values: str) -> str:
        query = f"?{urlencode(values)}" if values else ""
        return f"{self.address}{self.addresses[name][lang]}{query}"

    def open(self, page: Page, name: str, lang: str = "fr", **values: str) -> None:
        """Open a calculator; with values, wait for what follows from them."""
        page.goto(self.url(name, lang, **values))
        if values:
            ready(page)


def ready(page: Page) -> None:
    page.wait_for_selector(READY, timeout=START)


def output(page: Page, name: str) -> Locator:
    return page.locator(f'form output[data-output="{name}"]')


@pytest.fixture
def calculators(address: str, addresses: dict[str, dict[str, str]]) -> Calculators:
    return Calculators(address, addresses)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_shared_address_shows_what_the_command_prints(
    lang: str, page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    for entry in load(DATA).of_kind("calculator"):
        name = entry.id.partition("/")[2]
        values = entry.examples[-1].values  # type: ignore[attr-defined]
        page.goto(f"{address}{addresses[name][lang]}?{urlencode({**values, 'currency': 'EUR'})}")
        page.wait_for_selector(READY, timeout=START)
        answer = command(name, values, lang, "EUR")
        printed = answer["outputs"] | (answer["inputs"] if name == PLAN else {})
        expected = {key: (value["value"], value["display"]) for key, value in printed.items()}
        found = shown(page)
        if name == PLAN:  # its document leaves out what a planner does not read
            expected = {key: value for key, value in expected.items() if key in found}
        assert found and found == expected, name


def test_results_follow_typing_and_the_address_follows_them(
    page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    page.goto(f"{address}{addresses['cpm']['fr']}?cost=500&impressions=62500&nonsense=1&utm_source=x")
    page.wait_for_selector(READY, timeout=START)
    expect(page.locator(".calc__message")).to_contain_text("nonsense")
    expect(page.locator(".calc__message")).not_to_contain_text("utm_source")
    page.fill("input[name=impressions]", "125 000")
    expect(page.locator("output[data-output=cpm]")).to_have_attribute("data-value", "4")
    ready(page)
    assert page.url.endswith("?cost=500&impressions=125000&currency=CAD")
    page.fill("input[name=cpm]", "10")  # what was computed is now given: what was typed first is the unknown
    expect(page.locator("output[data-output=cost]")).to_have_attribute("data-value", "1250")
    page.click("[data-field=impressions] [data-do=find]")
    expect(page.locator("output[data-output=impressions]")).to_have_attribute("data-value", "125000")
    page.click("[data-field=cost] [data-do=find]")
    page.select_option("select[name=currency]", "EUR")
    expect(page.locator("output[data-output=cost]")).to_have_text("1\u202f250,00\u202f€")


def test_what_an_address_asks_in_vain_is_told_once(page: Page, calculators: Calculators) -> None:
    page.goto(f"{calculators.url('cpm', cost='500', impressions='62500')}&cost=7&x=1&currency=XYZ&gclid=3")
    ready(page)
    message = page.locator(".calc__message")
    expect(message).to_have_text(re.compile(r"x, currency=XYZ\. .* cost\.$"))
    assert page.url == calculators.url("cpm", cost="500", impressions="62500", currency="CAD")
    page.fill("input[name=cost]", "1000")
    expect(output(page, "cpm")).to_have_attribute("data-value", "16")
    expect(message).to_be_empty()


def test_a_bad_value_stays_with_its_sentence(
    page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    page.goto(f"{address}{addresses['cpm']['fr']}?cost=abc&impressions=62500")
    page.wait_for_selector(READY, timeout=START)
    cost = page.locator("input[name=cost]")
    expect(cost).to_have_value("abc")
    expect(cost).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-field=cost] [role=alert]")).to_contain_text("abc")
    page.fill("input[name=cost]", "500")
    expect(cost).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("output[data-output=cpm]")).to_have_attribute("data-value", "8")


def test_the_language_switch_keeps_the_numbers(
    page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    page.goto(f"{address}{addresses['cpm-cpc-ctr']['fr']}?cpm=12&ctr=1,5")
    page.wait_for_selector(READY, timeout=START)
    page.click("a[data-language=en]")
    page.wait_for_selector(READY, timeout=START)
    assert page.url.endswith(f"{addresses['cpm-cpc-ctr']['en']}?cpm=12&ctr=1.5&currency=CAD")
    expect(page.locator("output[data-output=cpc]")).to_have_attribute("data-value", "0.8")


def test_lines_of_a_split_come_with_the_address(
    page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    query = urlencode({"total": "100", "share.média social": "40", "share.x": "60"})
    page.goto(f"{address}{addresses['budget-split']['fr']}?{query}")
    page.wait_for_selector(READY, timeout=START)
    amounts = {name: value for name, (value, _) in shown(page).items()}
    assert amounts == {"amount.média social": "40", "amount.x": "60"}


def test_numbers_are_there_without_scripts(
    new_context: NewContext, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}{addresses['cpm']['fr']}")
    expect(page.locator("form[data-calculator]")).to_be_hidden()
    expect(page.locator(".worked [data-output=cpm]").first).to_have_text("8,00\u202f$")


def test_a_runtime_that_is_not_there_is_told(
    new_context: NewContext, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    page = new_context().new_page()
    page.route("**/assets/runtime/**", lambda route: route.abort())
    page.goto(f"{address}{addresses['cpm']['fr']}?cost=500&impressions=62500")
    page.wait_for_selector("form[data-calculator][data-state=error]", timeout=START)
    expect(page.locator(".calc__message")).not_to_be_empty()
    expect(output(page, "cpm")).to_have_text("…")  # nobody else's example beside the reader's numbers
    page.unroute("**/assets/runtime/**")
    page.click(".calc__offers button")
    ready(page)
    expect(output(page, "cpm")).to_have_attribute("data-value", "8")


# -- what is read, and what else it could be ------------------------------------------------------


def test_another_reading_is_one_tap_away(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm", cost="500", impressions="62500")
    page.fill("input[name=cost]", "1,234")
    note = page.locator("[data-field=cost] .calc__note")
    expect(note).to_contain_text("1,234")
    expect(note).to_contain_text("1\u202f234")
    page.click("[data-field=cost] .calc__offers button")
    expect(page.locator("input[name=cost]")).to_have_value("1234")
    expect(output(page, "cpm")).to_have_attribute("data-value", "19.744")
    expect(note).to_be_empty()


def test_a_rate_that_cannot_be_is_offered_as_it_could_be(page: Page, calculators: Calculators) -> None:
    """1,234 in English is a thousand and more: no rate. As a decimal it is one."""
    calculators.open(page, "cpm-cpc-ctr", "en", cpm="12", ctr="1.5")
    page.fill("input[name=ctr]", "1,234")
    expect(page.locator("input[name=ctr]")).to_have_attribute("aria-invalid", "true")
    page.click("[data-field=ctr] .calc__offers button")
    expect(page.locator("input[name=ctr]")).to_have_value("1.234")
    expect(page.locator("input[name=ctr]")).not_to_have_attribute("aria-invalid", "true")


def test_shares_are_mended_only_when_asked(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-split", total="1000", **{"share.media": "60", "share.fees": "60"})
    expect(page.locator(".calc__message")).to_contain_text("120")
    expect(page.locator('input[name="share.media"]')).to_have_value("60")
    page.click('.calc__offers[data-offers=""] button')
    expect(page.locator('input[name="share.media"]')).to_have_value("50")
    expect(output(page, "amount.fees")).to_have_attribute("data-value", "500")
    page.click("[data-do=undo]")
    expect(page.locator('input[name="share.media"]')).to_have_value("60")


def test_numbers_of_the_address_are_written_as_the_language_does(
    page: Page, calculators: Calculators
) -> None:
    calculators.open(page, "cpm-cpc-ctr", cpm="12.5", ctr="1.5")
    expect(page.locator("input[name=cpm]")).to_have_value("12,5")
    page.click("[data-field=ctr] [data-do=find]")
    expect(page.locator("input[name=ctr]")).to_have_value("")
    expect(page.locator("input[name=cpc]")).to_have_value("0,833333333333")
    expect(output(page, "ctr")).to_have_text("1,5\u202f%")
    ready(page)
    assert "ctr=" not in page.url


# -- going back, starting again ---------------------------------------------------------------------


def test_back_finds_the_numbers_again(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm", cost="500", impressions="62500")
    page.fill("input[name=cost]", "750")
    expect(output(page, "cpm")).to_have_attribute("data-value", "12")
    ready(page)
    page.goto(calculators.url("cpc"))
    page.go_back()
    ready(page)
    expect(page.locator("input[name=cost]")).to_have_value("750")
    expect(output(page, "cpm")).to_have_attribute("data-value", "12")


def test_back_on_the_page_follows_the_address(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm", cost="500", impressions="62500")
    page.evaluate("() => { location.hash = 'x'; }")
    page.fill("input[name=cost]", "1000")
    expect(output(page, "cpm")).to_have_attribute("data-value", "16")
    page.go_back()
    expect(page.locator("input[name=cost]")).to_have_value("500")
    expect(output(page, "cpm")).to_have_attribute("data-value", "8")


def test_undo_and_the_example(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm", cost="100", impressions="10000")
    undo = page.locator("[data-do=undo]")
    expect(undo).to_be_disabled()
    for cost in ("200", "300"):
        page.fill("input[name=cost]", cost)
        page.press("input[name=cost]", "Tab")
    page.select_option("select[name=currency]", "EUR")
    undo.click()
    expect(page.locator("select[name=currency]")).to_have_value("CAD")
    undo.click()
    expect(page.locator("input[name=cost]")).to_have_value("200")
    undo.click()
    expect(page.locator("input[name=cost]")).to_have_value("100")
    expect(output(page, "cpm")).to_have_attribute("data-value", "10")
    page.click("[data-do=reset]")
    expect(page.locator("input[name=cost]")).to_have_value("500")
    undo.click()
    expect(page.locator("input[name=cost]")).to_have_value("100")


def test_examples_to_start_from(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm")
    page.select_option("select[data-do=start]", index=2)
    ready(page)
    expect(page.locator("input[name=cpm]")).to_have_value("8")
    expect(output(page, "impressions")).to_have_attribute("data-value", "250000")


def test_what_is_typed_before_python_is_there_is_not_lost(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm")
    page.fill("input[name=cost]", "1")
    page.fill("input[name=cost]", "1000")
    page.fill("input[name=impressions]", "50000")
    ready(page)
    expect(output(page, "cpm")).to_have_attribute("data-value", "20")
    assert "cost=1000&impressions=50000" in page.url


@pytest.mark.parametrize(("processors", "early"), [(8, True), (2, False)])
def test_one_worker_begins_before_the_page_where_processors_suffice(
    page: Page, calculators: Calculators, processors: int, early: bool
) -> None:
    page.add_init_script(f"""
      Object.defineProperty(navigator, "hardwareConcurrency", {{ get: () => {processors} }});
      window.begun_at = [];
      window.Worker = new Proxy(Worker, {{
        construct(Worker, given) {{
          begun_at.push(Boolean(document.querySelector("form")));
          return new Worker(...given);
        }},
      }});
    """)
    calculators.open(page, "cpm", cost="500", impressions="62500")
    expect(output(page, "cpm")).to_have_attribute("data-value", "8")
    assert page.evaluate("begun_at") == [not early]


def test_what_is_wrong_is_heard_once_typing_has_stopped(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm", cost="500", impressions="62500")
    heard = page.locator("[role=status][data-summary]")
    expect(heard).to_contain_text("8,00")
    page.evaluate("""() => {
      window.heard = [];
      const place = document.querySelector("[role=status][data-summary]");
      new MutationObserver(() => heard.push(place.textContent)).observe(place, { childList: true });
    }""")
    page.locator("input[name=cost]").press_sequentially("abc", delay=100)
    wrong = page.locator("form [role=alert]").filter(has_text="abc500")
    expect(wrong).to_be_visible()
    expect(wrong).to_have_attribute("aria-live", "off")  # it would be read out at every key
    expect(heard).to_contain_text("abc500")
    assert len(page.evaluate("heard")) == 1


def test_the_address_waits_for_a_pause_while_keys_follow_each_other(
    page: Page, calculators: Calculators
) -> None:
    calculators.open(page, "cpm", cost="500", impressions="62500")
    page.evaluate("""() => {
      window.written = [];
      const write = history.replaceState.bind(history);
      history.replaceState = (...given) => {
        written.push(new URLSearchParams(given[2]).get("cost"));
        write(...given);
      };
    }""")
    page.wait_for_timeout(500)  # nobody has asked for anything meanwhile: the first key is written at once
    field = page.locator("input[name=cost]")
    field.press("End")
    field.press_sequentially("000000", delay=80)
    ready(page)
    written = page.evaluate("written")
    assert len(written) <= 2  # Safari refuses more than 100 in 30 seconds
    assert written[-1] == "500000000"
    field.press("Backspace")
    page.locator("input[name=impressions]").focus()  # whoever leaves finds it written
    page.wait_for_function("written.at(-1) === '50000000'", timeout=5_000)


def test_on_a_phone_the_last_result_stays_over_the_fields(page: Page, calculators: Calculators) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    calculators.open(page, "funnel", budget="3000", cpm="12", ctr="1.5", conversion_rate="2.5", aov="90")
    place = page.locator(".calc__brief")
    page.fill("input[name=cpm]", "10")
    expect(output(page, "roas")).to_have_attribute("data-value", "3.375")
    expect(place).to_be_visible()
    expect(place).to_contain_text(output(page, "roas").text_content() or "nothing")
    page.locator("[data-field=cpm]").evaluate("row => row.scrollIntoView()")
    expect(place).to_be_in_viewport()
    output(page, "roas").evaluate("result => scrollTo(0, scrollY + result.getBoundingClientRect().top - 200)")
    expect(place).to_be_hidden()
    page.fill("input[name=ctr]", "nothing")
    expect(place).to_be_hidden()


# -- bars and curves --------------------------------------------------------------------------------

SPLIT = {"total": "1000", "share.production": "20", "share.media": "60", "share.fees": "20"}


def test_bars_move_by_keyboard_and_make_the_whole(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-split", **SPLIT)
    bar = page.locator("input[type=range][data-part=media]")
    bar.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(output(page, "amount.media")).to_have_attribute("data-value", "700")
    expect(output(page, "amount.fees")).to_have_attribute("data-value", "150")
    expect(page.locator('input[name="share.production"]')).to_have_value("15")
    expect(bar).to_have_attribute("aria-valuetext", "70\u202f% · 700,00\u202f$")
    expect(page.locator("[data-field='share.media'] .calc__bar rect")).to_have_attribute("width", "70%")
    ready(page)
    assert "share.media=70" in page.url


def test_bars_mend_shares_that_make_no_whole(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-split", total="1000", **{"share.production": "20", "share.media": "60"})
    expect(page.locator(".calc__message")).to_contain_text("80")
    bar = page.locator("input[type=range][data-part=media]")
    expect(bar).to_have_value("60")
    bar.focus()
    page.keyboard.press("ArrowRight")
    expect(output(page, "amount.media")).to_have_attribute("data-value", "610")
    expect(page.locator('input[name="share.production"]')).to_have_value("39")
    expect(page.locator(".calc__message")).to_be_empty()


def test_a_line_with_a_share_and_an_amount_keeps_the_amount(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-split", **{**SPLIT, "lock.media": "500"})
    row = page.locator("[data-field='share.media']")
    expect(row.locator(".calc__error")).not_to_be_empty()
    row.locator(".calc__offers button").click()
    expect(page.locator('input[name="share.media"]')).to_have_value("")
    expect(output(page, "amount.media")).to_have_attribute("data-value", "500")
    expect(output(page, "amount.fees")).to_have_attribute("data-value", "250")
    page.click("[data-do=undo]")
    expect(page.locator('input[name="share.media"]')).to_have_value("60")


def test_bars_are_dragged(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-split", **SPLIT)
    bar = page.locator("input[type=range][data-part=media]")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 2, middle, steps=8)
    page.mouse.move(box["x"] + box["width"] - 2, middle, steps=8)
    page.mouse.move(box["x"] + box["width"] * 0.5, middle, steps=8)
    page.mouse.up()
    expect(output(page, "amount.media")).to_have_attribute("data-value", "500")
    # through nothing and all, and still in their proportions
    expect(output(page, "amount.production")).to_have_attribute("data-value", "250")
    expect(output(page, "amount.fees")).to_have_attribute("data-value", "250")
    page.click("[data-do=undo]")
    expect(output(page, "amount.media")).to_have_attribute("data-value", "600")


def test_a_locked_line_has_no_handle(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-split", **{**SPLIT, "share.fees": "", "lock.fees": "200"})
    expect(page.locator("input[type=range][data-part=fees]")).to_be_disabled()
    expect(page.locator('input[name="lock.fees"]')).to_be_visible()


def test_the_curve_has_the_readers_point_and_its_table(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm-cpc-ctr", cpm="12", ctr="1.5")
    point = page.locator('.plot [data-point="cpc"]')
    expect(point).to_contain_text("0,80")
    before = page.locator(".plot__line").get_attribute("d")
    page.fill("input[name=ctr]", "3")
    expect(point).to_contain_text("0,40")
    page.click(".plot summary")
    expect(page.locator(".plot tbody")).to_contain_text("3\u202f%")
    assert page.locator(".plot__line").get_attribute("d") == before  # the axes moved with the point
    page.fill("input[name=ctr]", "")
    expect(page.locator(".plot")).to_be_hidden()


# -- taking it along --------------------------------------------------------------------------------


@pytest.fixture
def clipboard_page(new_context: NewContext, complaints: Complaints) -> Iterator[Page]:
    """A page that may write to the clipboard."""
    context = new_context(accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    with complaints.watching(page):
        yield page


def test_what_is_copied(clipboard_page: Page, calculators: Calculators) -> None:
    calculators.open(clipboard_page, "cpm", cost="500", impressions="62500")

    def copied(what: str) -> str:
        clipboard_page.click(f"button[data-take={what}]")
        expect(clipboard_page.locator(f"button[data-take={what}]")).to_have_text("Copié")
        return str(clipboard_page.evaluate("navigator.clipboard.readText()"))

    assert copied("link") == calculators.url("cpm", cost="500", impressions="62500", currency="CAD")
    text = copied("text")
    assert "8,00\u202f$" in text
    assert "62\u202f500" in text
    assert text.endswith(clipboard_page.url)
    assert copied("fr").splitlines()[-1].endswith("\t=B1/B2*1000")


def test_the_file_opens_in_a_french_spreadsheet(clipboard_page: Page, calculators: Calculators) -> None:
    calculators.open(clipboard_page, "cpm", cost="500,5", impressions="62500")
    with clipboard_page.expect_download() as waiting:
        clipboard_page.click("[data-take=csv]")
    assert waiting.value.suggested_filename == "cpm.csv"
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert ";500,5;CAD;" in content.decode("utf-8-sig")


def test_the_python_that_runs_can_be_read(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "cpm", cost="500", impressions="62500")
    link = page.locator('a[href$="calculators/cpm.py.txt"]')
    source = page.request.get(str(link.evaluate("a => a.href")))
    assert source.text() == (ROOT / "planner" / "calculators" / "cpm.py").read_text("utf-8")


# -- in small, on a metric's page -------------------------------------------------------------------


def test_a_metric_holds_its_calculator_in_small(page: Page, address: str, calculators: Calculators) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    entries = page.request.get(f"{address}kb.json").json()["entries"]
    url = next(entry["url"]["fr"] for entry in entries if entry["id"] == "metric/cpm")
    page.goto(f"{address}{url}")
    expect(output(page, "cpm")).to_have_text("8,00\u202f$")
    page.wait_for_timeout(500)
    assert not [url for url in fetched if "/runtime/" in url]  # nothing of Python before one touches it
    page.fill("input[name=cost]", "1000")
    ready(page)
    expect(output(page, "cpm")).to_have_attribute("data-value", "16")
    assert page.url == f"{address}{url}"
    page.click("a[data-open]")
    ready(page)
    assert page.url == calculators.url("cpm", cost="1000", impressions="62500", currency="CAD")


def test_pages_name_the_archives_of_their_calculator_alone(site: Path) -> None:
    """In forms, small ones too, in frames, and in what begins to load before the page is read."""
    seen = set()
    for path in site.rglob("index.html"):
        text = path.read_text("utf-8")
        forms = re.findall(r'data-calculator="([^"]+)".*?data-parts>(.*?)</script>', text, re.DOTALL)
        early = [(forms[0][0], unescape(parts)) for parts in re.findall(r'data-parts="([^"]*)"', text)]
        for calculator, parts in [*forms, *early]:
            own = [PARTS[calculator]] if calculator in PARTS else []
            assert [*json.loads(parts)["archives"]] == ["planner", *own], path
            seen.add(calculator)
    assert seen == {*IDS, ADVISER}


# -- when Python does not answer --------------------------------------------------------------------

_DEAF = """
let first = true;
self.addEventListener("message", ({ data: { id, start, run } }) => {
  if (start) self.postMessage({ id, ready: true });
});
"""


def test_ten_seconds_without_an_answer_are_told_and_mended(
    new_context: NewContext, calculators: Calculators
) -> None:
    """The first worker starts and then never answers; the one that takes its place is the true one."""
    page = new_context().new_page()
    workers = 0

    def deaf_at_first(route: Route) -> None:
        nonlocal workers
        workers += 1
        if workers == 1:
            route.fulfill(body=_DEAF, content_type="text/javascript")
        else:
            route.continue_()

    page.route("**/calculator/worker*.js", deaf_at_first)
    page.goto(calculators.url("cpm", cost="500", impressions="62500"))
    expect(page.locator(".calc__message")).to_contain_text("relancé", timeout=20_000)
    ready(page)
    expect(output(page, "cpm")).to_have_attribute("data-value", "8")
    assert workers == 2


def test_a_first_visit_leaves_compiled_code_for_the_next(
    browser: Browser,
    site: Path,
    addresses: dict[str, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the interpreter, and of its script, which a browser keeps once it has met it twice."""
    monkeypatch.setattr(brotli, "compress", lambda content, quality: content)  # nothing is far away here
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=ensure(), args=options()
    )

    def kept(kind: str, name: str) -> list[bytes]:
        files = (tmp_path / "profile").glob(f"*/Code Cache/{kind}/*_0")
        return [found for found in (file.read_bytes() for file in files) if name.encode() in found]

    with serving(Files({"": site}, tmp_path / "brotli"), Link()) as server:
        page = context.new_page()
        page.goto(
            f"{server.address}/{addresses['funnel']['en']}?budget=3000&cpm=12&ctr=1.5&conversion_rate=2"
        )
        page.wait_for_selector(READY, timeout=START)
        assert not kept("wasm", "pyodide.asm.wasm")
        once = kept("js", "pyodide.asm.mjs")
        until = time.monotonic() + START / 1000  # it is kept when the browser has time for it
        while not kept("wasm", "pyodide.asm.wasm") or kept("js", "pyodide.asm.mjs") == once:
            if time.monotonic() > until:
                pytest.skip(
                    "Chromium kept nothing in a minute: it does so when it has time, which tests do not"
                )
            page.wait_for_timeout(200)
        context.close()


ALL = list(cases())


@pytest.mark.parametrize("calculator", sorted({case.calculator for case in ALL}))
def test_cases_give_the_same_in_the_browser(
    calculator: str, page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    """Every worked example, through the page's own worker, as the command prints it."""
    for lang in ("fr", "en"):
        asked = [case for case in ALL if (case.calculator, case.lang) == (calculator, lang)]
        if not asked:
            continue
        page.goto(f"{address}{addresses[calculator][lang]}")
        requests = [
            {"calculator": calculator, "inputs": case.inputs, "currency": case.currency} for case in asked
        ]
        for case, answer in zip(asked, page.evaluate(_ASK, requests), strict=True):
            assert answer.pop("page")
            assert not faults(case, answer), f"{case}: {faults(case, answer)}"
            assert answer == command(calculator, case.inputs, lang, case.currency), str(case)


_ASK = """async (requests) => {
  const scripts = document.querySelector("script[type=module][src]").src.replace(/js\\/.*/, "js/calculator/");
  const { Client } = await import(`${scripts}client.js`);
  const client = Client.of(document.querySelector("form[data-calculator]"));
  const answers = [];
  for (const request of requests) {
    await client.run(request);
    answers.push(await client.whole());
  }
  return answers;
}"""
