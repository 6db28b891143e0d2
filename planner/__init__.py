"""Media-planning arithmetic: standard library only, the same code at build and in the reader's browser."""

from planner.answer import Answer, Step, Value
from planner.catalogue import CALCULATORS, IDS
from planner.compute import run
from planner.numbers import Currency, Locale
from planner.problems import Problem, Refused

__all__ = ["CALCULATORS", "IDS", "Answer", "Currency", "Locale", "Problem", "Refused", "Step", "Value", "run"]
