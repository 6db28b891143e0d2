"""A small spreadsheet: what a French or an English Excel makes of cells pasted at A1.

It knows the few functions that our sheets use, in the language of the spreadsheet alone, and refuses all
else: a point for a decimal sign where a comma is one, a function by its name in another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import floor, tanh

Content = float | str | None
Argument = float | str | list[Content] | None

NAMES = {
    "fr": {
        "SOMME": "SUM",
        "ARRONDI": "ROUND",
        "SI": "IF",
        "RANG": "RANK",
        "NB.SI": "COUNTIF",
        "MOD": "MOD",
        "TANH": "TANH",
    },
    "en": {name: name for name in ("SUM", "ROUND", "IF", "RANK", "COUNTIF", "MOD", "TANH")},
}
SIGNS = {"fr": (",", ";"), "en": (".", ",")}
"""What is before decimals, and between arguments."""
DIGITS = 15
"""Excel keeps so many significant digits of what is typed, and rounds as if there were no more."""
ALL_DIGITS = 60
"""A spreadsheet that rounded what it holds, and not what it shows, would see so many."""
LARGEST_QUOTIENT = 1_125_900_000_000
"""MOD of a larger quotient is an error in Excel."""


class SheetError(Exception):
    """What a spreadsheet would show as an error, or would not let one type."""


@dataclass
class Sheet:
    """Cells by their address: ``B2``."""

    typed: dict[str, str]
    language: str
    digits: int = DIGITS

    @classmethod
    def pasted(cls, text: str, language: str, digits: int = DIGITS) -> Sheet:
        """Return a sheet into whose first cell a text is pasted."""
        rows = enumerate((row.split("\t") for row in text.split("\n")), 1)
        cells = {f"{chr(65 + nth)}{row}": cell for row, found in rows for nth, cell in enumerate(found)}
        return cls(cells, language, digits)

    def edited(self, **cells: str) -> Sheet:
        """Return the same sheet with other contents typed into some cells."""
        assert set(cells) <= set(self.typed)
        return Sheet({**self.typed, **cells}, self.language, self.digits)

    def __getitem__(self, address: str) -> Content:
        if address not in self._known:
            if address in self._asked:
                raise SheetError(f"{address} follows from itself")
            self._asked.add(address)
            self._known[address] = self._content(self.typed.get(address, ""))
        return self._known[address]

    @cached_property
    def _known(self) -> dict[str, Content]:
        return {}

    @cached_property
    def _asked(self) -> set[str]:
        return set()

    def column(self, letter: str) -> list[Content]:
        """Return a column from its first row to its last."""
        rows = [int(address[1:]) for address in self.typed if address[0] == letter]
        return [self[f"{letter}{row}"] for row in range(1, max(rows) + 1)]

    def row_of(self, label: str) -> int:
        """Return the row that a label of column A names, which is one."""
        (row,) = [nth for nth, found in enumerate(self.column("A"), 1) if found == label]
        return row

    def _content(self, typed: str) -> Content:
        if typed.startswith("="):
            value = _Formula(typed[1:], self).value()
            assert not isinstance(value, list)
            return value
        if typed[:1] in ("+", "-", "@") and not re.fullmatch(r"-[0-9.,]+%?", typed):
            raise SheetError(f"taken for a formula: {typed}")
        decimal = re.escape(SIGNS[self.language][0])
        number = re.fullmatch(rf"(-?[0-9]+(?:{decimal}[0-9]+)?)(%?)", typed)
        if number:
            value = float(f"{Decimal(number[1].replace(',', '.')):.{DIGITS}g}")
            return value / 100 if number[2] else value
        if re.search(r"[0-9]", typed) and len(typed) < 20:
            raise SheetError(f"a date, perhaps: {typed}")
        return typed or None


TOKEN = (
    r"""(?P<text>"(?:[^"]|"")*")|(?P<name>[A-Z]+(?:\.[A-Z]+)?(?=\())|(?P<cell>\$?[A-Z]\$?[0-9]+)"""
    r"""|(?P<number>[0-9]+(?:{}[0-9]+)?)|(?P<sign><=|>=|<>|[-+*/^()=<>:{}])"""
)
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "=": lambda one, other: one == other,
}


