"""``make gallery``: every component of the site on one page, for those who change how things look.

Each component is taken from the first page of the built site that holds it, with the site's own style sheet:
what stands here is what readers see. The page is ``components/`` of a copy of the site in ``build/gallery/``.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from tools.site import arguments_of, opened, told

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "gallery"
PLACE = "components/"


@dataclass(frozen=True)
class Component:
    """A part of pages, by the name of its style sheet, and how it is found on them."""

    name: str
    selector: str


COMPONENTS = (
    Component("masthead", ".masthead"),
    Component("crumbs", ".crumbs"),
    Component("opening", ".opening--format"),
    Component("lead", ".lead"),
    Component("decision", ".decision"),
    Component("statement", ".statement:has(.statement__title):has(.apparatus__sources)"),
    Component("apparatus", ".statement:has(.apparatus__sources) .apparatus"),
    Component("diptych", ".diptych"),
    Component("spread", ".spread"),
    Component("outline", ".outline"),
    Component("diagram", ".loop"),
    Component("diagram", ".courses"),
    Component("diagram", ".funnel"),
    Component("frame", ".opening__plate"),
    Component("duration", ".ruler"),
    Component("facts", ".facts"),
    Component("uses", ".uses"),
    Component("levers", ".levers"),
    Component("mapping", ".mapping"),
    Component("kpis", ".kpis"),
    Component("objectives", ".objectives"),
    Component("sheet", ".sheet"),
    Component("chips", ".filters"),
    Component("matrix", ".matrix"),
    Component("measure", ".measure"),
    Component("formula", ".formula"),
    Component("worked", ".worked"),
    Component("calculator", ".calc"),
    Component("beside", ".beside"),
    Component("interval", ".calc__doubt"),
    Component("plot", ".plot"),
    Component("benchmarks", ".benchmarks"),
    Component("law", ".law"),
    Component("guide", ".shown"),
    Component("question", ".question"),
    Component("listing", ".listing"),
    Component("home", ".poster"),
    Component("alphabet", ".alphabet__names"),
    Component("glossary", ".glossary"),
    Component("sources", ".source"),
    Component("related", ".related"),
    Component("pager", ".pager"),
    Component("offline", ".kept"),
    Component("forget", ".forget"),
    Component("roles", ".role"),
    Component("footer", ".footer"),
)
APART = ("fonts", "tokens", "base", "layout", "form", "embed", "preferences", "print")
"""style sheets of no component"""
ON_DEMAND = ("search", "definition")
"""… and of what scripts put into a page: test_pictures.py opens them"""
ELSEWHERE = ("adviser", "asked", "grounds", "plan", "splits", "taxes")
"""… and of what the knowledge base taken here has none of"""


def names() -> list[str]:
    """Return a name for each component: those of one style sheet are counted."""
    before: Counter[str] = Counter()
    found = []
    for component in COMPONENTS:
        before[component.name] += 1
        nth = before[component.name]
        found.append(f"{component.name}-{nth}" if nth > 1 else component.name)
    return found


TAKE = """element => {
    const root = new URL(document.querySelector("[data-search]").dataset.home, location.href);
    const taken = element.cloneNode(true);
    const attributes = [["href", "href"], ["src", "src"]];
    const live = [element, ...element.querySelectorAll("*")];
    [taken, ...taken.querySelectorAll("*")].forEach((part, nth) => {
        for (const [name, property] of attributes) {
            const address = live[nth][property];
            if (part.hasAttribute(name) && typeof address === "string") part.setAttribute(name, address);
        }
        part.removeAttribute("inert");
    });
    taken.querySelectorAll("script").forEach((script) => script.remove());
    return taken.outerHTML;
}"""


def write(site: Path, address: str, browser: Browser) -> Path:
    """Write the gallery into a built site that is served at ``address``; return its page."""
    pages = sorted(site.rglob("index.html"), key=lambda path: (len(path.parts), path))
    texts = {path: path.read_text("utf-8") for path in pages}
    texts = {path: text for path, text in texts.items() if 'http-equiv="refresh"' not in text}
    page = browser.new_page(java_script_enabled=False)  # as built, whatever day it is
    parts = [(component, *_taken(page, address, site, texts, component)) for component in COMPONENTS]
    page.close()
    parts = [(component, source, html.replace(address, "../")) for component, source, html in parts]
    target = site / PLACE / "index.html"
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(_page(next(iter(texts.values())), parts)), "utf-8")
    return target


def _taken(page: Page, address: str, site: Path, texts: dict[Path, str], it: Component) -> tuple[str, str]:
    """Return the address of the first page that holds a component, and its HTML; nothing where none does."""
    classes = re.findall(r"\.([\w-]+)", it.selector)
    held = [re.compile(rf'class="(?:[^"]* )?{name}[ "]') for name in classes]
    for path, text in texts.items():
        if all(each.search(text) for each in held):
            url = path.relative_to(site).as_posix().removesuffix("index.html")
            page.goto(address + url)
            if (found := page.locator(it.selector)).count():
                return url, str(found.first.evaluate(TAKE))
    return "", ""


def _page(home: str, parts: list[tuple[Component, str, str]]) -> Iterator[str]:
    links = re.findall(r'<link rel="(?:stylesheet|preload)"[^>]*>', home)
    yield '<!doctype html>\n<html lang="en" class="js">\n<head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Components</title>'
    yield from (link.replace('href="', 'href="../') for link in links)
    yield '</head>\n<body><main class="page">'
    for name, (component, source, html) in zip(names(), parts, strict=True):
        yield f'<section class="block" data-component="{name}">'
        yield f'<h2 class="section-title">{escape(component.name)}</h2>'
        if html:
            from_page = f'<a href="../{source}">{source or "/"}</a>'
            yield f'<p class="prose"><code>{component.selector}</code>, {from_page}</p>'
        else:
            yield f'<p class="prose">No page holds <code>{component.selector}</code>.</p>'
        yield f"<div>{html}</div></section>"
    yield "</main></body></html>"


def main(arguments: list[str] | None = None) -> int:
    """Build the site, then the gallery beside it."""
    options = arguments_of("make gallery", __doc__).parse_args(arguments)

    def work() -> None:
        with opened(options.data, SITE) as (address, browser):
            print(write(SITE, address, browser).relative_to(ROOT))

    return told(work)


if __name__ == "__main__":
    sys.exit(main())
