"""No-break spaces: each language sets its own by rule, so none is typed in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from macros.load.draft import Draft
from macros.load.reader import Document, Position, Steps

_NO_BREAK = re.compile("[\u00a0\u202f]")
_MAY_HOLD_ONE = re.compile(r"[\u00a0\u202f\\]")
"""In the text of a file, where a backslash may begin an escape."""


def check(draft: Draft) -> None:
    """Report no-break spaces outside the typography of a language."""
    for file, (document, _) in draft.documents.items():
        if not _MAY_HOLD_ONE.search(document.text):
            continue
        for steps, text in _texts(document.value):
            typography = file.startswith("interface/") and steps[:1] == ("typography",)
            if not typography and (found := _NO_BREAK.search(text)):
                _report(draft, document, document.position(steps), found[0])


def _report(draft: Draft, document: Document, place: Position, space: str) -> None:
    draft.report(
        document,
        place,
        f"The text holds the no-break space U+{ord(space):04X}.",
        "ordinary spaces: the rules of the language, in its interface file, set the others",
        mend="type an ordinary space in its place, or none before a sign.",
    )


def _texts(value: Any) -> Iterator[tuple[Steps, str]]:
    """Every text at or below a value, and the way to it."""
    waiting: list[tuple[Steps, Any]] = [((), value)]
    while waiting:
        steps, value = waiting.pop()
        if isinstance(value, str):
            yield steps, value
        elif isinstance(value, dict):
            waiting += [((*steps, key), item) for key, item in value.items()]
        elif isinstance(value, list):
            waiting += [((*steps, index), item) for index, item in enumerate(value)]
