"""Every sentence that the site says, with the place where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from macros.load.reader import Document, Steps, read_file
from tools import knowledge

_LINK = re.compile(r"\[\[[^|\]]*\|([^\]]*)\]\]")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_NOT_SHOWN = {"slug", "anchor"}
"""Keys whose words stand in addresses, or nowhere."""


class Prose(NamedTuple):
    """A text in one language."""

    file: str
    line: int
    lang: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def texts(data: Path) -> Iterator[Prose]:
    """Yield every text that readers see, links as their words alone."""
    codes = set(knowledge.languages(data).published)
    for document in knowledge.translated_files(data):
        if not document.file.endswith("/claims.yml"):
            for steps, code, text in _translated(document.value, codes, ()):
                yield Prose(document.file, document.position(steps).line, code, _LINK.sub(r"\1", text))
    for code in sorted(codes):
        yield from _interface(data, code)


def _translated(value: Any, codes: set[str], steps: Steps) -> Iterator[tuple[Steps, str, str]]:
    """Yield the texts of a value that holds one for each language, at whatever depth."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _translated(item, codes, (*steps, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in codes:
                for text in item if isinstance(item, list) else [item]:
                    if isinstance(text, str):
                        yield (*steps, key), key, text
            elif key not in _NOT_SHOWN:
                yield from _translated(item, codes, (*steps, key))


def _interface(data: Path, code: str) -> Iterator[Prose]:
    path = data / "interface" / f"{code}.yml"
    document: Document = read_file(path, f"{data.name}/interface/{code}.yml")
    words = document.value.get("words") if isinstance(document.value, dict) else None
    for key, text in (words or {}).items():
        if isinstance(text, str):
            line = document.position(("words", key)).line
            yield Prose(document.file, line, code, _PLACEHOLDER.sub("", text))
