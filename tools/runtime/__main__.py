"""``make bundle``: make the Python that readers' browsers run, and tell what it weighs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import brotli

from macros import disk
from macros.errors import BuildError
from macros.interruptions import INTERRUPTED
from macros.paths import WORK
from macros.runtime import FOLDER
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
        _tell_sizes(options.out, found["files"])
    return 0


def _tell_sizes(out: Path, files: dict[str, dict[str, int]]) -> None:
    raw = sent = 0
    for name, about in files.items():
        compressed = len(brotli.compress((out / name).read_bytes(), quality=11))
        raw, sent = raw + about["bytes"], sent + compressed
        print(f"{about['bytes']:>10,} {compressed:>10,}  {name}")
    print(f"{raw:>10,} {sent:>10,}  in all (bytes, bytes with brotli)")


if __name__ == "__main__":
    sys.exit(main())
