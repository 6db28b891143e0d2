"""A plan as a workbook: for each version a sheet of lines and one of weeks, then what they rest on.

What was given is a cell to change, marked; everything else is a formula of those, the same relations and the
same division of cents as in ``planner.plan.compute``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.catalogue import PLAN
from planner.exports import word
from planner.model import Relation, Term, Unit
from planner.numbers import Locale
from planner.plan.address import DAYS, TEXTS
from planner.plan.answer import BASE, PlanAnswer, head, title
from planner.plan.calendar import weeks_of
from planner.plan.compute import LineResult, PlanResult
from planner.plan.days import serial
from planner.plan.line import BUDGET, UNITS
from planner.plan.model import Flight, Week
from planner.plan.uncertain import QUOTIENTS, SUMMED
from planner.plan.xlsx import (
    DAY,
    EMPTY,
    HEAD,
    INTEGER,
    MONEY,
    MULTIPLE,
    NOTE,
    PERCENT,
    TEXT,
    TITLE,
    Cell,
    Sheet,
    letters,
    sheet_names,
    workbook,
)
from planner.steps import written

LOOKS = {Unit.MONEY: MONEY, Unit.RATIO: PERCENT, Unit.MULTIPLE: MULTIPLE, Unit.COUNT: INTEGER}
FIELDS = tuple(UNITS)
FIRST = (*TEXTS, *DAYS, "days")
COLUMNS = (*FIRST, *FIELDS, "source")
HEAD_ROW = 5
FIRST_ROW = HEAD_ROW + 1
INVOICED = {"total": "invoiced"}
"""What the account of a plan calls otherwise than the ladder: its lines have a total, too."""
START, WEEKS = "$B$2", "$B$3"
_OPERATORS = str.maketrans({"×": "*", "÷": "/", "−": "-", " ": None})
Row = Sequence[Cell]


def as_workbook(answer: PlanAnswer, locale: Locale, currency: str) -> bytes:
    """Return the file of a workbook."""
    return workbook(_Book(answer, locale, currency).sheets())


def _column(name: str) -> int:
    return COLUMNS.index(name) + 1


def _cell(name: str, row: int) -> str:
    return f"{letters(_column(name))}{row}"


def _range(name: str, rows: range) -> str:
    return f"{_cell(name, rows[0])}:{_cell(name, rows[-1])}"


@dataclass(frozen=True)
class _Place:
    """Where a version stands."""

    sheet: str
    rows: range
    """of its lines"""

    @property
    def total(self) -> int:
        """The row that adds them up."""
        return self.rows.stop

    def at(self, cell: str) -> str:
        """Return how another sheet calls a cell of this one."""
        return f"'{self.sheet}'!{cell}"


class _Book:
    def __init__(self, answer: PlanAnswer, locale: Locale, currency: str) -> None:
        self.answer = answer
        self.locale = locale
        self.digits = locale.currencies[currency].digits
        self.currency = currency
        names = [f"{word(locale, 'scenario')} {version.upper()}" for version in answer.results]
        self.places = {
            version: _Place(name, range(FIRST_ROW, FIRST_ROW + len(answer.results[version].lines)))
            for version, name in zip(answer.results, sheet_names(names), strict=True)
        }

    def sheets(self) -> list[Sheet]:
        found = []
        for version, result in self.answer.results.items():
            place = self.places[version]
            found.append(Sheet(place.sheet, [*self._plan(result, place)], _WIDTHS, HEAD_ROW))
            if result.weeks:
                name = f"{word(self.locale, 'calendar')} {version.upper()}"
                found.append(Sheet(name, [*self._calendar(result, place)], (34, *[12] * 60), 2))
        if len(self.answer.results) > 1:
            widths = (34, *[16] * 5)
            found.append(Sheet(word(self.locale, "comparison"), [*self._comparison()], widths, 1))
        widths = (44, 26, 14, 14, 14, 14, 60)
        found.append(Sheet(word(self.locale, "assumptions"), [*self._assumptions()], widths))
        return found

    def label(self, name: str) -> str:
        return self.locale.label(PLAN, name)

    # -- a version ------------------------------------------------------------------------------

    def _plan(self, result: PlanResult, place: _Place) -> Iterator[Row]:
        plan = result.plan
        yield [Cell(plan.name or self.label("plan"), TITLE)]
        start = Cell(serial(plan.start), DAY, input=True) if plan.start else EMPTY
        yield [Cell(self.label("start")), start]
        weeks = Cell(plan.weeks, INTEGER, input=True) if plan.weeks else EMPTY
        yield [Cell(self.label("weeks")), weeks, Cell(self.label("currency")), Cell(self.currency)]
        yield []
        yield [Cell(head(name, plan, self.locale), HEAD) for name in COLUMNS]
        for row, one in zip(place.rows, result.lines, strict=True):
            yield [*self._line(result, one, row)]
        if result.lines:
            yield [*self._totals(result, place.rows)]
        yield []
        yield from self._ladder(result, place)

    def _line(self, result: PlanResult, one: LineResult, row: int) -> Iterator[Cell]:
        line, plan = one.line, result.plan
        for name in FIRST[:3]:
            yield Cell(title(name, getattr(line, name), self.locale), input=True)
        flight = one.flight
        start = serial(flight.start) if flight else None
        end = serial(flight.end) if flight else None
        if line.start or not plan.start:
            yield Cell(start, DAY, input=True)
        else:
            yield Cell(start, DAY, START)
        if line.end or not plan.flight:
            yield Cell(end, DAY, input=True)
        else:
            yield Cell(end, DAY, f"{START}+7*{WEEKS}-1")
        days = f"{_cell('end', row)}-{_cell('start', row)}+1"
        yield Cell(flight.days, INTEGER, days) if flight else EMPTY
        relations = dict(one.computed)
        for name in FIELDS:
            yield self._field(one, name, row, relations.get(name))
        yield Cell(plan.sources.get(line.number, ""), NOTE, input=True)

    def _field(self, one: LineResult, name: str, row: int, relation: Relation | None) -> Cell:
        look = LOOKS[UNITS[name]]
        if relation is None:
            return Cell(one.values.get(name), look, input=True) if name in one.values else Cell(look=look)

        def cell(term: Term) -> str:
            return _cell(term, row) if isinstance(term, str) else str(term)

        formula = written(relation, name, cell).translate(_OPERATORS)
        if name == BUDGET:
            formula = f"ROUND({formula},{self.digits})"
        return Cell(one.values[name], look, formula)

    def _totals(self, result: PlanResult, rows: range) -> Iterator[Cell]:
        yield Cell(self.label("total"), HEAD)
        for name in COLUMNS[1:]:
            value = result.totals.get(name)
            look = LOOKS.get(UNITS.get(name, Unit.COUNT), TEXT)
            if value is None:
                yield Cell("", HEAD)
            elif name in (BUDGET, *SUMMED):
                yield Cell(value, look, f"SUM({_range(name, rows)})")
            else:
                yield Cell(value, look, _quotient(name, rows))

    def _ladder(self, result: PlanResult, place: _Place) -> Iterator[Row]:
        """From the client's budget to what no line spends; each row is a difference of those above it."""
        ladder, plan = result.ladder, result.plan
        if ladder is None or plan.budget is None:
            return
        first = place.total + (2 if result.lines else 1)
        names = ["budget", "production", "media", "fee", "fees", "net", "ad_fees", "working_media"]
        names += ["allocated", "unallocated", *(["tax", "taxes", "total"] if ladder.tax is not None else [])]
        at = {name: f"$B${nth}" for nth, name in enumerate(names, first)}
        fee_look = MONEY if ladder.basis == "fixed" else PERCENT
        production = ladder_production(result)
        allocated = f"{_cell(BUDGET, place.total)}" if result.lines else "0"
        cells = {
            "budget": Cell(ladder.media + production, MONEY, input=True),
            "production": Cell(production, MONEY, input=True),
            "media": Cell(ladder.media, MONEY, f"{at['budget']}-{at['production']}"),
            "fee": Cell(ladder.fee or 0, fee_look, input=True),
            "fees": Cell(ladder.fees, MONEY, self._fees(ladder.basis, at)),
            "net": Cell(ladder.net, MONEY, f"{at['media']}-{at['fees']}"),
            "ad_fees": Cell(ladder.ad_fees, MONEY, input=True),
            "working_media": Cell(ladder.working_media, MONEY, f"{at['net']}-{at['ad_fees']}"),
            "allocated": Cell(result.totals[BUDGET], MONEY, allocated),
            "unallocated": Cell(
                result.unallocated, MONEY, f"ROUND({at['working_media']}-{at['allocated']},{self.digits})"
            ),
        }
        if ladder.tax is not None:
            cells["tax"] = Cell(ladder.tax, PERCENT, input=True)
            cells["taxes"] = Cell(ladder.taxes, MONEY, f"ROUND({at['budget']}*{at['tax']},{self.digits})")
            cells["total"] = Cell(ladder.total, MONEY, f"{at['budget']}+{at['taxes']}")
        for name in names:
            yield [Cell(self.label(INVOICED.get(name, name))), cells[name]]

    def _fees(self, basis: str, at: Mapping[str, str]) -> str:
        media, fee = at["media"], at["fee"]
        exact = {"gross": f"{media}*{fee}", "net": f"{media}-{media}/(1+{fee})", "fixed": fee}[basis]
        return f"ROUND({exact},{self.digits})"

    # -- weeks ----------------------------------------------------------------------------------
    #
    # Cents of a line times its days in a week, divided by its days: what the division leaves is a whole
    # number, exact in a spreadsheet; the largest of these get the cents left over, the first where they tie.

    def _calendar(self, result: PlanResult, place: _Place) -> Iterator[Row]:
        weeks = weeks_of(one.flight for one in result.lines if one.flight)
        lines = [
            (row, one, one.flight) for row, one in zip(place.rows, result.lines, strict=True) if one.flight
        ]
        size = len(lines)
        amounts = range(3, 3 + size)
        days = range(amounts.stop + 3, amounts.stop + 3 + size)
        rests = range(days.stop + 2, days.stop + 2 + size)
        block = _Block(self, place, weeks, lines)
        yield [Cell(word(self.locale, "calendar"), TITLE)]
        yield block.head()
        for nth in range(size):
            yield [*block.amounts(nth, amounts[nth], days[nth], rests[nth])]
        yield [*block.sums(result, amounts)]
        yield []
        yield [Cell(self.label("days"), HEAD), *block.head()[1:]]
        for nth in range(size):
            yield [*block.days(nth)]
        yield []
        yield [Cell(word(self.locale, "remainders"), HEAD), *block.head()[1:]]
        for nth in range(size):
            yield [*block.rests(nth, days[nth])]

    # -- versions side by side ------------------------------------------------------------------

    def _comparison(self) -> Iterator[Row]:
        versions = [*self.answer.results]
        others = versions[1:]
        change = word(self.locale, "difference")
        yield [
            Cell("", HEAD),
            *(Cell(self.places[version].sheet, HEAD) for version in versions),
            *(Cell(f"{change} {version.upper()}", HEAD) for version in others),
        ]
        shown = [name for name in FIELDS if any(name in one.totals for one in self.answer.results.values())]
        for row, name in enumerate(shown, 2):
            look = LOOKS[UNITS[name]]
            values = {version: self.answer.results[version].totals.get(name) for version in versions}
            cells = [
                Cell(value, look, self.places[version].at(_cell(name, self.places[version].total)))
                if value is not None and self.answer.results[version].lines
                else Cell(look=look)
                for version, value in values.items()
            ]
            changes = []
            for nth, version in enumerate(others, 2):
                one, base = values[version], values[BASE]
                known = one is not None and base is not None
                formula = f"{letters(nth + 1)}{row}-$B{row}"
                changes.append(Cell(one - base, look, formula) if known else Cell(look=look))  # type: ignore[operator]
            yield [Cell(self.label(name)), *cells, *changes]

    # -- what it rests on -----------------------------------------------------------------------

    def _assumptions(self) -> Iterator[Row]:
        locale, base = self.locale, self.answer.base
        heads = ("line", "field", "value", "low", "high", "origin", "source")
        yield [Cell(word(locale, name), HEAD) for name in heads]
        for one in base.lines:
            for name in (*one.line.rates, *one.assumed):
                yield [*self._assumption(one, name)]
        yield []
        if base.plan.attribution:
            yield [Cell(self.label("attribution")), Cell(base.plan.attribution)]
        for nth, text in base.plan.risks.items():
            yield [Cell(self.label(f"risk.{nth}")), Cell(text)]
        yield []
        yield [Cell(word(locale, "formulas"), HEAD), Cell("", HEAD)]
        for name, words in formulas(base, locale):
            yield [Cell(self.label(name)), Cell(words)]

    def _assumption(self, one: LineResult, name: str) -> Iterator[Cell]:
        place, row = self.places[BASE], self.places[BASE].rows[self.answer.base.lines.index(one)]
        look, reading = LOOKS[UNITS[name]], one.line.rates.get(name)
        yield Cell(line_title(one, self.locale))
        yield Cell(self.label(name))
        yield Cell(one.values[name], look, place.at(_cell(name, row)))
        low, high = reading.ends if reading else (one.values[name], one.values[name])
        yield Cell(low, look)
        yield Cell(high, look)
        yield Cell(word(self.locale, "given" if reading else "assumed"))
        yield Cell(self.answer.base.plan.sources.get(one.line.number, "") if reading else "", NOTE)


