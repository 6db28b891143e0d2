"""Figures of low confidence: what several people say, or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from macros.load.draft import Draft
from macros.load.reader import Document, Position
from macros.model import Confidence


class _Said(NamedTuple):
    by: str
    document: Document
    place: Position


_COMMON = ("about", "platform", "unit", "currency")


def check(draft: Draft) -> None:
    """Report figures of low confidence that stand alone: they would be read as a benchmark."""
    for said in _series(draft).values():
        if len({one.by for one in said}) == 1:
            draft.report(
                said[0].document,
                said[0].place,
                "The figure is of low confidence and stands alone.",
                "two figures at least, measured by different people, of the same about, platform, basis, "
                "unit and currency: they are shown together, as a spread",
                mend='find another, raise its confidence where that is justified, or say "historical: true".',
            )


def _series(draft: Draft) -> dict[tuple[object, ...], list[_Said]]:
    """Figures of low confidence, by what they have in common."""
    found: dict[tuple[object, ...], list[_Said]] = defaultdict(list)
    for document, index, figure in _shown(draft):
        if figure.get("confidence") == Confidence.LOW:
            basis = figure.get("basis")
            words = tuple(basis.values()) if isinstance(basis, dict) else ()
            common = (
                *(figure.get(key) for key in ("about", "platform", "unit", "currency")),
                *map(str, words),
            )
            place = document.position(("figures", index, "confidence"))
            found[common].append(_Said(str(figure.get("measured_by")), document, place))
    return found


def _shown(draft: Draft) -> Iterator[tuple[Document, int, dict[str, Any]]]:
    """The figures that pages show, as typed."""
    for file in (name for name in draft.documents if name.startswith("benchmarks/")):
        document = draft.documents[file][0]
        figures = document.value.get("figures") if isinstance(document.value, dict) else None
        for index, figure in enumerate(figures if isinstance(figures, list) else ()):
            if isinstance(figure, dict) and figure.get("historical") is not True:
                yield document, index, figure
