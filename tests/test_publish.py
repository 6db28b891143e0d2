"""What is made after the engine: one site out of the languages, and what other programs read of it."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest

from macros import assets, jsonld
from macros.permalinks import Permalinks, Record
from macros.publish import MARKER, Options, PublishError, assemble, compress, links, publish
from macros.publish import redirects as redirect_pages
from macros.publish.assemble import refuse, swap
from tests.small_kb import SmallKB, both, editions, engine, tree, written

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE_URL = "https://example.org/guide/"


@pytest.fixture
def data(tmp_path: Path) -> SmallKB:
    return SmallKB(tmp_path / "data")


@pytest.fixture
def history(data: SmallKB) -> Permalinks:
    record = data.history().updated
    data.metric["formula"]["text"] = both("Le coût de mille.", "The cost of a thousand.")
    return data.history(record, "2026-05-09")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder of assets as they are written."""
    return written(
        tmp_path / "assets",
        {
            "css/b.css": '/* second */\n.b { content: "/* kept */"; background: url(../images/dot.svg#x) }\n',
            "css/a.css": "@font-face { src: url('../fonts/text.woff2') }\n\n\n",
            "js/main.js": 'import { one } from "./part/one.js";\none();\n',
            "js/part/one.js": "export const one = () => 1;\n",
            "js/redirect.js": "",
            "fonts/text.woff2": "font",
            "images/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        },
    )


@pytest.fixture
def published(history: Permalinks, sources: Path, tmp_path: Path) -> Callable[..., Path]:
    """Publish into a stage and return it."""

    def run(name: str = "stage", site_url: str | None = None, squeeze: bool = False) -> Path:
        stage = tmp_path / name
        publish(
            history.kb,
            history.addresses,
            editions(history, site_url, assets.collect(sources)),
            history,
            engine(history, tmp_path / "engine"),
            stage,
            Options(site_url, squeeze, tmp_path / "work"),
        )
        return stage

    return run


# -- the whole -------------------------------------------------------------------------------------


def test_two_runs_give_the_same_bytes(published: Callable[..., Path]) -> None:
    assert tree(published("one", SITE_URL, True)) == tree(published("two", SITE_URL, True))


def test_the_first_language_stands_at_the_root(published: Callable[..., Path]) -> None:
    names = set(tree(published()))
    assert {"index.html", "mesures/cpm/index.html", "404.html", "en/index.html", "en/404.html"} <= names
    assert {"kb.json", "sitemap.xml", "en/sitemap.xml", "feed.xml", "en/feed.xml"} <= names
    assert {"llms.txt", "en/llms.txt", "robots.txt", MARKER} <= names
    assert "fr/index.html" not in names


def test_the_published_site_has_no_wrong_link(published: Callable[..., Path]) -> None:
    assert links.check(published()) == []


# -- assets ----------------------------------------------------------------------------------------


def test_assets_stand_where_the_manifest_says(sources: Path, tmp_path: Path) -> None:
    named = assets.collect(sources).addresses
    assert set(named) == {
        "site.css",
        "js/main.js",
        "js/part/one.js",
        "js/redirect.js",
        "fonts/text.woff2",
        "images/dot.svg",
    }
    assert re.fullmatch(r"assets/[0-9a-f]{12}/site\.css", named["site.css"])
    assert re.fullmatch(r"assets/fonts-[0-9a-f]{12}/text\.woff2", named["fonts/text.woff2"])
    site = tmp_path / "site"
    assets.collect(sources).write(site)
    assert set(tree(site)) == set(named.values())
    assert links.check(site) == []


def test_the_style_sheet_is_in_order_without_comments(sources: Path, tmp_path: Path) -> None:
    def style_sheet() -> str:
        assets.collect(sources).write(tmp_path / "site")
        return (tmp_path / "site" / assets.collect(sources).addresses["site.css"]).read_text("utf-8")

    fonts = assets.collect(sources).addresses["fonts/text.woff2"].split("/")[1]
    assert style_sheet() == (
        f'@font-face {{ src: url("../{fonts}/text.woff2") }}\n'
        '.b { content: "/* kept */"; background: url("images/dot.svg#x") }\n'
    )
    written(sources, {"css/order.txt": "# b first\nb.css\n"})
    assert style_sheet().startswith(".b")
    written(sources, {"css/order.txt": "c.css\n"})
    with pytest.raises(assets.AssetError, match=r"css/order\.txt lists css/c\.css"):
        style_sheet()


def test_an_address_changes_with_the_content_and_only_then(sources: Path) -> None:
    before = assets.collect(sources).addresses
    written(sources, {"js/main.js": "changed"})
    after = assets.collect(sources).addresses
    assert after["site.css"] != before["site.css"]
    assert after["fonts/text.woff2"] == before["fonts/text.woff2"]


def test_a_missing_font_is_named(sources: Path) -> None:
    (sources / "fonts/text.woff2").unlink()
    with pytest.raises(assets.AssetError, match=r"css/a\.css asks for \.\./fonts/text\.woff2"):
        assets.collect(sources)


# -- assembly and swap -----------------------------------------------------------------------------


def test_only_pages_are_taken_from_the_engine(tmp_path: Path) -> None:
    site = written(
        tmp_path / "fr",
        {"index.html": '<link href="assets/theme.css">', "assets/theme.css": "", "sitemap.xml": ""},
    )
    assemble.merge({"": site}, tmp_path / "stage")
    assert set(tree(tmp_path / "stage")) == {"index.html"}


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    return written(tmp_path / "build" / "stage", {MARKER: "", "index.html": "new", "a/index.html": "new"})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return written(tmp_path / "www" / "site", {MARKER: "", "index.html": "old", "gone.html": "old"})


NEW = {MARKER: b"", "index.html": b"new", "a/index.html": b"new"}
OLD = {MARKER: b"", "index.html": b"old", "gone.html": b"old"}


def test_a_site_takes_the_place_of_the_last_one(stage: Path, out: Path) -> None:
    swap(stage, out)
    assert tree(out) == NEW
    assert sorted(path.name for path in out.parent.iterdir()) == ["site"]
    assert not stage.exists()


def test_a_site_goes_where_there_was_none(stage: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    swap(shutil.copytree(stage, tmp_path / "copy"), tmp_path / "empty")
    swap(stage, tmp_path / "deep" / "er")
    assert tree(tmp_path / "empty") == tree(tmp_path / "deep" / "er") == NEW


def test_a_folder_that_is_not_ours_is_refused(stage: Path, tmp_path: Path) -> None:
    letters = written(tmp_path / "letters", {"dear.txt": "…"})
    with pytest.raises(PublishError) as caught:
        swap(stage, letters)
    assert str(caught.value) == (
        f"{letters} holds files that were not made by this build (it has no .cadrage), and would lose them: "
        "choose another OUT, or empty that folder"
    )
    assert set(tree(letters)) == {"dear.txt"}
    with pytest.raises(PublishError, match="is a file, not a folder"):
        swap(stage, letters / "dear.txt")
    assert tree(stage) == NEW


def test_an_unfinished_site_is_not_published(stage: Path, out: Path) -> None:
    (stage / MARKER).unlink()
    with pytest.raises(PublishError, match="not a finished site"):
        swap(stage, out)
    assert tree(out) == OLD


def failing_rename(monkeypatch: pytest.MonkeyPatch, code: int, fails: Callable[[Path, Path], bool]) -> None:
    rename = Path.rename

    def maybe(self: Path, target: Path) -> Path:
        if fails(self, Path(target)):
            raise OSError(code, "simulated")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", maybe)


def test_a_failure_between_the_two_renames_leaves_the_last_site(
    stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_rename(monkeypatch, errno.EIO, lambda path, target: path.name == ".site.new" and target == out)
    with pytest.raises(PublishError, match="What was published there is as it was"):
        swap(stage, out)
    assert tree(out) == OLD


def test_a_build_killed_between_the_two_renames_is_mended_by_the_next(stage: Path, out: Path) -> None:
    out.rename(out.with_name(".site.old"))
    (stage / MARKER).unlink()
    with pytest.raises(PublishError):
        swap(stage, out)
    (stage / MARKER).write_text("")
    swap(stage, out)
    assert tree(out) == NEW
    assert sorted(path.name for path in out.parent.iterdir()) == ["site"]


def test_another_file_system_is_copied_to(stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_rename(monkeypatch, errno.EXDEV, lambda path, target: path.parent != target.parent)
    swap(stage, out)
    assert tree(out) == NEW
    assert not stage.exists()


def test_a_full_disk_leaves_the_last_site(stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_rename(monkeypatch, errno.EXDEV, lambda path, target: path.parent != target.parent)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(PublishError, match=re.escape(f"could not be put at {out}: the disk is full")):
        swap(stage, out)
    assert tree(out) == OLD
    assert tree(stage) == NEW


def test_a_symbolic_link_keeps_leading_to_the_site(stage: Path, out: Path, tmp_path: Path) -> None:
    link = tmp_path / "current"
    link.symlink_to(out)
    swap(stage, link)
    assert link.is_symlink()
    assert tree(link) == tree(out) == NEW


def test_a_folder_that_cannot_be_renamed_is_filled(
    stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_rename(monkeypatch, errno.EBUSY, lambda path, target: path == out)
    swap(stage, out)
    assert tree(out) == NEW


def test_a_folder_that_cannot_be_renamed_keeps_its_site_on_failure(
    stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_rename(
        monkeypatch,
        errno.EBUSY,
        lambda path, target: (
            path == out or (path.parent.name == ".cadrage-new" and path.name == "index.html")
        ),
    )
    with pytest.raises(PublishError):
        swap(stage, out)
    assert tree(out) == OLD


@pytest.mark.parametrize("renamable", [True, False])
def test_what_cannot_be_removed_after_a_swap_is_only_noted(
    stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch, renamable: bool
) -> None:
    remove = assemble._remove
    old = out.with_name(".site.old") if renamable else out / ".cadrage-old"

    def denied(path: Path) -> None:
        if path == old and path.exists():
            raise PermissionError(errno.EACCES, "Permission denied")
        remove(path)

    if not renamable:
        failing_rename(monkeypatch, errno.EBUSY, lambda path, target: path == out)
    monkeypatch.setattr(assemble, "_remove", denied)
    assert swap(stage, out) == [old]
    assert {name: text for name, text in tree(out).items() if "/" not in name or name[0] == "a"} == NEW


def test_a_build_killed_while_it_fills_a_folder_is_mended_by_the_next(stage: Path, out: Path) -> None:
    (out / ".cadrage-old").mkdir()
    for name in (MARKER, "index.html"):
        (out / name).rename(out / ".cadrage-old" / name)
    assemble._recover(out)
    assert tree(out) == OLD
    swap(stage, out)
    assert tree(out) == NEW


@pytest.mark.parametrize("name", ["site", "new", "deep/er"])
def test_a_read_only_place_is_refused_before_anything_is_built(
    out: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the folder that is there, or the nearest one above that is."""
    place, asked = out.parent / name, []

    def read_only(path: Path) -> os.statvfs_result:
        asked.append(path)
        return os.statvfs_result((0,) * 8 + (os.ST_RDONLY, 255))

    monkeypatch.setattr(os, "statvfs", read_only)
    with pytest.raises(PublishError, match=re.escape(f"put at {place}: that file system is read-only")):
        refuse(place)
    assert asked == [out if name == "site" else out.parent]


def test_the_root_of_the_disk_is_refused(stage: Path) -> None:
    with pytest.raises(PublishError, match="a site cannot take the place of /: choose another OUT"):
        swap(stage, Path("/"))


def test_a_place_where_one_may_not_write_is_told(
    stage: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "rename", denied)
    monkeypatch.setattr(shutil, "copytree", denied)
    with pytest.raises(PublishError) as caught:
        swap(stage, out)
    assert str(caught.value) == (
        f"the site could not be put at {out}: this account may not write there. "
        "What was published there is as it was."
    )
    assert tree(out) == OLD


# -- kb.json ---------------------------------------------------------------------------------------


def test_kb_json_has_the_shape_other_programs_rely_on(published: Callable[..., Path]) -> None:
    content = json.loads((published() / "kb.json").read_text("utf-8"))
    assert content["version"] == 1
    assert [entry["id"] for entry in content["entries"]] == ["metric/cpm", "concept/view"]
    metric = content["entries"][0]
    assert {key: metric[key] for key in ("kind", "title", "url")} == {
        "kind": "metric",
        "title": both("Coût pour mille", "Cost per thousand"),
        "url": both("mesures/cpm/", "en/metrics/cpm/"),
    }
    statements = {statement["id"]: statement for statement in metric["statements"]}
    assert statements["metric/cpm#formula"] == {
        "id": "metric/cpm#formula",
        "anchor": both("formule", "formula"),
        "text": both("Le coût de mille.", "The cost of a thousand."),
        "claims": ["S1-01"],
        "sources": ["guide"],
        "basis": "sourced",
        "changed": "2026-05-09",
    }
    assert statements["metric/cpm#definition"]["text"]["fr"] == "Ce que coûtent mille vues."
    assert statements["metric/cpm#trap"]["text"]["en"] == "A low CPM proves nothing.\nNothing."


# -- sitemap, robots, feed, llms.txt ---------------------------------------------------------------


def test_the_sitemap_pairs_the_languages(published: Callable[..., Path]) -> None:
    stage = published(site_url=SITE_URL)
    root = ElementTree.parse(stage / "sitemap.xml").getroot()
    pages = {url.findtext(f"{SITEMAP}loc"): url for url in root}
    page = pages["https://example.org/guide/mesures/cpm/"]
    assert page.findtext(f"{SITEMAP}lastmod") == "2026-05-09"
    assert {link.get("hreflang"): link.get("href") for link in page.iter(f"{XHTML}link")} == {
        "fr": "https://example.org/guide/mesures/cpm/",
        "en": "https://example.org/guide/en/metrics/cpm/",
        "x-default": "https://example.org/guide/mesures/cpm/",
    }
    english = ElementTree.parse(stage / "en/sitemap.xml").getroot()
    assert len(root) == 2 * len(english)
    robots = (stage / "robots.txt").read_text()
    assert robots.endswith("\nSitemap: https://example.org/guide/sitemap.xml\n")


def test_without_an_address_the_sitemap_says_how_to_have_one(published: Callable[..., Path]) -> None:
    stage = published()
    text = (stage / "sitemap.xml").read_text("utf-8")
    assert ElementTree.fromstring(text)[0].findtext(f"{SITEMAP}loc") == "/"
    assert "SITE_URL" in text
    assert "Sitemap" not in (stage / "robots.txt").read_text()


@pytest.mark.parametrize("site_url", [None, SITE_URL])
def test_the_feed_tells_what_changed(published: Callable[..., Path], site_url: str | None) -> None:
    root = ElementTree.parse(published(site_url=site_url) / "en/feed.xml").getroot()
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [
        "2026-05-09T00:00:00Z",
        "2026-03-01T00:00:00Z",
        "2026-03-01T00:00:00Z",
    ]
    newest = entries[0]
    link = newest.find(f"{ATOM}link")
    assert link is not None
    start = "https://example.org/guide/en/" if site_url else ""
    assert link.get("href") == f"{start}metrics/cpm/#formula"
    assert newest.findtext(f"{ATOM}title") == "Cost per thousand"
    assert "The cost of a thousand." in (newest.findtext(f"{ATOM}content") or "")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("urn:uuid:") for name in ids)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Small guide"


def test_llms_txt_lists_every_entry_in_a_line(published: Callable[..., Path]) -> None:
    text = (published() / "en/llms.txt").read_text("utf-8")
    assert text.startswith("# Small guide\n\n> Two words & nothing else.\n\n[Français](../llms.txt) · ")
    assert "\n## Metrics\n\n- [Cost per thousand](metrics/cpm/): What a thousand views cost.\n" in text


# -- structured data -------------------------------------------------------------------------------


def test_structured_data_cannot_end_its_element(history: Permalinks) -> None:
    edition = editions(history, SITE_URL)["en"]
    script = str(jsonld.script(edition, edition.page("concept/view")))
    assert script.count("</script>") == 1
    content = json.loads(script.partition(">")[2].rpartition("</script>")[0])
    term, crumbs = content["@graph"]
    assert (term["@type"], term["name"]) == ("DefinedTerm", "View </script>")
    assert term["url"] == "https://example.org/guide/en/concepts/view/"
    assert term["inDefinedTermSet"]["url"] == "https://example.org/guide/en/concepts/"
    assert [item["name"] for item in crumbs["itemListElement"]][-1] == "View </script>"


def test_the_home_page_is_a_web_site(history: Permalinks) -> None:
    edition = editions(history)["fr"]
    script = str(jsonld.script(edition, edition.page("page/home")))
    assert '"@type": "WebSite"' in script
    assert "Deux mots \\u0026 rien" in script


# -- redirects -------------------------------------------------------------------------------------


def test_a_former_address_has_a_page(data: SmallKB, sources: Path, tmp_path: Path) -> None:
    record = data.history().updated
    data.metric["slug"] = both("mille", "mille")
    data.metric["notes"] = []
    data.redirect(
        **{
            "mesures/cpm/": "metric/cpm",
            "en/metrics/cpm/": "metric/cpm",
            "metric/cpm#trap": "concept/view#definition",
        }
    )
    history = data.history(record)
    sites = editions(history, SITE_URL, assets.collect(sources))
    redirect_pages.write(history.redirects(), sites, tmp_path / "stage", SITE_URL)
    page = (tmp_path / "stage/mesures/cpm/index.html").read_text("utf-8")
    assert '<html lang="fr">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://example.org/guide/mesures/mille/">' in page
    assert '<noscript><meta http-equiv="refresh" content="0; url=../mille/"></noscript>' in page
    assert '<a href="../mille/" data-redirect>Coût pour mille</a>' in page
    assert '<a id="piege" href="../../notions/vue/#definition"></a>' in page
    assert re.search(r'<script type="module" src="\.\./\.\./assets/[0-9a-f]{12}/js/redirect\.js">', page)
    with pytest.raises(PublishError, match="would replace the page mesures/cpm/"):
        redirect_pages.write(history.redirects(), sites, tmp_path / "stage", SITE_URL)


# -- compression -----------------------------------------------------------------------------------


def test_text_files_have_compressed_copies(tmp_path: Path) -> None:
    site = written(tmp_path / "site", {"a.html": "word " * 200, "b.html": "short", "c.woff2": "x" * 2000})
    assert compress.compress(site, tmp_path / "cache") == 1
    content = (site / "a.html").read_bytes()
    assert brotli.decompress((site / "a.html.br").read_bytes()) == content
    assert gzip.decompress((site / "a.html.gz").read_bytes()) == content
    assert set(tree(site)) == {"a.html", "a.html.br", "a.html.gz", "b.html", "c.woff2"}


def test_what_was_compressed_once_is_taken_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = written(tmp_path / "one", {"a.html": "word " * 200, "same.html": "word " * 200})
    two = written(tmp_path / "two", {"b.html": "word " * 200})
    compress.compress(one, tmp_path / "cache")

    def never(_: bytes) -> bytes:
        raise AssertionError("this is in the cache")

    monkeypatch.setattr(compress, "METHODS", {".br": never, ".gz": never})
    compress.compress(two, tmp_path / "cache")
    assert (two / "b.html.br").read_bytes() == (one / "a.html.br").read_bytes()


def test_the_cache_forgets_what_the_last_builds_did_not_use(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for number in range(compress.BUILDS_KEPT + 2):
        compress.compress(written(tmp_path / f"{number}", {"a.html": f"{number} " * 400}), cache)
    assert len(list(cache.glob("??/*.br"))) == compress.BUILDS_KEPT
    first = hashlib.sha256(("0 " * 400).encode()).hexdigest()[:32]
    assert not list(cache.glob(f"??/{first}*"))


# -- links -----------------------------------------------------------------------------------------

GOOD = """<!doctype html>
<a href="sub/">page</a> <a href="sub/#here">anchor</a> <a href="#top">top</a> <a href="?q=1#me" id="me">me</a>
<a href="https://example.net/">other</a> <a href="mailto:a@example.org">mail</a> <img src="dot.svg" alt="">
<!-- <a href="commented/"> --><script>const x = '<a href="scripted/">';</script>
<a data-href-en='sub/' href=sub/>unquoted</a>
"""


@pytest.fixture
def linked(tmp_path: Path) -> Callable[..., list[str]]:
    """Check a site of a good page and what a test adds to it; return what is wrong in words."""

    def run(page: str = "", site_url: str | None = None, **files: str) -> list[str]:
        site = written(
            tmp_path / "site",
            {"index.html": GOOD + page, "sub/index.html": '<p id="here">', "dot.svg": "<svg/>", **files},
        )
        return [str(problem) for problem in links.check(site, site_url)]

    return run


def test_good_links_are_left_alone(linked: Callable[..., list[str]]) -> None:
    assert linked() == []
    assert linked('<a href="https://example.org/guide/sub/#here">', SITE_URL) == []
    assert linked('<a href="/guide/sub/">', SITE_URL) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            '<a href="gone/">',
            "index.html:6:1: the link gone/\n  expected: a file gone/index.html in the site",
        ),
        (
            '\n<a href="sub/#gone">',
            'index.html:7:1: the link sub/#gone\n  expected: an element with the id "gone" in sub/index.html',
        ),
        (
            '<a href="#gone">',
            'index.html:6:1: the link #gone\n  expected: an element with the id "gone" in index.html',
        ),
        ('<p id="me">', 'index.html:6:1: the id "me" stands twice\n  expected: each id once on a page'),
        ('<a href="sub">', "index.html:6:1: the link sub\n  expected: a slash at the end: sub/"),
        ('<a href="../up/">', "index.html:6:1: the link ../up/\n  expected: an address inside the site"),
        (
            '<a data-href-en="gone/">',
            "index.html:6:1: the link gone/\n  expected: a file gone/index.html in the site",
        ),
        (
            '<a href="javascript:alert(1)">',
            "index.html:6:1: the link javascript:alert(1)\n"
            "  expected: a link to a page, a mail address or a telephone number",
        ),
        (
            '<script src="https://cdn.example.net/x.js"></script>',
            "index.html:6:1: the link https://cdn.example.net/x.js\n"
            "  expected: a file of this site: nothing is loaded from elsewhere",
        ),
        (
            '<img srcset="dot.svg 1x, gone.svg 2x">',
            "index.html:6:1: the link gone.svg\n  expected: a file gone.svg in the site",
        ),
        (
            '<link rel="stylesheet" href="//fonts.example.net/a.css">',
            "index.html:6:1: the link //fonts.example.net/a.css\n"
            "  expected: a file of this site: nothing is loaded from elsewhere",
        ),
    ],
)
def test_a_wrong_link_is_named(linked: Callable[..., list[str]], page: str, expected: str) -> None:
    assert linked(page) == [expected]


def test_styles_and_scripts_are_followed(linked: Callable[..., list[str]]) -> None:
    found = linked(
        **{
            "a.css": "a { background: url(gone.png) }",
            "a.js": 'import { b } from "./b.js";\nexport const c = new URL("./c.json", import.meta.url);\n',
        }
    )
    assert [problem.splitlines()[0] for problem in found] == [
        "a.css:1:17: the link gone.png",
        "a.js:1:1: the link ./b.js",
        "a.js:2:18: the link ./c.json",
    ]


def test_a_first_build_has_no_record(data: SmallKB) -> None:
    assert data.history(Record()).problems() == []
