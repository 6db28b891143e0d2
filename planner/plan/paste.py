"""Rows copied from a spreadsheet, as lines of a plan.

Cells are separated by tabs, as Excel and Sheets copy them, or by semicolons or commas where there is no tab;
one that holds a tab or a new line is in quotes. A first row of words that name columns says what they are, in
any language of the knowledge base; without one, columns are taken in the order of a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from planner.fields import read_number
from planner.model import Quantity, Unit
from planner.numbers import Locale
from planner.plan.address import COLUMNS, DAYS, TEXTS, Pieces, joined, number
from planner.plan.days import is_day_first_by_habit, read_day
from planner.plan.line import LINE, PIECES
from planner.plan.names import folded, head
from planner.plan.reading import LONGEST_TEXT, MOST_LINES
from planner.problems import Problem, Refused
from planner.solve import Given, solve

NUMBERS = ("budget", *PIECES.values())
BY_PLACE = (*COLUMNS, "cpm", "ctr", "view_rate", "landing_rate", "conversion_rate", "aov")
"""What columns are where no row says so: as our own tables have them."""
_ORDER = tuple(PIECES.values())
"""Prices and rates before what follows from them."""
LEAST_NAMED = 2
"""A row with fewer words that name columns is no row of heads."""
MOST_CHARACTERS = 200_000
SEPARATORS = ("\t", ";", ",")
Rows = list[list[str]]


@dataclass(frozen=True)
class Pasted:
    """Lines as they stand in addresses, and what could not be read, cell by cell."""

    lines: tuple[str, ...] = ()
    sources: Mapping[int, str] = field(default_factory=dict)
    """place among the lines, from 0 on → where its figures come from"""
    problems: tuple[Problem, ...] = ()
    """each with ``row`` and ``column`` as the spreadsheet counts them, from 1 on"""


def rows_of(text: str) -> Rows:
    """Take a copied text apart: rows of cells, without empty rows at the end."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows = [*_cells(text, _separator(text))]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _separator(text: str) -> str:
    """Return what stands between cells: the first sign that the first row has, outside of quotes."""
    first = "".join(text.split("\n", 1)[0].split('"')[::2])
    return next((sign for sign in SEPARATORS if sign in first), "\t")


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    """Quotes count where a cell begins with one; two of them inside are one."""
    row: list[str] = []
    cell, quoted, place = "", False, 0
    while place < len(text):
        sign = text[place]
        place += 1
        if quoted and sign == '"' and text[place : place + 1] == '"':
            cell += '"'
            place += 1
        elif quoted:
            quoted = sign != '"'
            cell += "" if sign == '"' else sign
        elif sign == '"' and not cell:
            quoted = True
        elif sign in (separator, "\n"):
            row.append(cell)
            cell = ""
            if sign == "\n":
                yield row
                row = []
        else:
            cell += sign
    if cell or row:
        yield [*row, cell]


def pasted(text: str, locale: Locale, currency: str) -> Pasted:
    """Return the lines that a copied text says."""
    if len(text) > MOST_CHARACTERS:
        most = Quantity(Fraction(MOST_CHARACTERS), Unit.COUNT)
        return Pasted(problems=(Problem("text_too_long", None, {"most": most}),))
    rows = rows_of(text)
    return _Table(locale, currency).read(rows)


