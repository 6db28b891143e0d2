"""The answer to a split by response: from what was typed to divisions that stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from planner.answer import Answer, Step, Value, drawn, value_of
from planner.catalogue import SPLIT
from planner.filled import Filled
from planner.model import Field, Quantity, Unit
from planner.numbers import Locale, show
from planner.problems import Problem, Refused
from planner.response.budget import Asked, Compared, compared, exact, marginals, same
from planner.response.curves import Curve, Hill, read_curve, stated, steeper, written
from planner.response.uncertain import draws_of, total_of
from planner.sampling import Draws

STATED = ("now", "brings", "double")
"""what makes a plain statement of a line"""


def answered(filled: Filled, locale: Locale, currency: str) -> Answer:
    """Divide by response. Raises Refused."""
    asked = _asked(filled, Fraction(1, 10 ** locale.currencies[currency].digits))
    both = Compared(asked, compared(asked))
    best, draws = both.found.best, draws_of(filled, both)
    return Answer(
        SPLIT,
        filled.values(locale, currency),
        dict(_outputs(both, draws, locale, currency)),
        lambda: _steps(both, locale),
        (*filled.warnings, *_said(both)),
        {"total": best.total, **{f"amount.{name}": amount for name, amount in best.amounts.items()}},
        lines=tuple(asked.lines),
        compared=both,
        draws=draws,
    )


# --------------------------------------------------------------------------------------------------
# What is asked


def _asked(filled: Filled, unit: Fraction) -> Asked:
    problems: list[Problem] = []
    curves: dict[str, Curve] = {}
    total, target = filled.number("total"), filled.number("target")
    for line in filled.lines:
        curve = _curve(filled, line.name)
        if isinstance(curve, Problem):
            problems.append(curve)
        elif curve is not None:
            curves[line.name] = curve
        elif line.lock is None and (line.share is None or total is None):
            problems.append(Problem("no_curve", f"curve.{line.name}", {"line": line.name}))
    if total is None and target is None:
        problems.append(Problem("underdetermined", None, {"fields": ["total", "target"]}))
    elif not problems and not curves:
        problems.append(Problem("underdetermined", None, {"fields": ["curve", *STATED]}))
    if problems:
        raise Refused(problems)
    return Asked(filled.lines, curves, filled.of_lines("now"), unit, total, target)


def _curve(filled: Filled, line: str) -> Curve | Problem | None:
    """Return the curve of a line, typed or made of plain statements; what is wrong; None without one."""
    text = filled.texts.get(f"curve.{line}")
    given = {part: number for part in STATED if (number := filled.number(f"{part}.{line}")) is not None}
    if text is not None:
        if "brings" in given or "double" in given:
            repair = {f"{part}.{line}": None for part in ("brings", "double") if part in given}
            return Problem("curve_and_statement", f"curve.{line}", {"line": line, "repair": repair})
        return read_curve(text, f"curve.{line}")
    if "brings" not in given and "double" not in given:
        return None
    if len(given) < len(STATED):
        missing = [part for part in STATED if part not in given]
        return Problem("statement_incomplete", f"{missing[0]}.{line}", {"line": line, "fields": missing})
    return _stated(line, given)


def _stated(line: str, given: Mapping[str, Fraction]) -> Curve | Problem:
    now, brings, double = (float(given[part]) for part in STATED)
    if not now:
        return Problem("zero", f"now.{line}")
    if double < 1:
        return stated(now, brings, double)
    curve = steeper(now, brings, double)
    params: dict[str, object] = {"double": Quantity(given["double"], Unit.RATIO), "line": line}
    if curve is not None:
        emptied = dict.fromkeys((f"brings.{line}", f"double.{line}"))
        params |= {"curve": written(curve), "repair": {f"curve.{line}": written(curve), **emptied}}
    return Problem("not_saturating" if curve else "doubles_too_well", f"double.{line}", params)


# --------------------------------------------------------------------------------------------------
# What is found


def _outputs(
    both: Compared, draws: Draws | None, locale: Locale, currency: str
) -> Iterator[tuple[str, Value]]:
    asked, best = both.asked, both.found.best

    def money(amount: Fraction) -> Value:
        return value_of(amount, Unit.MONEY, locale, currency)

    def response(name: str, number: float) -> tuple[str, Value]:
        if draws and name in draws.columns:
            return name, drawn(draws, Field(name, Unit.COUNT), locale, currency)
        return name, value_of(exact(number), Unit.COUNT, locale, currency)

    for name, amount in best.amounts.items():
        yield f"amount.{name}", money(amount)
    for name, brought in best.brings.items():
        yield response(f"response.{name}", brought)
    for name, steep in marginals(asked, best).items():
        yield f"marginal.{name}", _marginal(exact(steep), locale, currency)
    if asked.target is not None:
        yield "total", money(best.total)
    yield response(total_of("amount"), best.response)
    for column, division in both.columns.items():
        if column == "amount":
            continue
        for name, amount in division.amounts.items():
            yield f"{column}.{name}", money(amount)
        yield f"{column}_total", money(division.total)
        yield response(total_of(column), division.response)


def _marginal(steep: Fraction, locale: Locale, currency: str) -> Value:
    """Tell what one more unit of money brings as what a round sum would, so that one can read it."""
    money = 1
    while steep and steep * money < 1 and money < 10**6:
        money *= 10

    def tell() -> str:
        brings = show(steep * money, Unit.COUNT.value, locale)
        per = show(Fraction(money), Unit.MONEY.value, locale, currency, whole=True)
        return locale.words.get("export.more", "{count} / {money}").format(count=brings, money=per)

    return Value(steep, Unit.MULTIPLE, tell)


def _said(both: Compared) -> Iterator[Problem]:
    """Say what the figures rest on, and what one might wonder at."""
    found, asked = both.found, both.asked
    yield Problem("assumed_response", "response")
    today = found.today
    if today is None:
        return
    if same(today, found.best):
        if found.bound:
            yield Problem("bounds_hold", "response", {"lines": [*found.bound]})
        else:
            yield Problem("already_best", "response")
    elif today.total != found.best.total and asked.target is None:
        sums = {"today": Quantity(today.total, Unit.MONEY), "total": Quantity(found.best.total, Unit.MONEY)}
        yield Problem("today_other_total", "response", sums)


def _steps(both: Compared, locale: Locale) -> Iterator[Step]:
    """Tell the response of each line from its curve."""
    best = both.found.best
    for name, brought in best.brings.items():
        x = show(best.amounts[name], Unit.COUNT.value, locale, exact=True)
        yield Step(
            f"response.{name}",
            locale.label(SPLIT, name),
            _formula(both.asked.curves[name], x, locale),
            show(exact(brought), Unit.COUNT.value, locale),
        )


def _formula(curve: Curve, x: str, locale: Locale) -> str:
    def number(value: float) -> str:
        return show(Fraction(f"{value:.6g}"), Unit.COUNT.value, locale, exact=value < 1)

    if isinstance(curve, Hill):
        half = number(curve.half)
        if curve.slope == 1:
            return f"{number(curve.most)} × {x} ÷ ({half} + {x})"
        power = f"^{number(curve.slope)}"
        return f"{number(curve.most)} × {x}{power} ÷ ({half}{power} + {x}{power})"
    fading = f"e^(−{number(curve.rate)} × {x})"
    return f"{number(curve.most)} × (1 − {fading}) ÷ (1 + {fading})"
