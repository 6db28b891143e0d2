"""Statements and anchors: each name once in an entry, each anchor once on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros import model as m
from macros.load.draft import Draft
from macros.load.reader import Document, Steps
from macros.problems import quote


def check(draft: Draft) -> None:
    """Report names and anchors that stand twice, and standard anchors that are missing."""
    _repeated_statements(draft)
    _anchors_of_entries(draft)
    _anchors_of_pages(draft)
    _standard_anchors(draft)


def _repeated_statements(draft: Draft) -> None:
    for file, _ in draft.understood():
        first: dict[str, Steps] = {}
        for anchored in file.statements:
            if anchored.name in first:
                steps = _id_steps(anchored)
                line = file.document.key(first[anchored.name]).line
                what = "format" if isinstance(anchored.statement, m.Mapping) else "id"
                draft.report(
                    file.document,
                    file.document.position(steps),
                    f"The {what} {quote(anchored.name)} already names the statement of line {line}.",
                    "one statement of each name in an entry",
                    mend="keep one record for each format." if what == "format" else "give it another id.",
                )
            first.setdefault(anchored.name, _id_steps(anchored))


def _id_steps(anchored: m.Anchored) -> Steps:
    """Where the name of a statement stands in its file."""
    if isinstance(anchored.statement, m.Mapping):
        return (*anchored.path, "format")
    return (*anchored.path, "id") if anchored.anchor else anchored.path


def _anchors_of_entries(draft: Draft) -> None:
    slugs = {entry.id: entry.slug for _, entry in draft.understood() if entry.kind == m.Format.kind}
    for language in draft.languages:
        standard = draft.written(f"interface/{language}.yml", "anchors") or {}
        for file, entry in draft.understood():
            page = list(_anchors_of(entry, file.statements, language, standard, slugs))
            _repeated_anchors(draft, file.document, language, page)


def _anchors_of_pages(draft: Draft) -> None:
    """The sections of the hand-written pages."""
    document = draft.document("site.yml")
    if draft.site is None or document is None:
        return
    for key, page in draft.site.pages.items():
        for language in draft.languages:
            found: list[tuple[Steps, str]] = [
                (("pages", key, "sections", index, "anchor", language), section.anchor[language])
                for index, section in enumerate(page.sections)
            ]
            _repeated_anchors(draft, document, language, found)


def _anchors_of(
    entry: m.Entry,
    statements: list[m.Anchored],
    language: str,
    standard: dict[str, Any],
    slugs: dict[str, dict[str, str]],
) -> Iterator[tuple[Steps, str]]:
    """The anchors on the page of an entry, and where each is written."""
    names = set()
    for anchored in statements:
        if anchored.name in names:  # a repeated statement is reported as such
            continue
        names.add(anchored.name)
        if anchored.anchor:
            yield (*anchored.path, "anchor", language), anchored.anchor[language]
        elif isinstance(anchored.statement, m.Mapping):
            if slug := slugs.get(anchored.statement.format, {}).get(language):
                yield _id_steps(anchored), slug
        elif isinstance(anchor := standard.get(anchored.name), str):
            yield anchored.path, anchor
    if isinstance(entry, m.Asking):
        for index, question in enumerate(entry.asked):
            yield ("questions", index, "anchor", language), question.anchor[language]


def _repeated_anchors(
    draft: Draft, document: Document, language: str, found: list[tuple[Steps, str]]
) -> None:
    first: dict[str, Steps] = {}
    for steps, anchor in found:
        if anchor in first:
            draft.report(
                document,
                document.position(steps) if language in steps else document.key(steps),
                f'The anchor "{anchor}" ({language}) already stands on line '
                f"{document.key(first[anchor]).line}, on the same page.",
                "an anchor of its own for each statement of a page",
                mend="choose another anchor for one of the two.",
            )
        first.setdefault(anchor, steps)


def _standard_anchors(draft: Draft) -> None:
    """The statements that every entry of a kind has take their anchors from the interface files."""
    names = {
        anchored.name: anchored.id
        for file, _ in draft.understood()
        for anchored in file.statements
        if anchored.anchor is None and not isinstance(anchored.statement, m.Mapping)
    }
    for language in draft.languages:
        document = draft.document(f"interface/{language}.yml")
        standard = draft.written(f"interface/{language}.yml", "anchors")
        if document is not None and standard is not None:
            _missing_anchors(draft, document, names, standard)


def _missing_anchors(
    draft: Draft, document: Document, names: dict[str, str], standard: dict[str, Any]
) -> None:
    for name in sorted(names.keys() - standard.keys()):
        draft.report(
            document,
            document.key(("anchors",)),
            f'The anchor of the statement "{name}" is missing; {names[name]} needs it.',
            f'the key "{name}:" below "anchors:"',
            mend=f'add "{name}:" and its anchor in this language.',
        )
