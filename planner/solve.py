"""From what is given to all that follows from it, in exact fractions.

Each relation that lacks one field gives it; that goes on until nothing moves. Values given beyond need must
agree with what follows from the others, to the precision at which they were typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import prod

from planner.model import Calculator, Product, Relation, Sum, Term
from planner.problems import Problem, Refused

MOST_REDUNDANT = 3
"""Values given beyond need that are looked for."""


@dataclass(frozen=True)
class Given:
    """A value that was typed, and how far off its rounding may be."""

    value: Fraction
    half: Fraction


@dataclass
class Solution:
    """What is known at the end."""

    values: dict[str, Fraction]
    steps: list[tuple[str, Relation]]
    """the fields computed, in order, and the relation that gave each"""
    assumed: list[str] = field(default_factory=list)


class _Conflict(Exception):  # noqa: N818 - never leaves this module
    """A relation that does not hold between known values."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)


def solve(calculator: Calculator, given: Mapping[str, Given]) -> Solution:
    """Compute everything that the given fields determine; defaults step in where nothing else does.

    Raises Refused: ``contradiction`` naming the fields that disagree, ``no_solution`` where one would have to
    divide by zero, ``underdetermined`` with the fields that would help.
    """
    solution = _consistent(calculator, given)
    for field_ in calculator.fields:
        if field_.default is not None and field_.name not in solution.values:
            more = _propagate(calculator, {**solution.values, field_.name: Fraction(field_.default)})
            solution.values = more.values
            solution.steps += more.steps
            solution.assumed.append(field_.name)
    if not _useful(calculator, solution):
        raise Refused([Problem("underdetermined", None, {"fields": _helpful(calculator, given)})])
    solution.assumed = [name for name in solution.assumed if _leads_on(solution, name)]
    return solution


def _useful(calculator: Calculator, solution: Solution) -> bool:
    hidden = {field_.name for field_ in calculator.fields if field_.hidden}
    return any(name not in hidden for name, _ in solution.steps)


def _leads_on(solution: Solution, name: str) -> bool:
    """Tell whether an assumed value was used: one that changes nothing need not be told."""
    return any(name in relation.names() for _, relation in solution.steps)


def _consistent(calculator: Calculator, given: Mapping[str, Given]) -> Solution:
    """Solve, leaving values given beyond need aside once they are found to agree with the others."""
    try:
        return _propagate(calculator, {name: one.value for name, one in given.items()})
    except _Conflict as conflict:
        disagreeing = conflict
    for size in range(1, min(MOST_REDUNDANT, len(given) - 1) + 1):
        for aside in combinations(given, size):
            values = {name: one.value for name, one in given.items() if name not in aside}
            try:
                solution = _propagate(calculator, values)
            except _Conflict:
                continue
            if all(_agrees(given[name], solution.values.get(name)) for name in aside):
                solution.values |= {name: given[name].value for name in aside}
                solution.steps = [step for step in solution.steps if step[0] not in aside]
                return solution
    typed = [name for name in given if name in _behind(calculator, given, disagreeing.names)]
    raise Refused([Problem("contradiction", None, {"fields": typed or sorted(given)})])


def _agrees(given: Given, computed: Fraction | None) -> bool:
    return computed is not None and abs(computed - given.value) <= given.half


def _behind(calculator: Calculator, given: Mapping[str, Given], names: Iterable[str]) -> set[str]:
    """Return the given fields from which the names in conflict were computed."""
    wanted = set(names)
    for relation in calculator.relations:
        if wanted & set(relation.names()) and not wanted <= set(given):
            wanted |= set(relation.names())
    return wanted & set(given)


def _propagate(calculator: Calculator, values: dict[str, Fraction]) -> Solution:
    """Apply relations until nothing moves. Raises _Conflict, and Refused for a division by zero."""
    solution = Solution(dict(values), [])
    moved = True
    while moved:
        moved = False
        for relation in calculator.relations:
            unknown = [name for name in relation.names() if name not in solution.values]
            if not unknown:
                if not _holds(relation, solution.values):
                    raise _Conflict(relation.names())
            elif len(unknown) == 1:
                solution.values[unknown[0]] = _solved(relation, unknown[0], solution.values)
                solution.steps.append((unknown[0], relation))
                moved = True
    return solution


def _holds(relation: Relation, values: Mapping[str, Fraction]) -> bool:
    if isinstance(relation, Product):
        return _product(relation.left, values) == _product(relation.right, values)
    return values[relation.total] == sum(_part(part, values) for part in relation.parts)


def _solved(relation: Relation, unknown: str, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(relation, Sum):
        return _solved_sum(relation, unknown, values)
    own, other = relation.left, relation.right
    if unknown in other:
        own, other = other, own
    divisor = _product([term for term in own if term != unknown], values)
    if not divisor:
        zeros = [term for term in own if isinstance(term, str) and term != unknown and not values[term]]
        raise Refused([Problem("no_solution", unknown, {"fields": zeros})])
    return _product(other, values) / divisor


def _solved_sum(relation: Sum, unknown: str, values: Mapping[str, Fraction]) -> Fraction:
    if unknown == relation.total:
        return sum((_part(part, values) for part in relation.parts), Fraction(0))
    others = [part for part in relation.parts if str(part).lstrip("-") != unknown]
    rest = values[relation.total] - sum(_part(part, values) for part in others)
    return -rest if f"-{unknown}" in relation.parts else rest


def _product(terms: Iterable[Term], values: Mapping[str, Fraction]) -> Fraction:
    return prod(
        (values[term] if isinstance(term, str) else Fraction(term) for term in terms), start=Fraction(1)
    )


def _part(part: Term, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(part, int):
        return Fraction(part)
    return -values[part[1:]] if part.startswith("-") else values[part]


def _helpful(calculator: Calculator, given: Mapping[str, Given]) -> list[str]:
    """Return the fields any one of which would let something be computed."""
    known = {name: one.value for name, one in given.items()}
    defaults = {f.name: Fraction(f.default) for f in calculator.fields if f.default is not None}
    found = []
    for field_ in calculator.typed():
        if field_.name in known or field_.choices:
            continue
        try:
            tried = _propagate(calculator, {**defaults, **known, field_.name: Fraction(1, 2)})
        except (_Conflict, Refused):
            continue
        if _useful(calculator, tried):
            found.append(field_.name)
    return found or [f.name for f in calculator.typed() if f.name not in known and not f.choices]
