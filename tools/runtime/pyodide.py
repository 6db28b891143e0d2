"""Run Python in Pyodide, under Node.js."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from macros.paths import ROOT
from tools.node import node

PACKAGE = ROOT / "node_modules" / "pyodide"
RUNNER = Path(__file__).with_name("pyodide.mjs")
INSIDE = Path(__file__).with_name("inside")
PATIENCE = 300
"""Seconds after which a run is given up."""


class RunError(Exception):
    """What ran inside Pyodide failed; the message is what it said."""


def run(module: Path, argument: object = None, *, runtime: Path = PACKAGE, **more: Any) -> Any:
    """Call ``main`` of a Python file inside Pyodide with an argument as JSON, and return what it answers.

    ``more`` is what ``pyodide.mjs`` takes besides; without any, it is Pyodide as npm has it.
    """
    asked = {
        "runtime": str(runtime),
        "modules": {module.stem: str(module)},
        "module": module.stem,
        "argument": json.dumps(argument),
        **more,
    }
    # To the west of Greenwich the first date that an archive can hold would be one of 1979.
    environment = {**os.environ, "TZ": "UTC"}
    outcome = subprocess.run(
        [*node(), str(RUNNER)],
        input=json.dumps(asked),
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )
    if outcome.returncode or not outcome.stdout:
        raise RunError(f"Pyodide did not start for {module.name}:\n{outcome.stderr.strip()}")
    said = json.loads(outcome.stdout)
    if "failure" in said:
        raise RunError(f"{module.name} failed inside Pyodide:\n{said['failure']}\n{outcome.stderr.strip()}")
    return said["answer"]
