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
    "ends_before_start": "a line that ends before it starts",
    "infeasible": "locks or bounds that no split satisfies",
    "line_name": "a line's name is too long, or holds a sign that names cannot have",
    "missing": "a part without which nothing can be said",
    "negative": "a value below zero where there is none",
    "no_solution": "the values given leave nothing to divide by",
    "no_such_line": "something is said of a line that is not there",
    "not_a_date": "text that cannot be read as a day from 2000 to 2099",
    "not_a_number": "text that cannot be read as a number",
    "not_whole": "a part of what is counted in whole numbers",
    "percent_unexpected": "a percent sign where no rate is meant",
    "production_over_budget": "production that costs more than there is",
    "range_impossible": "too many draws of the intervals leave nothing that can be computed",
    "range_unexpected": "an interval where one number is decided upon",
    "repeated_field": "a field given twice",
    "share_and_lock": "a line with both a share and a lock",
    "shares_sum": "shares that do not make 100 %",
    "text_too_long": "more signs than a text may have",
    "too_high": "a value above what there can be",
    "too_large": "a value beyond any budget or audience",
    "too_long": "more signs than any number has",
    "too_low": "a value below what there can be",
    "too_many_lines": "more lines than a plan may have",
    "underdetermined": "too little is given",
    "unknown_calculator": "there is no such calculator",
    "unknown_choice": "none of the values to choose from",
    "unknown_currency": "a currency that the language does not know",
    "unknown_field": "the calculator has no such field",
    "unknown_piece": "a part of a line that means nothing",
    "zero": "zero where something is divided by it",
}
"""Code of each error → what it means, for programmers; readers get the sentences of the language."""

WARNINGS = {
    "ambiguous_number": "the number could be read otherwise",
    "assumed": "the field was left empty, and a usual value taken",
    "budget_decided": "a budget typed as an interval is decided upon all the same: its middle is taken",
    "commission_markup": "a fee on the gross budget is another rate of the net budget",
    "currency_sign": "the sign is that of another currency; nothing was converted",
    "day_first": "days that could be read with their month first were read with their day first",
    "equivalent_cpm": "a cost per thousand does not measure a relation",
    "fixed_costs": "the threshold leaves out fixed costs and the cost of making the ad",
    "kept": "a field of a newer version, kept as it is",
    "left_out": "numbers of a pasted row that contradict those before them were left out",
    "medians": "the median of a total is not the sum of the medians",
    "newer_version": "the plan was made by a newer version",
    "not_started": "what was spent is said of a day before the line starts",
    "outside_plan": "a line runs on days outside the plan",
    "idle": "the field is of no use with what was chosen",
    "over_100": "a rate above 100 %",
    "over_allocated": "lines spend more than there is",
    "partial_total": "a total over some lines only",
    "rounded_to_cents": "an amount with parts of a cent was rounded",
    "range_left_out": "draws of the intervals that nothing can be computed from were left out",
    "range_swapped": "the upper end of an interval was typed before the lower one",
    "tiny_rate": "a rate so small that a fraction may have been typed for a percentage",
    "unknown_column": "a pasted column that a plan has no place for",
}
