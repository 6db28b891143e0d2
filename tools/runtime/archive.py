"""Archives of Python files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that an archive can hold."""
PLAIN_FILE = 0o100644 << 16
FLAGS = slice(4, 8)
UNCHECKED_HASH = (1).to_bytes(4, "little")
"""PEP 552: the bytecode holds a hash of its source, and nobody looks for the source."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return an archive that holds files as they are: compressed on the way, they weigh less together."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            about = zipfile.ZipInfo(name, EPOCH)
            about.external_attr = PLAIN_FILE
            archive.writestr(about, files[name])
    return held.getvalue()


def unpack(archive: Path) -> dict[str, bytes]:
    """Return the files of an archive."""
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


def unchecked(bytecode: bytes) -> bytes:
    """Return bytecode marked as never to be compared with a source. Raises ValueError for one with a date."""
    if not bytecode[FLAGS][0] & 1:
        raise ValueError("bytecode that holds the date of its source, and no hash, never repeats")
    return bytecode[: FLAGS.start] + UNCHECKED_HASH + bytecode[FLAGS.stop :]
