"""The built site keeps its promises to readers and to the programs that rely on it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from macros.load import load
from macros.publish import links
from tests.conftest import ROOT, Build, run_build

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Texts(HTMLParser):
    """Collects the text of every element that has an id."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        identifier = dict(attributes).get("id")
        if identifier:
            self.texts.setdefault(identifier, [])
        if tag not in VOID:
            self._open.append((tag, identifier))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, identifier in self._open:
            if identifier:
                self.texts[identifier].append(data)


@lru_cache(maxsize=1024)
def texts(path: Path) -> dict[str, str]:
    """Return the text of every element of a page that has an id."""
    parser = _Texts()
    parser.feed(path.read_text("utf-8"))
    return {identifier: "".join(parts) for identifier, parts in parser.texts.items()}


def entries(site: Path) -> list[dict[str, Any]]:
    return json.loads((site / "kb.json").read_text("utf-8"))["entries"]


def pages(site: Path) -> Iterator[Path]:
    yield from site.rglob("*.html")


def test_kb_json_lists_every_entry_and_statement(site: Path) -> None:
    kb = load(ROOT / "data")
    listed = {entry["id"]: entry for entry in entries(site)}
    assert json.loads((site / "kb.json").read_text("utf-8"))["version"] == 1
    assert set(listed) == set(kb.entries)
    for entry in kb.entries.values():
        assert [s["id"] for s in listed[entry.id]["statements"]] == [a.id for a in entry.statements()]


