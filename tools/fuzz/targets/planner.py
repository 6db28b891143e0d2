"""The planner: every calculator with any inputs, through ``planner.run``.

The bytes: which calculator, which language and currency, then fields, a line each: a byte for its name, and
the text typed in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from planner import IDS, Answer, Locale, Refused
from planner import run as computed
from planner.answer import refused_as_json
from planner.catalogue import CALCULATORS, SPLIT, SPLIT_METHODS, SPLIT_UNITS, SPLIT_WHOLE
from planner.problems import ERRORS, WARNINGS
from tools.fuzz.hostile import NUMBERS
from tools.fuzz.text import bytes_of, cases, chosen, locales, number_texts, text_of

LINES = ("media", "production", "a", "é", "2-4", "", " ", "x" * 40, "x" * 41, "\ud800", "a.b")
PARTS = tuple(part for part in SPLIT_UNITS if part not in SPLIT_WHOLE)
SPLIT_NAMES = (
    *SPLIT_WHOLE,
    *(f"{part}.{line}" for line in LINES for part in PARTS),
    *("share", "amount.a", "x", "total.a", ".", ""),
)
SPLIT_TEXTS = (
    *SPLIT_METHODS,
    "acquisition",
    "mm:90,400",
    "hill:90,400,2.5",
    "hill:9,4,.1",
    "logistic:9,0.01",
)
words = (*NUMBERS, *SPLIT_TEXTS)


def run(data: bytes) -> None:
    """Compute with any inputs; what comes of it can be told and is right in itself. Raises Refused."""
    calculator, inputs, locale, currency = asked(data)
    try:
        answer = computed(calculator, inputs, locale, currency)
    except Refused as refused:
        told = refused_as_json(refused.problems, calculator, locale, currency)
        check_errors(told["errors"])
        raise
    told = answer.as_json(locale, currency)
    assert json.loads(json.dumps(told)) == told, "JSON does not hold the answer"
    assert all(said["code"] in WARNINGS and said["message"] for said in told["warnings"]), told["warnings"]
    if calculator == SPLIT:
        check_sum(answer, locale, currency)


def check_errors(errors: list[dict[str, object]]) -> None:
    """See that a refusal says why, in a code that is known and a sentence."""
    assert errors, "a refusal without a problem"
    assert all(said["code"] in ERRORS and said["message"] for said in errors), errors
    json.dumps(errors)


def check_sum(answer: Answer, locale: Locale, currency: str) -> None:
    """See that the amounts of a split make its total, to the smallest unit of the currency."""
    unit = Fraction(1, 10 ** locale.currencies[currency].digits)
    total = answer.values["total"]
    amounts = [value.number or 0 for name, value in answer.outputs.items() if name.startswith("amount.")]
    assert abs(sum(amounts) - total) <= unit / 2, f"{sum(amounts)} of {total}"
    assert all(Fraction(amount) % unit == 0 for amount in amounts), amounts


def asked(data: bytes) -> tuple[str, dict[str, str], Locale, str]:
    """Return what bytes ask: the calculator, its inputs, the language, the currency."""
    which, way = data[:2].ljust(2, b"\0")
    locale = locales()[way % len(locales())]
    known = [*locale.currencies, "XXX"]
    calculator = [*IDS, "x"][which % (len(IDS) + 1)]
    names = names_of(calculator)
    lines = [line for line in data[2:].split(b"\n") if line]
    inputs = {names[line[0] % len(names)]: text_of(line[1:]) for line in lines}
    return calculator, inputs, locale, known[way // 2 % len(known)]


def names_of(calculator: str) -> tuple[str, ...]:
    """Return the names that inputs have: every field, hidden ones too, and one that is no field."""
    if calculator not in CALCULATORS:
        return SPLIT_NAMES
    return (*(field.name for field in CALCULATORS[calculator].fields), "x")


def seeds() -> Iterator[bytes]:
    """Return the worked examples."""
    for calculator, case in cases():
        names = names_of(calculator)
        known = {name: text for name, text in case["inputs"].items() if name in names}
        lines = [chosen(names.index(name)) + bytes_of(text) for name, text in known.items()]
        yield chosen(IDS.index(calculator), case.get("lang", "fr") == "fr") + b"\n".join(lines)


def inputs() -> st.SearchStrategy[bytes]:
    """Return fields with nearly right texts."""
    texts = number_texts() | st.sampled_from(SPLIT_TEXTS)
    fields = st.builds(lambda name, text: chosen(name) + bytes_of(text), st.integers(0, 130), texts)
    head = st.builds(chosen, st.integers(0, len(IDS)), st.integers(0, 255))
    return st.builds(lambda first, lines: first + b"\n".join(lines), head, st.lists(fields, max_size=9))
