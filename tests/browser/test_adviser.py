"""The adviser in a browser: what the planner says, from the address, all at once or step by step."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from planner import Locale
from planner.adviser import advice
from tests.browser.conftest import KeptPage, NewContext
from tests.browser.test_print import pages_of
from tests.conftest import ROOT
from tests.test_adviser import CASES

Entry = dict[str, Any]
READY = "form.adviser[data-state=ready]"
START = 60_000
"""Milliseconds in which Python starts on a busy machine."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
ANSWERS = CASES[1]["answers"]
WORST = [
    {"horizon": "year", "maturity": "tracked", "budget": "200000", "hours": "4", "material": "none"},
    {"horizon": "year", "maturity": "nothing", "budget": "30000", "hours": "2", "material": "footage"},
]
"""situations of which there is much to say"""


@pytest.fixture(scope="module")
def url(entries: list[Entry]) -> dict[str, str]:
    (found,) = (entry["url"] for entry in entries if entry["kind"] == "adviser")
    return dict(found)


def locale(lang: str) -> Locale:
    return Locale.from_json(json.loads((ROOT / f"data/locales/{lang}.json").read_text("utf-8")))


def opened(page: Page, address: str, **answers: str) -> None:
    """Open the adviser with answers, and wait for what follows."""
    page.goto(f"{address}?{urlencode(answers)}" if answers else address)
    page.wait_for_selector(READY, timeout=START)


def told(page: Page) -> dict[str, Any]:
    """What the page advises, in its own words."""
    found: dict[str, Any] = page.evaluate(
        """() => {
            const words = (element) => element.textContent.trim().replace(/\\s+/g, " ");
            const all = (within, selector) => [...within.querySelectorAll(selector)].map(words);
            const lists = [...document.querySelectorAll(".advised [data-slot]")];
            return {
                mix: words(document.querySelector(".advised__mix")),
                lists: Object.fromEntries(lists.map((list) => [
                    `${list.dataset.slot} ${list.dataset.takes}`,
                    [...list.children].map((part) => words(part)),
                ])),
                amounts: Object.fromEntries([...document.querySelectorAll(".advised output:not([hidden])")]
                    .map((output) => [output.dataset.output, [output.dataset.value, words(output)]])),
            };
        }"""
    )
    return found


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("case", CASES[1:8:2], ids=lambda case: str(case["name"]))
def test_a_shared_address_shows_what_the_command_prints(
    case: dict[str, Any], lang: str, page: Page, address: str, url: dict[str, str]
) -> None:
    opened(page, address + url[lang], **case["answers"], currency="EUR")
    expected = advice.advise(case["answers"], locale(lang), "EUR")
    found = told(page)
    assert found["mix"] == spaced(expected["outputs"]["mix"]["display"])
    amounts = {
        name: [output["value"], spaced(output["display"])]
        for name, output in expected["outputs"].items()
        if name.startswith("amount.")
    }
    assert found["amounts"] == amounts
    texts = [text for parts in found["lists"].values() for text in parts]
    for reason in (*expected["reasons"].values(), *expected["cautions"]):
        assert any(spaced(reason["reason"]) in text for text in texts), reason
    listed = {"first": "first primary", "primary": "first primary"}
    for verdict, names in case["formats"].items():
        title = listed.get(verdict, verdict)
        assert len(found["lists"][f"format {title}"]) >= len(names)
    assert len(texts) == sum(
        [
            *(len(case[key]) for key in ("roles", "splits", "cautions")),
            *(len(names) for names in (*case["formats"].values(), *case["metrics"].values())),
        ]
    )


def test_every_part_of_advice_leads_to_its_statement(
    page: Page, address: str, url: dict[str, str], entries: list[Entry], site: Path
) -> None:
    opened(page, address + url["fr"], **ANSWERS)
    links = page.eval_on_selector_all(
        ".advised .rule__why", "all => all.map(why => why.querySelector('a')?.href)"
    )
    assert len(links) > 20
    known = {
        f"{address}{entry['url']['fr']}#{statement['anchor']['fr']}"
        for entry in entries
        for statement in entry["statements"]
    }
    assert {re.sub(r"\?[^#]*", "", link) for link in links} <= known


