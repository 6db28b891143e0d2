"""The adviser: every way through its questions ends in advice, and every rule is of use on one of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.load import load
from macros.reasons import unlinked
from planner import Locale, Refused
from planner.adviser import advice
from planner.adviser import decision as adviser
from planner.adviser.decision import CLOSED, MADE, Answers, Decision, Table, amounts_of, decide
from planner.adviser.first_plan import plan_of
from planner.catalogue import ADVISER

ROOT = Path(__file__).resolve().parent.parent
CENTS = Fraction(1, 100)


@cache
def locale(lang: str = "fr") -> Locale:
    return Locale.from_json(json.loads((ROOT / f"data/locales/{lang}.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def table() -> Table:
    found = adviser.table_of(locale())
    assert found
    return found


def bands(table: Table, question: str) -> list[Fraction]:
    """The least amount of each band that can make a difference: nothing, and every threshold of a rule."""
    bounds = {
        bound
        for rules in table.rules.values()
        for rule in rules
        for condition in rule.when
        for bound in (condition.at_least, condition.less_than)
        if condition.about == question and bound is not None
    }
    return sorted({Fraction(0), *bounds})


def ways(table: Table) -> Iterator[Answers]:
    """Every combination of answers; each question but the objective may be left open."""
    objective = table.question("objective")
    choices: list[list[Any]] = []
    for name, asked in table.questions.items():
        known = [frozenset([choice]) for choice in asked["choices"]] or bands(table, name)
        choices.append([*known] if name == objective else [None, *known])
    for found in product(*choices):
        facts = {name: fact for name, fact in zip(table.questions, found, strict=True) if fact is not None}
        unanswered = tuple(name for name in table.questions if name not in facts)
        yield Answers(facts, *facts[objective], unanswered)


@pytest.fixture(scope="module")
def walked(table: Table) -> list[tuple[Answers, Decision]]:
    return [(answers, decide(table, answers)) for answers in ways(table)]


def test_every_way_ends_in_advice(table: Table, walked: list[tuple[Answers, Decision]]) -> None:
    assert len(walked) > 10_000
    for answers, found in walked:
        assert found.mix
        assert {judged.name for judged in found.roles} == set(table.roles)
        assert found.formats and found.metrics and found.splits and found.cautions, answers
        assert any(judged.verdict != "misleading" for judged in found.metrics), answers


def test_something_is_made_or_else_what_is_missing_is_said(walked: list[tuple[Answers, Decision]]) -> None:
    """Only where money, hours or tracking lack is there nothing to make yet; the levers then say so."""
    for answers, found in walked:
        if not any(judged.verdict in MADE for judged in found.formats):
            held = {judged.verdict for judged in found.roles if judged.rule}
            assert "later" in held, answers


def test_every_rule_is_of_use(table: Table, walked: list[tuple[Answers, Decision]]) -> None:
    used: set[tuple[str, str]] = set()
    for _, found in walked:
        used.add(("mixes", found.mix))
        used |= {("roles", judged.rule.id) for judged in found.roles if judged.rule}
        used |= {("formats", judged.rule.id) for judged in found.formats if judged.rule}
        used |= {("splits", rule.id) for rule in found.splits}
        used |= {("cautions", rule.id) for rule in found.cautions}
    every = {(family, rule.id) for family, rules in table.rules.items() for rule in rules}
    assert {key for key in every - used if key[0] != "metrics"} == set(), "of metrics: see below"


def test_metrics_are_left_out_by_a_rule_alone(table: Table, walked: list[tuple[Answers, Decision]]) -> None:
    """What is only read in a campaign is not among the figures of those who buy none."""
    dropped = 0
    for answers, found in walked:
        bought = all(judged.verdict not in CLOSED for judged in found.roles if judged.name == table.buys)
        every = table.objectives[answers.objective].metrics
        paid_only = {metric for metric, _, facts in every if facts["levers"] == {table.buys}}
        kept = {judged.name for judged in found.metrics}
        assert kept == {metric for metric, _, _ in every} - (set() if bought else paid_only)
        dropped += len(every) - len(kept)
    assert dropped


def test_no_two_rules_contradict(walked: list[tuple[Answers, Decision]]) -> None:
    for _, found in walked:
        for judged in (found.roles, found.formats, found.metrics):
            assert not [name for name, count in Counter(one.name for one in judged).items() if count > 1]
        assert not [d for d, count in Counter(r.gives["divides"] for r in found.splits).items() if count > 1]


def test_what_an_objective_discourages_is_never_advised(
    table: Table, walked: list[tuple[Answers, Decision]]
) -> None:
    for answers, found in walked:
        records = {record.format: record.fit for record in table.objectives[answers.objective].records}
        for judged in found.formats:
            assert (judged.verdict == "avoid") == (records[judged.name] == "avoid")
        levels = table.objectives[answers.objective].levels
        for judged in found.roles:
            if table.parts.get(levels.get(judged.name, "")) == "none":
                assert judged.verdict == "none"


def test_a_format_that_is_advised_has_a_way_to_be_seen(
    table: Table, walked: list[tuple[Answers, Decision]]
) -> None:
    """A lever that is open carries it, or a place of one's own."""
    for answers, found in walked:
        parts = {judged.name: judged.verdict for judged in found.roles}
        verdicts = {judged.name: judged.verdict for judged in found.formats}
        for record in table.objectives[answers.objective].records:
            if verdicts[record.format] in MADE:
                own = "own" in record.facts["places"] and "organic" in record.levers
                assert own or any(parts[lever] not in CLOSED for lever in record.levers), (answers, record)


