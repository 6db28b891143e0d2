"""Read ``data/`` into a knowledge base, or say everything that is wrong with it.

Files → :mod:`yaml_reader` (values with positions) → :mod:`model` (what one file may hold) →
:mod:`crosscheck` (what files say of each other) → :class:`KnowledgeBase`. Each step goes on after a
problem as far as sense allows, so that one reading reports them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from macros import crosscheck
from macros.draft import Draft, EntryFile
from macros.explain import validate
from macros.links import Link, links
from macros.model import (
    ENTRY_KINDS,
    FOLDERS,
    Anchored,
    Claim,
    ClaimId,
    Entry,
    Figure,
    FigureFile,
    Interface,
    Key,
    Placement,
    Redirect,
    RedirectFile,
    Site,
    Source,
)
from macros.problems import DataError, Problem, fold, nearest
from macros.shapes import Shape
from macros.yaml_reader import START, Document, Steps, read_file

__all__ = ["DataError", "KnowledgeBase", "Link", "Place", "Problem", "links", "load"]

TOP_FILES: dict[str, Shape] = {
    "site.yml": Site,
    "sources.yml": dict[Key, Source],
    "placements.yml": dict[Key, Placement],
    "claims.yml": dict[ClaimId, Claim],
    "redirects.yml": RedirectFile,
}
"""The files at the root of ``data/`` and what each holds."""

REQUIRED_FILES = ("site.yml", "sources.yml", "placements.yml")
GENERATED = ("permalinks.yml",)
"""Read by others; here only looked at as YAML."""
OTHER_FOLDERS: dict[str, Shape] = {"interface": Interface, "benchmarks": FigureFile}
UNREAD_FOLDERS = ("schema",)
UNREAD_FILES = ("LICENSE", "README")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


class Place(NamedTuple):
    """Where something is written."""

    file: str
    line: int
    column: int


@dataclass
class KnowledgeBase:
    """Everything that ``data/`` says, checked."""

    root: Path
    site: Site
    interface: dict[str, Interface]
    entries: dict[str, Entry]
    """by kind, and within a kind by the name of the file"""
    sources: dict[str, Source]
    placements: dict[str, Placement]
    claims: dict[str, Claim]
    figures: list[Figure]
    redirects: list[Redirect]
    _documents: dict[str, Document] = field(default_factory=dict, repr=False)
    """entry id, or "site" → its file"""

    @property
    def languages(self) -> list[str]:
        """The codes of the languages; the first stands at the root of the site."""
        return [language.code for language in self.site.languages]

    def of_kind(self, kind: str) -> list[Entry]:
        """The entries of a kind or of a subkind, in the order readers meet them."""
        words = self.site.kinds.get(kind)
        rank = {entry_id: place for place, entry_id in enumerate(words.order if words else [])}
        language = self.languages[0]
        chosen = [e for e in self.entries.values() if kind in (e.kind, e.id.split("/", 1)[0])]
        return sorted(chosen, key=lambda e: (rank.get(e.id, len(rank)), fold(e.title[language]), e.id))

    def place(self, entry_id: str, path: Steps = ()) -> Place:
        """Where an entry ("site": the site file) or a part of it is written, for "edit this"."""
        document = self._documents[entry_id]
        return Place(document.file, *(document.key(path) if path else START))

    def statements(self) -> Iterator[tuple[Entry, Anchored]]:
        """Every statement of every entry."""
        for entry in self.entries.values():
            for anchored in entry.statements():
                yield entry, anchored


def load(root: Path) -> KnowledgeBase:
    """Read a knowledge base. Raises DataError with every problem of the reading."""
    draft = Draft()
    names = _Names(root)
    _read_site(draft, names)
    for file in _files(draft, names):
        _read_one(draft, names, file)
    _missing_files(draft, names)
    crosscheck.check(draft)
    if draft.problems:
        raise DataError(draft.problems)
    return _finished(root, draft)


# --------------------------------------------------------------------------------------------------
# Finding files


class _Names(NamedTuple):
    """How messages call files: ``data/site.yml``, wherever the project lies."""

    root: Path

    def of(self, relative: str) -> str:
        return f"{self.root.resolve().name}/{relative}"

    def read(self, relative: str) -> Document:
        return read_file(self.root / relative, self.of(relative))


def _files(draft: Draft, names: _Names) -> list[str]:
    """Every file to read, relative to the root, in a fixed order; others are reported."""
    folders = {**FOLDERS, **OTHER_FOLDERS}
    found: list[str] = []
    for path in _visible(names.root):
        if path.is_dir():
            if path.name in folders:
                found += _in_folder(draft, names, path)
            elif path.name not in UNREAD_FOLDERS:
                _unknown_place(draft, names, f"{path.name}/", [f"{name}/" for name in folders])
        elif path.name in TOP_FILES or path.name in GENERATED:
            found.append(path.name)
        elif path.stem not in UNREAD_FILES:
            _unknown_place(draft, names, path.name, [*TOP_FILES, *GENERATED])
    return found


def _in_folder(draft: Draft, names: _Names, folder: Path) -> list[str]:
    found = []
    for path in _visible(folder):
        relative = f"{folder.name}/{path.name}"
        if path.is_file() and path.suffix == ".yml":
            found.append(relative)
        elif path.is_dir():
            _report(
                draft,
                names.of(f"{relative}/"),
                "A folder stands inside a folder of entries.",
                "files only, each with one entry",
                mend="move its files one level up.",
            )
        elif path.stem not in UNREAD_FILES:
            _unknown_place(draft, names, relative, [f"{folder.name}/{path.stem}.yml"])
    return found


def _visible(folder: Path) -> list[Path]:
    """The content of a folder without what editors and file managers leave behind."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if not path.name.startswith((".", "#")))
    return sorted(path for path in found if not path.name.endswith("~"))


