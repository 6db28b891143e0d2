"""Examples of calculators, computed at build by the planner that readers' browsers run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import planner
from macros.errors import BuildError
from macros.model import Calculator
from macros.shown import Worked
from planner.catalogue import SPLIT

if TYPE_CHECKING:
    from macros.edition import Edition


def worked(edition: Edition, entry: Calculator) -> list[Worked]:
    """Return each example of a calculator with its results and steps, in the site's usual currency.

    Raises BuildError when the site names no currency.
    """
    if not edition.site.currencies:
        raise BuildError("site.yml names no currency, which calculators need: add “currencies: [EUR]”")
    name, currency = entry.id.partition("/")[2], edition.site.currencies[0]
    found = []
    for example in entry.examples:
        answer = planner.run(name, example.values, edition.locale, currency)
        found.append(
            Worked(
                title=edition.plain(example.title),
                given=_labelled(edition, name, answer.inputs),
                found=_labelled(edition, name, answer.outputs),
                steps=[] if name == SPLIT else list(answer.steps),
                assumed=[
                    planner.answer.said(problem, name, edition.locale, currency)["message"]
                    for problem in answer.warnings
                    if problem.code != "ambiguous_number"
                ],
            )
        )
    return found


def _labelled(
    edition: Edition, calculator: str, values: Mapping[str, planner.Value]
) -> list[tuple[str, str, str]]:
    """(name, label, shown) of each value; a line of a split is called by its own name."""
    return [(name, _label(edition, calculator, name), value.display) for name, value in values.items()]


def _label(edition: Edition, calculator: str, name: str) -> str:
    part, dot, line = name.partition(".")
    if not dot:
        return edition.locale.label(calculator, name)
    own = edition.locale.label(calculator, line)
    return own if part in ("share", "amount") else f"{own} ({edition.locale.label(calculator, part)})"
