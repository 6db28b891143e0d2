"""What budgets run into, judged by numbers and rules alone, as a calculator does, and a plan its lines."""

from __future__ import annotations

import json
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.addresses import Addresses
from macros.edition import Edition
from macros.load import KnowledgeBase, load
from macros.model import RuleKind
from macros.permalinks import Permalinks
from macros.tables import tables
from macros.tables.platforms import told
from macros.view import view_of
from planner import Locale, reality, run
from planner.answer import said
from planner.exports import as_text
from planner.problems import WARNINGS
from planner.reality import Platform, Rule, ceiling, learning, minimums, overspend, platform_of
from tests.conftest import ROOT

GROUP = Rule("daily-minimum", Fraction(20), "ad group", "a page", "USD", each_set=True)
CAMPAIGN = Rule("daily-minimum", Fraction(50), "campaign", "a page", "USD")
IN_ALL = Rule("total-minimum", Fraction(80), "campaign", "a page", "USD")
PLATFORM = Platform("P", (CAMPAIGN, GROUP, IN_ALL))
money = st.fractions(min_value=Fraction(1, 100), max_value=10**6)
counts = st.integers(min_value=1, max_value=50).map(Fraction)


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(ROOT / "data")


def locale(lang: str) -> Locale:
    return Locale.from_json(json.loads((ROOT / "data" / "locales" / f"{lang}.json").read_text("utf-8")))


def codes(**budget: Any) -> list[str]:
    return [problem.code for problem in minimums(PLATFORM, "USD", **budget)]


# -- minimums ---------------------------------------------------------------------------------------


def test_a_minimum_itself_is_enough() -> None:
    assert codes(daily=Fraction(50), total=Fraction(80)) == []
    assert codes(daily=Fraction("49.99"), total=Fraction("79.99")) == [
        "below_minimum_day",
        "below_minimum_total",
    ]


@given(daily=money, sets=counts)
def test_each_ad_set_has_its_share(daily: Fraction, sets: Fraction) -> None:
    expected = (daily < 50) + (daily / sets < 20)
    assert codes(daily=daily, sets=sets) == ["below_minimum_day"] * expected
    assert reality.meets_minimums(PLATFORM, "USD", daily, sets) == (not expected)


@given(daily=money, total=money, sets=counts, currency=st.sampled_from(["CAD", "EUR", "GBP", "CHF"]))
def test_nothing_is_compared_in_another_currency(
    daily: Fraction, total: Fraction, sets: Fraction, currency: str
) -> None:
    found = [*minimums(PLATFORM, currency, daily=daily, total=total, sets=sets)]
    assert [problem.code for problem in found] == [
        "minimum_elsewhere_day",
        "minimum_elsewhere_day",
        "minimum_elsewhere_total",
    ]
    assert {problem.params["in"] for problem in found} == {"USD"}
    assert not reality.meets_minimums(PLATFORM, currency, daily, sets)


def test_where_there_is_no_minimum_that_is_said() -> None:
    found = [*minimums(Platform("P"), "USD", daily=Fraction(1))]
    assert [problem.code for problem in found] == ["minimum_unknown"]
    assert not reality.meets_minimums(Platform("P"), "USD", Fraction(1), Fraction(1))


def test_thirty_one_days_on_tiktok_take_620_dollars() -> None:
    """TikTok's own example: the minimum a day for an ad group, 20 dollars, times the days."""
    platform = platform_of(locale("en").tables, "tiktok-ads")
    assert platform
    groups = Platform(platform.title, tuple(rule for rule in platform.of("daily-minimum") if rule.each_set))
    assert [*minimums(groups, "USD", daily=Fraction(620, 31))] == []
    assert [one.code for one in minimums(groups, "USD", daily=Fraction(619, 31))] == ["below_minimum_day"]


# -- learning, ceiling, versions, dear days ----------------------------------------------------------