def _unknown_place(draft: Draft, names: _Names, relative: str, known: list[str]) -> None:
    wrong_ending = relative.count("/") == 1 and not relative.endswith("/")
    _report(
        draft,
        names.of(relative),
        'The name of the file does not end in ".yml".' if wrong_ending else "Nothing reads what stands here.",
        'a name that ends in ".yml"' if wrong_ending else f"one of {', '.join(known)}",
        meant=_nearest_file(relative, known),
        mend="rename it, or move it out of the knowledge base.",
    )


def _nearest_file(relative: str, known: list[str]) -> str | None:
    """The file or folder that was probably meant; the name of a folder ends in a slash."""
    names = {name.rstrip("/"): name for name in known if name.endswith("/") == relative.endswith("/")}
    found = nearest(relative.rstrip("/"), names)
    return names[found] if found else None


def _missing_files(draft: Draft, names: _Names) -> None:
    wanted = [*REQUIRED_FILES, *(f"interface/{code}.yml" for code in draft.languages)]
    for relative in wanted:
        if not (names.root / relative).is_file():
            _report(
                draft,
                names.of(relative),
                "The file is missing.",
                "words of the interface for each language of the site"
                if relative.startswith("interface/")
                else f"the files {', '.join(REQUIRED_FILES)}",
                mend="write the file; its JSON Schema tells what it holds.",
            )


def _report(
    draft: Draft, file: str, found: str, expected: str, *, meant: str | None = None, mend: str
) -> None:
    draft.problems.append(Problem(file, *START, found, expected, meant, mend))


# --------------------------------------------------------------------------------------------------
# Reading one file


def _read_site(draft: Draft, names: _Names) -> None:
    """The site file comes first: it names the languages by which the others are judged."""
    if not (names.root / "site.yml").is_file():
        return
    document = names.read("site.yml")
    declared = document.value.get("languages") if isinstance(document.value, dict) else None
    codes = [item.get("code") for item in declared or [] if isinstance(item, dict)]
    draft.languages = [code for code in codes if isinstance(code, str)]
    draft.site = _accept(draft, "site.yml", document, Site)


def _read_one(draft: Draft, names: _Names, relative: str) -> None:
    if relative == "site.yml":
        return
    document = names.read(relative)
    folder, _, name = relative.rpartition("/")
    stem = name.removesuffix(".yml")
    if relative in GENERATED:
        draft.problems += document.problems
    elif folder in FOLDERS:
        kind = FOLDERS[folder]
        entry = _accept(draft, relative, document, ENTRY_KINDS[kind])
        draft.entries.append(EntryFile(document, kind, stem, entry))
    elif folder == "interface":
        if interface := _accept(draft, relative, document, Interface):
            draft.interface[stem] = interface
    elif folder == "benchmarks":
        if figures := _accept(draft, relative, document, FigureFile):
            draft.figures += figures.figures
    else:
        value = _accept(draft, relative, document, TOP_FILES[relative])
        if relative == "redirects.yml":
            draft.redirects = value.redirects if value else []
        else:
            setattr(draft, stem, value)


def _accept(draft: Draft, relative: str, document: Document, shape: Shape) -> Any:
    """The value of a file as its model, None after reporting what is wrong with it."""
    draft.documents[relative] = (document, shape)
    draft.problems += document.problems
    if not document.usable:
        return None
    if document.value is None:
        _report(
            draft,
            document.file,
            "The file is empty.",
            "at least one key and its value",
            mend="write it, or remove the file.",
        )
        return None
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    value, problems = validate(document, _ADAPTERS[shape], shape, draft.languages)
    draft.problems += problems
    return value


def _finished(root: Path, draft: Draft) -> KnowledgeBase:
    kinds = list(ENTRY_KINDS)
    files = sorted(draft.understood(), key=lambda pair: (kinds.index(pair[0].kind), pair[0].stem))
    assert draft.site is not None
    for document, _ in draft.documents.values():
        document.forget()
    return KnowledgeBase(
        root=root,
        site=draft.site,
        interface={code: draft.interface[code] for code in draft.languages},
        entries={entry.id: entry for _, entry in files},
        sources=draft.sources or {},
        placements=draft.placements or {},
        claims=draft.claims or {},
        figures=draft.figures,
        redirects=draft.redirects,
        _documents={
            "site": draft.documents["site.yml"][0],
            **{entry.id: file.document for file, entry in files},
        },
    )
