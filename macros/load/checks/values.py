"""Keys without a value: what may be left out but is written is a text forgotten."""

from __future__ import annotations

from macros.load import shapes
from macros.load.draft import Draft
from macros.problems import quote


def check(draft: Draft) -> None:
    """Report every key without a value."""
    for document, shape in draft.documents.values():
        for steps in document.empty if document.usable else ():
            around = shapes.bare(shapes.at(shape, steps[:-1]))
            if steps and shapes.is_record(around) and shapes.may_be_none(shapes.inside(around, steps[-1])):
                draft.report(
                    document,
                    document.key(steps),
                    f"The key {quote(str(steps[-1]))} has no value.",
                    shapes.describe(shapes.inside(around, steps[-1]), draft.languages),
                    mend="write the value, or remove the key.",
                )
