"""What a page's worker calls: text in, text out, as nothing but JSON crosses between the two languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from planner.answer import Answer, refused_as_json
from planner.catalogue import CALCULATORS, SPLIT, unit_of
from planner.compute import lines_of, run
from planner.exports import as_csv, as_text
from planner.numbers import Locale, canonical, show, typed
from planner.picture import picture
from planner.problems import Problem, Refused
from planner.reading import Reading, read
from planner.rebalance import rebalance
from planner.spreadsheet import ENGLISH, FRENCH, sheet

_SPOKEN: list[Locale] = []


def speak(locale: str) -> None:
    """Take the language that answers are in: the text of a file of ``data/locales/``."""
    _SPOKEN[:] = [Locale.from_json(json.loads(locale))]


def answer(request: str) -> str:
    """Return the answer to ``{"calculator", "inputs": {field: text}, "currency"}``, as the command prints it.

    What cannot be computed comes back as ``{"errors": […]}``. One key more, ``page``, is for the page alone
    (:func:`_page`). A request may also ``move`` a line of a split: ``{"line", "part": "40"}`` gives it 40 %
    of the total before the rest is computed. ``speak`` comes first.
    """
    asked: dict[str, Any] = json.loads(request)
    (locale,) = _SPOKEN
    calculator, currency = asked["calculator"], asked["currency"]
    inputs = _moved(asked, locale) if "move" in asked else asked["inputs"]
    try:
        found = run(calculator, inputs, locale, currency)
        said = found.as_json(locale, currency)
        page = _page(found, inputs, locale, currency)
    except Refused as refused:
        said = refused_as_json(refused.problems, calculator, locale, currency)
        page = _inputs(calculator, inputs, refused.problems, locale, currency)
    return json.dumps({**said, "page": page}, ensure_ascii=False)


def _page(found: Answer, inputs: Mapping[str, str], locale: Locale, currency: str) -> dict[str, Any]:
    """Return what a page shows besides: the same result to copy, and its picture."""
    calculator = CALCULATORS.get(found.calculator)
    page = _inputs(found.calculator, inputs, found.warnings, locale, currency)
    page["typed"] |= {
        name: typed(value.number, value.unit.value, locale)
        for name, value in found.outputs.items()
        if value.number is not None
    }
    return {
        **page,
        "text": as_text(found, locale, currency),
        "csv": as_csv(found, locale, currency),
        "sheets": {
            name: sheet(found, locale, currency, dialect)
            for name, dialect in {"fr": FRENCH, "en": ENGLISH}.items()
        },
        "parts": _parts(found, locale) if found.calculator == SPLIT else {},
        "picture": picture(calculator, found, locale, currency) if calculator else None,
    }


def _parts(found: Answer, locale: Locale) -> dict[str, dict[str, str]]:
    """Return what each line of a split gets of the total: how long its bar is, and in words."""
    total = found.inputs["total"].number
    assert total
    amounts = {name.partition(".")[2]: value.number for name, value in found.outputs.items()}
    parts = {line: amount / total for line, amount in amounts.items() if amount is not None}
    return {
        line: {"value": canonical(part, "ratio"), "display": show(part, "ratio", locale)}
        for line, part in parts.items()
    }


def _inputs(
    calculator: str, inputs: Mapping[str, str], problems: Iterable[Problem], locale: Locale, currency: str
) -> dict[str, Any]:
    """Return what was read, as one types it here and in an address, and what may be taken in its place."""
    readings = _read(calculator, inputs, locale, currency)
    return {
        "typed": {name: typed(value, unit, locale) for name, (value, unit) in readings.items()},
        "canonical": {name: canonical(value, unit) for name, (value, unit) in readings.items()},
        "offers": [_offer(problem, locale) for problem in problems if _offered(problem)],
    }


def _read(
    calculator: str, inputs: Mapping[str, str], locale: Locale, currency: str
) -> dict[str, tuple[Fraction, str]]:
    """Return each input that can be read, and its unit."""
    found = {}
    for name, text in inputs.items():
        unit = unit_of(calculator, name)
        reading = read(text, name, unit, locale, currency) if unit else None
        if unit and isinstance(reading, Reading):
            found[name] = reading.value, unit.value
    return found


def _offered(problem: Problem) -> bool:
    return bool(problem.params.get("repair")) or (problem.field is not None and "other" in problem.params)


def _offer(problem: Problem, locale: Locale) -> dict[str, Any]:
    """Return what would mend a problem, or another way to read a number: values to type, field by field."""
    values = problem.params.get("repair") or {problem.field: problem.params["other"]}
    return {
        "field": problem.field,
        "code": problem.code,
        "values": {name: typed(value.number, value.unit.value, locale) for name, value in values.items()},
    }


def _moved(asked: Mapping[str, Any], locale: Locale) -> dict[str, str]:
    """Return the inputs of a split with the shares that a moved line leaves, as they are if one is wrong."""
    inputs: dict[str, str] = asked["inputs"]
    try:
        total, lines = lines_of(inputs, locale, asked["currency"])
    except Refused:
        return inputs
    shares = rebalance(total, lines, asked["move"]["line"], Fraction(asked["move"]["part"]) / 100)
    return {**inputs, **{f"share.{name}": typed(share, "ratio", locale) for name, share in shares.items()}}
