"""A number one is not sure of: the interval that holds it nine times out of ten.

The convention is that of Guesstimate and Squiggle: what is typed are the 5th and the 95th percentile, of a
lognormal distribution where both are above zero, else of a normal one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import exp, log, sqrt

Z = 1.6448536269514722
"""the 95th percentile of the standard normal distribution"""
_DIGITS = 15
"""as many of a median as a float tells, the same wherever it is computed"""


@dataclass(frozen=True)
class Interval:
    """From the 5th to the 95th percentile; ``low < high``."""

    low: Fraction
    high: Fraction

    @property
    def is_lognormal(self) -> bool:
        """Tell whether its logarithm is what is normally distributed."""
        return self.low > 0

    @cached_property
    def location(self) -> float:
        """The mean: of the logarithm, where that is normally distributed."""
        low, high = self._ends()
        return (low + high) / 2

    @cached_property
    def scale(self) -> float:
        """The standard deviation: of the logarithm, where that is normally distributed."""
        low, high = self._ends()
        return (high - low) / (2 * Z)

    @cached_property
    def median(self) -> Fraction:
        """The 50th percentile: the geometric mean of the ends, or their arithmetic mean."""
        if not self.is_lognormal:
            return (self.low + self.high) / 2
        root = Fraction(f"{sqrt(self.low * self.high):.{_DIGITS}g}")
        return min(max(root, self.low), self.high)

    @property
    def half(self) -> Fraction:
        """How far from its median an end is at most."""
        return max(self.median - self.low, self.high - self.median)

    def at(self, score: float) -> float:
        """Return the value that stands so many standard deviations from the median."""
        value = self.location + self.scale * score
        return exp(value) if self.is_lognormal else value

    def _ends(self) -> tuple[float, float]:
        if self.is_lognormal:
            return log(self.low), log(self.high)
        return float(self.low), float(self.high)
