"""What refers to what, computed from the references: nobody writes a link back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from macros.links import links
from macros.load import KnowledgeBase
from macros.model import Anchored, Entry, Fit, Jurisdiction, Mapping, Objective, Point, kind_of


class Crosslinks:
    """The references of a knowledge base, seen from the other end."""

    def __init__(self, kb: KnowledgeBase, lang: str | None = None) -> None:
        """Take the base, and the language by whose titles entries are put in order."""
        self._kb = kb
        self._lang = lang

    @cached_property
    def backlinks(self) -> dict[str, list[str]]:
        """Entry id → the entries that refer to it, in fields and in texts."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for entry in self._kb.entries.values():
            for target in _targets(entry):
                if target != entry.id and target in self._kb.entries:
                    found[target].setdefault(entry.id)
        return {target: list(origins) for target, origins in found.items()}

    @cached_property
    def mappings(self) -> dict[str, list[tuple[Objective, Mapping]]]:
        """Format id → (objective, record) wherever it is recommended or discouraged, best fit first."""
        found: dict[str, list[tuple[Objective, Mapping]]] = defaultdict(list)
        for objective in self.by_kind.get("objective", []):
            assert isinstance(objective, Objective)
            for record in objective.formats:
                found[record.format].append((objective, record))
        best = list(Fit)
        return {key: sorted(pairs, key=lambda pair: best.index(pair[1].fit)) for key, pairs in found.items()}

    @cached_property
    def rules(self) -> dict[str, list[tuple[Jurisdiction, list[Anchored]]]]:
        """Entry id → the rules of law that touch it, by jurisdiction in the order of the site."""
        found: dict[str, list[tuple[Jurisdiction, list[Anchored]]]] = defaultdict(list)
        for jurisdiction in self.by_kind.get("jurisdiction", []):
            assert isinstance(jurisdiction, Jurisdiction)
            touching: dict[str, list[Anchored]] = defaultdict(list)
            for anchored in jurisdiction.statements():
                if isinstance(anchored.statement, Point):
                    for target in anchored.statement.touches:
                        touching[target].append(anchored)
            for target, points in touching.items():
                found[target].append((jurisdiction, points))
        return found

    @cached_property
    def leaning(self) -> dict[str, list[Anchored]]:
        """Source id → every statement that leans on it."""
        found: dict[str, list[Anchored]] = defaultdict(list)
        stated = (anchored for _, anchored in self._kb.statements())
        for anchored in (*stated, *self._kb.site.statements()):
            for source in anchored.statement.sources:
                found[source].append(anchored)
        return found

    @cached_property
    def by_kind(self) -> dict[str, list[Entry]]:
        """Kind or subkind of ``site.yml`` → its entries, in the order of their index page."""
        return {kind: self._kb.of_kind(kind, self._lang) for kind in self._kb.site.kinds}

    @cached_property
    def neighbours(self) -> dict[str, tuple[str | None, str | None]]:
        """Entry id → the entries before and after it on its index page."""
        found: dict[str, tuple[str | None, str | None]] = {}
        for kind, entries in self.by_kind.items():
            ids = [entry.id for entry in entries if self.index_of(entry.id) == kind]
            for before, here, after in zip([None, *ids], ids, [*ids[1:], None], strict=False):
                found[here] = (before, after)
        return found

    def index_of(self, entry_id: str) -> str:
        """Return the kind or subkind whose index page lists an entry."""
        subkind = entry_id.split("/")[0]
        return subkind if subkind in self._kb.site.kinds else kind_of(entry_id) or subkind


def _targets(entry: Entry) -> Iterator[str]:
    for _, target in entry.references():
        yield target
    for anchored in entry.statements():
        for text in anchored.statement.texts():
            for words in text.values():
                for link in links(words):
                    yield link.id.partition("#")[0]
