"""The builder: a process that has every library in memory and forks a child for each build.

It has one thread, so forking is safe. A new request ends the build that is running: what it was making is out
of date. Our own code is imported by the children only, so that a change of it is seen by the next build.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

LIBRARIES = (
    "babel.dates",
    "babel.numbers",
    "brotli",
    "jinja2.ext",
    "markdown.extensions.attr_list",
    "markdown.extensions.md_in_html",
    "markdown.extensions.meta",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "material",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "mkdocs_macros.plugin",
    "pydantic",
    "yaml",
)


@dataclass(frozen=True)
class Request:
    """What to build."""

    data: Path
    folder: Path
    """where the site being served stands"""
    work: Path
    """where it is made"""
    site_url: str
    open_pages: list[str]
    """addresses to make before all others"""


@dataclass(frozen=True)
class Report:
    """What a build has done so far."""

    done: str
    """"pages" for the open pages, "site" for all of it, "problems" for none"""
    seconds: float
    problems: str | None = None


def run(requests: Connection, reports: Connection) -> None:
    """Build what is asked, and pass on what the builds report, until the other end hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's: it hangs up
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _import_libraries()
    build: Build | None = None
    try:
        while True:
            ready = wait([requests, build.reports] if build else [requests])
            if requests in ready:
                request = requests.recv()
                if build:
                    build.end()
                build = Build(request)
            elif build and not build.pass_on(reports):
                build.end()
                build = None
    except (EOFError, BrokenPipeError):
        pass
    finally:
        if build:
            build.end()


class Build:
    """A child process that builds, with a pipe of its own: ended half-way, it spoils nobody's."""

    def __init__(self, request: Request) -> None:
        fork = multiprocessing.get_context("fork")
        self.reports, sender = fork.Pipe(duplex=False)
        self._process = fork.Process(target=_child, args=(request, sender))
        self._process.start()
        sender.close()

    def pass_on(self, reports: Connection) -> bool:
        """Hand one report on; False when the build is over."""
        try:
            report = self.reports.recv()
        except (EOFError, OSError):
            return False
        reports.send(report)
        return True

    def end(self) -> None:
        """End it, with the processes it started, and wait until it is gone."""
        if self._process.is_alive() and self._process.pid:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:  # it has no group of its own yet, or is just ending
                self._process.kill()
        self._process.join()
        self.reports.close()


def _child(request: Request, reports: Connection) -> None:
    os.setsid()  # a group of its own, to be ended as a whole
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ["CADRAGE_BUILD"] = str(request.work)
    from macros.serve.work import build

    build(request, reports.send)


def _import_libraries() -> None:
    """Import what every build needs. One that is missing is for the build to complain about."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
