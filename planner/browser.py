"""What a page's worker calls: text in, text out, as nothing but JSON crosses between the two languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import planner
from planner import (  # in a browser, these run when first used
    exports,
    filled,
    picture,
    rebalance,
    spread,
    spreadsheet,
)
from planner.answer import Answer, refused_as_json
from planner.catalogue import ADVISER, CALCULATORS, PLAN, SPLIT, unit_of
from planner.compute import run
from planner.interval import Interval
from planner.model import Quantity, Unit
from planner.numbers import Locale, about, canonical, show, show_near, typed
from planner.problems import Problem, Refused
from planner.reading import Reading, read

_SPOKEN: list[Locale] = []
_LATEST: list[Callable[[], dict[str, Any]]] = []
"""tells the whole of the answer that was last given"""


class BadRequest(ValueError):  # noqa: N818 - as it is called where requests are made
    """A request that no page makes."""


def add(archive: str) -> None:
    """Take what an archive holds of planner: a part of it (``catalogue.PARTS``), by its path."""
    planner.__path__.append(f"{archive}/planner")


def speak(locale: str) -> None:
    """Take the language that answers are in: the text of a file of ``data/locales/``."""
    _SPOKEN[:] = [Locale.from_json(json.loads(locale))]


def answer(request: str) -> str:
    """Return what one waits for at each key: results, or what keeps them from being computed.

    The request is ``{"calculator", "inputs": {field: text}, "currency"}``, the answer ``{"outputs": …}`` or
    ``{"errors": […]}``, as the command prints them. One key more, ``page``, is for the page alone: ``found``
    holds each result as one types it, ``medians`` what to tell first of those one is not sure of, ``parts``
    how long the bars of a split are. A request may also ``move`` a line of a split: ``{"line", "part":
    "40"}`` gives it 40 % of the total before the rest is computed. ``moved`` holds what is then to be typed:
    the shares that are left, or weights taken for an objective. ``sources`` tells of fields where what they
    hold comes from: what one takes along says so. ``speak`` comes first. Raises BadRequest for anything else.
    """
    asked = _asked(request)
    (locale,) = _SPOKEN
    calculator, currency = asked["calculator"], asked["currency"]
    if calculator == ADVISER:
        return _advised(asked, locale)
    if calculator == PLAN:
        return _plan(asked, locale)
    moved = _moved(asked, locale) if asked.get("move") else {}
    inputs = {**asked["inputs"], **moved}
    _LATEST.clear()
    try:
        found = run(calculator, inputs, locale, currency)
    except Refused as refused:
        errors = refused_as_json(refused.problems, calculator, locale, currency)
        problems = refused.problems
        _LATEST.append(
            lambda: {
                **errors,
                "page": {
                    **_inputs(_read(calculator, inputs, locale, currency), problems, locale),
                    "units": _units(calculator, inputs),
                },
            }
        )
        parts = _meant(inputs, locale, currency) if calculator == SPLIT else {}
        return _text({**errors, "page": {"parts": parts, "moved": moved}})
    _LATEST.append(lambda: _whole(found, inputs, asked.get("sources") or {}, locale, currency))
    outputs = {name: value.as_json() for name, value in found.outputs.items()}
    parts = _parts(found, locale) if calculator == SPLIT else {}
    moved |= _weights(found, inputs, locale)
    medians = _medians(found, locale, currency)
    page = {"found": _outputs(found, locale), "medians": medians, "parts": parts, "moved": moved}
    return _text({"outputs": outputs, "page": page})


def _advised(asked: Mapping[str, Any], locale: Locale) -> str:
    """Return the advice, all of it at once, or what is wrong with the answers."""
    from planner.adviser import advice  # of a part: catalogue.PARTS

    currency = asked["currency"]
    try:
        found = advice.for_page(asked["inputs"], locale, currency)
    except Refused as refused:
        found = refused_as_json(refused.problems, ADVISER, locale, currency)
    _LATEST[:] = [lambda: found]
    return _text(found)


def _plan(asked: Mapping[str, Any], locale: Locale) -> str:
    """Answer for a plan, whose inputs may also be cells: planner.plan.page tells which."""
    from planner.plan import page  # of a part: catalogue.PARTS
    from planner.plan.answer import plan_answer

    currency = asked["currency"]
    if isinstance(asked.get("paste"), str):
        return _text(page.rows_of(asked["paste"], locale, currency))
    inputs = page.fields_of(asked["inputs"], locale)
    _LATEST.clear()
    try:
        found = plan_answer({name: text for name, text in inputs.items() if text.strip()}, locale, currency)
    except Refused as refused:
        errors = refused_as_json(refused.problems, PLAN, locale, currency)
        _LATEST.append(lambda: {**errors, "page": page.refused(inputs, locale, currency)})
        return _text({**errors, "page": {}})
    if asked.get("take") == "xlsx":
        return _text({"file": page.file_of(found, locale)})
    _LATEST.append(lambda: {**found.answer.as_json(locale, currency), "page": page.shown(found, locale)})
    return _text(
        {"outputs": {name: value.as_json() for name, value in found.answer.outputs.items()}, "page": {}}
    )


def _asked(request: str) -> dict[str, Any]:
    try:
        asked: dict[str, Any] = json.loads(request)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"no JSON that can be read: {error}") from error
    match asked:
        case {"calculator": str(), "inputs": dict(inputs), "currency": str()}:
            if _are_texts(inputs) and _are_texts(asked.get("sources")) and _is_move(asked.get("move")):
                return asked
    raise BadRequest("no calculator, inputs by field, and currency, all of them text")


def _are_texts(texts: object) -> bool:
    """Tell whether these are texts by name, or nothing."""
    return texts is None or (
        isinstance(texts, dict) and all(isinstance(text, str) for text in texts.values())
    )


def _is_move(move: object) -> bool:
    match move:
        case None | {"line": str(), "part": str()}:
            return True
    return False


def whole() -> str:
    """Return the whole of the latest answer, as the command prints it: the page asks once it shows results.

    ``page`` holds what was read, as one types it here (``typed``) and in an address (``canonical``), what may
    be taken in its place, the units of fields that a choice gives another, and, where results were found,
    from which fields each follows (``behind``), their picture, how each is spread where one is not sure of it
    (``planner.spread``), and the same to take along.
    """
    (tell,) = _LATEST
    return _text(tell())


def _whole(
    found: Answer, inputs: Mapping[str, str], sources: Mapping[str, str], locale: Locale, currency: str
) -> dict[str, Any]:
    calculator = CALCULATORS.get(found.calculator)
    page = {
        **_inputs(_given(found, inputs), found.warnings, locale),
        "units": _units(found.calculator, inputs),
        "behind": {name: sorted(found.behind(name)) for name in found.outputs},
        "text": exports.as_text(found, locale, currency, sources),
        "csv": exports.as_csv(found, locale, currency, sources),
        "sheets": {
            name: spreadsheet.sheet(found, locale, currency, dialect)
            for name, dialect in spreadsheet.DIALECTS.items()
        },
        "picture": picture.picture(calculator, found, locale, currency) if calculator else None,
        "comparison": _comparison(found, locale, currency),
        "spreads": spread.spreads(found, locale, currency),
    }
    return {**found.as_json(locale, currency), "page": page}


def _comparison(found: Answer, locale: Locale, currency: str) -> dict[str, Any] | None:
    if not found.compared:
        return None
    from planner.response import picture as compared  # of a part: catalogue.PARTS

    return compared.comparison(found, locale, currency)


def _text(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def _outputs(found: Answer, locale: Locale) -> dict[str, str]:
    return {
        name: typed(about(value.interval) if value.interval else value.number, value.unit.value, locale)
        for name, value in found.outputs.items()
        if value.number is not None
    }


def _medians(found: Answer, locale: Locale, currency: str) -> dict[str, str]:
    return {
        name: show_near(value.number, value.interval, value.unit.value, locale, currency)
        for name, value in found.outputs.items()
        if value.number is not None and value.interval
    }


def _parts(found: Answer, locale: Locale) -> dict[str, dict[str, str]]:
    """Return what each line of a split gets of the total: how long its bar is, and in words."""
    total = found.values["total"] or Fraction(1)
    amounts = {
        name.partition(".")[2]: value.number
        for name, value in found.outputs.items()
        if name.startswith("amount.")
    }
    return _shown({line: amount / total for line, amount in amounts.items() if amount is not None}, locale)


def _weights(found: Answer, inputs: Mapping[str, str], locale: Locale) -> dict[str, str]:
    """Return the weights that an answer took for lines that have none, to be typed where they stand."""
    return {
        name: typed(value.number, value.unit.value, locale)
        for name, value in found.inputs.items()
        if name.startswith("weight.") and value.number is not None and not inputs.get(name, "").strip()
    }


def _meant(inputs: Mapping[str, str], locale: Locale, currency: str) -> dict[str, dict[str, str]]:
    """Return what each line is to get, though they make no total together: bars to drag until they do."""
    try:
        total, lines = filled.lines_of(inputs, locale, currency)
    except Refused:
        return {}
    parts = {line.name: line.share or (line.lock or Fraction(0)) / total for line in lines}
    return _shown({line: min(part, Fraction(1)) for line, part in parts.items()}, locale)


def _shown(parts: Mapping[str, Fraction], locale: Locale) -> dict[str, dict[str, str]]:
    return {
        line: {"value": canonical(part, "ratio"), "display": show(part, "ratio", locale)}
        for line, part in parts.items()
    }


Readings = Mapping[str, tuple[Fraction | Interval, str]]
"""Field → what was read in it, and its unit."""


def _inputs(readings: Readings, problems: Iterable[Problem], locale: Locale) -> dict[str, Any]:
    """Return what was read, as one types it here and in an address, and what may be taken in its place."""
    return {
        "typed": {name: typed(value, unit, locale) for name, (value, unit) in readings.items()},
        "canonical": {name: canonical(value, unit) for name, (value, unit) in readings.items()},
        "offers": [_offer(problem, locale) for problem in problems if _offered(problem)],
    }


def _units(calculator: str, inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the units of those fields that count something else where another choice is made."""
    if calculator not in CALCULATORS:
        return {}
    usual = CALCULATORS[calculator]
    made = usual.chosen(inputs)
    return {field.name: field.unit.value for field in made.fields if len(usual.units(field.name)) > 1}


