"""Type on a card: faces, sizes that fit, lines that break where a reader would break them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import ImageFont

ELLIPSIS = "…"


@dataclass(frozen=True)
class Face:
    """A typeface: the content of its file, its weight where the file holds several."""

    content: bytes
    weight: int | None = None

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the face at a size in pixels."""
        return _font(self, size)

    def lacks(self, text: str) -> set[str]:
        """Return the letters of a text that the file does not hold."""
        nothing = _picture(self, "\uffff")
        return {letter for letter in set(text) if not letter.isspace() and _picture(self, letter) == nothing}


@lru_cache(maxsize=64)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(BytesIO(face.content), size)
    if face.weight:
        font.set_variation_by_axes([face.weight])
    return font


@lru_cache(maxsize=1024)
def _picture(face: Face, letter: str) -> bytes:
    return bytes(face.at(24).getmask(letter))


@dataclass(frozen=True)
class Block:
    """Lines of type at one size. ``leading`` is the distance of lines in sizes."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    leading: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading * self.font.size


def fitted(face: Face, text: str, width: int, height: int, sizes: range, leading: float) -> Block:
    """Set a text as large as fits in ``width`` × ``height``, or cut it at the smallest size."""
    for size in sizes:
        font = face.at(size)
        lines = _balanced(text, font, width)
        block = Block(tuple(lines), font, leading)
        if block.height <= height and all(font.getlength(line) <= width for line in lines):
            return block
    return Block(tuple(_cut(lines, max(1, int(height // (leading * size))), font, width)), font, leading)


def _balanced(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break a text into as few lines as it takes, of about the same length."""
    lines = list(_broken(text, font, width))
    while len(lines) > 1:
        width = int(max(font.getlength(line) for line in lines)) - 1
        narrower = list(_broken(text, font, width))
        if len(narrower) > len(lines) or any(font.getlength(line) > width for line in narrower):
            break
        lines = narrower
    return lines


def _broken(text: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """Yield lines, broken at spaces that may break: no-break spaces stay."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip(" ")
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _cut(lines: list[str], most: int, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    if len(lines) <= most:
        return lines
    words = lines[most - 1].split(" ")
    while len(words) > 1 and font.getlength(" ".join(words) + ELLIPSIS) > width:
        words.pop()
    return [*lines[: most - 1], " ".join(words).rstrip(" ,;:") + ELLIPSIS]
