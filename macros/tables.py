"""What the knowledge base tells the planner besides words: tables of figures, by name, as plain JSON.

A calculator that reads one is named with it in ``planner.catalogue.TABLES``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from macros.load import KnowledgeBase

TABLES: Mapping[str, Callable[[KnowledgeBase, str], Any]] = {}
"""name → what makes it from the knowledge base, in a language"""


def tables(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return every table in a language."""
    return {name: made(kb, code) for name, made in TABLES.items()}
