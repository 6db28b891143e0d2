"""From answers about a project to what the rules make of them.

Nothing here says what to advise: the knowledge base does, as a table (``Locale.tables["adviser"]``) of
questions, rules and what serves each objective. Conditions are compared with *facts*: the answers, what
became of the roles decided before, and what is known of the format or metric that is judged. A fact that is
not known satisfies none, so every question but the objective may be left open. ``advice`` tells what comes
out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from planner.catalogue import ADVISER
from planner.model import Quantity, Unit
from planner.numbers import Locale
from planner.problems import Problem, Refused
from planner.reading import Reading, plain_text, read
from planner.split import Line, split

LATER, NONE, AVOID = "later", "none", "avoid"
CLOSED = (LATER, NONE)
"""parts of a lever that carries nothing"""
MADE = ("first", "primary", "secondary")
"""verdicts on formats that are advised"""
ORDER = (*MADE, LATER, AVOID)
"""verdicts on formats, as they are listed"""
AMOUNTS = {"money": Unit.MONEY, "count": Unit.COUNT}
"""questions that are answered with an amount"""

Facts = Mapping[str, frozenset[str] | Fraction]
"""what is known: words (one, or several that hold at once) or an amount"""


@dataclass(frozen=True)
class Condition:
    """What must hold of a fact: that its words are among ``words``, or that its amount is within bounds."""

    about: str
    words: frozenset[str]
    at_least: Fraction | None
    less_than: Fraction | None

    def holds(self, facts: Facts) -> bool:
        """Tell whether it does; it does not where the fact is not known."""
        fact = facts.get(self.about)
        if isinstance(fact, Fraction):
            return (self.at_least is None or fact >= self.at_least) and (
                self.less_than is None or fact < self.less_than
            )
        return bool(fact) and fact <= self.words  # type: ignore[operator]  # a set that is not empty


@dataclass(frozen=True)
class Rule:
    """Conditions, all of which must hold, and what follows: ``gives`` is the table's own record."""

    id: str
    when: tuple[Condition, ...]
    gives: Mapping[str, Any]

    def holds(self, facts: Facts) -> bool:
        """Tell whether every condition does."""
        return all(condition.holds(facts) for condition in self.when)


@dataclass(frozen=True)
class Record:
    """A format and an objective: how well it serves, and what conditions may look at."""

    format: str
    fit: str
    facts: Facts
    levers: frozenset[str]
    bought: str | None
    """where its space can be bought, first"""


@dataclass(frozen=True)
class Objective:
    """What the knowledge base says of an objective."""

    levels: Mapping[str, str]
    records: tuple[Record, ...]
    metrics: tuple[tuple[str, str, Facts], ...]
    """metric, the group it belongs to, and what conditions may look at"""


@dataclass(frozen=True)
class Table:
    """All that the adviser goes by."""

    questions: Mapping[str, Mapping[str, Any]]
    roles: tuple[str, ...]
    """in the order in which they are decided"""
    parts: Mapping[str, str]
    """level of a lever → what becomes of it"""
    buys: str
    """the lever by which space is bought"""
    lines: int
    """how many formats a media plan opens with, at most"""
    objectives: Mapping[str, Objective]
    rules: Mapping[str, tuple[Rule, ...]]

    def question(self, unit: str) -> str:
        """Return the question that is answered with such a thing; empty where there is none."""
        return next((name for name, asked in self.questions.items() if asked["unit"] == unit), "")


