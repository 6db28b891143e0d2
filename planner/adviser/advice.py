"""The advice in words: what follows from the answers, why, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from planner.adviser.decision import (
    AMOUNTS,
    Answers,
    Decision,
    Table,
    amounts_of,
    answers_of,
    decide,
    table_of,
)
from planner.adviser.first_plan import plan_of
from planner.answer import said
from planner.catalogue import ADVISER
from planner.model import Unit
from planner.numbers import Locale, canonical, plain, show, typed
from planner.problems import Problem, Refused

WORDS = "adviser_words"
"""the table of titles and reasons in a language; a page has them in its HTML, and does without"""


def advise(raw: Mapping[str, str], locale: Locale, currency: str) -> dict[str, Any]:
    """Return the advice as ``python -m planner adviser`` prints it.

    ``raw`` is what was typed, by question. ``outputs`` holds what follows: ``mix``, ``role.paid``,
    ``format.ugc``, ``metric.ctr``, and of each share of a split ``share.<split>.<share>`` and
    ``amount.<split>.<share>``. ``reasons`` says why, by the same names; ``cautions`` what to know; ``plan``
    the inputs of a media plan; ``unanswered`` what could sharpen it. Raises Refused with every problem found.
    """
    if currency not in locale.currencies:
        raise Refused([Problem("unknown_currency", None, {"known": sorted(locale.currencies)})])
    table = table_of(locale)
    if table is None:
        raise Refused([Problem("unknown_calculator", None, {"known": []})])
    answers = answers_of(raw, table, locale, currency)
    decision = decide(table, answers)
    teller = _Teller(table, locale, currency)
    digits = locale.currencies[currency].digits
    return {
        "calculator": ADVISER,
        "inputs": teller.inputs(answers),
        "outputs": dict(teller.outputs(answers, decision)),
        "reasons": dict(teller.reasons(answers, decision)),
        "cautions": [
            {**teller.reason(f"cautions/{rule.id}"), "first": rule.gives["first"]}
            for rule in decision.cautions
        ],
        "plan": plan_of(table, answers, decision, digits),
        "unanswered": list(answers.unanswered),
        "warnings": [said(problem, ADVISER, locale, currency) for problem in answers.warnings],
    }


def listed(locale: Locale) -> Iterator[dict[str, Any]]:
    """Yield the adviser as ``--list`` tells it, where the knowledge base has one."""
    if table := table_of(locale):
        fields = [
            {"name": name, "unit": _unit_of(asked).value}
            | ({"choices": list(asked["choices"])} if asked["choices"] else {})
            for name, asked in table.questions.items()
        ]
        yield {"id": ADVISER, "fields": fields}


def _unit_of(asked: Mapping[str, Any]) -> Unit:
    return AMOUNTS.get(asked["unit"], Unit.CODE)


@dataclass(frozen=True)
class _Teller:
    """Tells what follows from answers in the words of a language, where it has them."""

    table: Table
    locale: Locale
    currency: str

    def inputs(self, answers: Answers) -> dict[str, Any]:
        asked = self.table.questions
        return {name: self._input(name, answers.facts[name]) for name in asked if name in answers.facts}

    def _input(self, name: str, fact: frozenset[str] | Fraction) -> dict[str, str]:
        if isinstance(fact, Fraction):
            return self._number(fact, _unit_of(self.table.questions[name]))
        (choice,) = fact
        return self._code(choice, self.locale.words.get(f"code.{ADVISER}.{name}.{choice}"))

    def outputs(self, answers: Answers, decision: Decision) -> Iterator[tuple[str, dict[str, str]]]:
        yield "mix", self._code(decision.mix, self._title(f"mixes/{decision.mix}"))
        for judged in decision.roles:
            yield f"role.{judged.name}", self._code(judged.verdict, self._title(f"parts/{judged.verdict}"))
        for judged in decision.formats:
            yield (
                f"format.{judged.name}",
                self._code(judged.verdict, self._title(f"verdicts/{judged.verdict}")),
            )
        for judged in decision.metrics:
            yield f"metric.{judged.name}", self._code(judged.verdict, self._title(f"groups/{judged.verdict}"))
        budget = answers.facts.get(self.table.question("money"))
        for rule in decision.splits:
            for share in rule.gives["shares"]:
                part = Fraction(share["percent"], 100)
                yield f"share.{rule.id}.{share['id']}", self._number(part, Unit.RATIO)
            if isinstance(budget, Fraction):
                digits = self.locale.currencies[self.currency].digits
                for share, amount in amounts_of(rule, budget, digits).items():
                    yield f"amount.{rule.id}.{share}", self._number(amount, Unit.MONEY)

    def reasons(self, answers: Answers, decision: Decision) -> Iterator[tuple[str, dict[str, Any]]]:
        for judged in decision.roles:
            own = f"levers/{answers.objective}/{judged.name}"
            yield f"role.{judged.name}", self.reason(f"roles/{judged.rule.id}" if judged.rule else own)
        for judged in decision.formats:
            own = f"records/{answers.objective}/{judged.name}"
            yield f"format.{judged.name}", self.reason(f"formats/{judged.rule.id}" if judged.rule else own)
        for judged in decision.metrics:
            yield f"metric.{judged.name}", self.reason(f"metrics/{judged.name}")
        for rule in decision.splits:
            cautions = [self.reason(f"splits/{rule.id}/{nth}") for nth in range(rule.gives["cautions"])]
            yield f"split.{rule.id}", {**self.reason(f"splits/{rule.id}"), "cautions": cautions}

    def reason(self, key: str) -> dict[str, Any]:
        """Return why: the key of the rule or record, with its sentence, statement and sources where known."""
        return {"key": key, **self.locale.tables.get(WORDS, {}).get("reasons", {}).get(key, {})}

    def _title(self, key: str) -> str | None:
        title: str | None = self.locale.tables.get(WORDS, {}).get("titles", {}).get(key)
        return title

    def _code(self, code: str, words: str | None) -> dict[str, str]:
        return {"value": code, "unit": Unit.CODE.value, "display": words or code}

    def _number(self, number: Fraction, unit: Unit) -> dict[str, str]:
        shown = show(number, unit.value, self.locale, self.currency)
        return {"value": plain(number), "unit": unit.value, "display": shown}


# --------------------------------------------------------------------------------------------------
# The page


def for_page(raw: Mapping[str, str], locale: Locale, currency: str) -> dict[str, Any]:
    """Return the advice with what its page needs besides: amounts as one types them here and in an address.

    Raises Refused, as ``advise`` does.
    """
    table = table_of(locale)
    found = advise(raw, locale, currency)
    answers = answers_of(raw, table, locale, currency) if table else None
    amounts = {n: f for n, f in (answers.facts if answers else {}).items() if isinstance(f, Fraction)}
    return {
        **found,
        "page": {
            "typed": {name: typed(number, "count", locale) for name, number in amounts.items()},
            "canonical": {name: canonical(number, "count") for name, number in amounts.items()},
        },
    }
