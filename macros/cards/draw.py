"""Draws a card: paper, ink, the guide's faces; the frame is the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from macros.assets import STYLE_SHEET, Assets
from macros.cards.describe import DARKEST, Card, Frame, Result, Voice
from macros.cards.letters import Block, Face, fitted
from macros.colours import light
from macros.mark import FILE, SIDE, Point, corners

WIDTH, HEIGHT = 1200, 630
"""what networks show whole"""
EDGE = 44
"""from the picture's border to the frame's corners"""
INSET = 104
"""from the picture's border to the type"""
CORNER = 13
"""thickness of the frame's corners"""
COLOURS = 96
NEEDED = (
    *(f"fonts/{name}.woff2" for name in ("newsreader-display", "newsreader", "schibsted-grotesk")),
    STYLE_SHEET,
    FILE,
)
"""names of the assets that give faces, colours and the mark"""
TITLE, SAYS, LABEL, RESULT = range(124, 43, -4), range(38, 27, -2), range(30, 21, -2), range(176, 59, -4)
SAID = range(42, 21, -2)
"""of a side of a dimension"""
TIGHT, OPEN = 1.02, 1.28
"""leading of titles, of texts"""
BASE = HEIGHT - EDGE - 24
"""of the guide's name"""
LOW = 372
"""where the lower part of a card begins that has one"""


SIDE_TEXT = LOW + 72
"""where what a side of a dimension says begins"""


@dataclass(frozen=True)
class Press:
    """What cards are made with."""

    display: Face
    text: Face
    label: Face
    colours: Mapping[str, str]
    """those of the light theme by their names in ``tokens.css``"""
    mark: tuple[tuple[Point, ...], ...]

    def lacks(self, card: Card) -> set[str]:
        """Return what a card says and the faces cannot."""
        drawn = [voice.word for voice in card.voices] + [frame.word for frame in _frames(card)]
        said = [card.says, *(voice.says for voice in card.voices)]
        shown = [voice.name for voice in card.voices] + [frame.caption for frame in _frames(card)]
        result = [card.result.value, card.result.label] if card.result else []
        return (
            self.display.lacks("".join([card.title, *drawn, *result[:1]]))
            | self.text.lacks("".join(said))
            | self.label.lacks("".join([card.site, card.kind, *shown, *result[1:]]))
        )


def can_print(assets: Assets) -> bool:
    """Tell whether the site's assets hold what cards are made with."""
    return all(name in assets.files for name in NEEDED)


def press(assets: Assets) -> Press:
    """Read faces and colours from the site's own assets."""
    return _press(*(assets.files[name][1] for name in NEEDED))


@lru_cache(maxsize=4)
def _press(display: bytes, text: bytes, label: bytes, style_sheet: bytes, icon: bytes) -> Press:
    mark = tuple(tuple(shape) for shape in corners(icon.decode("utf-8")))
    return Press(Face(display), Face(text), Face(label, weight=500), light(style_sheet.decode("utf-8")), mark)


def draw(card: Card, press: Press) -> bytes:
    """Return the card as a PNG of 1200 × 630."""
    image = Image.new("RGB", (WIDTH, HEIGHT), press.colours["paper"])
    sheet = _Sheet(ImageDraw.Draw(image), image, press)
    if card.voices:
        sheet.comparison(card)
    elif card.frames:
        sheet.objective(card)
    elif card.frame:
        sheet.format(card, card.frame)
    elif card.result:
        sheet.calculator(card, card.result)
    else:
        sheet.words(card)
    packed = BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(packed, "PNG")
    return packed.getvalue()


def side_texts(press: Press, texts: list[str], width: int) -> list[Block]:
    """Set the two sides of a dimension, both at the size of the longer one."""
    room = HEIGHT - SIDE_TEXT - EDGE // 2
    size = int(min(fitted(press.text, text, width, room, SAID, OPEN).font.size for text in texts))
    return [fitted(press.text, text, width, room, range(size, size - 1, -1), OPEN) for text in texts]


