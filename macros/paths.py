"""Where the project keeps its things."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CADRAGE_DATA", ROOT / "data"))
PAGES = ROOT / "docs"
ASSETS = PAGES / "assets"
FRAME = ROOT / "overrides"
TEMPLATES = ROOT / "macros" / "templates"
WORK = Path(os.environ.get("CADRAGE_BUILD", ROOT / "build"))
"""what may be thrown away: rendered pages, engine output, caches"""
