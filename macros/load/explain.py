"""Turn what pydantic finds wrong into sentences for the author of a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from macros.load import shapes
from macros.load.languages import Languages
from macros.load.reader import Document, Position, Steps
from macros.problems import Problem, fold, listing, nearest, plural, quote

T = TypeVar("T")


def validate(
    document: Document,
    adapter: TypeAdapter[T],
    shape: shapes.Shape,
    languages: Languages,
    *,
    partial: bool = False,
) -> tuple[T | None, list[Problem]]:
    """The value of a document as its model, or every problem that stands in the way.

    Of a ``partial`` document, no problem says what it lacks.
    """
    try:
        return adapter.validate_python(document.value, context=_context(languages)), []
    except ValidationError as error:
        faults = [_Fault(detail, document, shape, languages) for detail in error.errors(include_url=False)]
        misspelt = {meant for fault in faults if (meant := fault.misspelt)}
        told = [fault for fault in faults if not (partial and fault.missing)]
        return None, [_problem(fault) for fault in told if fault.missing not in misspelt]


def _context(languages: Languages) -> dict[str, list[str]]:
    return {"languages": languages.published, "drafts": languages.drafts}


@dataclass(frozen=True)
class _Fault:
    """One error of pydantic, at its place in a file."""

    detail: ErrorDetails
    document: Document
    shape: shapes.Shape
    _languages: Languages

    @property
    def languages(self) -> list[str]:
        """The languages that each text has to have."""
        return self._languages.published

    @property
    def steps(self) -> Steps:
        return self.detail["loc"][:-1] if self.in_key else self.detail["loc"]

    @property
    def known_languages(self) -> list[str]:
        """Those, and the languages that a text may have."""
        return [*self._languages.published, *self._languages.drafts]

    @property
    def in_key(self) -> bool:
        """Whether it is the key that is wrong: pydantic says so by a last step, which may be a key's name."""
        *_, key, mark = ("", "", *self.detail["loc"])
        unknown = self.detail["type"] == "extra_forbidden"
        return mark == "[key]" and not unknown and isinstance(key, str) and key == self.value

    @property
    def value(self) -> Any:
        return self.detail["input"]

    @property
    def missing(self) -> Steps | None:
        """The key that is missing."""
        return self.steps if self.detail["type"] == "missing" else None

    @property
    def misspelt(self) -> Steps | None:
        """The key that an unknown one stands for: where it is missing too, one message says it all."""
        if self.detail["type"] != "extra_forbidden":
            return None
        record = shapes.bare(shapes.at(self.shape, self.steps[:-1]))
        meant = nearest(str(self.steps[-1]), shapes.fields(record))
        return (*self.steps[:-1], meant) if meant else None

    @property
    def context(self) -> dict[str, Any]:
        return self.detail.get("ctx") or {}

    @property
    def allowed(self) -> shapes.Shape:
        return shapes.at(self.shape, self.steps)

    @property
    def expected(self) -> str:
        return shapes.describe(self.allowed, self.languages)

    @property
    def name(self) -> str:
        """What the author calls the value: the last key on the way to it."""
        return next((quote(step) for step in reversed(self.steps) if isinstance(step, str)), "the file")


@dataclass(frozen=True)
class _Words:
    """What to say of a fault, and whether its key or its value is the place to look at."""

    found: str
    expected: str | None = None
    meant: str | None = None
    mend: str | None = None
    at_key: bool = False


_Say = Callable[[_Fault], _Words]


def _problem(fault: _Fault) -> Problem:
    words = SAYINGS.get(fault.detail["type"], _misfit)(fault)
    place = _place(fault, words)
    return Problem(fault.document.file, *place, words.found, words.expected, words.meant, words.mend)


def _place(fault: _Fault, words: _Words) -> Position:
    if words.at_key or fault.in_key:
        return fault.document.key(fault.steps)
    return fault.document.position(fault.steps)


