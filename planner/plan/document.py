"""A plan as it is read and printed: tables of words, the same at build and in the browser.

Each figure says where it comes from: ``given`` (typed by whoever made the plan), ``assumed`` (taken where a
field was left empty), else it is computed, by a formula that the document lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from planner.answer import said, value_of
from planner.catalogue import PLAN
from planner.exports import entry, word
from planner.interval import Interval
from planner.model import Unit
from planner.numbers import Locale, show, show_between, show_near
from planner.plan import checks
from planner.plan.answer import BASE, PlanAnswer, head
from planner.plan.compute import LineResult, PlanResult
from planner.plan.line import BUDGET, UNITS, VOLUMES
from planner.plan.pacing import SPEND, Pace
from planner.plan.workbook import INVOICED, formulas, line_title

COLUMNS = (
    *(BUDGET, "cpm", "impressions", "cpc", "clicks", "cpv", "views"),
    *("conversions", "cpa", "roas"),
)
"""What a table of lines shows, where a line has it; rates are among what it rests on."""
ALWAYS = ("media", "working_media")
"""Rows of the account that stand there whatever they come to."""
CAUTIONS = (
    *("assumed", "budget_decided", "medians", "not_started", "outside_plan", "over_100", "over_allocated"),
    *("partial_total", "range_left_out", "rounded_to_cents", *checks.CODES),
)
"""Warnings that are of what follows, not of how something was typed."""
PACES = ("planned", "pace", "gap", "forecast", "daily")
PLACES = 4
GIVEN, ASSUMED, COMPUTED = "given", "assumed", "computed"


@dataclass(frozen=True)
class Cell:
    """A figure of a table, ready to be shown."""

    words: str = ""
    output: str = ""
    """its name among the outputs or inputs; empty for what is only words"""
    value: str = ""
    """as JSON says it"""
    origin: str = ""
    part: float | None = None
    """of the largest in its table: how dark it is"""
    range: str = ""
    """from end to end, where it is the middle of an interval"""
    differs: bool = False
    """from the plan itself"""


@dataclass(frozen=True)
class Row:
    """What a row is about, and its figures."""

    title: str
    cells: Sequence[Cell]
    detail: str = ""
    name: str = ""
    """of what it is about: ``line.1``"""
    days: Sequence[str] = ()
    """the first and the last, as one types them"""


@dataclass(frozen=True)
class Table:
    """Rows under heads; ``heads`` has one for the titles of rows, too."""

    heads: Sequence[str]
    rows: Sequence[Row]
    foot: Sequence[Row] = ()


@dataclass(frozen=True)
class Document:
    """A version of a plan, in tables."""

    title: str
    period: str
    objective: str
    lines: Table
    calendar: Table | None
    account: Table | None
    assumptions: Table
    formulas: Sequence[tuple[str, str]]
    risks: Sequence[str]
    cautions: Sequence[str]
    """what is to be known of it"""
    attribution: str
    pacing: Table | None = None
    versions: Table | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as pages take it."""
        return {name: _plain(value) for name, value in vars(self).items()}


