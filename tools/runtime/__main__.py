"""``make bundle``: make the Python that readers' browsers run, and tell what it weighs."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import brotli

from macros import disk
from macros.errors import BuildError
from macros.interruptions import INTERRUPTED
from macros.paths import WORK
from macros.runtime import FOLDER, parts
from planner.catalogue import PARTS
from tools.runtime.bundle import build
from tools.runtime.pyodide import RunError


def main(arguments: list[str] | None = None) -> int:
    """Make the bundle and return the exit code."""
    parser = argparse.ArgumentParser(prog="make bundle", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="default: build/runtime")
    parser.add_argument("--sizes", action="store_true", help="tell what each file weighs, sent with brotli")
    parser.add_argument("--quiet", action="store_true", help="say nothing where all went well")
    options = parser.parse_args(arguments)
    try:
        with disk.in_words(options.out):
            found = build(options.out, WORK / "cache" / "runtime")
    except (RunError, BuildError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; the calculators' Python is made again by the next command", file=sys.stderr)
        return INTERRUPTED
    if options.quiet:
        return 0
    names = ", ".join([found["library"], *found["archives"].values()])
    print(f"Pyodide {found['pyodide']} in {options.out}: {names}")
    if options.sizes:
        _tell_sizes(options.out, found)
    return 0


def _tell_sizes(out: Path, found: dict[str, Any]) -> None:
    """Tell the bytes of each file, as they are and with brotli, then those of the page of each calculator."""
    sizes = {}
    for name in found["files"]:
        content = (out / name).read_bytes()
        sizes[name] = len(content), len(brotli.compress(content, quality=11))
        _tell(name, [sizes[name]])
    for calculator in (*PARTS, ""):
        files = json.loads(parts(found, calculator))["files"]
        _tell(f"for {calculator or 'every other calculator'}", [sizes[name] for name in files])


def _tell(what: str, sizes: list[tuple[int, int]]) -> None:
    raw, sent = map(sum, zip(*sizes, strict=True))
    print(f"{raw:>10,} {sent:>10,}  {what}")


if __name__ == "__main__":
    sys.exit(main())
