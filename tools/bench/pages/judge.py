"""Lighthouse, run on one address: a phone on a slow network, simulated."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.bench.measure import CommandFailed
from tools.chromium import QUIET, ensure
from tools.install import JUDGE
from tools.node import node

MARKS = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "SI": "speed-index",
}
"""milliseconds: to the first and the largest paint, of blocked scripts, until most of the page stands"""
SHIFT = "cumulative-layout-shift"


@dataclass(frozen=True)
class Judgement:
    """What Lighthouse says of a page: marks up to 100, times in ms, layout shift, what it faults."""

    marks: dict[str, int]
    times: dict[str, float]
    shift: float
    faults: tuple[str, ...]


def judge(address: str, rounds: int, work: Path) -> Judgement:
    """Return the judgement in the middle, by its performance, of several."""
    found = sorted((_judge(address, work) for _ in range(rounds)), key=lambda one: one.marks["performance"])
    return found[len(found) // 2]


def _judge(address: str, work: Path) -> Judgement:
    report = work / "lighthouse.json"
    program = JUDGE / "node_modules" / "lighthouse" / "cli" / "index.js"
    flags = " ".join(["--headless=new", "--no-sandbox", *QUIET])
    options = ["--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
    command = [*node(), str(program), address, *options]
    done = subprocess.run(
        command, env={**os.environ, "CHROME_PATH": str(ensure())}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"Lighthouse could not judge {address}:\n{done.stderr[-3000:]}")
    return _read(json.loads(report.read_text("utf-8")))


def _read(report: dict[str, Any]) -> Judgement:
    audits = report["audits"]
    wanted = {ref["id"] for name in MARKS for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    return Judgement(
        marks={name: round(100 * report["categories"][name]["score"]) for name in MARKS},
        times={name: audits[audit]["numericValue"] for name, audit in TIMES.items()},
        shift=audits[SHIFT]["numericValue"],
        faults=tuple(
            sorted(name for name in wanted if audits[name]["score"] == 0 and name not in TIMES.values())
        ),
    )