def test_shares_of_every_split_make_the_budget_to_the_cent(table: Table) -> None:
    for rule in table.rules["splits"]:
        for budget in (Fraction(1, 100), Fraction("99.99"), Fraction(10_000), Fraction("123456.78")):
            amounts = amounts_of(rule, budget, 2)
            assert sum(amounts.values()) == (budget if rule.gives["shares"] else 0)
            assert all(amount % CENTS == 0 for amount in amounts.values())


def test_60_40_divides_brand_from_sales_and_nothing_else(table: Table) -> None:
    """Never paid from organic, nor production from media."""
    (rule,) = [
        r for r in table.rules["splits"] if sorted(s["percent"] for s in r.gives["shares"]) == [40, 60]
    ]
    assert rule.id == "brand-and-sale"
    assert {share["id"] for share in rule.gives["shares"]} == {"brand", "sale"}
    assert not any("purpose" in share for share in rule.gives["shares"])


def test_every_reason_is_what_the_guide_says(table: Table, walked: list[tuple[Answers, Decision]]) -> None:
    kb = load(ROOT / "data")
    said = {anchored.id: anchored.statement for _, anchored in kb.statements()}
    for lang in kb.languages:
        reasons = locale(lang).tables[advice.WORDS]["reasons"]
        for key, reason in reasons.items():
            statement = said[reason["statement"]]
            texts = " ".join(unlinked(text[lang]) for text in statement.texts())
            plain = str.maketrans("  ’", "  '")
            assert _bare(reason["reason"].translate(plain)) in _bare(texts.translate(plain)), key
            assert reason["sources"] == statement.sources
            assert reason["sources"] or reason["basis"] == "own"


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def test_all_that_is_told_has_its_reason(table: Table) -> None:
    for lang in ("fr", "en"):
        for objective in table.objectives:
            found = advice.advise({"objective": objective, "budget": "5000"}, locale(lang), "EUR")
            told = {
                "split." + name.split(".")[1] if name.startswith(("share", "amount")) else name
                for name in found["outputs"]
            }
            assert told - {"mix"} <= set(found["reasons"])
            for reason in (*found["reasons"].values(), *found["cautions"]):
                assert {"key", "reason", "statement", "sources", "basis"} <= set(reason)
            assert all(output["display"] for output in found["outputs"].values())
            assert found["unanswered"] == ["horizon", "maturity", "hours", "material"]


# --------------------------------------------------------------------------------------------------
# Worked examples

CASES = yaml.safe_load((ROOT / "tests/cases/advice/adviser.yml").read_text("utf-8"))


