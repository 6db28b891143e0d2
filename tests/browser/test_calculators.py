"""Calculators in the reader's browser: the same numbers as the command, from the address, as one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

import planner
from macros.load import load
from planner.answer import refused_as_json
from tests.browser.conftest import NewContext
from tests.conftest import ROOT
from tests.planner_cases import cases, faults

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
        "form output:not([hidden])", "all => all.map(o => [o.dataset.output, o.dataset.value, o.textContent])"
    )
    return {name: (value, words) for name, value, words in found}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_shared_address_shows_what_the_command_prints(
    lang: str, page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    for entry in load(DATA).of_kind("calculator"):
        name = entry.id.partition("/")[2]
        values = entry.examples[-1].values  # type: ignore[attr-defined]
        page.goto(f"{address}{addresses[name][lang]}?{urlencode({**values, 'currency': 'EUR'})}")
        page.wait_for_selector(READY, timeout=START)
        printed = command(name, values, lang, "EUR")["outputs"]
        expected = {key: (value["value"], value["display"]) for key, value in printed.items()}
        assert shown(page) == expected, name


def test_results_follow_typing_and_the_address_follows_them(
    page: Page, address: str, addresses: dict[str, dict[str, str]]
) -> None:
    page.goto(f"{address}{addresses['cpm']['fr']}?cost=500&impressions=62500&nonsense=1&utm_source=x")
    page.wait_for_selector(READY, timeout=START)
    expect(page.locator(".calc__message")).to_contain_text("nonsense")
    expect(page.locator(".calc__message")).not_to_contain_text("utm_source")
    page.fill("input[name=impressions]", "125 000")
    expect(page.locator("output[data-output=cpm]")).to_have_attribute("data-value", "4")
    assert page.url.endswith("?cost=500&impressions=125000&currency=CAD")
    page.fill("input[name=cpm]", "10")  # what was computed is now given: what was typed first is the unknown
    expect(page.locator("output[data-output=cost]")).to_have_attribute("data-value", "1250")
    page.click("[data-field=impressions] [data-do=find]")
    expect(page.locator("output[data-output=impressions]")).to_have_attribute("data-value", "125000")
    page.click("[data-field=cost] [data-do=find]")
    page.select_option("select[name=currency]", "EUR")
    expect(page.locator("output[data-output=cost]")).to_have_text("1\u202f250,00\u202f€")


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
    assert page.locator(".is-pending output:not([hidden])").count() == len(shown(page))


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
            assert not faults(case, answer), f"{case}: {faults(case, answer)}"
            assert answer == command(calculator, case.inputs, lang, case.currency), str(case)


_ASK = """async (requests) => {
  const script = document.querySelector('script[src*="calculator/form.js"]').src;
  const { Client } = await import(script.replace("form.js", "client.js"));
  const form = document.querySelector("form[data-calculator]");
  const client = new Client({
    worker: script.replace("form.js", "worker.js"),
    base: new URL(form.dataset.runtime, location.href).href,
    parts: JSON.parse(form.querySelector("script[data-parts]").textContent),
    locale: form.querySelector("script[data-locale]").textContent,
  });
  const answers = [];
  for (const request of requests) answers.push(await client.run(request));
  return answers;
}"""
