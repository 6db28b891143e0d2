"""The same computation for a spreadsheet: cells to paste at A1, inputs as values, results as formulas.

A spreadsheet reckons in binary fractions of 15 digits or so: a split is to the cent up to 10 ** 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from planner.answer import Answer, Value
from planner.catalogue import SPLIT
from planner.cells import DIALECTS, ENGLISH, FRENCH, Dialect, text_cell
from planner.exports import word
from planner.model import Term, Unit
from planner.numbers import Locale
from planner.split import Line, full
from planner.steps import written

_OPERATORS = str.maketrans({"×": "*", "÷": "/", "−": "-", " ": None})

Row = tuple[str, ...]

__all__ = ["DIALECTS", "ENGLISH", "FRENCH", "Dialect", "sheet"]


def sheet(answer: Answer, locale: Locale, currency: str, dialect: Dialect) -> str:
    """Return cells in rows, separated by tabs: labels in the language of ``locale``, numbers and formulas.

    A split gives what its lines have where they are locked or held to a bound, and formulas for the others.
    """
    if answer.compared:
        from planner.response import sheet as response  # of a part: catalogue.PARTS

        rows = response.rows(answer, locale, dialect)
    elif answer.lines:
        rows = _split_rows(answer, locale, currency, dialect)
    else:
        rows = _rows(answer, locale, dialect)
    return "\n".join("\t".join(row) for row in rows)


def _rows(answer: Answer, locale: Locale, dialect: Dialect) -> Iterator[Row]:
    """Tell what was given, each result from the cells above, and what is a word at the end."""
    relations = dict(answer.computed)
    words = [name for name, value in answer.outputs.items() if value.unit is Unit.CODE]
    rows = {name: nth for nth, name in enumerate([*answer.inputs, *relations, *words], 1)}

    def cell(term: Term) -> str:
        return f"B{rows[term]}" if isinstance(term, str) else str(term)

    def content(name: str) -> str:
        if name in relations:
            return "=" + written(relations[name], name, cell).translate(_OPERATORS)
        return _given(answer.inputs.get(name) or answer.outputs[name], dialect)

    def doubt(name: str) -> Row:
        """What was typed as an interval, beside the median that is reckoned with."""
        value = answer.inputs.get(name)
        return (text_cell(value.display),) if value and value.interval else ()

    return ((text_cell(locale.label(answer.calculator, name)), content(name), *doubt(name)) for name in rows)


def _given(value: Value, dialect: Dialect) -> str:
    return text_cell(value.display) if value.number is None else dialect.value(value.number, value.unit)


# --------------------------------------------------------------------------------------------------
# The split
#
#   1  total            value           4  shares in all    a whole number
#   2  smallest unit    value           5  units left over  to the largest remainders
#   3  left for shares  formula         6  heads of columns, then a row for each line, then their sum
#
# Which line gets a cent hangs on whether two remainders are equal: in binary fractions, those of 10.5 % and
# 30.5 % of 1 are not, and 12.345 is no half. So remainders are those of whole numbers, cents times shares in
# ten-thousandths of a percent, which are exact, and whose quotients are equal where they should be. MOD comes
# first where the product would have more digits than a spreadsheet keeps.

_FIRST = 7
_FINEST = 6
"""Shares are counted in so many decimals at least, that others may be typed over those of the reader."""
_MOST = 15
"""More decimals than a spreadsheet keeps are of no use."""


@dataclass(frozen=True)
class _Grain:
    """How finely a split is counted: in decimals of the currency's smallest unit, of amounts, of shares."""

    unit: int
    money: int
    share: int

    @property
    def parts(self) -> int:
        """Return of how many grains of money a unit is made."""
        return int(10 ** (self.money - self.unit))

    @property
    def weight(self) -> int:
        """Return what makes whole numbers of shares, such that they divide grains into parts of units."""
        return int(10**self.share) * self.parts


def _split_rows(answer: Answer, locale: Locale, currency: str, dialect: Dialect) -> Iterator[Row]:
    digits = locale.currencies[currency].digits
    unit = Fraction(1, 10**digits)
    held, late = _held(answer), _late(answer, unit)
    grain = _grain(answer, held, digits)
    rows = range(_FIRST, _FIRST + len(answer.lines))
    yield text_cell(locale.label(SPLIT, "total")), dialect.value(answer.values["total"], Unit.MONEY)
    yield text_cell(word(locale, "smallest")), dialect.value(unit, Unit.MONEY)
    taken = [row for row, line in zip(rows, answer.lines, strict=True) if line.name in held]
    for name, formula in _sums(rows, taken, grain):
        yield text_cell(word(locale, name)), dialect.formula(formula)
    yield _columns(locale)
    kinds = [(line.name in held, line.name in late) for line in answer.lines]
    formulas = {kind: dialect.formula("\t".join(_formulas(rows, grain, *kind))) for kind in set(kinds)}
    for row, line, kind in zip(rows, answer.lines, kinds, strict=True):
        given = _given_of_line(line, held.get(line.name), dialect)
        yield text_cell(locale.label(SPLIT, line.name)), given, formulas[kind].replace("#", str(row))
    sums = (f"=SUM({column}{rows[0]}:{column}{rows[-1]})" if column != "E" else "" for column in "BCDEF")
    yield text_cell(word(locale, "sum")), *map(dialect.formula, sums)


