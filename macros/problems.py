"""Problems found in ``data/``, in words for the person who wrote it.

Every message says where, what was found, what was expected, the nearest right spelling where there
is one, and how to mend it:

    data/objectives/awareness.yml:12:3: The key "sumary" is unknown here.
      expected: one of "summary", "title"
      did you mean: "summary"?
      mend: correct the spelling of the key, or remove it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

LONGEST_QUOTATION = 60
"""Characters of a value shown in a message; the rest is an ellipsis."""

ALIKE = 0.6
"""How alike two spellings are when one is suggested for the other."""

SAME_KIND = 0.25
"""How much more alike the name of an entry must be when its kind is another."""


@dataclass(frozen=True)
class Problem:
    """One mistake: its place, what was found there, what was expected and how to mend it."""

    file: str
    line: int
    column: int
    found: str
    expected: str | None = None
    meant: str | None = None
    """the nearest right spelling"""
    mend: str | None = None

    def __str__(self) -> str:
        lines = [f"{self.file}:{self.line}:{self.column}: {self.found}"]
        if self.expected:
            lines.append(f"  expected: {self.expected}")
        if self.meant:
            lines.append(f'  did you mean: "{self.meant}"?')
        if self.mend:
            lines.append(f"  mend: {self.mend}")
        return "\n".join(lines)


class DataError(Exception):
    """Every problem of one reading of ``data/``, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        unique = dict.fromkeys(problems)
        self.problems = sorted(unique, key=lambda p: (p.file, p.line, p.column, p.found))
        super().__init__(str(self))

    def __str__(self) -> str:
        files = len({problem.file for problem in self.problems})
        count = f"{plural(len(self.problems), 'problem')} in {plural(files, 'file')}"
        return "\n\n".join([*map(str, self.problems), f"{count}."])


def few(names: list[str], most: int = 5) -> str:
    """Return the first few of many names, in words."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def plural(number: int, noun: str) -> str:
    """``plural(2, "file")`` is "2 files"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@lru_cache(4096)  # a file full of mistakes compares each with the same few names
def fold(word: str) -> str:
    """Lower case without accents, so that "Notoriété" is close to "notoriete"."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like ``word``, or None when none is near enough to suggest."""
    if len(word) > LONGEST_QUOTATION:
        return None
    folded = fold(word)
    scored = [(_likeness(folded, fold(known)), known) for known in sorted(set(candidates) - {word})]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best if score >= ALIKE else None


def _likeness(word: str, known: str) -> float:
    """How alike two spellings are, from 0 to 1. Of two ids, the names after the kind are compared."""
    kind, slash, name = known.partition("/")
    if not slash:
        return _ratio(word, known)
    typed_kind, typed_slash, typed_name = word.rpartition("/")
    if typed_slash and typed_kind == kind:
        return _ratio(typed_name, name)
    return _ratio(typed_name, name) - SAME_KIND


def _ratio(word: str, known: str) -> float:
    if 2 * _shared(word, known) < ALIKE * (len(word) + len(known)):
        return 0.0  # soon known: most names are far apart
    return SequenceMatcher(None, word, known, autojunk=False).ratio()


def _shared(word: str, known: str) -> int:
    """How many letters two spellings have in common, wherever they stand: no fewer than in the same order."""
    return sum(min(word.count(letter), known.count(letter)) for letter in set(word))


def quote(value: str) -> str:
    """``value`` between quotes on one line, shortened, with nothing a terminal would obey."""
    shown = " ".join(value.split())
    if len(shown) > LONGEST_QUOTATION:
        shown = shown[: LONGEST_QUOTATION - 1].rstrip() + "…"
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown) + '"'


def listing(values: Iterable[str], *, last: str = "or", most: int = 40) -> str:
    """Quoted values in a row: ``"a", "b" or "c"``."""
    quoted = [quote(value) for value in values]
    if len(quoted) > most:
        return ", ".join(quoted[:most]) + f" and {len(quoted) - most:,} others"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
