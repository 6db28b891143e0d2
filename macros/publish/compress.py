"""A brotli and a gzip copy beside each text file, so that a server need not compress.

Brotli at its best takes long, and most pages are the same from one build to the next: results are kept
by content, and those that the last few builds did not use are thrown away.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

SUFFIXES = {".html", ".css", ".js", ".mjs", ".json", ".xml", ".txt", ".svg", ".wasm", ".webmanifest", ".zip"}
SMALLEST = 512
"""bytes below which a compressed copy saves nothing"""
BUILDS_KEPT = 4
"""the cache holds what this many builds used last"""
_WORKERS = 2

METHODS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: brotli.compress(content, quality=11),
    ".gz": lambda content: gzip.compress(content, compresslevel=9, mtime=0),
}


def compress(site: Path, cache: Path) -> int:
    """Write the compressed copies of a site; return how many files have them."""
    cache.mkdir(parents=True, exist_ok=True)
    paths = sorted(path for path in site.rglob("*") if _worth_it(path))
    with ThreadPoolExecutor(_WORKERS) as pool:
        used = list(pool.map(lambda path: _compress_file(path, cache), paths))
    _prune(cache, set(used))
    return len(paths)


def _worth_it(path: Path) -> bool:
    return path.suffix in SUFFIXES and path.is_file() and path.stat().st_size > SMALLEST


def _compress_file(path: Path, cache: Path) -> str:
    content = path.read_bytes()
    key = hashlib.sha256(content).hexdigest()[:32]
    for suffix, method in METHODS.items():
        kept = cache / key[:2] / f"{key}{suffix}"
        path.with_name(path.name + suffix).write_bytes(_cached(kept, method, content))
    return key


def _cached(kept: Path, method: Callable[[bytes], bytes], content: bytes) -> bytes:
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        made = method(content)
    kept.parent.mkdir(exist_ok=True)
    # Written aside, then named: another build reading the cache sees a whole file or none.
    aside = kept.with_name(f"{kept.name}.{os.getpid()}-{threading.get_ident()}")
    aside.write_bytes(made)
    aside.replace(kept)
    return made


def _prune(cache: Path, used: set[str]) -> None:
    """Throw away what none of the last builds used."""
    log = cache / "builds.json"
    try:
        earlier = json.loads(log.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        earlier = []
    builds = [sorted(used), *(build for build in earlier if set(build) != used)][:BUILDS_KEPT]
    log.write_text(json.dumps(builds), encoding="utf-8")
    wanted = {key for build in builds for key in build}
    for path in cache.glob("??/*"):
        if path.name.partition(".")[0] not in wanted:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    try:
        compress(Path(sys.argv[1]), Path(sys.argv[2]))
    except OSError as error:
        sys.exit(f"{error.filename or sys.argv[1]} could not be written: {error.strerror}")
