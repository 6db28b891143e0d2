"""Draw the icons that need a picture (``make icons``): what cannot show ``docs/assets/icon.svg`` takes these.

The results are committed: run it again only when the mark changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from macros.mark import FILE, SIDE, corners  # noqa: E402

ASSETS = ROOT / "docs" / "assets"
PAPER, INK = "#faf7f0", "#14130f"
FINER = 4
"""drawn this many times larger, then reduced: smooth edges"""
TAB = [(16, 16), (32, 32), (48, 48)]
TOUCH, LARGE = 180, (192, 512)


def icon(svg: str, side: int, margin: float) -> Image.Image:
    """Return the mark on paper, ``side`` pixels wide, with a margin given as a share of the side."""
    whole = side * FINER
    image = Image.new("RGB", (whole, whole), PAPER)
    pen, scale = ImageDraw.Draw(image), whole * (1 - 2 * margin) / SIDE
    for shape in corners(svg):
        pen.polygon([(whole * margin + x * scale, whole * margin + y * scale) for x, y in shape], fill=INK)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def main() -> int:
    svg = (ASSETS / FILE).read_text("utf-8")
    icon(svg, max(TAB)[0], 0).save(ASSETS / "favicon.ico", sizes=TAB)
    icon(svg, TOUCH, 0.16).save(ASSETS / "apple-touch-icon.png", optimize=True)
    for side in LARGE:  # platforms crop these to a circle of four fifths
        icon(svg, side, 0.22).save(ASSETS / f"icon-{side}.png", optimize=True)
    for path in sorted(ASSETS.glob("*icon*.*")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