@dataclass(frozen=True)
class _Block:
    """The rows of a calendar."""

    book: _Book
    place: _Place
    weeks: Sequence[Week]
    lines: Sequence[tuple[int, LineResult, Flight]]
    """row on the sheet of the version, line, its days"""

    FIRST = 3
    """the column of the first week, after a line's name and its total"""

    def columns(self) -> range:
        return range(self.FIRST, self.FIRST + len(self.weeks))

    def head(self) -> list[Cell]:
        locale = self.book.locale
        weeks = [Cell(serial(week.monday), DAY) for week in self.weeks]
        return [Cell(word(locale, "line"), HEAD), Cell(word(locale, "sum"), HEAD), *weeks]

    def amounts(self, nth: int, own: int, days: int, rests: int) -> Iterator[Cell]:
        row, one, _ = self.lines[nth]
        cents = 10**self.book.digits
        whole, length = self._cents(row), self.place.at(_cell("days", row))
        left = f"${letters(self.FIRST)}{rests}:${letters(self.columns()[-1])}{rests}"
        yield Cell(line_title(one, self.book.locale))
        yield Cell(one.budget, MONEY, f"SUM({letters(self.FIRST)}{own}:{letters(self.columns()[-1])}{own})")
        for column, week in zip(self.columns(), self.weeks, strict=True):
            day, rest = f"{letters(column)}{days}", f"{letters(column)}{rests}"
            earlier = f"${letters(self.FIRST)}{rests}:{rest}"
            place = f"RANK({rest},{left})+COUNTIF({earlier},{rest})-1"
            extra = f"IF({place}<=SUM({left})/{length},1,0)"
            formula = f"ROUND((({whole}*{day}-{rest})/{length}+{extra})/{cents},{self.book.digits})"
            yield Cell(one.weeks.get(week, Fraction(0)), MONEY, formula)

    def days(self, nth: int) -> Iterator[Cell]:
        row, one, flight = self.lines[nth]
        start, end = (self.place.at(_cell(name, row)) for name in ("start", "end"))
        yield Cell(line_title(one, self.book.locale))
        yield Cell(flight.days, INTEGER, self.place.at(_cell("days", row)))
        for column, week in zip(self.columns(), self.weeks, strict=True):
            monday = f"{letters(column)}$2"
            formula = f"MAX(0,MIN({end},{monday}+6)-MAX({start},{monday})+1)"
            yield Cell(flight.days_in(week), INTEGER, formula)

    def rests(self, nth: int, days: int) -> Iterator[Cell]:
        row, one, flight = self.lines[nth]
        cents = one.budget * 10**self.book.digits
        yield Cell(line_title(one, self.book.locale))
        yield EMPTY
        for column, week in zip(self.columns(), self.weeks, strict=True):
            formula = f"MOD({self._cents(row)}*{letters(column)}{days},{self.place.at(_cell('days', row))})"
            yield Cell(cents * flight.days_in(week) % flight.days, INTEGER, formula)

    def sums(self, result: PlanResult, rows: range) -> Iterator[Cell]:
        yield Cell(self.book.label("total"), HEAD)
        totals = [sum((one.budget for _, one, _ in self.lines), Fraction(0)), *result.weeks.values()]
        for column, total in enumerate(totals, self.FIRST - 1):
            yield Cell(total, MONEY, f"SUM({letters(column)}{rows[0]}:{letters(column)}{rows[-1]})")

    def _cents(self, row: int) -> str:
        return f"ROUND({self.place.at(_cell(BUDGET, row))}*{10**self.book.digits},0)"