@dataclass(frozen=True)
class Answers:
    """What was answered, as conditions look at it and as it is shown."""

    facts: Facts
    objective: str
    unanswered: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A role's part or a format's verdict, and the rule that gave it; none where the objective itself did."""

    name: str
    verdict: str
    rule: Rule | None = None


@dataclass(frozen=True)
class Decision:
    """What follows from the answers."""

    mix: str
    roles: tuple[Judged, ...]
    formats: tuple[Judged, ...]
    """in the order in which they are advised"""
    metrics: tuple[Judged, ...]
    splits: tuple[Rule, ...]
    cautions: tuple[Rule, ...]


# --------------------------------------------------------------------------------------------------
# The table


@lru_cache
def table_of(locale: Locale) -> Table | None:
    """Return the table of a language; None where the knowledge base has no adviser."""
    found = locale.tables.get(ADVISER)
    return _table(found) if found else None


def _table(found: Mapping[str, Any]) -> Table:
    return Table(
        {asked["id"]: asked for asked in found["questions"]},
        tuple(found["roles"]),
        found["parts"],
        found["buys"],
        found["lines"],
        {name: _objective(objective) for name, objective in found["objectives"].items()},
        {family: tuple(map(_rule, rules)) for family, rules in found["rules"].items()},
    )


def _objective(found: Mapping[str, Any]) -> Objective:
    return Objective(
        found["levels"],
        tuple(
            Record(
                record["format"],
                record["fit"],
                {name: frozenset(words) for name, words in record["facts"].items()},
                frozenset(record["facts"]["levers"]),
                record["bought"],
            )
            for record in found["formats"]
        ),
        tuple(
            (metric["metric"], metric["group"], {k: frozenset(words) for k, words in metric["facts"].items()})
            for metric in found["metrics"]
        ),
    )


def _rule(found: Mapping[str, Any]) -> Rule:
    return Rule(found["id"], tuple(map(_condition, found["when"])), found)


def _condition(found: Mapping[str, Any]) -> Condition:
    least, most = (Fraction(found[key]) if key in found else None for key in ("at_least", "less_than"))
    return Condition(found["about"], frozenset(found.get("words", ())), least, most)


# --------------------------------------------------------------------------------------------------
# Answers


def answers_of(raw: Mapping[str, str], table: Table, locale: Locale, currency: str) -> Answers:
    """Read what was answered, as it was typed, by question; empty ones count as left open.

    Raises Refused with every problem found: the objective alone cannot be left open.
    """
    given = {name: text for name, text in raw.items() if plain_text(text)}
    problems: list[Problem] = []
    warnings: list[Problem] = []
    facts: dict[str, frozenset[str] | Fraction] = {}
    for name, text in given.items():
        asked = table.questions.get(name)
        if asked is None:
            problems.append(Problem("unknown_field", name, {"known": list(table.questions)}))
        elif unit := AMOUNTS.get(asked["unit"]):
            found = _amount(text, name, unit, locale, currency)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                facts[name] = found.value
                warnings += found.warnings
        elif text.strip() in asked["choices"]:
            facts[name] = frozenset([text.strip()])
        else:
            problems.append(Problem("unknown_choice", name, {"known": list(asked["choices"])}))
    objective = table.question("objective")
    if objective not in given:
        problems.append(Problem("underdetermined", None, {"fields": [objective]}))
    if problems:
        raise Refused(problems)
    unanswered = tuple(name for name in table.questions if name not in facts)
    return Answers(facts, given[objective].strip(), unanswered, tuple(warnings))


def _amount(text: str, name: str, unit: Unit, locale: Locale, currency: str) -> Reading | Problem:
    found = read(text, name, unit, locale, currency)
    if isinstance(found, Problem):
        return found
    if found.interval:
        return Problem("range_unexpected", name)
    if found.value < 0:
        return Problem("negative", name, {"least": Quantity(Fraction(0), unit)})
    return found


# --------------------------------------------------------------------------------------------------
# What follows from them


def decide(table: Table, answers: Answers) -> Decision:
    """Return what follows from answers, without a word of any language."""
    objective = table.objectives[answers.objective]
    roles = tuple(_roles(table, objective, answers.facts))
    facts = {**answers.facts, **{judged.name: frozenset([judged.verdict]) for judged in roles}}
    formats = [_format(table, record, facts) for record in objective.records]
    return Decision(
        _first(table.rules["mixes"], facts).id,
        roles,
        tuple(sorted(formats, key=lambda judged: ORDER.index(judged.verdict))),
        tuple(
            Judged(metric, group)
            for metric, group, own in objective.metrics
            if not any(rule.holds({**facts, **own}) for rule in table.rules["metrics"])
        ),
        tuple(_first_of_each(table.rules["splits"], "divides", facts)),
        tuple(rule for rule in table.rules["cautions"] if rule.holds(facts)),
    )


def _roles(table: Table, objective: Objective, answers: Facts) -> Iterator[Judged]:
    """Yield what becomes of each role. A lever that does not serve the objective is never taken up."""
    facts = dict(answers)
    for role in table.roles:
        usual = table.parts[objective.levels[role]] if role in objective.levels else None
        rules = [rule for rule in table.rules["roles"] if rule.gives["role"] == role]
        rule = None if usual == NONE else next((rule for rule in rules if rule.holds(facts)), None)
        part = rule.gives["part"] if rule else usual or NONE
        facts[role] = frozenset([part])
        yield Judged(role, part, rule)


def _format(table: Table, record: Record, facts: Facts) -> Judged:
    """Judge a format; one that does not serve the objective is not saved by the situation."""
    if record.fit == AVOID:
        return Judged(record.format, AVOID)
    known = {**facts, **record.facts}
    rule = next((rule for rule in table.rules["formats"] if rule.holds(known)), None)
    return Judged(record.format, rule.gives["verdict"] if rule else record.fit, rule)


def _first(rules: Iterable[Rule], facts: Facts) -> Rule:
    return next(rule for rule in rules if rule.holds(facts))


def _first_of_each(rules: Iterable[Rule], key: str, facts: Facts) -> Iterator[Rule]:
    """Yield, of the rules that say something of the same thing, the first that holds."""
    done = set()
    for rule in rules:
        if rule.gives[key] not in done and rule.holds(facts):
            done.add(rule.gives[key])
            yield rule


def amounts_of(rule: Rule, budget: Fraction, digits: int) -> dict[str, Fraction]:
    """Return what each share of a split comes to; together they make the budget to ``digits`` decimals."""
    lines = [Line(share["id"], Fraction(share["percent"], 100)) for share in rule.gives["shares"]]
    return split(budget, lines, digits) if lines else {}