def _frames(card: Card) -> list[Frame]:
    return [*card.frames, *([card.frame] if card.frame else [])]


@dataclass(frozen=True)
class _Sheet:
    """A card being drawn."""

    pen: ImageDraw.ImageDraw
    image: Image.Image
    press: Press

    # -- kinds of cards ----------------------------------------------------------------------------

    def words(self, card: Card) -> None:
        self._corners()
        self._head(card, WIDTH - 2 * INSET, BASE - INSET - 70)
        self._name(card, INSET, BASE)

    def calculator(self, card: Card, result: Result) -> None:
        self._corners()
        ink = self.press.colours["ink"]
        self._head(card, WIDTH - 2 * INSET, 212, says=False)
        value = fitted(self.press.display, result.value, 640, 170, RESULT, TIGHT)
        self._set(value, INSET, LOW - value.height / 2 + 20, ink)
        label = fitted(self.press.label, result.label, 480, 40, LABEL, OPEN)
        self._set(label, INSET, LOW + value.height / 2 + 20, self.press.colours["ink-soft"])
        self._name(card, INSET, BASE)

    def format(self, card: Card, frame: Frame) -> None:
        width, height = _within(frame.ratio, 420, HEIGHT - 2 * EDGE)
        left = WIDTH - EDGE - width
        self._frame(frame, (left, HEIGHT - EDGE - height, width, height), "ink", "paper")
        room = int(left - INSET - 48)
        self._corner()
        used = self._head(card, room, 300)
        caption = fitted(self.press.display, frame.caption, room, 70, range(64, 35, -4), TIGHT)
        self._set(caption, INSET, max(used + 16, 420), self.press.colours["ink"])
        self._name(card, INSET, BASE)

    def objective(self, card: Card) -> None:
        colours = self.press.colours
        self.pen.rectangle((0, LOW, WIDTH, HEIGHT), fill=colours["sheet"])
        self._head(card, WIDTH - 2 * EDGE - 16, LOW - EDGE - 20, left=EDGE + 16, top=EDGE)
        left, size = float(EDGE + 16), 168
        for frame in card.frames:
            width, height = _within(frame.ratio, size, size)
            place = (left, LOW + 34 + size - height, width, height)
            on = "on-exposure-4" if frame.effort == DARKEST else "on-exposure"
            self._frame(frame, place, f"exposure-{frame.effort}", on)
            caption = fitted(self.press.label, frame.caption, 170, 26, range(23, 15, -1), TIGHT)
            self._set(caption, left, LOW + 34 + size + 14, colours["on-sheet-soft"])
            left += max(width, 120) + 34
        self._name(card, None, HEIGHT - 34, colour=colours["on-sheet"])

    def comparison(self, card: Card) -> None:
        self._head(card, WIDTH - 2 * EDGE - 16, LOW - EDGE - 20, left=EDGE + 16, top=EDGE)
        half = WIDTH // len(card.voices)
        said = side_texts(self.press, [voice.says for voice in card.voices], half - 100)
        for nth, (voice, block) in enumerate(zip(card.voices, said, strict=True)):
            self._voice(voice, nth * half, half, block)
        self._name(card, None, EDGE + 26)

    # -- parts -------------------------------------------------------------------------------------

    def _head(
        self,
        card: Card,
        width: int,
        height: int,
        *,
        left: int = INSET,
        top: int = INSET - 8,
        says: bool = True,
    ) -> float:
        """Set kind, title and sentence from ``top`` down; return where they end."""
        colours = self.press.colours
        if card.kind:
            kind = fitted(self.press.label, card.kind, width, 40, LABEL, OPEN)
            self._set(kind, left, top, colours["ink-soft"])
            top, height = top + 52, height - 52
        title = fitted(
            self.press.display, card.title, width, int(height * (0.62 if says else 1)), TITLE, TIGHT
        )
        self._set(title, left, top, colours["ink"])
        end = top + title.height
        if not says:
            return end
        room = int(top + height - end - 22)
        if room >= OPEN * SAYS[-1]:
            text = fitted(self.press.text, card.says, min(width, 900), room, SAYS, OPEN)
            self._set(text, left, end + 22, colours["ink"])
            end += 22 + text.height
        return end

    def _voice(self, voice: Voice, left: int, width: int, said: Block) -> None:
        colour = self.press.colours["on-field"]
        field = Image.new("RGB", (width, HEIGHT - LOW), self.press.colours[f"field-{voice.tone}"])
        if not voice.says:
            pen, font = ImageDraw.Draw(field), self.press.display.at(230)
            pen.text((-14, HEIGHT - LOW + 34), voice.word, colour, font, anchor="ls")
        self.image.paste(field, (left, LOW))
        start = left + (EDGE + 16 if left == 0 else 28)
        name = fitted(self.press.label, voice.name, width - 80, 34, LABEL, TIGHT)
        self._set(name, start, LOW + 22, colour)
        self._set(said, start, SIDE_TEXT, colour)

    def _frame(self, frame: Frame, place: tuple[float, float, float, float], field: str, word: str) -> None:
        """Draw a frame at (left, top, width, height); what it crops is a word, from its first letter."""
        left, top, width, height = (round(side) for side in place)
        crop = Image.new("RGB", (width, height), self.press.colours[field])
        size = int(min(width / 1.42, height * 1.02))
        pen, font = ImageDraw.Draw(crop), self.press.display.at(size)
        pen.text((size * 0.02, height - size * 0.1), frame.word, self.press.colours[word], font, anchor="ls")
        self.image.paste(crop, (left, top))

    def _corner(self) -> None:
        """Draw the frame's first corner, as on the guide's mark."""
        ink, across, down = self.press.colours["ink"], WIDTH * 0.34, HEIGHT * 0.42
        self.pen.rectangle((EDGE, EDGE, EDGE + across, EDGE + CORNER - 1), fill=ink)
        self.pen.rectangle((EDGE, EDGE, EDGE + CORNER - 1, EDGE + down), fill=ink)

    def _corners(self) -> None:
        self._corner()
        ink, across, down = self.press.colours["ink"], WIDTH * 0.34, HEIGHT * 0.42
        right, bottom = WIDTH - EDGE, HEIGHT - EDGE
        self.pen.rectangle((right - across, bottom - CORNER + 1, right, bottom), fill=ink)
        self.pen.rectangle((right - CORNER + 1, bottom - down, right, bottom), fill=ink)

    def _name(self, card: Card, left: int | None, base: int, colour: str | None = None) -> None:
        """Sign with the mark and the guide's name; at the right where no ``left`` is given."""
        colour, font = colour or self.press.colours["ink"], self.press.label.at(28)
        if left is None:
            left = round(WIDTH - EDGE - 16 - font.getlength(card.site) - 40)
        side, scale = 30, 30 / SIDE
        for corner in self.press.mark:
            self.pen.polygon([(left + x * scale, base - 25 + y * scale) for x, y in corner], fill=colour)
        self.pen.text((left + side + 10, base), card.site, colour, font, anchor="ls")

    def _set(self, block: Block, left: float, top: float, colour: str) -> None:
        """Set lines of type from ``top`` down."""
        size = block.font.size
        for nth, line in enumerate(block.lines):
            base = top + nth * block.leading * size + size * 0.82
            self.pen.text((left, base), line, colour, block.font, anchor="ls")


def _within(ratio: tuple[int, int], width: float, height: float) -> tuple[float, float]:
    """Return the largest width and height of a ratio that stand within those given."""
    scale = min(width / ratio[0], height / ratio[1])
    return ratio[0] * scale, ratio[1] * scale
