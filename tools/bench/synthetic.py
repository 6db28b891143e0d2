"""Write a knowledge base of any size, as real ones are: the shipped site's settings, made-up entries.

Everything grows with the number of entries but objectives and formats, which a trade has only so many of
(the matrix is their product). Texts, links, statements and sources an entry are those of the shipped site, on
average. The same number of entries always gives the same files.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from macros.load.languages import declared
from macros.load.reader import read_file
from macros.model import Concept

OBJECTIVES, FORMATS = 20, 50
MAPPINGS = 9
QUERIES = 20
"""What people type for an entry: its statements have none."""
WORD = re.compile(r"[^\W\d_]+")


class Writer:
    """Writes a knowledge base of ``entries`` entries into a folder."""

    def __init__(self, target: Path, model: Path, entries: int) -> None:
        self.target = target
        self.model = model
        self.random = random.Random(entries)  # noqa: S311 - repeatable, not secret
        site = read_file(model / "site.yml", "site.yml")
        self.site: dict[str, Any] = site.value
        self.languages = declared(self.site).published
        self.vocabulary = {code: list(dict.fromkeys(_words_in(self.site, code))) for code in self.languages}
        counts = _counts(entries)
        self.ids = {kind: [f"{kind}/{kind}-{i:04d}" for i in range(count)] for kind, count in counts.items()}
        self.ids["concept"] = [
            f"{Concept.subkinds[i % len(Concept.subkinds)]}/idea-{i:04d}" for i in range(counts["concept"])
        ]
        self.all = [entry_id for ids in self.ids.values() for entry_id in ids]
        self.sources = [f"source-{i:04d}" for i in range(max(20, entries // 8))]
        self.placements = [f"place-{i}" for i in range(12)]
        self.stages, self.roles = list(self.site["stages"]), list(self.site["roles"])
        self.levers = [name for name, role in self.site["roles"].items() if role.get("lever")]

    def write(self) -> None:
        """Write every file, in place of what the folder held."""
        shutil.rmtree(self.target, ignore_errors=True)
        self._write_settings()
        self._write_lists()
        makers: dict[str, Callable[[str], dict[str, Any]]] = {
            "comparison": self._comparison,
            "objective": self._objective,
            "format": self._format,
            "metric": self._metric,
            "concept": self._concept,
        }
        for kind, make in makers.items():
            for entry_id in self.ids[kind]:
                self._save(f"{kind}s/{entry_id.split('/')[1]}.yml", self._head(entry_id) | make(entry_id))
        for entry_id in self.all:
            self._save(f"queries/{entry_id.replace('/', '-')}.yml", {entry_id: self._queries()})

    # -- files

    def _write_settings(self) -> None:
        for words in self.site["kinds"].values():
            words.pop("order", None)
        for page in self.site["pages"].values():
            # The sources and claims of the model are not copied.
            page["sections"] = [
                {key: value for key, value in section.items() if key not in ("sources", "claims")}
                | {"basis": "own"}
                for section in page.get("sections", ())
            ]
        self._save("site.yml", self.site)
        shutil.copytree(self.model / "interface", self.target / "interface")

    def _write_lists(self) -> None:
        self._save("sources.yml", {source: self._source(source) for source in self.sources})
        self._save("placements.yml", {place: {"title": self._text(2)} for place in self.placements})

    def _save(self, name: str, content: dict[str, Any]) -> None:
        path = self.target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        path.write_text(yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False), "utf-8")

    # -- entries

    def _queries(self) -> dict[str, str]:
        return {code: "\n".join(self._words(code, 5) for _ in range(QUERIES)) for code in self.languages}

    def _head(self, entry_id: str) -> dict[str, Any]:
        name = entry_id.split("/")[1]
        aliases = {code: [self._words(code, 2), self._words(code, 1)] for code in self.languages}
        return {
            "id": entry_id,
            "title": {code: f"{self._words(code, 2)} {name}" for code in self.languages},
            "slug": self._slugs(name),
            "aliases": aliases,
        }

    def _comparison(self, _entry_id: str) -> dict[str, Any]:
        left, right = self.random.sample(self.roles, 2)
        return {
            "sides": {
                "left": {"role": left, "title": self._text(2)},
                "right": {"role": right, "title": self._text(2)},
            },
            "summary": self._said(40),
            "dimensions": [self._dimension(i) for i in range(22)],
            "related": self._some(self.all, 4),
        }

    def _dimension(self, number: int) -> dict[str, Any]:
        return {
            **self._named(f"dimension-{number}"),
            "title": self._text(3),
            "left": self._text(28, links=1),
            "right": self._text(28),
            "takeaway": self._text(15),
            **self._basis(),
        }

    def _objective(self, _entry_id: str) -> dict[str, Any]:
        return {
            "definition": self._said(35),
            "stages": self._some(self.stages, 2),
            "rule": self._said(35),
            "levers": {lever: self.random.choice(["low", "medium", "high"]) for lever in self.levers},
            "kpis": {
                group: self._some(self.ids["metric"], 3) for group in ("leading", "outcome", "misleading")
            },
            "formats": [self._mapping(target) for target in self._some(self.ids["format"], MAPPINGS)],
            "related": self._some(self.all, 4),
        }

    def _mapping(self, target: str) -> dict[str, Any]:
        return {
            "format": target,
            "fit": self.random.choice(["primary", "secondary", "secondary", "avoid"]),
            "text": self._text(30, links=1),
            "support": self.random.choice(["direct", "partial", "inference"]),
            "stages": self._some(self.stages, 2),
            "spans": [{"seconds": [15, 60]}],
            "ratios": ["9:16", "16:9"],
            "placements": self._some(self.placements, 2),
            "levers": self._some(self.levers, 1),
            "metrics": self._some(self.ids["metric"], 2),
            **self._basis(),
        }

    def _format(self, _entry_id: str) -> dict[str, Any]:
        return {
            "definition": self._said(30),
            "length": {"spans": [{"seconds": [15, 90]}], **self._basis()},
            "frames": [{"ratio": ratio} for ratio in self._some(["16:9", "1:1", "4:5", "9:16"], 2)],
            "effort": {"level": "medium", **self._said(20)},
            "placements": self._some(self.placements, 3),
            "notes": self._passages(2),
            "related": self._some(self.all, 4),
        }

    def _metric(self, _entry_id: str) -> dict[str, Any]:
        return {
            "definition": self._said(30),
            "formula": self._said(10),
            "levers": self._some(self.levers, 1),
            "notes": self._passages(1),
            "related": self._some(self.all, 4),
        }

    def _concept(self, _entry_id: str) -> dict[str, Any]:
        return {
            "definition": self._said(35),
            "statements": self._passages(4),
            "related": self._some(self.all, 4),
        }

    def _source(self, name: str) -> dict[str, Any]:
        return {
            "publisher": f"Publisher of {name}",
            "title": self._words(self.languages[0], 6),
            "url": f"https://example.org/{name}",
            "language": self.languages[0],
            "read": "2026-11-20",
            "reliability": self.random.choice(["official", "trade", "blog"]),
        }

    # -- parts

    def _passages(self, number: int) -> list[dict[str, Any]]:
        return [
            {**self._named(f"passage-{i}"), "title": self._text(3), **self._said(35)} for i in range(number)
        ]

    def _said(self, words: int) -> dict[str, Any]:
        return {"text": self._text(words, links=1), **self._basis()}

    def _basis(self) -> dict[str, Any]:
        if self.random.random() < 0.3:
            return {"basis": "own"}
        return {"sources": self._some(self.sources, self.random.choice([1, 1, 2]))}

    def _named(self, name: str) -> dict[str, Any]:
        return {"id": name, "anchor": self._slugs(name)}

    def _slugs(self, name: str) -> dict[str, str]:
        return dict.fromkeys(self.languages, name)

    def _text(self, words: int, links: int = 0) -> dict[str, str]:
        targets = self._some(self.all, links) if links else []
        return {code: self._sentences(code, words, targets) for code in self.languages}

    def _sentences(self, code: str, words: int, targets: list[str]) -> str:
        linked = [f"[[{target}|{self._words(code, 2)}]]" for target in targets]
        return " ".join([self._words(code, words).capitalize(), *linked]) + ("." if words > 5 else "")

    def _words(self, code: str, number: int) -> str:
        return " ".join(self.random.choices(self.vocabulary[code], k=number))

    def _some(self, among: list[str], number: int) -> list[str]:
        return self.random.sample(among, min(number, len(among)))


def _words_in(value: Any, code: str) -> Iterator[str]:
    """Yield the words that a site file holds in a language."""
    if isinstance(value, dict) and isinstance(value.get(code), str):
        yield from WORD.findall(value[code].lower())
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words_in(inner, code)


def _counts(entries: int) -> dict[str, int]:
    comparisons, metrics = max(2, entries // 50), entries // 3
    concepts = entries - OBJECTIVES - FORMATS - comparisons - metrics
    return {
        "comparison": comparisons,
        "objective": OBJECTIVES,
        "format": FORMATS,
        "metric": metrics,
        "concept": concepts,
    }
