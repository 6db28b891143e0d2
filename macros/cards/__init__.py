"""The picture that a chat shows beside a link: what it says (``describe``), how it is drawn (``draw``).

Describing is quick and decides the picture's address; drawing takes time, and is done once for each picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from macros.cards.describe import Card, address_of, card_of
from macros.cards.draw import Press, can_print, draw, press

if TYPE_CHECKING:
    from macros.edition import Edition

__all__ = ["Card", "Press", "address", "cards", "draw", "press"]


def address(edition: Edition, page_id: str) -> str | None:
    """Return the address of a page's card from the site's root.

    None where pages have no cards: links in chats are absolute, so the site's own address must be known;
    and the guide's faces must hold the letters.
    """
    found = _found(edition, page_id)
    return found[0] if found else None


def cards(edition: Edition) -> Iterator[tuple[str, Card]]:
    """Yield address and card of every page that has one."""
    for page_id in edition.addresses.pages(edition.lang):
        if found := _found(edition, page_id):
            yield found


def _found(edition: Edition, page_id: str) -> tuple[str, Card] | None:
    if not edition.site_url or not can_print(edition.assets):
        return None
    card = card_of(edition, page_id)
    return None if press(edition.assets).lacks(card) else (address_of(card, page_id, edition.lang), card)
