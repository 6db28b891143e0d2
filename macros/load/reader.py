"""Read a YAML file into plain values, with the line and column of each of them.

The part of YAML that a person needs to write texts and figures is read; what makes YAML surprising
or dangerous (tags, anchors and aliases, several documents, duplicate keys, ``yes`` read as true,
``2026-11-22`` read as a date, ``16:9`` read as a number of minutes) is refused or stays text.

The parser's events are turned into values by a loop, not by recursion, so depth is a limit that is
counted and reported. Everything wrong that does not stop the parser is reported together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from macros.links import OPENING, openings
from macros.load.syntax import UNCLOSED, in_words
from macros.problems import Problem, plural, quote

LARGEST_FILE = 1_000_000
LONGEST_SCALAR = 20_000
DEEPEST = 20
MOST_NODES = 200_000

Steps = tuple[str | int, ...]
"""The way to a value inside a file: ``("formats", 0, "text", "fr")``."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}", re.ASCII)
# Line breaks that only YAML knows (U+0085, U+2028, U+2029) would shift every line number after them; what
# orders a direction (U+202A to U+202E, U+2066 to U+2069) would turn the words that a page puts after a text.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_FORGOTTEN = "\0"
"""Stands for a key that is written twice, while its second value is read: no file can hold it."""
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}


class Position(NamedTuple):
    """A place in a file, counted from 1 as editors do."""

    line: int
    column: int


START = Position(1, 1)


@dataclass
class Document:
    """What one file holds and where each part of it stands."""

    file: str
    """the name to show: ``data/objectives/awareness.yml``"""
    text: str = ""
    value: Any = None
    usable: bool = True
    """False when the value cannot be trusted, because of a problem of the YAML itself"""
    problems: list[Problem] = field(default_factory=list)
    places: dict[Steps, int] = field(default_factory=dict)
    """where each value begins and where its key stands, packed: there are many, so they are kept small"""
    empty: list[Steps] = field(default_factory=list)
    """the ways to keys and items without a value"""
    _linked: dict[Steps, tuple[str, int, int]] = field(default_factory=dict, repr=False)
    """texts that hold a link: the text, and where it begins and ends in ``Document.text``"""

    def key(self, steps: Steps) -> Position:
        """Where the key of a value stands; for an item of a list, where the item begins."""
        place = self._nearest(steps)
        return _unpacked(place >> _PLACE or place)

    def position(self, steps: Steps) -> Position:
        """Where a value begins, or the nearest thing around it that is written."""
        return _unpacked(self._nearest(steps) & _VALUE)

    def _nearest(self, steps: Steps) -> int:
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, 0)

    def forget(self, kept: Iterable[Steps]) -> None:
        """Keep the places of ``kept`` only, once the value has become a record."""
        self.text, self.value = "", None
        self.places = {steps: self.places[steps] for steps in kept if steps in self.places}
        self.empty.clear()
        self._linked.clear()

    def linked(self) -> Iterator[tuple[Steps, str]]:
        """The texts that hold ``[[``, and the way to each."""
        return ((steps, text) for steps, (text, _, _) in self._linked.items())

    def openings(self, steps: Steps) -> list[Position]:
        """Where each ``[[`` of a text stands."""
        value, start, end = self._linked[steps]
        typed, held = openings(self.text[start:end]), openings(value)
        if len(typed) != len(held):  # written with escapes: the text as a whole, then
            return [self.position(steps)] * len(held)
        above = (
            self.text.count("\n", 0, start) + 1
        )  # once: a file may be long, and a text hold thousands of links
        return [
            Position(
                above + self.text.count("\n", start, start + index),
                start + index - self.text.rfind("\n", 0, start + index),
            )
            for index in typed
        ]


_COLUMNS = 20
"""Bits for a column, and for a line: neither is ever more than the bytes of a file."""
_PLACE = 2 * _COLUMNS
"""Bits for the place of a value; the place of its key stands above."""
_VALUE = (1 << _PLACE) - 1


def _packed(event: Event) -> int:
    mark = cast(Any, event.start_mark)  # only events made by hand have none
    place: int = (mark.line + 1) << _COLUMNS | (mark.column + 1)
    return place


def _unpacked(place: int) -> Position:
    return Position(place >> _COLUMNS, place & ((1 << _COLUMNS) - 1)) if place else START


