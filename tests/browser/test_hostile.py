"""Hostile texts and addresses in a browser: nothing runs, nothing is added to a page, nothing moves aside.

Pages are seen without their policy: it would hide what gets through.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page

from macros.load import load
from macros.serve.static import serving
from macros.typography import Typographer, paragraphs
from planner.split import is_name
from tests.browser.conftest import DESK, Complaints, improved
from tests.hostile_kb import HostileKB, Placed, groups, strings

PHONE = {"width": 390, "height": 800}
SCREEN = {"width": 1280, "height": 800}
PAPER = {"width": 690, "height": 980}


@dataclass
class Watched:
    """A page that notes whatever a hostile string makes it do."""

    page: Page
    address: str
    ran: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.expose_function(
            "hostile", lambda *told: self.ran.append(f"hostile{told} on {self.page.url}")
        )
        self.page.on(
            "dialog", lambda dialog: (self.ran.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )

    @contextmanager
    def quiet(self) -> Iterator[Page]:
        """Fail after the block where something ran, was asked of elsewhere, or was complained of."""
        self.ran.clear()
        with Complaints(self.address).watching(self.page):
            yield self.page
        assert self.ran == []

    def fits(self, *sizes: dict[str, int]) -> None:
        """Fail where a page is wider than its screen, a phone's and a desk's where nothing else is said."""
        for size in sizes or (PHONE, SCREEN):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{self.page.url} is {wide} px too wide on a screen of {size['width']}"


@contextmanager
def watched(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:
    context = browser.new_context(**DESK | {"viewport": PHONE} | options)
    context.on("page", improved)
    yield Watched(context.new_page(), address)
    context.close()


# -- texts -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_address(hostile_site: Path) -> Iterator[str]:
    with serving(hostile_site) as address:
        yield address


@pytest.fixture(scope="module")
def hostile(browser: Browser, hostile_address: str) -> Iterator[Watched]:
    with watched(browser, hostile_address) as found:
        yield found


def pages(site: Path) -> list[str]:
    """The addresses of a site's pages."""
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("index.html"))
    return [*(file.removesuffix("index.html") for file in files), "404.html", "es/404.html"]


@dataclass(frozen=True)
class Parsed:
    """A page as a browser reads it, before any script."""

    shapes: list[tuple[str, str]]
    """each element with the names of its attributes, and its classes"""
    links: list[str]
    says: str


PARSED = """async (addresses) => {
    const valueOf = ({ value }) => value;
    const inside = (root) => [...root.querySelectorAll("*")].flatMap((element) => [
        element, ...(element.localName === "template" ? inside(element.content) : []),
    ]);
    return Promise.all(addresses.map(async (address) => {
        const html = await (await fetch(address)).text();
        const all = inside(new DOMParser().parseFromString(html, "text/html"));
        const attributes = all.flatMap((element) => [...element.attributes]);
        const texts = all.filter(({ parentElement, localName }) => !parentElement || localName === "html");
        return {
            shapes: all.filter((element) => !element.closest(".pager")).map((element) => [
                [element.localName, ...element.getAttributeNames().sort()].join(" "),
                element.getAttribute("class") ?? "",
            ]),
            links: attributes.filter(({ name }) => /^(href|src|action)$/.test(name)).map(valueOf),
            says: [...texts.map(({ textContent }) => textContent), ...attributes.map(valueOf)].join("\\n"),
        };
    }));
}"""


def parsed(browser: Browser, address: str, site: Path) -> dict[str, Parsed]:
    """Each page of a site as the browser reads it."""
    page = browser.new_page()
    page.goto(f"{address}sitemap.xml")
    listed = pages(site)
    read = page.evaluate(PARSED, [f"{address}{name}" for name in listed])
    page.close()
    return {
        name: Parsed([(shape, classes) for shape, classes in found["shapes"]], found["links"], found["says"])
        for name, found in zip(listed, read, strict=True)
    }


@pytest.fixture(scope="module")
def read(browser: Browser, hostile_address: str, hostile_site: Path) -> dict[str, Parsed]:
    return parsed(browser, hostile_address, hostile_site)


@pytest.fixture(scope="module")
def read_other(browser: Browser, other_address: str, other_site: Path) -> dict[str, Parsed]:
    return parsed(browser, other_address, other_site)


