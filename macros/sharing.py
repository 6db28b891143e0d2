"""What chats and networks read of a page: Open Graph's properties, and Twitter's one that they share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from macros.cards.draw import HEIGHT, WIDTH


@dataclass(frozen=True)
class Shared:
    """A page as it is shared. Addresses are absolute, and None where the site's own is not known."""

    kind: str
    """``website`` or ``article``"""
    title: str
    says: str
    site: str
    address: str | None = None
    picture: str | None = None

    def __html__(self) -> Markup:
        """Return the tags that say it."""
        tag = Markup('<meta {}="{}" content="{}">')
        return Markup("\n").join(tag.format(*told) for told in self._properties())

    def _properties(self) -> Iterator[tuple[str, str, str]]:
        yield "property", "og:type", self.kind
        yield "property", "og:title", self.title
        yield "property", "og:description", self.says
        yield "property", "og:site_name", self.site
        if self.address:
            yield "property", "og:url", self.address
        if self.picture:
            yield "property", "og:image", self.picture
            yield "property", "og:image:type", "image/png"
            yield "property", "og:image:width", str(WIDTH)
            yield "property", "og:image:height", str(HEIGHT)
            yield "property", "og:image:alt", self.title
            yield "name", "twitter:card", "summary_large_image"
