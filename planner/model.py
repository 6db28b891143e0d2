"""What a calculator is made of: fields with their units and bounds, and the relations between them.

A relation is said once, as an equality of products or a sum; which of its fields is the unknown depends on
what is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

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
    unless: str = ""
    """a field that tells it otherwise: no default is taken where that one is given"""
    hidden: bool = False
    """a step on the way: neither typed nor shown among the results"""
    computed: bool = False
    """never typed: a verdict"""
    choices: tuple[str, ...] = ()
    """the words of a code that is typed, the usual one first"""
    beside: str = ""
    """the field that a choice is about: the usual one is told with it alone, and where it was typed"""
    table: str = ""
    """a table of ``Locale.tables`` whose ids may be typed in place of a number: see ``planner.named``"""
    rows: str = ""
    """of a code, a table of ``Locale.tables`` whose ids are its choices; nothing need be chosen"""
    precise: bool = False
    """shown with all its decimals where they are few, not rounded: a rate of tax"""


@dataclass(frozen=True)
class Quantity:
    """A number and what it counts: what a sentence about a problem tells in words of its language."""

    number: Fraction | Interval
    unit: Unit
    exact: bool = False
    """told with all its decimals, not rounded as results are"""
    currency: str = ""
    """of money in another currency than the answer's: nothing is converted"""


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
Codes = Mapping[str, str]
"""field → the word chosen in it"""
Tables = Mapping[str, Any]
"""see ``planner.numbers.Locale``"""


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
class Need:
    """A field to be given where ``known`` is, unless ``wanted`` is too: the tax that a price includes."""

    field: str
    known: str
    wanted: str


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
    needs: tuple[Need, ...] = ()
    verdict: Verdict | None = None
    cautions: Callable[[Values], Iterable[Problem]] = lambda _: ()
    """what is to be said of results"""
    curve: Curve | None = None
    suppose: Callable[[Codes, Tables], Values] = lambda codes, tables: {}
    """defaults that hang on what was chosen: field → what it is taken to be where nothing says otherwise"""
    judge: Callable[[Values, Codes, Tables, str], Iterable[Problem]] = lambda *_: ()
    """what tables say of results, whose money is in a currency"""
    variants: Mapping[str, Mapping[str, Calculator]] = field(default_factory=dict)
    """field that is chosen → choice → what it makes of this one: fields of the same names, in the same order,
    of other units or bounds, and relations of its own. The usual choice makes none: it is this one"""

    def supposing(self, codes: Codes, tables: Tables) -> Calculator:
        """Return the calculator with the defaults that hang on what was chosen: itself, where none does."""
        supposed = self.suppose(codes, tables)
        if not supposed:
            return self
        fields = tuple(replace(f, default=supposed.get(f.name, f.default)) for f in self.fields)
        return replace(self, fields=fields)

    def field(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((field for field in self.fields if field.name == name), None)

    def typed(self) -> list[Field]:
        """Return the fields that a person may fill in."""
        return [field for field in self.fields if not (field.hidden or field.computed)]

    def chosen(self, codes: Mapping[str, str]) -> Calculator:
        """Return the calculator that these choices make: this one, where they are the usual ones or none."""
        for name, others in self.variants.items():
            if made := others.get(codes.get(name, "").strip()):
                return made
        return self

    def units(self, name: str) -> tuple[Unit, ...]:
        """Return the units that a field has, whatever is chosen, the usual one first."""
        made = (self, *(one for choices in self.variants.values() for one in choices.values()))
        fields = (one.field(name) for one in made)
        return tuple(dict.fromkeys(field.unit for field in fields if field))

    def idle(self, codes: Mapping[str, str]) -> set[str]:
        """Return the fields that other choices than these would use, and these do not."""
        made = self.chosen(codes)
        others = [self, *(one for choices in self.variants.values() for one in choices.values())]
        used = {name for relation in made.relations for name in relation.names}
        return {name for one in others for relation in one.relations for name in relation.names} - used


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
