"""A knowledge base while it is being read: what every file holds, right or wrong.

Checks look here, so that a mistake in one file hides nothing of the others: ids come from what is
written, records from what could be understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from pydantic import BaseModel

from macros.load import shapes
from macros.load.reader import Document, Position, Steps
from macros.model import (
    Anchored,
    Claim,
    Concept,
    Entry,
    Figure,
    Interface,
    Placement,
    PlatformRule,
    Redirect,
    Site,
    Source,
    Tax,
    kind_of,
)
from macros.problems import Problem


@dataclass
class EntryFile:
    """The file of one entry."""

    document: Document
    kind: str
    stem: str
    entry: Entry | None = None
    """None where the file is not yet right"""

    @property
    def id(self) -> str | None:
        """The id as it is written, None where none can be read."""
        written = self.document.value.get("id") if isinstance(self.document.value, dict) else None
        return written if isinstance(written, str) else None

    @cached_property
    def statements(self) -> list[Anchored]:
        """The statements of the entry, none while its file is not right."""
        return list(self.entry.statements()) if self.entry else []

    def ids(self) -> list[str]:
        """The ids by which others may mean this entry: the one written, or while that cannot be one of
        its kind, those that its file name allows."""
        if self.id and kind_of(self.id) == self.kind:
            return [self.id]
        if self.kind != Concept.kind:
            return [f"{self.kind}/{self.stem}"]
        split = [f"{sub}/{self.stem.removeprefix(sub + '-')}" for sub in Concept.subkinds]
        return [*split, *(f"{sub}/{self.stem}" for sub in Concept.subkinds)]


class Field(NamedTuple):
    """A key of a record and its value, as typed."""

    document: Document
    steps: Steps
    value: Any
    record: type[BaseModel]
    """the model of the record"""


@dataclass
class QueriesOfFile:
    """A file of ``queries/``."""

    document: Document
    queries: dict[str, dict[str, str]]
    """by the id of what is looked for; none while the file is not right"""


@dataclass
class Draft:
    """All that was read."""

    languages: list[str] = field(default_factory=list)
    """those published: each text has them all"""
    drafts: list[str] = field(default_factory=list)
    """languages being translated: a text may have them"""
    site: Site | None = None
    interface: dict[str, Interface] = field(default_factory=dict)
    entries: list[EntryFile] = field(default_factory=list)
    sources: dict[str, Source] | None = None
    placements: dict[str, Placement] | None = None
    rules: dict[str, PlatformRule] | None = None
    taxes: dict[str, Tax] | None = None
    claims: dict[str, Claim] | None = None
    figures: list[Figure] = field(default_factory=list)
    queries: list[QueriesOfFile] = field(default_factory=list)
    redirects: list[Redirect] = field(default_factory=list)
    documents: dict[str, tuple[Document, shapes.Shape]] = field(default_factory=dict)
    """file relative to the root (``sources.yml``) → what it holds and what it should hold"""
    problems: list[Problem] = field(default_factory=list)

    def document(self, file: str) -> Document | None:
        return self.documents[file][0] if file in self.documents else None

    def written(self, file: str, *steps: str) -> dict[str, Any] | None:
        """The mapping at a place of a file as typed; None where it cannot be known."""
        document = self.document(file)
        value = document.value if document and document.usable else None
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        return value if isinstance(value, dict) else None

    def entry_ids(self) -> set[str]:
        """Every id that an entry has, or may have once its file is right."""
        return {entry_id for file in self.entries for entry_id in file.ids()}

    def understood(self) -> Iterator[tuple[EntryFile, Entry]]:
        """The files of entries that are right in themselves."""
        for file in self.entries:
            if file.entry:
                yield file, file.entry

    def statement_ids(self) -> tuple[set[str], set[str]]:
        """Ids of every statement, and ids of the entries whose statements are not known yet."""
        known = {said.id for file in self.entries for said in file.statements}
        unknown = {entry_id for file in self.entries if not file.entry for entry_id in file.ids()}
        return known, unknown

    def fields(self) -> Iterator[Field]:
        """Every key of every record of every file, whether or not the model knows it."""
        for document, shape in self.documents.values():
            waiting: list[tuple[Any, shapes.Shape, Steps]] = []
            if isinstance(document.value, dict | list):
                waiting.append((document.value, shapes.bare(shape), ()))
            while waiting:
                value, shape, steps = waiting.pop()
                pairs = value.items() if isinstance(value, dict) else enumerate(value)
                for step, item in pairs:
                    if shapes.is_record(shape) and isinstance(value, dict):
                        yield Field(document, (*steps, step), item, shape)
                    if isinstance(item, dict | list) and (inner := shapes.records_inside(shape, step)):
                        waiting.append((item, inner, (*steps, step)))

    def report(
        self,
        document: Document,
        place: Position,
        found: str,
        expected: str | None = None,
        meant: str | None = None,
        mend: str | None = None,
    ) -> None:
        self.problems.append(Problem(document.file, *place, found, expected, meant, mend))

    def kind_words_of(self, entry_id: str) -> str | None:
        """The key of ``site.yml: kinds`` whose slug begins the address of an entry."""
        kinds = self.written("site.yml", "kinds") or {}
        subkind = entry_id.split("/", 1)[0]
        kind = subkind if subkind in kinds else kind_of(entry_id)
        return kind if kind in kinds else None

    def kinds_used(self) -> set[str]:
        """The kinds and subkinds of ``site.yml: kinds`` that have an entry, and so an index page."""
        ids = [file.ids()[0] for file in self.entries]
        names = {name for entry_id in ids for name in (entry_id.split("/", 1)[0], kind_of(entry_id))}
        return {kind for kind in self.written("site.yml", "kinds") or () if kind in names}
