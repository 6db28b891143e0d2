"""``python -m planner cpm cost=500 impressions=62500``: one JSON object, for other programs.

Exit code 2 when the inputs cannot be computed with; the object then holds ``errors``. Languages are files of
``data/locales/``, which ``make locales`` writes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planner.adviser import advice
from planner.answer import refused_as_json
from planner.catalogue import (
    ADVISER,
    CALCULATORS,
    IDS,
    PLAN,
    SPLIT,
    SPLIT_METHODS,
    SPLIT_RESULTS,
    SPLIT_UNITS,
    SPLIT_WHOLE,
)
from planner.compute import run
from planner.model import Calculator, Field
from planner.numbers import Locale
from planner.plan.reading import plan_fields
from planner.problems import ERRORS, WARNINGS, Problem, Refused
from planner.response.curves import PARTS

LOCALES = Path(__file__).resolve().parent.parent / "data" / "locales"


def catalogue(locale: Locale | None) -> dict[str, Any]:
    """Return every calculator with its fields and their units, the adviser where there is one, every code."""
    listed: list[dict[str, Any]] = [
        {
            "id": calculator.id,
            "fields": [_field(calculator, field) for field in calculator.fields if not field.hidden],
        }
        for calculator in CALCULATORS.values()
    ]
    listed.append({"id": SPLIT, "fields": [*_split_fields()]})
    plan = [{"name": name, "unit": unit} for name, unit in plan_fields().items()]
    listed.append({"id": PLAN, "fields": plan})
    advisers = list(advice.listed(locale)) if locale else []
    return {"calculators": listed, "advisers": advisers, "errors": ERRORS, "warnings": WARNINGS}


def _split_fields() -> Iterator[dict[str, Any]]:
    """Return what a split is given, by which method, and what it answers."""
    for name, unit in SPLIT_UNITS.items():
        field: dict[str, Any] = {
            "name": name if name in SPLIT_WHOLE else f"{name}.<line>",
            "unit": unit.value,
        }
        if name == "method":
            field["choices"] = [*SPLIT_METHODS]
        if methods := [method for method, parts in SPLIT_METHODS.items() if name in parts]:
            field["methods"] = methods
        if name == "curve":
            field["forms"] = [f"{kind}:{','.join(parts)}" for kind, parts in PARTS.items()]
        yield field
    for name, unit in SPLIT_RESULTS.items():
        yield {"name": name, "unit": unit.value}


def _field(calculator: Calculator, field: Field) -> dict[str, Any]:
    """Tell a field: its unit, those that choices give it, its choices, the table whose ids it takes."""
    found: dict[str, Any] = {"name": field.name, "unit": field.unit.value}
    others = {
        f"{chosen}={choice}": other.unit.value
        for chosen, choices in calculator.variants.items()
        for choice, made in choices.items()
        if (other := made.field(field.name)) and other.unit is not field.unit
    }
    if others:
        found["units"] = others
    if field.choices:
        found["choices"] = list(field.choices)
    if table := field.table or field.rows:
        found["table"] = table
    return found


def main(arguments: list[str] | None = None) -> int:
    """Compute, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m planner", description="Media-planning arithmetic.")
    parser.add_argument("calculator", nargs="?", help=f"one of {', '.join(IDS)}, {ADVISER}")
    parser.add_argument(
        "inputs", nargs="*", metavar="field=value", help="as one would type them: 1234,56 or 2 %%"
    )
    parser.add_argument("--lang", default="fr", help="the language of numbers and sentences (default: fr)")
    parser.add_argument("--currency", default=None, help="a currency code (default: the language's first)")
    parser.add_argument("--list", action="store_true", help="list calculators, fields, units and codes")
    options = parser.parse_intermixed_args(arguments)
    known = {path.stem: path for path in sorted(LOCALES.glob("*.json"))}
    if options.list:
        return _print(catalogue(_locale(known[options.lang]) if options.lang in known else None))
    if options.calculator is None:
        parser.error("which calculator? --list names them")
    if options.lang not in known:
        there = ", ".join(known) or "none (make locales writes them)"
        parser.error(f"no language “{options.lang}”: there are {there}")
    locale = _locale(known[options.lang])
    currency = options.currency or next(iter(locale.currencies))
    return _compute(options.calculator, options.inputs, locale, currency)


def _locale(path: Path) -> Locale:
    return Locale.from_json(json.loads(path.read_text("utf-8")))


def _compute(calculator: str, pairs: Iterable[str], locale: Locale, currency: str) -> int:
    try:
        inputs = _inputs(pairs)
        if calculator == ADVISER:
            return _print(advice.advise(inputs, locale, currency))
        answer = run(calculator, inputs, locale, currency)
    except Refused as refused:
        _print(refused_as_json(refused.problems, calculator, locale, currency))
        return 2
    return _print(answer.as_json(locale, currency))


def _inputs(pairs: Iterable[str]) -> dict[str, str]:
    """Read ``field=value`` arguments. Raises Refused for a field given twice, or one without ``=``."""
    found: dict[str, str] = {}
    problems = []
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            problems.append(Problem("not_a_number", None, {"typed": pair}))
        elif name in found:
            problems.append(Problem("repeated_field", name))
        found[name] = value
    if problems:
        raise Refused(problems)
    return found


def _print(found: dict[str, Any]) -> int:
    text = json.dumps(found, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:  # bytes typed that are no text, or an output in another encoding than UTF-8
        text = json.dumps(found, indent=2)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
