"""What people ask and where the answers are: the queries of ``tests/queries``, with addresses of a site."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SETS = ("given", "tuning", "checking")


@dataclass(frozen=True)
class Query:
    """A query, and the addresses that answer it, anchor included where a statement does."""

    set: str
    lang: str
    text: str
    answers: frozenset[str]

    def rank(self, found: Iterable[str]) -> int:
        """Return the place of the first address that answers, from 1; 0 where none does."""
        for place, address in enumerate(found, 1):
            if address in self.answers or address.partition("#")[0] in self.answers:
                return place
        return 0


def read(site: Path) -> list[Query]:
    """Read every set of queries for the site in that folder."""
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    addresses = dict(pair for entry in entries for pair in _addresses(entry))
    found = []
    for name in SETS:
        asked = yaml.safe_load((ROOT / "tests" / "queries" / f"{name}.yml").read_text("utf-8"))
        for query in asked:
            lang, topics = query["lang"], query["topics"]
            answers = frozenset(addresses[topic][lang] for topic in topics)
            found.append(Query(name, lang, query["query"], answers))
    return found


def _addresses(entry: dict[str, Any]) -> Iterable[tuple[str, dict[str, str]]]:
    """Yield each id of an entry with its addresses by language."""
    yield entry["id"], entry["url"]
    for statement in entry["statements"]:
        yield (
            statement["id"],
            {lang: f"{url}#{statement['anchor'][lang]}" for lang, url in entry["url"].items()},
        )
