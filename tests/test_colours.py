"""Roles are told apart by colour-blind readers, and without colour: each has a letter and a line."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from macros.load import load
from macros.paths import ROOT

SHEETS = ROOT / "docs" / "assets" / "css"
APART = 20
"""CIE 1976 ΔE*ab: some ten times what an eye notices side by side, for what stands pages apart"""

Row = tuple[float, float, float]
SEEN: dict[str, tuple[Row, Row, Row]] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB as eyes without one kind of cones see it: Machado, Oliveira and Fernandes,
"A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0."""
TO_XYZ: tuple[Row, Row, Row] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
"""sRGB's primaries, IEC 61966-2-1"""
WHITE = (0.95047, 1.0, 1.08883)
"""D65"""


def linear(colour: str) -> Row:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    first, second, third = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    )
    return first, second, third


def times(matrix: tuple[Row, Row, Row], of: Row) -> Row:
    first, second, third = (sum(a * b for a, b in zip(row, of, strict=True)) for row in matrix)
    return first, second, third


def lab(colour: str, eyes: str) -> Row:
    """Return CIE L*a*b* of a colour, as these eyes see it."""
    red, green, blue = (min(1.0, max(0.0, part)) for part in times(SEEN[eyes], linear(colour)))
    parts = [part / white for part, white in zip(times(TO_XYZ, (red, green, blue)), WHITE, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def tones(theme: str) -> list[str]:
    """Return the tones of a theme, as ``tokens.css`` has them."""
    css = (SHEETS / "tokens.css").read_text("utf-8")
    start = ":root {" if theme == "light" else ':root[data-theme="dark"] {'
    block = css[css.index(start) :].partition("}")[0]
    return [found for _, found in sorted(re.findall(r"--tone-(\d): (#[0-9a-f]{6});", block))]


@pytest.mark.parametrize("eyes", list(SEEN))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tones_are_told_apart(theme: str, eyes: str) -> None:
    found = tones(theme)
    assert len(found) == 4
    for one, other in combinations(found, 2):
        assert math.dist(lab(one, eyes), lab(other, eyes)) > APART, (one, other)


def test_known_colours_are_where_colorimetry_puts_them() -> None:
    assert lab("#ffffff", "all") == pytest.approx((100, 0, 0), abs=0.01)
    assert lab("#ff0000", "all") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    red, green = lab("#c00000", "no green cones"), lab("#5a6e00", "no green cones")
    assert math.dist(red, green) < math.dist(lab("#c00000", "all"), lab("#5a6e00", "all")) / 3


@pytest.mark.parametrize("base", ["data", "tests/other_kb"])
def test_each_role_has_a_letter_and_a_line_of_its_own(base: str) -> None:
    kb = load(ROOT / base)
    for lang in kb.languages:
        letters = [role.letter[lang] for role in kb.site.roles.values()]
        assert len(set(letters)) == len(letters) > 1
    css = (SHEETS / "roles.css").read_text("utf-8")
    lines = re.findall(r"\.tone-\d \{[^}]*--line: (\w+);", css)
    assert len(set(lines)) == len(lines) == len(tones("light"))
    assert len({role.tone for role in kb.site.roles.values()}) == len(kb.site.roles)
