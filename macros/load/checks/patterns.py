"""Words that hold ``{placeholders}``: each has those that the page fills in, in every language."""

from __future__ import annotations

from itertools import product
from string import Formatter
from typing import NamedTuple

from macros.load.draft import Draft
from macros.load.reader import Document, Steps
from macros.problems import quote


def check(draft: Draft) -> None:
    """Report braces and placeholders that do not fit."""
    for language in (*draft.languages, *draft.drafts):
        _dates(draft, language)
    _edit(draft)
    _words(draft)


class _Pattern(NamedTuple):
    """Where a pattern is written, and what it has to hold and may hold."""

    document: Document
    steps: Steps
    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    """besides those needed"""


def _dates(draft: Draft, language: str) -> None:
    file = f"interface/{language}.yml"
    document, written = draft.document(file), draft.written(file)
    if document is None or written is None:
        return
    month = ("month", "year")
    for pattern in (
        _Pattern(document, ("date",), ("day", *month)),
        _Pattern(document, ("date_first",), month, ("day",)),
        _Pattern(document, ("date_month",), month),
    ):
        _check_pattern(draft, pattern, written.get(str(pattern.steps[0])))


def _edit(draft: Draft) -> None:
    document, repository = draft.document("site.yml"), draft.written("site.yml", "repository")
    if document is not None and repository is not None:
        pattern = _Pattern(document, ("repository", "edit"), ("path",), ("line",))
        _check_pattern(draft, pattern, repository.get("edit"))


def _check_pattern(draft: Draft, pattern: _Pattern, text: object) -> None:
    if not isinstance(text, str):
        return
    found = _placeholders(draft, pattern.document, pattern.steps, text)
    if found is None:
        return
    allowed = (*pattern.needed, *pattern.allowed)
    for name in sorted(found - set(allowed)):
        _report(
            draft, pattern, f"The placeholder {_shown(name)} means nothing here.", "correct or remove it."
        )
    for name in pattern.needed:
        if name not in found:
            _report(draft, pattern, f"The placeholder {_shown(name)} is missing in {quote(text)}.", "add it.")


def _report(draft: Draft, pattern: _Pattern, found: str, mend: str) -> None:
    expected = _shown(*pattern.needed)
    if pattern.allowed:
        expected += f", and where it helps {_shown(*pattern.allowed)}"
    place = pattern.document.position(pattern.steps)
    draft.report(pattern.document, place, found, expected, mend=mend)


def _words(draft: Draft) -> None:
    """A word has the same placeholders in every language: those of the first language that has it."""
    first: dict[Steps, tuple[str, set[str]]] = {}
    for language, group in product((*draft.languages, *draft.drafts), ("words", "problems")):
        file = f"interface/{language}.yml"
        document = draft.document(file)
        for key, text in (draft.written(file, group) or {}).items():
            if document is None or not isinstance(text, str):
                continue
            steps: Steps = (group, key)
            found = _placeholders(draft, document, steps, text)
            if found is None:
                continue
            other, expected = first.setdefault(steps, (language, found))
            if found != expected:
                draft.report(
                    document,
                    document.position(steps),
                    f"The word {quote(key)} holds {_shown(*found)} here and {_shown(*expected)} "
                    f"in interface/{other}.yml.",
                    "the same placeholders in every language",
                    mend="make the two agree.",
                )


def _placeholders(draft: Draft, document: Document, steps: Steps, text: str) -> set[str] | None:
    """The names in braces, None after reporting braces that hold no name."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        parts = [("", "", "", None)]
    if all(name and name.isidentifier() and not form and not turned for _, name, form, turned in parts):
        return {str(name) for _, name, _, _ in parts}
    draft.report(
        document,
        document.position(steps),
        f"A brace in {quote(text)} belongs to no placeholder.",
        'a name between braces, as "{count}"',
        mend="close the brace, or write the name of what the page fills in.",
    )
    return None


def _shown(*names: str) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholder"