BY_NAME = (
    *("a-to-z/", "words-of-the-shop/", "reading-list/"),
    *("es/de-la-a-a-la-z/", "es/palabras-del-taller/", "es/lecturas/"),
)
"""pages whose lists follow from names: by letter, or together where they are the same"""


def counted(page: Parsed) -> Counter[str]:
    """How many elements of each shape a page has; a card that cannot be drawn is not told of."""
    return Counter(shape for shape, _ in page.shapes if not shape.startswith("meta "))


def test_texts_add_no_element_and_no_attribute(
    read: dict[str, Parsed], read_other: dict[str, Parsed]
) -> None:
    """Each page has the elements that it has with the texts it was written for, one for one."""
    assert read.keys() == read_other.keys()
    known = {shape for page in read_other.values() for shape in page.shapes}
    for name, page in read.items():
        assert set(page.shapes) <= known, name
        if name not in BY_NAME:
            assert counted(page) == counted(read_other[name]), name


def test_texts_lead_nowhere(read: dict[str, Parsed], read_other: dict[str, Parsed]) -> None:
    """Links go to this site or to where the other base's go; none is a script."""
    away = ("javascript:", "data:", "vbscript:", "http:", "https:", "//", "\\")
    abroad = {link for page in read_other.values() for link in page.links if link.startswith(away)}
    for name, page in read.items():
        found = {link.strip() for link in page.links}
        outside = {link for link in found if link.lower().startswith(away)} - abroad
        assert all(link.startswith("https://example.org/") for link in outside), (name, outside)


def on_a_page(placed: Placed) -> bool:
    """A kind's singular stands on cards, which are pictures; a heading without rules under it nowhere."""
    return placed.steps[-2] != "singular" and placed.steps[:2] != ("topics", "weights")


def test_texts_are_shown_as_they_were_typed(hostile_kb: HostileKB, read: dict[str, Parsed]) -> None:
    """After the typography of their language, letter for letter."""
    kb = load(hostile_kb.root)
    missing = []
    for lang in kb.languages:
        typographer = Typographer(kb.interface[lang].typography)
        own = (page.says for name, page in read.items() if name.startswith("es/") == (lang == "es"))
        said = unspaced(" ".join(own))
        for placed in hostile_kb.placed:
            if placed.lang not in (None, lang) or not on_a_page(placed):
                continue
            if placed.steps[0] == "kinds" and not kb.of_kind(str(placed.steps[1])):
                continue  # it has no page
            for paragraph in paragraphs(placed.text):
                ways = (unspaced(typographer.words(paragraph)), unspaced(paragraph))
                if not any(way in said for way in ways):
                    missing.append((placed.file, placed.steps, paragraph[:80]))
    assert missing == [], missing


def unspaced(text: str) -> str:
    """A text without the spaces that pages set as they like."""
    return re.sub("[ \\n\\t\\r]", "", text)


def of_readers(site: Path) -> list[str]:
    """The addresses of a site's pages, without those that lead on."""
    return [
        name
        for name in pages(site)[:-2]
        if "data-redirect" not in (site / name / "index.html").read_text("utf-8")
    ]


WIDE = """async ([addresses, widths]) => {
    const wide = [];
    const waiting = [...addresses];
    const look = async () => {
        const frame = document.createElement("iframe");
        frame.style.cssText = "position: absolute; top: 0; left: 0; height: 800px; border: 0";
        document.body.append(frame);
        while (waiting.length) {
            const address = waiting.shift();
            frame.src = address;
            await new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
            const { documentElement } = frame.contentDocument;
            for (const width of widths) {
                frame.style.width = `${width}px`;
                const { scrollWidth } = documentElement;
                if (scrollWidth > width) wide.push([address, width, scrollWidth]);
            }
        }
    };
    await Promise.all([look(), look()]);
    return wide;
}"""
"""Looks at pages in frames of each width, two at a time."""


def test_nothing_runs_on_a_page_and_each_keeps_its_width(hostile: Watched, hostile_site: Path) -> None:
    with hostile.quiet() as page:
        page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
        page.goto(hostile.address)
        addresses = [f"{hostile.address}{name}" for name in of_readers(hostile_site)]
        assert page.evaluate(WIDE, [addresses, [PHONE["width"], SCREEN["width"]]]) == []


