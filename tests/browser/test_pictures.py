"""How everything looks: each component and each kind of page, in light and dark, on a phone and a desk.

The pictures to be are in ``tests/pictures/chromium-<major>/``: other versions draw otherwise, and there these
tests are skipped. They show the other knowledge base, whose texts change for tests only. Where what
changed is meant: ``make test ARGS="tests/browser/test_pictures.py --take-pictures"``, and look at each.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Browser, FloatRect, Page, expect

from macros.paths import ASSETS, ROOT
from macros.serve.static import serving
from tests.browser.conftest import KeptPage
from tools.gallery import APART, COMPONENTS, ELSEWHERE, ON_DEMAND, PLACE, names, write

PICTURES = ROOT / "tests" / "pictures"
ORDER = ASSETS / "css" / "order.txt"
NOTICED = 40
"""of 255: how far a pixel's colour goes before it counts as another"""
MOST = 0.002
"""the share of such pixels that a picture may have"""
COLOURS = 128
DAY = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
"""the day on which pages are looked at: figures grow old"""

SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
HIGHEST = 1400
"""pixels of a page from its top: parts further down are components"""
PAGES = {
    "home": "",
    "matrix": "formats-and-goals/",
    "alphabet": "a-to-z/",
    "glossary": "words-of-the-shop/",
    "figures": "counted/",
    "sources": "reading-list/",
    "method": "how-we-work/",
    "comparisons": "side-by-side/",
    "comparison": "side-by-side/design-or-printing/",
    "objectives": "goals/",
    "objective": "goals/announce-an-opening/",
    "formats": "printed-formats/",
    "format": "printed-formats/leaflet/",
    "metrics": "counts/",
    "metric": "counts/response-rate/",
    "concepts": "workshop/",
    "concept": "workshop/door-drop/",
    "myth": "myths/nobody-reads-paper/",
    "calculators": "sums/",
    "calculator": "sums/cost-per-thousand/",
    "guide": "step-by-step/your-first-leaflet/",
    "jurisdiction": "by-laws/villaclara/",
    "flow": "help-me-choose/what-should-i-print/",
}

look = pytest.mark.parametrize("scheme", ["light", "dark"])
screen = pytest.mark.parametrize("screen", list(SCREENS))


@pytest.fixture(scope="session")
def gallery(other_site: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the other knowledge base with the gallery in it, served."""
    site = tmp_path_factory.mktemp("gallery") / "site"
    shutil.copytree(other_site, site)
    with serving(site) as address:
        write(site, address, browser)
        yield address


@pytest.fixture(scope="session")
def pictures(browser: Browser, request: pytest.FixtureRequest) -> Path:
    """The folder of pictures of this version of Chromium."""
    major = browser.version.partition(".")[0]
    folder = PICTURES / f"chromium-{major}"
    if not folder.is_dir() and not request.config.getoption("--take-pictures"):
        known = ", ".join(sorted(path.name for path in PICTURES.iterdir()))
        pytest.skip(f"this is Chromium {major}, and tests/pictures has those of {known} only")
    return folder


Entry = dict[str, Any]
Seen = Callable[[str, str, str], Page]
Alike = Callable[[str, bytes], None]


@pytest.fixture(scope="session")
def seen(gallery: str, kept_page: KeptPage) -> Seen:
    """Return a function that opens an address as it looks on a screen in a scheme."""

    def see(address: str, screen: str, scheme: str) -> Page:
        page = kept_page(viewport=SCREENS[screen], color_scheme=scheme)
        page.clock.set_fixed_time(DAY)
        url = address if address.startswith("http") else gallery + address
        if page.url != url:
            page.goto(url)
            page.evaluate("document.fonts.ready")
        return page

    return see


@pytest.fixture
def alike(pictures: Path, request: pytest.FixtureRequest) -> Alike:
    """Return a function that compares what is seen with what is to be, or keeps it as that."""
    take = request.config.getoption("--take-pictures")

    def compare(name: str, taken: bytes) -> None:
        file = pictures / f"{name}.webp"
        now = _reduced(Image.open(BytesIO(taken)))
        if take:
            file.parent.mkdir(parents=True, exist_ok=True)
            now.save(file, "WEBP", lossless=True)
            return
        assert file.exists(), f"there is no picture {file.name}: see the head of this test"
        before = Image.open(file).convert("RGB")
        assert now.size == before.size, f"{name} was {before.size}, and is {now.size}"
        other = _other(before, now)
        assert other <= MOST, f"{other:.2%} of {name} looks otherwise (at most {MOST:.1%} may)"

    return compare


def _reduced(image: Image.Image) -> Image.Image:
    """Return a picture in few colours: a third of the bytes, and no difference to see."""
    return image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB")


def _other(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels of another colour."""
    furthest = ImageChops.difference(one, other)
    red, green, blue = furthest.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[NOTICED:]) / (one.width * one.height)


