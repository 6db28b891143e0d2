"""Read a knowledge base as it is written, right or wrong, for tools that help to write it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros.load.languages import Languages, declared
from macros.load.reader import Document, read_file
from macros.model import FOLDERS


def top(data: Path, name: str) -> dict[str, Any]:
    """Return what a file at the root of ``data`` holds, {} where nothing can be read."""
    path = data / name
    value = read_file(path, f"{data.name}/{name}").value if path.is_file() else None
    return value if isinstance(value, dict) else {}


def entry_files(data: Path, kind: str | None = None) -> Iterator[Path]:
    """Yield the files of entries, of one kind if it is named."""
    for folder, name in FOLDERS.items():
        if kind in (None, name):
            yield from sorted((data / folder).glob("*.yml"))


def translated_files(data: Path) -> Iterator[Document]:
    """Yield every file that holds texts in each language."""
    paths = [data / "site.yml", *entry_files(data)]
    paths += sorted((data / "benchmarks").glob("*.yml"))
    paths += [data / name for name in ("placements.yml", "sources.yml", "claims.yml")]
    for path in paths:
        if path.is_file():
            yield read_file(path, f"{data.name}/{path.relative_to(data).as_posix()}")


def languages(data: Path) -> Languages:
    """Return the codes of the languages published and of those being translated."""
    return declared(top(data, "site.yml"))


def ids(data: Path, kind: str | None = None) -> dict[str, Path]:
    """Return the id of each entry with its file."""
    found: dict[str, Path] = {}
    for path in entry_files(data, kind):
        value = read_file(path, path.name).value
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            found[value["id"]] = path
    return found
