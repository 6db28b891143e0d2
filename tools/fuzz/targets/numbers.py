"""Number reading: ``planner.reading`` and back through ``planner.numbers``, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from planner import Refused
from planner.model import Unit
from planner.numbers import canonical, plain, show, show_around, told, typed
from planner.problems import ERRORS, WARNINGS, Problem
from planner.reading import LARGEST, Reading, plain_text, read
from tools.fuzz.hostile import NUMBERS
from tools.fuzz.text import bytes_of, cases, chosen, locales, number_texts, text_of

UNITS = tuple(Unit)
MOST = (None, 1, Fraction(1, 2), 10**6)
words = NUMBERS


def run(data: bytes) -> None:
    """Read a text as each unit would be, and what was read as it is written. Raises Refused."""
    way, text = data[:1].ljust(1, b"\0")[0], text_of(data[1:])
    locale = locales()[way % len(locales())]
    unit, most = UNITS[way // 2 % len(UNITS)], MOST[way // 16 % len(MOST)]
    currency = [*locale.currencies][way // 64]
    found = read.__wrapped__(text, "field", unit, locale, currency, most)
    assert plain_text(text) == plain_text(plain_text(text)), "a text made plain is not plain yet"
    if isinstance(found, Problem):
        assert found.code in ERRORS, f"{found.code} is no error"
        raise Refused([found])
    assert {problem.code for problem in found.warnings} <= WARNINGS.keys(), found.warnings
    assert abs(found.value) <= LARGEST, "what is too large was read"
    assert found.half > 0, "a number without a last digit"
    plain(found.value)
    if unit is not Unit.CODE:
        told(found.value, unit.value, locale, currency)
        for value in {found.typed, found.other if found.other is not None else found.typed}:
            show(value, unit.value, locale, currency)
        if found.interval:
            show_around(found.value, found.interval, unit.value, locale, currency)
    low, high = found.ends
    assert low <= found.value <= high, "a median that is not between"
    for written in (canonical(found.typed, unit.value), typed(found.typed, unit.value, locale)):
        again = read.__wrapped__(written, "field", unit, locale, currency)
        same = isinstance(again, Reading) and found.typed in (again.typed, again.other)
        long = isinstance(again, Problem) and again.code == "too_long"
        assert same or long, f"{text!r} is written {written!r}, which is read as {again}"


def seeds() -> Iterator[bytes]:
    """Return the numbers of worked examples, and hostile ones."""
    texts = {text for _, case in cases() for text in case["inputs"].values()}
    for nth, text in enumerate([*sorted(texts), *NUMBERS]):
        yield chosen(nth % 256) + bytes_of(text)


def inputs() -> st.SearchStrategy[bytes]:
    """Return texts that are nearly numbers."""
    return st.builds(lambda way, text: chosen(way) + bytes_of(text), st.integers(0, 255), number_texts())
