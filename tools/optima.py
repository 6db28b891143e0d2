"""``make optima``: asks SciPy for the best divisions that tests hold the planner's against.

4,000 random budgets, made from their number and nothing else: half between lines whose returns diminish from
the first unit on, half with S-shaped ones. SciPy's SLSQP starts on each from several places, and the best
response that it finds goes to ``tests/optima/<sort>.txt``, a line a budget. Tests and ``make bench`` then
need no SciPy.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.response.curves import Curve, Hill, Logistic

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "optima"
SORTS = ("concave", "s-shaped")
PROBLEMS = 2000
STARTS = 12


@dataclass(frozen=True)
class Budget:
    """Lines with curves and bounds, and what they divide."""

    curves: list[Curve]
    lows: list[float]
    highs: list[float]
    total: float

    def brings(self, amounts: Sequence[float]) -> float:
        """Return the response of a division."""
        return sum(curve.value(x) for curve, x in zip(self.curves, amounts, strict=True))


def budget(sort: str, nth: int) -> Budget:
    """Return a random budget of two to eight lines, the same on every machine."""
    chance = random.Random(f"{sort} {nth}")  # noqa: S311 - nothing is kept secret by it
    lines, total = chance.randint(2, 8), round(10 ** chance.uniform(3, 6), 2)
    part = total / lines
    return Budget(
        [_curve(sort, total, chance) for _ in range(lines)],
        [part * chance.uniform(0, 0.6) if chance.random() < 0.5 else 0.0 for _ in range(lines)],
        [part * chance.uniform(1.05, 3) if chance.random() < 0.5 else total for _ in range(lines)],
        total,
    )


def _curve(sort: str, total: float, chance: random.Random) -> Curve:
    most, half, kind = 10 ** chance.uniform(1, 4), total * 10 ** chance.uniform(-1.5, 1), chance.random()
    if kind < 0.25:
        return Hill(most, half)
    if kind < 0.4:
        return Logistic(most, 2 / half)
    return Hill(most, half, chance.uniform(0.3, 1) if sort == "concave" else chance.uniform(1.1, 4))


def recorded(sort: str) -> list[float]:
    """Return the best response that SciPy found for each budget of a sort."""
    return [float(line) for line in (FOLDER / f"{sort}.txt").read_text("utf-8").split()]


def asked(one: Budget, nth: int) -> float:
    """Return the best response that SLSQP finds from several starts, in shares of the total."""
    from numpy import array, float64, maximum
    from scipy.optimize import minimize

    chance = random.Random(nth)  # noqa: S311
    unit, scale = one.total, max(curve.value(one.total) for curve in one.curves)
    bounds = [(low / unit, high / unit) for low, high in zip(one.lows, one.highs, strict=True)]

    def loss(shares: Any) -> float:
        return -one.brings([max(share, 0.0) * unit for share in shares]) / scale

    def slope(shares: Any) -> Any:
        steep = [curve.marginal(max(x, 1e-9) * unit) for curve, x in zip(one.curves, shares, strict=True)]
        return -array(steep, dtype=float64) * unit / scale

    best = 0.0
    for _ in range(STARTS):
        start = [low + (high - low) * chance.random() for low, high in bounds]
        found = minimize(
            loss,
            array(start) / sum(start),
            jac=slope,
            method="SLSQP",
            bounds=bounds,
            constraints={"type": "eq", "fun": lambda x: x.sum() - 1, "jac": lambda x: array([1.0] * len(x))},
            options={"ftol": 1e-15, "maxiter": 500},
        )
        shares = maximum(found.x, 0)
        within = all(low - 1e-9 <= x <= high + 1e-9 for (low, high), x in zip(bounds, shares, strict=True))
        if within and abs(shares.sum() - 1) < 1e-10:
            best = max(best, one.brings([*(shares * unit)]))
    return best


def main() -> int:
    """Ask, and write what is found."""
    parser = argparse.ArgumentParser(prog="make optima", description=__doc__)
    parser.add_argument("--problems", type=int, default=PROBLEMS)
    options = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for sort in SORTS:
        found = [asked(budget(sort, nth), nth) for nth in range(options.problems)]
        (FOLDER / f"{sort}.txt").write_text("".join(f"{one:.15g}\n" for one in found), "utf-8")
        print(f"{sort}: {len(found)} budgets", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
