"""What divisions bring where one is not sure of what a line brings, or of what doubling it would.

Money is divided by the medians; each division is then judged in every draw. From ``now`` bringing
``brings``, and a doubling so much more, the curve of :func:`~planner.response.curves.stated` is at x:

    brings · (1 + double) · x ÷ (x + double · (2 · now − x))
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.catalogue import SPLIT
from planner.filled import Filled
from planner.model import Calculator, Field, Product, Relation, Sum, Unit
from planner.response.budget import Compared, Division, exact
from planner.sampling import Draws, draw
from planner.solve import Solution, solved

STATED = {"brings": Unit.COUNT, "double": Unit.RATIO}
"""what a statement may be unsure of"""
CERTAIN = 1
"""A doubling brings less than as much again: a curve that levels off from the start knows no more."""


def total_of(column: str) -> str:
    """Return under which name an answer tells all that a division brings."""
    return "response" if column == "amount" else f"{column}_response"


def draws_of(filled: Filled, both: Compared) -> Draws | None:
    """Draw what each division brings, and each line of the best; None where all that was typed is certain."""
    intervals = {name: one.interval for name, one in filled.readings.items() if one.interval}
    if not intervals:
        return None
    unsure = {name.partition(".")[2] for name in intervals}
    values = {
        f"{part}.{line}": filled.readings[f"{part}.{line}"].value
        for line in unsure
        for part in ("now", *STATED)
    }
    steps: list[tuple[str, Relation]] = []
    for name, relation in _relations(both, unsure, values):
        values[name] = solved(relation, name, values) or Fraction(0)
        steps.append((name, relation))
    fields = (
        *(Field(name, STATED[name.partition(".")[0]], most=_most(name)) for name in intervals),
        *(Field(name, Unit.COUNT) for name in values if name not in intervals),
    )
    return draw(Calculator(SPLIT, fields, ()), Solution(values, steps), intervals)


def _most(name: str) -> int | None:
    return CERTAIN if name.startswith("double.") else None


def _relations(
    both: Compared, unsure: set[str], values: dict[str, Fraction]
) -> Iterator[tuple[str, Relation]]:
    """Tell every step to what divisions bring; what is certain of them goes among the values."""
    lines = [line for line in both.found.best.brings if line in unsure]
    for line in lines:
        yield f"grown.{line}", Sum(f"grown.{line}", (1, f"double.{line}"))
    for column, division in both.columns.items():
        for line in lines:
            yield from _brought(column, line, division, values)
        sure = (exact(one) for name, one in division.brings.items() if name not in unsure)
        values[f"certain.{column}"] = sum(sure, Fraction(0))
        parts = (f"certain.{column}", *(_name(column, line) for line in lines))
        yield total_of(column), Sum(total_of(column), parts)


def _brought(
    column: str, line: str, division: Division, values: dict[str, Fraction]
) -> Iterator[tuple[str, Relation]]:
    """Tell what one line brings in a division."""
    here, spent = f"{column}.{line}", division.amounts[line]
    values[f"spent.{here}"] = spent
    values[f"left.{here}"] = 2 * values[f"now.{line}"] - spent
    yield f"slack.{here}", Product((f"slack.{here}",), (f"double.{line}", f"left.{here}"))
    yield f"room.{here}", Sum(f"room.{here}", (f"spent.{here}", f"slack.{here}"))
    name = _name(column, line)
    yield name, Product((name, f"room.{here}"), (f"brings.{line}", f"grown.{line}", f"spent.{here}"))


def _name(column: str, line: str) -> str:
    return f"response.{line}" if column == "amount" else f"response.{column}.{line}"
