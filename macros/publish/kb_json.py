"""``kb.json``: every entry and statement, for other programs.

Its names are a contract: ``version`` goes up when one of them changes meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from macros.addresses import Addresses
    from macros.edition import Edition
    from macros.load import KnowledgeBase
    from macros.model import Anchored
    from macros.permalinks import Permalinks

FILE = "kb.json"
VERSION = 1


def write(
    kb: KnowledgeBase,
    addresses: Addresses,
    editions: Mapping[str, Edition],
    history: Permalinks,
    stage: Path,
) -> None:
    """Write ``kb.json`` at the site's root, entry by entry: all of it is never in memory twice."""
    with (stage / FILE).open("w", encoding="utf-8") as file:
        file.write(f'{{"version":{VERSION},"entries":[')
        for number, entry in enumerate(described(kb, addresses, editions, history)):
            file.write("," if number else "")
            file.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
        file.write("]}\n")


def described(
    kb: KnowledgeBase, addresses: Addresses, editions: Mapping[str, Edition], history: Permalinks
) -> Iterator[dict[str, Any]]:
    """Yield what ``kb.json`` says of each entry."""

    def said(anchored: Anchored) -> dict[str, Any]:
        statement = anchored.statement
        support = getattr(statement, "support", None)
        return {
            "id": anchored.id,
            "anchor": {lang: addresses.anchor(anchored.id, lang) for lang in kb.languages},
            "text": {lang: "\n".join(editions[lang].statement_lines(statement)) for lang in kb.languages},
            "claims": list(statement.claims),
            "sources": list(statement.sources),
            "basis": statement.rests_on.value,
            **({"support": support.value} if support else {}),
            "changed": history.changed(anchored.id),
        }

    for entry in kb.entries.values():
        yield {
            "id": entry.id,
            "kind": entry.kind,
            "title": {lang: editions[lang].title(entry.id) for lang in kb.languages},
            "url": {lang: addresses.url(entry.id, lang) for lang in kb.languages},
            "statements": [said(anchored) for anchored in entry.statements()],
        }
