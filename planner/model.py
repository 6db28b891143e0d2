"""What a calculator is made of: fields with their units and bounds, and the relations between them.

A relation is said once, as an equality of products or a sum; which of its fields is the unknown depends on
what is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from planner.interval import Interval
from planner.problems import Problem


class Unit(StrEnum):
    """What a number counts."""

    MONEY = "money"
    RATIO = "ratio"
    """a rate, kept as a fraction of one: 1.5 % is 0.015"""
    MULTIPLE = "multiple"
    COUNT = "count"
    CODE = "code"
    """one of a few words: a verdict"""


@dataclass(frozen=True)
class Field:
    """One value of a calculator."""

    name: str
    unit: Unit
    positive: bool = True
    """zero is refused: something is divided by it"""
    least: int | None = 0
    """None where negative values make sense"""
    most: Fraction | int | None = None
    default: Fraction | int | None = None
    """taken where the field is neither given nor determined, and said so"""
    hidden: bool = False
    """a step on the way: neither typed nor shown among the results"""
    computed: bool = False
    """never typed: a verdict"""
    choices: tuple[str, ...] = ()
    """the words of a code that is typed, the usual one first"""


@dataclass(frozen=True)
class Quantity:
    """A number and what it counts: what a sentence about a problem tells in words of its language."""

    number: Fraction | Interval
    unit: Unit
    exact: bool = False
    """told with all its decimals, not rounded as results are"""


Term = str | int
"""The name of a field, or a constant."""


@dataclass(frozen=True, eq=False)  # one is itself: a solution keeps which of them gave a field
class Product:
    """The products of two sides are equal: ``cpm × impressions = cost × 1000``."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields it joins."""
        return tuple(term for term in (*self.left, *self.right) if isinstance(term, str))


@dataclass(frozen=True, eq=False)
class Sum:
    """A total is the sum of its parts; a part that is taken away begins with ``-``: ``-costs``."""

    total: str
    parts: tuple[Term, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields it joins."""
        return (self.total, *(part.lstrip("-") for part in self.parts if isinstance(part, str)))


Relation = Product | Sum
Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Limit:
    """What a field cannot be beside another, or at all, although each is within its bounds."""

    field: str
    least: Term | None = None
    most: Term | None = None
    strict: bool = False
    """what is at the limit is beyond it"""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields it joins."""
        return tuple(term for term in (self.field, self.least, self.most) if isinstance(term, str))


@dataclass(frozen=True)
class Verdict:
    """Which of two fields is the larger, as a word of the field ``name``."""

    name: str
    field: str
    beside: str
    words: tuple[str, str, str]
    """where ``field`` is less than ``beside``, as much, more"""

    def word(self, field: Fraction | float, beside: Fraction | float) -> str:
        """Return the word for two values."""
        less, same, more = self.words
        return less if field < beside else same if field == beside else more


@dataclass(frozen=True)
class Curve:
    """Two fields whose product does not change while nothing else does: what a picture shows."""

    across: str
    up: str
    beside: Callable[[Values], Values] = lambda _: {}
    """more points above the reader's place: field → its height"""


@dataclass(frozen=True)
class Calculator:
    """Fields, relations, and what follows from them."""

    id: str
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...]
    limits: tuple[Limit, ...] = ()
    verdict: Verdict | None = None
    cautions: Callable[[Values], Iterable[Problem]] = lambda _: ()
    """what is to be said of results"""
    curve: Curve | None = None

    def field(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((field for field in self.fields if field.name == name), None)

    def typed(self) -> list[Field]:
        """Return the fields that a person may fill in."""
        return [field for field in self.fields if not (field.hidden or field.computed)]


def money(name: str, **more: object) -> Field:
    """Return a field of money."""
    return Field(name, Unit.MONEY, **more)  # type: ignore[arg-type]


def rate(name: str, **more: object) -> Field:
    """Return a field of a share of something, at most 100 %."""
    return Field(name, Unit.RATIO, **{"most": 1, **more})  # type: ignore[arg-type]


def count(name: str, **more: object) -> Field:
    """Return a field of a number of things or people."""
    return Field(name, Unit.COUNT, **more)  # type: ignore[arg-type]


def multiple(name: str, **more: object) -> Field:
    """Return a field of a number of times."""
    return Field(name, Unit.MULTIPLE, **more)  # type: ignore[arg-type]
