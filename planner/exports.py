"""A result to take along: text for a message, a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from planner.answer import Answer, Value, said
from planner.model import Unit
from planner.numbers import Locale, typed

WORDS = (
    *("results", "inputs", "steps", "given", "computed", "assumed", "supposed", "more"),
    *("field", "value", "low", "high", "unit", "origin", "source", "interval"),
    *("line", "smallest", "rest", "shares", "spare", "exact", "floor", "remainder", "sum"),
)
"""What exports say besides labels: keys of ``Locale.words``, after ``export.``; the last row is a sheet's."""
BYTE_ORDER_MARK = "\ufeff"
"""without it, Excel takes UTF-8 for another encoding"""
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""signs at the start of a cell, spaces aside, by which spreadsheets take it for a formula"""


def word(locale: Locale, name: str) -> str:
    """Return one of ``WORDS``; a language that lacks it shows its key."""
    return locale.words.get(f"export.{name}", name)


# --------------------------------------------------------------------------------------------------
# Text


Sources = Mapping[str, str]
"""field → in a line, where the number in it comes from: a dated figure that its page offered"""


def as_text(answer: Answer, locale: Locale, currency: str, sources: Sources = MappingProxyType({})) -> str:
    """Return a result as plain text: results with what must be said of them, what was given, the steps.

    What was given from somewhere is followed by where. A split tells no steps: its lines are its results.
    """
    steps = [f"{step.words} = {step.numbers} = {step.result}" for step in answer.steps]
    parts = {
        "results": [*_results(answer, locale), *_cautions(answer, locale, currency)],
        "inputs": [*_inputs(answer, locale, sources)],
        "steps": [] if answer.lines else steps,
    }
    return "\n\n".join("\n".join([word(locale, name), *part]) for name, part in parts.items() if part)


def _results(answer: Answer, locale: Locale) -> Iterator[str]:
    for name, value in answer.outputs.items():
        yield entry(_result_name(answer, name, locale), value.display, locale)


def _inputs(answer: Answer, locale: Locale, sources: Sources) -> Iterator[str]:
    assumed = _assumed(answer)
    for name, value in answer.inputs.items():
        display = f"{value.display} ({word(locale, 'assumed')})" if name in assumed else value.display
        yield entry(_full_name(answer, name, locale), display, locale)
        if name in sources:
            yield f"  {sources[name]}"


def _cautions(answer: Answer, locale: Locale, currency: str) -> Iterator[str]:
    """Tell what is to be known of results and of choices; how numbers were read is for who typed them."""
    if is_uncertain(answer):
        yield word(locale, "interval")
    choices = [name for name, value in answer.inputs.items() if value.number is None]
    for problem in answer.warnings:
        if problem.field in (None, *answer.outputs, *choices):
            yield said(problem, answer.calculator, locale, currency)["message"]


def is_uncertain(answer: Answer) -> bool:
    """Tell whether something was typed as an interval."""
    return any(value.interval for value in (*answer.inputs.values(), *answer.outputs.values()))


def entry(name: str, value: str, locale: Locale) -> str:
    """Return a label and what it says, as the language joins them."""
    return f"{locale.words.get('export.labelled', '{name}:').format(name=name)} {value}"


def _full_name(answer: Answer, name: str, locale: Locale) -> str:
    """Return the label of a field; of a line's field, the line and which of its fields it is."""
    label = locale.label(answer.calculator, name)
    part, dot, _ = name.partition(".")
    return f"{label} – {locale.label(answer.calculator, part)}" if dot else label


def _result_name(answer: Answer, name: str, locale: Locale) -> str:
    """Return the label of a result: the amount of a line is called by its line."""
    is_amount = name.startswith("amount.")
    return locale.label(answer.calculator, name) if is_amount else _full_name(answer, name, locale)


def _assumed(answer: Answer) -> set[str]:
    return {problem.field for problem in answer.warnings if problem.code == "assumed" and problem.field}


# --------------------------------------------------------------------------------------------------
# CSV


def as_csv(answer: Answer, locale: Locale, currency: str, sources: Sources = MappingProxyType({})) -> str:
    """Return a table: label, plain number, unit (a currency, %, or none), given or computed.

    Where one is not sure of something, the number is its median, and the ends of its 90 % interval follow it.
    Where a number comes from somewhere, a last column says where.

    It is as the spreadsheets of the language expect it: where decimals have a comma, semicolons separate.
    """
    separator = ";" if locale.decimal == "," else ","
    return BYTE_ORDER_MARK + "".join(
        separator.join(quoted(cell, separator) for cell in row) + "\r\n"
        for row in _table(answer, locale, currency, sources)
    )


def _table(answer: Answer, locale: Locale, currency: str, sources: Sources) -> Iterator[Iterable[str]]:
    def text(name: str) -> str:
        return text_cell(word(locale, name))

    uncertain = is_uncertain(answer)
    named = {name: words for name, words in sources.items() if name in answer.inputs}
    ends, last = ("low", "high") if uncertain else (), ("source",) if named else ()
    yield map(text, ("field", "value", *ends, "unit", "origin", *last))
    given, assumed = map(text, ("given", "assumed"))
    computed = text("supposed" if answer.compared else "computed")
    origins = dict.fromkeys(answer.inputs, given) | dict.fromkeys(_assumed(answer), assumed)
    units = {Unit.MONEY: currency, Unit.RATIO: "%"}
    for name, value in (*answer.inputs.items(), *answer.outputs.items()):
        yield (
            text_cell(_full_name(answer, name, locale)),
            _value(value, locale),
            *(_ends(value, locale) if uncertain else ()),
            units.get(value.unit, ""),
            origins.get(name, computed),
            *([text_cell(named.get(name, ""))] if named else []),
        )


def _value(value: Value, locale: Locale) -> str:
    """Return a word, or a number without grouping: exact where that ends, else to twelve digits."""
    if value.number is None:
        return text_cell(value.display)
    return typed(value.number, value.unit, locale)


def _ends(value: Value, locale: Locale) -> tuple[str, str]:
    """Return the ends of an interval, empty where there is none."""
    if value.interval is None:
        return "", ""
    low, high = (typed(end, value.unit, locale) for end in (value.interval.low, value.interval.high))
    return low, high


def text_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: names of lines may begin with a hyphen."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text


def quoted(cell: str, separator: str) -> str:
    """Quote as RFC 4180 says, where there is need."""
    if separator in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
