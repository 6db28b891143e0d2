"""The editions being built, for those whom MkDocs calls without a way to hand them anything.

Hooks and macros are called by MkDocs; the edition they work on is found here by its language.
"""

from __future__ import annotations

from macros.edition import Edition

_editions: dict[str, Edition] = {}


def put(edition: Edition) -> None:
    """Make an edition the current one of its language."""
    _editions[edition.lang] = edition


def get(lang: str) -> Edition | None:
    """Return the current edition of a language, None where there is none yet."""
    return _editions.get(lang)