def read_file(path: Path, name: str) -> Document:
    """Read a file; ``name`` is how messages call it."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        return _refused(
            name,
            START,
            f"The file holds {plural(size, 'byte')}.",
            f"at most {LARGEST_FILE:,} bytes",
            "divide it into several files, one entry each.",
        )
    return read_bytes(path.read_bytes(), name)


def read_bytes(raw: bytes, name: str) -> Document:
    """Read the bytes of a file; whatever is wrong with them is in ``problems`` of the document."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        place = Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return _refused(
            name,
            place,
            f"The byte 0x{raw[error.start]:02x} is not part of any character in UTF-8.",
            "text saved in UTF-8",
            "save the file again, choosing the encoding UTF-8 in the editor.",
        )
    return read(text, name)


def read(text: str, name: str) -> Document:
    """Read YAML; whatever is wrong with it is in ``problems`` of the document."""
    text = text.replace("\r\n", "\n")
    if unreadable := _UNREADABLE.search(text):
        before = text[: unreadable.start()]
        return _refused(
            name,
            Position(before.count("\n") + 1, len(before) - before.rfind("\n")),
            f"The character U+{ord(unreadable[0]):04X}, which cannot be seen, stands here.",
            "characters that can be seen, spaces and line breaks",
            "remove the character.",
        )
    return _Reading(Document(name, text)).run()


def _refused(name: str, place: Position, found: str, expected: str, mend: str) -> Document:
    problem = Problem(name, *place, found, expected, mend=mend)
    return Document(name, usable=False, problems=[problem])


class _EnoughError(Exception):
    """Reading on would only cost time."""


class _Open(NamedTuple):
    """A mapping or list being read."""

    container: Any
    """the dict or list that is filled"""
    steps: Steps


class _Awaited(NamedTuple):
    """A value that comes next."""

    steps: Steps
    key: int
    """where its key stands, as a place is packed; 0 where it has none"""


_NEXT_ITEM = _Awaited((), 0)
"""The next item of a list, whichever it is."""