def test_answers_stand_in_the_address_and_come_back_in_the_other_language(
    page: Page, address: str, url: dict[str, str]
) -> None:
    opened(page, address + url["fr"])
    expect(page.locator(".advised")).to_be_hidden()
    page.check("[value=conversion]")
    expect(page.locator(".advised__mix")).to_be_visible(timeout=START)
    page.check("[value=months]")
    page.fill("[name=budget]", "12 k")
    page.select_option("[name=currency]", "EUR")
    expect(page).to_have_url(re.compile(r"\?objective=conversion&horizon=months&budget=12000&currency=EUR$"))
    page.locator("a.language").click()
    page.wait_for_selector(READY, timeout=START)
    assert page.url == f"{address}{url['en']}?objective=conversion&horizon=months&budget=12000&currency=EUR"
    expect(page.locator("[value=conversion]")).to_be_checked()
    assert page.input_value("[name=budget]") == "12000"
    page.reload()
    expect(page.locator(".advised__mix")).to_be_visible(timeout=START)


def test_what_cannot_be_answered_with_is_said_beside_its_question(
    page: Page, address: str, url: dict[str, str]
) -> None:
    opened(
        page, address + url["fr"], objective="acquisition", budget="beaucoup", horizon="bientôt", colour="red"
    )
    expect(page.locator("[data-question=budget] [role=alert]")).to_contain_text("beaucoup")
    expect(page.locator("[name=budget]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-question=horizon] [role=alert]")).not_to_be_empty()
    expect(page.locator(".adviser__message")).to_contain_text("colour")
    expect(page.locator(".advised")).to_be_hidden()
    page.fill("[name=budget]", "5000-8000")
    expect(page.locator("[data-question=horizon] [role=alert]")).to_be_empty()
    expect(page.locator("[data-question=budget] [role=alert]")).not_to_be_empty()
    page.fill("[name=budget]", "5000")
    expect(page.locator("[name=budget]")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator(".advised__mix")).to_be_visible()


def test_answers_without_an_objective_ask_for_one(page: Page, address: str, url: dict[str, str]) -> None:
    opened(page, address + url["en"], horizon="days")
    expect(page.locator(".adviser__message")).to_contain_text("Objective")
    expect(page.locator(".advised")).to_be_hidden()


def test_one_question_at_a_time(new_context: NewContext, address: str, url: dict[str, str]) -> None:
    """On a phone: each step is one of the browser's, the focus goes along, the end shows the advice."""
    page = new_context(**PHONE).new_page()
    opened(page, address + url["fr"])
    questions = page.locator("[data-question]:visible")
    expect(questions).to_have_count(1)
    expect(page.locator("[data-do=next]")).to_be_disabled()
    page.check("[value=acquisition]")
    page.click("[data-do=next]")
    expect(page.locator("[data-question=horizon] .adviser__title")).to_be_focused()
    expect(page.locator("[data-question=horizon] .adviser__nth")).to_have_text("Question 2 sur 6")
    page.check("[value=months]")
    page.click("[data-do=next]")
    assert parse_qs(urlsplit(page.url).query)["horizon"] == ["months"], "though Python may not have started"
    page.go_back()
    expect(page.locator("[data-question=horizon] .adviser__title")).to_be_focused()
    expect(page.locator("[value=months]")).to_be_checked()
    page.go_forward()
    expect(page.locator("[data-question=maturity]")).to_be_visible()
    expect(page.locator(".advised")).to_be_hidden()
    page.click("[data-do=previous]")
    expect(page.locator("[data-question=horizon]")).to_be_visible()
    page.click("[data-do=next]")
    page.check("[value=tracked]")
    page.click("[data-do=next]")
    page.fill("[name=budget]", "12 000")
    page.keyboard.press("Enter")
    expect(page.locator("[data-question=hours]")).to_be_visible()
    page.click("[data-do=next]")
    page.check("[value=footage]")
    page.click("[data-do=next]")
    expect(page.locator(".advised__mix")).to_be_focused(timeout=START)
    expect(questions).to_have_count(0)
    answered = "objective=acquisition&horizon=months&maturity=tracked&budget=12000&material=footage"
    expect(page).to_have_url(f"{address}{url['fr']}?{answered}&currency=CAD")
    expect(page.locator(".advised__open")).to_contain_text("Heures par semaine")
    page.click("[data-change=budget]")
    expect(page.locator("[data-question=budget] .adviser__title")).to_be_focused()
    page.click("[data-do=end]")
    expect(page.locator(".advised__mix")).to_be_focused()
    page.go_back()
    expect(page.locator("[data-question=budget]")).to_be_visible()
    page.click("[data-do=all]")
    expect(questions).to_have_count(6)
    expect(page.locator(".advised__mix")).to_be_visible()


