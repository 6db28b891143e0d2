"""The budget ladder and values with taxes, in the reader's browser: what is chosen changes what is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_calculators import Calculators, command, output, ready, shown

NARROW = "\u202f"


@pytest.fixture
def calculators(address: str, site: Path) -> Calculators:
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    return Calculators(address, {e["id"].partition("/")[2]: e["url"] for e in entries})


def sign(page: Page, field: str) -> str:
    """What stands beside a field: the one sign that is seen."""
    (seen,) = [one for one in page.locator(f"[data-field={field}] .calc__sign").all() if one.is_visible()]
    return seen.text_content() or ""


@pytest.mark.parametrize(
    ("basis", "fee", "mark", "fees", "net"),
    [
        ("gross", "15", "%", "3000", "17000"),
        ("net", "15", "%", "2608.69565217391304", "17391.304347826087"),
        ("fixed", "3000", "EUR", "3000", "17000"),
    ],
)
def test_each_way_to_charge_a_fee(
    page: Page, calculators: Calculators, basis: str, fee: str, mark: str, fees: str, net: str
) -> None:
    calculators.open(page, "budget-ladder", gross="20000", tax="14.975", currency="EUR")
    page.select_option("select[name=fee_basis]", basis)
    page.fill("input[name=fee]", fee)
    expect(output(page, "fees")).to_have_attribute("data-value", fees)
    expect(output(page, "net")).to_have_attribute("data-value", net)
    expect(output(page, "total")).to_have_attribute("data-value", "22995")
    ready(page)
    assert sign(page, "fee") == mark
    printed = command(
        "budget-ladder", {"gross": "20000", "tax": "14.975", "fee_basis": basis, "fee": fee}, "fr", "EUR"
    )
    assert shown(page) == {
        name: (value["value"], value["display"]) for name, value in printed["outputs"].items()
    }
    for part in ("gross=20000", f"fee_basis={basis}", f"fee={fee}", "tax=14.975"):
        assert part in page.url
    page.reload()
    ready(page)
    assert sign(page, "fee") == mark
    expect(output(page, "fees")).to_have_attribute("data-value", fees)


def test_one_rate_is_told_on_both_sides(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-ladder", gross="20000", fee="15")
    expect(output(page, "fee_on_net")).to_have_text(f"17,65{NARROW}%")
    note = page.locator("[data-field=fee_on_net] .calc__note")
    expect(note).to_contain_text(f"15{NARROW}% du brut, c'est 17,65{NARROW}% du net")
    page.select_option("select[name=fee_basis]", "net")
    expect(output(page, "fee_on_gross")).to_have_text(f"13,04{NARROW}%")


def test_a_tax_is_one_tap(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-ladder", gross="20000", fee="15")
    taps = page.locator("[data-field=tax] .calc__taps button")
    taps.filter(has_text=f"TPS 5{NARROW}% + TVQ 9,975{NARROW}% = 14,975{NARROW}%").click()
    expect(page.locator("input[name=tax]")).to_have_value("14,975")
    expect(output(page, "taxes")).to_have_attribute("data-value", "2995")
    ready(page)
    assert "tax=14.975" in page.url
    taps.filter(has_text="France").click()
    expect(output(page, "taxes")).to_have_attribute("data-value", "4000")
    page.click("button[data-do=undo]")
    expect(output(page, "taxes")).to_have_attribute("data-value", "2995")


def test_a_tax_by_its_name_in_the_address_becomes_its_rate(page: Page, calculators: Calculators) -> None:
    """Whoever opens the address later gets the same numbers, though the rate has changed since."""
    calculators.open(page, "budget-ladder", gross="20000", fee="15", tax="tps-tvq")
    expect(output(page, "total")).to_have_attribute("data-value", "22995")
    expect(page.locator(".calc__steps")).to_contain_text("TPS + TVQ")
    expect(page.locator("input[name=tax]")).to_have_value("14,975")
    assert "tax=14.975" in page.url


def test_from_the_invoice_back_to_the_budget(page: Page, calculators: Calculators) -> None:
    calculators.open(page, "budget-ladder", gross="20000", fee="15", tax="20", ad_fees_cpm="0.5", cpm="8")
    expect(output(page, "impressions")).to_have_attribute("data-value", "2000000")
    page.click("[data-field=gross] [data-do=find]")
    expect(output(page, "gross")).to_have_attribute("data-value", "20000")
    page.fill("input[name=total]", "48000")
    expect(output(page, "gross")).to_have_attribute("data-value", "40000")
    expect(output(page, "working_media")).to_have_attribute("data-value", "32000")


def test_a_field_to_be_found_is_found_from_what_followed_from_it(
    page: Page, calculators: Calculators
) -> None:
    """Of all results, one that hangs on the field is kept: the total says nothing of the fee."""
    page.goto(calculators.url("budget-ladder", "fr"))
    page.click("[data-field=fee] [data-do=find]")  # as the page was built
    expect(output(page, "fee")).to_have_attribute("data-value", "0.15")
    ready(page)
    assert "fees=3000" in page.url
    page.click("[data-field=cpm] [data-do=find]")
    expect(output(page, "cpm")).to_have_attribute("data-value", "8")
    page.fill("input[name=impressions]", "1M")  # 17 000 less 1 000 of costs, which were kept
    expect(output(page, "cpm")).to_have_attribute("data-value", "16")


def test_returns_are_before_tax(page: Page, calculators: Calculators) -> None:
    """A funnel that says nothing of taxes is what it was, its address too."""
    calculators.open(page, "funnel", budget="1000", conversions="20", aov="120")
    expect(output(page, "roas")).to_have_attribute("data-value", "2.4")
    assert page.url.endswith("?budget=1000&conversions=20&aov=120&currency=CAD")
    page.select_option("select[name=aov_tax]", "included")
    expect(page.locator(".calc__message")).to_contain_text("Taux de taxe")
    page.locator("[data-field=tax] .calc__taps button", has_text="France").click()
    expect(output(page, "roas")).to_have_attribute("data-value", "2")
    ready(page)
    assert "aov_tax=included" in page.url
    page.reload()
    ready(page)
    expect(output(page, "roas")).to_have_attribute("data-value", "2")
    page.select_option("[data-do=start]", index=1)  # an example says nothing of taxes
    ready(page)
    expect(page.locator("select[name=aov_tax]")).to_have_value("excluded")


def test_a_price_told_with_its_tax_has_another_threshold(page: Page, calculators: Calculators) -> None:
    inputs = {"margin": "40", "aov": "96", "conversion_rate": "2", "cpc": "0.65"}
    calculators.open(page, "breakeven-roas", "en", **inputs, aov_tax="included", tax="20")
    expect(output(page, "cpa_max")).to_have_attribute("data-value", "32")
    expect(output(page, "verdict")).to_have_attribute("data-value", "loss")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_taxes_are_listed_without_scripts(lang: str, kept_page, calculators: Calculators) -> None:  # type: ignore[no-untyped-def]
    page = kept_page(java_script_enabled=False)
    page.goto(calculators.url("budget-ladder", lang))
    listed = page.locator(".taxes li")
    assert listed.count() == 8
    expect(listed.first).to_contain_text("9,975" if lang == "fr" else "9.975")
    expect(listed.first.locator("a").last).to_have_attribute("href", "../../sources/#revenu-quebec-taxes")
    assert page.locator(".taxes .caveat").count() == 4
