"""What the adviser goes by, as planner takes it: questions, rules, and what serves each objective.

``table`` holds no word of any language; ``words`` the titles and reasons that go with it, by key:
``roles/<rule>``, ``levers/<objective>/<lever>``, ``records/<objective>/<format>``, ``metrics/<metric>``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from macros.load import KnowledgeBase
from macros.model import (
    Adviser,
    AdviserQuestion,
    AnswerUnit,
    Because,
    CautionRule,
    Condition,
    Fit,
    Format,
    Kpis,
    Mapping,
    Metric,
    Mix,
    Objective,
    RoleRule,
    Rule,
    Share,
    SplitRule,
    Statement,
    name_of,
)
from macros.reasons import reason
from macros.typography import Typographer


def adviser_of(kb: KnowledgeBase) -> Adviser | None:
    """Return the adviser of a knowledge base, None where it has none."""
    return next((entry for entry in kb.entries.values() if isinstance(entry, Adviser)), None)


def objectives_of(kb: KnowledgeBase) -> list[Objective]:
    """Return the objectives in the order of the site."""
    return [entry for entry in kb.of_kind("objective") if isinstance(entry, Objective)]


def roles_of(adviser: Adviser, kb: KnowledgeBase) -> list[str]:
    """Return the roles in the order in which they are decided."""
    levers = [key for key, role in kb.site.roles.items() if role.lever]
    return list(dict.fromkeys([*(rule.role for rule in adviser.roles), *levers]))


# --------------------------------------------------------------------------------------------------
# Without words


def table(kb: KnowledgeBase, code: str) -> dict[str, Any] | None:
    """Return the table; None where the knowledge base has no adviser."""
    adviser = adviser_of(kb)
    if adviser is None:
        return None
    objectives = objectives_of(kb)
    rules = {name: [_rule(rule) for rule in rules] for name, rules in adviser.families()}
    return {
        "questions": [_question(asked, objectives) for asked in adviser.questions],
        "roles": roles_of(adviser, kb),
        "parts": {level.value: part.value for level, part in adviser.parts.items()},
        "buys": adviser.buys,
        "lines": adviser.lines,
        "objectives": {name_of(objective.id): _objective(objective, kb) for objective in objectives},
        "rules": {**rules, "mixes": [_rule(mix) for mix in adviser.mixes]},
    }


def _question(asked: AdviserQuestion, objectives: list[Objective]) -> dict[str, Any]:
    choices = [choice.id for choice in asked.choices]
    if asked.unit is AnswerUnit.OBJECTIVE:
        choices = [name_of(objective.id) for objective in objectives]
    weeks = {choice.id: choice.weeks for choice in asked.choices if choice.weeks}
    found = {"id": asked.id, "unit": asked.unit.value, "choices": choices}
    return {**found, "weeks": weeks} if weeks else found


def _rule(rule: Rule | Mix) -> dict[str, Any]:
    found: dict[str, Any] = {"id": rule.id, "when": [_condition(one) for one in rule.when]}
    match rule:
        case RoleRule():
            found |= {"role": rule.role, "part": rule.part.value}
        case CautionRule():
            found["first"] = rule.first
        case SplitRule():
            shares = [_share(share) for share in rule.shares]
            found |= {"divides": rule.divides, "shares": shares, "cautions": len(rule.cautions)}
        case Rule() if verdict := getattr(rule, "verdict", None):
            found["verdict"] = verdict.value
    return found


def _condition(condition: Condition) -> dict[str, Any]:
    bounds = {"at_least": condition.at_least, "less_than": condition.less_than}
    told = {key: f"{bound:f}" for key, bound in bounds.items() if bound is not None}
    found: dict[str, Any] = {"about": condition.about, **told}
    return found if told else {**found, "words": condition.values}


def _share(share: Share) -> dict[str, Any]:
    purpose = {"purpose": share.purpose.value} if share.purpose else {}
    return {"id": share.id, "percent": share.percent} | purpose


def _objective(objective: Objective, kb: KnowledgeBase) -> dict[str, Any]:
    return {
        "levels": {lever: level.value for lever, level in objective.levers.items()},
        "formats": [_record(record, kb) for record in objective.formats],
        "metrics": [
            {"metric": name_of(metric), "group": group, "facts": _metric_facts(metric, group, kb)}
            for group, metrics in objective.kpis.groups().items()
            for metric in metrics
        ],
    }


def _record(record: Mapping, kb: KnowledgeBase) -> dict[str, Any]:
    video = kb.entries[record.format]
    assert isinstance(video, Format)
    bought = (place for place in record.placements if not kb.placements[place].own)
    places = {"own" if kb.placements[place].own else "others" for place in record.placements}
    facts = {
        "format": [name_of(record.format)],
        "effort": [video.effort.level.value],
        "levers": record.levers,
        "places": sorted(places),
    }
    return {
        "format": name_of(record.format),
        "fit": record.fit.value,
        "facts": facts,
        "bought": next(bought, None),
    }


def _metric_facts(metric: str, group: str, kb: KnowledgeBase) -> dict[str, list[str]]:
    entry = kb.entries[metric]
    assert isinstance(entry, Metric)
    return {"metric": [name_of(metric)], "group": [group], "levers": entry.levers}


# --------------------------------------------------------------------------------------------------
# Words


def words(kb: KnowledgeBase, code: str) -> dict[str, Any] | None:
    """Return the titles and reasons in a language; None where the knowledge base has no adviser."""
    adviser = adviser_of(kb)
    if adviser is None:
        return None
    typographer = Typographer(kb.interface[code].typography)
    statements = {anchored.id: anchored.statement for _, anchored in kb.statements()}
    reasons = {}
    for key, because in reasons_of(adviser, kb):
        said: Statement = statements[because.statement]
        reasons[key] = {
            "reason": typographer.plain(reason(said, code, because.quote)),
            "statement": because.statement,
            "sources": said.sources,
            "basis": said.rests_on.value,
        }
    return {
        "titles": {f"mixes/{mix.id}": typographer.plain(mix.title[code]) for mix in adviser.mixes}
        | {
            f"{group}/{key}": typographer.plain(text)
            for group, key, word in _interface_words()
            if (
                text := kb.interface[code].words.get(word)
            )  # a language that is being translated may lack some
        },
        "reasons": reasons,
    }


def _interface_words() -> Iterator[tuple[str, str, str]]:
    for part in ("lead", "support", "later", "none"):
        yield "parts", part, f"advice_part_{part}"
    for verdict in ("first", *(fit.value for fit in Fit), "later"):
        yield "verdicts", verdict, f"advice_format_{verdict}"
    for group in Kpis.model_fields:
        yield "groups", group, f"kpis_{group}"


def reasons_of(adviser: Adviser, kb: KnowledgeBase) -> Iterator[tuple[str, Because]]:
    """Yield (key, reason) of everything that advice may consist of."""
    for family, rules in adviser.families():
        for rule in rules:
            yield f"{family}/{rule.id}", rule
            for nth, caution in enumerate(getattr(rule, "cautions", ())):
                yield f"{family}/{rule.id}/{nth}", caution
    metrics: dict[str, None] = {}
    for objective in objectives_of(kb):
        name = name_of(objective.id)
        for lever in objective.levers:
            yield f"levers/{name}/{lever}", because_of_levers(adviser, objective)
        for record in objective.formats:
            said = Because(statement=f"{objective.id}#{name_of(record.format)}")
            yield f"records/{name}/{name_of(record.format)}", said
        metrics |= dict.fromkeys(chain(*objective.kpis.groups().values()))
    for metric in metrics:
        yield f"metrics/{name_of(metric)}", Because(statement=f"{metric}#definition")


def because_of_levers(adviser: Adviser, objective: Objective) -> Because:
    """Return what is said of an objective's levers."""
    return Because(statement=f"{objective.id}#levers") if objective.levers_note else adviser.because