@given(weekly=money, cpa=money, events=counts, sets=counts)
def test_learning_is_told_where_an_ad_set_gets_too_few_results(
    weekly: Fraction, cpa: Fraction, events: Fraction, sets: Fraction
) -> None:
    found = learning(weekly, cpa, events, sets)
    assert bool(found) == (weekly / sets / cpa < events)
    if found:
        assert found.params["needed"].number == events * cpa * sets
        assert found.params["bought"].number < events


def test_fifty_results_a_week_at_20_take_1000() -> None:
    assert learning(Fraction(1000), Fraction(20), Fraction(50), Fraction(1)) is None
    found = learning(Fraction("999.99"), Fraction(20), Fraction(50), Fraction(1), "budget")
    assert found
    assert (found.field, found.params["needed"].number) == ("budget", 1000)


@given(universe=counts, frequency=counts, weeks=counts, cpm=money, budget=money)
def test_the_ceiling_is_where_everyone_has_seen_enough(
    universe: Fraction, frequency: Fraction, weeks: Fraction, cpm: Fraction, budget: Fraction
) -> None:
    most = ceiling(universe, frequency, weeks, cpm)
    seen_each_week = budget / cpm * 1000 / universe / weeks
    found = reality.beyond(budget, most)
    assert bool(found) == (seen_each_week > frequency)
    if found:
        assert found.params["extra"].number == budget - most


@pytest.mark.parametrize(("versions", "whole"), [("5/2", 3), ("1/10", 1), ("3", None), ("3.0001", 4)])
def test_versions_are_shot_whole(versions: str, whole: int | None) -> None:
    found = reality.whole_versions(Fraction(versions))
    assert (found.params["whole"].number if found else None) == whole


def test_linkedin_may_spend_150_dollars_of_100() -> None:
    """Common Mind's example: $100 a day may be $150 on one, and stays $3,000 over 30 days."""
    platform = platform_of(locale("en").tables, "linkedin")
    assert platform
    (found,) = overspend(platform, Fraction(100))
    assert found.params["most"].number == 150
    values = run(
        "reality-check", {"platform": "linkedin", "daily_budget": "100", "days": "30"}, locale("en"), "USD"
    )
    assert values.outputs["budget"].number == 3000


# -- rules as data ----------------------------------------------------------------------------------


def test_a_rule_in_a_table_is_one_that_planner_reads(kb: KnowledgeBase) -> None:
    for lang in kb.languages:
        found = tables(kb, lang)["platforms"]
        assert found == locale(lang).tables["platforms"]
        for placement, row in found.items():
            platform = platform_of({"platforms": found}, placement)
            assert platform and platform.title == row["title"]
            for rule, written in zip(platform.rules, row["rules"], strict=True):
                assert {field.name for field in fields(rule)} == set(written)
                assert rule.kind in {kind.value for kind in RuleKind}


def test_rules_hold_for_every_placement_of_a_platform(kb: KnowledgeBase) -> None:
    found = tables(kb, "en")["platforms"]
    assert found["meta"]["rules"] == found["instagram-reels"]["rules"] == found["meta-retargeting"]["rules"]
    assert found["tiktok"]["rules"] == found["tiktok-ads"]["rules"]
    assert {"snapchat", "linkedin", "youtube"} <= set(found)
    assert not {"newsletter", "x", "email"} & set(found)


def test_what_is_no_longer_current_is_not_there(kb: KnowledgeBase) -> None:
    """Meta's amounts of 2019, and what LinkedIn calls a billing threshold."""
    found = tables(kb, "en")["platforms"]
    assert {rule["kind"] for rule in found["meta"]["rules"]} == {"learning"}
    assert {rule["currency"] for rule in found["linkedin"]["rules"] if rule["currency"]} == {"GBP"}


