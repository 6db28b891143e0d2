"""A plan to take along: text for a message, a table for other programs, a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planner.catalogue import PLAN
from planner.exports import BYTE_ORDER_MARK, entry, quoted, text_cell, word
from planner.model import Unit
from planner.numbers import Locale, show, typed
from planner.plan.address import DAYS, TEXTS
from planner.plan.answer import BASE, PlanAnswer, head, title
from planner.plan.compute import LineResult, PlanResult
from planner.plan.document import cautions
from planner.plan.line import BUDGET, UNITS
from planner.plan.workbook import INVOICED, formulas, line_title

TOLD = (BUDGET, "impressions", "views", "clicks", "conversions", "cpm", "cpv", "cpc", "cpa", "roas")
"""What a message says of a line and of all."""
NUMBERS = (BUDGET, *(name for name in UNITS if name != BUDGET))
COLUMNS = (*TEXTS, *DAYS, *NUMBERS)


def as_text(answer: PlanAnswer, locale: Locale, currency: str) -> str:
    """Return a plan as plain text: its lines, totals, account, cautions; then each other version's totals."""
    base = answer.base
    parts = [
        [base.plan.name or locale.label(PLAN, "plan"), *_period(base, locale)],
        *([line_title(one, locale), *_line(answer, one, locale)] for one in base.lines),
        [locale.label(PLAN, "total"), *_figures(answer, BASE, "total", locale)],
        [*_ladder(base, locale, currency)],
        [*_assumed(base, locale)],
        cautions(answer, BASE, locale, currency),
    ]
    others = [version for version in answer.results if version != BASE]
    scenario = word(locale, "scenario")
    parts += (
        [f"{scenario} {version.upper()}", *_figures(answer, version, "total", locale)] for version in others
    )
    return "\n\n".join("\n".join(part) for part in parts if part)


def _period(result: PlanResult, locale: Locale) -> Iterator[str]:
    flight, plan = result.plan.flight, result.plan
    if flight:
        yield f"{flight.start.isoformat()} – {flight.end.isoformat()}"
    if plan.attribution:
        yield entry(locale.label(PLAN, "attribution"), plan.attribution, locale)


def _line(answer: PlanAnswer, one: LineResult, locale: Locale) -> Iterator[str]:
    if one.flight:
        yield f"{one.flight.start.isoformat()} – {one.flight.end.isoformat()}"
    yield from _figures(answer, BASE, f"line.{one.line.number}", locale)


def _figures(answer: PlanAnswer, version: str, here: str, locale: Locale) -> Iterator[str]:
    """What is known of a line, or of all, as results tell it: with its interval where one is not sure."""
    plan = answer.results[version].plan
    for name in TOLD:
        if value := answer.value(version, f"{here}.{name}"):
            yield entry(head(name, plan, locale), value.display, locale)


def _ladder(result: PlanResult, locale: Locale, currency: str) -> Iterator[str]:
    if result.ladder is None or result.unallocated is None:
        return
    rows = {INVOICED.get(name, name): amount for name, amount in result.ladder.values().items()}
    for name, amount in {**rows, "unallocated": result.unallocated}.items():
        yield entry(locale.label(PLAN, name), show(amount, Unit.MONEY, locale, currency), locale)


def _assumed(result: PlanResult, locale: Locale) -> Iterator[str]:
    """What the plan rests on, in the planner's own words, and how the rest was computed."""
    plan = result.plan
    for nth, text in plan.sources.items():
        yield entry(locale.label(PLAN, f"source.{nth}"), text, locale)
    for nth, text in plan.risks.items():
        yield entry(locale.label(PLAN, f"risk.{nth}"), text, locale)
    for name, words in formulas(result, locale):
        yield f"{locale.label(PLAN, name)} = {words}"


# --------------------------------------------------------------------------------------------------
# CSV


def as_csv(answer: PlanAnswer, locale: Locale, currency: str) -> str:
    """Return the lines of the plan as a table, as spreadsheets of the language expect it, their sum last.

    It can be pasted back: columns have the names by which they are recognised.
    """
    separator = ";" if locale.decimal == "," else ","
    rows = _rows(answer.base, locale)
    return BYTE_ORDER_MARK + "".join(
        separator.join(quoted(cell, separator) for cell in row) + "\r\n" for row in rows
    )


def _rows(result: PlanResult, locale: Locale) -> Iterator[Iterable[str]]:
    yield (text_cell(head(name, result.plan, locale)) for name in (*COLUMNS, "source"))
    for one in result.lines:
        yield _row(one, result, locale)
    sums = {name: typed(number, UNITS[name], locale) for name, number in result.totals.items()}
    yield (locale.label(PLAN, "total"), *(sums.get(name, "") for name in COLUMNS[1:]), "")


def _row(one: LineResult, result: PlanResult, locale: Locale) -> Iterator[str]:
    line = one.line
    for kind in TEXTS:
        yield text_cell(title(kind, getattr(line, kind), locale))
    yield one.flight.start.isoformat() if one.flight else ""
    yield one.flight.end.isoformat() if one.flight else ""
    for name in NUMBERS:
        yield typed(one.values[name], UNITS[name], locale) if name in one.values else ""
    yield text_cell(result.plan.sources.get(line.number, ""))