@pytest.mark.parametrize("name", ["site", "other_site"])
def test_every_sentence_of_kb_json_stands_in_its_anchored_element(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(name)
    for entry in entries(site):
        for lang, url in entry["url"].items():
            assert not url.startswith("/")
            found = texts(site / url / "index.html")
            for statement in entry["statements"]:
                shown, end = found[statement["anchor"][lang]], 0
                for sentence in re.split(r"(?<=[.!?…])\s+|\n", statement["text"][lang]):
                    place = shown.find(sentence, end)
                    assert place >= 0, f"{statement['id']} ({lang}): {sentence!r} is not where it should be"
                    end = place + len(sentence)


def test_a_statement_carries_what_it_rests_on(site: Path) -> None:
    known = set(load(ROOT / "data").sources)
    for entry in entries(site):
        for statement in entry["statements"]:
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", statement["changed"])
            assert set(statement["sources"]) <= known
            assert set(statement["text"]) == set(statement["anchor"]) == set(entry["url"])


@pytest.mark.parametrize(("name", "data"), [("site", "data"), ("other_site", "tests/other_kb")])
def test_no_link_or_anchor_is_broken(name: str, data: str, request: pytest.FixtureRequest) -> None:
    problems = links.check(request.getfixturevalue(name), load(ROOT / data).site.url)
    assert not problems, "\n".join(map(str, problems[:20]))


def test_what_describes_an_element_is_on_the_page(site: Path) -> None:
    for path in pages(site):
        html = path.read_text("utf-8")
        named = re.findall(r' aria-(?:describedby|labelledby|controls|owns)="([^"]*)"', html)
        named += re.findall(r' for="([^"]*)"', html)
        ids = set(re.findall(r' id="([^"]*)"', html))
        missing = {name for names in named for name in names.split()} - ids
        assert not {name for name in missing if not name.startswith("calc-share-*")}, path
        assert "aria-describedby=&" not in html, path


def test_pages_hold_no_inline_style_or_handler_and_one_script(site: Path) -> None:
    """A strict policy names the script by the digest of its text: the same on every page."""
    texts = set()
    for page in pages(site):
        html = page.read_text("utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html), page
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
            if body.strip() and not re.search(r"application/(ld\+)?json", attributes):
                texts.add(body)
    (text,) = texts
    assert "localStorage" in text


@pytest.mark.parametrize("name", ["site", "other_site"])
def test_pages_hold_the_feed_of_their_language_and_structured_data(
    name: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(name)
    feed = re.compile(r'<link rel="alternate" type="application/atom\+xml" [^>]*href="([^"]+)"')
    script = re.compile(r'<script type="application/ld\+json">(.+?)</script>')
    for entry in entries(site):
        for url in entry["url"].values():
            page = site / url / "index.html"
            html = page.read_text("utf-8")
            (href,) = feed.findall(html)
            prefix = url.split("/")[0] if url.split("/")[0] in entry["url"] else ""
            assert (page.parent / href).resolve() == site / prefix / "feed.xml"
            (content,) = script.findall(html)
            assert "BreadcrumbList" in [thing["@type"] for thing in json.loads(content)["@graph"]]
    assert '"@type": "WebSite"' in (site / "index.html").read_text("utf-8")
    lost = (site / "404.html").read_text("utf-8")
    assert not feed.search(lost)
    assert not script.search(lost)


@pytest.mark.parametrize("name", ["site", "other_site"])
def test_every_linked_term_has_its_definition_once(name: str, request: pytest.FixtureRequest) -> None:
    for page in pages(request.getfixturevalue(name)):
        html = page.read_text("utf-8")
        linked = set(re.findall(r'<a class="term"[^>]* data-term="([^"]+)"', html))
        defined = re.findall(r'<div data-term="([^"]+)"><b>', html)
        assert sorted(defined) == sorted(linked), page
        assert html.count('<template class="terms">') == bool(linked), page


def test_languages_are_paired(site: Path) -> None:
    for entry in entries(site):
        for lang, url in entry["url"].items():
            html = (site / url / "index.html").read_text("utf-8")
            assert f'<html lang="{lang}"' in html
            named = re.findall(r'<link rel="alternate" hreflang="([^"]+)"', html)
            assert sorted(named) == ["en", "fr", "x-default"]


def test_the_name_and_address_of_each_page_are_its_own(site: Path) -> None:
    titles: dict[str, Path] = {}
    for entry in entries(site):
        for url in entry["url"].values():
            title = re.search(r"<title>(.*?)</title>", (site / url / "index.html").read_text("utf-8"))
            assert title
            assert url.startswith("en/") == ("en" in url.split("/")[:1])
            key = f"{url.startswith('en/')} {title[1]}"
            assert key not in titles, f"{url} and {titles[key]} have the same title"
            titles[key] = Path(url)


def test_words_of_the_interface_are_all_used() -> None:
    used = "".join(
        path.read_text("utf-8")
        for folder in ("macros", "overrides", "docs")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html", ".md")
    )
    composed = set(re.findall(r'"([a-z_]+_)" ?~|f"([a-z_]+_)\{', used))
    prefixes = tuple(prefix for pair in composed for prefix in pair if prefix)
    words = load(ROOT / "data").interface["fr"].words
    unused = [key for key in words if f'"{key}"' not in used and not key.startswith(prefixes)]
    assert not unused, f"no template asks for these words: {', '.join(unused)}"


def test_two_builds_give_the_same_bytes(built: Build, site: Path, tmp_path: Path) -> None:
    outcome = run_build(ROOT / "data", tmp_path / "again", tmp_path / "work", "--no-compress")
    assert outcome.returncode == 0, outcome.stderr
    first = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    again = {
        p.relative_to(tmp_path / "again"): p.read_bytes()
        for p in (tmp_path / "again").rglob("*")
        if p.is_file()
    }
    assert first.keys() == again.keys()
    assert [path for path in first if first[path] != again[path]] == []


def test_a_failed_build_leaves_the_last_good_site(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "other_kb", data)
    assert run_build(data, tmp_path / "site", tmp_path / "work", "--no-compress").returncode == 0
    before = {p: p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()}
    entry = next((data / "metrics").glob("*.yml"))
    entry.write_text(entry.read_text("utf-8") + "\nsumary: a key that is not there\n", "utf-8")
    outcome = run_build(data, tmp_path / "site", tmp_path / "work", "--no-compress")
    assert outcome.returncode == 1
    assert f"data/metrics/{entry.name}" in outcome.stderr and '"sumary"' in outcome.stderr
    assert {p: p.read_bytes() for p in (tmp_path / "site").rglob("*") if p.is_file()} == before


def test_addresses_are_absolute_under_any_path_once_known(built: Build) -> None:
    site = built(ROOT / "tests" / "other_kb", "--no-compress", "--site-url", "https://example.org/guide/")
    home = (site / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/guide/">' in home
    assert 'hreflang="x-default" href="https://example.org/guide/"' in home
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert "<loc>https://example.org/guide/</loc>" in sitemap
    assert 'href="/guide/' in (site / "404.html").read_text("utf-8")
    assert not links.check(site, "https://example.org/guide/")


@pytest.mark.parametrize("config", ["mkdocs.yml", "mkdocs.en.yml"])
def test_mkdocs_builds_one_language_alone(site: Path, tmp_path: Path, config: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", config, "-d", str(tmp_path / "alone")],
        cwd=ROOT,
        env={**os.environ, "CADRAGE_BUILD": str(tmp_path / "work"), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 0, outcome.stderr
    home = (tmp_path / "alone" / "index.html").read_text("utf-8")
    assert f'<html lang="{"en" if "en" in config else "fr"}"' in home
    assert "feed.xml" not in home, "there is none of one language alone"
    assert not links.check(tmp_path / "alone")