def shown(value: Any) -> str:
    """What stands in the file, in words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return f"the number {value}"
        case str():
            return f"the text {quote(value)}" if value else "an empty text"
        case list():
            return f"a list of {plural(len(value), 'item')}" if value else "an empty list"
        case dict():
            return f"the {'key' if len(value) == 1 else 'keys'} {listing(value, last='and', most=4)}"
    return "another value"


# --------------------------------------------------------------------------------------------------
# Keys


def _missing(fault: _Fault) -> _Words:
    return _Words(
        f"The key {fault.name} is missing{_in_what(fault)}.",
        expected=fault.expected,
        mend=f"add the key {fault.name}.",
        at_key=True,
    )


def _unknown(fault: _Fault) -> _Words:
    record = shapes.bare(shapes.at(fault.shape, fault.steps[:-1]))
    meant = fault.misspelt
    return _Words(
        f"The key {fault.name} is unknown in {shapes.record_name(record)}.",
        expected=f"one of {listing(shapes.fields(record))}",
        meant=str(meant[-1]) if meant else None,
        mend="correct the spelling of the key, or remove it." if meant else "remove the key.",
        at_key=True,
    )


def _in_what(fault: _Fault) -> str:
    """Where a key is missing, when that is not the file itself."""
    around = [quote(step) for step in fault.steps[:-1] if isinstance(step, str)]
    if not around:
        return ""
    last = fault.steps[-2]
    return f" in item {last + 1} of {around[-1]}" if isinstance(last, int) else f" in {around[-1]}"


# --------------------------------------------------------------------------------------------------
# Types


def _misfit(fault: _Fault) -> _Words:
    """A value of the wrong type, and anything that has no words of its own."""
    if fault.value is None and _is_stray(fault):
        return _stray(fault)
    return _Words(
        f"Here stands {shown(fault.value)}.",
        expected=f"{fault.expected}, for {fault.name}" if fault.steps else fault.expected,
        mend=_mend_type(fault),
    )


def _is_stray(fault: _Fault) -> bool:
    """Whether this is a key without value where only languages are keys: a text cut at its comma."""
    around = shapes.at(fault.shape, fault.steps[:-1])
    return bool(fault.languages) and shapes.is_text(around) and fault.steps[-1] not in fault.known_languages


def _stray(fault: _Fault) -> _Words:
    return _Words(
        f"{fault.name} stands where the code of a language is expected.",
        expected=f"every language of the site: {', '.join(fault.languages)}",
        mend="put a text that holds a comma between quotes when it stands inside { }.",
        at_key=True,
    )


def _mend_type(fault: _Fault) -> str:
    value, allowed = fault.value, shapes.bare(fault.allowed)
    if value is None:
        return f"write it after {fault.name}, or remove the key." if fault.steps else "write the file."
    if allowed is str and isinstance(value, bool | int | Decimal):
        return "put it between quotes."
    if shapes.origin(allowed) is list:
        return 'write each item on a line of its own, after "- ".'
    if shapes.origin(allowed) is dict or shapes.is_record(allowed):
        keys = fault.languages if shapes.is_text(fault.allowed) else _first_keys(allowed)
        return f"write its keys on the lines below, further right{_sample(keys)}."
    if allowed is str:
        return "write one text, between quotes."
    if allowed is bool:
        return "write true or false, without quotes."
    return "write digits, without unit, as 12 or 12.5."


def _first_keys(allowed: Any) -> list[str]:
    return shapes.required(allowed) if shapes.is_record(allowed) else []


def _sample(keys: list[str]) -> str:
    return ": " + ", ".join(f'"{key}:"' for key in keys) if keys else ""


def _choice(fault: _Fault) -> _Words:
    choices = list(shapes.allowed(fault.allowed))
    found = f"Here stands {shown(fault.value)}, which is not a value of {fault.name}."
    if fault.in_key:
        mapping = shapes.bare(shapes.at(fault.shape, fault.steps[:-1]))
        choices = list(shapes.allowed(get_args(mapping)[0]))
        found = f"The key {fault.name} is unknown here."
    meant = nearest(fault.value, choices) if isinstance(fault.value, str) else None
    return _Words(found, f"one of {listing(choices)}", meant, "write one of these, exactly so.")


def _too_few(fault: _Fault) -> _Words:
    return _Words(
        f"The list {fault.name} holds {plural(len(fault.value), 'item') if fault.value else 'nothing'}.",
        expected=f"at least {plural(fault.context['min_length'], 'item')}",
        mend='add an item, on a line of its own that begins with "- ".',
        at_key=True,
    )


def _too_many(fault: _Fault) -> _Words:
    if isinstance(fault.value, str):
        return _too_long(fault)
    return _Words(
        f"The list {fault.name} holds {plural(len(fault.value), 'item')}.",
        expected=f"at most {plural(fault.context['max_length'], 'item')}",
        mend="remove what is too many.",
        at_key=True,
    )


def _too_long(fault: _Fault) -> _Words:
    return _Words(
        f"The text is {plural(len(fault.value), 'character')} long.",
        expected=f"at most {plural(fault.context['max_length'], 'character')}",
        mend="shorten the text, or divide it into several statements.",
    )


# --------------------------------------------------------------------------------------------------
# Languages


def _missing_language(fault: _Fault) -> _Words:
    missing = fault.context["missing"]
    noun = "language" if len(missing) == 1 else "languages"
    return _Words(
        f"{fault.name} lacks the {noun} {listing(missing, last='and')}.",
        expected=f"every language of the site: {', '.join(fault.context['languages'])}",
        mend=f"add {listing((f'{code}:' for code in missing), last='and')} beside the others.",
        at_key=True,
    )


def _unknown_language(fault: _Fault) -> _Words:
    unknown, languages = fault.context["unknown"], fault.context["languages"]
    noun = "language" if len(unknown) == 1 else "languages"
    return _Words(
        f"{fault.name} has the {noun} {listing(unknown, last='and')}, which the site does not have.",
        expected=f"every language of the site: {', '.join(languages)}",
        meant=nearest(unknown[0], languages),
        mend="correct or remove it, or add the language to site.yml, "
        'with "draft: true" while it is translated.',
        at_key=True,
    )


# --------------------------------------------------------------------------------------------------
# Rules of the model with a sentence of their own


def _spelling(what: str, expected: str, mend: str) -> _Say:
    def say(fault: _Fault) -> _Words:
        meant = _repaired(fault)
        return _Words(f"{quote(str(fault.value))} is not {what}.", expected, meant, mend)

    return say


def _repaired(fault: _Fault) -> str | None:
    """The nearest slug to a name that was to be one: "Été 2026" gives "ete-2026"."""
    if fault.detail["type"] not in ("bad_slug", "bad_key"):
        return None
    return re.sub(r"[^a-z0-9]+", "-", fold(str(fault.value))).strip("-")[:60] or None


def _fixed(found: str, expected: str | None, mend: str) -> _Say:
    def say(fault: _Fault) -> _Words:
        return _Words(
            found.format(name=fault.name, **fault.context), expected, None, mend.format(**fault.context)
        )

    return say


def _no_basis(fault: _Fault) -> _Words:
    last = fault.steps[-1] if fault.steps else None
    subject = f"Item {last + 1} of {fault.name}" if isinstance(last, int) else f"The statement {fault.name}"
    basis = fault.context["basis"]
    said = f'says "basis: {basis}"' if basis else "does not say what it rests on"
    return _Words(
        f"{subject} names no source and {said}.",
        expected='"sources:" with ids of sources.yml, or "basis: own"',
        mend='name its sources; where it is the editors\' own judgement, write "basis: own".',
        at_key=True,
    )


def _figure_currency(fault: _Fault) -> _Words:
    money = fault.context["unit"] == "money"
    return _Words(
        "The figure is money without a currency." if money else "The figure has a currency and is no money.",
        expected='a currency with "unit: money", and none with another unit',
        mend='add "currency:".' if money else 'remove "currency:", or correct the unit.',
        at_key=True,
    )


def _rule_currency(fault: _Fault) -> _Words:
    kind = fault.context["kind"]
    money = kind.endswith("minimum")
    return _Words(
        f"The rule is of the kind {quote(kind)} and has {'no' if money else 'a'} currency.",
        expected="a currency with a minimum, and none with another kind",
        mend='add "currency:".' if money else 'remove "currency:", or correct the kind.',
    )


def _dated(both: str, neither: str, expected: str, mend: str) -> _Say:
    """What has a date and says that it has none, or does neither."""

    def say(fault: _Fault) -> _Words:
        if fault.context["undated"]:
            return _Words(both, "one of the two", mend='remove "undated".')
        return _Words(neither, expected, mend=mend)

    return say


_SLUG = "lower-case ASCII letters, digits, single hyphens"
_LETTERS = "use lower-case letters without accents, digits, and single hyphens between words."

SAYINGS: dict[str, _Say] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "enum": _choice,
    "literal_error": _choice,
    "too_short": _too_few,
    "too_long": _too_many,
    "string_too_long": _too_long,
    "missing_language": _missing_language,
    "unknown_language": _unknown_language,
    "no_published_language": _fixed(
        "Every language is a draft.",
        "at least one language to publish",
        'remove "draft: true" from the first language of the site.',
    ),
    "no_basis": _no_basis,
    "blank_text": _fixed("The text {name} is blank.", "a text", "write the text, or remove the key."),
    "stacked_marks": _fixed(
        "The text {name} piles more than eight marks on a letter.",
        "letters with the accents that their language gives them",
        "remove the marks.",
    ),
    "bad_slug": _spelling("a part of an address", _SLUG, _LETTERS),
    "bad_key": _spelling("a name that can be referred to", _SLUG, _LETTERS),
    "bad_id": _spelling("the id of an entry", 'a kind, a slash and a name: "objective/awareness"', _LETTERS),
    "bad_statement": _spelling(
        "the id of a statement",
        'the id of an entry, "#" and a name: "objective/awareness#rule"',
        "add what is missing; letters are lower-case, without accents.",
    ),
    "bad_language": _spelling("the code of a language", 'a code such as "fr" or "pt-BR"', "write the code."),
    "bad_claim": _spelling(
        "the id of a claim",
        'capitals or digits, a hyphen and a number: "S1-01"',
        "write the id as it stands in claims.yml.",
    ),
    "bad_date": _spelling(
        "a date",
        'a year, a month or a day: "2026", "2026-11" or "2026-11-22"',
        "write the year first, with two digits for the month and the day.",
    ),
    "bad_url": _spelling(
        "an address of the web",
        'an address that begins with "https://" or "http://", without spaces or quotes',
        "copy the address from the browser.",
    ),
    "bad_contact": _spelling(
        "an address to write to",
        'an e-mail address, or an address that begins with "https://" or "http://"',
        "write the address alone: no name before it, no mailto:.",
    ),
    "bad_currency": _spelling(
        "the code of a currency", 'three capitals: "CAD", "EUR"', "write the code of ISO 4217."
    ),
    "bad_ratio": _spelling("a ratio", 'width, colon, height: "16:9"', "write two whole numbers and a colon."),
    "not_a_number": _misfit,
    "empty_span": _fixed(
        "The length has no number.",
        "two numbers of seconds, one of which may be null",
        "write [15, 60]; [null, 6] is at most 6 seconds, [60, null] at least 60.",
    ),
    "bad_span": _fixed(
        "The length goes from {low} to {high} seconds.",
        "two numbers that are not negative, the smaller first",
        "put the smaller number first.",
    ),
    "bad_zone": _fixed(
        "The margins of the safe zone leave no frame, or no margin.",
        "margins in percent, at least one of them above 0, and less than 100 for two that face each other",
        "correct the margins, or remove the safe zone.",
    ),
    "diagram_part": _fixed(
        'A part of the diagram has no "{key}".',
        '"role" in each part of a loop, "role" and "course" in each of a course, "stage" in each of a funnel',
        'write the "{key}" of each part, or choose another shape.',
    ),
    "several_zones": _fixed(
        "Several frames have a safe zone.",
        "one at most: the page of a format draws one",
        "keep the one that matters most; say what else is known in its note.",
    ),
    "figure_without_value": _fixed(
        "The figure has no value.",
        '"value", or "low" and "high" together',
        "write the value, or both ends of the range.",
    ),
    "answers": _fixed(
        'The question has "unit: {unit}".',
        '"choices" with "unit: choice", and none with another unit',
        'write the answers to choose from below "choices:", or correct the unit.',
    ),
    "condition": _fixed(
        "The condition about {about} has no test, or several.",
        '"is", "one_of", or an amount: "at_least", "less_than" or both',
        "keep one test; two conditions of a rule must both hold.",
    ),
    "shares": _fixed(
        "The shares make {total} percent.", "shares that make 100 percent", "correct the shares."
    ),
    "greater_than_equal": _fixed(
        "{name} is below {ge}.", "a number within its bounds", "write {ge} or more."
    ),
    "less_than_equal": _fixed("{name} is above {le}.", "a number within its bounds", "write {le} at most."),
    "bad_months": _fixed(
        "{name} is {months}.", "a number of months, 1 or more", "write how long figures last."
    ),
    "bad_percentage": _fixed(
        "{name} is {percent}.", "a percentage from 0 to 100", "write 9.975 for a rate of 9.975%."
    ),
    "figure_date": _dated(
        'The figure has a "window" and says "undated: true".',
        "The figure does not say when it was measured.",
        '"window": one date or two, each between quotes: "2026", "2026-11" or "2026-11-22"',
        'write the window, or "undated: true" where its source gives no date.',
    ),
    "figure_range": _fixed(
        "The figure goes from {low} to {high}.", '"low" not above "high"', "exchange the two."
    ),
    "figure_currency": _figure_currency,
    "rule_value": _fixed("The rule's value is {value}.", "a number above 0", "correct the value."),
    "rule_currency": _rule_currency,
    "rule_date": _dated(
        'The rule has an "as_of" and says "undated: true".',
        "The rule does not say when it stood.",
        '"as_of": a date between quotes: "2026", "2026-11" or "2026-11-22"',
        'write the date, or "undated: true" where its source gives none.',
    ),
}
