"""Divisions of budgets by response: how good they are beside SciPy's, and how soon they are found."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from planner.response.curves import Curve, Hill, Logistic
from planner.response.optimum import divided
from tools.optima import SORTS, Budget, budget, recorded

LINES = 20
CLOSE = 1e-6
"""of the response: what counts as the same"""


def concave(lines: int) -> Budget:
    """Return a budget of so many lines, no two alike, of every sort whose returns diminish from the start."""
    curves: list[Curve] = []
    for nth in range(lines):
        most, half = 100.0 + 37 * nth, 400.0 + 90 * (nth * 7 % lines)
        kinds = (Hill(most, half), Hill(most, half, 0.7), Logistic(most, 2 / half))
        curves.append(kinds[nth % len(kinds)])
    total = 500.0 * lines
    return Budget(curves, [0.0] * lines, [total] * lines, total)


def report() -> Iterator[str]:
    """Divide every budget that SciPy divided, and yield the lines of the report."""
    for sort in SORTS:
        best, times, differences = recorded(sort), [], []
        for nth, other in enumerate(best):
            one = budget(sort, nth)
            amounts, spent = _timed(one)
            times.append(spent)
            differences.append(one.brings(amounts) / other - 1)
        below, above = (sum(sign * one > CLOSE for one in differences) for sign in (-1, 1))
        yield (
            f"{sort}: {len(best)} budgets, {below} below SciPy's best, {above} above; "
            f"at worst {min(differences):.1e} of the response; "
            f"median {statistics.median(times):.2f} ms, longest {max(times):.1f} ms"
        )
    spent = statistics.median(_timed(concave(LINES))[1] for _ in range(50))
    yield f"{LINES} concave lines: {spent:.2f} ms"


def _timed(one: Budget) -> tuple[list[float], float]:
    begun = time.perf_counter()
    amounts = divided(one.curves, one.lows, one.highs, one.total)
    return amounts, 1000 * (time.perf_counter() - begun)
