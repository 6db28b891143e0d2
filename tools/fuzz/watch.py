"""One engine on one target, in a process of its own that is watched: what never ends is ended, and told."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tools.fuzz.harness import FOLDER, ROOT, Box, Report, keep

STILL = 30.0
"""seconds without another input after which a run is ended: a loop in C answers no signal"""
TAIL = 4000
"""characters, at most, of what a process said before it died"""


@dataclass(frozen=True)
class Job:
    """What is to be run."""

    target: str
    engine: str
    runs: str
    """how many inputs; of a replay, the file that holds the one"""
    seed: int = 1
    folder: Path = FOLDER
    still: float = STILL

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.target}-{self.engine}"

    @property
    def log(self) -> Path:
        """What the process said: libFuzzer tells there how much code it reached."""
        return self.folder / f"{self.name}.log"

    @property
    def command(self) -> list[str]:
        arguments = [self.engine, self.target, self.runs, str(self.seed), str(self.folder)]
        return [sys.executable, "-m", "tools.fuzz.engines", *arguments]


def watched(job: Job) -> Report:
    """Run a job to its end. What does not come to it is a fault, and its last input is kept."""
    job.folder.mkdir(parents=True, exist_ok=True)
    told = job.folder / f"{job.name}.json"
    told.unlink(missing_ok=True)
    box = Box(job.folder / f"{job.name}.box")
    box.write(0, b"")
    with job.log.open("wb") as log:
        process = subprocess.Popen(job.command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        wrong = _wrong(process, box, job.still)
    found = Report.from_json(told.read_text("utf-8")) if told.exists() else Report()
    found.inputs, data = box.read()
    if wrong:
        said = job.log.read_text("utf-8", "replace")[-TAIL:]
        found.faults[wrong] = str(keep(job.name, data, f"{wrong}\n\n{said}", job.folder))
    return found


def _wrong(process: subprocess.Popen[bytes], box: Box, still: float) -> str:
    """Wait for a process; return what went wrong with it, nothing where it came to its end."""
    number, since = 0, monotonic()
    try:
        while process.poll() is None:
            sleep(min(0.2, still / 4))
            if box.read()[0] != number:
                number, since = box.read()[0], monotonic()
            elif number and monotonic() - since > still:
                return f"no end after {still:.0f} s"
    finally:
        process.kill()
        process.wait()
    return f"the process ended with {process.returncode}" if process.returncode else ""