# -- what is looked at -----------------------------------------------------------------------------


def test_every_style_sheet_has_its_component() -> None:
    listed = [line for line in ORDER.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    shown = {component.name for component in COMPONENTS}
    assert {line.removesuffix(".css") for line in listed} == shown.union(APART, ON_DEMAND, ELSEWHERE)


ALONE = """part => {
    for (const other of part.parentElement.children) other.hidden = other !== part;
}"""
"""what stands above would move it by parts of a pixel"""


@screen
@look
@pytest.mark.parametrize("name", [name for name in names() if name != "plot"])  # see test_plot
def test_component(seen: Seen, alike: Alike, name: str, scheme: str, screen: str) -> None:
    page = seen(PLACE, screen, scheme)
    part = page.locator(f"[data-component={name}]")
    assert "No page holds" not in part.inner_text()
    part.evaluate(ALONE)
    alike(f"{name}-{screen}-{scheme}", part.screenshot(animations="disabled"))


@screen
@look
@pytest.mark.parametrize("kind", list(PAGES))
def test_page(seen: Seen, alike: Alike, kind: str, scheme: str, screen: str) -> None:
    page = seen(PAGES[kind], screen, scheme)
    height = min(HIGHEST, int(page.evaluate("document.documentElement.scrollHeight")))
    clip: FloatRect = {"x": 0, "y": 0, "width": SCREENS[screen]["width"], "height": height}
    alike(f"page-{kind}-{screen}-{scheme}", page.screenshot(clip=clip, full_page=True, animations="disabled"))


@screen
@look
def test_plot(seen: Seen, alike: Alike, address: str, entries: list[Entry], scheme: str, screen: str) -> None:
    (calculator,) = (entry for entry in entries if entry["id"] == "calculator/production-amortisation")
    page = seen(address + calculator["url"]["fr"], screen, scheme)
    alike(f"plot-{screen}-{scheme}", page.locator(".plot").screenshot(animations="disabled"))


@screen
@look
def test_page_nowhere(seen: Seen, alike: Alike, address: str, scheme: str, screen: str) -> None:
    page = seen(f"{address}404.html", screen, scheme)
    alike(f"page-nowhere-{screen}-{scheme}", page.screenshot(animations="disabled"))


@screen
@look
def test_search(seen: Seen, alike: Alike, scheme: str, screen: str) -> None:
    page = seen("", screen, scheme)
    page.keyboard.press("/")
    page.locator(".search__field").fill("leaflet price")
    page.wait_for_function("document.querySelector('dialog.search')?.dataset.shown === 'leaflet price'")
    taken = page.screenshot(animations="disabled", caret="hide")
    page.keyboard.press("Escape")
    alike(f"search-{screen}-{scheme}", taken)


@screen
@look
def test_definition(seen: Seen, alike: Alike, scheme: str, screen: str) -> None:
    page = seen(PAGES["comparison"], screen, scheme)
    term = page.locator("a.term").first
    term.focus()
    expect(page.locator(".definition")).to_be_visible()
    alike(f"definition-{screen}-{scheme}", page.locator(".definition").screenshot(animations="disabled"))


def test_a_picture_that_changed_is_noticed() -> None:
    """A word in another colour, a line a pixel lower: more than the tolerance."""
    before = Image.new("RGB", (390, 300), "#faf7f0")
    one, other = ImageDraw.Draw(before), before.copy()
    one.rectangle((0, 100, 389, 102), fill="#14130f")
    ImageDraw.Draw(other).rectangle((0, 101, 389, 103), fill="#14130f")
    assert _other(before, before) == 0
    assert _other(before, other) > MOST
