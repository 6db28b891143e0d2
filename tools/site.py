"""What tools that look at the site have in common: they build it, serve it, and open it in a browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from macros.build import build
from macros.errors import BuildError
from macros.paths import DATA
from macros.problems import DataError
from macros.serve.static import serving
from tools.chromium import NoChromium, launched

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def arguments_of(prog: str, description: str | None) -> argparse.ArgumentParser:
    """Return a parser that takes the knowledge base to build."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--data", type=Path, default=DATA, help="the knowledge base (default: data)")
    return parser


@contextmanager
def opened(data: Path, site: Path) -> Iterator[tuple[str, Browser]]:
    """Build the site of ``data`` into ``site``; give the address it is served at, and a browser."""
    build(data, site, compress=False)
    with serving(site) as address, launched() as browser:
        yield address, browser


def told(work: Callable[[], None]) -> int:
    """Do the work; return the command's exit code, with a sentence for people where it fails."""
    try:
        work()
    except (DataError, BuildError, NoChromium) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
