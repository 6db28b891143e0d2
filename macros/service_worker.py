"""``service-worker.js``: what keeps pages on the reader's device, so that they can be read without a network.

Where pages are not to be kept (``offline: false`` in ``site.yml``, or ``make serve``), its address answers
with one that takes away what an earlier one kept, and itself: browsers that have that one ask for a newer.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from macros.paths import FRAME

if TYPE_CHECKING:
    from macros.edition import Edition

FILE = "service-worker.js"
GONE = "service-worker-gone.js"
PAGE = "page/offline"
"""where readers find what is kept, when what they ask for cannot be had"""
_KINDS = (".css", ".js", ".mjs", ".wasm", ".woff2", ".zip")
"""of what pages are made of: the rest of what they name does no harm when it does"""


def write(edition: Edition, stage: Path) -> None:
    """Write the file at the site's root, once the assets are there; any edition of the site will do."""
    text = FRAME / (FILE if edition.offline else GONE)
    facts = _facts(edition, stage) if edition.offline else ""
    (stage / FILE).write_text(facts + text.read_text("utf-8"), "utf-8")


def _facts(edition: Edition, stage: Path) -> str:
    """Return what the build knows, as the script's first lines."""
    known = {"AWAY": _away(edition), "DIGESTS": _digests(stage)}
    return "".join(f"const {name} = {_json(value)};\n" for name, value in known.items())


def _away(edition: Edition) -> dict[str, str]:
    """Return beginning of addresses → page for times without a network; the shortest beginning last."""
    addresses = edition.addresses
    away = {
        addresses.prefix(lang): addresses.pages(lang)[PAGE]
        for lang in edition.kb.languages
        if PAGE in addresses.pages(lang)
    }
    return dict(sorted(away.items(), reverse=True))


def _digests(stage: Path) -> dict[str, str]:
    files = sorted(path for path in stage.glob("assets/**/*") if path.suffix in _KINDS)
    return {path.relative_to(stage).as_posix(): _digest(path.read_bytes()) for path in files}


def _digest(content: bytes) -> str:
    return b64encode(hashlib.sha256(content).digest()).decode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
