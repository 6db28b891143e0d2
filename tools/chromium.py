"""Find a Chromium for tests and pictures, or install one: ``python -m tools.chromium`` prints its path.

First the one that the machine has, then Playwright's own, then, for root on a Debian, the distribution's.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools import debian

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
"""A browser that talks to nobody but the page's server, and draws the same everywhere."""


class NoChromium(Exception):  # noqa: N818 - reads better where it is raised
    """No browser, and none could be installed."""


def find() -> Path | None:
    """The Chromium of this machine, Playwright's included; CHROMIUM names another."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    for application in map(Path, MAC_APPLICATIONS):
        if application.exists():
            return application
    return _playwrights_own()


def ensure() -> Path:
    """The Chromium of this machine, installed if need be."""
    if found := find():
        return found
    for attempt in (_install_playwrights, _install_debians):
        attempt()
        if found := find():
            return found
    raise NoChromium(
        "No Chromium was found and none could be installed. Install Chromium or Google Chrome, "
        "or name one: CHROMIUM=/path/to/chromium make …"
    )


def options() -> list[str]:
    """How a browser is started: root may not use Chromium's sandbox, whoever can keeps it."""
    return [*QUIET] if os.getuid() else [*QUIET, "--no-sandbox"]


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless browser, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=options())
        try:
            yield browser
        finally:
            browser.close()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _install_playwrights() -> None:
    print("No Chromium was found: trying Playwright's…", file=sys.stderr)
    debian.attempt([sys.executable, "-m", "playwright", "install", "chromium"])


def _install_debians() -> None:
    debian.install("chromium")


if __name__ == "__main__":
    try:
        print(ensure())
    except NoChromium as error:
        sys.exit(str(error))
