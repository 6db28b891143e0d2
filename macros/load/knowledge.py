"""The knowledge base: everything that ``data/`` says, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from macros.load.reader import START, Document, Steps
from macros.model import (
    Anchored,
    Claim,
    Concept,
    Entry,
    Figure,
    Interface,
    Placement,
    PlatformRule,
    Redirect,
    Site,
    Source,
    Tax,
)
from macros.problems import fold


class Place(NamedTuple):
    """Where something is written."""

    file: str
    line: int
    column: int


@dataclass
class KnowledgeBase:
    """Everything that ``data/`` says, checked."""

    root: Path
    site: Site
    interface: dict[str, Interface]
    entries: dict[str, Entry]
    """by kind, and within a kind by the name of the file"""
    sources: dict[str, Source]
    placements: dict[str, Placement]
    rules: dict[str, PlatformRule]
    """what platforms ask of budgets"""
    taxes: dict[str, Tax]
    claims: dict[str, Claim]
    figures: list[Figure]
    queries: dict[str, dict[str, str]]
    """what people type who look for an entry or a statement, by its id: lines, never shown"""
    redirects: list[Redirect]
    _documents: dict[str, Document] = field(default_factory=dict, repr=False)
    """entry id, or "site" → its file, and where its statements stand in it"""

    @property
    def languages(self) -> list[str]:
        """The codes of the languages published; the first stands at the root of the site."""
        return [language.code for language in self.site.published()]

    def of_kind(self, kind: str, lang: str | None = None) -> list[Entry]:
        """The entries of a kind or of a subkind, in the order readers of a language meet them.

        Subkind by subkind, those that the site puts first, then by title in that language.
        """
        words = self.site.kinds.get(kind)
        rank = {entry_id: place for place, entry_id in enumerate(words.order if words else [])}
        language = lang or self.languages[0]
        chosen = [e for e in self.entries.values() if kind in (e.kind, e.id.split("/", 1)[0])]
        return sorted(
            chosen,
            key=lambda e: (_subkind(e.id), rank.get(e.id, len(rank)), fold(e.title[language]), e.id),
        )

    def typed(self, subject: str, lang: str) -> list[str]:
        """What people type in a language who look for an entry or a statement."""
        return self.queries.get(subject, {}).get(lang, "").splitlines()

    def place(self, entry_id: str, path: Steps = ()) -> Place:
        """Where an entry ("site": the site file) or a statement of it is written, for "edit this"."""
        document = self._documents[entry_id]
        return Place(document.file, *(document.key(path) if path else START))

    def statements(self) -> Iterator[tuple[Entry, Anchored]]:
        """Every statement of every entry."""
        for entry in self.entries.values():
            for anchored in entry.statements():
                yield entry, anchored

    def uncarried(self) -> list[str]:
        """The ids of the claims that no statement carries, those left out on purpose apart."""
        stated = (anchored for _, anchored in self.statements())
        carried = {
            claim for anchored in (*stated, *self.site.statements()) for claim in anchored.statement.claims
        }
        return [
            claim_id
            for claim_id, claim in self.claims.items()
            if claim_id not in carried and not claim.left_out
        ]


def _subkind(entry_id: str) -> int:
    """The place of an entry's subkind among those of its kind."""
    prefix = entry_id.split("/", 1)[0]
    return Concept.subkinds.index(prefix) if prefix in Concept.subkinds else 0