def test_who_says_a_rule_and_when_goes_with_it(kb: KnowledgeBase) -> None:
    rules = kb.rules
    assert told(kb, "en", rules["tiktok-campaign-minimum"]) == "TikTok Business Help Center, July 2024, old"
    assert told(kb, "en", rules["tiktok-group-minimum"]) == "TikTok Business Help Center, August 2025"
    assert told(kb, "fr", rules["meta-learning"]) == "Meta Business Help, page sans date, à vérifier"
    assert told(kb, "fr", rules["snapchat-daily-minimum"]).endswith("25 février 2020, ancien")


def test_a_rule_rests_on_the_sources_of_the_statement_that_tells_it(kb: KnowledgeBase) -> None:
    stated = {anchored.id: anchored.statement for _, anchored in kb.statements()}
    for key, rule in kb.rules.items():
        assert rule.source in stated[rule.statement].sources, key


def test_a_minimum_is_told_in_its_own_currency() -> None:
    inputs = {"platform": "tiktok", "daily_budget": "10", "days": "10"}
    spoken = locale("fr")
    found = run("reality-check", inputs, spoken, "CAD")
    first = next(problem for problem in found.warnings if problem.code == "minimum_elsewhere_day")
    message = said(first, "reality-check", spoken, "CAD")["message"]
    assert "50,00\u202f$\u202fUS" in message and "en CAD" in message


def test_a_currency_that_a_page_does_not_hold_is_told_by_its_code() -> None:
    spoken = locale("en")
    bare = Locale(
        spoken.decimal,
        spoken.group,
        spoken.percent,
        {"CAD": spoken.currencies["CAD"]},
        spoken.words,
        spoken.tables,
    )
    found = run("reality-check", {"platform": "linkedin", "daily_budget": "10", "days": "10"}, bare, "CAD")
    messages = [said(problem, "reality-check", bare, "CAD")["message"] for problem in found.warnings]
    assert any("at least 8 GBP a day" in message for message in messages)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_sentence_is_whole(lang: str) -> None:
    """Each check that fails at once: no placeholder is left, no word is missing."""
    spoken = locale(lang)
    asked = {
        "platform": "linkedin", "daily_budget": "7", "days": "10", "cpa": "20", "events": "50",
        "universe": "100", "frequency": "1", "cpm": "10", "reach": "100", "frequency_cap": "3",
    }  # fmt: skip
    seen = set()
    for platform, currency in (("linkedin", "GBP"), ("linkedin", "CAD"), ("tiktok", "USD"), ("meta", "CAD")):
        inputs = {**asked, "platform": platform}
        if platform == "meta":
            del inputs["events"]
        for daily in ("7", "50"):
            found = run("reality-check", {**inputs, "daily_budget": daily}, spoken, currency)
            for problem in found.warnings:
                seen.add(problem.code)
                message = said(problem, "reality-check", spoken, currency)["message"]
                assert "{" not in message and message.endswith(".") and problem.code not in message
    own = {code for code in WARNINGS if code.startswith(("below_", "minimum_", "learning_", "above_"))}
    assert own | {"overspend", "whole_versions"} <= seen


def test_the_text_taken_along_tells_what_platforms_ask() -> None:

    spoken = locale("en")
    found = run("reality-check", {"platform": "tiktok", "daily_budget": "10", "days": "10"}, spoken, "USD")
    assert "TikTok asks for at least US$50.00 a day" in as_text(found, spoken, "USD")


def test_the_page_lists_every_rule_with_its_date(kb: KnowledgeBase, site: Path) -> None:
    addresses = Addresses(kb)
    for lang in kb.languages:
        view = view_of(
            Edition(kb, addresses, lang, Permalinks.read(kb, addresses)), "calculator/reality-check"
        )
        page = (site / addresses.url("calculator/reality-check", lang) / "index.html").read_text("utf-8")
        after = page[page.index("</form>") :]
        for rule in view.rules():
            assert rule.words in after
            assert rule.record.undated or f'data-until="{rule.until}"' in after
        assert sum(rule.past for rule in view.rules()) == 2, "TikTok's of 2024 and Snapchat's of 2020"
