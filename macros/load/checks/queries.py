"""Queries: what people type, each time for an entry or a statement that exists, and once."""

from __future__ import annotations

from collections import Counter

from macros.load.draft import Draft
from macros.load.reader import Document, Steps
from macros.problems import nearest, quote


def check(draft: Draft) -> None:
    """Report queries that lead to nothing, and those that are given twice."""
    statements, unsure = draft.statement_ids()
    known = {*draft.entry_ids(), *statements}
    first: dict[str, str] = {}
    for file in draft.queries:
        for subject, typed in file.queries.items():
            place = file.document.key((subject,))
            if subject in first:
                draft.report(
                    file.document,
                    place,
                    f"The queries of {quote(subject)} already stand in {first[subject]}.",
                    "all that people type for it in one place",
                    mend="move the lines there.",
                )
            elif subject not in known and subject.partition("#")[0] not in unsure:
                draft.report(
                    file.document,
                    place,
                    f"Nothing has the id {quote(subject)}.",
                    "the id of an entry or of a statement",
                    meant=nearest(subject, known),
                    mend="correct the id, or remove these lines.",
                )
            first.setdefault(subject, f"{file.document.file}:{place.line}")
            for lang, text in typed.items():
                _lines(draft, file.document, (subject, lang), text)


def _lines(draft: Draft, document: Document, steps: Steps, text: str) -> None:
    """Report lines that stand twice: how often a word is typed counts."""
    for line, times in sorted(Counter(text.splitlines()).items()):
        if times == 1:
            continue
        draft.report(
            document,
            document.key(steps),
            f"The line {quote(line)} stands {times} times.",
            "each query once: the search counts in how many of them a word stands",
            mend="keep one.",
        )