class _Formula:
    """Reads a formula from left to right: comparisons hold sums, sums products, products all else."""

    def __init__(self, text: str, sheet: Sheet) -> None:
        self._sheet = sheet
        self._tokens = [*_tokens(text, sheet.language)]

    def value(self) -> Argument:
        found = self._comparison()
        if self._tokens:
            raise SheetError(f"left over: {self._tokens}")
        return found

    def _next(self) -> str:
        return self._tokens[0][1] if self._tokens else ""

    def _take(self, *expected: str) -> str:
        if not self._tokens or (expected and self._next() not in expected):
            raise SheetError(f"expected {expected}, found {self._next()!r}")
        return self._tokens.pop(0)[1]

    def _comparison(self) -> Argument:
        found = self._sum()
        if self._next() in COMPARED:
            sign = self._take()
            found = float(COMPARED[sign](_number(found), _number(self._sum())))
        return found

    def _sum(self) -> Argument:
        found = self._product()
        while self._next() in ("+", "-"):
            sign, one, other = self._take(), _number(found), _number(self._product())
            found = one + other if sign == "+" else one - other
        return found

    def _product(self) -> Argument:
        found = self._signed()
        while self._next() in ("*", "/"):
            sign, one, other = self._take(), _number(found), _number(self._signed())
            if sign == "/" and other == 0:
                raise SheetError("#DIV/0!")
            found = one * other if sign == "*" else one / other
        return found

    def _signed(self) -> Argument:
        if self._next() == "-":
            self._take()
            return -_number(self._signed())
        found = self._single()
        if self._next() == "^":
            self._take()
            return float(_number(found) ** _number(self._single()))
        return found

    def _single(self) -> Argument:
        if self._next() == "(":
            self._take()
            found = self._comparison()
            self._take(")")
            return found
        if not self._tokens:
            raise SheetError("the formula breaks off")
        kind, text = self._tokens.pop(0)
        if kind == "number":
            return float(text.replace(",", "."))
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "name":
            return self._call(NAMES[self._sheet.language][text])
        if kind == "cell":
            return self._cells(text)
        raise SheetError(f"unexpected {text}")

    def _cells(self, first: str) -> Argument:
        if self._next() != ":":
            return self._sheet[first.replace("$", "")]
        self._take(":")
        first, last = first.replace("$", ""), self._take().replace("$", "")
        assert first[0] == last[0], "one column"
        return [self._sheet[f"{first[0]}{row}"] for row in range(int(first[1:]), int(last[1:]) + 1)]

    def _call(self, name: str) -> float:
        self._take("(")
        found = [self._comparison()]
        while self._next() == SIGNS[self._sheet.language][1]:
            self._take()
            found.append(self._comparison())
        self._take(")")
        return _call(name, found, self._sheet.digits)


def _tokens(text: str, language: str) -> Iterator[tuple[str, str]]:
    pattern = re.compile(TOKEN.format(*map(re.escape, SIGNS[language])))
    at = 0
    while at < len(text):
        found = pattern.match(text, at)
        if not found or found.lastgroup is None:
            raise SheetError(f"cannot be typed: {text[at:]}")
        kind, token = found.lastgroup, found[0]
        if kind == "name" and token not in NAMES[language]:
            raise SheetError(f"#NAME? {token}")
        yield kind, token
        at = found.end()


def _call(name: str, arguments: list[Argument], digits: int) -> float:
    if name in ("SUM", "COUNTIF", "RANK"):
        among = arguments[1] if name == "RANK" else arguments[0]
        assert isinstance(among, list)
        numbers = [one for one in among if isinstance(one, float)]
        if name == "SUM":
            return sum(numbers)
        wanted = _number(arguments[0] if name == "RANK" else arguments[1])
        if name == "COUNTIF":
            return float(numbers.count(wanted))
        assert wanted in numbers
        return 1.0 + sum(one > wanted for one in numbers)
    if name == "IF":
        condition, so, otherwise = map(_number, arguments)
        return so if condition else otherwise
    if name == "TANH":
        (angle,) = map(_number, arguments)
        return tanh(angle)
    one, other = map(_number, arguments)
    return _rounded(one, int(other), digits) if name == "ROUND" else _modulo(one, other)


def _modulo(one: float, other: float) -> float:
    quotient = floor(one / other)
    if quotient >= LARGEST_QUOTIENT:
        raise SheetError("#NUM!")
    return one - other * quotient


def _rounded(value: float, decimals: int, digits: int) -> float:
    """Round halves away from zero."""
    seen = Decimal(f"{value:.{digits}g}")
    return float(seen.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _number(value: Argument) -> float:
    """An empty cell counts as nothing; a text is an error."""
    if value is None:
        return 0.0
    if not isinstance(value, float):
        raise SheetError(f"#VALUE! {value!r}")
    return value
