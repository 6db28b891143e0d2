"""Hostile strings, and the other knowledge base with each text replaced by them: the same pages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from macros import model
from macros.links import links
from macros.load import shapes
from macros.load.files import OTHER_FOLDERS, TOP_FILES
from macros.load.reader import read_file
from macros.typography import paragraphs

HERE = Path(__file__).resolve().parent
STRINGS = HERE / "hostile" / "strings.yml"
OTHER = HERE / "other_kb"
IN_TITLES = 4
"""strings in the title of an entry, which stands in more places than any other text"""
UNSEEN = ("claims.yml", "queries/", "redirects.yml")
"""files whose texts no page shows"""
PATTERNS = ("date", "date_first", "date_month", "edit", "locale")
"""what other programs read: patterns, and names that CLDR knows"""

COMMON = ("platform", "measured_by")
"""what figures that are listed together have in common, as they have their basis"""
LONGEST = 5000

PROBE = '"><img src=x onerror=hostile(0)>'


@dataclass(frozen=True)
class Group:
    """Strings of a kind; ``refused`` says why the loader takes none of them."""

    kind: str
    strings: tuple[str, ...]
    refused: str | None


@cache
def groups() -> tuple[Group, ...]:
    """Return the strings of ``hostile/strings.yml``."""
    written = yaml.safe_load(STRINGS.read_text("utf-8"))
    return tuple(
        Group(group["kind"], tuple(map(_whole, group["strings"])), group.get("refused")) for group in written
    )


def _whole(written: str | dict[str, Any]) -> str:
    return written if isinstance(written, str) else written["repeat"] * written["times"]


def strings() -> list[str]:
    """Return every string, each once."""
    return [string for group in groups() for string in group.strings]


def accepted() -> list[str]:
    """Return those that may stand as a text."""
    return [string for group in groups() if not group.refused for string in group.strings]


@dataclass(frozen=True)
class Placed:
    """A paragraph of hostile text: where it stands in the data, in which language, and what it says."""

    file: str
    steps: tuple[str | int, ...]
    lang: str | None
    """None where it is the same in each"""
    text: str


@dataclass
class HostileKB:
    """Writes a knowledge base to a folder; ``placed`` tells every paragraph that its pages should show."""

    root: Path
    placed: list[Placed] = field(default_factory=list)
    _common: dict[str, list[str]] = field(default_factory=dict)

    def write(self) -> HostileKB:
        self._dealt = cycle(accepted())
        self._flat = cycle([one for one in accepted() if not set("{}") & set(one)])
        for path in sorted(OTHER.rglob("*.yml")):
            name = path.relative_to(OTHER).as_posix()
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name == "permalinks.yml" or name.startswith(UNSEEN):
                shutil.copy(path, target)
            else:
                value = self._replaced(read_file(path, name).value, _shape(name), name, ())
                # JSON is YAML, and says which values are strings; numbers are read from text, too.
                target.write_text(json.dumps(value, default=str, ensure_ascii=False), "utf-8")
        return self

    def _replaced(self, value: Any, shape: Any, file: str, steps: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            return {
                key: self._replaced(item, shapes.inside(shape, key), file, (*steps, key))
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [
                self._replaced(item, shapes.inside(shape, nth), file, (*steps, nth))
                for nth, item in enumerate(value)
            ]
        if file.startswith("interface/") and steps[0] in ("words", "problems"):
            return self._word(str(steps[-1]), value)
        if shapes.without_none(shape) != model.Words or steps[-1] in PATTERNS:
            return value
        return self._text(value, file, steps)

    def _word(self, key: str, text: str) -> str:
        """A word of the interface: what pages fill in stays, and so does what stands in addresses."""
        if "anchor" in key:
            return text
        names = [f"{{{name}}}" for _, name, _, _ in Formatter().parse(text) if name]
        return " ".join([probed(next(self._flat)), *names])

    def _text(self, text: str, file: str, steps: tuple[str | int, ...]) -> str:
        titled = "/" in file and steps[0] == "title"
        parts = []
        for paragraph in paragraphs(text):
            part = " · ".join(self._several(IN_TITLES if titled else 1))
            part = part if "aliases" in steps else probed(part)
            for link in links(paragraph):
                part += f" [[{link.id}|{re.sub(r'[][]', '', self._next()) or 'x'}]]"
            parts.append(part)
        if steps[-2:-1] == ("basis",) or steps[-1] in COMMON:
            parts = self._common.setdefault(text, parts)
        if not file.startswith("interface/"):
            lang = steps[-1] if steps[-1] in ("en", "es") else steps[-2] if "aliases" in steps else None
            self.placed += [Placed(file, steps, lang, part) for part in parts]  # type: ignore[arg-type]
        return "\n\n".join(parts)

    def _several(self, count: int) -> Iterator[str]:
        length = 0
        for _ in range(count):
            string = self._next()
            length += len(string)
            if length < LONGEST:
                yield string

    def _next(self) -> str:
        """The next string in one paragraph: blank lines would begin others."""
        return re.sub(r"\n\s*\n", "\n", next(self._dealt))


def probed(text: str) -> str:
    """A text that is markup, whatever it says: each place of a page is to be tried."""
    return text if "<" in text or len(text) + len(PROBE) >= LONGEST else f"{text} {PROBE}"


def _shape(file: str) -> Any:
    folder, _, _ = file.rpartition("/")
    if not folder:
        return TOP_FILES[file]
    return OTHER_FOLDERS.get(folder) or model.ENTRY_KINDS[model.FOLDERS[folder]]