def test_nothing_runs_once_all_scripts_have(hostile: Watched, hostile_site: Path) -> None:
    """One page of each kind, with its scripts, as a page by itself."""
    firsts = {name.removeprefix("es/").partition("/")[0]: name for name in of_readers(hostile_site)}
    with hostile.quiet() as page:
        for name in firsts.values():
            page.goto(f"{hostile.address}{name}")
            hostile.fits()


def test_nothing_runs_in_print(hostile: Watched, hostile_site: Path) -> None:
    """Everything is open there, and the address stands on the sheet, however long."""
    with hostile.quiet() as page:
        for name in (
            "",
            "side-by-side/design-or-printing/",
            "goals/fill-an-event/",
            "sums/cost-per-thousand/",
        ):
            page.goto(
                f"{hostile.address}{name}?{urlencode({'x': 'w' * 500, '<script>hostile(1)</script>': ''})}"
            )
            page.emulate_media(media="print")
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            hostile.fits(PAPER)
            page.evaluate("dispatchEvent(new Event('afterprint'))")
            page.emulate_media(media="screen")


# -- the search ------------------------------------------------------------------------------------

SEARCHED = """async (queries) => {
    const dialog = document.querySelector("dialog.search");
    const field = dialog.querySelector(".search__field");
    const strange = new Set();
    let hits = 0;
    for (const query of queries) {
        delete dialog.dataset.shown;
        field.value = query;
        field.dispatchEvent(new Event("input"));
        const asked = field.value.slice(0, 300);
        const late = performance.now() + 5000;
        while (dialog.dataset.shown !== asked && performance.now() < late) {
            await new Promise((resolve) => setTimeout(resolve));
        }
        if (dialog.dataset.shown !== asked) strange.add(`no answer: ${query.slice(0, 50)}`);
        hits += dialog.querySelectorAll("[data-search-result]").length;
        if (document.documentElement.scrollWidth > innerWidth) strange.add(`too wide: ${query.slice(0, 50)}`);
        for (const element of dialog.querySelectorAll("*")) {
            const [shown, tag] = [element.getBoundingClientRect(), element.localName];
            const runs = element.getAttributeNames().some((name) => name.startsWith("on"));
            if (!KNOWN.has(tag) || runs) strange.add(element.outerHTML);
            if (element.href && !element.href.startsWith(location.origin)) strange.add(element.outerHTML);
            if (shown.right > innerWidth + 1) strange.add(`too wide: ${element.outerHTML}`);
        }
    }
    return [hits, [...strange]];
}""".replace(
    "KNOWN",
    "new Set(['form', 'input', 'button', 'p', 'div', 'a', 'span', 'mark', 'svg', 'path', 'ul', 'li'])",
)


@pytest.mark.parametrize("lang", ["", "es/"])
def test_hostile_hits_and_queries_are_words(hostile: Watched, lang: str) -> None:
    """Each string is sought where all texts are strings like it: hits show what they are asked for with."""
    asked_for = strings()[::3] if lang else strings()
    with hostile.quiet() as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.goto(f"{hostile.address}{lang}?q={quote('<script>hostile(1)</script>')}")
        page.wait_for_selector("dialog.search[data-shown]")
        hits, strange = page.evaluate(SEARCHED, [*asked_for, "hostile", "script", "onerror"])
        assert strange == []
        assert hits > 200


def test_an_offer_says_labels_letter_for_letter(hostile: Watched) -> None:
    with hostile.quiet() as page:
        page.goto(hostile.address)
        wrong = page.evaluate(
            """async (labels) => {
                const main = new URL(document.querySelector("script[data-main]").dataset.main, location.href);
                const { rows } = await import(new URL("search/hits.js", main));
                const words = { value: "{label}: {value}", calculate: "", copy: "" };
                return labels.filter((label) => {
                    const offer = { href: "x", title: label, values: [[label, "1"]] };
                    const [line] = rows([], offer, words, location.href);
                    const says = (part) => line.querySelector(part).textContent;
                    return says(".search__title") !== label || says(".search__text") !== `${label}: 1`;
                });
            }""",
            strings(),
        )
        assert wrong == []


# -- addresses -------------------------------------------------------------------------------------

