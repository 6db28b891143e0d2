"""Addresses that are no page's own: absolute ones, where the site's is known, and those of frames."""

from __future__ import annotations

EMBED = "embed"
"""the folder of what other sites show in frames"""


def absolute(site_url: str | None, url: str) -> str | None:
    """Return the absolute form of an address from the site's root, None where the site's is not known."""
    return f"{site_url.rstrip('/')}/{url}" if site_url else None


def embed(lang: str, entry_id: str) -> str:
    """Return the address of a calculator by itself: made of what never changes."""
    return f"{EMBED}/{lang}/{entry_id.partition('/')[2]}/"
