"""The pictures that chats show beside links, each drawn once and kept."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from macros.cards import cards, draw, press

if TYPE_CHECKING:
    from macros.edition import Edition

CACHE = Path("cache") / "cards"
UNUSED = 30 * 24 * 3600
"""seconds after which a picture that no build asked for is thrown away"""


def keep(edition: Edition, work: Path) -> dict[str, Path]:
    """Draw what is not kept yet below ``work``; return address → file of each card."""
    cache = work / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    found = {}
    for address, card in cards(edition):
        kept = found[address] = cache / address.rpartition("/")[2]
        if kept.exists():
            os.utime(kept)
        else:
            # Written aside, then named: another build sees a whole file or none.
            aside = kept.with_name(f"{kept.name}.{os.getpid()}")
            aside.write_bytes(draw(card, press(edition.assets)))
            aside.replace(kept)
    return found


def write(editions: Mapping[str, Edition], stage: Path, work: Path) -> None:
    """Write the cards of every language below the site's root."""
    for edition in editions.values():
        for address, kept in keep(edition, work).items():
            target = stage / address
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(kept.read_bytes())
    _forget(work / CACHE)


def _forget(cache: Path) -> None:
    oldest = time.time() - UNUSED
    for path in cache.glob("*.png*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
