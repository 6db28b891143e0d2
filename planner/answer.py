"""What a calculator answers, in values, in words, and as the JSON that other programs read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner import sampling  # in a browser, it runs when first used
from planner.interval import Interval
from planner.model import Field, Quantity, Relation, Unit
from planner.numbers import Locale, canonical, plain, show, show_around, told
from planner.problems import Problem
from planner.split import Line

if TYPE_CHECKING:  # of a part: catalogue.PARTS
    from planner.response import budget as response

MOST_MARKS = 3
"""on a letter, where what was typed is quoted"""


@dataclass(frozen=True)
class Value:
    """A field's value. A code is a word; every other is an exact number."""

    number: Fraction | None
    unit: Unit
    tell: Callable[[], str] = field(compare=False)
    """gives its words, which follow from the rest: at each key, nobody waits for those of what was typed"""
    code: str = ""
    interval: Interval | None = None
    """where the number is the median of what one is not sure of: from the 5th to the 95th percentile"""

    @cached_property
    def display(self) -> str:
        """The value in words of a language."""
        return self.tell()

    def as_json(self) -> dict[str, str]:
        """Return the value as plain decimals: exact where finite, else to 18 significant digits.

        Of what one is not sure of, ``value`` and ``mid`` are the median, ``low`` and ``high`` the ends.
        """
        value = self.code if self.number is None else plain(self.number)
        ends = {}
        if self.interval:
            ends = {"low": plain(self.interval.low), "mid": value, "high": plain(self.interval.high)}
        return {"value": value, **ends, "unit": self.unit.value, "display": self.display}


@dataclass(frozen=True)
class Step:
    """One computation: in words, in numbers, and what it gives."""

    field: str
    words: str
    numbers: str
    result: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "words": self.words, "numbers": self.numbers, "result": self.result}


@dataclass(frozen=True)
class Answer:
    """Everything that follows from the inputs."""

    calculator: str
    inputs: Mapping[str, Value]
    outputs: Mapping[str, Value]
    tell: Callable[[], Iterable[Step]] = field(compare=False)
    """gives the steps, which follow from the rest; nobody waits for them at each key"""
    warnings: tuple[Problem, ...]
    values: Mapping[str, Fraction] = field(default_factory=dict)
    """every number known at the end, hidden ones included; of a split, amounts before they are rounded"""
    computed: tuple[tuple[str, Relation], ...] = ()
    """the fields computed, in order, and the relation that gave each"""
    lines: tuple[Line, ...] = ()
    """what is said of each line of a split"""
    compared: response.Compared | None = None
    """of a split by response: the divisions side by side"""
    draws: sampling.Draws | None = None
    """where something was typed as an interval: what was drawn"""

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Each computation, in words and in numbers."""
        return tuple(self.tell())

    def behind(self, name: str) -> set[str]:
        """Return the fields, typed or assumed, from which a result follows: itself where it is none."""
        relation = dict(self.computed).get(name)
        if relation is None:
            return {name}
        return set().union(*(self.behind(other) for other in relation.names if other != name))

    def as_json(self, locale: Locale, currency: str) -> dict[str, Any]:
        """Return the answer as ``python -m planner`` prints it."""
        return {
            "calculator": self.calculator,
            "inputs": {name: value.as_json() for name, value in self.inputs.items()},
            "outputs": {name: value.as_json() for name, value in self.outputs.items()},
            "steps": [step.as_json() for step in self.steps],
            "warnings": [said(problem, self.calculator, locale, currency) for problem in self.warnings],
        }


def refused_as_json(
    problems: Iterable[Problem], calculator: str, locale: Locale, currency: str
) -> dict[str, Any]:
    """Return what is wrong with inputs as ``python -m planner`` prints it."""
    return {"errors": [said(problem, calculator, locale, currency) for problem in problems]}


def said(problem: Problem, calculator: str, locale: Locale, currency: str) -> dict[str, Any]:
    """Return a problem with its parameters as one would type them, and the sentence that tells it."""
    params = {key: _typed(value) for key, value in problem.params.items()}
    words = {key: _in_words(value, calculator, locale, currency) for key, value in problem.params.items()}
    if "line" in problem.params:
        words["line"] = locale.label(calculator, problem.params["line"])
    if "methods" in problem.params:
        found = (locale.words.get(f"code.{calculator}.{code}", code) for code in problem.params["methods"])
        words["methods"] = ", ".join(found)
    field = locale.label(calculator, problem.field) if problem.field else ""
    sentence = locale.words.get(f"problem.{problem.code}", problem.code)
    message = sentence.format_map({**words, "field": field})
    return {"field": problem.field, "code": problem.code, "params": params, "message": message}


def _typed(value: object) -> Any:
    """Return a parameter as one would type it in a field: decimals with a point, rates as percentages."""
    if isinstance(value, Quantity):
        return canonical(value.number, value.unit.value)
    if isinstance(value, dict):
        return {name: _typed(part) for name, part in value.items()}
    return value


def _in_words(value: object, calculator: str, locale: Locale, currency: str) -> str:
    if isinstance(value, Quantity):
        return _quantity(value, locale, currency)
    if isinstance(value, dict):
        given = ((name, part) for name, part in value.items() if part is not None)
        parts = ((name, _in_words(part, calculator, locale, currency)) for name, part in given)
        return ", ".join(f"{locale.label(calculator, name)} {part}" for name, part in parts)
    if isinstance(value, list):
        return ", ".join(locale.label(calculator, name) for name in value)
    return _legible(str(value))


def _quantity(value: Quantity, locale: Locale, currency: str) -> str:
    if value.currency and value.currency not in locale.currencies:
        return f"{show(value.number, Unit.COUNT.value, locale)} {value.currency}"
    return show(value.number, value.unit.value, locale, value.currency or currency, exact=value.exact)


def _legible(text: str) -> str:
    """Return what was typed as a sentence may quote it: without what is not seen, or turns what follows."""
    shown, marks = "", 0
    for sign in text:
        kind = unicodedata.category(sign)[0]
        marks = marks + 1 if kind == "M" else 0
        if marks <= MOST_MARKS:
            shown += "\ufffd" if kind == "C" and not sign.isspace() else sign
    return shown


def value_of(
    number: Fraction,
    unit: Unit,
    locale: Locale,
    currency: str,
    interval: Interval | None = None,
    *,
    precise: bool = False,
) -> Value:
    """Return a number ready to be shown; one that was typed as an interval is shown as that.

    A ``precise`` one is shown with all its decimals, where they are few.
    """

    def tell() -> str:
        if precise and interval is None:
            return told(number, unit.value, locale, currency)
        return show(interval or number, unit.value, locale, currency)

    return Value(number, unit, tell, interval=interval)


def drawn(draws: sampling.Draws, field: Field, locale: Locale, currency: str) -> Value:
    """Return a result that one is not sure of, ready to be shown."""
    median, interval = draws.median(field.name), draws.interval(field.name)
    if interval is None:
        return value_of(median, field.unit, locale, currency)
    return around(median, interval, field.unit, locale, currency)


def around(median: Fraction, interval: Interval, unit: Unit, locale: Locale, currency: str) -> Value:
    """Return a median with its interval, ready to be shown."""
    return Value(
        median,
        unit,
        lambda: show_around(median, interval, unit.value, locale, currency),
        interval=interval,
    )
