"""What was filled in of a split: its lines are named by who fills it in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from planner.answer import Value, value_of
from planner.catalogue import SPLIT, SPLIT_ALWAYS, SPLIT_METHODS, SPLIT_UNITS, SPLIT_WHOLE
from planner.fields import filled_in, read_number
from planner.model import Field, Quantity, Unit
from planner.numbers import Locale
from planner.problems import Problem, Refused
from planner.reading import Reading
from planner.split import LONGEST_NAME, Line, is_name, normal

TOTAL = "total"
UNSURE = {"response": ("brings", "double")}
"""method → what may be typed as an interval, where that is not the total: the rest is decided upon"""
NOT_ZERO = (TOTAL, "target", "brings", "double")


@dataclass(frozen=True)
class Filled:
    """Every field that holds something, by its name in the one form in which names are compared."""

    readings: Mapping[str, Reading]
    texts: Mapping[str, str]
    """what is no number: how to divide, curves"""
    lines: Sequence[Line]
    """in the order in which they are first named"""

    def number(self, name: str) -> Fraction | None:
        """Return what was read in a field; None where it is empty."""
        reading = self.readings.get(name)
        return reading.value if reading else None

    def of_lines(self, part: str) -> dict[str, Fraction]:
        """Return what was read in one field of each line."""
        return {line: one.value for name, one in self.readings.items() for line in _line(name, part)}

    def values(self, locale: Locale, currency: str) -> dict[str, Value]:
        """Return what was filled in, ready to be shown."""
        return {
            **{name: _told(name, text, locale) for name, text in self.texts.items()},
            **{
                name: value_of(one.value, SPLIT_UNITS[name.partition(".")[0]], locale, currency, one.interval)
                for name, one in self.readings.items()
            },
        }

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What there is to say of how numbers were read."""
        return tuple(warning for reading in self.readings.values() for warning in reading.warnings)


def _line(name: str, part: str) -> Iterator[str]:
    own, _, line = name.partition(".")
    if own == part and line:
        yield line


def _told(name: str, text: str, locale: Locale) -> Value:
    return Value(None, Unit.CODE, lambda: locale.words.get(f"code.{SPLIT}.{text}", text), text)


def lines_of(raw_inputs: Mapping[str, str], locale: Locale, currency: str) -> tuple[Fraction, Sequence[Line]]:
    """Return the total and the lines that are typed. Raises Refused, as ``planner.run`` does."""
    filled = fill(filled_in(raw_inputs), locale, currency)
    total = filled.number(TOTAL)
    if total is None:
        raise Refused([Problem("underdetermined", None, {"fields": [TOTAL]})])
    return total, filled.lines


def fill(given: Mapping[str, str], locale: Locale, currency: str) -> Filled:
    """Read every field of a split, none of them empty. Raises Refused with every problem found."""
    problems: list[Problem] = []
    readings: dict[str, Reading] = {}
    texts: dict[str, str] = {}
    order: dict[str, None] = {}
    for typed, text in given.items():
        part, dot, line = typed.partition(".")
        name = f"{part}.{normal(line)}" if dot else part
        if problem := _name_problem(part, line if dot else None, name, {**readings, **texts}):
            problems.append(problem)
            continue
        if dot:
            order[normal(line)] = None
        if SPLIT_UNITS[part] is Unit.CODE:
            texts[name] = text.strip()
            continue
        reading, found = _number(name, text, locale, currency)
        problems += found
        if reading:
            readings[name] = reading
            if reading.interval and part not in UNSURE.get(given.get("method", ""), (TOTAL,)):
                problems.append(Problem("range_unexpected", name))
    lines = _lines(readings, order)
    problems += _mixed(readings, texts, lines)
    if problems:
        raise Refused(problems)
    return Filled(readings, texts, lines)


def _number(name: str, text: str, locale: Locale, currency: str) -> tuple[Reading | None, list[Problem]]:
    part = name.partition(".")[0]
    number = text.strip().removeprefix("+") if part == "double" else text  # "+40 %"
    most = 1 if part == "share" else None
    field = Field(name, SPLIT_UNITS[part], positive=part in NOT_ZERO, most=most)
    reading, problem = read_number(field, number, locale, currency)
    return reading, [problem] if problem else []


def _mixed(readings: Iterable[str], texts: Mapping[str, str], lines: Iterable[Line]) -> Iterator[Problem]:
    """Say what does not go together: a share and a lock of one line, or a field of another method."""
    for line in lines:
        if line.share is not None and line.lock is not None:
            params = {"line": line.name, "repair": {f"share.{line.name}": None}}
            yield Problem("share_and_lock", f"lock.{line.name}", params)
    method = texts.get("method", next(iter(SPLIT_METHODS)))
    if method not in SPLIT_METHODS:
        yield Problem("unknown_choice", "method", {"known": [*SPLIT_METHODS]})
        return
    for name in (*texts, *readings):
        part = name.partition(".")[0]
        if part not in (*SPLIT_ALWAYS, *SPLIT_METHODS[method]):
            others = [f"method.{other}" for other, parts in SPLIT_METHODS.items() if part in parts]
            yield Problem("other_method", name, {"methods": [other.partition(".")[2] for other in others]})


def _name_problem(part: str, line: str | None, name: str, readings: Iterable[str]) -> Problem | None:
    """Say what is wrong with the name of a field of the split."""
    if part not in SPLIT_UNITS or (part in SPLIT_WHOLE) != (line is None):
        known = [known if known in SPLIT_WHOLE else f"{known}.…" for known in SPLIT_UNITS]
        return Problem("unknown_field", name, {"known": known})
    if line is not None and not is_name(normal(line)):
        most = Quantity(Fraction(LONGEST_NAME), Unit.COUNT)
        return Problem("line_name", name, {"most": most})
    return Problem("repeated_field", name) if name in readings else None


def _lines(readings: Mapping[str, Reading], order: Iterable[str]) -> list[Line]:
    """Gather what is said of each line, in the order in which lines are first named."""
    parts: dict[str, dict[str, Fraction]] = {line: {} for line in order}
    for name, reading in readings.items():
        part, dot, line = name.partition(".")
        if dot:
            parts[line][part] = reading.value
    return [
        Line(name, one.get("share"), one.get("lock"), one.get("min"), one.get("max"))
        for name, one in parts.items()
    ]
