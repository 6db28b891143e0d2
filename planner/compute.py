"""One entry point: from what was typed to everything that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from planner import named, objective, sampling  # in a browser, the last two run when first used
from planner import split as splitting
from planner.answer import Answer, Value, drawn, value_of
from planner.catalogue import (
    CALCULATORS,
    IDS,
    PLAN,
    SPLIT,
    SPLIT_ALWAYS,
    SPLIT_METHODS,
    SPLIT_UNITS,
    SPLIT_WHOLE,
)
from planner.filled import Filled, shared_out
from planner.model import Calculator, Field, Quantity, Unit
from planner.numbers import Locale, show
from planner.problems import Problem, Refused
from planner.reading import Reading, plain_text, read
from planner.solve import Given, Solution, drop_what_leads_nowhere, solve
from planner.steps import steps_of

Raw = Mapping[str, str]


def run(calculator: str, raw_inputs: Raw, locale: Locale, currency: str) -> Answer:
    """Compute everything that the inputs determine.

    ``raw_inputs`` holds text as it was typed, by field; empty ones count as not given. Raises Refused with
    every problem found.
    """
    given = {name: text for name, text in raw_inputs.items() if plain_text(text)}
    if currency not in locale.currencies:
        raise Refused([Problem("unknown_currency", None, {"known": sorted(locale.currencies)})])
    if calculator == SPLIT:
        return _split(given, locale, currency)
    if calculator == PLAN:
        from planner.plan.answer import plan_answer  # a plan asks other calculators in its turn

        return plan_answer(given, locale, currency).answer
    if calculator not in CALCULATORS:
        raise Refused([Problem("unknown_calculator", None, {"known": list(IDS)})])
    return _solve(CALCULATORS[calculator], given, locale, currency)


def _solve(usual: Calculator, given: Raw, locale: Locale, currency: str) -> Answer:
    calculator = usual.chosen(given)
    problems: list[Problem] = []
    readings: dict[str, Reading] = {}
    codes: dict[str, str] = {}
    for name, text in given.items():
        field = calculator.field(name)
        if field is None or field.hidden or field.computed:
            problems.append(Problem("unknown_field", name, {"known": [f.name for f in calculator.typed()]}))
        elif field.unit is Unit.CODE:
            problems += _choice(field, text.strip(), codes, locale)
        else:
            problems += read_number(field, text, locale, currency, readings)
    if problems:
        raise Refused(problems)
    calculator = calculator.supposing(codes, locale.tables)
    solution = solve(calculator, {name: Given(one.value, one.half) for name, one in readings.items()})
    problems = [*_beyond_limits(calculator, solution.values), *_needed(calculator, solution.values)]
    if problems := problems or [*_out_of_bounds(calculator, solution, readings)] or solution.problems:
        raise Refused(problems)
    drop_what_leads_nowhere(calculator, solution)
    intervals = {name: one.interval for name, one in readings.items() if one.interval}
    draws = sampling.draw(calculator, solution, intervals) if intervals else None
    found = _verdict(calculator, solution.values)
    order = [field for field in calculator.fields if not field.hidden]
    codes = dict(_choices_told(order, codes, solution.values))

    def shown(field: Field) -> Value:
        if field.table and field.unit is Unit.CODE:
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
            *(Problem("assumed", name, {"value": _default(calculator, name)}) for name in solution.assumed),
            *over_100(calculator, solution.values, readings),
            *calculator.cautions(solution.values),
            *calculator.judge(solution.values, codes, locale.tables, currency),
            *_left_out(draws),
        ),
        solution.values,
        tuple(solution.steps),
        draws=draws,
    )


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


def _choice(field: Field, text: str, codes: dict[str, str], locale: Locale) -> Iterator[Problem]:
    known = list(locale.tables.get(field.table, ()) if field.table else field.choices)
    if text in known:
        codes[field.name] = text
    else:
        yield Problem("unknown_choice", field.name, {"known": known})


def _row(field: Field, code: str, locale: Locale) -> Value:
    """Return what was chosen of a table, by its name there."""
    return Value(None, Unit.CODE, lambda: str(locale.tables[field.table][code]["title"]), code)


def _choices_told(
    fields: Iterable[Field], codes: Mapping[str, str], values: Mapping[str, Fraction]
) -> Iterator[tuple[str, str]]:
    """Return each choice that an answer tells: those typed, and usual ones that were taken for them."""
    for field in fields:
        if field.table and field.name in codes:
            yield field.name, codes[field.name]
        if not field.choices or field.computed:
            continue
        usual, code = field.choices[0], codes.get(field.name)
        if not field.beside or (code and (code != usual or field.beside in values)):
            yield field.name, code or usual


def read_number(
    field: Field, text: str, locale: Locale, currency: str, readings: dict[str, Reading]
) -> Iterator[Problem]:
    found = named.read(field, text, locale) or read(
        text, field.name, field.unit, locale, currency, field.most
    )
    if isinstance(found, Problem):
        yield found
        return
    readings[field.name] = found
    low, high = found.ends
    if field.least is not None and low < field.least:
        least = Quantity(Fraction(field.least), field.unit)
        yield Problem("too_low" if field.least else "negative", field.name, {"least": least})
    elif field.positive and not low:
        yield Problem("zero", field.name)
    elif field.most is not None and high > field.most:
        params = {"most": Quantity(Fraction(field.most), field.unit)}
        if found.other is not None:
            params["other"] = Quantity(found.other, field.unit, exact=True)
        yield Problem("too_high", field.name, params)


def _out_of_bounds(
    calculator: Calculator, solution: Solution, readings: Mapping[str, Reading]
) -> Iterator[Problem]:
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
    for field in calculator.fields:
        shown = field.unit is Unit.RATIO and field.most == 1 and not field.hidden
        if shown and field.name in values and field.name not in readings and values[field.name] > 1:
            yield Problem("over_100", field.name)


def _default(calculator: Calculator, name: str) -> Quantity:
    field = calculator.field(name)
    assert field is not None and field.default is not None
    return Quantity(Fraction(field.default), field.unit)


# --------------------------------------------------------------------------------------------------
# The split: its lines are named by who fills it in

TOTAL = "total"
NOT_ZERO = (TOTAL, "target", "brings", "double")


def lines_of(raw_inputs: Raw, locale: Locale, currency: str) -> tuple[Fraction, list[splitting.Line]]:
    """Return the total and the lines that are typed. Raises Refused, as ``run`` does."""
    given = {name: text for name, text in raw_inputs.items() if plain_text(text)}
    filled = _filled(given, locale, currency)
    total = filled.number(TOTAL)
    if total is None:
        raise Refused([Problem("underdetermined", None, {"fields": [TOTAL]})])
    return total, [*filled.lines]


def _split(given: Raw, locale: Locale, currency: str) -> Answer:
    filled = _filled(given, locale, currency)
    match filled.texts.get("method"):
        case "objective":
            return objective.answered(filled, locale, currency)
        case "response":
            from planner.response import answer as response  # of a part: catalogue.PARTS

            return response.answered(filled, locale, currency)
    return _split_by_shares(filled, locale, currency)


def _filled(given: Raw, locale: Locale, currency: str) -> Filled:
    """Read every field of a split by its name in the one form in which names are compared."""
    problems: list[Problem] = []
    readings: dict[str, Reading] = {}
    texts: dict[str, str] = {}
    order: dict[str, None] = {}
    for typed, text in given.items():
        part, dot, line = typed.partition(".")
        name = f"{part}.{splitting.normal(line)}" if dot else part
        if problem := _name_problem(part, line if dot else None, name, {**readings, **texts}):
            problems.append(problem)
            continue
        if dot:
            order[splitting.normal(line)] = None
        unit = SPLIT_UNITS[part]
        if unit is Unit.CODE:
            texts[name] = text.strip()
            continue
        field = Field(name, unit, positive=part in NOT_ZERO, most=1 if part == "share" else None)
        number = text.strip().removeprefix("+") if part == "double" else text  # "+40 %"
        problems += read_number(field, number, locale, currency, readings)
        decided = name != TOTAL or given.get("method") == "response"
        if decided and name in readings and readings[name].interval:
            problems.append(Problem("range_unexpected", name))
    lines = _lines(readings, order)
    problems += _mixed(readings, texts, lines)
    if problems:
        raise Refused(problems)
    return Filled(readings, texts, lines)


def _mixed(
    readings: Iterable[str], texts: Mapping[str, str], lines: Iterable[splitting.Line]
) -> Iterator[Problem]:
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


def _split_by_shares(filled: Filled, locale: Locale, currency: str) -> Answer:
    lines, total = filled.lines, filled.number(TOTAL)
    if total is None or not lines:
        missing = [f"share.{name}" for name in splitting.DEFAULT_LINES] if total is not None else [TOTAL]
        raise Refused([Problem("underdetermined", None, {"fields": missing})])
    return shared_out(filled, lines, filled.values(locale, currency), locale, currency)


def _name_problem(part: str, line: str | None, name: str, readings: Iterable[str]) -> Problem | None:
    """Say what is wrong with the name of a field of the split."""
    if part not in SPLIT_UNITS or (part in SPLIT_WHOLE) != (line is None):
        known = [known if known in SPLIT_WHOLE else f"{known}.…" for known in SPLIT_UNITS]
        return Problem("unknown_field", name, {"known": known})
    if line is not None and not splitting.is_name(splitting.normal(line)):
        most = Quantity(Fraction(splitting.LONGEST_NAME), Unit.COUNT)
        return Problem("line_name", name, {"most": most})
    return Problem("repeated_field", name) if name in readings else None


def _lines(readings: Mapping[str, Reading], order: Iterable[str]) -> list[splitting.Line]:
    """Gather what is said of each line, in the order in which lines are first named."""
    parts: dict[str, dict[str, Fraction]] = {line: {} for line in order}
    for name, reading in readings.items():
        part, dot, line = name.partition(".")
        if dot:
            parts[line][part] = reading.value
    return [
        splitting.Line(name, one.get("share"), one.get("lock"), one.get("min"), one.get("max"))
        for name, one in parts.items()
    ]
