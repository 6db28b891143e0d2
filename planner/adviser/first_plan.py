"""From the advice to the media plan that opens filled in."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from planner.adviser.decision import CLOSED, MADE, Answers, Decision, Record, Rule, Table, amounts_of
from planner.numbers import canonical
from planner.split import rounded


def plan_of(table: Table, answers: Answers, decision: Decision, digits: int) -> dict[str, str]:
    """Return the inputs of a media plan for what is advised, each as a person would type it.

    Its lines are the formats to make whose space is bought, with equal parts of the media money where there
    is any: nothing tells them apart yet. ``digits`` is the minor unit of the currency.
    """
    inputs = {"objective": answers.objective}
    if weeks := _weeks(table, answers):
        inputs["weeks"] = str(weeks)
    budget = answers.facts.get(table.question("money"))
    purposes: dict[str, Fraction] = {}
    if isinstance(budget, Fraction) and budget:
        inputs["budget"] = canonical(budget, "money")
        purposes = _purposes(decision.splits, budget, digits)
        if production := purposes.get("production"):
            inputs["production"] = canonical(production, "money")
    lines = _lines(table, answers, decision)
    amounts = _equal(purposes.get("media", Fraction(0)), len(lines), digits)
    for nth, (record, amount) in enumerate(zip(lines, amounts, strict=True), 1):
        money = canonical(amount, "money") if amount else ""
        fields = (str(record.bought), record.format, answers.objective, "", "", money)
        inputs[f"line.{nth}"] = "_".join(fields).rstrip("_")
    return inputs


def _weeks(table: Table, answers: Answers) -> int | None:
    """Return how long a plan lasts; None where nothing that was answered says so."""
    for name, asked in table.questions.items():
        for choice, weeks in asked.get("weeks", {}).items():
            if answers.facts.get(name) == frozenset([choice]):
                return int(weeks)
    return None


def _purposes(splits: Iterable[Rule], budget: Fraction, digits: int) -> dict[str, Fraction]:
    """Return what a plan takes of a budget, by what it calls it, from the first split that tells."""
    for rule in splits:
        found: dict[str, Fraction] = {}
        amounts = amounts_of(rule, budget, digits)
        for share in rule.gives["shares"]:
            if purpose := share.get("purpose"):
                found[purpose] = found.get(purpose, Fraction(0)) + amounts[share["id"]]
        if found:
            return found
    return {}


def _lines(table: Table, answers: Answers, decision: Decision) -> list[Record]:
    """Return the formats to buy space for, those that serve best."""
    if any(judged.name == table.buys and judged.verdict in CLOSED for judged in decision.roles):
        return []
    records = {record.format: record for record in table.objectives[answers.objective].records}
    made = [records[judged.name] for judged in decision.formats if judged.verdict in MADE]
    bought = [record for record in made if record.bought and table.buys in record.levers]
    return bought[: table.lines]


def _equal(total: Fraction, count: int, digits: int) -> list[Fraction]:
    """Return a total in so many parts, as equal as its minor unit allows."""
    parts = {str(nth): total / count for nth in range(count)}
    return list(rounded(total, parts, (), Fraction(1, 10**digits)).values())
