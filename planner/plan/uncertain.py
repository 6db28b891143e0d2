"""How sure a plan is: lines and totals drawn together, each line's rates on their own.

All lines make one calculator, whose fields are called ``line.1.cpm`` and whose totals are sums, so that
``planner.sampling`` draws them as it draws any other. What is decided (budgets) is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from planner.interval import Interval
from planner.model import Calculator, Field, Product, Relation, Sum, Unit
from planner.plan.line import BUDGET, ID, LINE, renamed
from planner.reading import Reading
from planner.sampling import Draws, draw
from planner.solve import Solution

Steps = Sequence[tuple[str, Relation]]
SUMMED = ("impressions", "clicks", "views", "visits", "conversions", "revenue")
"""What lines have that can be added up, besides budgets."""
QUOTIENTS = {
    "cpm": (BUDGET, "impressions", 1000),
    "ctr": ("clicks", "impressions", 1),
    "cpc": (BUDGET, "clicks", 1),
    "cpv": (BUDGET, "views", 1),
    "cpa": (BUDGET, "conversions", 1),
    "roas": ("revenue", BUDGET, 1),
}
"""What is said of all lines together: one thing over another, of the lines that have both, times a number."""


def draws_of(
    lines: Mapping[int, tuple[Mapping[str, Fraction], Mapping[str, Reading], Steps]],
) -> Draws | None:
    """Draw the lines of a plan: number → values, what was typed, how the rest was computed.

    None where nothing was typed as an interval. Raises Refused, as ``planner.sampling.draw`` does.
    """
    intervals: dict[str, Interval] = {}
    values: dict[str, Fraction] = {}
    steps: list[tuple[str, Relation]] = []
    for number, (known, typed, computed) in lines.items():
        names = {name: f"line.{number}.{name}" for name in known}
        values |= {names[name]: value for name, value in known.items()}
        intervals |= {names[name]: one.interval for name, one in typed.items() if one.interval}
        relations = renamed((relation for _, relation in computed), names)
        steps += zip((names[name] for name, _ in computed), relations, strict=True)
    if not intervals:
        return None
    # A budget that follows from an interval is decided all the same: what follows from it is certain of it.
    budgets = {f"line.{number}.{BUDGET}" for number in lines}
    steps = [(name, relation) for name, relation in steps if name not in budgets]
    for name, relation, value in _totals({number: known for number, (known, _, _) in lines.items()}):
        values[name] = value
        steps.append((name, relation))
    plan = Calculator(ID, (*_fields(intervals), *_fields(set(values) - set(intervals))), ())
    return draw(plan, Solution(values, steps), intervals)


def _fields(names: Iterable[str]) -> Iterator[Field]:
    """Return fields as lines have them; those that are drawn come first, in the order in which they stand."""
    for name in names:
        own = LINE.field(name.rpartition(".")[2])
        most = own.most if own and name.startswith("line.") else None
        yield Field(name, own.unit if own else Unit.COUNT, most=most)


def _totals(lines: Mapping[int, Mapping[str, Fraction]]) -> Iterator[tuple[str, Relation, Fraction]]:
    """Tell every total as a relation of fields of lines."""

    def added(name: str, of: str, beside: str) -> tuple[str, Relation, Fraction]:
        numbers = [number for number, known in lines.items() if of in known and beside in known]
        parts = tuple(f"line.{number}.{of}" for number in numbers)
        return name, Sum(name, parts), sum((lines[number][of] for number in numbers), Fraction(0))

    for name in SUMMED:
        if any(name in known for known in lines.values()):
            yield added(f"total.{name}", name, name)
    for name, (above, below, times) in QUOTIENTS.items():
        over, under = added(f"above.{name}", above, below), added(f"below.{name}", below, above)
        if under[2]:
            yield over
            yield under
            product = Product((f"total.{name}", under[0]), (over[0], times))
            yield f"total.{name}", product, over[2] / under[2] * times
