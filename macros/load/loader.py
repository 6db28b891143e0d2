"""One reading of ``data/``: every file in turn, then what they say of each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from macros.load.checks import check
from macros.load.draft import Draft, EntryFile, QueriesOfFile
from macros.load.explain import validate
from macros.load.files import TOP_FILES, Folder
from macros.load.knowledge import KnowledgeBase
from macros.load.languages import Languages, declared
from macros.load.reader import START, Document
from macros.load.shapes import Shape
from macros.model import ENTRY_KINDS, FOLDERS, FigureFile, Interface, QueryFile, Site
from macros.problems import DataError, Problem


def load(root: Path) -> KnowledgeBase:
    """Read a knowledge base. Raises DataError with every problem of the reading."""
    draft, folder = Draft(), Folder(root)
    with _nothing_to_collect():
        _read_site(draft, folder)
        for relative in folder.files(draft):
            _read_one(draft, folder, relative)
        folder.report_missing(draft)
        check(draft)
        if draft.problems:
            raise DataError(draft.problems)
        return _finished(root, draft)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Hold the garbage collector: nearly all that a reading makes is kept, so looking for more is idle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read_site(draft: Draft, folder: Folder) -> None:
    """The site file comes first: it names the languages by which the others are judged."""
    if not folder.has("site.yml"):
        return
    document = folder.read("site.yml")
    draft.languages, draft.drafts = declared(document.value)
    draft.site = _accept(draft, "site.yml", document, Site)


def _read_one(draft: Draft, folder: Folder, relative: str) -> None:
    if relative == "site.yml":
        return
    document = folder.read(relative)
    place, _, name = relative.rpartition("/")
    stem = name.removesuffix(".yml")
    if place in FOLDERS:
        kind = FOLDERS[place]
        entry = _accept(draft, relative, document, ENTRY_KINDS[kind])
        draft.entries.append(EntryFile(document, kind, stem, entry))
    elif place == "interface":
        if interface := _accept(draft, relative, document, Interface, partial=stem in draft.drafts):
            draft.interface[stem] = interface
    elif place == "benchmarks":
        if figures := _accept(draft, relative, document, FigureFile):
            draft.figures += figures.figures
    elif place == "queries":
        queries = _accept(draft, relative, document, QueryFile)
        draft.queries.append(QueriesOfFile(document, queries or {}))
    else:
        value = _accept(draft, relative, document, TOP_FILES[relative])
        if relative == "redirects.yml":
            draft.redirects = value.redirects if value else []
        else:
            setattr(draft, stem, value)


def _accept(draft: Draft, relative: str, document: Document, shape: Shape, *, partial: bool = False) -> Any:
    """The value of a file as its model, None after reporting what is wrong with it.

    A file that may be ``partial`` is not told what it lacks.
    """
    draft.documents[relative] = (document, shape)
    draft.problems += document.problems
    if not document.usable:
        return None
    if document.value is None:
        draft.problems.append(
            Problem(
                document.file,
                *START,
                "The file is empty.",
                "at least one key and its value",
                mend="write it, or remove the file.",
            )
        )
        return None
    languages = Languages(draft.languages, draft.drafts)
    value, problems = validate(document, _adapter(shape), shape, languages, partial=partial)
    draft.problems += problems
    return value


@cache
def _adapter(shape: Shape) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _finished(root: Path, draft: Draft) -> KnowledgeBase:
    kinds = list(ENTRY_KINDS)
    files = sorted(draft.understood(), key=lambda pair: (kinds.index(pair[0].kind), pair[0].stem))
    assert draft.site is not None
    for file, entry in files:
        file.document.forget(anchored.path for anchored in entry.statements())
    return KnowledgeBase(
        root=root,
        site=draft.site,
        interface={code: draft.interface[code] for code in draft.languages},
        entries={entry.id: entry for _, entry in files},
        sources=draft.sources or {},
        placements=draft.placements or {},
        rules=draft.rules or {},
        taxes=draft.taxes or {},
        claims=draft.claims or {},
        figures=draft.figures,
        queries={subject: typed for file in draft.queries for subject, typed in file.queries.items()},
        redirects=draft.redirects,
        _documents={
            "site": draft.documents["site.yml"][0],
            **{entry.id: file.document for file, entry in files},
        },
    )
