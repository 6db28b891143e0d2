"""Cut the site's fonts from the npm packages down to what its languages need.

Reads ``node_modules/@fontsource-variable``, writes ``docs/assets/fonts`` and ``docs/assets/css/fonts.css``.
The results are committed: run it again only to change the cut (``python tools/fonts.py``).

Both families lack signs that this site writes. Those are added here: U+202F as an empty glyph, the
others built from parts of the same font, so that they follow its weight.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import ValueRecord
from fontTools.ttLib.tables.otTables import PairPos
from fontTools.varLib import instancer

WITHOUT_DEVICES = 0x0F
"""of a value's format, the bits that name its numbers: what varies with weight is in the others"""
PACKAGES = Path("node_modules/@fontsource-variable")

# French, English, Spanish; what typography and formulas add. Capitals with accents included.
LETTERS = "".join(chr(code) for code in range(0x20, 0x7F)) + (
    "ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜàâäæçéèêëîïôöœùûüÿÁÍÑÓÚáíñóúŸ"
)
SIGNS = "\u00a0\u00a1\u00bf«»‹›–—‘’‚“”„…·•°§©®™±×÷−¼½¾ªº²³¹€£¢¥‰†′"
TEXT = LETTERS + SIGNS

LATIN_SAMPLE = (
    "La vidéo appartient à un plan de diffusion et de mesure avant de sortir de la salle de montage. "
    "Paid media buys attention for a while; organic work keeps the conversation going between campaigns. "
)


@dataclass(frozen=True)
class Cut:
    """One file to make: where it comes from, which part of its design space is kept."""

    family: str
    source: str
    target: str
    axes: dict[str, float | tuple[float, float]]
    style: str = "normal"
    text: str = TEXT
    features: list[str] = field(default_factory=lambda: ["kern", "mark", "liga", "tnum", "ccmp"])

    @property
    def weights(self) -> str:
        """The weights the file answers to, as CSS writes them."""
        axis = self.axes["wght"]
        return f"{axis[0]:g} {axis[1]:g}" if isinstance(axis, tuple) else f"{axis:g}"


CUTS = [
    Cut(
        "Newsreader",
        "newsreader/files/newsreader-latin-opsz-normal.woff2",
        "newsreader.woff2",
        {"wght": 400, "opsz": 18},
        features=["kern", "mark", "liga", "ccmp"],
    ),
    Cut(
        "Newsreader",
        "newsreader/files/newsreader-latin-opsz-italic.woff2",
        "newsreader-italic.woff2",
        {"wght": 400, "opsz": 30},
        style="italic",
        features=["kern", "mark", "liga", "ccmp"],
    ),
    Cut(
        "Newsreader Display",
        "newsreader/files/newsreader-latin-opsz-normal.woff2",
        "newsreader-display.woff2",
        {"wght": 430, "opsz": 72},
        features=["kern", "mark", "liga", "ccmp"],
    ),
    Cut(
        "Schibsted Grotesk",
        "schibsted-grotesk/files/schibsted-grotesk-latin-wght-normal.woff2",
        "schibsted-grotesk.woff2",
        {"wght": (400, 700)},
    ),
]


@dataclass(frozen=True)
class Fallback:
    """A font that readers' systems have, measured once on its metric-compatible free twin."""

    names: tuple[str, ...]
    average: float
    """mean advance over LATIN_SAMPLE, in em"""


# Liberation Serif and Liberation Sans have the advances of these two by design.
SERIF = Fallback(("Times New Roman", "Liberation Serif", "Tinos"), 0.40265)
SERIF_ITALIC = Fallback(("Times New Roman Italic", "Liberation Serif Italic", "Tinos Italic"), 0.40584)
SANS = Fallback(("Arial", "Liberation Sans", "Arimo", "Helvetica"), 0.44642)
FALLBACKS = {
    "newsreader.woff2": SERIF,
    "newsreader-italic.woff2": SERIF_ITALIC,
    "newsreader-display.woff2": SERIF,
    "schibsted-grotesk.woff2": SANS,
}

# --------------------------------------------------------------------------------------------------
# Signs that the packages lack


Draw = Callable[[TTGlyphPen, TTFont], int]


def _advance(font: TTFont, char: str) -> int:
    return int(font["hmtx"][font.getBestCmap()[ord(char)]][0])


def _part(pen: TTGlyphPen, font: TTFont, char: str, dx: float = 0, dy: float = 0) -> None:
    pen.addComponent(font.getBestCmap()[ord(char)], (1, 0, 0, 1, round(dx), round(dy)))


