"""``SHA256SUMS``: the digest of every file of a site, to compare two builds or to find what was altered.

``sha256sum --check --quiet SHA256SUMS`` reads it, in the site's folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FILE = "SHA256SUMS"


def write(stage: Path) -> None:
    """Write the digests of all files that a site holds, in the order of their names."""
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    lines = [f"{_digest(path)}  {path.relative_to(stage).as_posix()}\n" for path in files]
    (stage / FILE).write_text("".join(lines), "utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
