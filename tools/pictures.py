"""``make pictures``: photograph pages of the built site on a phone and a desk, in light and in dark.

Without a list of pages: the home page and the first page of each kind, in each language, into build/pictures.
With ``--readme``: the two pictures of README, into pictures/.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tools.site import arguments_of, opened, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "build" / "pictures-site"
PICTURES = ROOT / "build" / "pictures"
README_PICTURES = ROOT / "pictures"
HEAVIEST = 200_000
"""Bytes of a picture of README at most."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Screen:
    """What a page is looked at on."""

    name: str
    width: int
    height: int
    scale: float = 1


SCREENS = (Screen("phone", 390, 844, 2), Screen("desk", 1280, 800))


def pages_of(site: Path) -> list[str]:
    """Return the home page and the first page of each kind of entry, in each language."""
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    firsts = {entry["kind"]: entry["url"] for entry in reversed(entries)}
    languages = list(entries[0]["url"])
    homes = [code + "/" if index else "" for index, code in enumerate(languages)]
    return homes + [urls[code] for urls in firsts.values() for code in languages]


def photograph(
    browser: Browser, url: str, file: Path, screen: Screen, scheme: Scheme, *, whole: bool
) -> None:
    """Take one picture: of the whole page, or of what the screen shows."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.scale,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    page.evaluate("document.fonts.ready")
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=whole, animations="disabled")
    context.close()


def take_all(browser: Browser, address: str, pages: list[str]) -> Iterator[Path]:
    """Photograph each page on each screen in each scheme."""
    for page in pages:
        for screen in SCREENS:
            for scheme in SCHEMES:
                name = page.split("#")[0].strip("/").replace("/", "-") or "home"
                file = PICTURES / f"{name}-{screen.name}-{scheme}.png"
                photograph(browser, address + page, file, screen, scheme, whole="#" not in page)
                yield file


def take_readme(browser: Browser, address: str, page: str) -> Iterator[Path]:
    """Photograph the page that README shows, in light and in dark."""
    screen = Screen("readme", 1280, 800)
    for scheme in SCHEMES:
        file = README_PICTURES / f"site-{scheme}.png"
        photograph(browser, address + page, file, screen, scheme, whole=False)
        if (size := file.stat().st_size) > HEAVIEST:
            print(f"note: {file.name} weighs {size // 1000} kB; README's pictures should stay below 200")
        yield file


def main(arguments: list[str] | None = None) -> int:
    """Build, serve, photograph."""
    parser = arguments_of("make pictures", __doc__)
    parser.add_argument("--readme", action="store_true", help="take the pictures of README instead")
    parser.add_argument("pages", nargs="*", help="addresses from the site's root: objectifs/notoriete/")
    options = parser.parse_args(arguments)

    def work() -> None:
        with opened(options.data, BUILT) as (address, browser):
            if options.readme:
                taken = take_readme(browser, address, (options.pages or [""])[0])
            else:
                taken = take_all(browser, address, options.pages or pages_of(BUILT))
            for file in taken:
                print(file.relative_to(ROOT))

    return told(work)


if __name__ == "__main__":
    sys.exit(main())
