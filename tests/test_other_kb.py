"""Another knowledge base, on another trade and in other languages, builds with no change of code.

``tests/other_kb`` fills every part of the schema, and one of its entries holds texts that would run, break
out of their element or turn into Markdown wherever a page forgets to escape them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
import yaml

from macros import model, runtime
from macros.addresses import Addresses
from macros.load import KnowledgeBase, load
from macros.permalinks import Permalinks
from macros.publish import links
from macros.urls import embed

ROOT = Path(__file__).resolve().parent.parent
OTHER = ROOT / "tests" / "other_kb"
SHIPPED = ROOT / "data"
LANGUAGES = ["en", "es"]
HOSTILE = "concept/hostile"

# --------------------------------------------------------------------------------------------------
# Reading pages

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {"a", "abbr", "b", "bdi", "button", "cite", "code", "em", "i", "span", "strong", "sup", "time"}
NOT_WORDS = {"class", "href", "id", "src"}
"""Attributes that hold no words for readers."""

Attributes = dict[str, str]


class Page(HTMLParser):
    """A page as a browser reads it: its elements, and the text inside each element that has an id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attributes]] = []
        self.scripts: list[tuple[Attributes, str]] = []
        """attributes and content of each script"""
        self._pieces: dict[str, list[str]] = {"": []}
        self._open: list[tuple[str, Attributes]] = []
        self._by_tag: dict[str, list[str]] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "script":
            self.scripts.append((attributes, ""))
        if tag not in VOID:
            self._open.append((tag, attributes))
        if tag not in INLINE:
            self._add(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while any(tag == name for name, _ in self._open) and self._open.pop()[0] != tag:
            pass
        if tag not in INLINE:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "script":
            attributes, content = self.scripts[-1]
            self.scripts[-1] = (attributes, content + data)
        else:
            self._add(data)
            if self._open:
                self._by_tag.setdefault(self._open[-1][0], []).append(data)

    def _add(self, data: str) -> None:
        inside = {attributes["id"] for _, attributes in self._open if attributes.get("id")}
        for name in ["", *inside]:
            self._pieces.setdefault(name, []).append(data)

    def text(self, anchor: str = "") -> str:
        """The text inside the element of an anchor, of the whole page by default, with single spaces."""
        return flat("".join(self._pieces.get(anchor, [])))

    def first(self, tag: str) -> str:
        """The text that stands directly in the first element of a tag."""
        return flat(self._by_tag[tag][0])

    def words(self) -> str:
        """All that is said to a reader or a program: text, and attributes that hold words."""
        said = (value for _, a in self.elements for name, value in a.items() if name not in NOT_WORDS)
        return " ".join([self.text(), *said])

    def ids(self) -> set[str]:
        return {attributes["id"] for _, attributes in self.elements if "id" in attributes}


def flat(text: str) -> str:
    """A text with single spaces, whichever spaces it had."""
    return " ".join(text.split())


# --------------------------------------------------------------------------------------------------
# The two knowledge bases and the built site


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(OTHER)


@pytest.fixture(scope="module")
def addresses(kb: KnowledgeBase) -> Addresses:
    return Addresses(kb)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; built once, by the command that people use."""
    folder = tmp_path_factory.mktemp("other")
    command = [sys.executable, "-m", "macros.build", "--data", str(OTHER), "--out", str(folder / "site")]
    done = subprocess.run(
        [*command, "--no-compress"],
        cwd=ROOT,
        env=os.environ | {"CADRAGE_BUILD": str(folder / "work")},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Address → page, for every page of the site."""
    files = sorted(site.rglob("*.html"))
    return {address_of(site, path): Page(path.read_text("utf-8")) for path in files}


@pytest.fixture(scope="module")
def published(site: Path) -> dict[str, dict[str, Any]]:
    """Entry id → what kb.json says of it."""
    document = json.loads((site / "kb.json").read_text("utf-8"))
    assert document["version"] == 1
    return {entry["id"]: entry for entry in document["entries"]}


def address_of(site: Path, path: Path) -> str:
    relative = path.relative_to(site).as_posix()
    return relative.removesuffix("index.html") if path.name == "index.html" else relative


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def interface(root: Path, lang: str) -> dict[str, Any]:
    return read(root / "interface" / f"{lang}.yml")


def strings(value: Any) -> Iterator[str]:
    """Every text in a value read from YAML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def in_french(value: Any) -> Iterator[str]:
    """Every text below a key ``fr`` in a value read from YAML."""
    if isinstance(value, dict):
        yield from strings(value.get("fr"))
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from in_french(part)


# --------------------------------------------------------------------------------------------------
# What it holds


def test_it_loads_in_its_own_languages(kb: KnowledgeBase) -> None:
    assert kb.languages == LANGUAGES
    assert Permalinks.read(kb, Addresses(kb)).problems() == []


def test_it_fills_the_schema(kb: KnowledgeBase) -> None:
    """All of it but the adviser: a base without one builds as well."""
    assert {entry.kind for entry in kb.entries.values()} == set(model.ENTRY_KINDS) - {"adviser"}
    subkinds = {entry.id.split("/")[0] for entry in kb.of_kind("concept")}
    assert subkinds == set(model.Concept.subkinds)
    assert kb.sources and kb.placements and kb.claims and kb.figures and kb.redirects
    carried = {claim for _, said in kb.statements() for claim in said.statement.claims}
    assert carried and carried < set(kb.claims), "some claims are carried and some are not"


@pytest.mark.parametrize(
    "choices", [model.Fit, model.Support, model.Level, model.Reliability, model.Confidence, model.Basis]
)
def test_it_uses_every_value_of(choices: type[Enum], kb: KnowledgeBase) -> None:
    records = [said.statement for _, said in kb.statements()]
    levers = [level for entry in kb.of_kind("objective") for level in entry.levers.values()]  # type: ignore[attr-defined]
    used = {
        model.Fit: {getattr(record, "fit", None) for record in records},
        model.Support: {getattr(record, "support", None) for record in records},
        model.Level: {*levers, *(getattr(record, "level", None) for record in records)},
        model.Basis: {record.rests_on for record in records},
        model.Reliability: {source.reliability for source in kb.sources.values()},
        model.Confidence: {figure.confidence for figure in kb.figures},
    }
    assert set(choices) <= used[choices]


def test_it_shares_no_entry_with_the_shipped_one(kb: KnowledgeBase) -> None:
    shared = set(kb.entries) & set(shipped_ids())
    assert shared <= {entry.id for entry in kb.of_kind("calculator")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", sorted(model.Interface.model_fields))
def test_its_interface_has_the_words_of_the_shipped_one(section: str, lang: str) -> None:
    """A word added to the shipped interface is needed here too; one taken out is dead here."""
    shipped, own = interface(SHIPPED, "en").get(section), interface(OTHER, lang).get(section)
    if isinstance(shipped, dict) and section != "typography":
        assert set(own or {}) == set(shipped)


# --------------------------------------------------------------------------------------------------
# What is built


def test_every_entry_has_its_page_in_each_language(
    kb: KnowledgeBase, published: dict[str, dict[str, Any]], pages: dict[str, Page]
) -> None:
    assert set(published) == set(kb.entries)
    for entry in published.values():
        for lang in LANGUAGES:
            page = pages[entry["url"][lang]]
            assert page.elements[0] == ("html", {"lang": lang})
            assert page.first("h1") == flat(entry["title"][lang])


def test_there_is_no_page_but_those_of_the_data(
    kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]
) -> None:
    served = {url for _, _, url in addresses.all()}
    former = {redirect.from_ for redirect in kb.redirects if "#" not in redirect.from_}
    lost = {f"{addresses.prefix(lang)}404.html" for lang in LANGUAGES}
    dimensions = [f"{entry.id}#{one.id}" for entry in kb.of_kind("comparison") for one in entry.dimensions]
    told = {f"{addresses.url(one, lang).replace('#', '')}/" for one in dimensions for lang in LANGUAGES}
    assert len(told) == len(dimensions) * len(LANGUAGES) > 10
    frames = {embed(lang, entry.id) for entry in kb.of_kind("calculator") for lang in LANGUAGES}
    assert set(pages) - lost == served | former | told | frames


def test_the_first_language_stands_at_the_root(addresses: Addresses) -> None:
    assert addresses.url("page/home", "en") == ""
    assert addresses.url("page/home", "es") == "es/"
    assert addresses.url("myth/bigger-is-better", "en") == "myths/bigger-is-better/"
    assert addresses.url("objective/fill-an-event#postcard", "es") == "es/metas/llenar-un-acto/#postal"


def test_every_statement_stands_in_its_element(
    kb: KnowledgeBase, published: dict[str, dict[str, Any]], pages: dict[str, Page]
) -> None:
    assert {said["id"] for entry in published.values() for said in entry["statements"]} == {
        said.id for _, said in kb.statements()
    }
    for entry in published.values():
        for said in entry["statements"]:
            for lang in LANGUAGES:
                shown = pages[entry["url"][lang]].text(said["anchor"][lang])
                for line in said["text"][lang].split("\n"):
                    before, found, shown = shown.partition(flat(line))
                    assert found, f"{said['id']} ({lang}): {line!r} is not in {before!r}"


def test_the_switcher_pairs_the_languages(addresses: Addresses, pages: dict[str, Page]) -> None:
    for page_id, lang, url in addresses.all():
        (other,) = {"en", "es"} - {lang}
        anchors = [a for tag, a in pages[url].elements if tag == "a" and a.get("hreflang") == other]
        targets = [urljoin(f"/{url}", a["href"]) for a in anchors if "language" in a.get("class", "")]
        assert targets == [f"/{addresses.url(page_id, other)}"], url


def test_search_engines_learn_of_both_languages(
    kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]
) -> None:
    for page_id, _, url in addresses.all():
        alternates = {
            a["hreflang"]: a["href"]
            for tag, a in pages[url].elements
            if tag == "link" and a.get("rel") == "alternate" and "hreflang" in a
        }
        base = kb.site.url or ""
        expected = {lang: base + addresses.url(page_id, lang) for lang in LANGUAGES}
        assert alternates == expected | {"x-default": expected["en"]}


def test_every_link_leads_somewhere(kb: KnowledgeBase, site: Path) -> None:
    assert [str(problem) for problem in links.check(site, kb.site.url)] == []


def test_its_own_words_and_typography_are_used(addresses: Addresses, pages: dict[str, Page]) -> None:
    english = pages[addresses.url("objective/fill-an-event", "en")]
    spanish = pages[addresses.url("objective/fill-an-event", "es")]
    assert "What to do" in english.text() and "Qué hacer" in spanish.text()
    assert "Last reworded: 12 March 2026" in english.text()
    assert "Última redacción: 12 de marzo de 2026" in spanish.text()
    assert "(at a glance), 30 to 60 s" in english.text()
    assert "«hoy»" in spanish.text() and "“tonight”" in english.text()
    attributes = pages[addresses.url(HOSTILE, "es")].text("atributos")
    assert "«onmouseover=alert(1)»" in attributes, "straight quotes are set as the language sets them"
    dated = pages[addresses.url("myth/paper-is-dead", "es")]
    assert "1.º de junio de 2026" in dated.text(), "the first of a month has a pattern of its own"


def test_what_is_known_of_the_publisher_is_shown(
    kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]
) -> None:
    page = pages[addresses.url("metric/print-run", "en")]
    edit = [
        a["href"] for tag, a in page.elements if a.get("href", "").startswith("https://example.org/code/")
    ]
    lines = [href.rpartition("/")[2] for href in edit]
    assert lines[-1] == "print-run.yml#L1", "the page's own line stands at its foot"
    statements = len(list(kb.entries["metric/print-run"].statements()))
    assert len(set(lines)) == len(lines) == statements + 1, "each statement leads to its own line"
    assert "The Harbour Street Printers" in page.text()


# --------------------------------------------------------------------------------------------------
# What was published before


def test_former_pages_lead_on(kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]) -> None:
    former = [redirect for redirect in kb.redirects if "#" not in redirect.from_]
    assert len(former) == 2
    for redirect in former:
        lang = "es" if redirect.from_.startswith("es/") else "en"
        page = pages[redirect.from_]
        (link,) = [a for _, a in page.elements if "data-redirect" in a]
        assert page.elements[0] == ("html", {"lang": lang})
        assert urljoin(f"/{redirect.from_}", link["href"]) == f"/{addresses.url(redirect.to, lang)}"


def test_former_anchors_still_stand(addresses: Addresses, pages: dict[str, Page]) -> None:
    former = {
        ("concept/bleed", "en"): "white-threads",
        ("concept/bleed", "es"): "hilos-blancos",
        ("objective/fill-an-event", "en"): "a6-card",
        ("objective/fill-an-event", "es"): "tarjeta-a6",
    }
    for (entry_id, lang), anchor in former.items():
        assert anchor in pages[addresses.url(entry_id, lang)].ids()
    card = "printed-formats/a6-card/"
    (moved,) = [a for _, a in pages[card].elements if a.get("id") == "which-paper"]
    assert urljoin(f"/{card}", moved["href"]) == f"/{addresses.url('format/postcard#stock', 'en')}"


def test_the_day_of_a_change_comes_from_the_record(published: dict[str, dict[str, Any]]) -> None:
    days = {said["id"]: said["changed"] for entry in published.values() for said in entry["statements"]}
    assert days["objective/win-new-customers#rule"] == "2026-06-01"
    assert days["objective/fill-an-event#rule"] == "2026-03-12"


# --------------------------------------------------------------------------------------------------
# Texts that would run


TYPED = [
    "# ",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# ",
    "[x](javascript:alert(1))",
    "![i](x)",
    "**",
    "`",
    "```",
    "| no",
    "<img src=x onerror=alert(1)>",
    "</script>",
    "<!-- ",
    "<![CDATA[",
    "]]>",
    "</p></div>",
    "&amp;",
    "&#60;",
    "\\u2028",
    "שלום לכל הדפסים",
    "مرحبا بالعالم",
    "🖨️ 👩🏽‍🎨 🏳️‍🌈",
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_text_is_shown_as_typed(
    lang: str, kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]
) -> None:
    definition = kb.entries[HOSTILE].lead.text[lang]
    url, _, anchor = addresses.url(f"{HOSTILE}#definition", lang).partition("#")
    shown = pages[url].text(anchor)
    for typed in TYPED:
        assert typed in definition, "the entry still holds the text"
        assert shown.count(flat(typed)) >= definition.count(typed), typed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_word_is_whole(
    lang: str, kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]
) -> None:
    (word,) = re.findall(r"[a-z]{300}", kb.entries[HOSTILE].lead.text[lang])
    assert word in pages[addresses.url(HOSTILE, lang)].text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_shown_as_typed_wherever_they_stand(
    lang: str, kb: KnowledgeBase, addresses: Addresses, pages: dict[str, Page]
) -> None:
    entry = kb.entries[HOSTILE]
    title = entry.title[lang]
    assert pages[addresses.url(HOSTILE, lang)].first("title").startswith(title)
    for page_id in (HOSTILE, "index/concept", "page/a-z", "page/home", "page/sources"):
        assert title in pages[addresses.url(page_id, lang)].text(), page_id
    for alias in (entry.aliases or {})[lang]:
        for page_id in (HOSTILE, "page/a-z"):
            assert alias in pages[addresses.url(page_id, lang)].text(), f"{page_id}: {alias}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("target", [HOSTILE, "page/report"])
def test_what_looks_like_a_macro_is_not_evaluated(
    target: str, lang: str, addresses: Addresses, pages: dict[str, Page]
) -> None:
    """Also in the title of a page that does call macros."""
    page = pages[addresses.url(target, lang)]
    for shown in (page.first("title"), page.first("h1")):
        assert "{{ 7*7 }}" in shown
        assert not re.search(r"\b49\b", shown)
    assert not re.search(r"\b49\b", page.words().replace("yml:49", ""))


def test_nothing_typed_becomes_an_element(pages: dict[str, Page]) -> None:
    own: set[str] = set()
    for url, page in pages.items():
        for attributes, content in page.scripts:
            if attributes.get("type", "").endswith("json"):
                json.loads(content)
            elif attributes.get("src"):
                assert not content.strip(), url
            else:
                own.add(content)
        for tag, attributes in page.elements:
            assert not [name for name in attributes if name.startswith("on")], f"{url}: {tag} {attributes}"
            assert not attributes.get("href", "").lower().startswith("javascript:"), url
            assert (tag, attributes.get("src")) != ("img", "x"), url
            assert tag not in ("em", "strong", "pre", "table", "del", "blockquote") or HOSTILE not in url, url
    assert len(own) == 1, "the document's own script is the same everywhere"


def test_other_files_are_well_formed(site: Path) -> None:
    for path in site.rglob("*.xml"):
        ElementTree.fromstring(path.read_text("utf-8"))
    for path in site.rglob("*.json"):
        json.loads(path.read_text("utf-8"))


# --------------------------------------------------------------------------------------------------
# Nothing of the shipped knowledge base


def shipped_ids() -> list[str]:
    files = [path for folder in model.FOLDERS for path in (SHIPPED / folder).glob("*.yml")]
    return re.findall(r"^id: (\S+)$", "\n".join(path.read_text("utf-8") for path in files), re.MULTILINE)


@pytest.fixture(scope="module")
def said(site: Path, pages: dict[str, Page]) -> dict[str, str]:
    """Address → all that is said there, for pages and for the files that programs read."""
    others = [path for path in site.rglob("*") if path.suffix in (".json", ".txt", ".xml")]
    files = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in others}
    files = {place: text for place, text in files.items() if not place.startswith(runtime.PLACE)}  # licences
    return files | {url: page.words() for url, page in pages.items()}


def own_texts() -> str:
    return "\n".join(path.read_text("utf-8") for path in OTHER.rglob("*.yml")).casefold()


def test_no_word_of_another_language_leaks(said: dict[str, str]) -> None:
    long_words = re.compile(r"[^\W\d_]{10,}")
    shipped = [*strings(interface(SHIPPED, "fr")), *in_french(read(SHIPPED / "site.yml"))]
    foreign = set(long_words.findall(" ".join(shipped).casefold())) - set(long_words.findall(own_texts()))
    assert foreign, "the check has something to look for"
    for place, text in said.items():
        assert not foreign & set(long_words.findall(text.casefold())), place


def test_no_name_of_the_shipped_site_leaks(said: dict[str, str]) -> None:
    shipped = read(SHIPPED / "site.yml")
    for place, text in said.items():
        for name in set(shipped["name"].values()) | set(shipped["tagline"].values()):
            assert name not in text, place


def test_no_entry_of_the_shipped_site_leaks(site: Path, kb: KnowledgeBase) -> None:
    foreign = set(shipped_ids()) - set(kb.entries)
    assert foreign
    pattern = re.compile(rf"(?<![\w/-])(?:{'|'.join(map(re.escape, sorted(foreign)))})(?![\w/-])")
    for path in site.rglob("*"):
        if path.suffix in (".html", ".json", ".txt", ".xml"):
            assert not pattern.search(path.read_text("utf-8")), path.relative_to(site)
