"""Addresses as they are written outside pages: absolute where the site's own address is known."""

from __future__ import annotations


def absolute(site_url: str | None, url: str) -> str | None:
    """Return the absolute form of an address from the site's root, None where the site's is not known."""
    return f"{site_url.rstrip('/')}/{url}" if site_url else None
