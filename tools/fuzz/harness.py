"""One way to run every target: each input is counted, timed and, where it shows a fault, kept.

A target is a function of bytes. It may return, or raise one of the project's own errors: a refusal. Whatever
else it raises is a fault, and so is an input that takes more than a second of the processor.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import struct
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time, time
from typing import Any

from macros.problems import DataError
from planner import Refused
from planner.browser import BadRequest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "build" / "fuzz"
LONGEST_TIME = 1.0
"""seconds of the processor for one input: other programs on the machine do not count"""
LONGEST_INPUT = 1 << 16
TYPED = (Refused, DataError, BadRequest)
"""The project's refusals."""
TOLD = 20
"""faults of one run that are kept, each of another kind or place"""
EVERY = 1000
"""inputs after which what is known is written down"""

Run = Callable[[bytes], None]


@dataclass
class Report:
    """What a run found."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    refusals: Counter[str] = field(default_factory=Counter)
    """by the type of the error, and the code of its problem"""
    faults: dict[str, str] = field(default_factory=dict)
    """what went wrong and where → the file that holds the input"""

    def as_json(self) -> str:
        return json.dumps(self.__dict__, ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Report:
        found: dict[str, Any] = json.loads(text)
        return cls(**{**found, "refusals": Counter(found["refusals"])})


class Box:
    """A file in which the input stands that is being tried: who watches finds it there after a crash."""

    _HEAD = struct.Struct("QI")

    def __init__(self, path: Path) -> None:
        size = self._HEAD.size + LONGEST_INPUT
        if not path.exists() or path.stat().st_size != size:
            path.write_bytes(bytes(size))
        with path.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), size)

    def write(self, number: int, data: bytes) -> None:
        """Note the input that is tried next, and which one it is."""
        start = self._HEAD.size
        self._map[: start + len(data)] = self._HEAD.pack(number, len(data)) + data

    def read(self) -> tuple[int, bytes]:
        """Return the number of the input that was noted last, and the input."""
        number, length = self._HEAD.unpack(self._map[: self._HEAD.size])
        return number, self._map[self._HEAD.size : self._HEAD.size + length]


class Harness:
    """Runs a target, input by input."""

    def __init__(self, name: str, run: Run, folder: Path = FOLDER, longest: float = LONGEST_TIME) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.run, self.folder, self.longest = name, run, folder, longest
        self.report = Report()
        self.box = Box(folder / f"{name}.box")
        self._began = time()

    def __call__(self, data: bytes) -> None:
        """Try one input. Raises nothing but what stops the run from outside."""
        data = data[:LONGEST_INPUT]
        self.report.inputs += 1
        self.box.write(self.report.inputs, data)
        took = self._tried(data)
        if took > self.longest:  # the first may have paid for what is kept, or for the garbage of others
            took = min(took, self._tried(data))
        if took > self.longest:
            self._fault(data, f"slow: {took:.1f} s", f"{took:.2f} s of the processor for {len(data)} bytes.")
        self.report.slowest = max(self.report.slowest, took)
        if not self.report.inputs % EVERY:
            self.write()

    def write(self) -> None:
        """Write down what is known so far."""
        self.report.seconds = time() - self._began
        (self.folder / f"{self.name}.json").write_text(self.report.as_json(), "utf-8")

    def _tried(self, data: bytes) -> float:
        before = process_time()
        try:
            self.run(data)
        except TYPED as refusal:
            took = process_time() - before
            self.report.refusals.update(_kinds(refusal))
            return took
        except Exception as error:
            took = process_time() - before
            self._fault(data, _place(error), "".join(traceback.format_exception(error)))
            return took
        return process_time() - before

    def _fault(self, data: bytes, title: str, told: str) -> None:
        kind = title.partition(":")[0] if title.startswith("slow") else title
        if kind in self.report.faults or len(self.report.faults) == TOLD:
            return
        self.report.faults[kind] = str(keep(self.name, data, f"{title}\n\n{told}", self.folder))
        self.write()


def keep(name: str, data: bytes, told: str, folder: Path = FOLDER) -> Path:
    """Keep an input that shows a fault, with what is known of it beside; return where it is."""
    path = folder / "faults" / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(told, "utf-8", errors="backslashreplace")
    return path


def _kinds(refusal: Exception) -> set[str]:
    """Return the name of a refusal; planner's have codes besides."""
    if isinstance(refusal, Refused):
        return {f"Refused {problem.code}" for problem in refusal.problems}
    return {type(refusal).__name__}


def _place(error: Exception) -> str:
    """Return what was raised and where: faults of one place are one fault."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = frames[-1]
    own = [one for one in frames if str(ROOT) in one.filename and "/.venv/" not in one.filename]
    frame = own[-1] if own else frame
    name = Path(frame.filename)
    shown = name.relative_to(ROOT) if name.is_relative_to(ROOT) else name.name
    return f"{type(error).__name__} at {shown}:{frame.lineno}"