def _plain(value: object) -> Any:
    """Return what JSON can hold of tables, rows and cells."""
    if isinstance(value, (Table, Row, Cell)):
        return {name: _plain(part) for name, part in vars(value).items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


@dataclass(frozen=True)
class _Writer:
    answer: PlanAnswer
    version: str
    locale: Locale
    currency: str

    @property
    def result(self) -> PlanResult:
        return self.answer.results[self.version]

    def label(self, name: str) -> str:
        return self.locale.label(PLAN, name)

    def name(self, output: str) -> str:
        return output if self.version == BASE else f"{self.version}.{output}"

    def cell(self, number: Fraction | None, unit: Unit, output: str, origin: str = COMPUTED) -> Cell:
        """Return a figure; nothing where it is not known."""
        if number is None:
            return Cell()
        found = self.answer.value(self.version, output) or value_of(number, unit, self.locale, self.currency)
        words, between = found.display, ""
        if found.interval and found.number is not None and origin == COMPUTED:
            about = (found.interval, unit.value, self.locale, self.currency)
            words, between = show_near(found.number, *about), show_between(found.interval, *about)
        return Cell(
            words,
            self.name(output),
            found.as_json()["value"],
            origin,
            range=between,
            differs=self._differs(output, found.number),
        )

    def _differs(self, output: str, number: Fraction | None) -> bool:
        if self.version == BASE:
            return False
        base = self.answer.value(BASE, output)
        return base is None or base.number != number

    def day(self, day: date) -> str:
        """Return a day in words: 1 Dec."""
        about = self.locale.tables.get("plan", {})
        if "months" not in about:
            return day.isoformat()
        return str(about["day"]).format(day=day.day, month=about["months"][day.month - 1])

    def days(self, first: date, last: date) -> str:
        return f"{self.day(first)} – {self.day(last)}"

    # -- lines ----------------------------------------------------------------------------------

    def lines(self) -> Table:
        known = [*(one.values for one in self.result.lines)]
        shown = [name for name in COLUMNS if name == BUDGET or any(name in values for values in known)]
        heads = [self.label("line.*"), *(head(name, self.result.plan, self.locale) for name in shown)]
        rows = [self.line(one, shown) for one in self.result.lines]
        totals = [self.cell(self.result.totals.get(name), UNITS[name], f"total.{name}") for name in shown]
        return Table(heads, rows, [Row(self.label("total"), totals)])

    def line(self, one: LineResult, shown: Iterable[str]) -> Row:
        days = self.days(one.flight.start, one.flight.end) if one.flight else ""
        iso = [one.flight.start.isoformat(), one.flight.end.isoformat()] if one.flight else []
        cells = [self.figure(one, name) for name in shown]
        return Row(line_title(one, self.locale), cells, days, f"line.{one.line.number}", iso)

    def figure(self, one: LineResult, name: str) -> Cell:
        number = one.budget if name == BUDGET else one.values.get(name)
        return self.cell(number, UNITS[name], f"line.{one.line.number}.{name}", origin_of(one, name))

    # -- weeks ----------------------------------------------------------------------------------

    def calendar(self) -> Table | None:
        weeks = [*self.result.weeks]
        flown = [one for one in self.result.lines if one.flight]
        if not weeks:
            return None
        most = max((amount for one in flown for amount in one.weeks.values()), default=Fraction(0))

        def amount(one: LineResult, nth: int) -> Cell:
            spent = one.weeks.get(weeks[nth])
            found = self.cell(spent, Unit.MONEY, f"line.{one.line.number}.week.{weeks[nth].name}")
            part = float(round(spent / most, PLACES)) if spent and most else 0.0
            return replace(found, part=part)

        def total(nth: int) -> Cell:
            output = f"week.{weeks[nth].name}.{BUDGET}"
            return self.cell(self.result.weeks[weeks[nth]], Unit.MONEY, output)

        places = range(len(weeks))
        rows = [Row(line_title(one, self.locale), [amount(one, nth) for nth in places]) for one in flown]
        heads = [word(self.locale, "week"), *(self.day(week.monday) for week in weeks)]
        return Table(heads, rows, [Row(self.label("total"), [total(nth) for nth in places])])

    # -- the account ----------------------------------------------------------------------------

    def account(self) -> Table | None:
        ladder, plan = self.result.ladder, self.result.plan
        if ladder is None or plan.budget is None:
            return None
        rows = [self._row("budget", plan.budget.value, GIVEN)]
        if plan.production:
            rows.append(self._row("production", plan.production.value, GIVEN))
        account = ladder.values()
        told = [n for n in ("media", "fees", "net", "ad_fees", "working_media") if account[n] or n in ALWAYS]
        rows += (self._row(name, account[name], output=f"ladder.{name}") for name in told)
        rows.append(self._row("allocated", self.result.totals[BUDGET], output=f"total.{BUDGET}"))
        rows.append(self._row("unallocated", self.result.unallocated))
        after = [name for name in ("taxes", "total") if name in account]
        rows += (self._row(name, account[name], output=f"ladder.{name}") for name in after)
        return Table([self.label("ladder.*"), self.currency], rows)

    def _row(self, name: str, number: Fraction | None, origin: str = COMPUTED, output: str = "") -> Row:
        return Row(
            self.label(INVOICED.get(name, name)), [self.cell(number, Unit.MONEY, output or name, origin)]
        )

    # -- what it rests on -----------------------------------------------------------------------

    def assumptions(self) -> Table:
        """What each line was given, with its range, what was assumed, and where its figures come from."""
        heads = [word(self.locale, name) for name in ("line", "given", "assumed", "source")]
        return Table(heads, [self._assumption(one) for one in self.result.lines])

    def _assumption(self, one: LineResult) -> Row:
        given = [self._said(name, reading.typed) for name, reading in one.line.rates.items()]
        assumed = [self._said(name, one.values[name]) for name in one.assumed]
        source = self.result.plan.sources.get(one.line.number, "")
        told = (" · ".join(given), " · ".join(assumed), source)
        return Row(line_title(one, self.locale), [Cell(words) for words in told])

    def _said(self, name: str, number: Fraction | Interval) -> str:
        shown = show(number, UNITS[name].value, self.locale, self.currency)
        return entry(self.label(name), shown, self.locale)

    # -- what happened --------------------------------------------------------------------------

    def pacing(self) -> Table | None:
        paces = self.result.paces
        if not paces or self.result.pace is None:
            return None
        heads = [self.label("actual.*"), self.label(SPEND), *(self.label(f"{what}.*") for what in PACES)]
        rows: list[Row] = []
        for one in self.result.lines:
            if pace := paces.get(one.line.number):
                rows += self._paces(line_title(one, self.locale), f"actual.{one.line.number}", pace)
        return Table(heads, rows, [*self._paces(self.label("total"), "actual.total", self.result.pace)])

    def _paces(self, title: str, here: str, pace: Pace) -> Iterator[Row]:
        for name in (SPEND, *VOLUMES):
            progress = pace.progress.get(name)
            if progress is None:
                continue
            unit = Unit.MONEY if name == SPEND else Unit.COUNT
            numbers = {
                "planned": (progress.planned, unit),
                "pace": (progress.pace, Unit.RATIO),
                "gap": (progress.gap, unit),
                "forecast": (progress.forecast, unit),
                "daily": (pace.daily if name == SPEND else None, unit),
            }
            actual = self.cell(progress.actual, unit, f"{here}.{name}", GIVEN)
            cells = (
                self.cell(number, its, f"{here}.{what}.{name}") for what, (number, its) in numbers.items()
            )
            yield Row(title, [actual, *cells], self.label(name))

    # -- versions side by side ------------------------------------------------------------------

    def versions(self) -> Table | None:
        results = self.answer.results
        if len(results) < 2:
            return None
        writers = [_Writer(self.answer, version, self.locale, self.currency) for version in results]
        heads = ["", *(f"{word(self.locale, 'scenario')} {version.upper()}" for version in results)]
        rows = []
        for name in COLUMNS:
            if any(name in one.totals for one in results.values()):
                cells = [
                    writer.cell(writer.result.totals.get(name), UNITS[name], f"total.{name}")
                    for writer in writers
                ]
                rows.append(Row(self.label(name), cells))
        if any(one.unallocated is not None for one in results.values()):
            cells = [writer.cell(writer.result.unallocated, Unit.MONEY, "unallocated") for writer in writers]
            rows.append(Row(self.label("unallocated"), cells))
        return Table(heads, [*rows, *self._lines_side_by_side(writers)])

    def _lines_side_by_side(self, writers: Sequence[_Writer]) -> Iterator[Row]:
        """The budget of every line that is not the same in all versions."""
        lines = {one.line.number: one for writer in reversed(writers) for one in writer.result.lines}
        for number in sorted(lines):
            own = [
                next((one for one in writer.result.lines if one.line.number == number), None)
                for writer in writers
            ]
            cells = [
                writer.figure(one, BUDGET) if one else Cell("–", differs=writer.version != BASE)
                for writer, one in zip(writers, own, strict=True)
            ]
            if any(cell.differs for cell in cells):
                yield Row(line_title(lines[number], self.locale), cells, self.label(BUDGET))


def origin_of(one: LineResult, name: str) -> str:
    """Return where a figure of a line comes from."""
    if name in one.line.rates or (name == BUDGET and one.line.budget is not None):
        return GIVEN
    return ASSUMED if name in one.assumed else COMPUTED


def cautions(answer: PlanAnswer, version: str, locale: Locale, currency: str) -> list[str]:
    """Return what is to be known of a version, not how its numbers were read: in words, each once.

    What is true of some lines names them.
    """
    # What was assumed stands with what else the plan rests on.
    codes = {*CAUTIONS} - {"assumed"}
    lines: dict[str, list[str]] = {}
    for one in answer.results[version].warnings:
        if one.code in codes:
            of = lines.setdefault(str(said(one, PLAN, locale, currency)["message"]), [])
            of += [locale.label(PLAN, one.field)] if one.code in checks.CODES and one.field else []
    return [f"{', '.join(of)} – {message}" if of else message for message, of in lines.items()]


def document(answer: PlanAnswer, version: str, locale: Locale, currency: str) -> Document:
    """Return a version of a plan in tables; the plan itself has what happened, and versions side by side."""
    writer = _Writer(answer, version, locale, currency)
    result, plan = writer.result, writer.result.plan
    names = locale.tables.get("plan", {}).get("objectives", {})
    flight = plan.flight
    return Document(
        title=plan.name or writer.label("plan"),
        period=f"{writer.days(flight.start, flight.end)} {flight.end.year}" if flight else "",
        objective=str(names.get(plan.objective, plan.objective)),
        lines=writer.lines(),
        calendar=writer.calendar(),
        account=writer.account(),
        assumptions=writer.assumptions(),
        formulas=[(writer.label(name), words) for name, words in formulas(result, locale)],
        risks=[*plan.risks.values()],
        cautions=cautions(answer, version, locale, currency),
        attribution=plan.attribution,
        pacing=writer.pacing() if version == BASE else None,
        versions=writer.versions() if version == BASE else None,
    )
