"""Examples of calculators, computed at build by the planner that readers' browsers run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

import planner
from macros import locale_files, runtime
from macros.edition import sort_key
from macros.errors import BuildError
from macros.model import Calculator, SmallCalculator, name_of
from macros.shown import Form, FormField, Start, Tap, Worked
from planner import named
from planner.catalogue import CALCULATORS, SPLIT, SPLIT_METHODS
from planner.model import Field, Unit
from planner.numbers import canonical, show, typed
from planner.picture import picture
from planner.response.picture import comparison

if TYPE_CHECKING:
    from macros.edition import Edition


def worked(edition: Edition, entry: Calculator) -> list[Worked]:
    """Return each example of a calculator with its results and steps, in the site's usual currency.

    Raises BuildError when the site names no currency.
    """
    if not edition.site.currencies:
        raise BuildError("site.yml names no currency, which calculators need: add “currencies: [EUR]”")
    name, currency = name_of(entry.id), edition.site.currencies[0]
    found = []
    for example in entry.examples:
        answer = planner.run(name, example.values, edition.locale, currency)
        found.append(
            Worked(
                title=edition.plain(example.title),
                given=_labelled(edition, name, answer.inputs),
                found=_labelled(edition, name, _told(answer)),
                steps=[] if name == SPLIT else list(answer.steps),
                comparison=comparison(answer, edition.locale, currency),
                assumed=[
                    planner.answer.said(problem, name, edition.locale, currency)["message"]
                    for problem in answer.warnings
                    if problem.code not in ("ambiguous_number", "assumed_response")  # a comparison says it
                ],
            )
        )
    return found


def _told(answer: planner.Answer) -> dict[str, planner.Value]:
    """Return the results that are told one by one; what is compared is told in a table."""
    beside = ("today", "wide", "marginal")
    return {
        name: value
        for name, value in answer.outputs.items()
        if not (answer.compared and name.startswith(beside))
    }


def form(edition: Edition, entry: Calculator) -> Form:
    """Return a calculator's form, filled with its first example and what follows from it."""
    name = name_of(entry.id)
    shown = [] if name == SPLIT else [f.name for f in CALCULATORS[name].fields if not f.hidden]
    return _form(edition, entry, shown, entry.examples[0].values)


def small_form(edition: Edition, entry: Calculator, small: SmallCalculator) -> Form:
    """Return a form of a few fields of a calculator."""
    return _form(edition, entry, small.fields, small.values)


def _form(edition: Edition, entry: Calculator, shown: list[str], values: Mapping[str, str]) -> Form:
    name, currency = name_of(entry.id), edition.site.currencies[0]
    calculator = CALCULATORS.get(name)
    answer = planner.run(name, values, edition.locale, currency)
    made = calculator.chosen(values) if calculator else None
    fields = (
        [_field(edition, entry, field, answer) for field in map(made.field, shown) if field]
        if made
        else _split_fields(edition, entry, answer)
    )
    return Form(
        id=name,
        currencies=edition.site.currencies,
        fields=[_filled(edition, field, values) for field in fields],
        line=None if calculator else _line(edition, entry, "*", None, Fraction(0)),
        steps=list(answer.steps) if calculator else [],
        picture=picture(calculator, answer, edition.locale, currency) if calculator else None,
        starts=[
            Start(edition.plain(example.title), json.dumps(example.values, ensure_ascii=False))
            for example in entry.examples
        ],
        locale=script(locale_files.for_calculator(edition.kb, edition.lang, name)),
        runtime=script(runtime.parts(edition.runtime, name)),
        source=runtime.source_of(edition.runtime, name) if edition.runtime else "",
    )


def _field(edition: Edition, entry: Calculator, field: Field, answer: planner.Answer) -> FormField:
    about, name = entry.fields[field.name], name_of(entry.id)
    found = answer.outputs.get(field.name)
    return FormField(
        name=field.name,
        id=field.name.replace("_", "-"),
        label=edition.plain(about.label),
        help=edition.plain(about.help) if about.help else None,
        unit=field.unit.value,
        typed=not field.computed,
        choices=[] if field.computed else _choices(edition, name, field),
        value=None,
        found=typed(found.number, found.unit.value, edition.locale)
        if found and found.number is not None
        else "",
        result=field.name,
        exact=found.as_json()["value"] if found else None,
        display=found.display if found else "",
        solved=not (field.computed or field.unit is Unit.CODE or name == SPLIT),
        units=_units(name, field),
        taps=_taps(edition, field),
        behind=tuple(sorted(answer.behind(field.name))) if found else (),
        quiet=bool(field.beside),
        heading=edition.plain(about.heading) if about.heading else None,
    )


def _units(calculator: str, field: Field) -> tuple[str, ...]:
    """Return the units that a field has, whatever is chosen, the usual one first."""
    units = CALCULATORS[calculator].units(field.name) if calculator in CALCULATORS else (field.unit,)
    return tuple(unit.value for unit in units)


