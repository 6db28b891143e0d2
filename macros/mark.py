"""The guide's mark: two corners of a frame, drawn once, in ``docs/assets/icon.svg``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.errors import BuildError

FILE = "icon.svg"
SIDE = 24
"""of the square it is drawn on"""
Point = tuple[float, float]


def outline(svg: str) -> str:
    """Return the path of the mark, as SVG writes it."""
    found = re.search(r'<path d="([^"]+)"', svg)
    if not found:
        raise BuildError(f'docs/assets/{FILE} has no <path d="…">: the mark is drawn from it')
    return found[1]


def corners(svg: str) -> list[list[Point]]:
    """Return the shapes of the mark as points on its square.

    Raises BuildError where its path is made of anything but straight lines along the square's sides.
    """
    return [list(_points(shape)) for shape in outline(svg).removesuffix("z").split("z")]


def _points(shape: str) -> Iterator[Point]:
    steps = re.findall(r"([A-Za-z])\s*([-\d. ,]*)", shape)
    x = y = 0.0
    for command, numbers in steps:
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        match command:
            case "M":
                x, y = values
            case "H":
                (x,) = values
            case "V":
                (y,) = values
            case "h":
                x += values[0]
            case "v":
                y += values[0]
            case _:
                raise BuildError(
                    f"docs/assets/{FILE}: “{command}” stands in its path; M, H, V, h, v, z are read"
                )
        yield x, y
