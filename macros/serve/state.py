"""What open pages are told: whether theirs has changed, and what is wrong with the data.

A page holds a *token*: the digest of its HTML, that of all but its style sheet, and that of the problems
shown. It asks for news with its token and is answered once one of them has changed.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from macros.serve import static
from macros.serve.static import Answer

_ASSETS = re.compile(rb"\bassets/[0-9a-f]+/")
"""Assets stand in a folder named after their content: a new style sheet changes the address of them all."""
REMEMBERED = 5.0
"""Seconds for which a page still counts as open: it asks again within that."""
ATTEMPTS, PAUSE = 50, 0.01
"""How often, and after how many seconds, a page is read again while the site is being replaced."""

Found = TypeVar("Found")


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
        self._told = 0
        self._problems: str | None = None
        self._scripts = ""
        self._shown = False
        self._open: dict[str, float] = {}

    @property
    def built(self) -> bool:
        """Whether there is a site to show yet."""
        return self.folder.is_dir()

    def tell(self, problems: str | None) -> None:
        """Wake every page that waits: files have changed, or problems have come or gone."""
        scripts = self._of_one_site(lambda: _digest_of_scripts(self.folder / "assets"))
        with self._changed:
            self._problems = problems
            self._scripts = scripts or self._scripts
            self._told += 1
            self._changed.notify_all()

    def find(self, address: str) -> Answer | None:
        """Return what stands at an address, None while there is no site."""
        return self._of_one_site(lambda: static.find(self.folder, address))

    def _of_one_site(self, read: Callable[[], Found]) -> Found | None:
        """Return what is read of the site, None while there is none.

        A build swaps the folder for a new one: what was read meanwhile is read again.
        """
        for _ in range(ATTEMPTS):
            before = _identity(self.folder)
            if before is None and not self._shown:
                return None
            found = read()
            if before is not None and before == _identity(self.folder):
                self._shown = True
                return found
            time.sleep(PAUSE)
        return None

    def news(self, html: bytes) -> News:
        """Return what is true now of a page with this content."""
        structure = _ASSETS.sub(b"assets/", html) + self._scripts.encode()
        return News(digest(html), digest(structure), self._problems)

    def wait(self, page: str, token: str, seconds: float) -> News:
        """Return the news of a page once they differ from what its token says, or when time is up."""
        deadline = time.monotonic() + seconds
        with self._watched(page):
            while True:
                told = self._told  # before the file is read: what is told meanwhile is not missed
                answer = self.find(page)
                news = self.news(answer.body if answer else b"")
                left = deadline - time.monotonic()
                if news.token != token or left <= 0:
                    return news
                with self._changed:
                    self._changed.wait_for(partial(self._is_newer, told), left)

    def _is_newer(self, told: int) -> bool:
        return self._told != told

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


def _identity(folder: Path) -> int | None:
    """What tells a folder from the one that takes its place."""
    try:
        return folder.stat().st_ino
    except OSError:
        return None


def _digest_of_scripts(assets: Path) -> str:
    """Digest all scripts in the newest folder of assets; empty where they are missing or going away."""
    try:
        folders = [path for path in assets.iterdir() if (path / "site.css").exists()]
        newest = max(folders, key=lambda path: path.stat().st_mtime)
        return digest(b"".join(path.read_bytes() for path in sorted(newest.rglob("*.js"))))
    except (OSError, ValueError):
        return ""


def digest(content: bytes) -> str:
    """Return a short name for a content."""
    return sha256(content).hexdigest()[:16]
