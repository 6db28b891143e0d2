"""What a run in a browser has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tools.bench.browser.trace import Task

OURS, STOCK, PYSCRIPT = "ours", "stock Pyodide", "PyScript"
ECHO = "no Python"
"""a worker that merely answers: what a browser takes by itself from key to output"""
COLD, WARM, SLOW = "cold", "warm", "20 Mbps, 40 ms"


@dataclass
class Found:
    """What a run has measured."""

    times: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    """milliseconds to the first result, by way and by kind of visit"""
    sent: dict[str, tuple[int, int]] = field(default_factory=dict)
    """requests and bytes of a cold visit, by way"""
    held: list[list[dict[str, Any]]] = field(default_factory=list)
    """long tasks and frames of each visit on a slow processor"""
    costs: list[list[Task]] = field(default_factory=list)
    """all that ran scripts of the page, by visit, on the processor as it is"""
    delays: dict[str, list[list[float]]] = field(default_factory=dict)
    """milliseconds from each key to output, visit by visit, by calculator"""
