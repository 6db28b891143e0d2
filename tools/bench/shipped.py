"""The shipped site, as what is asked of a browser visits it."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from macros.serve.static import HOST
from tools.bench import plain
from tools.bench.measure import run

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Shipped:
    """Where the pages are, and the Markdown they were made of, one folder a language."""

    site: Path
    docs: Path


def build(work: Path, site_url: str | None = None) -> Shipped:
    """Build the site, not compressed: the server does that for what is visited."""
    site, kept = work / "site", work / "build"
    command = [sys.executable, "-m", "macros.build", "--data", "data", "--out", str(site), "--no-compress"]
    command += ["--site-url", site_url] if site_url else []
    run([command], ROOT, {**plain.environment(), "CADRAGE_BUILD": str(kept)})
    return Shipped(site, kept / "docs")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])