def _height(font: TTFont, char: str) -> int:
    glyph = font["glyf"][font.getBestCmap()[ord(char)]]
    return int(glyph.yMax - glyph.yMin)


def _narrow_space(pen: TTGlyphPen, font: TTFont) -> int:
    return int(font["head"].unitsPerEm * 2 // 11)


def _hyphen(pen: TTGlyphPen, font: TTFont) -> int:
    _part(pen, font, "-")
    return _advance(font, "-")


def _or_equal(char: str) -> Draw:
    def draw(pen: TTGlyphPen, font: TTFont) -> int:
        lift = _height(font, char) * 0.16
        _part(pen, font, char, dy=lift)
        minus = font["glyf"][font.getBestCmap()[0x2212]]
        sign = font["glyf"][font.getBestCmap()[ord(char)]]
        shift = (_advance(font, char) - _advance(font, "−")) / 2
        _part(pen, font, "−", dx=shift, dy=sign.yMin + lift - minus.yMax - _height(font, char) * 0.12)
        return _advance(font, char)

    return draw


def _almost_equal(pen: TTGlyphPen, font: TTFont) -> int:
    tilde = font["glyf"][font.getBestCmap()[ord("~")]]
    minus = font["glyf"][font.getBestCmap()[0x2212]]
    scale = min(1.9, (minus.xMax - minus.xMin) / (tilde.xMax - tilde.xMin))
    middle = (minus.yMax + minus.yMin) / 2 - (tilde.yMax + tilde.yMin) / 2 * scale
    step = (tilde.yMax - tilde.yMin) * scale * 0.7
    for way in (1, -1):
        place = (round(minus.xMin - tilde.xMin * scale), round(middle + way * step))
        pen.addComponent(font.getBestCmap()[ord("~")], (scale, 0, 0, scale, *place))
    return _advance(font, "−")


def _y_dieresis(pen: TTGlyphPen, font: TTFont) -> int:
    _part(pen, font, "Y")
    dots = font["glyf"][font.getBestCmap()[0xA8]]
    width = font["glyf"][font.getBestCmap()[ord("Y")]].xMax
    lift = font["glyf"][font.getBestCmap()[ord("Ä")]].yMax - dots.yMax
    _part(pen, font, "¨", dx=(width - dots.xMax - dots.xMin) / 2, dy=lift)
    return _advance(font, "Y")


def _arrow(left: bool, right: bool) -> Draw:
    def draw(pen: TTGlyphPen, font: TTFont) -> int:
        unit = int(font["head"].unitsPerEm)
        length, middle, stroke, reach = unit * 0.84, unit * 0.28, unit * 0.026, unit * 0.19
        start, end = unit * 0.07, unit * 0.07 + length
        _polygon(
            pen,
            [
                (start + stroke, middle - stroke),
                (start + stroke, middle + stroke),
                (end - stroke, middle + stroke),
                (end - stroke, middle - stroke),
            ],
        )
        for present, tip, way in ((right, end, 1), (left, start, -1)):
            if present:
                _chevron(pen, tip, middle, way, reach, stroke)
        return round(length + unit * 0.14)

    return draw


def _polygon(pen: TTGlyphPen, points: list[tuple[float, float]]) -> None:
    pen.moveTo((round(points[0][0]), round(points[0][1])))
    for x, y in points[1:]:
        pen.lineTo((round(x), round(y)))
    pen.closePath()


def _chevron(pen: TTGlyphPen, tip: float, middle: float, way: int, reach: float, stroke: float) -> None:
    """Two strokes at 45 degrees meeting at ``tip``; ``way`` is 1 where the arrow points right."""
    back, thick = tip - way * reach, way * stroke * 2.8
    points = [
        (tip, middle),
        (back, middle + reach),
        (back - thick, middle + reach),
        (tip - thick, middle),
        (back - thick, middle - reach),
        (back, middle - reach),
    ]
    _polygon(pen, points if way < 0 else points[::-1])


ADDED: dict[str, Draw] = {
    "\u202f": _narrow_space,
    "\u2011": _hyphen,
    "≤": _or_equal("<"),
    "≥": _or_equal(">"),
    "≈": _almost_equal,
    "Ÿ": _y_dieresis,
    "→": _arrow(False, True),
    "←": _arrow(True, False),
    "↔": _arrow(True, True),
}


def add_missing_signs(font: TTFont) -> None:
    """Give ``font`` the signs of ADDED that it lacks."""
    present = font.getBestCmap()
    for char, draw in ADDED.items():
        if ord(char) in present:
            continue
        name = f"uni{ord(char):04X}"
        pen = TTGlyphPen(font["glyf"].glyphs)
        advance = draw(pen, font)
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (advance, getattr(font["glyf"][name], "xMin", 0) or 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(char)] = name
    if "gvar" in font:
        kept = font["gvar"].variations
        font["gvar"].variations = {name: kept.get(name, []) for name in font.getGlyphOrder()}


# --------------------------------------------------------------------------------------------------
# Cutting


def hold_kerning(font: TTFont) -> None:
    """Let each pair of letters keep its kerning at every weight: a quarter of a variable file less."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in (getattr(table, "ExtSubTable", table) for table in lookup.SubTable):
            if isinstance(table, PairPos):
                for value in _kerning(table):
                    for name in [name for name in vars(value) if name.endswith("Device")]:
                        delattr(value, name)
                table.ValueFormat1 &= WITHOUT_DEVICES
                table.ValueFormat2 &= WITHOUT_DEVICES


def _kerning(table: PairPos) -> Iterator[ValueRecord]:
    if table.Format == 1:
        pairs = [pair for kept in table.PairSet for pair in kept.PairValueRecord]
    else:
        pairs = [pair for first in table.Class1Record for pair in first.Class2Record]
    for pair in pairs:
        yield from (value for value in (pair.Value1, pair.Value2) if value)


def cut(source: Path, target: Path, recipe: Cut) -> TTFont:
    """Write one font file and return the font as cut."""
    font = TTFont(source)
    for table in ("HVAR", "MVAR"):  # they list glyphs by number; gvar says the same by name
        if table in font:
            del font[table]
    font = instancer.instantiateVariableFont(font, recipe.axes)
    add_missing_signs(font)
    hold_kerning(font)
    options = Options()
    options.flavor = "woff2"
    options.layout_features = recipe.features
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [1, 2, 4, 6, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=recipe.text + "".join(ADDED))
    subsetter.subset(font)
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same bytes at every run
    font.recalcTimestamp = False
    font.save(target)
    return font


def average_advance(font: TTFont) -> float:
    """Mean advance over LATIN_SAMPLE, in em."""
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    total = sum(int(metrics[cmap[ord(char)]][0]) for char in LATIN_SAMPLE)
    return total / len(LATIN_SAMPLE) / int(font["head"].unitsPerEm)


def face_rule(recipe: Cut) -> str:
    """The @font-face of a cut."""
    return (
        f'@font-face {{\n  font-family: "{recipe.family}";\n  font-style: {recipe.style};\n'
        f"  font-weight: {recipe.weights};\n  font-display: swap;\n"
        f'  src: url("../fonts/{recipe.target}") format("woff2");\n}}\n'
    )


def fallback_rule(recipe: Cut, font: TTFont) -> str:
    """A system font stretched to the cut's metrics: text does not move when the cut arrives."""
    fallback, unit, lines = FALLBACKS[recipe.target], font["head"].unitsPerEm, font["hhea"]
    adjust = average_advance(font) / fallback.average
    names = ", ".join(f'local("{name}")' for name in fallback.names)
    return (
        f'@font-face {{\n  font-family: "{recipe.family} Fallback";\n  font-style: {recipe.style};\n'
        f"  src: {names};\n  size-adjust: {adjust:.2%};\n"
        f"  ascent-override: {lines.ascent / unit / adjust:.2%};\n"
        f"  descent-override: {-lines.descent / unit / adjust:.2%};\n  line-gap-override: 0%;\n}}\n"
    )


def main() -> None:
    """Cut every font and write the stylesheet that declares them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    root = parser.parse_args().root
    fonts, rules = root / "docs/assets/fonts", ["/* Written by tools/fonts.py. */\n"]
    fonts.mkdir(parents=True, exist_ok=True)
    for recipe in CUTS:
        target = fonts / recipe.target
        font = cut(root / PACKAGES / recipe.source, target, recipe)
        rules += [face_rule(recipe), fallback_rule(recipe, font)]
        print(f"{recipe.target}: {target.stat().st_size:,} bytes")
    for package in ("newsreader", "schibsted-grotesk"):
        shutil.copyfile(root / PACKAGES / package / "LICENSE", fonts / f"OFL-{package}.txt")
    (root / "docs/assets/css/fonts.css").write_text("\n".join(rules), encoding="utf-8")


if __name__ == "__main__":
    main()
