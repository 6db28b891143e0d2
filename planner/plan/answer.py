"""What follows from a plan, each under a name: ``line.1.impressions``, ``week.2026-W49.budget``.

Names of what follows from another version of the plan begin with its letter: ``b.total.cpm``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from planner.answer import Answer, Step, Value, drawn, value_of
from planner.catalogue import PLAN
from planner.model import Field, Unit
from planner.numbers import Locale
from planner.plan.address import TEXTS
from planner.plan.checks import checks
from planner.plan.compute import LineResult, PlanResult, compute
from planner.plan.line import BUDGET, LINE, UNITS
from planner.plan.model import Actual, Plan
from planner.plan.pacing import Pace
from planner.plan.reading import LADDER, read_plan, scenario_fields
from planner.problems import Problem, Refused
from planner.reading import Reading
from planner.sampling import Draws
from planner.steps import steps_of

BASE = "a"
"""The plan itself; others are what ``planner.plan.reading.SCENARIOS`` names."""

Inputs = Iterator[tuple[str, Value]]
Named = Iterator[tuple[str, Fraction, Unit]]


@dataclass(frozen=True)
class PlanAnswer:
    """Everything that follows from a plan and its other versions."""

    answer: Answer
    """under one name each"""
    results: Mapping[str, PlanResult]
    """version → what follows from it"""
    currency: str

    def value(self, version: str, name: str) -> Value | None:
        """Return what a version has under a name, given or computed; None where it has nothing."""
        if version == BASE:
            return self.answer.outputs.get(name) or self.answer.inputs.get(name)
        return self.value(BASE, prefixed(version, name))

    @property
    def base(self) -> PlanResult:
        """What follows from the plan itself."""
        return self.results[BASE]


def plan_answer(given: Mapping[str, str], locale: Locale, currency: str) -> PlanAnswer:
    """Compute a plan and its other versions from fields of text.

    A field ``currency`` counts before the currency asked for. Raises Refused with every problem found, those
    of other versions under names that begin with their letter.
    """
    currency = given.get("currency", currency).strip().upper()
    if currency not in locale.currencies:
        raise Refused([Problem("unknown_currency", "currency", {"known": sorted(locale.currencies)})])
    results: dict[str, PlanResult] = {}
    problems: list[Problem] = []
    versions = [(BASE, scenario_fields(given, {})), *_others(given, locale, currency)]
    for version, fields in versions:
        try:
            results[version] = _computed(fields, locale, currency)
        except Refused as refused:
            known = {(one.code, one.field) for one in problems}
            new = [one for one in refused.problems if version == BASE or (one.code, one.field) not in known]
            problems += (_in_version(one, version) for one in new)
    if not problems and not results[BASE].lines and results[BASE].plan.budget is None:
        problems.append(Problem("underdetermined", None, {"fields": ["line.1", "budget"]}))
    if problems:
        raise Refused(problems)
    return _answer(results, locale, currency)


def _others(given: Mapping[str, str], locale: Locale, currency: str) -> Iterator[tuple[str, dict[str, str]]]:
    for other in read_plan(given, locale, currency).plan.scenarios:
        yield other.id, scenario_fields(given, other.changes)


def _computed(fields: Mapping[str, str], locale: Locale, currency: str) -> PlanResult:
    """Compute one version. What its fields make wrong and what follows from them are told together."""
    found = read_plan(fields, locale, currency)
    if found.problems:
        raise Refused(found.problems)
    result = compute(found.plan, locale, currency)
    judged = checks(result.lines, locale.tables, currency)
    return replace(result, warnings=(*found.warnings, *result.warnings, *judged))


def _in_version(problem: Problem, version: str) -> Problem:
    if version == BASE or problem.field is None:
        return problem
    return replace(problem, field=f"{version}.{problem.field}")


def _answer(results: Mapping[str, PlanResult], locale: Locale, currency: str) -> PlanAnswer:
    outputs = {
        prefixed(version, name): _shown(result.draws, name, number, unit, locale, currency)
        for version, result in results.items()
        for name, number, unit in _outputs(result)
    }
    known = {(one.code, one.field) for one in results[BASE].warnings}
    told = [*results[BASE].warnings]
    for version, result in results.items():
        new = (one for one in result.warnings if (one.code, one.field) not in known)
        told += (_in_version(one, version) for one in new)
    given = {
        prefixed(version, name): value
        for version, result in results.items()
        for name, value in _inputs(result, locale, currency)
    }
    steps = lambda: _steps(results, locale, currency)  # noqa: E731 - told later
    return PlanAnswer(Answer(PLAN, given, outputs, steps, tuple(told)), results, currency)


def _shown(
    draws: Draws | None, name: str, number: Fraction, unit: Unit, locale: Locale, currency: str
) -> Value:
    if draws and name in draws.columns:
        return drawn(draws, Field(name, unit), locale, currency)
    return value_of(number, unit, locale, currency)


def prefixed(version: str, name: str) -> str:
    """Return what a name is called in a version."""
    return name if version == BASE else f"{version}.{name}"


# --------------------------------------------------------------------------------------------------
# What was given


def _inputs(result: PlanResult, locale: Locale, currency: str) -> Inputs:
    plan = result.plan
    yield from _frame_inputs(plan, locale, currency)
    yield from _account_inputs(result, locale, currency)
    if plan.attribution:
        yield "attribution", word(plan.attribution)
    for one in result.lines:
        yield from _line_inputs(one, locale, currency)
    for actual in plan.actuals:
        yield from _actual_inputs(actual, locale, currency)
    for nth, text in plan.sources.items():
        yield f"source.{nth}", word(text)
    for nth, text in plan.risks.items():
        yield f"risk.{nth}", word(text)


def _frame_inputs(plan: Plan, locale: Locale, currency: str) -> Inputs:
    """Yield what is said of the whole: what for, when, how much."""
    start = plan.start.isoformat() if plan.start else ""
    for name, text in (("name", plan.name), ("objective", plan.objective), ("start", start)):
        if text:
            yield name, word(text)
    if plan.weeks is not None:
        yield "weeks", value_of(Fraction(plan.weeks), Unit.COUNT, locale, currency)
    for name, reading in (("budget", plan.budget), ("production", plan.production)):
        if reading is not None:
            yield name, _read(reading, Unit.MONEY, locale, currency)


def _read(reading: Reading, unit: Unit, locale: Locale, currency: str) -> Value:
    return value_of(reading.value, unit, locale, currency, reading.interval)


def _account_inputs(result: PlanResult, locale: Locale, currency: str) -> Inputs:
    ladder, plan = result.ladder, result.plan
    fixed = ladder is not None and ladder.basis == "fixed"
    numbers: dict[str, tuple[Fraction | None, Unit]] = {}
    if ladder:
        numbers = {
            "fee": (ladder.fee, Unit.MONEY if fixed else Unit.RATIO),
            "ad_fees": (ladder.ad_fees, Unit.MONEY),
            "tax": (ladder.tax, Unit.RATIO),
        }
    for name in LADDER:
        number, unit = numbers.get(name, (None, Unit.CODE))
        if name in plan.ladder and number is not None:
            yield name, value_of(number, unit, locale, currency)
        elif name in plan.ladder:
            yield name, word(plan.ladder[name])


def _line_inputs(one: LineResult, locale: Locale, currency: str) -> Inputs:
    line, here = one.line, f"line.{one.line.number}"
    for name in TEXTS:
        if code := getattr(line, name):
            yield f"{here}.{name}", Value(None, Unit.CODE, _called(name, code, locale), code)
    for name, day in (("start", line.start), ("end", line.end)):
        if day is not None:
            yield f"{here}.{name}", word(day.isoformat())
    if line.budget is not None:
        yield f"{here}.{BUDGET}", value_of(one.budget, Unit.MONEY, locale, currency)
    for name, reading in line.rates.items():
        yield f"{here}.{name}", _read(reading, UNITS[name], locale, currency)
    for name in one.assumed:
        yield f"{here}.{name}", value_of(one.values[name], UNITS[name], locale, currency)


def _actual_inputs(actual: Actual, locale: Locale, currency: str) -> Inputs:
    here = f"actual.{actual.line}"
    yield f"{here}.until", word(actual.until.isoformat())
    if actual.spend is not None:
        yield f"{here}.spend", _read(actual.spend, Unit.MONEY, locale, currency)
    for name, reading in actual.results.items():
        yield f"{here}.{name}", _read(reading, Unit.COUNT, locale, currency)


def word(text: str) -> Value:
    """Return a text as a value: it is shown as it was given."""
    return Value(None, Unit.CODE, lambda: text, text)


def _called(kind: str, code: str, locale: Locale) -> Callable[[], str]:
    return lambda: title(kind, code, locale)


def head(name: str, plan: Plan, locale: Locale) -> str:
    """Return what a field is called: a ROAS with what sales are credited to, or it would mean nothing."""
    label = locale.label(PLAN, name)
    return f"{label} ({plan.attribution})" if name == "roas" and plan.attribution else label


def title(kind: str, code: str, locale: Locale) -> str:
    """Return what the knowledge base calls a platform, a format or an objective; else what it was called."""
    known = locale.tables.get("plan", {}).get(f"{kind}s", {})
    return str(known.get(code, code))


# --------------------------------------------------------------------------------------------------
# What follows


def _outputs(result: PlanResult) -> Named:
    for one in result.lines:
        yield from _line_outputs(one)
    for name, number in result.totals.items():
        yield f"total.{name}", number, UNITS[name]
    for week, amount in result.weeks.items():
        yield f"week.{week.name}.{BUDGET}", amount, Unit.MONEY
    account = result.ladder.values() if result.ladder else {}
    for name, amount in account.items():
        yield f"ladder.{name}", amount, Unit.MONEY
    if result.unallocated is not None:
        yield "unallocated", result.unallocated, Unit.MONEY
    for line, pace in result.paces.items():
        yield from _pace_outputs(f"actual.{line}", pace)
    if result.pace:
        yield from _pace_outputs("actual.total", result.pace)


def _line_outputs(one: LineResult) -> Named:
    here = f"line.{one.line.number}"
    computed = {name for name, _ in one.computed}
    for name in UNITS:
        if name in computed:
            yield f"{here}.{name}", one.values[name], UNITS[name]
    if one.flight:
        yield f"{here}.days", Fraction(one.flight.days), Unit.COUNT
    for week, amount in one.weeks.items():
        yield f"{here}.week.{week.name}", amount, Unit.MONEY


def _pace_outputs(here: str, pace: Pace) -> Named:
    for name, progress in pace.progress.items():
        unit = Unit.MONEY if name == "spend" else Unit.COUNT
        numbers = {
            "planned": (progress.planned, unit),
            "pace": (progress.pace, Unit.RATIO),
            "gap": (progress.gap, unit),
            "forecast": (progress.forecast, unit),
        }
        for what, (number, its) in numbers.items():
            if number is not None:
                yield f"{here}.{what}.{name}", number, its
    if pace.daily is not None:
        yield f"{here}.daily.spend", pace.daily, Unit.MONEY


def _steps(results: Mapping[str, PlanResult], locale: Locale, currency: str) -> Iterable[Step]:
    """Tell how each field of each line was computed."""
    for version, result in results.items():
        for one in result.lines:
            here = prefixed(version, f"line.{one.line.number}")
            for step in steps_of(LINE, [*one.computed], one.values, locale, currency):
                yield replace(step, field=f"{here}.{step.field}", words=step.words)
