"""Advisers: rules look at facts that there are, come to be used, and quote what their statement says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros import model as m
from macros.load.checks.ids import report_taken
from macros.load.draft import Draft, EntryFile
from macros.load.reader import Document, Position, Steps
from macros.problems import listing, nearest, quote
from macros.reasons import unlinked

_AMOUNTS = (m.AnswerUnit.MONEY, m.AnswerUnit.COUNT)
_PARTS = [part.value for part in m.Part]

Facts = Mapping[str, Collection[str] | None]
"""what a condition may look at, and its values; None for an amount"""


def check(draft: Draft) -> None:
    """Report advisers that ask too little, and rules that can never hold or say nothing."""
    first: EntryFile | None = None
    for file, entry in draft.understood():
        if not isinstance(entry, m.Adviser):
            continue
        if first:
            _second(draft, file, first)
        first = first or file
        if draft.site:  # its roles are what rules speak of
            _Check(draft, draft.site, file.document, entry).all()


def _second(draft: Draft, file: EntryFile, first: EntryFile) -> None:
    draft.report(
        file.document,
        file.document.position(("id",)),
        f"This is a second adviser: {first.document.file} is one already.",
        "one adviser at most",
        mend="put the questions and rules of both into one file.",
    )


@dataclass(frozen=True)
class _Check:
    """What is to be seen of one adviser."""

    draft: Draft
    site: m.Site
    document: Document
    adviser: m.Adviser

    def all(self) -> None:
        self._ids()
        self._questions()
        self._levels()
        self._conditions()
        self._ends()
        self._quotes()

    def _report(
        self, place: Position, found: str, expected: str, mend: str, meant: str | None = None
    ) -> None:
        self.draft.report(self.document, place, found, expected, meant, mend)

    # -- names -------------------------------------------------------------------------------------

    def _ids(self) -> None:
        """Each id once, among those of its kind."""
        for steps, records in self._lists():
            first: dict[str, int] = {}
            for index, record in enumerate(records):
                place = self.document.position((*steps, index, "id"))
                if record in first:
                    by = f"{self.document.file}:{first[record]}"
                    report_taken(self.draft, self.document, place, f"The id {quote(record)}", by)
                first.setdefault(record, place.line)

    def _lists(self) -> Iterator[tuple[Steps, list[str]]]:
        adviser = self.adviser
        yield ("questions",), [asked.id for asked in adviser.questions]
        yield ("mixes",), [mix.id for mix in adviser.mixes]
        for name, rules in adviser.families():
            yield (name,), [rule.id for rule in rules]
        for index, asked in enumerate(adviser.questions):
            yield ("questions", index, "choices"), [choice.id for choice in asked.choices]
        for index, rule in enumerate(adviser.splits):
            yield ("splits", index, "shares"), [share.id for share in rule.shares]

    def _questions(self) -> None:
        """One asks for the objective, one at most for the budget, and none is called as another fact."""
        for unit, least in ((m.AnswerUnit.OBJECTIVE, 1), (m.AnswerUnit.MONEY, 0)):
            asking = [asked.id for asked in self.adviser.questions if asked.unit is unit]
            if not least <= len(asking) <= 1:
                have = f"{len(asking)} questions have" if asking else "No question has"
                self._report(
                    self.document.key(("questions",)),
                    f'{have} "unit: {unit.value}".',
                    f'{"one question" if least else "one question at most"} with "unit: {unit.value}"',
                    "add the question." if not asking else "ask once.",
                )
        taken = {*self._roles(), *self._of_formats(), *self._of_metrics()}
        for index, asked in enumerate(self.adviser.questions):
            if asked.id in taken:
                self._report(
                    self.document.position(("questions", index, "id")),
                    f"The id {quote(asked.id)} is what rules call something else.",
                    f"an id other than {listing(sorted(taken))}",
                    "choose another id.",
                )

    def _levels(self) -> None:
        for level in m.Level:
            if level not in self.adviser.parts:
                self._report(
                    self.document.key(("parts",)),
                    f"{quote(level.value)} has no part.",
                    f"a part for each of {listing((one.value for one in m.Level), last='and')}",
                    f'add "{level.value}:" below "parts:".',
                )

    # -- conditions --------------------------------------------------------------------------------

    def _conditions(self) -> None:
        answers, roles = self._answers(), dict.fromkeys(self._roles(), _PARTS)
        decided: dict[str, list[str]] = {}
        for index, rule in enumerate(self.adviser.roles):
            before = {role: parts for role, parts in decided.items() if role != rule.role}
            self._when(("roles", index), rule.when, {**answers, **before})
            decided[rule.role] = _PARTS
        after = {**answers, **roles}
        families: list[tuple[str, Sequence[m.Rule | m.Mix], Facts]] = [
            ("mixes", self.adviser.mixes, roles),
            ("formats", self.adviser.formats, {**after, **self._of_formats()}),
            ("metrics", self.adviser.metrics, {**after, **self._of_metrics()}),
            ("splits", self.adviser.splits, after),
            ("cautions", self.adviser.cautions, after),
        ]
        for name, rules, facts in families:
            for index, judged in enumerate(rules):
                self._when((name, index), judged.when, facts)

    def _when(self, steps: Steps, conditions: Sequence[m.Condition], facts: Facts) -> None:
        for index, condition in enumerate(conditions):
            place: Steps = (*steps, "when", index)
            if condition.about not in facts:
                self._report(
                    self.document.position((*place, "about")),
                    f"The condition is about {quote(condition.about)}, which is not known here.",
                    f"one of {listing(facts)}",
                    "correct the name; a role is known to the rules after its own.",
                    nearest(condition.about, facts),
                )
                continue
            self._values(place, condition, facts[condition.about])

    def _values(self, place: Steps, condition: m.Condition, known: Collection[str] | None) -> None:
        if (known is None) != (not condition.values):
            wanted = '"is:" or "one_of:"' if known is not None else '"at_least:", "less_than:" or both'
            kind = "an amount" if known is None else "no amount"
            self._report(
                self.document.position((*place, "about")),
                f"{quote(condition.about)} is {kind}.",
                wanted,
                f"write {wanted}.",
            )
            return
        for value in condition.values:
            if known is not None and value not in known:
                steps: Steps = (
                    (*place, "is") if condition.is_ else (*place, "one_of", condition.one_of.index(value))
                )
                self._report(
                    self.document.position(steps),
                    f"{quote(condition.about)} is never {quote(value)}.",
                    f"one of {listing(known)}",
                    "correct the value.",
                    nearest(value, known),
                )

    def _answers(self) -> dict[str, Collection[str] | None]:
        found: dict[str, Collection[str] | None] = {}
        for asked in self.adviser.questions:
            if asked.unit in _AMOUNTS:
                found[asked.id] = None
            elif asked.unit is m.AnswerUnit.OBJECTIVE:
                found[asked.id] = self._of_kind(m.Objective.kind)
            else:
                found[asked.id] = [choice.id for choice in asked.choices]
        return found

    def _roles(self) -> list[str]:
        return list(self.site.roles)

    def _levers(self) -> list[str]:
        return [key for key, role in self.site.roles.items() if role.lever]

    def _of_formats(self) -> dict[str, list[str]]:
        return {
            "format": self._of_kind(m.Format.kind),
            "effort": [level.value for level in m.Level],
            "levers": self._levers(),
            "places": ["own", "others"],
        }

    def _of_metrics(self) -> dict[str, list[str]]:
        return {
            "metric": self._of_kind(m.Metric.kind),
            "group": list(m.Kpis.model_fields),
            "levers": self._levers(),
        }

    def _of_kind(self, kind: str) -> list[str]:
        return sorted(m.name_of(entry) for entry in self.draft.entry_ids() if m.kind_of(entry) == kind)

    # -- what follows ------------------------------------------------------------------------------

    def _ends(self) -> None:
        """Whatever is answered, something is said; and no rule comes after one that always holds."""
        self._end("mixes", list(enumerate(self.adviser.mixes)), "the mix")
        levers = self._levers()
        for role in dict.fromkeys(rule.role for rule in self.adviser.roles):
            rules = [(nth, rule) for nth, rule in enumerate(self.adviser.roles) if rule.role == role]
            self._end("roles", rules, f"the role {quote(role)}", needed=role not in levers)
        for divided in dict.fromkeys(rule.divides for rule in self.adviser.splits):
            splits = [(nth, rule) for nth, rule in enumerate(self.adviser.splits) if rule.divides == divided]
            self._end("splits", splits, f"the division {quote(divided)}", needed=False)
        self._end("formats", list(enumerate(self.adviser.formats)), "a format", needed=False)

    def _end(
        self, name: str, rules: Sequence[tuple[int, m.Rule | m.Mix]], what: str, needed: bool = True
    ) -> None:
        ends = [nth for nth, (_, rule) in enumerate(rules) if not rule.when]
        if needed and not ends:
            self._report(
                self.document.position((name, rules[-1][0], "id")),
                f"Where no rule for {what} holds, nothing is said of it.",
                'a last rule without "when:"',
                "add one, or remove the conditions of the last.",
            )
        for nth, rule in rules[ends[0] + 1 :] if ends else ():
            self._report(
                self.document.position((name, nth, "id")),
                f"The rule {quote(rule.id)} never holds: one before it, for {what}, always does.",
                'rules without "when:" after all others',
                "exchange the two, or remove one.",
            )

    def _quotes(self) -> None:
        said = {
            anchored.id: anchored.statement for file in self.draft.entries for anchored in file.statements
        }
        for path, because in self.adviser.reasons():
            statement = said.get(because.statement)
            for code, words in (because.quote or {}).items() if statement else ():
                assert statement is not None
                if not any(unlinked(words) in unlinked(text.get(code, "")) for text in statement.texts()):
                    self._report(
                        self.document.position((*path, "quote", code)),
                        f"{quote(because.statement)} does not say this ({code}).",
                        "words of the statement, to the letter, its links as their words",
                        "copy the sentence from the statement, or leave the quote out.",
                    )
