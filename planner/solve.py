"""From what is given to all that follows from it, in exact fractions.

A relation that lacks one field gives it; that goes on until nothing moves. Values given beyond need must
agree with what follows from the others, to the precision at which they were typed; results then follow from
all that was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from planner.model import Calculator, Product, Relation, Sum, Term, Unit
from planner.problems import Problem, Refused


@dataclass(frozen=True)
class Given:
    """A value that was typed, and how far off its rounding may be."""

    value: Fraction
    half: Fraction


@dataclass
class Solution:
    """What is known at the end."""

    values: dict[str, Fraction]
    steps: list[tuple[str, Relation]] = field(default_factory=list)
    """the fields computed, in order, and the relation that gave each"""
    assumed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """why it is of no use"""

    def behind(self, name: str) -> set[str]:
        """Return the fields, typed or assumed, from which one follows: itself where it was not computed."""
        relation = dict(self.steps).get(name)
        if relation is None:
            return {name}
        return set().union(*(self.behind(other) for other in relation.names if other != name))


def solve(calculator: Calculator, given: Mapping[str, Given]) -> Solution:
    """Compute everything that the given fields determine; defaults step in where nothing else does.

    A solution is of no use where one would have to divide by zero (``no_solution``), or where nothing
    follows (``underdetermined``, with the fields that would help). Raises Refused: ``contradiction``,
    naming the fields that disagree.
    """
    given = {field_.name: given[field_.name] for field_ in calculator.fields if field_.name in given}
    solution = Solution({name: one.value for name, one in given.items()})
    _follow(calculator, solution)
    if not _consistent(calculator, solution) and not _agree(calculator, given):
        raise Refused([Problem("contradiction", None, {"fields": _disagreeing(calculator, given)})])
    for field_ in calculator.fields:
        if field_.default is not None and field_.name not in solution.values and field_.unless not in given:
            solution.values[field_.name] = Fraction(field_.default)
            solution.assumed.append(field_.name)
            _follow(calculator, solution)
    hidden = {field_.name for field_ in calculator.fields if field_.hidden}
    unsolved = [*_no_solutions(calculator, solution)]
    solution.problems = [problem for problem in unsolved if problem.field not in hidden] or unsolved
    if not solution.problems and not _visible(calculator, solution) and not _redundant(calculator, solution):
        solution.problems = [Problem("underdetermined", None, {"fields": _helpful(calculator, given)})]
    return solution


def _follow(calculator: Calculator, solution: Solution) -> None:
    """Apply the first relation that lacks one field, again and again, until none gives anything."""
    for relation in calculator.relations:
        unknown = _unknown(relation, solution)
        value = _solved(relation, unknown[0], solution.values) if len(unknown) == 1 else None
        if value is not None:
            solution.values[unknown[0]] = value
            solution.steps.append((unknown[0], relation))
            _follow(calculator, solution)
            return


def _unknown(relation: Relation, solution: Solution) -> list[str]:
    return [name for name in relation.names if name not in solution.values]


def _no_solutions(calculator: Calculator, solution: Solution) -> Iterator[Problem]:
    """Say of each relation that still lacks one field what is zero: nothing can be divided by it."""
    told = set()
    for relation in calculator.relations:
        unknown = _unknown(relation, solution)
        if not isinstance(relation, Product) or len(unknown) != 1 or unknown[0] in told:
            continue
        told.add(unknown[0])
        divisors = [term for term in beside(relation, unknown[0]) if isinstance(term, str)]
        behind = set().union(*(solution.behind(name) for name in divisors if not solution.values[name]))
        zeros = {name for name in behind if not solution.values[name]} or behind
        fields = [field_.name for field_ in calculator.fields if field_.name in zeros]
        yield Problem("no_solution", unknown[0], {"fields": fields})


def _visible(calculator: Calculator, solution: Solution) -> list[str]:
    """Return the fields computed that are shown."""
    hidden = {field_.name for field_ in calculator.fields if field_.hidden}
    return [name for name, _ in solution.steps if name not in hidden]


def _redundant(calculator: Calculator, solution: Solution) -> bool:
    """Tell whether more was given than needed: a relation was known that gave nothing."""
    known = [relation for relation in calculator.relations if not _unknown(relation, solution)]
    return len(known) > len(solution.steps)


def drop_what_leads_nowhere(calculator: Calculator, solution: Solution) -> None:
    """Drop hidden steps and assumed values from which nothing that is shown follows."""
    needed = set(_visible(calculator, solution))
    for name, relation in reversed(solution.steps):
        if name in needed:
            needed |= set(relation.names)
    solution.steps = [step for step in solution.steps if step[0] in needed]
    unused = [name for name in solution.assumed if name not in needed]
    solution.assumed = [name for name in solution.assumed if name in needed]
    solution.values = {name: value for name, value in solution.values.items() if name not in unused}


# --------------------------------------------------------------------------------------------------
# Values given beyond need


def _agree(calculator: Calculator, given: Mapping[str, Given]) -> bool:
    """Tell whether the values agree with each other, each of those given beyond need within its rounding.

    Which ones are beyond need is a matter of choice: the least precise at first, then each in turn.
    """
    order = sorted(given, key=lambda name: _coarseness(given[name]))
    orders = [[*(name for name in order if name != last), last] for last in reversed(order)]
    return not given or any(_agree_in_order(calculator, names, given) for names in orders)


def _coarseness(given: Given) -> Fraction:
    """How large the rounding of a value is beside it."""
    return given.half / abs(given.value) if given.value else Fraction(1)


def _agree_in_order(calculator: Calculator, order: Iterable[str], given: Mapping[str, Given]) -> bool:
    """Take values one by one; one that follows from those before it must agree and adds nothing."""
    solution = Solution({})
    for name in order:
        computed = solution.values.get(name)
        if computed is None:
            solution.values[name] = given[name].value
            _follow(calculator, solution)
        elif abs(computed - given[name].value) > given[name].half:
            return False
    return _consistent(calculator, solution)


def _consistent(calculator: Calculator, solution: Solution) -> bool:
    """Tell whether every relation holds to the last digit: one that gave a field does."""
    gave = {relation for _, relation in solution.steps}
    return all(_holds(relation, solution) for relation in calculator.relations if relation not in gave)


def _disagreeing(calculator: Calculator, given: Mapping[str, Given]) -> list[str]:
    """Return values that disagree as they are, and would agree without any one of them."""
    left = dict(given)
    for name in given:
        fewer = {other: one for other, one in left.items() if other != name}
        if not _agree(calculator, fewer):
            left = fewer
    return list(left)


# --------------------------------------------------------------------------------------------------
# Relations


def _holds(relation: Relation, solution: Solution) -> bool:
    """Tell whether a relation holds; one that lacks a field does."""
    values = solution.values
    if _unknown(relation, solution):
        return True
    if isinstance(relation, Product):
        left, right = _product(relation.left, values), _product(relation.right, values)
        return left[0] * right[1] == right[0] * left[1]
    return values[relation.total] == sum(_part(part, values) for part in relation.parts)


def _solved(relation: Relation, unknown: str, values: Mapping[str, Fraction]) -> Fraction | None:
    """Return the one field that a relation lacks; None where one would divide by zero."""
    if isinstance(relation, Sum):
        return _solved_sum(relation, unknown, values)
    other = relation.left if unknown in relation.right else relation.right
    above, below = _product(other, values), _product(beside(relation, unknown), values)
    return Fraction(above[0] * below[1], above[1] * below[0]) if below[0] else None


def beside(relation: Product, unknown: str) -> list[Term]:
    """Return what stands on the same side as the unknown: what is divided by to get it alone."""
    own = relation.left if unknown in relation.left else relation.right
    return [term for term in own if term != unknown]


def _solved_sum(relation: Sum, unknown: str, values: Mapping[str, Fraction]) -> Fraction:
    if unknown == relation.total:
        return sum((_part(part, values) for part in relation.parts), Fraction(0))
    others = [part for part in relation.parts if str(part).lstrip("-") != unknown]
    rest = values[relation.total] - sum(_part(part, values) for part in others)
    return -rest if f"-{unknown}" in relation.parts else rest


def _product(terms: Iterable[Term], values: Mapping[str, Fraction]) -> tuple[int, int]:
    """Return numerator and denominator of a product: lowest terms are sought once, at the end."""
    factors = [values[term] if isinstance(term, str) else term for term in terms]
    return prod(factor.numerator for factor in factors), prod(factor.denominator for factor in factors)


def _part(part: Term, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(part, int):
        return Fraction(part)
    return -values[part[1:]] if part.startswith("-") else values[part]


def _helpful(calculator: Calculator, given: Mapping[str, Given]) -> list[str]:
    """Return the fields any one of which would let something be computed; all, where no one does."""
    known = {name: one.value for name, one in given.items()}
    defaults = {f.name: Fraction(f.default) for f in calculator.fields if f.default is not None}
    missing = [f.name for f in calculator.typed() if f.name not in known and f.unit is not Unit.CODE]
    found = []
    for name in missing:
        tried = Solution({**defaults, **known, name: Fraction(1, 2)})
        _follow(calculator, tried)
        if _visible(calculator, tried):
            found.append(name)
    return found or missing
