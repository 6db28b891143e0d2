"""The picture that a chat shows beside a link: what it says (``describe``), how it is drawn (``draw``).

Describing is quick and decides the picture's address; drawing takes time, and is done once for each picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from macros.cards.describe import Card, address_of, card_of, card_of_statement
from macros.cards.draw import Press, can_print, draw, press

if TYPE_CHECKING:
    from macros.edition import Edition
    from macros.model import Anchored

__all__ = ["Card", "Press", "address", "cards", "draw", "press"]


def address(edition: Edition, subject: str | Anchored) -> str | None:
    """Return the address of the card of a page (its id) or of a statement, from the site's root.

    None where there are no cards: links in chats are absolute, so the site's own address must be known;
    and the guide's faces must hold the letters.
    """
    found = _found(edition, subject)
    return found[0] if found else None


def cards(edition: Edition) -> Iterator[tuple[str, Card]]:
    """Yield address and card of every page and of every statement that chats can be told of."""
    statements = [anchored for _, anchored in edition.kb.statements() if edition.previewed(anchored)]
    subjects: list[str | Anchored] = [*edition.addresses.pages(edition.lang), *statements]
    for subject in subjects:
        if found := _found(edition, subject):
            yield found


def _found(edition: Edition, subject: str | Anchored) -> tuple[str, Card] | None:
    if not edition.site_url or not can_print(edition.assets):
        return None
    if isinstance(subject, str):
        card, target = card_of(edition, subject), subject
    else:
        card, target = card_of_statement(edition, subject), subject.id
    return None if press(edition.assets).lacks(card) else (address_of(card, target, edition.lang), card)
