"""Which files of ``data/`` are read and what each holds; whatever else stands there is reported."""

from __future__ import annotations

from pathlib import Path

from macros.load.draft import Draft
from macros.load.reader import START, Document, read_file
from macros.load.shapes import Shape
from macros.model import (
    FOLDERS,
    Claim,
    ClaimId,
    FigureFile,
    Interface,
    Key,
    Placement,
    PlatformRule,
    QueryFile,
    RedirectFile,
    Site,
    Source,
    Tax,
)
from macros.problems import Problem, nearest

TOP_FILES: dict[str, Shape] = {
    "site.yml": Site,
    "sources.yml": dict[Key, Source],
    "placements.yml": dict[Key, Placement],
    "rules.yml": dict[Key, PlatformRule],
    "taxes.yml": dict[Key, Tax],
    "claims.yml": dict[ClaimId, Claim],
    "redirects.yml": RedirectFile,
}
"""The files at the root of ``data/`` and what each holds."""

OTHER_FOLDERS: dict[str, Shape] = {
    "interface": Interface,
    "benchmarks": FigureFile,
    "queries": QueryFile,
}
"""The folders that hold no entries."""

_REQUIRED = ("site.yml", "sources.yml", "placements.yml")
_UNREAD_FOLDERS = ("schema", "words", "locales")
_UNREAD_FILES = ("LICENSE", "README")
_GENERATED = ("permalinks.yml",)
"""Read by :mod:`macros.permalinks` alone: it grows with the site, beyond what a person would write."""


class Folder:
    """The folder of a knowledge base, in which everything is named as messages call it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._name = root.resolve().name

    def name(self, relative: str) -> str:
        """``data/site.yml`` for ``site.yml``, wherever the project lies."""
        return f"{self._name}/{relative}"

    def has(self, relative: str) -> bool:
        return (self.root / relative).is_file()

    def read(self, relative: str) -> Document:
        return read_file(self.root / relative, self.name(relative))

    def files(self, draft: Draft) -> list[str]:
        """Every file to read, relative to the root, in a fixed order; others are reported."""
        folders = {**FOLDERS, **OTHER_FOLDERS}
        found: list[str] = []
        for path in _visible(self.root):
            if path.is_dir():
                if path.name in folders:
                    found += self._inside(draft, path)
                elif path.name not in _UNREAD_FOLDERS:
                    self._unknown(draft, f"{path.name}/", [f"{name}/" for name in folders])
            elif path.name in TOP_FILES:
                found.append(path.name)
            elif path.name not in _GENERATED and path.stem not in _UNREAD_FILES:
                self._unknown(draft, path.name, [*TOP_FILES, *_GENERATED])
        return found

    def report_missing(self, draft: Draft) -> None:
        """Report the files that every knowledge base has and this one lacks."""
        for relative in (*_REQUIRED, *(f"interface/{code}.yml" for code in draft.languages)):
            if not self.has(relative):
                self._report(
                    draft,
                    relative,
                    "The file is missing.",
                    "words of the interface for each language of the site"
                    if relative.startswith("interface/")
                    else f"the files {', '.join(_REQUIRED)}",
                    mend="write the file; its JSON Schema tells what it holds.",
                )

    def _inside(self, draft: Draft, folder: Path) -> list[str]:
        found = []
        for path in _visible(folder):
            relative = f"{folder.name}/{path.name}"
            if path.is_file() and path.suffix == ".yml":
                found.append(relative)
            elif path.is_dir():
                self._report(
                    draft,
                    f"{relative}/",
                    "A folder stands inside a folder of entries.",
                    "files only, each with one entry",
                    mend="move its files one level up.",
                )
            elif path.stem not in _UNREAD_FILES:
                self._unknown(draft, relative, [f"{folder.name}/{path.stem}.yml"])
        return found

    def _unknown(self, draft: Draft, relative: str, known: list[str]) -> None:
        wrong_ending = relative.count("/") == 1 and not relative.endswith("/")
        self._report(
            draft,
            relative,
            'The name of the file does not end in ".yml".'
            if wrong_ending
            else "Nothing reads what stands here.",
            'a name that ends in ".yml"' if wrong_ending else f"one of {', '.join(known)}",
            meant=_nearest_file(relative, known),
            mend="rename it, or move it out of the knowledge base.",
        )

    def _report(
        self, draft: Draft, relative: str, found: str, expected: str, *, meant: str | None = None, mend: str
    ) -> None:
        draft.problems.append(Problem(self.name(relative), *START, found, expected, meant, mend))


def _visible(folder: Path) -> list[Path]:
    """The content of a folder without what editors and file managers leave behind."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if not path.name.startswith((".", "#")))
    return sorted(path for path in found if not path.name.endswith("~"))


def _nearest_file(relative: str, known: list[str]) -> str | None:
    """The file or folder that was probably meant; the name of a folder ends in a slash."""
    names = {name.rstrip("/"): name for name in known if name.endswith("/") == relative.endswith("/")}
    found = nearest(relative.rstrip("/"), names)
    return names[found] if found else None
