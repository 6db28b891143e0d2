"""What the adviser's page shows: its questions, every rule in words, and all that advice may consist of.

Each part has the key by which planner names it, so that a script can put the parts of an answer together from
what stands on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros import locale_files, runtime
from macros.advice import because_of_levers, objectives_of
from macros.model import (
    Adviser,
    AdviserQuestion,
    AnswerUnit,
    Because,
    Condition,
    Level,
    Mapping,
    Mix,
    Objective,
    Rule,
    name_of,
)
from macros.reasons import reason
from macros.shown import SourceNote
from planner.catalogue import ADVISER
from planner.numbers import show

if TYPE_CHECKING:
    from macros.view import View

PLAN = "calculator/media-plan"
"""what opens filled in, where the knowledge base has it"""


@dataclass(frozen=True)
class Reason:
    """A sentence of the guide, and where it stands."""

    words: str
    href: str
    title: str
    """of the entry that says it"""
    sources: list[SourceNote]
    own: bool
    """it rests on the editors' judgement alone"""


@dataclass(frozen=True)
class Advised:
    """Something that advice may consist of: a rule with its conditions, or a record of an objective."""

    key: str
    record: Rule | Mix | Mapping | Level | str
    conditions: list[str]
    reason: Reason | None


@dataclass(frozen=True)
class AdviserForm:
    """What the form needs besides its questions."""

    currencies: list[str]
    locale: Markup
    runtime: Markup


class AdviserPage:
    """The adviser's page in one language."""

    def __init__(self, view: View, adviser: Adviser) -> None:
        self.view = view
        self.adviser = adviser
        self._kb = view.edition.kb
        self._said = {anchored.id: anchored.statement for _, anchored in self._kb.statements()}

    # -- questions ---------------------------------------------------------------------------------

    def choices(self, question: AdviserQuestion) -> list[tuple[str, str]]:
        """Return (answer, its name) of each answer to choose; none where an amount is typed."""
        if question.unit is AnswerUnit.OBJECTIVE:
            return [(name_of(one.id), self.view.title(one.id)) for one in self.objectives()]
        return [(choice.id, self.view.plain(choice.title)) for choice in question.choices]

    def objectives(self) -> list[Objective]:
        return objectives_of(self._kb)

    def form(self) -> AdviserForm | None:
        """Return what the form needs, None where there is nothing to work it."""
        edition = self.view.edition
        if not edition.runtime:
            return None
        locale = locale_files.for_calculator(edition.kb, edition.lang, ADVISER)
        return AdviserForm(
            edition.site.currencies,
            Markup(locale.replace("<", "\\u003c")),  # noqa: S704 - "<" is gone
            Markup(runtime.parts(edition.runtime, ADVISER).replace("<", "\\u003c")),  # noqa: S704
        )

    def plan(self) -> str | None:
        """Return the link to the media plan, None where there is none."""
        return self.view.link(PLAN) if self.view.has(PLAN) else None

    # -- rules -------------------------------------------------------------------------------------

    def rules(self, family: str) -> list[Advised]:
        """Return the rules of a family: roles, formats, metrics, splits or cautions."""
        rules = dict(self.adviser.families())[family]
        return [
            Advised(
                f"{family}/{rule.id}",
                rule,
                self._conditions(rule.when),
                self.reason(rule),
            )
            for rule in rules
        ]

    def mixes(self) -> list[Advised]:
        """Return the advice in a few words, by what becomes of the roles."""
        return [
            Advised(f"mixes/{mix.id}", mix, self._conditions(mix.when), None) for mix in self.adviser.mixes
        ]

    def levers(self, objective: Objective) -> list[tuple[str, str, Advised]]:
        """Return (role, part, why) of each lever of an objective, where no rule says otherwise."""
        said = self.reason(because_of_levers(self.adviser, objective))
        name = name_of(objective.id)
        return [
            (
                lever,
                self.adviser.parts[level].value,
                Advised(f"levers/{name}/{lever}", level, [], said),
            )
            for lever, level in objective.levers.items()
        ]

    def records(self, objective: Objective) -> list[Advised]:
        """Return the formats that serve an objective or do not."""
        return [
            Advised(
                f"records/{name_of(objective.id)}/{name_of(record.format)}",
                record,
                [],
                self.reason(Because(statement=f"{objective.id}#{name_of(record.format)}")),
            )
            for record in objective.formats
        ]

    def metrics(self) -> list[Advised]:
        """Return every metric of an objective, in the order of the site."""
        used = {
            metric for one in self.objectives() for group in one.kpis.groups().values() for metric in group
        }
        return [
            Advised(
                f"metrics/{name_of(entry.id)}",
                entry.id,
                [],
                self.reason(Because(statement=f"{entry.id}#definition")),
            )
            for entry in self.view.of_kind("metric")
            if entry.id in used
        ]

    def percent(self, percent: int) -> str:
        """Return a share in words."""
        return show(Fraction(percent, 100), "ratio", self.view.edition.locale)

    def reason(self, because: Because) -> Reason:
        """Return the sentence that gives a reason, and where it stands; each publisher is named once."""
        said, view = self._said[because.statement], self.view
        sources = [view.source(key) for key in said.sources]
        return Reason(
            view.words(reason(said, view.lang, because.quote)),
            view.link(because.statement),
            view.title(because.statement),
            list({source.publisher: source for source in reversed(sources)}.values())[::-1],
            not said.sources,
        )

    # -- conditions in words -----------------------------------------------------------------------

    def _conditions(self, conditions: list[Condition]) -> list[str]:
        return [self._condition(condition) for condition in conditions]

    def _condition(self, condition: Condition) -> str:
        """Return a condition as one reads it: “Horizon: within days or within weeks”."""
        view = self.view
        if condition.values:
            values = view.t("or").join(self._value(condition.about, value) for value in condition.values)
        else:
            bounds = (("at_least", condition.at_least), ("less_than", condition.less_than))
            values = ", ".join(
                view.t(f"advice_{key}", value=show(bound, "count", view.edition.locale))
                for key, bound in bounds
                if bound is not None
            )
        return view.t("search_value", label=self._name(condition.about), value=values)

    def _name(self, about: str) -> str:
        for question in self.adviser.questions:
            if question.id == about:
                return self.view.plain(question.label)
        role = self._kb.site.roles.get(about)
        return self.view.plain(role.title) if role else self.view.t(f"advice_{about}")

    def _value(self, about: str, value: str) -> str:
        view = self.view
        for question in self.adviser.questions:
            if question.id == about:
                return dict(self.choices(question))[value]
        if about in self._kb.site.roles:
            return view.t(f"advice_part_{value}")
        match about:
            case "levers":
                return view.plain(self._kb.site.roles[value].title)
            case "effort":
                return view.level(Level(value))
            case "format" | "metric":
                return view.title(f"{about}/{value}")
        return view.t(f"kpis_{value}" if about == "group" else f"advice_{about}_{value}")