SHORT = [string for string in strings() if len(string) <= 200]
SAMPLE = groups()[::4]
"""kinds of which one string each is carried by an address of its own"""
FORMER, PRESENT = "printed-formats/a6-card/", "printed-formats/postcard/"
READY = "form[data-calculator][data-state=ready]"
START = 60_000


def parts(all_of: Sequence[str], size: int) -> list[Sequence[str]]:
    """A list in pieces of a size."""
    return [all_of[start : start + size] for start in range(0, len(all_of), size)]


def asked(pairs: list[tuple[str, str]]) -> str:
    """A query; what is half a character is written as its bytes."""
    return f"?{urlencode(pairs, errors='surrogatepass')}"


@pytest.fixture(scope="module")
def reader(browser: Browser, address: str) -> Iterator[Watched]:
    with watched(browser, address) as found:
        yield found


@pytest.fixture(scope="module")
def calculators(site: Path) -> list[tuple[str, dict[str, str]]]:
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    return [(e["id"].partition("/")[2], e["url"]) for e in entries if e["kind"] == "calculator"]


ASKED = """async (queries) => {
    const form = document.querySelector("form[data-calculator]");
    const wrong = [];
    for (const query of queries) {
        history.replaceState(null, "", query);
        history.pushState(null, "", location.pathname);
        const back = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
        history.back();
        await back;
        const late = performance.now() + 20000;
        while (form.dataset.state !== "ready" && performance.now() < late) {
            form.dispatchEvent(new Event("focusout"));
            await new Promise((resolve) => setTimeout(resolve));
        }
        if (form.dataset.state !== "ready") wrong.push(`no answer: ${query}`);
        if (document.documentElement.scrollWidth > innerWidth) wrong.push(`too wide: ${query}`);
        for (const input of form.querySelectorAll("[aria-invalid=true]")) {
            const said = input.closest("[data-field]").querySelector(".calc__error").textContent;
            if (!said) wrong.push(`nothing said of ${input.name}: ${query}`);
        }
        const rows = form.querySelectorAll("[data-field]").length;
        if (rows > 60) wrong.push(`${rows} rows: ${query.slice(0, 50)}`);
    }
    return wrong;
}"""
"""Goes back to each address, as a reader does, and waits for what the form makes of it."""

ADDED = """() => [...document.querySelectorAll("*")].filter((element) =>
    element.getAttributeNames().some((name) => name.startsWith("on"))
    || /^\\s*(javascript|data|vbscript):/i.test(element.getAttribute("href") ?? "")
    || element.matches("img, iframe, object, embed, math, audio, video, marquee, base")
).map(({ outerHTML }) => outerHTML.slice(0, 200))"""