class _Reading:
    """One pass over the events of one file."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[_Open] = []
        self.awaited: list[_Awaited | None] = []
        """for each of these, the value that comes next; None where a key comes next"""
        self.nodes = 0
        self.documents = 0
        self.handlers: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._start,
            SequenceStartEvent: self._start,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            AliasEvent: self._alias,
            DocumentStartEvent: self._document_start,
        }

    def run(self) -> Document:
        try:
            self._read_events()
        except _EnoughError:
            self.document.usable = False
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        if not self.document.usable:
            self.document.value = None
        return self.document

    def _read_events(self) -> None:
        loader = _Loader(self.document.text)
        try:
            event = loader.get_event()
            while type(event) is not StreamEndEvent:
                if handler := self.handlers.get(type(event)):
                    handler(event)
                event = loader.get_event()
        except (ValueError, OverflowError) as error:  # as PyYAML's own parser says of "\\U99999999"
            raise yaml.MarkedYAMLError(problem=str(error), problem_mark=loader.get_mark()) from error
        finally:
            loader.dispose()

    # -- events

    def _document_start(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop(
                event,
                'A second document begins here, after a line "---".',
                "one document a file",
                'remove the line "---", or move what follows to a file of its own.',
            )

    def _start(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event)
        container: dict[str, Any] | list[Any] = {} if isinstance(event, MappingStartEvent) else []
        if len(self.open) >= DEEPEST:
            self._stop(
                event,
                f"Lists and keys are nested more than {DEEPEST} deep here.",
                f"at most {DEEPEST} levels",
                "bring what stands here nearer to the margin.",
            )
        if self._key_comes_next():
            self._stop(
                event,
                "A list or a group of keys stands where a key is expected.",
                "a key that is a word",
                'write a word, then ":"; text that begins with "{" or "[" goes between quotes.',
            )
        steps = self._add(container, event)
        self.open.append(_Open(container, steps))
        self.awaited.append(None if isinstance(container, dict) else _NEXT_ITEM)

    def _end(self, event: MappingEndEvent | SequenceEndEvent) -> None:
        self.open.pop()
        self.awaited.pop()

    def _alias(self, event: AliasEvent) -> None:
        self._doubt(
            event,
            f'The alias "*{event.anchor}" stands here.',
            "the text itself",
            "write out what the alias stands for; text that begins with * goes between quotes.",
        )
        if self._key_comes_next():
            self.awaited[-1] = _Awaited((*self.open[-1].steps, f"*{event.anchor}"), 0)
        else:
            self._add(None, event)

    def _scalar(self, event: ScalarEvent) -> None:
        if event.tag is not None or event.anchor is not None:
            self._refuse_marks(event)
        text = event.value
        if len(text) > LONGEST_SCALAR:
            self._stop(
                event,
                f"A text of {plural(len(text), 'character')} begins here.",
                f"at most {LONGEST_SCALAR:,} characters",
                "divide the text.",
            )
        if event.style == '"' and (hidden := _UNREADABLE.search(text)):
            self._doubt(
                event,
                f"The text holds the character U+{ord(hidden[0]):04X}, written as an escape.",
                "characters that can be seen, spaces and line breaks",
                "remove the escape.",
            )
        value = _plain_value(text) if event.implicit[0] else text
        if self._key_comes_next():
            self._key(value, event)
            return
        steps = self._add(value, event)
        if OPENING in text:
            start, end = cast(Any, event.start_mark).index, cast(Any, event.end_mark).index
            self.document._linked[steps] = (text, start, end)

    # -- values

    def _key_comes_next(self) -> bool:
        return bool(self.awaited) and self.awaited[-1] is None

    def _key(self, value: Any, event: ScalarEvent) -> None:
        container, steps = self.open[-1]
        if not isinstance(value, str):
            self._report(
                event,
                f"The key {quote(event.value)} would be read as {_kind(value)}, not as a word.",
                "a key that is a word",
                f'put it between quotes: "{event.value}":' if event.value else 'write a word before ":".',
            )
            value = event.value
        here = (*steps, value)
        if value in container:
            first = self.document.key(here)
            self._report(
                event,
                f"The key {quote(value)} is written twice: first on line {first.line}, "
                f"column {first.column}, and again here.",
                "each key once",
                "keep one of the two and remove the other.",
            )
            here = (*steps, _FORGOTTEN)
        self.awaited[-1] = _Awaited(here, _packed(event))

    def _add(self, value: Any, event: Event) -> Steps:
        """Put a value where it belongs and return the way to it."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(
                event,
                f"The file holds more than {MOST_NODES:,} values.",
                f"at most {MOST_NODES:,} values",
                "divide it into several files.",
            )
        steps: Steps = ()
        key = 0
        if not self.open:
            self.document.value = value
        elif (awaited := self.awaited[-1]) is _NEXT_ITEM or awaited is None:
            container, above = self.open[-1]
            steps = (*above, len(container))
            container.append(value)
        else:
            steps, key = awaited
            self.awaited[-1] = None
            if steps[-1] is not _FORGOTTEN:
                self.open[-1].container[steps[-1]] = value
        self.document.places[steps] = key << _PLACE | _packed(event)
        if value is None:
            self.document.empty.append(steps)
        return steps

    # -- problems

    def _refuse_marks(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> None:
        if event.tag is not None:
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._doubt(
                event,
                f"The tag {quote(shown)} stands here.",
                "a value without a tag",
                "remove the tag; text that begins with ! goes between quotes.",
            )
        if event.anchor is not None:
            self._doubt(
                event,
                f'The anchor "&{event.anchor}" stands here.',
                "a value without an anchor",
                "remove the anchor; text that begins with & goes between quotes.",
            )

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        self.document.usable = False
        marks = [error.problem_mark, error.context_mark]
        if error.problem == UNCLOSED:
            marks.reverse()
        mark = next(mark for mark in marks if mark is not None)
        index = mark.index
        place = Position(mark.line + 1, mark.column + 1)
        found, mend = in_words(error, self.document.text[index : index + 1])
        self.document.problems.append(Problem(self.document.file, *place, found, mend=mend))

    def _report(self, event: Event, found: str, expected: str, mend: str) -> None:
        problem = Problem(self.document.file, *_unpacked(_packed(event)), found, expected, mend=mend)
        self.document.problems.append(problem)

    def _doubt(self, event: Event, found: str, expected: str, mend: str) -> None:
        self._report(event, found, expected, mend)
        self.document.usable = False
        if len(self.document.problems) >= 100:
            raise _EnoughError

    def _stop(self, event: Event, found: str, expected: str, mend: str) -> None:
        self._report(event, found, expected, mend)
        raise _EnoughError


def _plain_value(text: str) -> Any:
    """What text without quotes stands for; whatever is not plainly a number or constant is text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "+-0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
    return text


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return "true or false" if isinstance(value, bool) else "a number"