def _given(found: Answer, inputs: Mapping[str, str]) -> Readings:
    """Return the inputs of an answer, without what was assumed."""
    return {
        name: (value.interval or value.number, value.unit.value)
        for name, value in found.inputs.items()
        if value.number is not None and inputs.get(name, "").strip()
    }


def _read(calculator: str, inputs: Mapping[str, str], locale: Locale, currency: str) -> Readings:
    """Return each input that can be read, though others cannot."""
    found = {}
    for name, text in inputs.items():
        unit = unit_of(calculator, name, inputs)
        reading = read(text, name, unit, locale, currency) if unit else None
        if unit and isinstance(reading, Reading):
            found[name] = reading.typed, unit.value
    return found


def _offered(problem: Problem) -> bool:
    return bool(problem.params.get("repair")) or (problem.field is not None and "other" in problem.params)


def _offer(problem: Problem, locale: Locale) -> dict[str, Any]:
    """Return what would mend a problem, or another way to read a number: values to type, field by field.

    An empty one is to be taken away.
    """
    values = problem.params.get("repair") or {problem.field: problem.params["other"]}
    return {
        "field": problem.field,
        "code": problem.code,
        "values": {
            name: typed(value.number, value.unit.value, locale)
            if isinstance(value, Quantity)
            else value or ""
            for name, value in values.items()
        },
    }


def _moved(asked: Mapping[str, Any], locale: Locale) -> dict[str, str]:
    """Return the shares that a moved line of a split leaves; none where an input is wrong.

    Raises BadRequest for a part that is no number.
    """
    part = read(asked["move"]["part"], "part", Unit.RATIO, locale, asked["currency"])
    if isinstance(part, Problem):
        raise BadRequest(f"a part that is no number: {part.code}")
    try:
        total, lines = filled.lines_of(asked["inputs"], locale, asked["currency"])
    except Refused:
        return {}
    shares = rebalance.rebalance(total, lines, asked["move"]["line"], part.value)
    return {f"share.{name}": typed(share, "ratio", locale) for name, share in shares.items()}
