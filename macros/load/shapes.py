"""What the model allows at each place of a file: used by messages, cross-checks and JSON Schemas."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, TypeGuard, Union, get_args, get_type_hints

from pydantic import BaseModel

from macros import model as m
from macros.problems import listing

Shape = Any
"""A type of the model, with its annotations: ``m.Text``, ``list[m.Mapping]``, ``m.Fit``."""


def origin(shape: Shape) -> Any:
    """``list`` of ``list[X]``, ``Annotated`` of annotated types, None of plain ones."""
    return typing.get_origin(shape)


@cache
def fields(model: type[BaseModel]) -> dict[str, Shape]:
    """The keys of a record, as written in data, and what each of them takes."""
    hints = get_type_hints(model, include_extras=True)
    return {info.alias or name: hints[name] for name, info in model.model_fields.items()}


@cache
def required(model: type[BaseModel]) -> list[str]:
    """The keys that a record cannot do without."""
    return [info.alias or name for name, info in model.model_fields.items() if info.is_required()]


def without_none(shape: Shape) -> Shape:
    """``X`` of ``X | None``."""
    if origin(shape) in (Union, types.UnionType):
        return next(part for part in get_args(shape) if part is not type(None))
    return shape


def may_be_none(shape: Shape) -> bool:
    """Whether a value may be absent: ``X | None``."""
    return without_none(shape) is not shape


@cache
def bare(shape: Shape) -> Shape:
    """A type without None and without annotations."""
    shape = without_none(shape)
    while origin(shape) is Annotated:
        shape = without_none(get_args(shape)[0])
    return shape


def is_record(shape: Shape) -> TypeGuard[type[BaseModel]]:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


@cache
def inside(shape: Shape, step: str | int) -> Shape:
    """What is allowed one step further in; None where nothing is known."""
    shape = bare(shape)
    if is_record(shape):
        return fields(shape).get(str(step))
    arguments = get_args(shape)
    return arguments[-1] if arguments and origin(shape) in (list, dict) else None


def records_inside(shape: Shape, step: str | int) -> Shape:
    """A bare type one step further in, None where neither it nor anything below it is a record."""
    return _records_inside(shape, step if is_record(shape) else 0)


@cache
def _records_inside(shape: Shape, step: str | int) -> Shape:
    inner = bare(inside(shape, step))
    if is_record(inner):
        return inner
    return inner if inner is not None and _records_inside(inner, 0) else None


def at(shape: Shape, steps: tuple[str | int, ...]) -> Shape:
    """What is allowed at a place of a file; None where nothing is known."""
    for step in steps:
        shape = inside(shape, step)
    return shape


def is_text(shape: Shape) -> bool:
    """Whether the keys of a value are the languages of the site."""
    return without_none(shape) in (m.Text, m.WordList, m.Slugs)


def is_spelled(value: str, shape: Shape) -> bool:
    """Whether a string has the spelling of one of the model's types: an id, a slug…"""
    patterns = (part for part in get_args(shape) if isinstance(part, m.Pattern))
    return all(re.fullmatch(pattern.expression, value, re.ASCII) for pattern in patterns)


_SINGLE: list[tuple[Shape, str]] = [
    (m.EntryId, 'the id of an entry, as "objective/awareness"'),
    (m.Key, 'an id, as "brand-awareness"'),
    (m.Slug, "lower-case ASCII letters, digits and single hyphens"),
    (m.Language, 'the code of a language, as "fr" or "pt-BR"'),
    (m.ClaimId, 'the id of a claim, as "S1-01"'),
    (m.Day, 'a date between quotes: "2026", "2026-11" or "2026-11-22"'),
    (m.Url, 'an address that begins with "https://" or "http://"'),
    (m.Contact, 'an e-mail address, or an address that begins with "https://" or "http://"'),
    (m.Number, "a number, with a point before its decimals"),
    (m.Ratio, 'a width and a height between quotes, as "16:9"'),
]


def describe(shape: Shape, languages: list[str]) -> str:
    """What is allowed, in words for an author."""
    shape = without_none(shape)
    in_each = f"in each language ({', '.join(languages)})" if languages else "in each language"
    for known, words in ((m.Text, "one text"), (m.WordList, "a list of names"), (m.Slugs, "one slug")):
        if shape == known:
            return f"{words} {in_each}"
    for known, words in _SINGLE:
        if shape == known:
            return words
    shape = bare(shape)
    if is_record(shape):
        return f"the keys of {record_name(shape)}: {', '.join(fields(shape))}"
    if choices := list(allowed(shape)):
        return f"one of {listing(choices)}"
    if origin(shape) is list:
        return f"a list, each item of which is {describe(get_args(shape)[0], languages)}"
    if origin(shape) is dict:
        return f"keys, each of which takes {describe(get_args(shape)[1], languages)}"
    return {str: "text", bool: "true or false", int: "a whole number"}.get(shape, "another value")


def allowed(shape: Shape) -> Iterator[str]:
    """The values to choose from, if there are only so many."""
    shape = bare(shape)
    if isinstance(shape, type) and issubclass(shape, Enum):
        yield from (str(member.value) for member in shape)
    elif origin(shape) is Literal:
        yield from map(str, get_args(shape))


_NAMES = {
    "Said": "a statement",
    "KindWords": "a kind of entry",
    "SitePage": "a page",
    "SiteLanguage": "a language",
    "RedirectFile": "a list of redirects",
    "FigureFile": "a list of figures",
    "Site": "the site file",
    "Interface": "an interface file",
}


def record_name(record: type[BaseModel]) -> str:
    """What a record is called in a message: ``SafeZone`` is "a safe zone"."""
    if name := _NAMES.get(record.__name__):
        return name
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in record.__name__).strip()
    return f"an {words}" if words[0] in "aeio" else f"a {words}"
