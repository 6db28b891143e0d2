"""A host on which one release of a site follows another, under a path of its own."""

from __future__ import annotations

import json
import re
import shutil
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from macros.serve.static import TYPES, Answer, Handler, serving
from tests.hosts import told

UNDER = "guides/print/"
"""where the site stands on its host"""
TEXTS = (".html", ".js", ".json", ".webmanifest")


class Host:
    """A folder served as a host does that reads ``_headers``; it holds one release at a time."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.folder = folder
        self.place = folder / UNDER
        self._site = site
        self._headers_of = told(site)
        self._home = json.loads((site / "search.json").read_text("utf-8"))["assets"]
        self.place.parent.mkdir(parents=True)
        self.publish(1)
        self.pages_take = 0.0
        """seconds"""
        self.in_trouble = False
        self.proxied: tuple[str, ...] = ()
        """endings of addresses in whose place somebody on the way sends a page of their own"""

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve what the folder holds; gives the site's address."""
        host = self

        class Troubled(Handler):
            def answer(self) -> Answer:
                if host.proxied and self.path.endswith(host.proxied):
                    return Answer(
                        HTTPStatus.OK, b"<!doctype html><title>Who are you?</title>", TYPES[".html"]
                    )
                if self.path.endswith("/"):
                    time.sleep(host.pages_take)
                    if host.in_trouble:
                        return Answer(HTTPStatus.BAD_GATEWAY, b"Try later.\n")
                return super().answer()

        with serving(self.folder, self.headers_of, Troubled) as address:
            yield address + UNDER

    def headers_of(self, path: str) -> dict[str, str]:
        """Return what is sent with a path, which browsers may keep as a real host lets them."""
        said = self._headers_of("/" + path.removeprefix(f"/{UNDER}"))
        return {"Cache-Control": "no-cache"} | said

    def publish(self, number: int, *, without: str | None = None) -> None:
        """Put a release in the place of the one before; of its assets, ``without`` is not there yet."""
        aside = self.folder / f"release-{number}"
        shutil.copytree(self._site, aside)
        home = aside / self._home
        with (home / "js" / "main.js").open("a", encoding="utf-8") as script:
            script.write(f'document.documentElement.dataset.release = "{number}";\n')
        with (home / "site.css").open("a", encoding="utf-8") as sheet:
            sheet.write(f':root {{ --release: "{number}"; }}\n')
        self._name_anew(aside, home, number)
        if without:
            next(aside.glob(f"assets/*/{without}")).unlink()
        if self.place.exists():
            self.place.rename(self.folder / f"before-{number}")
        aside.rename(self.place)

    def _name_anew(self, release: Path, home: Path, number: int) -> None:
        """Give the assets an address of their own, as a build does where they change, and their digests."""
        named = f"{self._home[:-2]}{number:02}"
        digests = {
            f"{named}/{name}": b64encode(sha256((home / name).read_bytes()).digest()).decode()
            for name in ("js/main.js", "site.css")
        }
        home.rename(release / named)
        for path in release.rglob("*"):
            if path.suffix in TEXTS and (text := path.read_text("utf-8")).count(self._home):
                text = text.replace(self._home, named)
                for address, digest in digests.items():
                    text = re.sub(rf'("{re.escape(address)}": )"[^"]*"', rf'\1"{digest}"', text)
                path.write_text(text, "utf-8")
