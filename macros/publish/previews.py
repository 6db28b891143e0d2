"""An address of its own for each dimension of a comparison: a chat that is given it shows what it is about.

Chats and networks never see what stands after ``#``. Readers are led on to the statement on its page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros import cards
from macros.publish import redirects
from macros.sharing import Shared
from macros.urls import absolute

if TYPE_CHECKING:
    from macros.edition import Edition
    from macros.model import Anchored
    from macros.permalinks import Permalinks


def write(history: Permalinks, editions: Mapping[str, Edition], stage: Path, site_url: str | None) -> None:
    """Write the page of each dimension's own address, where the site's is known.

    Raises PublishError where a page stands there already.
    """
    if not site_url:
        return
    statements = {anchored.id: anchored for _, anchored in next(iter(editions.values())).kb.statements()}
    for forward in history.previews():
        edition = editions[forward.lang]
        title, head = edition.title(forward.target), Markup("")
        if anchored := statements.get(forward.target):
            title = edition.statement_title(anchored)
            head = _head(edition, anchored, forward.address, site_url)
        page = edition.title(forward.target.partition("#")[0])
        redirects.put(stage, forward, redirects.page(forward, edition, site_url, title, page, head))


def _head(edition: Edition, anchored: Anchored, address: str, site_url: str) -> Markup:
    """Return what chats read: they are told of this address, or they would go and read the page's."""
    title = f"{edition.statement_title(anchored)} — {edition.title(anchored.id.partition('#')[0])}"
    picture, says = cards.address(edition, anchored), edition.first_sentence(anchored.statement.texts()[-1])
    site, url = edition.plain(edition.site.name), absolute(site_url, address)
    shared = Shared("article", title, says, site, url, absolute(site_url, picture) if picture else None)
    return Markup('<meta name="description" content="{}">\n{}\n').format(says, shared)
