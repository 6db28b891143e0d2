"""A budget divided by the shares of its lines: those typed, or those that weights come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from planner.answer import Answer, Step, Value, around, value_of
from planner.catalogue import SPLIT
from planner.filled import TOTAL, Filled
from planner.interval import Interval
from planner.model import Unit
from planner.numbers import Locale
from planner.problems import Problem, Refused
from planner.split import DEFAULT_LINES, Line, divided, rounded, split


def answered(filled: Filled, locale: Locale, currency: str) -> Answer:
    """Divide the total by the shares that were typed. Raises Refused."""
    lines, total = filled.lines, filled.number(TOTAL)
    if total is None or not lines:
        missing = [f"share.{name}" for name in DEFAULT_LINES] if total is not None else [TOTAL]
        raise Refused([Problem("underdetermined", None, {"fields": missing})])
    return shared_out(filled, lines, filled.values(locale, currency), locale, currency)


def shared_out(
    filled: Filled,
    lines: Sequence[Line],
    inputs: Mapping[str, Value],
    locale: Locale,
    currency: str,
    warnings: Iterable[Problem] = (),
) -> Answer:
    """Return the answer of a total that lines divide by their shares. Raises Refused."""
    total, ends = filled.readings["total"].value, filled.readings["total"].interval
    digits = locale.currencies[currency].digits
    exact = divided(total, lines)
    amounts = rounded(total, exact, lines, Fraction(1, 10**digits))
    # A line never gets less of more: what it gets of the ends are the ends of what it gets.
    low, high = (split(end, lines, digits) if ends else {} for end in filled.readings["total"].ends)

    def amount(name: str) -> Value:
        if ends and low[name] < high[name]:
            interval = Interval(low[name], high[name])
            return around(amounts[name], interval, Unit.MONEY, locale, currency)
        return value_of(amounts[name], Unit.MONEY, locale, currency)

    return Answer(
        SPLIT,
        inputs,
        {f"amount.{name}": amount(name) for name in amounts},
        lambda: _told_by_line(total, amounts, filled.readings, locale, currency),
        (*filled.warnings, *warnings),
        {"total": total, **{f"amount.{name}": amount for name, amount in exact.items()}},
        lines=tuple(lines),
    )


def _told_by_line(
    total: Fraction,
    amounts: Mapping[str, Fraction],
    given: Iterable[str],
    locale: Locale,
    currency: str,
) -> Iterator[Step]:
    """Tell each line: its share of the total, or that it was locked or held."""
    for name, amount in amounts.items():
        result = value_of(amount, Unit.MONEY, locale, currency).display
        share = value_of(amount / total, Unit.RATIO, locale, currency).display
        numbers = f"{value_of(total, Unit.MONEY, locale, currency).display} × {share}"
        yield Step(
            f"amount.{name}",
            locale.label(SPLIT, name),
            numbers if f"lock.{name}" not in given else result,
            result,
        )
