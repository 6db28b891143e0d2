"""One entry point: from what was typed to everything that follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from planner import filled, objective, shares  # in a browser, these run when first used
from planner.answer import Answer
from planner.calculation import answered
from planner.catalogue import CALCULATORS, IDS, PLAN, SPLIT
from planner.fields import filled_in
from planner.numbers import Locale
from planner.problems import Problem, Refused


def run(calculator: str, raw_inputs: Mapping[str, str], locale: Locale, currency: str) -> Answer:
    """Compute everything that the inputs determine.

    ``raw_inputs`` holds text as it was typed, by field; empty ones count as not given. Raises Refused with
    every problem found.
    """
    given = filled_in(raw_inputs)
    if currency not in locale.currencies:
        raise Refused([Problem("unknown_currency", None, {"known": sorted(locale.currencies)})])
    if calculator == SPLIT:
        return _split(given, locale, currency)
    if calculator == PLAN:
        from planner.plan.answer import plan_answer  # of a part: catalogue.PARTS

        return plan_answer(given, locale, currency).answer
    if calculator not in CALCULATORS:
        raise Refused([Problem("unknown_calculator", None, {"known": list(IDS)})])
    return answered(CALCULATORS[calculator], given, locale, currency)


def _split(given: Mapping[str, str], locale: Locale, currency: str) -> Answer:
    found = filled.fill(given, locale, currency)
    match found.texts.get("method"):
        case "objective":
            return objective.answered(found, locale, currency)
        case "response":
            from planner.response import answer as response  # of a part: catalogue.PARTS

            return response.answered(found, locale, currency)
    return shares.answered(found, locale, currency)