_WIDTHS = (26, 24, 20, 12, 12, 7, *[13] * len(FIELDS), 40)


def _quotient(name: str, rows: range) -> str:
    """One thing over another, of the lines that have both."""
    above, below, times = QUOTIENTS[name]
    over, under = _range(above, rows), _range(below, rows)
    formula = f"SUMPRODUCT(--ISNUMBER({under}),{over})/SUMPRODUCT(--ISNUMBER({over}),{under})"
    return f"{formula}*{times}" if times != 1 else formula


def ladder_production(result: PlanResult) -> Fraction:
    """Return what of the client's budget is not media."""
    return result.plan.production.value if result.plan.production else Fraction(0)


def line_title(one: LineResult, locale: Locale) -> str:
    """Return what a line is called: platform, format, objective."""
    names = (title(kind, getattr(one.line, kind), locale) for kind in FIRST[:3])
    return " · ".join(filter(None, names)) or str(one.line.number)


def formulas(result: PlanResult, locale: Locale) -> Iterable[tuple[str, str]]:
    """Return each field that is computed somewhere, with its formulas in words: lines may differ."""
    found: dict[tuple[str, str], None] = {}
    for one in result.lines:
        for name, relation in one.computed:
            words = written(relation, name, lambda term: _in_words(term, locale))
            found[name, words] = None
    return sorted(found, key=lambda pair: FIELDS.index(pair[0]))


def _in_words(term: Term, locale: Locale) -> str:
    return locale.label(PLAN, term) if isinstance(term, str) else str(term)
