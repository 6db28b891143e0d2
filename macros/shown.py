"""What pages show, made ready: plain records, in one language, every link relative to its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from macros.model import Figure, PlatformRule, Statement
from planner import Step


@dataclass(frozen=True)
class Alternate:
    """The same page in a language."""

    code: str
    name: str
    url: str
    href: str


@dataclass(frozen=True)
class Crumb:
    title: str
    href: str | None


@dataclass(frozen=True)
class Edit:
    """Where a thing is written, and the address to change it at where a repository is known."""

    file: str
    line: int
    href: str | None


@dataclass(frozen=True)
class SourceNote:
    """A source as the apparatus of a statement shows it."""

    id: str
    publisher: str
    title: str
    url: str
    href: str
    language: str
    reliability: str
    read: str
    archived: bool
    title_deduced: bool
    note: Markup | None


@dataclass(frozen=True)
class StatementView:
    """A statement ready to be shown; ``record`` is the model object."""

    id: str
    name: str
    title: str
    anchor: str
    aliases: list[str]
    record: Statement
    html: Markup
    sources: list[SourceNote]
    basis: str
    basis_word: str
    support: str | None
    support_word: str | None
    changed: str
    edit: Edit
    hrefs: dict[str, str]
    preview: str | None
    """the absolute address that shows what it is about in a chat, where it has one"""


@dataclass(frozen=True)
class FigureView:
    """A dated figure ready to be shown."""

    record: Figure
    value: str | None
    low: str | None
    high: str | None
    window: list[str]
    """none where the figure has no date"""
    until: str | None
    """the last day on which it is current: 2027-06-30"""
    until_words: str | None
    past: bool
    """past its time already when the sources were last read"""
    confidence: str
    source: SourceNote

    @property
    def years(self) -> list[str]:
        """The years that its window touches; none where it has no date."""
        window = self.record.window or []
        return [str(year) for year in range(int(window[0][:4]), int(window[-1][:4]) + 1)] if window else []


@dataclass(frozen=True)
class Offered:
    """How a figure is typed in a field: as one types it here, and as an address holds it."""

    typed: str
    canonical: str


@dataclass(frozen=True)
class FigureSeries:
    """Figures that may be listed together: one platform, one method, one unit."""

    platform: str | None
    basis: Markup
    said: bool
    """what several people say, with no method: only the spread of it is worth reading"""
    low: str | None
    high: str | None
    figures: list[FigureView]


@dataclass(frozen=True)
class Beside:
    """The dated figures beside the fields of a form, and by what one chooses: (key, words) of each.

    Keys are the same in every language; a choice made beside one field holds for the others.
    """

    fields: Mapping[str, list[FigureSeries]]
    platforms: list[tuple[str, str]]
    places: list[tuple[str, str]]
    years: list[str]


@dataclass(frozen=True)
class RuleView:
    """What a platform asks of a budget, ready to be shown."""

    record: PlatformRule
    words: str
    platforms: list[tuple[str, str]]
    """(name, link to the statement that tells the rule)"""
    source: SourceNote
    date: str | None
    until: str | None
    past: bool


@dataclass(frozen=True)
class Worked:
    """An example of a calculator, computed: (name, label, value) of what was given and of what follows."""

    title: str
    given: list[tuple[str, str, str]]
    found: list[tuple[str, str, str]]
    steps: list[Step]
    comparison: dict[str, Any] | None
    """of a split by response: divisions side by side, as planner.response.picture tells them"""
    assumed: list[str]
    """what the reader should know of it: a value taken where none was given, a caution"""


@dataclass(frozen=True)
class Tap:
    """A value that may be typed by one tap: what it is, and how one types it."""

    words: str
    value: str


@dataclass(frozen=True)
class TaxView:
    """What a place charges on a price, ready to be shown."""

    place: str
    words: str
    """its parts and what they make"""
    jurisdiction: str | None
    as_of: str
    unsure: bool
    source: SourceNote


@dataclass(frozen=True)
class FormField:
    """A field of a calculator's form, with the first example's value or result in it."""

    name: str
    id: str
    label: str
    help: str | None
    unit: str
    typed: bool
    """False for what is only ever computed: a verdict"""
    choices: list[tuple[str, str]]
    value: str | None
    """what the example types into it"""
    found: str
    """what one would type for its result, where it has one"""
    result: str
    """the name of the result shown beside it: its own, or that of its line's amount"""
    exact: str | None
    display: str
    line: str | None = None
    """the line of a split that it belongs to"""
    part: str = "0"
    """what its line gets of the total, in percent"""
    part_words: str = ""
    solved: bool = False
    """may be made the unknown"""
    heading: str | None = None
    """the name of the part of the form that begins with it"""
    methods: str = ""
    """of a split: the ways of splitting that it is for, those of others are hidden"""
    parts: Mapping[str, str] = field(default_factory=dict)
    """what is said of a line besides its share: field → its label"""
    units: tuple[str, ...] = ()
    """its unit, and those that other choices give it"""
    taps: tuple[Tap, ...] = ()
    behind: tuple[str, ...] = ()
    """the fields from which its result follows"""
    quiet: bool = False
    """a choice that goes without saying while it is the usual one"""

    @property
    def has_sign(self) -> bool:
        """Whether a sign stands after its input, at least with some choices."""
        return bool({"money", "ratio"} & {*self.units})


@dataclass(frozen=True)
class Start:
    """An example that a form can start from."""

    title: str
    values: str
    """what it types into the fields, as JSON"""


@dataclass(frozen=True)
class Form:
    """A calculator's form, ready to be shown."""

    id: str
    currencies: list[str]
    fields: list[FormField]
    line: FormField | None
    """what one more line of a split looks like; its name is ``share.*``"""
    steps: list[Step]
    picture: dict[str, Any] | None
    """its curve, as planner.picture tells it"""
    starts: list[Start]
    locale: Markup
    """the language, as the planner takes it"""
    runtime: Markup
    """what the browser's Python is made of"""
    source: str
    """where the calculator's Python stands, beside that"""


@dataclass(frozen=True)
class Page:
    """A page of the site in one language."""

    id: str
    kind: str
    """kind of entry, "index" or "page": what decides its template"""
    url: str
    title: str
    description: str
    crumbs: list[Crumb]
    alternates: list[Alternate]
    previous: Crumb | None
    next: Crumb | None
    changed: str | None
    edit: Edit | None
