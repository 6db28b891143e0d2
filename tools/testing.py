"""``make test``: the tests that look at pages beside all others; with arguments, pytest as it comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from macros.paths import ROOT

LONG = [
    f"tests/browser/test_{name}.py"
    for name in ("pages", "pictures", "calculators", "calculator_access", "statements", "print", "styles")
]
"""what takes as long as all the rest"""
HALVES = {"most tests": ["tests", *(f"--ignore={path}" for path in LONG)], "looks and calculators": LONG}


def main(arguments: list[str]) -> int:
    """Run the tests and return the exit code: that of the first half that failed, else 0."""
    if arguments:
        return subprocess.call([*_pytest("one"), *arguments], cwd=ROOT)
    return max(_both())


def _both() -> list[int]:
    """Run both halves at once. One speaks as it goes; what the other said is told when that has ended."""
    (first, tests), (second, others) = HALVES.items()
    with subprocess.Popen(
        [*_pytest("two"), *others],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as beside:
        print(f"== {first}, with {second} beside them", flush=True)
        code = subprocess.call([*_pytest("one"), *tests], cwd=ROOT)
        said, _ = beside.communicate()
    print(f"\n== {second}\n{said}", flush=True)
    return [code, beside.returncode]


def _pytest(name: str) -> list[str]:
    """Return the command; each half remembers its failures in a folder of its own."""
    return [sys.executable, "-m", "pytest", "-o", f"cache_dir={Path('.pytest_cache') / name}"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