def _held(answer: Answer) -> dict[str, Fraction]:
    """Return the lines that are given as amounts: at their lock or bound, or with nothing to share."""
    exact = {line.name: answer.values[f"amount.{line.name}"] for line in answer.lines}
    held = {line.name: exact[line.name] for line in answer.lines if _is_held(line, exact[line.name])}
    shared = any(line.share for line in answer.lines if line.name not in held)
    return held if shared else exact


def _is_held(line: Line, amount: Fraction) -> bool:
    return any(amount == bound for bound in (line.lock, line.least, line.most) if bound is not None)


def _grain(answer: Answer, held: Mapping[str, Fraction], digits: int) -> _Grain:
    shares = (line.share for line in answer.lines if line.share is not None)
    return _Grain(
        digits,
        _decimals([answer.values["total"], *held.values()], least=digits),
        _decimals(shares, least=_FINEST),
    )


def _decimals(numbers: Iterable[Fraction], least: int) -> int:
    """Return how many decimals tell all numbers whole."""
    parts = lcm(*(number.denominator for number in numbers))
    return next((digits for digits in range(least, _MOST) if not 10**digits % parts), _MOST)


def _late(answer: Answer, unit: Fraction) -> set[str]:
    """Return the lines that are rounded up last of all: their remainders are told less one.

    None where they have no remainder: no line is rounded up without.
    """
    exact = {line.name: answer.values[f"amount.{line.name}"] for line in answer.lines}
    late = full(exact, answer.lines, unit)
    return late if any(exact[name] % unit for name in late) else set()


def _columns(locale: Locale) -> Row:
    share, amount = (text_cell(locale.label(SPLIT, name)) for name in ("share", "amount"))
    exact, floor, remainder = (text_cell(word(locale, name)) for name in ("exact", "floor", "remainder"))
    return text_cell(word(locale, "line")), share, exact, floor, remainder, amount


def _sums(rows: range, taken: Iterable[int], grain: _Grain) -> Iterator[tuple[str, str]]:
    """What is left for shares, all shares together, and the units that rounding down leaves over."""
    shares, floors = (f"SUM({column}{rows[0]}:{column}{rows[-1]})" for column in "BD")
    total = _whole("B1", grain.money)
    units = f"ROUND({total}/{grain.parts};0)" if grain.parts > 1 else total
    yield "rest", f"=ROUND(B1{''.join(f'-C{row}' for row in taken)};{grain.money})"
    yield "shares", f"=ROUND({shares}*{grain.weight};0)"
    yield "spare", f"={units}-ROUND({floors}/B2;0)"


def _given_of_line(line: Line, held: Fraction | None, dialect: Dialect) -> str:
    """A share, or none and an amount in the next column."""
    if held is None:
        return dialect.value(line.share or Fraction(0), Unit.RATIO)
    return "\t" + dialect.value(held, Unit.MONEY)


def _formulas(rows: range, grain: _Grain, held: bool, late: bool) -> Iterator[str]:
    """Return what follows of a line, with # for its row: amount unless given, that rounded down, remainder.

    At last the amount it has: a unit more for the largest remainders, the first line of those that tie.
    """
    if held:
        remainder = f"MOD({_whole('C#', grain.money)};{grain.parts})/{grain.parts}"
    else:
        yield f"=$B$3*B#*{grain.weight}/$B$4"
        money, share = _whole("$B$3", grain.money), _whole("B#", grain.share)
        remainder = f"MOD(MOD({money};$B$4)*{share};$B$4)/$B$4"
    yield f"=ROUND(C#-{'(E#+1)' if late else 'E#'}*$B$2;{grain.unit})"
    yield f"={remainder}{'-1' if late else ''}"
    place = f"RANK(E#;E${rows[0]}:E${rows[-1]})+COUNTIF(E${rows[0]}:E#;E#)-1"
    yield f"=ROUND(D#+IF({place}<=$B$5;$B$2;0);{grain.unit})"


def _whole(cell: str, decimals: int) -> str:
    return f"ROUND({cell}*{10**decimals};0)"
