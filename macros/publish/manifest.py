"""``site.webmanifest``: what a device needs to keep the guide beside its other programs, in each language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros import colours
from macros.addresses import relative
from macros.assets import STYLE_SHEET

if TYPE_CHECKING:
    from macros.edition import Edition

FILE = "site.webmanifest"
SIDES = (192, 512)
"""pixels; drawn by tools/icons.py with a margin that any mask may cut"""


def write(editions: Mapping[str, Edition], stage: Path) -> None:
    """Write the manifest of each language beside its home page."""
    for lang, edition in editions.items():
        path = stage / edition.addresses.prefix(lang) / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(described(edition), ensure_ascii=False, indent=1) + "\n", "utf-8")


def described(edition: Edition) -> dict[str, Any]:
    """Return the manifest of a language. Its addresses are relative: the site stands under any path."""
    home, assets = edition.addresses.prefix(edition.lang), edition.assets
    paper = colours.light(assets.files[STYLE_SHEET][1].decode("utf-8")).get("paper", "#ffffff")
    return {
        "name": f"{edition.plain(edition.site.name)} – {edition.plain(edition.site.tagline)}",
        "short_name": edition.plain(edition.site.name),
        "description": edition.plain(edition.site.description),
        "lang": edition.lang,
        "start_url": "./",
        "scope": relative(home, ""),
        "display": "minimal-ui",
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {
                "src": relative(home, assets.addresses[f"icon-{side}.png"]),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for side in SIDES
            if f"icon-{side}.png" in assets.addresses
        ],
    }
