"""What was filled in of a split: its lines are named by who fills it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.answer import Answer, Step, Value, around, value_of
from planner.catalogue import SPLIT, SPLIT_UNITS
from planner.interval import Interval
from planner.model import Unit
from planner.numbers import Locale
from planner.problems import Problem
from planner.reading import Reading
from planner.split import Line, divided, rounded, split


@dataclass(frozen=True)
class Filled:
    """Every field that holds something, by its name in the one form in which names are compared."""

    readings: Mapping[str, Reading]
    texts: Mapping[str, str]
    """what is no number: how to divide, curves"""
    lines: Sequence[Line]
    """in the order in which they are first named"""

    def number(self, name: str) -> Fraction | None:
        """Return what was read in a field; None where it is empty."""
        reading = self.readings.get(name)
        return reading.value if reading else None

    def of_lines(self, part: str) -> dict[str, Fraction]:
        """Return what was read in one field of each line."""
        return {line: one.value for name, one in self.readings.items() for line in _line(name, part)}

    def values(self, locale: Locale, currency: str) -> dict[str, Value]:
        """Return what was filled in, ready to be shown."""
        return {
            **{name: _told(name, text, locale) for name, text in self.texts.items()},
            **{
                name: value_of(one.value, SPLIT_UNITS[name.partition(".")[0]], locale, currency, one.interval)
                for name, one in self.readings.items()
            },
        }

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What there is to say of how numbers were read."""
        return tuple(warning for reading in self.readings.values() for warning in reading.warnings)


def _line(name: str, part: str) -> Iterator[str]:
    own, _, line = name.partition(".")
    if own == part and line:
        yield line


def _told(name: str, text: str, locale: Locale) -> Value:
    return Value(None, Unit.CODE, lambda: locale.words.get(f"code.{SPLIT}.{text}", text), text)


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
