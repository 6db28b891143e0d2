"""``.well-known/security.txt`` (RFC 9116): whom to tell of a hole, where the site names a contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from macros.urls import absolute

if TYPE_CHECKING:
    from macros.model import Site

FILE = ".well-known/security.txt"
LASTS = timedelta(days=364)
"""less than a year, as the RFC recommends: whoever does not publish again in a year may not answer, either"""


def write(site: Site, stage: Path, site_url: str | None, today: str) -> None:
    """Write the file, good for a year from ``today`` (2026-11-23), where the site names a contact."""
    if site.contact:
        path = stage / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_lines(site, site.contact, site_url, today)) + "\n", "utf-8")


def _lines(site: Site, contact: str, site_url: str | None, today: str) -> Iterator[str]:
    yield f"Contact: {contact if '://' in contact else f'mailto:{contact}'}"
    yield f"Expires: {date.fromisoformat(today) + LASTS}T00:00:00Z"
    yield f"Preferred-Languages: {', '.join(language.code for language in site.published())}"
    if address := absolute(site_url, FILE):
        yield f"Canonical: {address}"
