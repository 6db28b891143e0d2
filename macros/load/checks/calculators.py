"""Calculators: the words in data and the arithmetic of planner belong together, and examples compute."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import planner
from macros import model as m
from macros.load.draft import Draft, EntryFile
from macros.problems import listing, nearest, quote
from planner.catalogue import (
    CALCULATORS,
    IDS,
    PLAN,
    SPLIT,
    SPLIT_COLUMNS,
    SPLIT_METHODS,
    SPLIT_RESULTS,
    SPLIT_UNITS,
    unit_of,
)
from planner.model import Unit
from planner.plan.words import CODES, LABELS
from planner.split import DEFAULT_LINES

SPLIT_FIELDS = tuple(
    dict.fromkeys(
        (
            *SPLIT_UNITS,
            *(name.partition(".")[0] for name in SPLIT_RESULTS),
            *SPLIT_COLUMNS,
            *DEFAULT_LINES,
        )
    )
)
_CURRENCY = "CAD"
_AS_TYPED = planner.Locale(
    decimal=".", group=",", percent="{number}%", currencies={_CURRENCY: planner.Currency("{number}", 2)}
)
"""Examples are typed as addresses hold them: a point for decimals, no grouping."""


def fields_of(calculator: str) -> tuple[str, ...]:
    """Return the fields that need words."""
    if calculator == SPLIT:
        return SPLIT_FIELDS
    if calculator == PLAN:
        return LABELS
    return tuple(field.name for field in CALCULATORS[calculator].fields)


def codes_of(calculator: str) -> tuple[str, ...]:
    """Return the codes that need words: choices and verdicts."""
    if calculator == SPLIT:
        return tuple(SPLIT_METHODS)
    if calculator == PLAN:
        return CODES
    fields = CALCULATORS[calculator].fields if calculator in CALCULATORS else ()
    return tuple(code for field in fields for code in field.choices)


def check(draft: Draft) -> None:
    """Report calculators that planner does not have, fields without words, examples that compute nothing."""
    locale = replace(_AS_TYPED, tables=_tables(draft))
    for file in draft.entries:
        if isinstance(file.entry, m.Metric) and file.entry.calculator:
            _small(draft, file, file.entry.calculator)
        if file.kind != m.Calculator.kind or file.id is None:
            continue
        name = m.name_of(file.id)
        if name not in IDS:
            _unknown(draft, file, name)
            continue
        _keys(draft, file, "fields", fields_of(name), _lines(file))
        _keys(draft, file, "codes", codes_of(name))
        if isinstance(file.entry, m.Calculator):
            _picture(draft, file, name, file.entry)
            for field, about in file.entry.fields.items():
                _figures(draft, file, name, field, about)
            for index, example in enumerate(file.entry.examples):
                _computes(draft, file, ("examples", index, "values"), name, example.values, locale)


def _weights(draft: Draft) -> Iterator[tuple[str, object]]:
    for file in draft.entries:
        if isinstance(file.entry, m.Objective) and (found := file.entry.weights(min(file.entry.title))):
            yield m.name_of(file.entry.id), found


def _lines(file: EntryFile) -> set[str]:
    """Return the lines of a budget that the examples name: they may have a label too."""
    examples = file.entry.examples if isinstance(file.entry, m.Calculator) else ()
    return {line for one in examples for _, dot, line in (name.partition(".") for name in one.values) if dot}


def _tables(draft: Draft) -> dict[str, Any]:
    """Return what examples look up: of placements that have rules, their names alone."""
    ruled = {platform for rule in (draft.rules or {}).values() for platform in rule.platforms}
    placements = (draft.placements or {}).items()
    platforms = {key: {"title": key, "rules": []} for key, one in placements if one.entry in ruled}
    return {"platforms": platforms, "weights": dict(_weights(draft))}


def _unknown(draft: Draft, file: EntryFile, name: str) -> None:
    draft.report(
        file.document,
        file.document.position(("id",)),
        f"There is no calculator {quote(name)} in planner/.",
        f"one of {listing(sorted(IDS))}",
        nearest(name, IDS),
        "correct the id, or write the calculator first.",
    )


def _keys(
    draft: Draft, file: EntryFile, part: str, wanted: Iterable[str], besides: Container[str] = ()
) -> None:
    """Report keys that planner does not have, and those that are missing."""
    wanted = list(wanted)
    written = file.document.value.get(part) if isinstance(file.document.value, dict) else None
    found = written if isinstance(written, dict) else {}
    for key in found:
        if key not in wanted and key not in besides:
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


def _small(draft: Draft, file: EntryFile, small: m.SmallCalculator) -> None:
    """Report a calculator held in small that is not there, or whose fields or values are not its own."""
    name = m.name_of(small.id)
    if name not in CALCULATORS:
        draft.report(
            file.document,
            file.document.position(("calculator", "id")),
            f"{quote(small.id)} cannot be held in small.",
            f"one of {listing(sorted(f'calculator/{known}' for known in CALCULATORS))}",
            nearest(small.id, [f"calculator/{known}" for known in CALCULATORS]),
            "correct the id, or name the calculator under related.",
        )
        return
    known = [field.name for field in CALCULATORS[name].fields if not field.hidden]
    for place, names in (("fields", small.fields), ("values", [*small.values])):
        for index, field in enumerate(names):
            if field not in (known if place == "fields" else small.fields):
                draft.report(
                    file.document,
                    file.document.position(("calculator", place, index if place == "fields" else field)),
                    f"{quote(small.id)} has no field {quote(field)} here.",
                    f"one of {listing(known if place == 'fields' else small.fields)}",
                    nearest(field, known),
                    "correct the name, or remove it.",
                )
    _computes(draft, file, ("calculator", "values"), name, small.values)


def _picture(draft: Draft, file: EntryFile, name: str, entry: m.Calculator) -> None:
    drawn = name in CALCULATORS and CALCULATORS[name].curve is not None
    if drawn == (entry.picture is not None):
        return
    draft.report(
        file.document,
        file.document.key(("picture",)) if entry.picture else file.document.position(("id",)),
        "The calculator has no picture." if entry.picture else "The picture of the calculator has no words.",
        "words for a picture that planner draws, and for no other",
        mend="remove them." if entry.picture else "add “picture:”, a sentence in each language.",
    )


def _figures(draft: Draft, file: EntryFile, calculator: str, field: str, about: m.CalculatorField) -> None:
    """Report figures shown beside a field that nobody types, or that count what it does not."""
    if not about.figures and not about.counts:
        return
    place = ("fields", field, "figures" if about.figures else "counts")
    typed = {one.name for one in CALCULATORS[calculator].typed()} if calculator in CALCULATORS else {field}
    unit = unit_of(calculator, field) if field in typed else None
    if unit is None or unit is Unit.CODE:
        draft.report(
            file.document,
            file.document.key(place),
            f"The field {quote(field)} takes no number: figures beside it would be of no use.",
            "figures beside fields in which a number is typed",
            mend="remove them.",
        )
        return
    for figure in filter(about.takes, draft.figures):
        if figure.unit.value != unit.value:
            draft.report(
                file.document,
                file.document.position(place),
                f"The figure {quote(figure.id)} is in another unit ({figure.unit.value}) than the field "
                f"{quote(field)} ({unit.value}).",
                "figures in the unit of the field",
                mend='name another entry, or give the figure a "counts:" that the field does not name.',
            )
    known = sorted({f.counts for f in draft.figures if f.counts and f.about in about.figures})
    for index, name in enumerate(about.counts):
        if name not in known:
            draft.report(
                file.document,
                file.document.position(("fields", field, "counts", index)),
                f"No figure of {listing(about.figures) or 'no entry'} says “counts: {name}”.",
                f"one of {listing(known)}" if known else "none",
                nearest(name, known),
                "correct the name, or remove it.",
            )


def _computes(
    draft: Draft,
    file: EntryFile,
    place: tuple[str | int, ...],
    name: str,
    values: Mapping[str, str],
    locale: planner.Locale = _AS_TYPED,
) -> None:
    try:
        planner.run(name, values, locale, _CURRENCY)
    except planner.Refused as refused:
        wrong = ", ".join(f"{p.field}: {p.code}" if p.field else p.code for p in refused.problems)
        draft.report(
            file.document,
            file.document.position(place),
            f"The example cannot be computed ({wrong}).",
            "values from which something follows, decimals with a point",
            mend=f"try: python -m planner {name} "
            + " ".join(f"{key}={value}" for key, value in values.items()),
        )
