"""The page of the media plan: an example computed at build, in the tables that the browser makes anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros import locale_files, runtime
from macros.calculations import script
from macros.model import Calculator
from planner.catalogue import PLAN
from planner.plan import page
from planner.plan.answer import BASE, plan_answer
from planner.plan.document import Document, document
from planner.plan.line import VOLUMES

if TYPE_CHECKING:
    from macros.edition import Edition

CHOSEN = ("platform", "format", "objective")
DAYS = ("start", "end")
PRICES = ("cpm", "cpc", "cpv")
RATES = ("ctr", "view_rate", "landing_rate", "conversion_rate", "aov")
BRIEF = (
    *("name", "objective", "start", "weeks", "attribution"),
    *("budget", "production", "fee", "fee_basis", "ad_fees", "tax"),
)
BASES = ("gross", "net", "fixed")


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


@dataclass(frozen=True)
class PlanLineForm:
    """A line of the form."""

    number: str
    what: Sequence[PlanCell]
    """platform, format, objective, days, budget"""
    rates: Sequence[PlanCell]
    source: PlanCell
    actual: Sequence[PlanCell]


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
    risk: PlanCell
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
    made = _Maker(edition, entry, cells)
    tables = edition.locale.tables["plan"]
    return PlanPage(
        id=PLAN,
        example=edition.plain(example.title),
        currencies=edition.site.currencies,
        brief=[made.cell(name) for name in BRIEF],
        lines=[made.line(str(one.line.number)) for one in answer.base.lines],
        blank=made.line("*"),
        risk=made.cell("risk.1"),
        lists=[(kind, sorted(tables[f"{kind}s"].values())) for kind in CHOSEN],
        bases=[(code, edition.locale.words[f"code.{PLAN}.{code}"]) for code in BASES],
        document=document(answer, BASE, edition.locale, currency),
        locale=script(locale_files.for_calculator(edition.kb, edition.lang, PLAN)),
        runtime=script(runtime.parts(edition.runtime, PLAN)),
        source=runtime.source_of(edition.runtime, PLAN) if edition.runtime else "",
    )


@dataclass(frozen=True)
class _Maker:
    edition: Edition
    entry: Calculator
    cells: dict[str, str]

    def line(self, number: str) -> PlanLineForm:
        here = f"line.{number}"
        return PlanLineForm(
            number,
            [self.cell(f"{here}.{name}") for name in (*CHOSEN, *DAYS, "budget")],
            [self.cell(f"{here}.{name}") for name in (*PRICES, *RATES)],
            self.cell(f"source.{number}", "source"),
            [self.cell(f"actual.{number}.{name}") for name in ("until", "spend", *VOLUMES)],
        )

    def cell(self, name: str, field: str = "") -> PlanCell:
        field = field or (
            name.partition(".")[0] + ".*" if name.startswith("risk.") else name.rpartition(".")[2]
        )
        about = self.entry.fields[field]
        in_line = "." in name
        return PlanCell(
            name=name,
            label=self.edition.plain(about.label),
            help=self.edition.plain(about.help) if about.help and not in_line else None,
            kind=_kind(field),
            sign=_sign(field),
            value=self.cells.get(name, ""),
        )


def _kind(field: str) -> str:
    if field in CHOSEN:
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
    money = ("budget", "production", "ad_fees", "spend", *PRICES, "aov")
    return "currency" if field in money else ""
