"""The builder: a process that has every library in memory and forks a child for each build.

It has one thread, so forking is safe. A new request ends the build that is running: what it was making is out
of date. Our own code is imported by the children only, so that a change of it is seen by the next. As soon
as a build has something to show, the child of the next one is started: it has imported all it can by then.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

from macros.serve.messages import Report, Request

LIBRARIES = (
    "babel.numbers",
    "brotli",
    "jinja2.ext",
    "markdown.extensions.fenced_code",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "material",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "mkdocs_macros.plugin",
    "pydantic.main",
    "pydantic.type_adapter",
    "pydantic.types",
    "yaml",
)


def run(requests: Connection, reports: Connection, work: Path) -> None:
    """Build what is asked, and pass on what the builds report, until the other end hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's: it hangs up
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _import_libraries()
    build: Build | None = None
    ready_made: Build | None = None
    try:
        while True:
            ready = wait([requests, *build.signs] if build else [requests])
            if requests in ready:
                request = requests.recv()
                if build:
                    build.end()
                if ready_made and request.code_changed:
                    ready_made.end()
                    ready_made = None
                build, ready_made = ready_made or Build(work), None
                build.begin(request)
            elif build and not build.pass_on(reports):
                build.end()
                if lost := build.lost():
                    reports.send(lost)
                build = None
            else:
                ready_made = ready_made or Build(work)
    except (EOFError, BrokenPipeError):
        pass
    finally:
        for child in (build, ready_made):
            if child:
                child.end()


class Build:
    """A child process that builds, with pipes of its own: ended half-way, it spoils nobody's."""

    def __init__(self, work: Path) -> None:
        fork = multiprocessing.get_context("fork")
        self._start = time.perf_counter()
        self._last: Report | None = None
        self._reports, sender = fork.Pipe(duplex=False)
        receiver, self._requests = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_child, args=(work, receiver, self._requests, sender))
        self._process.start()
        sender.close()
        receiver.close()

    def begin(self, request: Request) -> None:
        """Tell it what to build. A child that is gone already is seen by its end."""
        self._start = time.perf_counter()
        with suppress(BrokenPipeError):
            self._requests.send(request)

    @property
    def signs(self) -> list[Connection | int]:
        """What to wait for: a report, or the end of the process, whose own children may outlive it."""
        return [self._reports, self._process.sentinel]

    def pass_on(self, reports: Connection) -> bool:
        """Hand one report on; False when the build is over."""
        try:
            if not self._reports.poll():
                return False
            self._last = self._reports.recv()
        except (EOFError, OSError):
            return False
        reports.send(self._last)
        return True

    def end(self) -> None:
        """End it, with the processes it started, and wait until it is gone."""
        pid = self._process.pid
        try:
            if pid:
                os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # No group of its own yet, or just ending: macOS then says that one may not.
            self._process.kill()
        self._process.join()
        self._reports.close()
        self._requests.close()

    def lost(self) -> Report | None:
        """What to report of a build that ended without a word; None when it said how it went."""
        if self._last and self._last.done != "pages":
            return None
        code = self._process.exitcode
        words = f"The build was ended from outside (code {code}). Save a file to build again."
        return Report("problems", time.perf_counter() - self._start, words)


def _child(work: Path, requests: Connection, others_end: Connection, reports: Connection) -> None:
    others_end.close()  # so that the builder's end is seen
    os.setsid()  # a group of its own, to be ended as a whole
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ["CADRAGE_BUILD"] = str(work)
    from macros.serve.work import build, get_ready

    get_ready()
    with suppress(EOFError):
        build(requests.recv(), reports.send)


def _import_libraries() -> None:
    """Import what every build needs. One that is missing is for the build to complain about."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
