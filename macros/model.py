"""The vocabulary of a knowledge base: every kind of entry, every field, every rule of one field.

This module says what may be written in ``data/``. It knows nothing of files, addresses or HTML.
Rules that need more than one entry (references, duplicates, lost addresses) are in ``load``.

Texts are plain text with ``[[id|words]]`` for a link to an entry and blank lines between paragraphs.
A value of type :data:`Text` holds one string per published language of the site; which languages those
are comes with the validation context (``{"languages": ["fr", "en"], "drafts": ["es"]}``), so none is named
here. What is written in a language that is still a draft is checked, then left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StrictBool,
    StrictInt,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# --------------------------------------------------------------------------------------------------
# Small types


def _every_language(value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    languages = (info.context or {}).get("languages")
    if not languages:
        return value
    if missing := [code for code in languages if code not in value]:
        raise PydanticCustomError(
            "missing_language", "missing {missing}", {"missing": missing, "languages": languages}
        )
    return _known_languages(value, info)


def _known_languages(value: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
    languages = (info.context or {}).get("languages")
    drafts = (info.context or {}).get("drafts", ())
    if not languages:
        return value
    known = [*languages, *drafts]
    if unknown := [code for code in value if code not in known]:
        raise PydanticCustomError(
            "unknown_language", "unknown {unknown}", {"unknown": unknown, "languages": known}
        )
    # Nothing that is built may meet a text that the other texts have no counterpart for.
    return {code: text for code, text in value.items() if code in languages} if drafts else value


_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f]")
_STACK = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}")
"""more marks than any writing puts on a letter: they would cover the lines around, or find no room"""


def _legible(value: str) -> str:
    if not _SEEN.search(value):
        raise PydanticCustomError("blank_text", "blank")
    if _STACK.search(value):
        raise PydanticCustomError("stacked_marks", "stacked")
    return value


@dataclass(frozen=True)
class Pattern:
    """How a string is spelled, and the kind of error when it is not."""

    expression: str
    error: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def _check(self, value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(self.expression, value, re.ASCII):
            raise PydanticCustomError(self.error, "bad {value}", {"value": value})
        return value


_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)


def _as_decimal(value: Any) -> Any:
    """Read a number exactly as it was typed (the reader hands over int, Decimal or text, never float)."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise PydanticCustomError("not_a_number", "number", {"value": value})
    if not _NUMBER.fullmatch(str(value)):
        raise PydanticCustomError("not_a_number", "number", {"value": value})
    return Decimal(str(value))


Words = Annotated[str, AfterValidator(_legible), Field(max_length=5000)]
Text = Annotated[dict[str, Words], AfterValidator(_every_language)]
"""One text in every language of the site: ``{"fr": "…", "en": "…"}``."""

WordList = Annotated[dict[str, list[Words]], AfterValidator(_every_language)]
"""A list of words in every language, for aliases."""

Slug = Annotated[str, Pattern(r"[a-z0-9]+(-[a-z0-9]+)*", "bad_slug")]
"""What stands in an address or an anchor: lower-case ASCII letters, digits, single hyphens."""

