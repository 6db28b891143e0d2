"""The bundle that readers' browsers run, made again while the site is served.

By command, as ``make bundle`` does: the tools that make it import ``macros``, never the other way round. One
is made at a time; a newer change ends the one that is being made, which is out of date.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from macros.serve.messages import Report

COMMAND = (sys.executable, "-m", "tools.runtime", "--quiet")
"""Does nothing where nothing that the bundle is made from has changed."""
SOURCES = ("planner", "tools/runtime")
"""Folders, from the project's root, whose changes ask for it."""

READING = "bundle"
"""The name of the thread that reads what the command says."""

Tell = Callable[[Report], None]


class Bundler:
    """Makes the bundle when asked, aside, and tells how each went that was not overtaken by the next."""

    def __init__(self, root: Path, scratch: Path, tell: Tell, command: Sequence[str] = COMMAND) -> None:
        self._root = root
        self._scratch = scratch
        self._tell = tell
        self._command = command
        self._lock = threading.Lock()
        self._running: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Start making it, and end what is running."""
        with self._lock:
            self._end()
            # For its temporary files: one that is ended cannot remove them.
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._scratch.mkdir(parents=True)
            self._running = subprocess.Popen(
                self._command,
                cwd=self._root,
                env={**os.environ, "TMPDIR": str(self._scratch)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,  # a group of its own, to be ended as a whole
            )
            reading = (self._running, time.perf_counter())
        threading.Thread(target=self._follow, args=reading, name=READING, daemon=True).start()

    def stop(self) -> None:
        """End what is running; nothing more is told."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._running and self._running.poll() is None:
            with suppress(ProcessLookupError, PermissionError):  # it is just ending
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
        self._running = None

    def _follow(self, process: subprocess.Popen[str], start: float) -> None:
        said, _ = process.communicate()
        with self._lock:
            if self._running is not process:
                return
            self._running = None
            problem = _problem(said, process.returncode) if process.returncode else None
            self._tell(Report("bundle", time.perf_counter() - start, problem))


def _problem(said: str, code: int) -> str:
    """What an author is shown of a failure."""
    words = said.strip() or f"it ended with code {code} and said nothing"
    return f"The Python that browsers run could not be made again; calculators keep the last one.\n\n{words}"