def summary(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer of the planner says, as worked examples write it."""
    found: dict[str, Any] = {
        "mix": answer["outputs"]["mix"]["value"],
        "roles": {},
        "formats": {},
        "metrics": {},
    }
    for name, output in answer["outputs"].items():
        kind, _, subject = name.partition(".")
        if kind == "role":
            found["roles"][subject] = output["value"]
        elif kind in ("format", "metric"):
            found[f"{kind}s"].setdefault(output["value"], []).append(subject)
    reasons, outputs = answer["reasons"], answer["outputs"]
    return {
        **found,
        "splits": [name.removeprefix("split.") for name in reasons if name.startswith("split.")],
        "amounts": {
            n.removeprefix("amount."): o["value"] for n, o in outputs.items() if n.startswith("amount.")
        },
        "cautions": [caution["key"].removeprefix("cautions/") for caution in answer["cautions"]],
        "plan": answer["plan"],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any]) -> None:
    expected = {key: value for key, value in case.items() if key not in ("name", "answers")}
    assert summary(advice.advise(case["answers"], locale(), "CAD")) == expected


def test_there_are_a_dozen_cases_one_for_each_objective(table: Table) -> None:
    assert len(CASES) >= 12
    assert {case["answers"]["objective"] for case in CASES} == set(table.objectives)


# --------------------------------------------------------------------------------------------------
# The plan


def _plan(table: Table, digits: int = 2, **typed: str) -> dict[str, str]:
    answers = adviser.answers_of(typed, table, locale(), "CAD")
    return plan_of(table, answers, decide(table, answers), digits)


def test_the_plan_opens_filled_in(table: Table) -> None:
    """Of 12 000, a quarter edits footage and 65 % is shown: 7800, in two lines of 3900."""
    typed = {"horizon": "months", "maturity": "tracked", "hours": "4", "material": "footage"}
    assert _plan(table, objective="acquisition", budget="12 000", **typed) == {
        "objective": "acquisition",
        "weeks": "13",
        "budget": "12000",
        "production": "3000",
        "line.1": "meta-ads_ugc_acquisition___3900",
        "line.2": "youtube_video-explicative_acquisition___3900",
    }


def test_a_plan_without_money_has_lines_without_amounts(table: Table) -> None:
    found = _plan(table, objective="soldes-precommande")
    assert found.pop("objective") == "soldes-precommande"
    assert found and all(text.endswith("_soldes-precommande") for text in found.values())


def test_a_plan_where_nothing_is_bought_has_no_line(table: Table) -> None:
    assert _plan(table, objective="relation-client", budget="1000") == {
        "objective": "relation-client",
        "budget": "1000",
        "production": "500",
    }
    assert _plan(table, objective="acquisition", budget="0", horizon="year") == {
        "objective": "acquisition",
        "weeks": "52",
    }


@pytest.mark.parametrize(("budget", "digits"), [("1000.01", 2), ("10001", 0), ("0.01", 2)])
def test_lines_and_production_never_exceed_the_budget(budget: str, digits: int, table: Table) -> None:
    for objective in table.objectives:
        found = _plan(table, digits, objective=objective, budget=budget, material="none")
        lines = [text.rsplit("_", 1)[1] for name, text in found.items() if name.startswith("line.")]
        amounts = [Fraction(text) for text in lines if text.replace(".", "").isdigit()]
        assert all(amount % Fraction(1, 10**digits) == 0 for amount in amounts)
        assert max(amounts, default=0) - min(amounts, default=0) <= Fraction(1, 10**digits)
        assert sum(amounts) + Fraction(found.get("production", "0")) <= Fraction(budget)


def test_placements_of_a_plan_are_those_of_the_guide(
    table: Table, walked: list[tuple[Answers, Decision]]
) -> None:
    kb = load(ROOT / "data")
    seen = set()
    for answers, found in walked:
        for name, text in plan_of(table, answers, found, 2).items():
            if name.startswith("line."):
                seen.add(text.split("_")[0])
    assert seen and all(not kb.placements[place].own for place in seen)


# --------------------------------------------------------------------------------------------------
# What is typed


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({}, [(None, "underdetermined")]),
        ({"horizon": "days"}, [(None, "underdetermined")]),
        ({"objective": "fame"}, [("objective", "unknown_choice")]),
        ({"objective": "acquisition", "horizon": "soon"}, [("horizon", "unknown_choice")]),
        ({"objective": "acquisition", "budget": "much"}, [("budget", "not_a_number")]),
        ({"objective": "acquisition", "budget": "-1"}, [("budget", "negative")]),
        ({"objective": "acquisition", "budget": "8k-12k"}, [("budget", "range_unexpected")]),
        ({"objective": "acquisition", "budget": "5 %"}, [("budget", "percent_unexpected")]),
        ({"objective": "acquisition", "hours": "5 $"}, [("hours", "currency_unexpected")]),
        ({"objective": "acquisition", "colour": "red"}, [("colour", "unknown_field")]),
        (
            {"objective": "x", "horizon": "y", "hours": "z"},
            [("objective", "unknown_choice"), ("horizon", "unknown_choice"), ("hours", "not_a_number")],
        ),
    ],
)
def test_what_cannot_be_answered_with(typed: dict[str, str], codes: list[tuple[str | None, str]]) -> None:
    with pytest.raises(Refused) as refused:
        advice.advise(typed, locale(), "CAD")
    assert [(problem.field, problem.code) for problem in refused.value.problems] == codes


def test_amounts_are_read_as_anywhere(table: Table) -> None:
    for typed in ("12000", "12 000", "12 k", "12 000,00 $", "12'000"):
        found = adviser.answers_of({"objective": "acquisition", "budget": typed}, table, locale(), "CAD")
        assert found.facts["budget"] == 12000
    found = advice.advise({"objective": "acquisition", "budget": "5 €"}, locale(), "CAD")
    assert [warning["code"] for warning in found["warnings"]] == ["currency_sign"]


def test_a_currency_that_nobody_knows() -> None:
    with pytest.raises(Refused, match="unknown_currency"):
        advice.advise({"objective": "acquisition"}, locale(), "XYZ")


def test_a_knowledge_base_without_adviser() -> None:
    there = Locale(".", ",", "{number}%", locale().currencies)
    assert list(advice.listed(there)) == []
    with pytest.raises(Refused, match="unknown_calculator"):
        advice.advise({"objective": "acquisition"}, there, "CAD")


def test_without_words_the_same_follows() -> None:
    """A page has titles and reasons in its HTML: what it is told holds keys alone."""
    bare = Locale.from_json(
        {
            **json.loads((ROOT / "data/locales/fr.json").read_text("utf-8")),
            "tables": {ADVISER: locale().tables[ADVISER]},
        }
    )
    typed = {"objective": "conversion", "budget": "900", "horizon": "year"}
    known, found = advice.advise(typed, locale(), "CAD"), advice.advise(typed, bare, "CAD")
    values = [{name: output["value"] for name, output in one["outputs"].items()} for one in (known, found)]
    assert values[0] == values[1]
    keys = [{name: reason["key"] for name, reason in one["reasons"].items()} for one in (known, found)]
    assert keys[0] == keys[1]
    assert not any("reason" in reason for reason in found["reasons"].values())


# --------------------------------------------------------------------------------------------------
# The command


def _command(*arguments: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "planner", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    return done.returncode, json.loads(done.stdout)


def test_the_command() -> None:
    code, found = _command(
        "adviser", "objective=acquisition", "budget=10,000", "--lang", "en", "--currency", "USD"
    )
    assert code == 0
    assert found["inputs"]["budget"]["display"] == "US$10,000.00"
    assert found["reasons"]["format.onboarding"]["statement"] == "objective/acquisition#onboarding"


def test_the_command_refuses() -> None:
    code, found = _command("adviser", "horizon=days", "horizon=year")
    assert (code, [error["code"] for error in found["errors"]]) == (2, ["repeated_field"])
    code, found = _command("adviser", "horizon=days")
    (error,) = found["errors"]
    assert (code, error["code"], error["params"]) == (2, "underdetermined", {"fields": ["objective"]})
    assert "Objectif" in error["message"]


def test_the_command_lists_it() -> None:
    code, found = _command("--list")
    (one,) = found["advisers"]
    assert code == 0
    assert one["id"] == "adviser"
    units = {field["name"]: field["unit"] for field in one["fields"]}
    assert units == {
        "objective": "code", "horizon": "code", "maturity": "code",
        "budget": "money", "hours": "count", "material": "code",
    }  # fmt: skip
    assert all(field["choices"] for field in one["fields"] if field["unit"] == "code")
