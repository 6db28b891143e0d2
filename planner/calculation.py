"""A calculator whose fields are known beforehand: from what was typed to everything that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from planner import named, sampling  # in a browser, the latter runs when first used
from planner.answer import Answer, Value, drawn, value_of
from planner.fields import check_choice, read_number
from planner.model import Calculator, Field, Quantity, Unit
from planner.numbers import Locale, show
from planner.problems import Problem, Refused
from planner.reading import Reading
from planner.solve import Given, Solution, drop_what_leads_nowhere, solve
from planner.steps import steps_of

Readings = Mapping[str, Reading]


def answered(usual: Calculator, given: Mapping[str, str], locale: Locale, currency: str) -> Answer:
    """Compute everything that text determines, by field, of which none is empty.

    Raises Refused with every problem found.
    """
    calculator = usual.chosen(given)
    readings, chosen = _read(calculator, given, locale, currency)
    calculator = calculator.supposing(chosen, locale.tables)
    solution = _solved(calculator, readings)
    intervals = {name: one.interval for name, one in readings.items() if one.interval}
    draws = sampling.draw(calculator, solution, intervals) if intervals else None
    found = _verdict(calculator, solution.values)
    order = [field for field in calculator.fields if not field.hidden]
    codes = dict(_choices_told(order, chosen, solution.values))

    def shown(field: Field) -> Value:
        if field.rows:
            return _row(field, codes[field.name], locale)
        if field.unit is Unit.CODE:
            return _word(calculator, found.get(field.name) or codes[field.name], locale, draws)
        interval = readings[field.name].interval if field.name in readings else None
        if interval is None and draws and field.name in draws.columns:
            return drawn(draws, field, locale, currency)
        number = solution.values[field.name]
        return value_of(number, field.unit, locale, currency, interval, precise=field.precise)

    known = [f for f in order if f.name in solution.values or f.name in codes or f.name in found]
    computed = {name for name, _ in solution.steps} | set(found)
    return Answer(
        calculator.id,
        {f.name: shown(f) for f in known if f.name not in computed},
        {f.name: shown(f) for f in known if f.name in computed},
        lambda: (
            *named.steps(calculator, given, locale, currency),
            *steps_of(calculator, solution.steps, solution.values, locale, currency),
        ),
        (
            *(warning for f in order if f.name in readings for warning in readings[f.name].warnings),
            *(Problem("idle", name) for name in readings if name in usual.idle(given)),
            *_warnings(calculator, solution, readings),
            *calculator.judge(solution.values, codes, locale.tables, currency),
            *_left_out(draws),
        ),
        solution.values,
        tuple(solution.steps),
        draws=draws,
    )


def _read(
    calculator: Calculator, given: Mapping[str, str], locale: Locale, currency: str
) -> tuple[Readings, Mapping[str, str]]:
    """Return the numbers and the choices that were typed. Raises Refused."""
    problems: list[Problem] = []
    readings: dict[str, Reading] = {}
    codes: dict[str, str] = {}
    for name, text in given.items():
        field, problem = calculator.field(name), None
        if field is None or field.hidden or field.computed:
            problem = Problem("unknown_field", name, {"known": [f.name for f in calculator.typed()]})
        elif field.unit is Unit.CODE:
            codes[name] = text.strip()
            problem = check_choice(field, codes[name], locale)
        else:
            reading, problem = read_number(field, text, locale, currency)
            if reading:
                readings[name] = reading
        if problem:
            problems.append(problem)
    if problems:
        raise Refused(problems)
    return readings, codes


def _solved(calculator: Calculator, readings: Readings) -> Solution:
    """Return everything that follows from numbers. Raises Refused where they cannot be together."""
    solution = solve(calculator, {name: Given(one.value, one.half) for name, one in readings.items()})
    problems = [*_beyond_limits(calculator, solution.values), *_needed(calculator, solution.values)]
    if problems := problems or [*_out_of_bounds(calculator, solution, readings)] or solution.problems:
        raise Refused(problems)
    drop_what_leads_nowhere(calculator, solution)
    return solution


def _warnings(calculator: Calculator, solution: Solution, readings: Readings) -> Iterator[Problem]:
    """Say what was taken for what nobody typed, and what makes results doubtful."""
    for name in solution.assumed:
        yield Problem("assumed", name, {"value": _default(calculator, name)})
    yield from over_100(calculator, solution.values, readings)
    yield from calculator.cautions(solution.values)


def _needed(calculator: Calculator, values: Mapping[str, Fraction]) -> Iterator[Problem]:
    """Say which field must be given for another to tell anything."""
    for need in calculator.needs:
        if need.known in values and need.wanted not in values:
            yield Problem("underdetermined", None, {"fields": [need.field]})


def _beyond_limits(calculator: Calculator, values: Mapping[str, Fraction]) -> Iterator[Problem]:
    """Say which field cannot be what it is beside another, or at all."""
    for limit in calculator.limits:
        if not all(name in values for name in limit.names):
            continue
        unit = next(field.unit for field in calculator.fields if field.name == limit.field)
        for code, key, term, sign in (
            ("too_low", "least", limit.least, -1),
            ("too_high", "most", limit.most, 1),
        ):
            if term is None:
                continue
            end = values[term] if isinstance(term, str) else Fraction(term)
            beyond = sign * (values[limit.field] - end)
            if beyond > 0 or (limit.strict and not beyond):
                yield Problem(code, limit.field, {key: Quantity(end, unit)})


def _verdict(calculator: Calculator, values: Mapping[str, Fraction]) -> dict[str, str]:
    verdict = calculator.verdict
    if verdict is None or verdict.field not in values or verdict.beside not in values:
        return {}
    return {verdict.name: verdict.word(values[verdict.field], values[verdict.beside])}


def _word(calculator: Calculator, code: str, locale: Locale, draws: sampling.Draws | None) -> Value:
    """Return a code; that of a verdict with the share of draws that agree with it."""
    key = f"code.{calculator.id}.{code}"
    verdict = calculator.verdict
    certainty = draws.certainty if draws and verdict and code in verdict.words else None

    def tell() -> str:
        word = locale.words.get(key, code)
        if certainty is None:
            return word
        share = show(_whole_percent(certainty), Unit.RATIO.value, locale)
        return locale.words.get("number.certainty", "{value} ({share})").format(value=word, share=share)

    return Value(None, Unit.CODE, tell, code)


def _whole_percent(share: Fraction) -> Fraction:
    """Return a share in whole percents: all and none only where it is that."""
    rounded = Fraction(round(share * 100), 100)
    return share if share in (0, 1) else min(max(rounded, Fraction(1, 100)), Fraction(99, 100))


def _left_out(draws: sampling.Draws | None) -> Iterator[Problem]:
    if draws and draws.left_out:
        yield Problem("range_left_out", None, {"share": Quantity(draws.left_out, Unit.RATIO)})


def _row(field: Field, code: str, locale: Locale) -> Value:
    """Return what was chosen of a table, by its name there."""
    return Value(None, Unit.CODE, lambda: str(locale.tables[field.rows][code]["title"]), code)


def _choices_told(
    fields: Iterable[Field], codes: Mapping[str, str], values: Mapping[str, Fraction]
) -> Iterator[tuple[str, str]]:
    """Return each choice that an answer tells: those typed, and usual ones that were taken for them."""
    for field in fields:
        if field.rows and field.name in codes:
            yield field.name, codes[field.name]
        if not field.choices or field.computed:
            continue
        usual, code = field.choices[0], codes.get(field.name)
        if not field.beside or (code and (code != usual or field.beside in values)):
            yield field.name, code or usual


def _out_of_bounds(calculator: Calculator, solution: Solution, readings: Readings) -> Iterator[Problem]:
    """Say which result is below what there can be: the values behind it contradict each other."""
    for field in calculator.fields:
        value = solution.values.get(field.name, Fraction(0))
        if field.name not in readings and field.least is not None and value < field.least:
            behind = solution.behind(field.name)
            fields = [f.name for f in calculator.fields if f.name in behind]
            yield Problem("contradiction", None, {"fields": fields, "result": field.name})
            return


def over_100(
    calculator: Calculator, values: Mapping[str, Fraction], readings: Iterable[str]
) -> Iterator[Problem]:
    """Say which shares of a whole come to more than all of it, although none was typed so."""
    for field in calculator.fields:
        shown = field.unit is Unit.RATIO and field.most == 1 and not field.hidden
        if shown and field.name in values and field.name not in readings and values[field.name] > 1:
            yield Problem("over_100", field.name)


def _default(calculator: Calculator, name: str) -> Quantity:
    field = calculator.field(name)
    assert field is not None and field.default is not None
    return Quantity(Fraction(field.default), field.unit)
