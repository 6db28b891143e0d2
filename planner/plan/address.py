"""A plan as fields of text: how an address, a file and the command say it, in one canonical way.

A line is one field whose parts are joined by ``_``: platform, format, objective, start, end, budget, then as
many prices, rates and volumes as there are, each after a word of three letters:
``line.1=meta_ugc_acquisition_2026-12-01_2026-12-28_5000_cpm8-12_ctr1.2``. What it spent and obtained so far
is another, of a day, money and volumes: ``actual.1=2026-12-14_2500_imp310000``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planner.model import Unit
from planner.numbers import canonical
from planner.plan.line import PIECES, UNITS, VOLUMES
from planner.plan.model import Actual, Plan, PlanLine
from planner.reading import Reading

VERSION = 1
JOINT = "_"
TEXTS = ("platform", "format", "objective")
DAYS = ("start", "end")
COLUMNS = (*TEXTS, *DAYS, "budget")
"""The parts of a line that are known by their place."""
ACTUAL_COLUMNS = ("until", "spend")
WORDS = {field: word for word, field in PIECES.items()}
_PIECE = re.compile(rf"({'|'.join(PIECES)})(.+)", re.DOTALL)


@dataclass(frozen=True)
class Pieces:
    """The parts of a line or of what it spent, as text."""

    placed: Mapping[str, str]
    """by column; only those that are filled in"""
    numbers: Mapping[str, str]
    """by field"""
    unknown: tuple[str, ...] = ()
    """parts that mean nothing here"""
    repeated: tuple[str, ...] = ()
    """fields that are said more than once: the first counts"""


def pieces(text: str, columns: Iterable[str] = COLUMNS) -> Pieces:
    """Take a field apart."""
    names = [*columns]
    parts = [part.strip() for part in text.split(JOINT)]
    placed = {name: part for name, part in zip(names, parts, strict=False) if part}
    numbers: dict[str, str] = {}
    unknown, repeated = [], []
    for part in filter(None, parts[len(names) :]):
        found = _PIECE.fullmatch(part)
        field = PIECES[found[1]] if found else ""
        if found is None:
            unknown.append(part)
        elif field in numbers:
            repeated.append(field)
        else:
            numbers[field] = found[2]
    return Pieces(placed, numbers, tuple(unknown), tuple(repeated))


def joined(found: Pieces, columns: Iterable[str] = COLUMNS) -> str:
    """Put a field together again; nothing that it held is lost."""
    placed = [found.placed.get(name, "").replace(JOINT, " ") for name in columns]
    numbers = [f"{WORDS[field]}{text.replace(JOINT, ' ')}" for field, text in found.numbers.items()]
    parts = [*placed, *numbers, *found.unknown]
    while parts and not parts[-1]:
        parts.pop()
    return JOINT.join(parts)


# --------------------------------------------------------------------------------------------------
# The canonical way to say a plan


def address(plan: Plan) -> dict[str, str]:
    """Return every field of a plan, in order, its numbers with a point and no grouping."""
    own = {
        "v": str(VERSION),
        "name": plan.name,
        "objective": plan.objective,
        "start": plan.start.isoformat() if plan.start else "",
        "weeks": str(plan.weeks) if plan.weeks else "",
        "budget": number(plan.budget, Unit.MONEY),
        "production": number(plan.production, Unit.MONEY),
        **plan.ladder,
        "attribution": plan.attribution,
        **{f"line.{line.number}": line_text(line) for line in plan.lines},
        **{f"actual.{actual.line}": actual_text(actual) for actual in plan.actuals},
        **{f"source.{nth}": text for nth, text in plan.sources.items()},
        **{f"risk.{nth}": text for nth, text in plan.risks.items()},
        **{f"{one.id}.{name}": text for one in plan.scenarios for name, text in one.changes.items()},
        **plan.kept,
    }
    return {name: text for name, text in own.items() if text}


def line_text(line: PlanLine) -> str:
    """Return a line as one field."""
    placed = {
        "platform": line.platform,
        "format": line.format,
        "objective": line.objective,
        "start": line.start.isoformat() if line.start else "",
        "end": line.end.isoformat() if line.end else "",
        "budget": number(line.budget, Unit.MONEY),
    }
    return joined(Pieces(placed, {name: number(one, UNITS[name]) for name, one in line.rates.items()}))


def actual_text(actual: Actual) -> str:
    """Return what a line spent and obtained as one field."""
    placed = {"until": actual.until.isoformat(), "spend": number(actual.spend, Unit.MONEY)}
    results = {name: number(actual.results[name], Unit.COUNT) for name in VOLUMES if name in actual.results}
    return joined(Pieces(placed, results), ACTUAL_COLUMNS)


def number(reading: Reading | None, unit: Unit) -> str:
    """Return a number as one types it in any language; nothing where there is none."""
    return "" if reading is None else canonical(reading.typed, unit.value)
