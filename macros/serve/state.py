"""What open pages are told: whether theirs has changed, and what is wrong with the data.

A page holds a *token*: the digest of its HTML, that of all but its style sheet, and that of the problems
shown. It asks for news with its token and is answered once one of them has changed.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from macros.serve import static

_ASSETS = re.compile(rb"\bassets/[0-9a-f]+/")
"""Assets stand in a folder named after their content: a new style sheet changes the address of them all."""
REMEMBERED = 5.0
"""Seconds for which a page still counts as open: it asks again within that."""


@dataclass(frozen=True)
class News:
    """What a page compares with what it knows."""

    page: str
    structure: str
    problems: str | None

    @property
    def token(self) -> str:
        return f"{self.page}.{self.structure}.{digest((self.problems or '').encode())}"


class State:
    """The site being served, shared by the threads that serve it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._changed = threading.Condition()
        self._problems: str | None = None
        self._open: dict[str, float] = {}

    @property
    def built(self) -> bool:
        """Whether there is a site to show yet."""
        return self.folder.is_dir()

    @property
    def problems(self) -> str | None:
        """What keeps the last change from being shown."""
        return self._problems

    def tell(self, problems: str | None) -> None:
        """Wake every page that waits: files have changed, or problems have come or gone."""
        with self._changed:
            self._problems = problems
            self._changed.notify_all()

    def news(self, page: str) -> News:
        """Return what is true now of a page, given by its address."""
        html = static.find(self.folder, page).body if self.built else b""
        structure = _ASSETS.sub(b"assets/", html) + self._scripts()
        return News(digest(html), digest(structure), self._problems)

    def _scripts(self) -> bytes:
        """What all scripts hold, in the newest folder of assets."""
        folders = (path for path in (self.folder / "assets").glob("*") if (path / "site.css").exists())
        newest = max(folders, key=lambda path: path.stat().st_mtime, default=None)
        if newest is None:
            return b""
        return b"".join(path.read_bytes() for path in sorted(newest.rglob("*js")) if path.is_file())

    def wait(self, page: str, token: str, seconds: float) -> News:
        """Return the news of a page once they differ from what its token says, or when time is up."""
        deadline = time.monotonic() + seconds
        with self._watched(page), self._changed:
            while (news := self.news(page)).token == token and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(left)
        return news

    def open_pages(self) -> list[str]:
        """Return the addresses of the pages being looked at, the latest first."""
        now = time.monotonic()
        with self._changed:
            self._open = {page: until for page, until in self._open.items() if until > now}
            return sorted(self._open, key=lambda page: -self._open[page])

    @contextmanager
    def _watched(self, page: str) -> Iterator[None]:
        with self._changed:
            self._open[page] = float("inf")
        try:
            yield
        finally:
            with self._changed:
                self._open[page] = time.monotonic() + REMEMBERED


def digest(content: bytes) -> str:
    """Return a short name for a content."""
    return sha256(content).hexdigest()[:16]
