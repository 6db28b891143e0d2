"""What a knowledge base holds, and what in it grows old: the report of ``make check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from macros.freshness import lasts_until
from macros.model import Basis, Figure
from macros.problems import few

if TYPE_CHECKING:
    from macros.load import KnowledgeBase

SOON = timedelta(days=92)
"""A figure about to go stale goes within this."""


def report(kb: KnowledgeBase, today: date) -> Iterator[str]:
    """Yield the report: what there is of each kind, the oldest readings, figures past their time."""
    yield from _coverage(kb)
    yield ""
    yield f"sources read longest ago: {_oldest_readings(kb)}"
    yield from _figures(kb, today)


def _coverage(kb: KnowledgeBase) -> Iterator[str]:
    """A row a kind: its entries, their statements, how many rest on sources, and words in each language."""
    kinds = Counter(entry.id.split("/", 1)[0] for entry in kb.entries.values())
    rows = [["kind", "entries", "statements", "sourced", *(f"words {code}" for code in kb.languages)]]
    rows += [_row(kb, kind, count) for kind, count in kinds.items()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join([first.strip().ljust(widths[0]), *rest])


def _row(kb: KnowledgeBase, kind: str, count: int) -> list[str]:
    said = [a.statement for e, a in kb.statements() if e.id.split("/", 1)[0] == kind]
    sourced = sum(statement.rests_on is not Basis.OWN for statement in said)
    words = [
        sum(len(text[code].split()) for statement in said for text in statement.texts() if code in text)
        for code in kb.languages
    ]
    share = f"{round(100 * sourced / len(said))} %" if said else ""
    return [kind, str(count), str(len(said)), share, *map(str, words)]


def _oldest_readings(kb: KnowledgeBase) -> str:
    if not kb.sources:
        return "none"
    oldest = min(source.read for source in kb.sources.values())
    keys = [key for key, source in kb.sources.items() if source.read == oldest]
    return f"{oldest} ({few(keys)})"


def _figures(kb: KnowledgeBase, today: date) -> Iterator[str]:
    dated = [(until, figure) for figure in kb.figures if (until := _until(kb, figure))]
    past = [figure.id for until, figure in dated if until < today]
    soon = [figure.id for until, figure in dated if today <= until < today + SOON]
    undated = [figure.id for figure in kb.figures if figure.undated and not figure.historical]
    shown = sum(not figure.historical for figure in kb.figures)
    yield f"figures: {shown} shown, {len(past)} past their time{_named(past)}, {len(undated)} without a date"
    if soon:
        yield f"figures past their time within three months: {few(soon)}"


def _until(kb: KnowledgeBase, figure: Figure) -> date | None:
    return None if figure.historical else lasts_until(figure, kb.site.figures_last)


def _named(ids: list[str]) -> str:
    return f" ({few(ids)})" if ids else ""
