"""Calculators by keyboard, by ear and with bad input: for whoever cannot see, cannot point, or mistypes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from planner.catalogue import PLAN
from tests.browser.conftest import Complaints
from tests.browser.test_calculators import command

SETTLED = "form[data-calculator]:is([data-state=ready], [data-state=error])"
START = 60_000
"""Milliseconds in which Python starts on a busy machine."""
PHONE, DESK = 390, 1280
CALCULATORS = [
    "breakeven-roas",
    "budget-ladder",
    "budget-split",
    "cpc",
    "cpm",
    "cpm-cpc-ctr",
    "cpv",
    "engagement-rate",
    "funnel",
    "paid-smm-mix",
    "production-amortisation",
    "reach-frequency",
    "reality-check",
    "roi",
    "vcpm",
]
SPLIT = {
    "total": "20000",
    "share.production": "25",
    "share.media": "45",
    "share.organic": "10",
    "share.measurement": "5",
    "share.fees": "10",
    "share.reserve": "5",
}


@pytest.fixture(scope="module")
def addresses(site: Path) -> dict[str, dict[str, str]]:
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    found = {e["id"].partition("/")[2]: e["url"] for e in entries if e["kind"] == "calculator"}
    assert sorted(found) == sorted([*CALCULATORS, PLAN])  # a plan is no row of fields: test_plan_page.py
    return found


# -- by Tab, and by ear --------------------------------------------------------------------------------


@dataclass
class Walk:
    """A form as it is met by Tab: what can be stopped at, in the order of the page."""

    calculator: str
    names: list[tuple[str, str, str]]
    """role, name and description of each"""
    stops: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """by width of the screen: each stop with where it is and what outline it has"""
    reached: dict[int, list[int]] = field(default_factory=dict)
    """by width: what Tab reached, in its order"""


_DEAF = """self.addEventListener("message", ({ data: { id, start } }) => {
  if (start) self.postMessage({ id, ready: true });
});"""
"""A worker without Python: a form is walked through faster when nothing starts behind it."""

_PREPARE = """() => {
  const form = document.querySelector("form[data-calculator]");
  for (const details of form.querySelectorAll("details")) details.open = true;
  const wanted = "a[href], button, input, select, summary, textarea, [tabindex]";
  window.stops = [...form.querySelectorAll(wanted)].filter(
    (e) => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
  form.tabIndex = -1;
  form.addEventListener("focusin", ({ target }) => {
    const at = window.stops.indexOf(target);
    if (at < 0 && target === form) return;
    const { outlineStyle, outlineWidth } = getComputedStyle(target);
    window.reached.push({ at, outline: outlineStyle === "none" ? 0 : parseFloat(outlineWidth) });
  });
  return window.stops.length;
}"""

_BEGIN = """() => {
  window.reached = [];
  document.querySelector("form[data-calculator]").focus({ preventScroll: true });
}"""

_SEEN = """() => {
  const rows = [...document.querySelectorAll("form [data-field]")];
  const box = (e) => { const { x, y, width, height } = e.getBoundingClientRect();
    return { left: x + scrollX, top: y + scrollY, width, height }; };
  return window.stops.map((e) => ({
    tag: e.tagName, called: e.name || e.textContent.trim().slice(0, 40), ...box(e),
    row: rows.indexOf(e.closest("[data-field]")),
    of: e.closest("[data-field]") && box(e.closest("[data-field]")),
  }));
}"""


@pytest.fixture(scope="module")
def walks(
    browser: Browser, address: str, addresses: dict[str, dict[str, str]]
) -> Iterator[Callable[[str], Walk]]:
    """Return a function that walks through a calculator, in one language or the other, on both screens."""
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, reduced_motion="reduce")
    context.route(
        "**/calculator/worker*.js", lambda route: route.fulfill(body=_DEAF, content_type="text/javascript")
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    done: dict[str, Walk] = {}

    def walk(calculator: str) -> Walk:
        if calculator not in done:
            lang = ("fr", "en")[CALCULATORS.index(calculator) % 2]
            page.goto(f"{address}{addresses[calculator][lang]}")
            done[calculator] = _walked(calculator, page, session)
        return done[calculator]

    yield walk
    context.close()


def _walked(calculator: str, page: Page, session: CDPSession) -> Walk:
    page.wait_for_selector("form[data-calculator]:not([inert])")
    count = page.evaluate(_PREPARE)
    walk = Walk(calculator, [_name(session, f"stops[{nth}]") for nth in range(count)])
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(_BEGIN)
        for _ in range(count + 1):
            page.keyboard.press("Tab")
        reached = page.evaluate("reached")
        walk.reached[width] = [stop["at"] for stop in reached]
        outlines = {stop["at"]: stop["outline"] for stop in reached}
        seen = page.evaluate(_SEEN)
        walk.stops[width] = [{**it, "outline": outlines.get(nth, 0)} for nth, it in enumerate(seen)]
    return walk


def _name(session: CDPSession, expression: str) -> tuple[str, str, str]:
    """Role, name and description, as they are told to a screen reader."""
    found = session.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
    asked = {"objectId": found, "fetchRelatives": False}
    node = session.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
    role, name, description = (node.get(key, {}).get("value", "") for key in ("role", "name", "description"))
    return role, name, description


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_whatever_can_be_used_has_a_name_of_its_own(calculator: str, walks: Callable[[str], Walk]) -> None:
    names = walks(calculator).names
    assert [role for role, name, _ in names if not name.strip()] == []
    assert {told: times for told, times in Counter(names).items() if times > 1} == {}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("calculator", CALCULATORS)
def test_tab_reaches_everything_once(calculator: str, width: int, walks: Callable[[str], Walk]) -> None:
    walk = walks(calculator)
    assert len(walk.names) > 10
    assert walk.reached[width] == list(range(len(walk.names)))


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("calculator", CALCULATORS)
def test_fields_are_reached_in_the_order_seen(
    calculator: str, width: int, walks: Callable[[str], Walk]
) -> None:
    stops = [stop for stop in walks(calculator).stops[width] if stop["row"] >= 0]
    rows = {stop["row"]: (round(stop["of"]["top"]), stop["of"]["left"]) for stop in stops}
    assert list(rows.values()) == sorted(rows.values())


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_a_line_holds_is_reached_in_the_order_seen(width: int, walks: Callable[[str], Walk]) -> None:
    stops = [stop for stop in walks("budget-split").stops[width] if stop["row"] >= 0]
    for row in {stop["row"] for stop in stops}:
        inputs = [stop for stop in stops if stop["row"] == row and stop["tag"] == "INPUT"]
        for one, next_ in pairwise(inputs):
            below = next_["top"] >= one["top"] + one["height"] - 1
            assert below or next_["left"] > one["left"], f"{one['called']} before {next_['called']}"


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_where_one_is_can_be_seen(calculator: str, walks: Callable[[str], Walk]) -> None:
    walk = walks(calculator)
    unseen = [stop["called"] for stops in walk.stops.values() for stop in stops if stop["outline"] < 2]
    assert unseen == []


@pytest.mark.parametrize("calculator", CALCULATORS)
def test_what_is_tapped_is_large_enough(calculator: str, walks: Callable[[str], Walk]) -> None:
    small = [
        (stop["called"], stop["width"], stop["height"])
        for stop in walks(calculator).stops[PHONE]
        if stop["tag"] != "A" and min(stop["width"], stop["height"]) < 24
    ]
    assert small == []


# -- a form that works, on a phone -----------------------------------------------------------------------

_STATE = """() => {
  const form = document.querySelector("form[data-calculator]");
  const texts = (found, key) => Object.fromEntries([...form.querySelectorAll(found)]
    .map((e) => [e.closest("[data-field]").dataset.field, e.textContent]).filter(([, text]) => text));
  return {
    errors: texts(".calc__error"), notes: texts(".calc__note"),
    message: form.querySelector(".calc__message").textContent,
    invalid: [...form.querySelectorAll("[aria-invalid=true]")].map((e) => e.name),
    values: Object.fromEntries([...form.querySelectorAll("[data-input]")]
      .filter((e) => !("quiet" in e.dataset && e.selectedIndex === 0)).map((e) => [e.name, e.value])
      .filter(([, value]) => value)),
    outputs: Object.fromEntries([...form.querySelectorAll("output:not([hidden])")]
      .map((e) => [e.dataset.output, e.dataset.value])),
    across: document.documentElement.scrollWidth,
  };
}"""

_FILL = """(values) => {
  const inputs = [...document.querySelectorAll("form [data-input]")].filter((e) => e.tagName !== "SELECT");
  for (const input of inputs) input.value = values[input.name] ?? "";
  inputs[0].dispatchEvent(new Event("input", { bubbles: true }));
}"""


class Form:
    """A calculator on a phone, opened once, and filled anew for each test."""

    def __init__(self, page: Page, address: str, addresses: dict[str, dict[str, str]]) -> None:
        self.page, self.address, self.addresses = page, address, addresses
        self.plain = False
        """whether the page holds nothing but what its own form has: no lines that an address added"""

    def url(self, calculator: str, lang: str) -> str:
        return f"{self.address}{self.addresses[calculator][lang]}"

    def at(self, calculator: str, lang: str, query: str | None = None, **values: str) -> Page:
        """Open it with an address, or fill it with values where it is open already."""
        url = self.url(calculator, lang)
        if query is None and self.plain and self.page.url.partition("?")[0] == url:
            self.page.evaluate(_FILL, values)
        else:
            self.page.goto(f"{url}?{urlencode(values) if query is None else query}")
        self.plain = query is None
        self.settled()
        return self.page

    def type(self, name: str, text: str) -> None:
        field = self.page.locator(f'[name="{name}"]')
        field.evaluate("e => { const fold = e.closest('details'); if (fold) fold.open = true; }")
        field.fill(text)
        self.settled()

    def settled(self) -> None:
        self.page.wait_for_selector(SETTLED, timeout=START)

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.page.evaluate(_STATE)
        return state


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str, addresses: dict[str, dict[str, str]]) -> Iterator[Form]:
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Form(context.new_page(), address, addresses)
    context.close()


@pytest.fixture
def form(phone: Form, complaints: Complaints) -> Iterator[Form]:
    with complaints.watching(phone.page):
        yield phone


# -- bad input -------------------------------------------------------------------------------------------

NOT_NUMBERS = (
    *("--5", "1e5", "1e", "-", "NaN", "Infinity", "=A1", "5%%", "12 34", "1,234,56", "1.2.3", "1\t2"),
    *("abc", "<b>12</b>", "<img src=x onerror=alert(1)>", "javascript:alert(1)"),
    *("$5 €", "(5)", "½", "1 / 2", "\u0663\u0664", "😀", "\u202e123"),
)
BAD = {
    ("cpm", "fr"): (
        {"cost": "500", "impressions": "62500"},
        [("cost", typed, "not_a_number") for typed in NOT_NUMBERS]
        + [
            ("cost", "", "underdetermined"),
            ("cost", "   ", "underdetermined"),
            ("cost", "-5", "negative"),
            ("cost", "9" * 61, "too_long"),
            ("cost", "9" * 400, "too_long"),
            ("cost", "1 000 000 000 000 000 000", "too_large"),
            ("cost", "5%", "percent_unexpected"),
            ("impressions", "5 $", "currency_unexpected"),
            ("impressions", "0", "zero"),
        ],
    ),
    ("cpm-cpc-ctr", "en"): (
        {"cpm": "12", "ctr": "1.5"},
        [
            ("ctr", "150", "too_high"),
            ("ctr", "150%", "too_high"),
            ("ctr", "-1", "negative"),
            ("ctr", "0", "zero"),
            ("ctr", "5 $", "currency_unexpected"),
            ("ctr", "1,234,56", "not_a_number"),
            ("ctr", "", "underdetermined"),
            ("cpm", "0", "zero"),
            ("cpm", "5%", "percent_unexpected"),
        ],
    ),
    ("funnel", "fr"): (
        {"cpm": "12", "ctr": "1,5", "landing_rate": "80", "conversion_rate": "2", "conversions": "50"},
        [
            ("landing_rate", "101", "too_high"),
            ("conversion_rate", "0", "zero"),
            ("conversion_rate", "2 €", "currency_unexpected"),
            ("conversions", "-1", "negative"),
            ("conversions", "５０％", "percent_unexpected"),
            ("cpm", "douze", "not_a_number"),
        ],
    ),
    ("budget-split", "en"): (
        {"total": "1000", "share.production": "30", "share.media": "50", "share.fees": "20"},
        [
            ("total", "", "underdetermined"),
            ("total", "0", "zero"),
            ("total", "-5", "negative"),
            ("total", "5%", "percent_unexpected"),
            ("share.media", "40", "shares_sum"),
            ("share.media", "60", "shares_sum"),
            ("share.media", "", "shares_sum"),
            ("share.media", "-10", "negative"),
            ("share.media", "150", "too_high"),
            ("share.media", "five", "not_a_number"),
            ("share.media", "5 $", "currency_unexpected"),
            ("lock.organic", "2000", "infeasible"),
            ("lock.organic", "-5", "negative"),
            ("min.organic", "5000", "infeasible"),
            ("max.organic", "abc", "not_a_number"),
            ("lock.media", "500", "share_and_lock"),
        ],
    ),
}


@pytest.mark.parametrize(("calculator", "lang"), list(BAD))
def test_bad_input_has_its_sentence_and_costs_nothing(calculator: str, lang: str, form: Form) -> None:
    values, cases = BAD[calculator, lang]
    form.at(calculator, lang, **values)
    before = form.state()["values"]
    assert before == values
    faults = []
    for name, typed, code in cases:
        form.type(name, typed)
        found = _faults(calculator, lang, values, (name, typed, code), form.state())
        form.type(name, values.get(name, ""))
        after = form.state()
        if after["errors"] or after["message"] or after["invalid"] or after["values"] != before:
            found.append("it stays when mended")
        faults += [f"{name} {typed[:30]!r}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def _faults(
    calculator: str, lang: str, values: dict[str, str], case: tuple[str, str, str], state: dict[str, Any]
) -> list[str]:
    """What is wrong with what a page says of an input."""
    name, typed, code = case
    asked = {key: value for key, value in {**values, name: typed}.items() if value.strip()}
    errors = command(calculator, asked, lang, "CAD").get("errors", [])
    faults = [] if [error["code"] for error in errors] == [code] else [f"the command says {errors}"]
    sentence = " ".join(error["message"] for error in errors)
    alone = errors and errors[0]["field"] is None
    where = f"share.{name.partition('.')[2]}" if "." in name else name
    told = ({}, sentence) if alone else ({where: sentence}, "")
    if (state["errors"], state["message"]) != told:
        faults.append(f"said {state['errors']} {state['message']!r}, not {sentence!r}")
    if state["invalid"] != ([] if alone else [name]):
        faults.append(f"marked: {state['invalid']}")
    others = {key: value for key, value in state["values"].items() if key != name}
    if others != {key: value for key, value in values.items() if key != name}:
        faults.append(f"other fields hold {others}")
    if state["across"] > PHONE:
        faults.append(f"the page is {state['across']} px wide")
    return faults


@pytest.mark.parametrize(
    ("typed", "lang", "value"),
    [
        ("1 234,5", "fr", "19.752"),
        ("１２３４", "fr", "19.744"),
        ("12,", "fr", "0.192"),
        ("12k", "en", "192"),
        ("5,000.5", "en", "80.008"),
        ("500 CAD", "fr", "8"),
    ],
)
def test_what_looks_bad_and_can_be_read_is(typed: str, lang: str, value: str, form: Form) -> None:
    form.at("cpm", lang, cost="500", impressions="62500")
    form.type("cost", typed)
    state = form.state()
    assert (state["errors"], state["notes"], state["message"]) == ({}, {}, "")
    assert state["outputs"] == {"cpm": value}


def test_doubtful_numbers_are_computed_with_a_word(form: Form) -> None:
    form.at("cpm-cpc-ctr", "en", cpm="12", ctr="1.5")
    for name, typed in (("ctr", "0.002"), ("cpm", "5 €"), ("cpm", "1,234")):
        form.type(name, typed)
        state = form.state()
        assert list(state["notes"]) == [name], typed
        assert state["errors"] == {}, typed
        form.type(name, "2")


def test_fast_typing_ends_with_what_was_typed_last(form: Form) -> None:
    page = form.at("cpm", "fr", cost="500", impressions="62500")
    page.focus("[name=cost]")
    page.keyboard.press("Control+A")
    page.keyboard.type("12345678")
    expect(page.locator("output[data-output=cpm]")).to_have_attribute("data-value", "197530.848")


@pytest.mark.parametrize("typed", ["W" * 60, "<script>" + "x" * 50])
def test_long_words_do_not_widen_the_page(typed: str, form: Form) -> None:
    form.at("cpm", "fr", cost="500", impressions="62500")
    form.type("cost", typed)
    assert form.state()["across"] <= PHONE


def test_a_long_name_of_a_line_does_not_widen_the_page(form: Form) -> None:
    form.at("budget-split", "fr", "total=1000&share." + "W" * 40 + "=100")
    assert form.state()["across"] <= PHONE


def test_a_long_address_does_not_widen_the_page(form: Form) -> None:
    form.at("cpm", "fr", "cost=500&impressions=62500&" + "a" * 5000 + "=1")
    assert form.state()["across"] <= PHONE


def test_shares_of_nothing_are_told(form: Form) -> None:
    values = {"total": "1000", "share.production": "0", "share.fees": "0"}
    form.at("budget-split", "fr", urlencode(values))
    expected = command("budget-split", values, "fr", "CAD")["errors"][0]["message"]
    assert form.state()["message"] == expected


@pytest.mark.parametrize("name", ["constructor", "toString", "valueOf"])
def test_lines_named_as_what_objects_have(name: str, form: Form) -> None:
    """Names that a script could take for its own: with nothing typed in them, their bars wait."""
    page = form.at("budget-split", "fr", f"total=1000&share.media=100&min.{name}=")
    bar = page.locator(f'input[type=range][data-part="{name}"]')
    assert bar.is_disabled()
    assert "undefined" not in (bar.get_attribute("aria-valuetext") or "")


def test_sentences_call_a_line_as_the_page_does(form: Form) -> None:
    form.at("budget-split", "fr", **SPLIT)
    form.type("lock.media", "500")
    assert "Média" in form.state()["errors"]["share.media"]


def test_what_an_address_asks_in_vain_is_told_for_what_it_is(form: Form) -> None:
    form.at("cpm", "fr", "cost=500&cost=600&impressions=62500&currency=XXX&nonsense=1&__proto__=2")
    state = form.state()
    unknown, _, repeated = state["message"].partition(". ")
    assert all(each in unknown for each in ("nonsense", "currency=XXX", "__proto__"))
    assert "cost" in repeated
    assert state["values"] == {"cost": "500", "impressions": "62500"}
    assert state["outputs"] == {"cpm": "8"}


@pytest.mark.parametrize(
    "query", ["cost=%E0%A4%A&impressions=1", "cost=%zz&impressions=1", "cost=%3Cb%3E&impressions=1"]
)
def test_broken_addresses_are_told_by_the_field(query: str, form: Form) -> None:
    form.at("cpm", "fr", query)
    assert list(form.state()["errors"]) == ["cost"]


def test_a_name_of_a_line_with_a_space_at_its_end(form: Form) -> None:
    form.at("budget-split", "fr", "total=10&share.a%20=50&share.c=50")
    assert sorted(form.state()["outputs"].values()) == ["5", "5"]


def test_a_line_is_not_added_twice(form: Form) -> None:
    page = form.at("budget-split", "fr", **SPLIT)
    page.fill(".calc__line-name", "Média")
    page.click("[data-do=add]")
    assert page.locator(".calc__field--line .calc__label", has_text="Média").count() == 1


def test_a_name_that_no_line_can_have_is_refused_at_once(form: Form) -> None:
    page = form.at("budget-split", "fr", **SPLIT)
    before = page.locator(".calc__field--line").count()
    page.fill(".calc__line-name", "fin.")
    page.click("[data-do=add]")
    assert page.locator(".calc__field--line").count() == before


def test_undo_takes_an_added_line_away(form: Form) -> None:
    page = form.at("budget-split", "en", **SPLIT)
    before = page.locator(".calc__field--line").count()
    page.fill(".calc__line-name", "Travel")
    page.click("[data-do=add]")
    page.keyboard.type("10")
    page.keyboard.press("Tab")
    page.click("[data-do=undo]")
    form.settled()
    assert page.locator(".calc__field--line").count() == before


def test_what_is_wrong_with_shares_is_seen_while_one_types(form: Form) -> None:
    page = form.at("budget-split", "fr", **SPLIT)
    page.focus('[name="share.production"]')
    form.type("share.production", "40")
    assert form.state()["message"]
    top, bottom = page.locator(".calc__message").evaluate(
        "e => [e.getBoundingClientRect().top, e.getBoundingClientRect().bottom]"
    )
    assert 0 <= top < bottom <= 800


def test_a_value_that_made_room_comes_back(form: Form) -> None:
    form.at("cpm", "fr", "cost=500&impressions=62500")
    form.type("cpm", "9")
    form.type("cpm", "")
    assert form.state()["values"] == {"cost": "500", "impressions": "62500"}


# -- by keyboard alone -----------------------------------------------------------------------------------


def _in_form(page: Page) -> bool:
    return bool(page.evaluate("() => Boolean(document.activeElement.closest('form[data-calculator]'))"))


def test_solving_for_a_field_keeps_the_place(form: Form) -> None:
    page = form.at("cpm", "fr", cost="500", impressions="62500")
    page.press("[data-field=cost] [data-do=find]", "Enter")
    expect(page.locator("output[data-output=cost]")).to_have_attribute("data-value", "500")
    assert _in_form(page)


def test_taking_another_reading_keeps_the_place(form: Form) -> None:
    page = form.at("cpm", "fr", cost="1,234", impressions="62500")
    page.press("[data-field=cost] .calc__offers button", "Enter")
    expect(page.locator("[name=cost]")).to_have_value("1234")
    form.settled()
    assert _in_form(page)


def test_the_last_undo_keeps_the_place(form: Form) -> None:
    page = form.at("roi", "fr", "currency=EUR")
    page.select_option("select[name=currency]", "CAD")
    page.press("[data-do=undo]", "Enter")
    expect(page.locator("[data-do=undo]")).to_be_disabled()
    assert _in_form(page)


def test_every_example_is_reached_by_arrows(form: Form) -> None:
    page = form.at("cpm", "fr", cost="1", impressions="1000")
    page.focus("select[data-do=start]")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
        form.settled()
    page.keyboard.press("Enter")
    form.settled()
    assert "impressions" not in page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")


def test_enter_adds_the_line_that_was_named(form: Form) -> None:
    page = form.at("budget-split", "fr", **SPLIT)
    page.fill(".calc__line-name", "Voyages")
    page.press(".calc__line-name", "Enter")
    assert page.evaluate("document.activeElement.name") == "share.Voyages"


def test_a_copy_is_heard(form: Form) -> None:
    page = form.at("cpm", "fr", cost="500", impressions="62500")
    page.press("[data-take=link]", "Enter")
    expect(page.locator("[data-take=link]")).to_have_text("Copié")
    expect(page.locator("form [role=status]", has_text="Copié")).to_have_count(1, timeout=1500)


def test_an_empty_field_tells_what_was_computed(form: Form) -> None:
    page = form.at("cpm", "fr", cost="500", impressions="62500")
    described = str(page.get_attribute("[name=cpm]", "aria-describedby")).split()
    words = [page.locator(f'[id="{each}"]').inner_text() for each in described]
    assert any("8,00" in each for each in words)


def test_bars_have_words_from_the_start(form: Form) -> None:
    page = form.page
    page.goto(form.url("budget-split", "fr"))
    assert page.get_attribute("input[type=range][data-part=media]", "aria-valuetext")


def test_bars_keep_the_others_in_proportion_by_keyboard(form: Form) -> None:
    page = form.at("budget-split", "fr", **SPLIT)
    page.focus("input[type=range][data-part=media]")
    for key in ("End", "Home"):
        page.keyboard.press(key)
        form.settled()
    amounts = form.state()["outputs"]
    assert float(amounts["amount.production"]) == pytest.approx(2.5 * float(amounts["amount.fees"]), rel=0.01)
