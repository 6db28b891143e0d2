"""What the card of a page, or of a statement, says and shows, and under which address it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from macros import calculations, drawing
from macros.model import Calculator, Comparison, Dimension, Fit, Format, Level, Objective

if TYPE_CHECKING:
    from macros.edition import Edition
    from macros.model import Anchored, Entry

DESIGN = 2
"""goes up when cards are drawn differently: their addresses change with it"""
PLACE = "assets/cards/"
MOST_FRAMES = 6
SHADES = {Level.NONE: 1, Level.LOW: 1, Level.LOW_MEDIUM: 2, Level.MEDIUM: 3, Level.HIGH: 4}
"""effort → shade of a frame, as on the contact sheet"""
DARKEST = max(SHADES.values())


@dataclass(frozen=True)
class Voice:
    """A side of a comparison: its name, the word that is drawn, the number of its colour."""

    name: str
    word: str
    tone: int
    says: str = ""
    """what is set in place of the word: this side of one dimension"""


@dataclass(frozen=True)
class Frame:
    """A format's frame: its ratio, the word that it crops, its effort from 1 to 4, how long it lasts."""

    ratio: tuple[int, int]
    word: str
    effort: int
    caption: str


@dataclass(frozen=True)
class Result:
    """A calculator's result."""

    value: str
    label: str


@dataclass(frozen=True)
class Card:
    """A picture in words."""

    site: str
    kind: str
    title: str
    says: str
    voices: tuple[Voice, ...] = ()
    frame: Frame | None = None
    frames: tuple[Frame, ...] = ()
    result: Result | None = None


def card_of(edition: Edition, page_id: str) -> Card:
    """Describe the card of a page."""
    site, entry = edition.plain(edition.site.name), edition.kb.entries.get(page_id)
    if entry is None:
        return Card(site, "", *_of_page(edition, page_id))
    card = Card(
        site,
        edition.plain(edition.site.kinds[edition.crosslinks.index_of(page_id)].singular),
        edition.title(page_id),
        edition.first_sentence(entry.lead.text),
    )
    return _with_picture(edition, card, entry)


def card_of_statement(edition: Edition, anchored: Anchored) -> Card:
    """Describe the card of one statement: its page's name, and what it says."""
    entry, statement = edition.kb.entries[anchored.id.partition("#")[0]], anchored.statement
    card = Card(
        edition.plain(edition.site.name),
        edition.title(entry.id),
        edition.statement_title(anchored),
        edition.first_sentence(statement.texts()[-1]),
    )
    if isinstance(entry, Comparison) and isinstance(statement, Dimension):
        sides = zip(_voices(edition, entry), (statement.left, statement.right), strict=True)
        says = [replace(voice, says=edition.first_sentence(text)) for voice, text in sides]
        return replace(card, voices=tuple(says))
    return card


def address_of(card: Card, target: str, lang: str) -> str:
    """Return the address of a card from the site's root: another picture has another address."""
    said = json.dumps([DESIGN, asdict(card)], ensure_ascii=False, sort_keys=True)
    name = target.replace("/", "-").replace("#", "-")
    return f"{PLACE}{name}.{lang}.{hashlib.sha256(said.encode()).hexdigest()[:10]}.png"


def _of_page(edition: Edition, page_id: str) -> tuple[str, str]:
    """Return title and first sentence of a page that is no entry's."""
    if page_id == "page/home":
        return edition.plain(edition.site.tagline), edition.first_sentence(edition.site.description)
    group, _, key = page_id.partition("/")
    described = edition.site.kinds[key] if group == "index" else edition.site.pages[key]
    return edition.title(page_id), edition.first_sentence(described.lead)


def _with_picture(edition: Edition, card: Card, entry: Entry) -> Card:
    if isinstance(entry, Comparison):
        return replace(card, voices=tuple(_voices(edition, entry)))
    if isinstance(entry, Objective):
        served = [record for record in entry.formats if record.fit is Fit.PRIMARY][:MOST_FRAMES]
        frames = (_frame(edition, record.format, record.ratios[0]) for record in served)
        return replace(card, says=edition.first_sentence(entry.rule.text), frames=tuple(frames))
    if isinstance(entry, Format):
        return replace(card, frame=_frame(edition, entry.id, entry.shown.ratio))
    if isinstance(entry, Calculator):
        return replace(card, result=_result(edition, entry))
    return card


def _voices(edition: Edition, comparison: Comparison) -> Iterator[Voice]:
    sides = (comparison.sides.left, comparison.sides.right)
    names = [edition.plain(side.title) for side in sides]
    for side, name, other in zip(sides, names, reversed(names), strict=True):
        yield Voice(name, drawing.own_word(name, other), edition.site.roles[side.role].tone)


def _frame(edition: Edition, format_id: str, ratio: str) -> Frame:
    entry = edition.kb.entries[format_id]
    assert isinstance(entry, Format)
    titles = [edition.title(other.id) for other in edition.kb.of_kind("format")]
    width, height = map(int, ratio.split(":"))
    length = edition.span(entry.length.spans[0])
    return Frame(
        (width, height), drawing.subject(edition.title(format_id), titles), SHADES[entry.effort.level], length
    )


def _result(edition: Edition, calculator: Calculator) -> Result:
    """Return what the first example comes to, as its page shows it."""
    label, value = calculations.worked(edition, calculator)[0].found[0][1:]
    return Result(value, label)
