"""What the page of a plan asks: what stands in its cells, and what follows.

A page has a cell for each part of a line, ``line.1.cpm``, and a whole copy of each other version,
``b.line.1.cpm``. An address has a field for each line, and of other versions what they change.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from planner import spread
from planner.answer import said
from planner.catalogue import PLAN
from planner.model import Unit
from planner.numbers import Locale, typed
from planner.plan import exports, workbook
from planner.plan.address import ACTUAL_COLUMNS, COLUMNS, TEXTS, Pieces, address, joined, pieces
from planner.plan.answer import BASE, PlanAnswer, prefixed, title
from planner.plan.document import CAUTIONS, document
from planner.plan.line import UNITS
from planner.plan.names import folded
from planner.plan.paste import pasted
from planner.plan.reading import CHARGED, REMOVED, SCENARIOS, may_change, read_plan, scenario_fields
from planner.reading import Reading, read

WHOLE = "whole"
"""A cell that says of another version that all of it stands in cells."""
OTHER = "other"
"""The cell for parts of a line that mean nothing here: they are not lost."""
OWN_UNITS = {
    **CHARGED,
    **dict.fromkeys(("budget", "production", "spend"), Unit.MONEY),
}
_CELL = re.compile(r"(line|actual)\.([1-9][0-9]{0,2})\.([a-z_]+)")
_FIELD = re.compile(r"(line|actual)\.([1-9][0-9]{0,2})")
_VERSION = re.compile(rf"({'|'.join(SCENARIOS)})\.(.+)", re.DOTALL)


def fields_of(inputs: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """Return what stands in cells as fields of a plan; fields among them stay as they are."""
    versions: dict[str, dict[str, str]] = {BASE: {}, **{version: {} for version in SCENARIOS}}
    for name, text in inputs.items():
        found = _VERSION.fullmatch(name)
        versions[found[1] if found else BASE][found[2] if found else name] = text
    base = _fields(versions.pop(BASE), locale)
    fields = dict(base)
    for version, cells in versions.items():
        if cells.pop(WHOLE, ""):
            fields |= {
                f"{version}.{name}": text for name, text in changes(base, _fields(cells, locale)).items()
            }
        else:
            fields |= {f"{version}.{name}": text for name, text in cells.items()}
    return fields


def changes(base: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Return what another version changes of a plan, field by field."""
    found = {}
    for name in {**base, **other}:
        if may_change(name) and base.get(name, "") != other.get(name, ""):
            found[name] = other.get(name) or REMOVED
    return found


def _fields(cells: Mapping[str, str], locale: Locale) -> dict[str, str]:
    fields: dict[str, str] = {}
    lines: dict[str, dict[str, str]] = {}
    for name, text in cells.items():
        if found := _CELL.fullmatch(name):
            lines.setdefault(f"{found[1]}.{found[2]}", {})[found[3]] = text.strip()
        elif text.strip():
            fields[name] = _code("objective", text, locale) if name == "objective" else text.strip()
    for name, parts in lines.items():
        columns = COLUMNS if name.startswith("line.") else ACTUAL_COLUMNS
        placed = {column: _code(column, parts.get(column, ""), locale) for column in columns}
        numbers = {
            column: text for column, text in parts.items() if column in UNITS and column not in columns
        }
        unknown = tuple(filter(None, parts.get(OTHER, "").split("_")))
        if text := joined(
            Pieces(placed, {key: one for key, one in numbers.items() if one}, unknown), columns
        ):
            fields[name] = text
    return fields


def _code(kind: str, text: str, locale: Locale) -> str:
    """Return the short id of a platform, a format or an objective that is called so; else the text."""
    if kind not in TEXTS:
        return text
    names: Mapping[str, Mapping[str, str]] = locale.tables.get("plan", {}).get("names", {})
    return names.get(kind, {}).get(folded(text), text)


# --------------------------------------------------------------------------------------------------
# From fields to cells


def cells_of(fields: Mapping[str, str], locale: Locale, currency: str) -> dict[str, str]:
    """Return what is to stand in cells, numbers as one types them here; what cannot be read, as it is."""
    cells = dict(_cells(scenario_fields(fields, {}), locale, currency))
    for scenario in read_plan(fields, locale, currency).plan.scenarios:
        version = scenario_fields(fields, scenario.changes)
        own = {name: text for name, text in version.items() if may_change(name)}
        cells[f"{scenario.id}.{WHOLE}"] = "1"
        cells |= {f"{scenario.id}.{name}": text for name, text in _cells(own, locale, currency)}
    return cells


