"""Worked examples of the calculators, and whether an answer is theirs: for any interpreter that can answer.

An answer is what ``python -m planner`` prints, as an object. A case is

    - name: what it shows
      inputs: {cost: "500", impressions: "62500"}   text as typed
      lang: en                                      fr where it is left out
      currency: USD                                 CAD where it is left out
      outputs: {cpm: "8"}                           all of them; "6 8 10": from 6 to 10, 8 in the middle
      warnings: ["cost:currency_sign"]              all of them; none where it is left out

or has ``errors`` in place of outputs and warnings. Errors and warnings are codes, after the name of their
field and a colon where one is at fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).resolve().parent / "cases"
NEAR = Fraction(1, 500)
"""how far a drawn result may be from the true one"""
ENDLESS = 12
"""significant digits, at least, of an expected value that stands for one without end"""


@dataclass(frozen=True)
class Case:
    """One worked example."""

    calculator: str
    name: str
    inputs: dict[str, str]
    lang: str = "fr"
    currency: str = "CAD"
    outputs: dict[str, str] | None = None
    errors: list[str] | None = None
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        assert (self.outputs is None) != (self.errors is None), f"{self}: either outputs or errors"
        assert not (self.errors and self.warnings), f"{self}: errors come without warnings"
        texts = [*self.inputs.values(), *(self.outputs or {}).values()]
        assert all(isinstance(text, str) for text in texts), f"{self}: values are text, in quotes"

    def __str__(self) -> str:
        return f"{self.calculator}: {self.name}"


def cases() -> Iterator[Case]:
    """Return every worked example of ``tests/cases/``, by calculator."""
    for path in sorted(CASES.glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield Case(path.stem, **case)


def faults(case: Case, answer: Mapping[str, Any]) -> list[str]:
    """Say where an answer is not that of the case."""
    if case.errors is not None:
        found = sorted(_codes(answer.get("errors", [])))
        if found == sorted(case.errors):
            return []
        return [f"errors: expected {sorted(case.errors)}, found {found or answer.get('outputs')}"]
    if "errors" in answer:
        return [f"expected {case.outputs}, found errors {_codes(answer['errors'])}"]
    return [
        *_wrong_values(case.outputs or {}, answer["outputs"]),
        *_wrong_codes("warnings", case.warnings, answer["warnings"]),
    ]


def _wrong_values(expected: Mapping[str, str], outputs: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    if missing := sorted(set(expected) - set(outputs)):
        yield f"no {', '.join(missing)} among {', '.join(outputs) or 'no outputs'}"
    for name, output in outputs.items():
        if name not in expected:
            yield f"{name}: {output['value']} was not expected"
        elif "low" in output or " " in expected[name]:
            yield from _wrong_interval(name, expected[name], output)
        elif not is_value(expected[name], output["value"]):
            yield f"{name}: expected {expected[name]}, found {output['value']}"


def _wrong_interval(name: str, expected: str, output: Mapping[str, str]) -> Iterator[str]:
    """Hold an interval against what closed forms say: drawn ones are near, and no more than that."""
    found = [output.get(end, "") for end in ("low", "mid", "high")]
    values = expected.split(" ")
    near = len(values) == len(found) and all(
        end and abs(Fraction(end) - Fraction(value)) <= abs(Fraction(value)) * NEAR
        for end, value in zip(found, values, strict=True)
    )
    if not near or output["value"] != output["mid"]:
        yield f"{name}: expected {expected}, found {' '.join(found)} around {output['value']}"


def _wrong_codes(what: str, expected: list[str], found: list[Mapping[str, Any]]) -> Iterator[str]:
    codes = _codes(found)
    if sorted(codes) != sorted(expected):
        yield f"{what}: expected {sorted(expected)}, found {sorted(codes)}"


def _codes(problems: list[Mapping[str, Any]]) -> list[str]:
    return [f"{one['field']}:{one['code']}" if one["field"] else one["code"] for one in problems]


def is_value(expected: str, found: str) -> bool:
    """Tell whether a value is the expected one: exactly, or to its digits where those are twelve or more."""
    if expected == found:
        return True
    digits = len(expected.lstrip("-0.").replace(".", ""))
    if not expected.strip("-0123456789.") == found.strip("-0123456789.") == "" or digits < ENDLESS:
        return False
    return Fraction(expected) == Fraction(Context(prec=digits).plus(Decimal(found)))