def _taps(edition: Edition, field: Field) -> tuple[Tap, ...]:
    """Return what a table of the knowledge base offers for a field: a place, and what it makes there."""
    if not field.table:
        return ()
    rows = edition.locale.tables[field.table].values()
    labelled = edition.locale.words.get("export.labelled", "{name}:")
    return tuple(
        Tap(
            f"{labelled.format(name=edition.typographer.words(row['place']))} {_sum(edition, field, row)}",
            typed(named.value_of(row), field.unit.value, edition.locale),
        )
        for row in rows
    )


def _sum(edition: Edition, field: Field, row: Mapping[str, Any]) -> str:
    return named.sum_of(row, field.unit.value, edition.locale, edition.site.currencies[0])


def taxes(edition: Edition, calculator: str, field: str) -> list[tuple[str, str]]:
    """Return (id of a tax, its parts and what they make) for a field that takes one; none for another."""
    known = CALCULATORS[calculator].field(field) if calculator in CALCULATORS else None
    if known is None or known.table != "taxes":
        return []
    return [(key, _sum(edition, known, row)) for key, row in edition.locale.tables["taxes"].items()]


def _choices(edition: Edition, calculator: str, field: Field) -> list[tuple[str, str]]:
    """Return (code, words) of what may be chosen; of a table, nothing too, then its rows by name."""
    if not field.rows:
        return [(code, edition.locale.words[f"code.{calculator}.{code}"]) for code in field.choices]
    rows = edition.locale.tables[field.rows]
    titled = ((code, edition.typographer.plain(row["title"])) for code, row in rows.items())
    return [("", edition.t("calc_none_chosen")), *sorted(titled, key=lambda pair: sort_key(pair[1]))]


def _split_fields(edition: Edition, entry: Calculator, answer: planner.Answer) -> list[FormField]:
    lines = [name.partition(".")[2] for name in answer.outputs if name.startswith("amount.")]
    total = _field(edition, entry, Field("total", Unit.MONEY), answer)
    whole = answer.inputs["total"].number or Fraction(1)
    amounts = [(line, answer.outputs[f"amount.{line}"]) for line in lines]
    return [
        *_ways(edition, entry, answer),
        total,
        *_beside_total(edition, entry, answer),
        *(_line(edition, entry, line, amount, (amount.number or 0) / whole) for line, amount in amounts),
    ]


def _ways(edition: Edition, entry: Calculator, answer: planner.Answer) -> list[FormField]:
    """Return what chooses how to split; the usual way and no objective are not written in addresses."""
    usual, *others = [(code, edition.plain(entry.codes[code])) for code in SPLIT_METHODS]
    objectives = [(name, one["title"]) for name, one in edition.locale.tables["weights"].items()]
    method = _field(edition, entry, Field("method", Unit.CODE), answer)
    objective = _field(edition, entry, Field("objective", Unit.CODE), answer)
    return [
        replace(method, choices=[("", usual[1]), *others]),
        replace(objective, choices=[("", "–"), *objectives], methods=_methods("objective")),
    ]


def _beside_total(edition: Edition, entry: Calculator, answer: planner.Answer) -> list[FormField]:
    """Return a total response to reach in place of the total, and the one that is reached."""
    target = _field(edition, entry, Field("target", Unit.COUNT), answer)
    response = _field(edition, entry, Field("response", Unit.COUNT, computed=True), answer)
    return [replace(one, methods=_methods("target")) for one in (target, response)]


def _methods(part: str) -> str:
    """Return the ways of splitting that a field is for; scripts call the first, which has no name, usual."""
    ways = dict(zip(SPLIT_METHODS, ["usual", *list(SPLIT_METHODS)[1:]], strict=True))
    return " ".join(ways[method] for method, parts in SPLIT_METHODS.items() if part in parts)


def _line(
    edition: Edition, entry: Calculator, line: str, amount: planner.Value | None, part: Fraction
) -> FormField:
    return FormField(
        name=f"share.{line}",
        id=f"share-{line}",
        label=edition.plain(entry.fields[line].label) if line in entry.fields else line,
        help=None,
        unit=Unit.RATIO.value,
        typed=True,
        choices=[],
        value=None,
        found="",
        result=f"amount.{line}",
        methods=_methods("share"),
        parts={
            part: edition.plain(entry.fields[part].label)
            for part in ("weight", "now", "brings", "double", "curve")
        },
        exact=amount.as_json()["value"] if amount else None,
        display=amount.display if amount else "",
        line=line,
        part=canonical(part, Unit.RATIO.value),
        part_words=show(part, Unit.RATIO.value, edition.locale) if amount else "",
    )


def _filled(edition: Edition, field: FormField, values: Mapping[str, str]) -> FormField:
    """Put what an example types into its field, decimals as the language writes them."""
    text = values.get(field.name)
    return replace(field, value=text.replace(".", edition.locale.decimal) if text else None)


def script(text: str) -> Markup:
    """Return a JSON text that may stand inside a script element: nothing in it ends that."""
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - "<" is gone


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
