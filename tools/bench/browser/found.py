"""What a run in a browser has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tools.bench.browser.trace import Task

OURS, STOCK, PYSCRIPT = "ours", "stock Pyodide", "PyScript"
ECHO = "no Python"
"""a worker that merely answers: what a browser takes by itself from key to output"""
COLD, WARM, SLOW = "cold", "warm", "20 Mbps, 40 ms"


@dataclass(frozen=True)
class Held:
    """What held the page up in a visit on a slow processor."""

    entries: list[dict[str, Any]]
    """long tasks and frames, as watch.js notes them"""
    tasks: list[Task]
    """all that ran scripts of the page"""


@dataclass
class Found:
    """What a run has measured."""

    times: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    """milliseconds to the first result, by way and by kind of visit"""
    sent: dict[str, tuple[int, int]] = field(default_factory=dict)
    """requests and bytes of a cold visit, by way"""
    held: list[Held] = field(default_factory=list)
    """visit by visit"""
    delays: dict[str, list[list[float]]] = field(default_factory=dict)
    """milliseconds from each key to output, visit by visit, by calculator"""
