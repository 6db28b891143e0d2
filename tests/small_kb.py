"""A knowledge base of two entries in two languages, written to a folder, for tests that change it."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from macros.addresses import Addresses
from macros.assets import Assets
from macros.edition import Edition
from macros.load import KnowledgeBase, load
from macros.permalinks import Permalinks, Record
from macros.publish import search


def both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def said(fr: str, en: str, **more: Any) -> dict[str, Any]:
    return {"text": both(fr, en), "sources": ["guide"], **more}


def kind(fr: str, en: str) -> dict[str, Any]:
    words = both(fr.capitalize(), en.capitalize())
    return page(fr, en) | {"singular": words}


def page(fr: str, en: str) -> dict[str, Any]:
    words = both(fr.capitalize(), en.capitalize())
    return {"slug": both(fr, en), "title": words, "lead": words}


SITE: dict[str, Any] = {
    "name": both("Petit guide", "Small guide"),
    "tagline": both("Deux mots", "Two words"),
    "description": both("Deux mots & rien d'autre.", "Two words & nothing else."),
    "languages": [
        {"code": "fr", "name": "Français", "locale": "fr_CA"},
        {"code": "en", "name": "English", "locale": "en_CA"},
    ],
    "licences": {
        "code": {"name": "MIT", "url": "https://opensource.org/license/mit"},
        "texts": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    },
    "roles": {},
    "stages": {},
    "kinds": {"metric": kind("mesures", "metrics"), "concept": kind("notions", "concepts")},
    "pages": {
        "home": {"title": both("Accueil", "Home"), "lead": both("Bonjour.", "Hello.")},
        **{key: page(key, key) for key in ("matrix", "a-z", "method", "legal", "report")},
        "sources": {
            "slug": both("sources", "sources"),
            "title": both("Sources", "Sources"),
            "lead": both("Ce que nous avons lu.", "What we read."),
            "sections": [
                {
                    "id": "reading",
                    "anchor": both("lecture", "reading"),
                    "text": both("Nous lisons tout.", "We read everything."),
                    "basis": "own",
                }
            ],
        },
    },
}

INTERFACE: dict[str, Any] = {
    "months": [f"m{number}" for number in range(1, 13)],
    "date": "{day} {month} {year}",
    "date_month": "{month} {year}",
    "levels": {name: name for name in ("none", "low", "low-medium", "medium", "high")},
    "fits": {name: name for name in ("primary", "secondary", "avoid")},
    "bases": {name: name for name in ("sourced", "mixed", "own")},
    "supports": {name: name for name in ("direct", "partial", "inference")},
    "reliabilities": {
        name: name
        for name in (
            "official",
            "official-copy",
            "industry-body",
            "law-firm",
            "trade",
            "blog",
            "same-publisher",
            "seed",
        )
    },
    "confidences": {name: name for name in ("high", "medium", "low")},
    "words": {
        "redirect_title": "This page has moved",
        "statement_definition": "Definition",
        "statement_formula": "Formula",
        **{f"search_{word}": word for word in (*search.WORDS, "page")},
    },
}

FRENCH = {
    "typography": {"quotes": ["«\u00a0", "\u00a0»"], "space_before": ":"},
    "anchors": {"definition": "definition", "formula": "formule"},
}
ENGLISH = {
    "typography": {"quotes": ["“", "”"]},
    "anchors": {"definition": "definition", "formula": "formula"},
}

METRIC: dict[str, Any] = {
    "id": "metric/cpm",
    "title": both("Coût pour mille", "Cost per thousand"),
    "abbreviation": both("CPM", "CPM"),
    "slug": both("cpm", "cpm"),
    "definition": said(
        "Ce que coûtent mille [[concept/view|vues]].", "What a thousand [[concept/view|views]] cost."
    ),
    "formula": said("Coût ÷ vues × 1000.", "Cost ÷ views × 1000.", claims=["S1-01"]),
    "notes": [
        {
            "id": "trap",
            "anchor": both("piege", "trap"),
            "text": both("Un CPM bas ne prouve rien.\n\nRien.", "A low CPM proves nothing.\n\nNothing."),
            "basis": "own",
        }
    ],
}

CONCEPT: dict[str, Any] = {
    "id": "concept/view",
    "title": both("Vue </script>", "View </script>"),
    "slug": both("vue", "view"),
    "definition": said("Un regard : bref.", "A look: brief."),
}


class SmallKB:
    """The files of a small knowledge base, as values to change and write again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, Any] = deepcopy(
            {
                "site.yml": SITE,
                "interface/fr.yml": INTERFACE | FRENCH,
                "interface/en.yml": INTERFACE | ENGLISH,
                "sources.yml": {
                    "guide": {
                        "publisher": "Guide",
                        "title": "A guide",
                        "url": "https://example.org/",
                        "language": "en",
                        "read": "2026-01-05",
                        "reliability": "official",
                    }
                },
                "placements.yml": {},
                "claims.yml": {
                    "S1-01": {
                        "topic": "metric/cpm",
                        "kind": "definition",
                        "evidence": "none",
                        "text": both("Un calcul.", "A calculation."),
                    }
                },
                "metrics/cpm.yml": METRIC,
                "concepts/view.yml": CONCEPT,
            }
        )

    @property
    def metric(self) -> dict[str, Any]:
        return self.files["metrics/cpm.yml"]

    def redirect(self, **pairs: str) -> None:
        """Declare redirects, as ``redirect(**{"from": "to"})``."""
        self.files["redirects.yml"] = {
            "redirects": [{"from": origin, "to": target} for origin, target in pairs.items()]
        }

    def load(self) -> KnowledgeBase:
        """Write the files and read them as a build does."""
        for path in self.root.glob("**/*.yml"):
            if path.name != "permalinks.yml":
                path.unlink()
        for name, value in self.files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            # JSON is YAML, and says which values are strings.
            path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
        return load(self.root)

    def history(self, record: Record | None = None, date: str = "2026-03-01") -> Permalinks:
        """Return this knowledge base against a record, as on a given day."""
        kb = self.load()
        return Permalinks(kb, Addresses(kb), record or Record(), date)


def editions(
    history: Permalinks, site_url: str | None = None, assets: Assets | None = None
) -> dict[str, Edition]:
    kb = history.kb
    return {
        lang: Edition(kb, history.addresses, lang, history, assets or Assets({}), site_url)
        for lang in kb.languages
    }


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def engine(history: Permalinks, folder: Path) -> dict[str, Path]:
    """Stand in for the site engine: a page per address, with every anchor the page must have."""
    marks = history.now.marks
    for lang in history.kb.languages:
        prefix = history.addresses.prefix(lang)
        for page_id, url in history.addresses.pages(lang).items():
            anchors = [anchors[lang] for key, anchors in marks.items() if key.startswith(f"{page_id}#")]
            if page_id == "page/sources":
                anchors += [anchors[lang] for key, anchors in marks.items() if key.startswith("source/")]
            body = "".join(f'<section id="{anchor}"></section>' for anchor in anchors)
            page = f"<!doctype html><html><body>{body}<p>{'word ' * 150}</p></body></html>"
            written(folder / lang, {f"{url.removeprefix(prefix)}index.html": page})
        written(folder / lang, {"sitemap.xml": "<engine/>", "404.html": "<p>404</p>"})
    return {lang: folder / lang for lang in history.kb.languages}