def _cells(fields: Mapping[str, str], locale: Locale, currency: str) -> Iterator[tuple[str, str]]:
    def shown(name: str, text: str) -> str:
        if name in TEXTS:
            return title(name, text, locale)
        unit = OWN_UNITS.get(name) or UNITS.get(name)
        return _typed(text, unit, locale, currency)

    for name, text in fields.items():
        found = _FIELD.fullmatch(name)
        if not found:
            yield name, shown(name, text)
            continue
        parts = pieces(text, COLUMNS if found[1] == "line" else ACTUAL_COLUMNS)
        for column, part in {**parts.placed, **parts.numbers}.items():
            yield f"{name}.{column}", shown(column, part)
        if parts.unknown:
            yield f"{name}.{OTHER}", "_".join(parts.unknown)


def _typed(text: str, unit: Unit | None, locale: Locale, currency: str) -> str:
    reading = read(text, "", unit, locale, currency) if unit else None
    return typed(reading.typed, unit, locale) if isinstance(reading, Reading) and unit else text


# --------------------------------------------------------------------------------------------------
# What the page shows


def canonical(answer: PlanAnswer) -> dict[str, str]:
    """Return a plan as an address holds it: the same for the same plan, however it was typed."""
    fields = {version: address(result.plan) for version, result in answer.results.items()}
    base = {name: text for name, text in fields.pop(BASE).items() if not _VERSION.fullmatch(name)}
    for version, own in fields.items():
        own = {name: text for name, text in own.items() if not _VERSION.fullmatch(name)}
        base |= {f"{version}.{name}": text for name, text in changes(base, own).items()}
    return base


def shown(answer: PlanAnswer, locale: Locale) -> dict[str, Any]:
    """Return everything that a page shows of a plan."""
    currency = answer.currency
    return {
        "typed": cells_of(canonical(answer), locale, currency),
        "canonical": canonical(answer),
        "offers": [],
        "text": exports.as_text(answer, locale, currency),
        "csv": exports.as_csv(answer, locale, currency),
        "cautions": [*CAUTIONS],
        "documents": {
            version: document(answer, version, locale, currency).as_json() for version in answer.results
        },
        "spreads": {version: _spreads(answer, version, locale) for version in answer.results},
    }


def _spreads(answer: PlanAnswer, version: str, locale: Locale) -> dict[str, Any]:
    """Return how the totals of a version are spread, and what moves them."""
    result = answer.results[version]
    totals = {f"total.{name}": answer.value(version, f"total.{name}") for name in result.totals}
    outputs = {name: value for name, value in totals.items() if value}
    found = spread.spreads(
        replace(answer.answer, outputs=outputs, draws=result.draws), locale, answer.currency
    )
    return {prefixed(version, name): one for name, one in found.items()}


def refused(inputs: Mapping[str, str], locale: Locale, currency: str) -> dict[str, Any]:
    """Return what a page shows of a plan that cannot be computed: nothing that was typed is lost."""
    fields = fields_of(inputs, locale)
    return {"typed": cells_of(fields, locale, currency), "canonical": fields, "offers": []}


def file_of(answer: PlanAnswer, locale: Locale) -> str:
    """Return the workbook of a plan, in base 64."""
    return b2a_base64(workbook.as_workbook(answer, locale, answer.currency), newline=False).decode()


def rows_of(text: str, locale: Locale, currency: str) -> dict[str, Any]:
    """Return pasted rows as cells of lines 1, 2, …, and what could not be read, in words."""
    found = pasted(text, locale, currency)
    fields = {f"line.{nth}": line for nth, line in enumerate(found.lines, 1)}
    fields |= {f"source.{place + 1}": source for place, source in found.sources.items()}
    problems = []
    for problem in found.problems:
        told = said(problem, PLAN, locale, currency)
        if "row" in problem.params:
            pattern = locale.words.get("export.in_cell", "{row}, {column}: {message}")
            told["message"] = pattern.format(**{**problem.params, "message": told["message"]})
        problems.append(told)
    return {"typed": dict(_cells(fields, locale, currency)), "lines": len(found.lines), "errors": problems}
