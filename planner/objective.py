"""A budget divided by what it is for: weights of lines, from the knowledge base or the reader's own.

The knowledge base's are in the table ``weights``: objective → its name, whether its weights are no more than
the editors' judgement, and the weight of each line. They are proportions: lines share money as they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from planner import split as splitting
from planner.answer import Answer, Value, value_of
from planner.filled import Filled
from planner.model import Unit
from planner.numbers import Locale
from planner.problems import Problem, Refused
from planner.shares import shared_out


def answered(filled: Filled, locale: Locale, currency: str) -> Answer:
    """Divide the total by weights. Raises Refused."""
    weights, assumed, problems = _weights(filled, locale)
    total = filled.number("total")
    lines = _lines(filled, weights)
    if not problems and (total is None or not lines):
        problems.append(Problem("underdetermined", None, {"fields": ["objective" if total else "total"]}))
    if problems:
        raise Refused(problems)
    shares = sum((line.share or Fraction(0) for line in lines), Fraction(0))
    if not shares and any(line.lock is None for line in lines):
        raise Refused([Problem("zero", f"weight.{next(line.name for line in lines if line.lock is None)}")])
    whole = [line if line.share is None else replace(line, share=line.share / shares) for line in lines]
    inputs = {
        **_named(filled, locale, currency),
        **{
            f"weight.{name}": value_of(weight, Unit.MULTIPLE, locale, currency)
            for name, weight in weights.items()
        },
    }
    return shared_out(filled, whole, inputs, locale, currency, assumed)


def _weights(filled: Filled, locale: Locale) -> tuple[dict[str, Fraction], list[Problem], list[Problem]]:
    """Return the weight of each line that is not locked, what is assumed of them, and what is wrong."""
    own, locked = filled.of_lines("weight"), filled.of_lines("lock")
    both = [Problem("share_and_lock", f"lock.{name}", _either(name)) for name in own if name in locked]
    chosen, known = filled.texts.get("objective"), _table(locale)
    if chosen is None:
        return own, [], both
    if chosen not in known:
        return own, [], [*both, Problem("unknown_choice", "objective", {"known": [*known]})]
    usual = {name: Fraction(str(weight)) for name, weight in known[chosen]["lines"].items()}
    weights = {name: weight for name, weight in {**usual, **own}.items() if name not in locked}
    taken = [name for name, weight in weights.items() if usual.get(name) == weight]
    names = {"lines": taken, "objective": known[chosen]["title"]}
    code = "own_weights" if known[chosen]["own"] else "usual_weights"
    return weights, [Problem(code, "objective", names)] if taken else [], both


def _either(name: str) -> dict[str, Any]:
    return {"line": name, "repair": {f"weight.{name}": None}}


def _table(locale: Locale) -> Mapping[str, Any]:
    found: Mapping[str, Any] = locale.tables.get("weights", {})
    return found


def _lines(filled: Filled, weights: Mapping[str, Fraction]) -> list[splitting.Line]:
    """Return the lines of the objective in its order, then those that are the reader's own."""
    typed = {line.name: line for line in filled.lines}
    order = dict.fromkeys([*weights, *typed])
    return [replace(typed.get(name, splitting.Line(name)), share=weights.get(name)) for name in order]


def _named(filled: Filled, locale: Locale, currency: str) -> dict[str, Value]:
    """Return what was filled in; the objective is called by its name."""
    values = filled.values(locale, currency)
    chosen = filled.texts.get("objective", "")
    if chosen in _table(locale):
        title = _table(locale)[chosen]["title"]
        values["objective"] = Value(None, Unit.CODE, lambda: title, chosen)
    return values
