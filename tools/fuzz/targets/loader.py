"""The YAML loader: bytes of a file, read, held against the model, then against a small right knowledge base.

The first byte says which file of that base they stand in for, the second which of PyYAML's parsers reads it
(the fast one as a rule, the slow one where libyaml is missing), and whether a file that is wrong in itself is
held against the others too, which takes most of the time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import yaml
from hypothesis import strategies as st

from macros.load import DataError, loader, reader, shapes
from macros.load.checks import check
from macros.load.draft import Draft
from macros.load.files import Folder
from macros.load.languages import Languages, declared
from macros.load.reader import Document, read_bytes
from tools.fuzz.hostile import TEXTS, YAML
from tools.fuzz.text import bytes_of, chosen, number_texts

TESTS = Path(__file__).resolve().parent.parent.parent.parent / "tests"
BASE = TESTS / "bad_data" / "base"
LACKING = {"guides/agency.yml": "guides", "jurisdictions/here.yml": "jurisdictions"}
"""Kinds of file that the base lacks → the folder of tests/other_kb that has one."""
SLOW_PARSER = 255
"""The second byte for it."""
SELDOM = 8
"""Of so many values of the second byte, one has a file that is wrong in itself held against the others."""
words = (*YAML, *TEXTS)


@cache
def files() -> tuple[str, ...]:
    """Return the files that an input may stand for, relative to the base."""
    found = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.yml"))
    return (*found, *LACKING)


def run(data: bytes) -> None:
    """Load the base with one file made of these bytes. Raises DataError with every problem."""
    which, way = data[:2].ljust(2, b"\0")
    relative = files()[which % len(files())]
    with _parser(slow=way == SLOW_PARSER):
        document = read_bytes(data[2:], f"base/{relative}")
    assert document.usable or document.problems, "a file that cannot be trusted, and no problem says why"
    site = relative == "site.yml"
    draft = _draft_without(relative, declared(document.value) if site else _languages())
    known = len(draft.problems)
    if site:
        loader._read_site(draft, _Held(document))
    else:
        loader._read_one(draft, _Held(document), relative)
    if document.usable and (len(draft.problems) == known or way % SELDOM == 1):
        check(draft)
    if draft.problems:
        error = DataError(draft.problems)
        assert all(problem.line > 0 and problem.column > 0 for problem in error.problems), "no place"
        str(error).encode()
        raise error


class _Held(Folder):
    """A folder whose every file is one that is held in memory."""

    def __init__(self, document: Document) -> None:
        super().__init__(BASE)
        self._document = document

    def has(self, relative: str) -> bool:
        return True

    def read(self, relative: str) -> Document:
        return self._document


@contextmanager
def _parser(slow: bool) -> Iterator[None]:
    usual = reader._Loader
    if slow:
        reader._Loader = yaml.SafeLoader
    try:
        yield
    finally:
        reader._Loader = usual


def _draft_without(relative: str, languages: Languages) -> Draft:
    """Return the base without one of its files, ready to take that file."""
    shapes.inside.cache_clear()  # it keeps every key that it was asked for: many, of a million files
    base = _read_without(relative, (*languages.published,), (*languages.drafts,))
    return replace(
        base,
        interface=dict(base.interface),
        entries=list(base.entries),
        figures=list(base.figures),
        queries=list(base.queries),
        redirects=list(base.redirects),
        documents=dict(base.documents),
        problems=list(base.problems),
    )


@lru_cache(256)
def _read_without(relative: str, languages: tuple[str, ...], drafts: tuple[str, ...]) -> Draft:
    """Read the base but one file, as the languages judge it: those of a site file may be any."""
    draft, folder = Draft(languages=[*languages], drafts=[*drafts]), Folder(BASE)
    if relative != "site.yml":
        loader._read_site(draft, folder)
    for other in files():
        if other not in (relative, *LACKING):
            loader._read_one(draft, folder, other)
    return draft


@cache
def _languages() -> Languages:
    """Return the languages of the base."""
    return declared(Folder(BASE).read("site.yml").value)


@cache
def texts() -> tuple[bytes, ...]:
    """Return a right text of each of the files."""
    found = []
    for name in files():
        folder = LACKING.get(name)
        path = min((TESTS / "other_kb" / folder).glob("*.yml")) if folder else BASE / name
        found.append(path.read_bytes())
    return tuple(found)


def mistakes() -> Iterator[bytes]:
    """Return the files that tests/bad_data has wrong, each in one place."""
    for path in sorted((TESTS / "bad_data").glob("*.yml")):
        for change in yaml.safe_load(path.read_text("utf-8"))["changes"]:
            if change["file"] in files() and ("find" in change or "whole" in change):
                nth = files().index(change["file"])
                right = texts()[nth].decode()
                text = (
                    change["whole"] if "whole" in change else right.replace(change["find"], change["put"], 1)
                )
                yield chosen(nth, 0) + bytes_of(text)


def seeds() -> Iterator[bytes]:
    """Return every file of the base, right and wrong, read by either parser, and signs of YAML."""
    yield from mistakes()
    for nth, text in enumerate(texts()):
        yield chosen(nth, 0) + text
        yield chosen(nth, SLOW_PARSER) + text
    for nth, word in enumerate(YAML):
        yield chosen(nth, SLOW_PARSER * (nth % 2)) + b"id: " + bytes_of(word)
    yield chosen(0, 0) + b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    yield chosen(0, 0) + b"[" * 3000
    yield chosen(0, 0) + b"{a: " * 3000
    yield chosen(0, 0) + b"- " * 3000


def inputs() -> st.SearchStrategy[bytes]:
    """Return files that are nearly right: places replaced, values exchanged, or built of odd values."""
    head = st.tuples(st.integers(0, len(files()) - 1), st.sampled_from([0, 1, 2, SLOW_PARSER]))
    edit = st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(words))
    value = st.tuples(st.floats(0, 1), st.sampled_from(words) | number_texts())
    edited = st.builds(_edited, head, st.lists(edit, max_size=3), st.lists(value, max_size=2))
    word, length = st.sampled_from(words), st.integers(1, reader.LONGEST_SCALAR)
    text = st.builds(_long, word, word, length)
    return edited | st.builds(_dumped, head, _values()) | st.builds(_exchanged, head, st.floats(0, 1), text)


def _edited(
    head: tuple[int, int], edits: list[tuple[float, int, str]], values: list[tuple[float, str]]
) -> bytes:
    """Return a right file in which texts were put over others, and values of keys replaced."""
    text = texts()[head[0]].decode()
    lines = text.split("\n")
    for place, put in values:
        nth = int(place * (len(lines) - 1))
        key, colon, _ = lines[nth].partition(": ")
        lines[nth] = f"{key}{colon}{put}"
    text = "\n".join(lines)
    for place, length, put in edits:
        start = int(place * len(text))
        text = text[:start] + put + text[start + length :]
    return chosen(*head) + bytes_of(text)


def _long(first: str, again: str, length: int) -> str:
    """Return a text that says one thing over and over: what takes ever longer on it shows."""
    return (first + again * (length // max(len(again), 1)))[:length]


def _exchanged(head: tuple[int, int], place: float, text: str) -> bytes:
    """Return a right file in which one text is another, in quotes."""
    found = [*re.finditer(r"(?<=: )[^\n,{}]+", texts()[head[0]].decode())]
    one = found[int(place * (len(found) - 1))]
    return chosen(*head) + bytes_of(one.string[: one.start()] + json.dumps(text) + one.string[one.end() :])


def _dumped(head: tuple[int, int], value: object) -> bytes:
    return chosen(*head) + bytes_of(yaml.safe_dump(value, allow_unicode=True))


def _values() -> st.SearchStrategy[object]:
    keys = st.sampled_from(["id", "slug", "title", "fr", "en", "sources", "steps", "languages", "[key]"])
    odd = st.none() | st.booleans() | st.integers() | st.sampled_from(words) | st.text(max_size=6)
    return st.recursive(
        odd,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(keys | st.text(max_size=6), inner, max_size=6)
        ),
    )
