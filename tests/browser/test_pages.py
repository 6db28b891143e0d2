"""Every kind of page, in each language: quiet, accessible, narrow enough, whole without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from macros.addresses import Addresses
from macros.load import load
from tests.browser.conftest import Complaints, KeptPage

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ({"width": 390, "height": 844}, {"width": 1280, "height": 800})
SCHEMES = ("light", "dark")
BY_SCHEME = re.compile(r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}")
COLOUR = re.compile(r"--[a-z0-9-]+: #[0-9a-f]{3,6}|color-scheme: (?:light|dark)")


def addresses() -> list[str]:
    """Every index and hand-written page, one entry of each kind, and the page for wrong addresses."""
    kb = load(ROOT / "data")
    first_of_kind = {entry.kind: entry.id for entry in reversed(kb.entries.values())}
    urls = []
    for target, _, url in Addresses(kb).all():
        if target.startswith(("page/", "index/")) or target in first_of_kind.values():
            urls.append(url)
    return [*urls, "404.html", *(f"{code}/404.html" for code in kb.languages[1:])]


PAGES = addresses()


def test_a_colour_scheme_changes_colours_and_nothing_else(site: Path) -> None:
    """So that a page which is accessible in one has only its colours to be looked at in the other."""
    (sheet,) = site.glob("assets/*/site.css")
    css = sheet.read_text("utf-8")
    blocks = BY_SCHEME.findall(css)
    assert 0 < len(blocks) == css.count("prefers-color-scheme")
    for block in blocks:
        declared = [part.strip() for rule in re.findall(r"\{([^}]*)\}", block) for part in rule.split(";")]
        assert [one for one in declared if one and not COLOUR.fullmatch(one)] == []
    for script in site.glob("assets/*/js/**/*.js"):
        assert "prefers-color-scheme" not in script.read_text("utf-8"), script


@pytest.fixture(scope="session")
def axe() -> str:
    return AXE.read_text("utf-8")


BEGIN = """(colours) => {
    // Targets of 24 px are asked for by WCAG 2.2, and not by axe unless told.
    const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
    if (colours) options.runOnly = { type: "rule", values: colours };
    window.looking = axe.run(options);
}"""
END = """async () => {
    const found = await window.looking;
    const rules = ["violations", "passes", "incomplete", "inapplicable"].flatMap((kind) => found[kind]);
    const colours = rules.filter((rule) => rule.tags.includes("cat.color")).map((rule) => rule.id);
    return [found.violations, colours];
}"""


def described(violations: list[dict[str, Any]]) -> list[str]:
    return [
        f"{rule['id']}: {rule['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in rule["nodes"][:5])
        for rule in violations
    ]


@pytest.mark.parametrize("url", PAGES)
def test_page_is_quiet_and_accessible(
    url: str, address: str, kept_page: KeptPage, complaints: Complaints, axe: str
) -> None:
    """Both screens at once, each in its own process: every rule in light, those of colours in dark."""
    pages = [kept_page(viewport=screen) for screen in SCREENS]
    with complaints.watching(*pages):
        for page in pages:
            page.emulate_media(color_scheme="light")
            page.goto(address + url)
            page.evaluate(axe)
        colours = None
        for scheme in SCHEMES:
            for page in pages:
                page.emulate_media(color_scheme=scheme)
                page.evaluate(BEGIN, colours)
            found = [page.evaluate(END) for page in pages]
            for screen, (violations, _) in zip(SCREENS, found, strict=True):
                assert described(violations) == [], f"{scheme}, {screen['width']} px wide"
            colours = found[0][1]
            assert "color-contrast" in colours


@pytest.mark.parametrize("url", PAGES)
def test_page_fits_a_narrow_screen(url: str, address: str, kept_page: KeptPage) -> None:
    page = kept_page(viewport={"width": 360, "height": 640})
    page.goto(address + url)
    wide = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, wide


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_page_fits_letters_twice_as_large(url: str, width: int, address: str, kept_page: KeptPage) -> None:
    screen = {"width": width, "height": 844}
    page = kept_page(viewport=screen)
    page.emulate_media(color_scheme="light")
    page.goto(address + url)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
            .map((element) => element.outerHTML.slice(0, 120)).slice(0, 5)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], wide


def said(page: Page) -> list[str]:
    """What the page says, line by line, without what only a script can work."""
    text: str = page.evaluate(
        """() => {
            const main = document.querySelector('main');
            const controls = 'button, form, details:has(form), [data-kept]';
            for (const control of main.querySelectorAll(controls)) control.remove();
            for (const details of main.querySelectorAll('details')) details.open = true;
            return main.innerText;
        }"""
    )
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("url", PAGES)
def test_page_reads_without_javascript(url: str, address: str, kept_page: KeptPage) -> None:
    lines = []
    for enabled in (False, True):
        page = kept_page(java_script_enabled=enabled)
        page.goto(address + url)
        lines.append(said(page))
    without, with_scripts = lines
    assert [line for line in with_scripts if line not in without] == []


@pytest.mark.parametrize("url", PAGES)
def test_every_language_leads_to_the_same_page(
    url: str, address: str, kept_page: KeptPage, complaints: Complaints
) -> None:
    page = kept_page()
    with complaints.watching(page):
        page.goto(address + url)
        links = page.eval_on_selector_all(
            "a.language[href]", "(links) => links.map((link) => [link.href, link.dataset.language])"
        )
        for href, language in links:
            response = page.goto(href)
            assert response
            assert response.ok
            assert page.get_attribute("html", "lang") == language


LONGEST = """() => [...document.querySelectorAll("main :is(.prose p, p.prose, .lead p)")].map((paragraph) => {
    const lines = new Map();
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const letter = document.createRange();
    while (texts.nextNode()) {
        for (let at = 0; at < texts.currentNode.length; at++) {
            letter.setStart(texts.currentNode, at);
            letter.setEnd(texts.currentNode, at + 1);
            const box = letter.getClientRects()[0];
            if (box) lines.set(Math.round(box.bottom / 8), (lines.get(Math.round(box.bottom / 8)) ?? 0) + 1);
        }
    }
    return lines.size > 2 ? Math.max(...lines.values()) : 0;
}).filter(Boolean)"""


def test_lines_are_as_long_as_eyes_follow(address: str, kept_page: KeptPage) -> None:
    """Sixty to seventy-five letters: of each paragraph of some lines, the longest."""
    page = kept_page(viewport=SCREENS[1])
    found: list[int] = []
    for url in PAGES:
        page.goto(address + url)
        found += page.evaluate(LONGEST)
    assert len(found) > 100
    assert 60 <= sorted(found)[len(found) // 2] <= 75
    assert max(found) <= 80


def test_more_contrast_is_given_to_whom_asks_for_it(address: str, kept_page: KeptPage) -> None:
    """Nothing is grey then: soft ink and rules are as dark, or as light, as the ink."""
    page = kept_page(viewport=SCREENS[0])
    page.goto(address)
    colours = """() => ["--ink-soft", "--rule", "--ink"].map((name) => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = `var(${name})`;
        const colour = getComputedStyle(probe).color;
        probe.remove();
        return colour;
    })"""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, contrast="no-preference")
        assert len(set(page.evaluate(colours))) == 3
        page.emulate_media(color_scheme=scheme, contrast="more")
        assert len(set(page.evaluate(colours))) == 1
    page.emulate_media(color_scheme="light", contrast="no-preference")


def test_nothing_moves_for_whom_wants_nothing_to_move(address: str, kept_page: KeptPage) -> None:
    page = kept_page(viewport=SCREENS[0])
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element);
        return animationName !== "none" || transitionDuration.split(", ").some((one) => one !== "0s");
    }).map((element) => element.outerHTML.slice(0, 80))"""
    smooth = "() => getComputedStyle(document.documentElement).scrollBehavior"
    for url in PAGES:
        page.goto(address + url)
        assert page.evaluate(moving) == [], url
        assert page.evaluate(smooth) == "auto"
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) != []
    page.emulate_media(reduced_motion="reduce")
