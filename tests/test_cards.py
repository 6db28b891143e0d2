"""The pictures that chats show beside links: of every page, in its language, whole, always the same."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from macros.assets import collect
from macros.build import Prepared, prepare
from macros.cards import address, cards, draw, press
from macros.cards.describe import PLACE, Card, address_of, card_of, card_of_statement
from macros.cards.draw import HEIGHT, WIDTH, side_texts
from macros.cards.letters import Face, fitted
from macros.paths import ASSETS, DATA, ROOT
from macros.publish import cards as publish_cards
from macros.urls import EMBED

SITE_URL = "https://example.org/guide/"


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(DATA, SITE_URL)


@pytest.fixture(scope="module")
def display() -> Face:
    return press(collect(ASSETS)).display


def picture(card: Card) -> Image.Image:
    return Image.open(BytesIO(draw(card, press(collect(ASSETS))))).convert("RGB")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_has_its_card_in_its_language(prepared: Prepared, lang: str) -> None:
    edition = prepared.editions[lang]
    found = dict(cards(edition))
    dimensions = sum(len(entry.dimensions) for entry in edition.kb.of_kind("comparison"))
    assert dimensions > 50
    assert len(found) == len(edition.addresses.pages(lang)) + dimensions
    titles = [(card.kind, card.title) for card in found.values()]
    assert len(set(titles)) > 0.95 * len(titles)
    for page_id in edition.addresses.pages(lang):
        assert address(edition, page_id) in found


def test_without_the_site_s_address_there_are_none() -> None:
    edition = prepare(DATA).editions["fr"]
    assert not list(cards(edition))


@pytest.mark.parametrize(
    "page_id",
    [
        "page/home",
        "comparison/paid-vs-smm",
        "objective/notoriete",
        "format/vertical-court",
        "calculator/cpm",
        "metric/cpl",
    ],
)
def test_a_card_is_whole(prepared: Prepared, page_id: str) -> None:
    """Of the size that networks show, with a margin that only bands of colour cross, always the same."""
    card = card_of(prepared.editions["fr"], page_id)
    drawn = picture(card)
    assert drawn.size == (WIDTH, HEIGHT)
    assert not ImageChops.difference(drawn, picture(card)).getbbox()
    paper = drawn.getpixel((0, 0))
    assert {drawn.getpixel((WIDTH - 12, y)) for y in range(372)} == {paper}
    assert {drawn.getpixel((x, 12)) for x in range(WIDTH)} == {paper}


def test_both_sides_of_a_dimension_are_set_alike_and_whole(prepared: Prepared) -> None:
    for lang, edition in prepared.editions.items():
        for entry, anchored in edition.kb.statements():
            if not edition.previewed(anchored):
                continue
            card = card_of_statement(edition, anchored)
            assert card.kind == edition.title(entry.id)
            texts = [voice.says for voice in card.voices]
            blocks = side_texts(press(edition.assets), texts, WIDTH // 2 - 100)
            assert len({block.font.size for block in blocks}) == 1
            said = [" ".join(block.lines) for block in blocks]
            assert said == texts, (lang, anchored.id)


def test_a_dimension_s_address_tells_chats_of_itself_and_leads_to_the_statement(
    built: Callable[..., Path],
) -> None:
    site = built(ROOT / "tests" / "other_kb", "--no-compress", "--site-url", SITE_URL)
    kb = json.loads((site / "kb.json").read_text("utf-8"))
    entry = next(entry for entry in kb["entries"] if entry["kind"] == "comparison")
    statement = entry["statements"][-1]
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    for lang, page in entry["url"].items():
        anchor = statement["anchor"][lang]
        html = (site / page / anchor / "index.html").read_text("utf-8")
        assert f'<meta property="og:url" content="{SITE_URL}{page}{anchor}/">' in html
        (image,) = re.findall(r'<meta property="og:image" content="([^"]+)">', html)
        assert (site / image.removeprefix(SITE_URL)).is_file()
        assert f'<a href="../#{anchor}" data-redirect>' in html
        assert f"{page}{anchor}/" not in sitemap
        assert f'data-preview="{SITE_URL}{page}{anchor}/"' in (site / page / "index.html").read_text("utf-8")


def test_another_text_has_another_address(prepared: Prepared) -> None:
    card = card_of(prepared.editions["fr"], "metric/cpl")
    other = Card(**{**card.__dict__, "title": "CPL"})
    assert address_of(card, "metric/cpl", "fr") == address_of(card, "metric/cpl", "fr")
    assert address_of(card, "metric/cpl", "fr") != address_of(other, "metric/cpl", "fr")


def test_letters_that_the_guide_s_faces_lack_are_known(prepared: Prepared) -> None:
    card = card_of(prepared.editions["fr"], "metric/cpl")
    tools = press(prepared.editions["fr"].assets)
    assert tools.lacks(card) == set()
    assert tools.lacks(Card(**{**card.__dict__, "title": "Łódź 広告"})) >= {"広", "告"}


@pytest.mark.parametrize("words", [1, 3, 9, 40, 200])
def test_a_text_fits_its_place(display: Face, words: int) -> None:
    text = " ".join(["mesurer"] * words)
    block = fitted(display, text, 700, 240, range(96, 40, -4), 1.02)
    assert block.height <= 240
    assert all(block.font.getlength(line) <= 700 for line in block.lines)
    assert block.lines[-1].endswith("…") == (" ".join(block.lines) != text)


def test_no_line_breaks_at_a_space_that_keeps_words_together(display: Face) -> None:
    text = "Que coûtent mille\N{NO-BREAK SPACE}impressions\N{NARROW NO-BREAK SPACE}?"
    block = fitted(display, text, 420, 300, range(60, 40, -4), 1.02)
    assert any("mille\N{NO-BREAK SPACE}impressions\N{NARROW NO-BREAK SPACE}?" in line for line in block.lines)


def test_pages_name_their_card(built: Callable[..., Path]) -> None:
    site = built(ROOT / "tests" / "other_kb", "--no-compress", "--site-url", SITE_URL)
    named = {}
    for path in site.rglob("index.html"):
        if found := re.search(r'<meta property="og:image" content="([^"]+)">', path.read_text("utf-8")):
            named[path] = site / found[1].removeprefix(SITE_URL)
    pages = [
        path
        for path in site.rglob("index.html")
        if 'http-equiv="refresh"' not in path.read_text("utf-8") and EMBED not in path.relative_to(site).parts
    ]
    assert len(pages) > 100
    assert set(pages) <= set(named)
    assert {card.name for card in named.values()} == {card.name for card in (site / PLACE).iterdir()}


def test_no_page_names_one_where_the_address_is_unknown(site: Path) -> None:
    assert not [path for path in site.rglob("*.html") if "og:image" in path.read_text("utf-8")]
    assert not (site / PLACE).exists()


def test_a_card_is_drawn_once_and_forgotten_when_unused(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Card] = []
    monkeypatch.setattr(publish_cards, "draw", lambda card, press: drawn.append(card) or card.title.encode())
    english = {"en": prepared.editions["en"]}
    publish_cards.write(english, tmp_path / "one", tmp_path)
    first = len(drawn)
    old = tmp_path / publish_cards.CACHE / "gone.png"
    old.write_bytes(b"")
    os.utime(old, (0, 0))
    publish_cards.write(english, tmp_path / "two", tmp_path)
    assert len(drawn) == first > 100
    assert not old.exists()
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n / PLACE).iterdir()} for n in ("one", "two"))
    assert one == two