def test_calculators_open_at_hostile_addresses(
    reader: Watched, calculators: list[tuple[str, dict[str, str]]]
) -> None:
    """Every calculator, each with other strings as values, names, currency and fragment."""
    chunks = parts(SHORT, len(SHORT) // len(calculators) + 1)
    with reader.quiet() as page:
        for nth, ((name, urls), chunk) in enumerate(zip(calculators, chunks, strict=True)):
            one, other, third, *_ = chunk
            given = [
                ("cost", one),
                ("share.media", other),
                ("currency", third),
                *((each, "x") for each in chunk),
            ]
            lang = "en" if nth % 2 else "fr"
            page.goto(f"{reader.address}{urls[lang]}{asked(given)}#{quote(one, errors='replace')}")
            page.wait_for_selector("form[data-calculator]:not([inert])")
            assert page.evaluate(ADDED) == [], name
            reader.fits()


@pytest.mark.parametrize(("name", "third"), [("cpm", 0), ("funnel", 1), ("paid-smm-mix", 2)])
def test_calculators_answer_hostile_addresses(
    reader: Watched, calculators: list[tuple[str, dict[str, str]]], name: str, third: int
) -> None:
    """Sent back from address to address: each string is a value, some a currency; then to an example."""
    with reader.quiet() as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.goto(reader.address + dict(calculators)[name]["fr"])
        fields = page.eval_on_selector_all("form [data-input]", "all => all.map(({ name }) => name)")
        share = strings()[third::3]
        queries = [
            asked([*zip(fields, some, strict=False), *((each, each) for each in some), ("currency", some[0])])
            for some in parts(share, len(fields))
        ]
        assert page.evaluate(ASKED, queries) == []
        assert page.evaluate(ADDED) == []
        reader.fits()
        page.click("[data-do=reset]")
        page.wait_for_selector(f"{READY} output[data-value]", timeout=START)


def test_lines_of_a_split_may_be_called_anything_and_are_not(
    reader: Watched, calculators: list[tuple[str, dict[str, str]]]
) -> None:
    """Each string as a line's name and number; a thousand lines; five thousand names of nothing."""
    url = reader.address + dict(calculators)["budget-split"]["fr"]
    lines = [
        asked(
            [
                ("total", "1000"),
                *((f"{part}.{string}", string) for string in some for part in ("share", "max")),
            ]
        )
        for some in parts(strings(), 24)
    ]
    numbers = [
        asked([("total", "1000"), *((f"share.l{nth}", string) for nth, string in enumerate(some))])
        for some in parts(strings(), 24)
    ]
    many = [
        asked([(f"share.n{nth}", "1") for nth in range(1_000)]),
        asked([(f"n{nth}", "1") for nth in range(5_000)]),
    ]
    with reader.quiet() as page:
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.goto(f"{url}?total=100&share.x=100")
        page.wait_for_selector(READY, timeout=START)
        assert page.evaluate(ASKED, [*lines, *numbers, *many]) == []
        assert page.evaluate(ADDED) == []
        names = page.eval_on_selector_all("form [data-part]", "all => all.map(({ dataset }) => dataset.part)")
        assert len(names) > 6
        assert all(is_name(name) for name in names)
        assert len(page.locator(".calc__message").inner_text()) < 1_000
        reader.fits()


def test_other_pages_take_no_notice_of_hostile_addresses(
    reader: Watched, site: Path, calculators: list[tuple[str, dict[str, str]]]
) -> None:
    """Parameters that pages read, and others; fragments, as a page is opened and while it is read."""
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    firsts = {entry["kind"]: entry["url"]["fr"] for entry in entries}
    names = ("objective", "lever", "fit", "stage", "currency", "x")
    some = parts(SHORT, len(SHORT) // (len(firsts) + 3) + 1)
    matrix, formats = "matrice/", firsts["format"].split("/")[0] + "/"
    with reader.quiet() as page:
        for name, chunk in zip(["", matrix, formats, *firsts.values()], some, strict=False):
            query = asked(
                [(key, string) for string in chunk for key in names] + [(string, "1") for string in chunk]
            )
            page.goto(f"{reader.address}{name}{query}#{quote(chunk[0], errors='replace')}")
            page.evaluate(
                """(fragments) => {
                    for (const fragment of fragments) {
                        history.replaceState(null, "", `#${fragment}`);
                        dispatchEvent(new HashChangeEvent("hashchange"));
                    }
                }""",
                list(chunk),
            )
            assert page.evaluate(ADDED) == [], name
            reader.fits()


def test_addresses_that_ask_for_a_search(reader: Watched) -> None:
    with reader.quiet() as page:
        for group in SAMPLE:
            query = group.strings[-1][:2_000]
            page.goto(f"{reader.address}{asked([('q', query), ('q', 'x')])}")
            if query:
                page.wait_for_selector("dialog.search[data-shown]", state="attached")
            assert page.evaluate(ADDED) == [], group.kind
            reader.fits()


def test_former_addresses_lead_on_with_whatever_they_carry(hostile: Watched) -> None:
    with hostile.quiet() as page:
        for group in SAMPLE:
            string = group.strings[0][:500]
            carried = f"{asked([('x', string), (string, '')])}#{quote(string, errors='replace')}"
            page.goto(f"{hostile.address}{FORMER}{carried}")
            page.wait_for_url(lambda url: url.startswith(f"{hostile.address}{PRESENT}"))


def test_addresses_that_lead_nowhere(browser: Browser, hostile_address: str) -> None:
    """A page that is not there complains of that, and of nothing else."""
    with watched(browser, hostile_address) as found:
        errors: list[str] = []
        found.page.on("pageerror", lambda error: errors.append(str(error)))
        for group in SAMPLE:
            string = group.strings[0][:500]
            path = quote(f"x{string}", safe="", errors="surrogatepass")
            found.page.goto(f"{hostile_address}{path}{asked([('q', string)])}")
            assert found.page.evaluate(ADDED) == [], group.kind
            found.fits()
        assert [*errors, *found.ran] == []
