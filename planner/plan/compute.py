"""From a plan to everything that follows from it: each line, weeks, totals, the client's account.

Amounts of money that are decided (budgets of lines and weeks, fees, taxes) are whole cents, and every total
is the sum of what it stands under. What follows from rates (impressions, a cost per click) is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from planner.calculation import over_100
from planner.model import Quantity, Relation, Unit
from planner.numbers import Locale
from planner.plan.calendar import by_week, weeks_of
from planner.plan.ladder import Ladder, ladder_of
from planner.plan.line import BUDGET, LINE, VOLUMES
from planner.plan.model import Flight, Plan, PlanLine, Week
from planner.plan.pacing import Pace, pace_of, together
from planner.plan.uncertain import QUOTIENTS, SUMMED, draws_of
from planner.problems import Problem, Refused
from planner.reading import Reading
from planner.sampling import Draws
from planner.solve import Given, Solution, drop_what_leads_nowhere, solve, solved
from planner.split import to_unit


@dataclass(frozen=True)
class LineResult:
    """A line and what follows from it."""

    line: PlanLine
    budget: Fraction
    """in whole cents; zero where nothing says it"""
    values: Mapping[str, Fraction]
    """every field that is known, its budget included"""
    computed: tuple[tuple[str, Relation], ...]
    """fields that follow, in order, with the relation that gave each"""
    assumed: tuple[str, ...]
    flight: Flight | None
    weeks: Mapping[Week, Fraction]
    """what is spent in each week; empty where its days are not known"""


@dataclass(frozen=True)
class PlanResult:
    """A plan and what follows from it."""

    plan: Plan
    lines: tuple[LineResult, ...]
    weeks: Mapping[Week, Fraction]
    """what all lines spend in each week, those between flights included"""
    totals: Mapping[str, Fraction]
    ladder: Ladder | None
    paces: Mapping[int, Pace] = field(default_factory=dict)
    """line → how it is doing"""
    pace: Pace | None = None
    """all lines of which it is known together"""
    draws: Draws | None = None
    """of ``line.1.impressions``, ``total.cpm`` and others that are not certain"""
    warnings: tuple[Problem, ...] = ()

    @property
    def unallocated(self) -> Fraction | None:
        """What buys media and stands in no line: below zero where lines spend more than there is."""
        return None if self.ladder is None else self.ladder.working_media - self.totals[BUDGET]


def compute(plan: Plan, locale: Locale, currency: str) -> PlanResult:
    """Compute a plan. Raises Refused with every problem found."""
    cent = Fraction(1, 10 ** locale.currencies[currency].digits)
    problems: list[Problem] = []
    warnings: list[Problem] = []
    lines = [_line(plan, line, cent, problems, warnings) for line in plan.lines]
    ladder = None
    try:
        ladder = ladder_of(plan, locale, currency)
    except Refused as refused:
        problems += refused.problems
    if problems:
        raise Refused(problems)
    draws = draws_of({one.line.number: (one.values, one.line.rates, one.computed) for one in lines})
    paces = {
        actual.line: pace_of(actual, one.flight, one.values)
        for actual in plan.actuals
        for one in lines
        if one.line.number == actual.line
    }
    result = PlanResult(
        plan,
        tuple(lines),
        _weeks(lines),
        _totals(lines),
        ladder,
        paces,
        together(paces.values()),
        draws,
    )
    return replace(result, warnings=(*warnings, *_cautions(result)))


def _line(
    plan: Plan, line: PlanLine, cent: Fraction, problems: list[Problem], warnings: list[Problem]
) -> LineResult:
    """Solve a line, and say what is wrong with it, or worth saying."""
    here = f"line.{line.number}"
    given = {name: _given(reading) for name, reading in line.rates.items()}
    if line.budget is not None:
        given[BUDGET] = _given(line.budget, cent)
        decided = {"value": Quantity(given[BUDGET].value, Unit.MONEY)}
        if line.budget.interval:
            warnings.append(Problem("budget_decided", f"{here}.{BUDGET}", decided))
        elif given[BUDGET].value != line.budget.value:
            warnings.append(Problem("rounded_to_cents", f"{here}.{BUDGET}"))
    try:
        solution = solve(LINE, given)
    except Refused as refused:
        problems += (_of_line(problem, here) for problem in refused.problems)
        return LineResult(line, Fraction(0), {}, (), (), None, {})
    drop_what_leads_nowhere(LINE, solution)
    problems += (_of_line(one, here) for one in solution.problems if _matters(one))
    warnings += (_assumed(name, here) for name in solution.assumed)
    warnings += (_of_line(one, here) for one in over_100(LINE, solution.values, given))
    budget = to_unit(solution.values.get(BUDGET, Fraction(0)), cent)
    flight = plan.flight_of(line)
    return LineResult(
        line,
        budget,
        _with_budget(budget, given, solution),
        tuple(solution.steps),
        tuple(solution.assumed),
        flight,
        by_week(budget, flight, cent) if flight else {},
    )


def _with_budget(budget: Fraction, given: Iterable[str], solution: Solution) -> Mapping[str, Fraction]:
    """Return the values of a line whose budget is in whole cents: what follows from it follows from those."""
    known = {*given, *solution.assumed, *(name for name, _ in solution.steps)}
    values = {name: solution.values[name] for name in solution.values if name in known} | {BUDGET: budget}
    for name, relation in solution.steps:
        if name != BUDGET:
            values[name] = solved(relation, name, values) or Fraction(0)
    return values


def _given(reading: Reading, unit: Fraction | None = None) -> Given:
    return Given(to_unit(reading.value, unit) if unit else reading.value, reading.half)


def _assumed(name: str, here: str) -> Problem:
    own = LINE.field(name)
    assert own is not None and own.default is not None
    return Problem("assumed", f"{here}.{name}", {"value": Quantity(Fraction(own.default), own.unit)})


def _matters(problem: Problem) -> bool:
    """Tell whether a line cannot be: one may say little, and without a budget nothing costs anything."""
    return problem.code == "no_solution" and problem.params["fields"] != [BUDGET]


def _of_line(problem: Problem, here: str) -> Problem:
    """Return a problem of the calculator of lines as one of this line."""
    params = dict(problem.params)
    for key in ("fields", "result"):
        if isinstance(params.get(key), list):
            params[key] = [f"{here}.{name}" for name in params[key]]
        elif key in params:
            params[key] = f"{here}.{params[key]}"
    return Problem(problem.code, f"{here}.{problem.field}" if problem.field else here, params)


def _weeks(lines: Iterable[LineResult]) -> Mapping[Week, Fraction]:
    lines = [*lines]
    weeks = weeks_of(one.flight for one in lines if one.flight)
    return {week: sum((one.weeks.get(week, Fraction(0)) for one in lines), Fraction(0)) for week in weeks}


def _totals(lines: Iterable[LineResult]) -> Mapping[str, Fraction]:
    """Add lines up; a quotient is one of sums, over the lines that have both of its terms."""
    lines = [*lines]
    totals = {BUDGET: sum((one.budget for one in lines), Fraction(0))}
    for name in SUMMED:
        if values := [one.values[name] for one in lines if name in one.values]:
            totals[name] = sum(values, Fraction(0))
    for name, (above, below, times) in QUOTIENTS.items():
        both = [one.values for one in lines if above in one.values and below in one.values]
        if divisor := sum((values[below] for values in both), Fraction(0)):
            totals[name] = sum((values[above] for values in both), Fraction(0)) / divisor * times
    return totals


def _cautions(result: PlanResult) -> Iterator[Problem]:
    for name in VOLUMES:
        without = [f"line.{one.line.number}" for one in result.lines if name not in one.values]
        if name in result.totals and without:
            yield Problem("partial_total", f"total.{name}", {"lines": without})
    if result.draws and any(name.startswith("total.") for name in result.draws.columns):
        yield Problem("medians", None)
    if result.draws and result.draws.left_out:
        yield Problem("range_left_out", None, {"share": Quantity(result.draws.left_out, Unit.RATIO)})
    if result.unallocated is not None and result.unallocated < 0:
        yield Problem("over_allocated", "unallocated")
    for number, pace in result.paces.items():
        if pace.elapsed == 0:
            yield Problem("not_started", f"actual.{number}")
