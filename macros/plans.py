"""The page of the media plan: an example computed at build, in the tables that the browser makes anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros import locale_files, runtime
from macros.calculations import script
from macros.model import Calculator
from planner.catalogue import PLAN
from planner.plan import page
from planner.plan.address import DAYS, TEXTS
from planner.plan.answer import BASE, plan_answer
from planner.plan.document import COMPUTED, Document, Row, document
from planner.plan.line import VOLUMES

if TYPE_CHECKING:
    from macros.edition import Edition


PRICES = ("cpm", "cpc", "cpv", "ctr")
RATES = ("view_rate", "landing_rate", "conversion_rate", "aov")
BRIEF = (
    *("name", "objective", "start", "weeks", "attribution"),
    *("budget", "production", "fee", "fee_basis", "ad_fees", "tax"),
)
BASES = ("gross", "net", "fixed")
RISKS = 3
"""that have a cell; an address may hold more"""


@dataclass(frozen=True)
class PlanCell:
    """A cell of the form: a part of a line, or something said of the whole plan."""

    name: str
    label: str
    help: str | None
    kind: str
    """text, list (free text with suggestions), date, number, basis"""
    sign: str
    value: str
    found: str = ""
    """what follows for it where it is left empty"""

    @property
    def id(self) -> str:
        """Its name, as an id."""
        return self.name


@dataclass(frozen=True)
class PlanLineForm:
    """A line of the form."""

    number: str
    what: Sequence[PlanCell]
    """platform, format, objective, days, budget, prices"""
    rates: Sequence[PlanCell]
    source: PlanCell
    actual: Sequence[PlanCell]
    found: str
    """what follows of it and has no cell, in a few words"""


@dataclass(frozen=True)
class PlanPage:
    """What the page shows before any script runs, and what scripts need."""

    id: str
    example: str
    """what the example is called: it says that it is made up"""
    currencies: Sequence[str]
    brief: Sequence[PlanCell]
    lines: Sequence[PlanLineForm]
    blank: PlanLineForm
    """what one more line looks like"""
    figures: Sequence[PlanCell]
    """cells of a line that dated figures can be taken for"""
    risks: Sequence[PlanCell]
    lists: Sequence[tuple[str, Sequence[str]]]
    """platforms, formats, objectives: what they are called"""
    bases: Sequence[tuple[str, str]]
    document: Document
    locale: Markup
    runtime: Markup
    source: str


def plan_page(edition: Edition, entry: Calculator) -> PlanPage:
    """Return the page, filled with the calculator's first example."""
    example, currency = entry.examples[0], edition.site.currencies[0]
    answer = plan_answer(example.values, edition.locale, currency)
    cells = page.cells_of(page.canonical(answer), edition.locale, currency)
    shown = document(answer, BASE, edition.locale, currency)
    made = _Maker(edition, entry, cells, found_of(shown))
    tables = edition.locale.tables["plan"]
    return PlanPage(
        id=PLAN,
        example=edition.plain(example.title),
        currencies=edition.site.currencies,
        brief=[made.cell(name) for name in BRIEF],
        lines=[
            made.line(str(one.line.number), brief(shown.lines.heads, row))
            for one, row in zip(answer.base.lines, shown.lines.rows, strict=True)
        ],
        blank=made.line("*"),
        figures=[made.cell(name) for name, about in entry.fields.items() if about.figures],
        risks=[made.cell(f"risk.{number}") for number in range(1, RISKS + 1)],
        lists=[(kind, sorted(tables[f"{kind}s"].values())) for kind in TEXTS],
        bases=[(code, edition.locale.words[f"code.{PLAN}.{code}"]) for code in BASES],
        document=shown,
        locale=script(locale_files.for_calculator(edition.kb, edition.lang, PLAN)),
        runtime=script(runtime.parts(edition.runtime, PLAN)),
        source=runtime.source_of(edition.runtime, PLAN) if edition.runtime else "",
    )


def found_of(shown: Document) -> dict[str, str]:
    """Return cell → what follows for it where it is empty; a line without days runs as long as the plan."""
    computed = (cell for row in shown.lines.rows for cell in row.cells if cell.origin == COMPUTED)
    days = (
        (f"{row.name}.{name}", day)
        for row in shown.lines.rows
        for name, day in zip(DAYS, row.days, strict=False)
    )
    return {**{cell.output: cell.words for cell in computed}, **dict(days)}


def brief(heads: Sequence[str], row: Row) -> str:
    """Return what follows of a line and has no cell of its own, in a few words."""
    told = zip(heads[1:], row.cells, strict=True)
    return " · ".join(
        f"{head} {cell.words}"
        for head, cell in told
        if cell.origin == COMPUTED and cell.output.rpartition(".")[2] not in PRICES
    )


@dataclass(frozen=True)
class _Maker:
    edition: Edition
    entry: Calculator
    cells: Mapping[str, str]
    found: Mapping[str, str]
    """cell → what follows for it"""

    def line(self, number: str, found: str = "") -> PlanLineForm:
        here = f"line.{number}"
        return PlanLineForm(
            number,
            [self.cell(f"{here}.{name}") for name in (*TEXTS, *DAYS, "budget", *PRICES)],
            [self.cell(f"{here}.{name}") for name in RATES],
            self.cell(f"source.{number}", "source"),
            [self.cell(f"actual.{number}.{name}") for name in ("until", "spend", *VOLUMES)],
            found,
        )

    def cell(self, name: str, field: str = "") -> PlanCell:
        field = field or (
            name.partition(".")[0] + ".*" if name.startswith("risk.") else name.rpartition(".")[2]
        )
        about = self.entry.fields[field]
        in_line = "." in name
        numbered = [name.rpartition(".")[2]] if field == "risk.*" else []
        return PlanCell(
            name=name,
            label=" ".join([self.edition.plain(about.label), *numbered]),
            help=self.edition.plain(about.help) if about.help and not in_line else None,
            kind=_kind(field),
            sign=_sign(field),
            value=self.cells.get(name, ""),
            found=self.found.get(name, ""),
        )


def _kind(field: str) -> str:
    if field in TEXTS:
        return "list"
    if field in (*DAYS, "until"):
        return "date"
    if field == "fee_basis":
        return "basis"
    return "text" if field in ("name", "attribution", "source", "risk.*") else "number"


def _sign(field: str) -> str:
    """Return what stands after a cell: a percent sign, or the code of the currency, put there by scripts."""
    if field in ("ctr", "view_rate", "landing_rate", "conversion_rate"):
        return "%"
    money = ("budget", "production", "ad_fees", "spend", "cpm", "cpc", "cpv", "aov")
    return "currency" if field in money else ""
