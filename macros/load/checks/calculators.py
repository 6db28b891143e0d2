"""Calculators: the words in data and the arithmetic of planner belong together, and examples compute."""

from __future__ import annotations

from collections.abc import Iterable

import planner
from macros import model as m
from macros.load.draft import Draft, EntryFile
from macros.problems import listing, nearest, quote
from planner.catalogue import CALCULATORS, IDS, SPLIT
from planner.split import DEFAULT_LINES

SPLIT_FIELDS = ("total", "share", "lock", "min", "max", "amount", *DEFAULT_LINES)
_CURRENCY = "CAD"
_AS_TYPED = planner.Locale(
    decimal=".", group=",", percent="{number}%", currencies={_CURRENCY: planner.Currency("{number}", 2)}
)
"""Examples are typed as addresses hold them: a point for decimals, no grouping."""


def fields_of(calculator: str) -> tuple[str, ...]:
    """Return the fields that need words."""
    if calculator == SPLIT:
        return SPLIT_FIELDS
    return tuple(field.name for field in CALCULATORS[calculator].fields)


def codes_of(calculator: str) -> tuple[str, ...]:
    """Return the codes that need words: choices and verdicts."""
    fields = CALCULATORS[calculator].fields if calculator in CALCULATORS else ()
    return tuple(code for field in fields for code in field.choices)


def check(draft: Draft) -> None:
    """Report calculators that planner does not have, fields without words, examples that compute nothing."""
    for file in draft.entries:
        if file.kind != m.Calculator.kind or file.id is None:
            continue
        name = file.id.partition("/")[2]
        if name not in IDS:
            _unknown(draft, file, name)
            continue
        _keys(draft, file, "fields", fields_of(name))
        _keys(draft, file, "codes", codes_of(name))
        if isinstance(file.entry, m.Calculator):
            _examples(draft, file, name, file.entry)


def _unknown(draft: Draft, file: EntryFile, name: str) -> None:
    draft.report(
        file.document,
        file.document.position(("id",)),
        f"There is no calculator {quote(name)} in planner/.",
        f"one of {listing(sorted(IDS))}",
        nearest(name, IDS),
        "correct the id, or write the calculator first.",
    )


def _keys(draft: Draft, file: EntryFile, part: str, wanted: Iterable[str]) -> None:
    """Report keys that planner does not have, and those that are missing."""
    wanted = list(wanted)
    written = file.document.value.get(part) if isinstance(file.document.value, dict) else None
    found = written if isinstance(written, dict) else {}
    for key in found:
        if key not in wanted:
            draft.report(
                file.document,
                file.document.key((part, key)),
                f"The calculator has no {part[:-1]} {quote(key)}.",
                f"{listing(wanted)}" if wanted else "none",
                nearest(key, wanted),
                "correct the key, or remove it.",
            )
    if missing := [key for key in wanted if key not in found]:
        draft.report(
            file.document,
            file.document.key((part,)),
            f"The {part} lack {listing(missing)}.",
            "words for each of the calculator's",
            mend="add them.",
        )


def _examples(draft: Draft, file: EntryFile, name: str, entry: m.Calculator) -> None:
    for index, example in enumerate(entry.examples):
        try:
            planner.run(name, example.values, _AS_TYPED, _CURRENCY)
        except planner.Refused as refused:
            wrong = ", ".join(f"{p.field}: {p.code}" if p.field else p.code for p in refused.problems)
            draft.report(
                file.document,
                file.document.position(("examples", index, "values")),
                f"The example cannot be computed ({wrong}).",
                "values from which something follows, decimals with a point",
                mend=f"try: python -m planner {name} "
                + " ".join(f"{key}={value}" for key, value in example.values.items()),
            )
