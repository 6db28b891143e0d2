"""What a line brings as more is spent on it: curves that level off, in plain floats.

All are read from texts such as ``hill:1200,5000,1.5`` and start from nothing. A curve is an assumption of
whoever types it: nothing here is measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import acosh, exp, expm1, inf, log, log1p, sqrt

from planner.numbers import plain
from planner.problems import Problem

LEAST, MOST = 1e-12, 1e15
"""what a parameter may be; a slope is held to narrower ones"""
FLATTEST, STEEPEST = 0.1, 10.0
"""slopes of a Hill curve: media are modelled with 0.5 to 3, and beyond 10 a curve is a step"""
STEPS = 60
"""of a search that closes in by itself in a handful"""


@dataclass(frozen=True)
class Hill:
    """``most · x^slope / (half^slope + x^slope)``: an S where the slope is above 1."""

    most: float
    half: float
    slope: float = 1.0

    def value(self, x: float) -> float:
        """Return what x brings."""
        if x <= 0:
            return 0.0 if self.slope else self.most / 2
        return self.most * _sigmoid(self.slope * log(x / self.half))

    def marginal(self, x: float) -> float:
        """Return what one more unit of money brings at x: the derivative."""
        if x <= 0:
            return inf if self.slope < 1 else self.most / self.half if self.slope == 1 else 0.0
        t = self.slope * log(x / self.half)
        return self.most * self.slope / x * _sigmoid(t) * _sigmoid(-t)

    def bend(self, x: float) -> float:
        """Return the derivative of the logarithm of the marginal: negative where returns diminish."""
        return (self.slope - 1 - 2 * self.slope * _sigmoid(self.slope * log(x / self.half))) / x

    @property
    def turn(self) -> float:
        """Where returns begin to diminish: up to there each unit brings more than the one before."""
        if self.slope <= 1:
            return 0.0
        return self.half * exp(log((self.slope - 1) / (self.slope + 1)) / self.slope)

    @property
    def summit(self) -> float:
        """Where a unit of money brings the most on average: a straight line from nothing touches there."""
        return self.half * (self.slope - 1) ** (1 / self.slope) if self.slope > 1 else 0.0

    def where(self, marginal: float) -> float:
        """Return from where on, past the turn, one more unit brings less than so much.

        With t = log(x/half), log(marginal) is concave in t and below its two asymptotes: from where the lower
        of them has that value, Newton's steps close in on the root and never pass it.
        """
        if self.slope == 1:
            return max(self.half * (sqrt(self.most / self.half / marginal) - 1), 0.0)
        s, scale = self.slope, log(marginal / self.most * self.half / self.slope)
        t = -scale / (s + 1)
        if s < 1:
            t = min(t, scale / (s - 1))
        elif marginal >= self.marginal(self.turn):
            return self.turn
        for _ in range(STEPS):
            over = (s - 1) * t - 2 * _softplus(s * t) - scale
            step = over / (s - 1 - 2 * s * _sigmoid(s * t))
            t -= step
            if abs(step) <= 1e-15 * max(1.0, abs(t)):
                break
        return min(self.half * exp(min(t, 690.0)), MOST)


@dataclass(frozen=True)
class Logistic:
    """``most · (1 − e^(−rate·x)) / (1 + e^(−rate·x))``: returns diminish from the first unit on."""

    most: float
    rate: float
    turn = 0.0
    summit = 0.0

    def value(self, x: float) -> float:
        """Return what x brings."""
        return self.most * -expm1(-self.rate * x) / (1 + exp(-self.rate * x))

    def marginal(self, x: float) -> float:
        """Return what one more unit of money brings at x: the derivative."""
        left = exp(-self.rate * x)
        return self.most * 2 * self.rate * left / (1 + left) ** 2

    def bend(self, x: float) -> float:
        """Return the derivative of the logarithm of the marginal."""
        return -self.rate * self.value(x) / self.most

    def where(self, marginal: float) -> float:
        """Return from where on one more unit brings less than so much."""
        steepest = self.most * self.rate / 2
        return 2 / self.rate * acosh(sqrt(steepest / marginal)) if marginal < steepest else 0.0


Curve = Hill | Logistic

PARTS = {"hill": ("max", "half", "slope"), "mm": ("max", "half"), "logistic": ("max", "lambda")}
"""kind → what stands after it, in this order"""
_NUMBER = re.compile(r"([0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})([km]?)")
_TIMES = {"": 1.0, "k": 1e3, "m": 1e6}
_LONGEST = 100
SPACES = re.compile(r"\s")


def read_curve(text: str, field: str) -> Curve | Problem:
    """Read ``kind:number,number…``, decimals with a point in any language; say what keeps it from that."""
    kind, _, rest = SPACES.sub("", text).lower().partition(":")
    known = [f"{name}:{','.join(parts)}" for name, parts in PARTS.items()]
    found = [_NUMBER.fullmatch(part) for part in rest.split(",")] if len(text) <= _LONGEST else []
    if kind not in PARTS or len(found) != len(PARTS[kind]) or not all(found):
        return Problem("not_a_curve", field, {"typed": text.strip()[:_LONGEST], "known": known})
    numbers = [float(one[1]) * _TIMES[one[2]] for one in found if one]
    for name, number in zip(PARTS[kind], numbers, strict=True):
        least, most = (FLATTEST, STEEPEST) if name == "slope" else (LEAST, MOST)
        if not least <= number <= most:
            return Problem("curve_bounds", field, {"part": name, "least": f"{least:g}", "most": f"{most:g}"})
    return Logistic(*numbers) if kind == "logistic" else Hill(*numbers)


def written(curve: Curve) -> str:
    """Return a curve as one types it, to twelve digits."""
    if isinstance(curve, Logistic):
        return f"logistic:{_plain(curve.most)},{_plain(curve.rate)}"
    if curve.slope == 1:
        return f"mm:{_plain(curve.most)},{_plain(curve.half)}"
    return f"hill:{_plain(curve.most)},{_plain(curve.half)},{_plain(curve.slope)}"


def _plain(number: float) -> str:
    return plain(Fraction(f"{number:.12g}"))


# --------------------------------------------------------------------------------------------------
# Plain statements


def stated(now: float, brings: float, double: float) -> Hill:
    """Return the curve of "now brings so much; doubling it would bring so much more", ``double`` of one.

    Michaelis–Menten: f(2x) ÷ f(x) = 2(half + x) ÷ (half + 2x) = 1 + double gives
    half = 2·double·x ÷ (1 − double), and f(x) = brings gives most = brings · (1 + double) ÷ (1 − double).
    ``double`` is above 0 and below 1.
    """
    return Hill(brings * (1 + double) / (1 - double), 2 * double * now / (1 - double))


def steeper(now: float, brings: float, double: float) -> Hill | None:
    """Return a curve for a doubling that brings as much again or more: an S that passes through both points.

    With k = 2^slope, k(half^s + x^s) ÷ (half^s + k·x^s) = 1 + double gives
    (half ÷ x)^s = k·double ÷ (k − 1 − double), and f(x) = brings gives most = brings · (1 + (half ÷ x)^s).
    None where it would take a slope beyond those of media.
    """
    for slope in (2, 3):
        k = 2.0**slope
        if double < k - 2:
            return Hill(
                brings * (1 + k * double / (k - 1 - double)),
                now * (k * double / (k - 1 - double)) ** (1 / slope),
                float(slope),
            )
    return None


# --------------------------------------------------------------------------------------------------


def _sigmoid(t: float) -> float:
    """1 ÷ (1 + e^−t), without overflow."""
    return 1 / (1 + exp(-t)) if t > -700 else exp(max(t, -745.0))


def _softplus(t: float) -> float:
    """log(1 + e^t), without overflow."""
    return t + log1p(exp(-t)) if t > 0 else log1p(exp(t))
