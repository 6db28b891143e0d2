"""What is wrong with an input, or worth saying of one: codes with parameters; a language has the words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing to say. ``field`` is None where no single one is at fault."""

    code: str
    field: str | None = None
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    """values for the sentence: a number is a model.Quantity; lists hold names of fields or lines"""


class Refused(Exception):  # noqa: N818 - reads better where it is raised
    """Inputs that cannot be computed with; ``problems`` says why, one for each thing at fault."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(", ".join(f"{p.field or '-'}: {p.code}" for p in self.problems))


ERRORS = {
    "contradiction": "the values given cannot all be true",
    "currency_unexpected": "a currency sign where no money is meant",
    "curve_and_statement": "a line with both a curve and plain statements of its response",
    "curve_bounds": "a part of a curve beyond what curves of response are",
    "doubles_too_well": "doubling a line would bring more than any curve of ours tells",
    "infeasible": "locks or bounds that no split satisfies",
    "line_name": "a line's name is too long, or holds a sign that names cannot have",
    "negative": "a value below zero where there is none",
    "no_curve": "a line of which it is not said what it brings",
    "no_solution": "the values given leave nothing to divide by",
    "not_a_curve": "text that cannot be read as a curve",
    "not_a_number": "text that cannot be read as a number",
    "not_saturating": "doubling a line would bring as much again or more: a curve that levels off cannot",
    "other_method": "a field that this way to divide does not use",
    "percent_unexpected": "a percent sign where no rate is meant",
    "range_impossible": "too many draws of the intervals leave nothing that can be computed",
    "range_unexpected": "an interval where one number is decided upon",
    "repeated_field": "a field given twice",
    "share_and_lock": "a line with both a share and a lock",
    "shares_sum": "shares that do not make 100 %",
    "statement_incomplete": "a line of which it is not wholly said what it brings",
    "target_bounds": "a target that bounds, or the total, keep out of reach",
    "target_saturates": "a target that no money reaches: the curves level off below it",
    "too_low": "a value below what there can be",
    "too_high": "a value above what there can be",
    "too_large": "a value beyond any budget or audience",
    "too_long": "more signs than any number has",
    "underdetermined": "too little is given",
    "unknown_calculator": "there is no such calculator",
    "unknown_choice": "none of the values to choose from",
    "unknown_currency": "a currency that the language does not know",
    "unknown_field": "the calculator has no such field",
    "zero": "zero where something is divided by it",
}
"""Code of each error → what it means, for programmers; readers get the sentences of the language."""

WARNINGS = {
    "above_ceiling": "the budget is more than the largest useful spend on this audience",
    "below_learning": "the budget is below what a platform's learning phase takes",
    "below_minimum_day": "the daily budget is below a platform's minimum",
    "below_minimum_total": "the budget is below a platform's minimum",
    "learning_rule": "which rule of a platform the learning phase follows, of what date",
    "learning_unknown": "no rule is known that says how much learning takes on a platform",
    "minimum_elsewhere_day": "a platform's daily minimum is in another currency; nothing was compared",
    "minimum_elsewhere_total": "a platform's minimum is in another currency; nothing was compared",
    "minimum_met": "the daily budget is not below the minimums known of a platform",
    "minimum_unknown": "no minimum is known of a platform",
    "overspend": "what a day may cost where a platform may spend more than the daily budget",
    "whole_versions": "how many versions to shoot, where what follows is no whole number",
    "already_best": "today's split is the best",
    "ambiguous_number": "the number could be read otherwise",
    "assumed": "the field was left empty, and a usual value taken",
    "assumed_response": "responses follow from curves that are assumptions",
    "bounds_hold": "today's split is the best because bounds hold it",
    "commission_markup": "a fee on the gross budget is another rate of the net budget",
    "currency_sign": "the sign is that of another currency; nothing was converted",
    "equivalent_cpm": "a cost per thousand does not measure a relation",
    "fixed_costs": "the threshold leaves out fixed costs and the cost of making the ad",
    "idle": "the field is of no use with what was chosen",
    "over_100": "a rate above 100 %",
    "own_weights": "weights are the editors' judgement",
    "range_left_out": "draws of the intervals that nothing can be computed from were left out",
    "range_swapped": "the upper end of an interval was typed before the lower one",
    "today_other_total": "today's amounts make another total",
    "tiny_rate": "a rate so small that a fraction may have been typed for a percentage",
    "usual_weights": "weights were taken for lines that have none of their own",
}