class _Table:
    def __init__(self, locale: Locale, currency: str) -> None:
        self.locale = locale
        self.currency = currency
        tables = locale.tables.get("plan", {})
        self.columns: Mapping[str, str] = tables.get("columns", {})
        self.names: Mapping[str, Mapping[str, str]] = tables.get("names", {})
        self.months: Mapping[str, int] = tables.get("month_names", {})
        self.problems: list[Problem] = []

    def read(self, rows: Sequence[Sequence[str]]) -> Pasted:
        above, columns = self._head(rows)
        lines: list[str] = []
        sources: dict[int, str] = {}
        for nth, row in enumerate(rows[above:], above + 1):
            if not any(cell.strip() for cell in row) or self._is_total(row):
                continue
            if len(lines) == MOST_LINES:
                most = Quantity(Fraction(MOST_LINES), Unit.COUNT)
                self.problems.append(Problem("too_many_lines", None, {"most": most}))
                break
            placed, numbers, source = self._line(nth, row, columns)
            if source:
                sources[len(lines)] = source
            lines.append(joined(Pieces(placed, self._in_agreement(nth, placed, numbers))))
        return Pasted(tuple(lines), sources, tuple(self.problems))

    def _head(self, rows: Sequence[Sequence[str]]) -> tuple[int, list[str | None]]:
        """Return how many rows come before the lines, and what each column is: None for one of no use.

        Titles above the heads are passed over.
        """
        for nth, row in enumerate(rows):
            named = [self.columns.get(head(cell)) for cell in row]
            if len({*filter(None, named)}) >= LEAST_NAMED:
                for place, (cell, name) in enumerate(zip(row, named, strict=True), 1):
                    if name is None and cell.strip():
                        self._problem("unknown_column", nth + 1, place, cell)
                return nth + 1, named
        return 0, [*BY_PLACE]

    def _is_total(self, row: Sequence[str]) -> bool:
        """Tell whether a row adds up those above: it begins with a word for that."""
        first = next((cell for cell in row if cell.strip()), "")
        return self.columns.get(head(first)) == "total"

    def _line(
        self, nth: int, row: Sequence[str], columns: Sequence[str | None]
    ) -> tuple[dict[str, str], dict[str, str], str]:
        placed: dict[str, str] = {}
        numbers: dict[str, str] = {}
        source = ""
        for place, (cell, name) in enumerate(zip(row, columns, strict=False), 1):
            text = " ".join(cell.split())
            if not text or name is None or text in ("-", "–", "—"):
                continue
            if name in TEXTS:
                placed[name] = self._known(name, text, nth, place)
            elif name == "source":
                source = text[:LONGEST_TEXT]
            elif name in DAYS:
                self._day(name, text, nth, place, placed)
            elif name in NUMBERS:
                self._number(name, text, nth, place, placed if name == "budget" else numbers)
        return placed, numbers, source

    def _known(self, kind: str, text: str, nth: int, place: int) -> str:
        """Return the short id of what a cell names, or what it says."""
        if len(text) > LONGEST_TEXT:
            self._problem("text_too_long", nth, place, text[:LONGEST_TEXT])
        return self.names.get(kind, {}).get(folded(text), text)[:LONGEST_TEXT]

    def _day(self, name: str, text: str, nth: int, place: int, placed: dict[str, str]) -> None:
        day = read_day(text, self.months)
        if day is None:
            self._problem("not_a_date", nth, place, text)
            return
        if is_day_first_by_habit(text) and not any(one.code == "day_first" for one in self.problems):
            self._problem("day_first", nth, place, text, day=day.isoformat())
        placed[name] = day.isoformat()

    def _number(self, name: str, text: str, nth: int, place: int, into: dict[str, str]) -> None:
        own = LINE.field(name)
        assert own is not None
        reading, problem = read_number(own, _cell_number(text), self.locale, self.currency)
        if problem:
            params = {**problem.params, "row": nth, "column": place}
            self.problems.append(Problem(problem.code, problem.field, params))
        elif reading:
            into[name] = number(reading, own.unit)

    def _in_agreement(self, nth: int, placed: Mapping[str, str], numbers: dict[str, str]) -> dict[str, str]:
        """Return the numbers of a line that can all be true: those that stand first, where not all can.

        A spreadsheet rounds the rates that it shows beside the volumes that it computes from them.
        """
        kept: dict[str, str] = {}
        budget = {"budget": placed["budget"]} if "budget" in placed else {}
        left_out = []
        for name in sorted(numbers, key=_ORDER.index):
            if _agree({**budget, **kept, name: numbers[name]}, self.locale, self.currency):
                kept[name] = numbers[name]
            else:
                left_out.append(name)
        if left_out:
            self.problems.append(Problem("left_out", None, {"fields": left_out, "row": nth, "column": 1}))
        return kept

    def _problem(self, code: str, row: int, column: int, typed: str, **more: object) -> None:
        self.problems.append(Problem(code, None, {"typed": typed, "row": row, "column": column, **more}))


def _agree(numbers: Mapping[str, str], locale: Locale, currency: str) -> bool:
    """Tell whether the numbers of a line can all be true."""
    given = {}
    for name, text in numbers.items():
        own = LINE.field(name)
        assert own is not None
        reading, _ = read_number(own, text, locale, currency)
        if reading:
            given[name] = Given(reading.value, reading.half)
    try:
        solve(LINE, given)
    except Refused:
        return False
    return True


def _cell_number(text: str) -> str:
    """Return a number as one types it: an apostrophe in front only told a spreadsheet that it is text."""
    return text.removeprefix("'")
