"""What the server and its builder tell each other. It imports nothing of ours that could grow old in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """What to build."""

    data: Path
    folder: Path
    """where the site being served stands"""
    work: Path
    """where it is made"""
    site_url: str
    open_pages: list[str]
    """addresses to make before all others"""
    code_changed: bool = False
    """what was imported before this request is out of date"""


@dataclass(frozen=True)
class Report:
    """What a build has done so far, or the command that makes the bundle."""

    done: str
    """"pages" for the open pages, "site" for all of it, "problems" for none; "bundle" for the command"""
    seconds: float
    problems: str | None = None