def test_answers_can_be_cleared(page: Page, address: str, url: dict[str, str]) -> None:
    opened(page, address + url["fr"], **ANSWERS)
    page.click(".adviser [data-do=reset]")
    expect(page.locator(".advised")).to_be_hidden()
    expect(page).to_have_url(address + url["fr"])
    expect(page.locator("input:checked")).to_have_count(0)


def test_everything_reads_without_a_script(
    new_context: NewContext, address: str, url: dict[str, str]
) -> None:
    """Every question, every rule with what it gives and why, and what each objective asks for."""
    page = new_context(java_script_enabled=False).new_page()
    for lang in ("fr", "en"):
        page.goto(address + url[lang])
        expect(page.locator("form.adviser")).to_be_hidden()
        expect(page.locator(".advised")).to_be_hidden()
        spoken = locale(lang)
        text = spaced(page.locator(".grounds").text_content() or "")
        for key, reason in spoken.tables[advice.WORDS]["reasons"].items():
            assert spaced(reason["reason"]) in text, key
        for key, title in spoken.tables[advice.WORDS]["titles"].items():
            assert not key.startswith("mixes/") or spaced(title) in text
        for name, asked in ((asked["id"], asked) for asked in spoken.tables["adviser"]["questions"]):
            for choice in asked["choices"]:
                assert spaced(spoken.words[f"code.adviser.{name}.{choice}"]) in text


def test_the_page_has_every_part_that_the_planner_may_name(site: Path, url: dict[str, str]) -> None:
    spoken = locale("fr")
    keys = {
        *(
            key
            for key in spoken.tables[advice.WORDS]["reasons"]
            if not re.match(r"(splits/.*/\d+|metrics/nothing)", key)
        ),
        *(key for key in spoken.tables[advice.WORDS]["titles"] if key.startswith("mixes/")),
    }
    for lang in ("fr", "en"):
        held = re.findall(r'data-advice="([^"]+)"', (site / url[lang] / "index.html").read_text("utf-8"))
        assert len(held) == len(set(held))
        assert keys - {"metrics/nothing-bought"} == set(held)


def test_advice_prints_on_two_pages(page: Page, address: str, url: dict[str, str]) -> None:
    for objective in sorted({case["answers"]["objective"] for case in CASES}):
        for situation in WORST:
            opened(page, address + url["fr"], objective=objective, **situation)
            expect(page.locator(".advised__mix")).to_be_visible()
            printed = pages_of(page.pdf(format="A4", prefer_css_page_size=True))
            assert 1 <= printed <= 2, (objective, situation)


def test_where_nothing_can_compute_the_rules_are_left(
    new_context: NewContext, address: str, url: dict[str, str]
) -> None:
    page = new_context().new_page()
    broken = [True]

    def held(route: Route) -> None:
        route.abort() if broken[0] else route.continue_()

    page.route("**/pyodide.asm.wasm", held)
    page.goto(f"{address}{url['fr']}?objective=acquisition")
    page.wait_for_selector("form.adviser[data-state=error]", timeout=START)
    expect(page.locator(".adviser__message")).to_contain_text("règles")
    expect(page.locator(".advised")).to_be_hidden()
    broken[0] = False
    page.click(".adviser__retry button")
    expect(page.locator(".advised__mix")).to_be_visible(timeout=START)
    expect(page.locator(".adviser__retry")).to_be_empty()


def test_a_base_without_adviser_shows_none(other_site: Path, other_address: str, kept_page: KeptPage) -> None:
    assert not any("adviser" in path.parts for path in other_site.rglob("*.html"))
    page = kept_page()
    page.goto(other_address)
    expect(page.locator(".adviser-door")).to_have_count(0)