Slugs = Annotated[dict[str, Slug], AfterValidator(_every_language)]
EntryId = Annotated[str, Pattern(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*", "bad_id")]
StatementId = Annotated[
    str, Pattern(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*#[a-z0-9]+(-[a-z0-9]+)*", "bad_statement")
]
Key = Annotated[str, Pattern(r"[a-z0-9]+(-[a-z0-9]+)*", "bad_key")]
Language = Annotated[str, Pattern(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "bad_language")]
ClaimId = Annotated[str, Pattern(r"[A-Z0-9]+-[0-9]+", "bad_claim")]
Day = Annotated[str, Pattern(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", "bad_date")]
"""A date as far as it is known: 2026, 2026-11 or 2026-11-22."""
Url = Annotated[str, Pattern(r"https?://[^\s<>\"']+", "bad_url")]
Contact = Annotated[
    str,
    Pattern(
        # Up to the first point, not to any: of a long text each would be tried with each ending.
        r"https?://[^\s<>\"']+|[^\s<>\"'@:/?#]+@[^\s<>\"'@:/?#][^\s<>\"'@:/?#.]*\.[^\s<>\"'@:/?#]+",
        "bad_contact",
    ),
]
"""An address of the web or of e-mail: a page makes a link of it, so nothing else may stand there."""
Number = Annotated[Decimal, BeforeValidator(_as_decimal)]
Ratio = Annotated[str, Pattern(r"[1-9]\d{0,3}:[1-9]\d{0,3}", "bad_ratio")]
"""Width to height of a picture: 16:9."""


class Basis(StrEnum):
    """What a statement rests on."""

    SOURCED = "sourced"
    """the sources named say it"""
    MIXED = "mixed"
    """the sources say part of it; the rest is the editors' judgement"""
    OWN = "own"
    """the editors' judgement"""


class Support(StrEnum):
    """How far the sources carry the link between an objective and a format."""

    DIRECT = "direct"
    PARTIAL = "partial"
    INFERENCE = "inference"


class Fit(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    AVOID = "avoid"


class Level(StrEnum):
    NONE = "none"
    LOW = "low"
    LOW_MEDIUM = "low-medium"
    MEDIUM = "medium"
    HIGH = "high"


class Reliability(StrEnum):
    """What kind of document a source is, and so how far it can be trusted."""

    OFFICIAL = "official"
    OFFICIAL_COPY = "official-copy"
    INDUSTRY_BODY = "industry-body"
    LAW_FIRM = "law-firm"
    TRADE = "trade"
    BLOG = "blog"
    SAME_PUBLISHER = "same-publisher"
    SEED = "seed"
    """an article the knowledge base started from"""


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Model(BaseModel):
    """A record of ``data/``: unknown keys are errors, values never change type in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


# --------------------------------------------------------------------------------------------------
# Statements: the smallest things that can be linked


class Statement(Model):
    """Something said, what it rests on, and the claims of the inventory it carries."""

    sources: list[Key] = []
    """ids of ``sources.yml``, the strongest first"""
    basis: Basis | None = None
    """``sourced`` when sources are named and nothing is said; ``own`` must be said"""
    claims: list[ClaimId] = []
    """ids of the claims inventory that this statement carries"""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Statement:
        if not self.sources and self.basis is not Basis.OWN:
            raise PydanticCustomError("no_basis", "no basis", {"basis": self.basis})
        return self

    @property
    def rests_on(self) -> Basis:
        return self.basis or Basis.SOURCED

    def texts(self) -> list[dict[str, str]]:
        """The texts of this statement in reading order, as written in data."""
        raise NotImplementedError


class Said(Statement):
    """A statement that is one text."""

    text: Text

    def texts(self) -> list[dict[str, str]]:
        return [self.text]


class Passage(Said):
    """A statement with an anchor and, where it helps, a title of its own."""

    id: Key
    anchor: Slugs
    title: Text | None = None
    dated: Day | None = None
    """the date of the rule it tells, which whoever made it may change: a platform's minimum, a definition"""


class Shape(StrEnum):
    """What a diagram draws."""

    LOOP = "loop"
    """steps one after the other; the last leads to the first again"""
    COURSE = "course"
    """what rises and falls over time, without a scale"""
    FUNNEL = "funnel"
    """stages, ever narrower, with the formats that serve each best"""


class Course(StrEnum):
    """How something goes over time."""

    PULSES = "pulses"
    GROWTH = "growth"


class DiagramPart(Model):
    """A step of a loop (with its role), a line of a course (role and course), a stage of a funnel (stage)."""

    title: Text
    note: Text | None = None
    about: EntryId | None = None
    """the entry that tells more"""
    role: Key | None = None
    course: Course | None = None
    stage: Key | None = None


class Diagram(Passage):
    """A statement that is drawn; its text says what the drawing shows."""

    _NEEDS: ClassVar[dict[Shape, tuple[str, ...]]] = {
        Shape.LOOP: ("role",),
        Shape.COURSE: ("role", "course"),
        Shape.FUNNEL: ("stage",),
    }

    shape: Shape
    parts: Annotated[list[DiagramPart], Field(min_length=2)]
    back: Text | None = None
    """what leads from the end of a loop to its beginning"""

    @model_validator(mode="after")
    def _drawable(self) -> Diagram:
        for key in self._NEEDS[self.shape]:
            if any(getattr(part, key) is None for part in self.parts):
                raise PydanticCustomError("diagram_part", "part", {"shape": self.shape.value, "key": key})
        return self


class Dimension(Statement):
    """One line of a comparison: what each side is, and what to keep of it."""

    id: Key
    anchor: Slugs
    title: Text
    left: Text
    right: Text
    takeaway: Text

    def texts(self) -> list[dict[str, str]]:
        return [self.left, self.right, self.takeaway]


class Span(Model):
    """A length of time, in seconds. One end may be open: ``[null, 6]`` is "6 s at most"."""

    seconds: Annotated[list[Number | None], Field(min_length=2, max_length=2)]
    note: Text | None = None
    """where or when this length holds: "as an advertisement" """

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        low, high = self.seconds
        if low is None and high is None:
            raise PydanticCustomError("empty_span", "empty")
        if (low is not None and low < 0) or (low is not None and high is not None and low > high):
            raise PydanticCustomError("bad_span", "bad", {"low": str(low), "high": str(high)})
        return self


class Length(Statement):
    """How long a format lasts, as several lengths where use differs."""

    spans: Annotated[list[Span], Field(min_length=1)]
    note: Text | None = None

    def texts(self) -> list[dict[str, str]]:
        notes = [span.note for span in self.spans if span.note]
        return [*notes, *([self.note] if self.note else [])]


class Effort(Said):
    """What a format takes to make; ``text`` says on what that judgement rests."""

    level: Level


class Frame(Model):
    """A ratio a format is made in, with the part of the picture that platforms cover."""

    ratio: Ratio
    note: Text | None = None
    safe_zone: SafeZone | None = None


class SafeZone(Statement):
    """Margins, in percent of the frame, that a platform's buttons and captions may cover."""

    top: Number = Decimal(0)
    bottom: Number = Decimal(0)
    left: Number = Decimal(0)
    right: Number = Decimal(0)
    note: Text | None = None

    @model_validator(mode="after")
    def _leaves_room(self) -> SafeZone:
        margins = list(self.margins().values())
        if min(margins) < 0 or not any(margins) or max(self.top + self.bottom, self.left + self.right) >= 100:
            raise PydanticCustomError("bad_zone", "bad zone")
        return self

    def margins(self) -> dict[str, Decimal]:
        """Return the four margins by side, as read from the top of the frame down."""
        return {"top": self.top, "bottom": self.bottom, "left": self.left, "right": self.right}

    def texts(self) -> list[dict[str, str]]:
        return [self.note] if self.note else []


class Mapping(Statement):
    """Why a format serves an objective, or does not: one record objective → format."""

    format: EntryId
    fit: Fit
    text: Text
    """the reason"""
    support: Support
    stages: Annotated[list[Key], Field(min_length=1)]
    """ids of ``site.yml: stages``"""
    moment: Text | None = None
    """when in a sequence, where it matters: "before", "on the day" """
    spans: Annotated[list[Span], Field(min_length=1)]
    ratios: Annotated[list[Ratio], Field(min_length=1)]
    placements: Annotated[list[Key], Field(min_length=1)]
    """ids of ``placements.yml``"""
    levers: Annotated[list[Key], Field(min_length=1)]
    """roles of ``site.yml`` by which it circulates"""
    metrics: Annotated[list[EntryId], Field(min_length=1)]

    def texts(self) -> list[dict[str, str]]:
        return [self.text]


# --------------------------------------------------------------------------------------------------
# Entries


KeyPath = tuple[str | int, ...]
"""Where something stands in a file: keys, and places in lists."""
Named = tuple[str, dict[str, str] | None, Statement, KeyPath]
Reference = tuple[KeyPath, str]
"""Where a file names an entry, and its id."""


@dataclass(frozen=True)
class Anchored:
    """A statement with its place: ``id`` is ``comparison/paid-vs-smm#arret``, kept for ever."""

    id: str
    name: str
    """the part of the id after ``#``"""
    statement: Statement
    anchor: dict[str, str] | None
    """anchor per language; None where the interface files name it (``anchors:``)"""
    path: KeyPath
    """where it stands in its file, for "edit this" and for errors"""


class Entry(Model):
    """What every page-bearing entry has."""

    kind: ClassVar[str]

    id: EntryId
    title: Text
    slug: Slugs
    """the last part of the entry's address"""
    aliases: WordList | None = None
    """other names by which people look for it"""

    @property
    def lead(self) -> Said:
        """The statement that says in a sentence or two what this entry is."""
        raise NotImplementedError

    def named_statements(self) -> Iterator[Named]:
        """Yield (name, anchor or None, statement, path in the file), in reading order."""
        raise NotImplementedError

    def statements(self) -> Iterator[Anchored]:
        """Yield every statement of this entry with its id, in reading order."""
        for name, anchor, statement, path in self.named_statements():
            yield Anchored(f"{self.id}#{name}", name, statement, anchor, path)

    def references(self) -> Iterator[Reference]:
        """Yield (path in the file, id) of each entry this one names outside its texts."""
        yield from ()


def _named(statements: Iterable[Passage | Dimension], *path: str) -> Iterator[Named]:
    """Yield the statements of a list, each by its own id."""
    for index, one in enumerate(statements):
        yield one.id, one.anchor, one, (*path, index)


def _listed(ids: Iterable[str], *path: str | int) -> Iterator[Reference]:
    """Yield the entries that a list names."""
    for index, target in enumerate(ids):
        yield (*path, index), target


class DefinedEntry(Entry):
    """An entry that opens with its definition."""

    definition: Said

    @property
    def lead(self) -> Said:
        return self.definition

    def named_statements(self) -> Iterator[Named]:
        yield "definition", None, self.definition, ("definition",)


class Side(Model):
    """One voice of a comparison."""

    role: Key
    title: Text


class Sides(Model):
    left: Side
    right: Side


class Comparison(Entry):
    """Two things set side by side, dimension by dimension."""

    kind = "comparison"

    sides: Sides
    summary: Said
    terminology: Said | None = None
    """a note on words that mean different things to different people"""
    diagram: Diagram | None = None
    dimensions: Annotated[list[Dimension], Field(min_length=1)]
    related: list[EntryId] = []

    @property
    def lead(self) -> Said:
        return self.summary

    def named_statements(self) -> Iterator[Named]:
        yield "summary", None, self.summary, ("summary",)
        if self.terminology:
            yield "terminology", None, self.terminology, ("terminology",)
        if self.diagram:
            yield self.diagram.id, self.diagram.anchor, self.diagram, ("diagram",)
        yield from _named(self.dimensions, "dimensions")

    def references(self) -> Iterator[Reference]:
        yield from _listed(self.related, "related")


class Kpis(Model):
    """Metrics to trust, early and late, and those that prove nothing here."""

    leading: list[EntryId]
    outcome: list[EntryId]
    misleading: list[EntryId]

    def groups(self) -> dict[str, list[str]]:
        """The metrics by the name of their group."""
        return {"leading": self.leading, "outcome": self.outcome, "misleading": self.misleading}


class Split(Said):
    """How a budget for something may be divided at first, and why."""

    lines: Annotated[dict[Key, StrictInt], Field(min_length=1)]
    """line → its weight: lines share the money as their weights do"""


class Objective(DefinedEntry):
    """Something a business wants of a video, and the formats that serve it or do not."""

    kind = "objective"

    stages: Annotated[list[Key], Field(min_length=1)]
    stages_note: Text | None = None
    rule: Said
    """the decision, in the imperative: what to do and what to judge by"""
    levers: dict[Key, Level]
    """how well each lever (a role of ``site.yml``) serves it"""
    levers_note: Said | None = None
    """what is said elsewhere of these levers, where it adds or differs"""
    split: Split | None = None
    """a first division of a budget, which calculators offer as one to change"""
    kpis: Kpis
    formats: Annotated[list[Mapping], Field(min_length=1)]
    related: list[EntryId] = []

    def weights(self, language: str) -> dict[str, Any] | None:
        """Return its first division of a budget as planner takes it: a name, whose judgement, weights."""
        if self.split is None:
            return None
        own, lines = self.split.basis is Basis.OWN, dict(self.split.lines)
        return {"title": self.title[language], "own": own, "lines": lines}

    def named_statements(self) -> Iterator[Named]:
        yield "rule", None, self.rule, ("rule",)
        yield from super().named_statements()
        if self.levers_note:
            yield "levers", None, self.levers_note, ("levers_note",)
        if self.split:
            yield "split", None, self.split, ("split",)
        for index, record in enumerate(self.formats):
            yield record.format.split("/", 1)[-1], None, record, ("formats", index)

    def references(self) -> Iterator[Reference]:
        for group in ("leading", "outcome", "misleading"):
            yield from _listed(getattr(self.kpis, group), "kpis", group)
        for index, record in enumerate(self.formats):
            yield ("formats", index, "format"), record.format
            yield from _listed(record.metrics, "formats", index, "metrics")
        yield from _listed(self.related, "related")


def _one_safe_zone(frames: list[Frame]) -> list[Frame]:
    if sum(frame.safe_zone is not None for frame in frames) > 1:
        raise PydanticCustomError("several_zones", "several zones")
    return frames


class Format(DefinedEntry):
    """A kind of video."""

    kind = "format"

    length: Length
    frames: Annotated[list[Frame], Field(min_length=1), AfterValidator(_one_safe_zone)]
    """ratios it is made in, the usual one first; one of them may have a safe zone"""
    effort: Effort
    placements: Annotated[list[Key], Field(min_length=1)]
    notes: list[Passage] = []
    related: list[EntryId] = []

    @property
    def shown(self) -> Frame:
        """The frame to draw large: the one with a safe zone, else the usual one."""
        return next((frame for frame in self.frames if frame.safe_zone), self.frames[0])

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield "length", None, self.length, ("length",)
        yield "effort", None, self.effort, ("effort",)
        for index, frame in enumerate(self.frames):
            if frame.safe_zone:
                yield "safe-zone", None, frame.safe_zone, ("frames", index, "safe_zone")
        yield from _named(self.notes, "notes")

    def references(self) -> Iterator[Reference]:
        yield from _listed(self.related, "related")


class SmallCalculator(Model):
    """A calculator held in small on another entry's page: some of its fields, and values to start from."""

    id: EntryId
    fields: Annotated[list[str], Field(min_length=2)]
    values: dict[str, str]


class Metric(DefinedEntry):
    """A measure: what it is, how it is computed, which lever uses it."""

    kind = "metric"

    abbreviation: Text | None = None
    """CPM, CPC…"""
    formula: Said
    calculator: SmallCalculator | None = None
    levers: list[Key] = []
    notes: list[Passage] = []
    related: list[EntryId] = []

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield "formula", None, self.formula, ("formula",)
        yield from _named(self.notes, "notes")

    def references(self) -> Iterator[Reference]:
        if self.calculator:
            yield ("calculator", "id"), self.calculator.id
        yield from _listed(self.related, "related")


class Concept(DefinedEntry):
    """An idea, an actor, a phase, a craft, a channel…: its subkind is the first part of its id."""

    kind = "concept"
    subkinds: ClassVar[tuple[str, ...]] = (
        "concept",
        "actor",
        "phase",
        "craft",
        "activity",
        "channel",
        "tool",
        "platform",
        "myth",
    )

    diagram: Diagram | None = None
    statements_: Annotated[list[Passage], Field(alias="statements")] = []
    related: list[EntryId] = []

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        if self.diagram:
            yield self.diagram.id, self.diagram.anchor, self.diagram, ("diagram",)
        yield from _named(self.statements_, "statements")

    def references(self) -> Iterator[Reference]:
        yield from _listed(self.related, "related")


class CalculatorField(Model):
    """The words around one field of a calculator; its unit and bounds are for planner to say."""

    label: Text
    help: Text | None = None
    heading: Text | None = None
    """where a part of the form begins with it: the name of that part"""
    figures: list[EntryId] = []
    """entries whose dated figures are shown beside it, in its own unit; where they have none, that is said"""
    counts: list[Key] = []
    """what figures may count besides the usual: names that they give in ``counts:``"""

    def takes(self, figure: Figure) -> bool:
        """Tell whether a dated figure is shown beside it."""
        usual = figure.counts is None or figure.counts in self.counts
        return figure.about in self.figures and usual and not figure.historical

    columns: WordList | None = None
    """what spreadsheets call it, in each language: how columns of pasted rows are recognised"""


class CalculatorExample(Model):
    """Values to start from, as a person would type them, and what they stand for."""

    title: Text
    values: dict[str, str]


class Calculator(DefinedEntry):
    """The words of a calculator; its arithmetic is planner's, once planner has it."""

    kind = "calculator"

    formula: Said
    fields: dict[str, CalculatorField]
    """every field of planner's, those computed on the way included"""
    codes: dict[Key, Text] = {}
    """words of what is no number: a verdict, a choice"""
    picture: Text | None = None
    """what the curve shows, where planner draws one"""
    examples: Annotated[list[CalculatorExample], Field(min_length=1)]
    related: list[EntryId] = []

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield "formula", None, self.formula, ("formula",)

    def references(self) -> Iterator[Reference]:
        yield from _listed(self.related, "related")


class Asked(Model):
    """A question; its anchor is where a page asks it."""

    id: Key
    anchor: Slugs
    title: Text
    help: Text | None = None


class Asking(DefinedEntry):
    """An entry that asks its reader questions."""

    @property
    def asked(self) -> Sequence[Asked]:
        """The questions, in the order in which they are asked."""
        raise NotImplementedError


class Choice(Model):
    """An answer to a question of a flow, and where it leads: a question or an outcome."""

    id: Key
    title: Text
    next: Key


class Question(Asked):
    choices: Annotated[list[Choice], Field(min_length=2)]


class Outcome(Passage):
    """Where a flow ends: what to do, why, and the entries to open."""

    entries: list[EntryId] = []


class Flow(Asking):
    """Questions whose answers lead to advice. The first question is the start."""

    kind = "flow"

    questions: Annotated[list[Question], Field(min_length=1)]
    outcomes: Annotated[list[Outcome], Field(min_length=1)]
    related: list[EntryId] = []

    @property
    def asked(self) -> Sequence[Asked]:
        return self.questions

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield from _named(self.outcomes, "outcomes")

    def references(self) -> Iterator[Reference]:
        for index, outcome in enumerate(self.outcomes):
            yield from _listed(outcome.entries, "outcomes", index, "entries")
        yield from _listed(self.related, "related")


# --------------------------------------------------------------------------------------------------
# The adviser: answers, and rules that say what follows from them


class AnswerUnit(StrEnum):
    """What one answers a question of an adviser with."""

    OBJECTIVE = "objective"
    """an objective of the guide"""
    CHOICE = "choice"
    """one of its ``choices``"""
    MONEY = "money"
    """an amount: the budget that is divided"""
    COUNT = "count"


class AnswerChoice(Model):
    """An answer to choose."""

    id: Key
    title: Text
    weeks: Annotated[StrictInt, Field(ge=1)] | None = None
    """how long a plan lasts that is opened with it"""


class AdviserQuestion(Asked):
    """A question of an adviser: what it is called in short, and what one answers with."""

    label: Text
    """its name among the rules: "Horizon" """
    unit: AnswerUnit
    choices: list[AnswerChoice] = []
    """for ``unit: choice``"""

    @model_validator(mode="after")
    def _can_be_answered(self) -> AdviserQuestion:
        if (self.unit is AnswerUnit.CHOICE) != bool(self.choices):
            raise PydanticCustomError("answers", "answers", {"unit": self.unit.value})
        return self


class Condition(Model):
    """What must hold: that a fact is a value, is one of several, or that an amount is within bounds.

    A fact with several values (the levers of a format) is one of those named when all of them are. One that
    is not known satisfies no condition.
    """

    about: Key
    """a question, a role (what was said of it before), or a fact of the format or metric that is judged"""
    is_: Annotated[Key | None, Field(alias="is")] = None
    one_of: list[Key] = []
    at_least: Number | None = None
    less_than: Number | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        bounded = self.at_least is not None or self.less_than is not None
        if sum([self.is_ is not None, bool(self.one_of), bounded]) != 1:
            raise PydanticCustomError("condition", "condition", {"about": self.about})
        return self

    @property
    def values(self) -> list[str]:
        """The values that satisfy it; none where it bounds an amount."""
        return [self.is_] if self.is_ else self.one_of


class Part(StrEnum):
    """What becomes of a role."""

    LEAD = "lead"
    SUPPORT = "support"
    LATER = "later"
    """once something else is ready"""
    NONE = "none"


class Because(Model):
    """The statement that gives a reason."""

    statement: StatementId
    quote: Text | None = None
    """the sentences of the statement that give the reason, to the letter; where left out: the takeaway of a
    comparison's line, all that is said of a format, else the first sentence"""


class Rule(Because):
    """Conditions that must all hold, and the statement that says why something follows from them."""

    id: Key
    when: list[Condition] = []
    """none: always"""


class RoleRule(Rule):
    """What becomes of a role. Of the rules of one role, the first that holds counts."""

    role: Key
    part: Part


class FormatVerdict(StrEnum):
    FIRST = "first"
    """to be made before the others"""
    LATER = "later"
    """it would serve the objective, but not in this situation"""


class FormatRule(Rule):
    """What becomes of a format that serves the objective. The first rule that holds counts."""

    verdict: FormatVerdict


class Purpose(StrEnum):
    """What a media plan calls a share of the budget."""

    PRODUCTION = "production"
    MEDIA = "media"


class Share(Model):
    id: Key
    title: Text
    percent: Annotated[StrictInt, Field(ge=1, le=100)]
    purpose: Purpose | None = None


class SplitRule(Rule):
    """A first division of the budget, or, without shares, why there is none.

    Of those that divide the same thing (``divides``), the first that holds counts.
    """

    divides: Key
    title: Text
    shares: list[Share] = []
    cautions: list[Because] = []
    """what to know before one leans on it"""

    @model_validator(mode="after")
    def _whole(self) -> SplitRule:
        total = sum(share.percent for share in self.shares)
        if self.shares and total != 100:
            raise PydanticCustomError("shares", "shares", {"total": total})
        return self


class CautionRule(Rule):
    """Something to know; every one that holds is told."""

    first: StrictBool = False
    """to be done before anything else"""


class Mix(Model):
    """The advice in a few words, from what became of the roles. The first that holds counts."""

    id: Key
    title: Text
    when: list[Condition] = []


class Adviser(Asking):
    """Questions about a project, and rules by which the answers lead to a first plan.

    What formats and metrics serve an objective is said in its own file; rules say what the situation changes.
    What no other entry of the guide says stands among ``statements``, as the editors' own.
    """

    kind = "adviser"

    questions: Annotated[list[AdviserQuestion], Field(min_length=1)]
    parts: dict[Level, Part]
    """what becomes of a lever by how well it serves the objective, where no rule says otherwise"""
    because: Because
    """why, where the objective itself says nothing of its levers"""
    buys: Key
    """the lever by which space is bought"""
    lines: Annotated[StrictInt, Field(ge=1)]
    """how many formats a media plan opens with, at most"""
    roles: Annotated[list[RoleRule], Field(min_length=1)]
    """roles are decided in the order in which they are first named: rules may look at those before"""
    mixes: Annotated[list[Mix], Field(min_length=1)]
    formats: list[FormatRule] = []
    metrics: list[Rule] = []
    """metrics to leave out"""
    splits: list[SplitRule] = []
    cautions: list[CautionRule] = []
    statements_: Annotated[list[Passage], Field(alias="statements")] = []
    related: list[EntryId] = []

    @property
    def asked(self) -> Sequence[Asked]:
        return self.questions

    def families(self) -> Iterator[tuple[str, Sequence[Rule]]]:
        """Yield the rules by the key under which they are written."""
        yield "roles", self.roles
        yield "formats", self.formats
        yield "metrics", self.metrics
        yield "splits", self.splits
        yield "cautions", self.cautions

    def reasons(self) -> Iterator[tuple[KeyPath, Because]]:
        """Yield (path in the file, reason) of all that rests on a statement."""
        yield ("because",), self.because
        for name, rules in self.families():
            for index, rule in enumerate(rules):
                yield (name, index), rule
        for index, split in enumerate(self.splits):
            for nth, caution in enumerate(split.cautions):
                yield ("splits", index, "cautions", nth), caution

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield from _named(self.statements_, "statements")

    def references(self) -> Iterator[Reference]:
        for path, because in self.reasons():
            yield (*path, "statement"), because.statement.partition("#")[0]
        yield from _listed(self.related, "related")


class Point(Passage):
    """A rule of law or of a platform, as it stood at a date."""

    title: Text
    topic: Key
    """id of ``site.yml: topics``"""
    as_of: Text
    """the text that says it, with its date: "law of 9 June 2023, article 1" """
    unsure: StrictBool = False
    """to be checked against the official text"""
    touches: Annotated[list[EntryId], Field(min_length=1)]
    """the entries that it concerns, which show it"""


class Jurisdiction(DefinedEntry):
    """Who makes rules (a country, a union, the platforms), and the rules that touch what the guide tells."""

    kind = "jurisdiction"

    points: Annotated[list[Point], Field(min_length=1)]
    related: list[EntryId] = []

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield from _named(self.points, "points")

    def references(self) -> Iterator[Reference]:
        for index, point in enumerate(self.points):
            yield from _listed(point.touches, "points", index, "touches")
        yield from _listed(self.related, "related")


class Item(Model):
    """A line of a checklist, and the statement that tells why."""

    text: Text
    statement: StatementId | None = None


class Step(Passage):
    """A part of a guide: advice, then the statements it is composed of, or lines to tick."""

    shows: list[StatementId] = []
    """statements of other entries, shown here as they stand there"""
    items: list[Item] = []
    """lines to tick: each a text, and the id of the statement that tells why"""
    clause: StrictBool = False
    """a text to be copied as it is, into a contract or an e-mail"""

    def texts(self) -> list[dict[str, str]]:
        return [self.text, *(item.text for item in self.items)]


class Guide(DefinedEntry):
    """A way through the guide for one reader and one task, composed of statements by reference."""

    kind = "guide"

    steps: Annotated[list[Step], Field(min_length=1)]
    related: list[EntryId] = []

    def named_statements(self) -> Iterator[Named]:
        yield from super().named_statements()
        yield from _named(self.steps, "steps")

    def references(self) -> Iterator[Reference]:
        for index, step in enumerate(self.steps):
            for position, target in enumerate(step.shows):
                yield ("steps", index, "shows", position), target.partition("#")[0]
            for position, item in enumerate(step.items):
                if item.statement:
                    yield ("steps", index, "items", position, "statement"), item.statement.partition("#")[0]
        yield from _listed(self.related, "related")


# --------------------------------------------------------------------------------------------------
# Lists: sources, figures, placements, redirects


class Source(Model):
    """A document that statements lean on."""

    publisher: Words
    title: Words
    url: Url
    language: Language
    read: Day
    """the day it was read"""
    reliability: Reliability
    title_deduced: StrictBool = False
    """the title was worked out from the address, not seen"""
    archived: StrictBool = False
    """read in an archived copy, not on the live page"""
    note: Text | None = None


class FigureUnit(StrEnum):
    """What a figure counts; the same units as planner's."""

    MONEY = "money"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    COUNT = "count"


class Figure(Model):
    """A dated figure: a value or a range, and all that is needed to judge it.

    One of high or medium confidence stands for itself. Those of low confidence are what people say: shown
    together, as a spread, where several name the same thing.
    """

    id: Key
    about: EntryId
    """the entry on whose page it stands: a metric, a price"""
    platform: Words | None = None
    segment: Text | None = None
    """the part of the market it was measured in: a sector, a kind of company"""
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: FigureUnit
    currency: Annotated[str, Pattern(r"[A-Z]{3}", "bad_currency")] | None = None
    geography: Text
    window: Annotated[list[Day], Field(min_length=1, max_length=2)] | None = None
    """the period measured, first and last date"""
    undated: StrictBool = False
    """the page where it was read does not say when it was measured"""
    basis: Text
    """what was counted: all clicks or link clicks, a view of how many seconds. Figures of different bases are
    never listed together"""
    counts: Key | None = None
    """a short name of its basis, where most figures about the same entry count something else: it is offered
    beside the fields of calculators that name it, and no others"""
    measured_by: Words
    source: Key
    """where it was read"""
    confidence: Confidence
    historical: StrictBool = False
    """kept for the record, and not shown"""
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> Figure:
        if self.value is None and (self.low is None or self.high is None):
            raise PydanticCustomError("figure_without_value", "value")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise PydanticCustomError("figure_range", "range", {"low": self.low, "high": self.high})
        if (self.unit is FigureUnit.MONEY) != (self.currency is not None):
            raise PydanticCustomError("figure_currency", "currency", {"unit": self.unit.value})
        if (self.window is None) != self.undated:
            raise PydanticCustomError("figure_date", "date", {"undated": self.undated})
        return self

    def series(self, lang: str) -> tuple[str, str, str, str]:
        """Return what figures that may be listed together have in common: platform, basis, unit, currency."""
        return self.platform or "", self.basis[lang], self.unit.value, self.currency or ""


class FigureFile(Model):
    """A file of ``benchmarks/``."""

    figures: Annotated[list[Figure], Field(min_length=1)]


class RuleKind(StrEnum):
    """What a rule of a platform bounds: the words that ``planner.reality`` knows."""

    DAILY_MINIMUM = "daily-minimum"
    """the least a day that a campaign, or a part of one, can be given"""
    TOTAL_MINIMUM = "total-minimum"
    """the least in all"""
    LEARNING = "learning"
    """results in a week after which a part of a campaign has learnt whom to show ads to"""
    OVERSPEND = "overspend"
    """the share of a daily budget that one day may cost beyond it"""

    @property
    def is_money(self) -> bool:
        return self in (RuleKind.DAILY_MINIMUM, RuleKind.TOTAL_MINIMUM)


class PlatformRule(Model):
    """What a platform asks of a budget, or does with it, as it stood at a date: budgets are judged by it."""

    platforms: Annotated[list[EntryId], Field(min_length=1)]
    """entries of platforms: it holds for the placements that name one of them"""
    kind: RuleKind
    value: Number
    currency: Annotated[str, Pattern(r"[A-Z]{3}", "bad_currency")] | None = None
    """of a minimum: it is compared with budgets in this currency, and with no others"""
    per: Text
    """what it holds for: a campaign, an ad set"""
    each_set: StrictBool = False
    """it holds for each ad set: a budget is divided among them before it is compared"""
    statement: StatementId
    """what tells it in full"""
    source: Key
    as_of: Day | None = None
    undated: StrictBool = False
    """its source does not say when"""
    unsure: StrictBool = False
    """to be checked on the platform's own page"""

    @model_validator(mode="after")
    def _complete(self) -> PlatformRule:
        if self.value <= 0:
            raise PydanticCustomError("rule_value", "value", {"value": str(self.value)})
        if self.kind.is_money != (self.currency is not None):
            raise PydanticCustomError("rule_currency", "currency", {"kind": self.kind.value})
        if (self.as_of is None) != self.undated:
            raise PydanticCustomError("rule_date", "date", {"undated": self.undated})
        return self


class Placement(Model):
    """A place where a video is shown; ``entry`` where a page tells more of it."""

    title: Text
    entry: EntryId | None = None
    own: StrictBool = False
    """a place of one's own (a site, an e-mail, a sales meeting): no space is bought there, nobody comments"""


class TaxPart(Model):
    """One of the taxes that a place charges together, each on the price before all of them."""

    title: Text
    """its short name: TVQ, QST"""
    percent: Number

    @field_validator("percent")
    @classmethod
    def _percentage(cls, percent: Decimal) -> Decimal:
        if not 0 <= percent <= 100:
            raise PydanticCustomError("bad_percentage", "percentage", {"percent": str(percent)})
        return percent


class Tax(Model):
    """What a place charges on a price: its id, typed as a rate of tax, stands for the sum of its parts."""

    place: Text
    jurisdiction: EntryId | None = None
    """the entry that tells rules of that place, where there is one"""
    parts: Annotated[list[TaxPart], Field(min_length=1)]
    as_of: Day
    """the day since which the rate holds, or on which its source says that it does"""
    source: Key
    unsure: StrictBool = False
    """to be checked against the official text"""


class Redirect(Model):
    """An address or statement once published, and what stands for it now."""

    from_: Annotated[str, Field(alias="from")]
    """an address without leading slash (``objectifs/ancien/``), or the id of a statement
    (``kind/x#name``) or source (``source/x``)"""
    to: str
    """the id of an entry, a statement, a source, an index (``index/kind``) or a page (``page/method``)"""


class RedirectFile(Model):
    redirects: list[Redirect] = []


Queries = Annotated[dict[str, Words], AfterValidator(_known_languages)]
"""What people type, a line each, in the languages that one knows it of."""

QueryFile = dict[str, Queries]
"""A file of ``queries/``: what people type who look for an entry or a statement, by its id."""


class Claim(Model):
    """A claim of the articles the knowledge base grew from, in the editors' words."""

    topic: EntryId
    kind: Key
    evidence: Key
    text: Text
    left_out: StrictBool = False
    """not to be carried: promotional, or off the subject"""


# --------------------------------------------------------------------------------------------------
# The site file and the words of the interface


class SiteLanguage(Model):
    code: Language
    """what stands in ``lang`` and in addresses; the first language stands at the root"""
    name: Words
    """the language's name in itself"""
    locale: Words
    """its locale for numbers and dates, as CLDR names it: fr_CA"""
    draft: StrictBool = False
    """being translated: its texts may be missing, and it is not published"""


def _one_published(languages: list[SiteLanguage]) -> list[SiteLanguage]:
    if all(language.draft for language in languages):
        raise PydanticCustomError("no_published_language", "all drafts")
    return languages


class KindWords(Model):
    """How a kind of entry is called and addressed."""

    slug: Slugs
    title: Text
    """plural: the name of its index page"""
    singular: Text
    lead: Text
    order: list[EntryId] = []
    """entries to show first, in this order; the others follow by title"""
    in_masthead: StrictBool = True
    """its index is named at the head of every page"""


class SitePage(Model):
    """A page written by hand in ``docs/``: its words."""

    slug: Slugs | None = None
    """none for the home page"""
    title: Text
    lead: Text
    sections: list[Passage] = []


class Role(Model):
    """A voice of the comparisons or a lever: shown by letter, line style and colour alike."""

    title: Text
    letter: Annotated[dict[str, Annotated[str, Field(max_length=2)]], AfterValidator(_every_language)]
    tone: Literal[1, 2, 3, 4]
    """which of the four tones of the palette it takes"""
    lever: StrictBool = False
    """may circulate a video: counts in objectives and mapping records"""


class Stage(Model):
    """A moment of the customer's journey."""

    title: Text
    abbreviation: Text | None = None


class Licence(Model):
    name: Words
    url: Url


class Licences(Model):
    code: Licence
    texts: Licence


class Party(Model):
    name: Words
    url: Url | None = None


class Repository(Model):
    """Where the knowledge base is kept, for "edit this entry"."""

    url: Url
    edit: Words
    """pattern of the address of a line, with {path} and {line}"""


def _positive(months: int) -> int:
    if months < 1:
        raise PydanticCustomError("bad_months", "months", {"months": months})
    return months


class Site(Model):
    """``site.yml``: what the site is, its languages, its addresses."""

    name: Text
    tagline: Text
    description: Text
    url: Url | None = None
    """the address it is published at; SITE_URL overrides it"""
    languages: Annotated[list[SiteLanguage], Field(min_length=1), AfterValidator(_one_published)]
    kinds: dict[str, KindWords]
    pages: dict[Key, SitePage]
    roles: dict[Key, Role]
    stages: dict[Key, Stage]
    topics: dict[Key, Text] = {}
    """what rules of law are about: the headings of the pages of jurisdictions"""
    currencies: list[Annotated[str, Pattern(r"[A-Z]{3}", "bad_currency")]] = []
    """codes of the currencies that calculators offer, the usual one first"""
    offline: StrictBool = True
    """whether readers' devices keep pages that were read; ``false`` takes away what was kept before"""
    figures_last: Annotated[StrictInt, AfterValidator(_positive)] = 18
    """months after which a figure is past its time, counted from the end of its window"""
    licences: Licences
    publisher: Party | None = None
    contact: Contact | None = None
    """an e-mail address or a URL for reporting errors"""
    repository: Repository | None = None

    def published(self) -> list[SiteLanguage]:
        """Return the languages readers see: all but those still being translated."""
        return [language for language in self.languages if not language.draft]

    def statements(self) -> Iterator[Anchored]:
        """Yield the statements of the hand-written pages: their sections."""
        for key, page in self.pages.items():
            for index, section in enumerate(page.sections):
                path = ("pages", key, "sections", index)
                yield Anchored(f"page/{key}#{section.id}", section.id, section, section.anchor, path)


class Typography(Model):
    """Spaces and signs of a language, applied at render. Nobody types them in data."""

    narrow_space_before: str = ""
    """signs that take a narrow no-break space (U+202F) before them: ``;?!%``"""
    space_before: str = ""
    """signs that take a no-break space (U+00A0) before them"""
    quotes: Annotated[list[str], Field(min_length=2, max_length=2)]
    """what opens and closes a quotation, spaces included"""
    group: str = ""
    """what stands between groups of three digits in numbers of five digits and more"""
    currency_space: str = ""
    """what stands between a number and the currency sign after it"""
    units: list[str] = []
    """units that keep to the number before them: ``[s, min, px]``"""
    ordinals: list[str] = []
    """endings to raise after a digit: ``[er, re, e]``"""


class SearchRules(Model):
    """How a language's words are folded when one searches. Words are written here as one types them."""

    elisions: list[str] = []
    """what an apostrophe cuts off the word after it: ``[l, d, qu]``"""
    endings: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = []
    """``[ending, what takes its place]``: the first that fits is used, on words of more than four letters"""
    stop: list[str] = []
    """words that say nothing of what is sought: articles, question words"""
    units: dict[str, list[str]] = {}
    """unit → other ways to write it after a number"""
    synonyms: list[Annotated[list[str], Field(min_length=2)]] = []
    """words that mean the same wherever they stand; what is another name of one entry is its alias"""


class Interface(Model):
    """``interface/<lang>.yml``: every word that the site says around the entries."""

    typography: Typography
    search: SearchRules = SearchRules()
    months: Annotated[list[Words], Field(min_length=12, max_length=12)]
    date: Words
    """pattern of a full date with {day}, {month}, {year}"""
    date_first: Words | None = None
    """pattern of the first of a month, where it differs"""
    date_month: Words
    """pattern of a month with {month}, {year}"""
    anchors: dict[str, Slug]
    """anchor of each standard statement: definition, rule, length…"""
    levels: dict[Level, Words]
    fits: dict[Fit, Words]
    bases: dict[Basis, Words]
    supports: dict[Support, Words]
    reliabilities: dict[Reliability, Words]
    confidences: dict[Confidence, Words]
    words: dict[str, str]
    """the rest, by key; ``{name}`` stands for what the page fills in"""
    problems: dict[str, str] = {}
    """what calculators say of inputs, by planner's code; ``{field}`` is the field's name"""


ENTRY_KINDS: dict[str, type[Entry]] = {
    model.kind: model
    for model in (
        Comparison,
        Objective,
        Format,
        Metric,
        Concept,
        Calculator,
        Flow,
        Adviser,
        Guide,
        Jurisdiction,
    )
}
"""Kind → model; the folder of a kind in ``data/`` is its plural."""

FOLDERS: dict[str, str] = {f"{kind}s": kind for kind in ENTRY_KINDS}


def name_of(entry_id: str) -> str:
    """The part of an id after its kind, as addresses have it: ``acquisition``."""
    return entry_id.partition("/")[2]


def kind_of(entry_id: str) -> str | None:
    """The kind an id belongs to (``phase/tournage`` → ``concept``), None when it is no entry's."""
    prefix = entry_id.split("/", 1)[0]
    if prefix in Concept.subkinds:
        return Concept.kind
    return prefix if prefix in ENTRY_KINDS else None
