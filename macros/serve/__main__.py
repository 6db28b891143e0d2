"""``python -m macros.serve``: the command behind ``make serve``."""

from __future__ import annotations

import argparse
import errno
import multiprocessing
import shutil
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from macros.serve import builder, bundle
from macros.serve.messages import Report, Request
from macros.serve.pages import PageHandler
from macros.serve.state import State
from macros.serve.static import HOST, Server
from macros.serve.watch import Watcher

ROOT = Path(__file__).resolve().parent.parent.parent
BUILDER_GONE = "The program that builds has ended: stop make serve (Ctrl+C) and start it again."
_CODE = (".py", "")
"""Endings of what is imported: modules, and the folders that hold them."""
_DONE = {"bundle": "calculators' Python", "pages": "open pages", "site": "whole site"}
SOURCES = ("docs", "overrides", "macros", *bundle.SOURCES)


class Session:
    """The site of one ``make serve``: builds on change, tells pages and terminal."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.work = ROOT / "build" / "serve" / str(port)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.url = f"http://{HOST}:{port}/"
        self.state = State(self.work / "live")
        self._stopping = False
        self._turn = threading.Lock()
        self._problems: dict[str, str | None] = {}
        self._code_changed = False
        self._requests, self._reports, self._builder = _start_builder(self.work)
        self._bundler = bundle.Bundler(ROOT, self.work / "bundle", self._bundled)
        folders = [data, *(ROOT / name for name in SOURCES)]
        self._watcher = Watcher(folders, [ROOT / "mkdocs.yml"], self._changed)

    def start(self) -> None:
        """Build the site, then again at each change."""
        threading.Thread(target=self._follow, daemon=True).start()
        self._watcher.start()
        self._request()

    def stop(self) -> None:
        """Stop watching and building. Pages that wait are answered by nobody: they try again."""
        self._stopping = True
        self._watcher.stop()
        self._bundler.stop()
        self._requests.close()
        self._builder.join(5)
        if self._builder.is_alive():
            self._builder.kill()

    def _changed(self, files: list[Path]) -> None:
        """Build the site, after the bundle where that is concerned: its name is in the pages."""
        shown = ", ".join(_short(file) for file in files[:3]) + (" …" if len(files) > 3 else "")
        print(f"{_now()} changed: {shown}", flush=True)
        with self._turn:
            self._code_changed |= any(file.suffix in _CODE for file in files)
        if any(file.is_relative_to(ROOT / folder) for file in files for folder in bundle.SOURCES):
            self._bundler.begin()
        else:
            self._request()

    def _bundled(self, report: Report) -> None:
        """Tell how the bundle went, and build the site on it; without it, the site stays as it is."""
        self._tell(report)
        if not report.problems:
            self._request()

    def _request(self) -> None:
        pages = self.state.open_pages() if self.state.built else []
        with self._turn, suppress(OSError):
            code_changed, self._code_changed = self._code_changed, False
            self._requests.send(
                Request(self.data, self.state.folder, self.work, self.url, pages, code_changed)
            )

    def _follow(self) -> None:
        """Pass on what the builder reports, its own end included."""
        with suppress(EOFError, OSError):
            while True:
                self._tell(self._reports.recv())
        if not self._stopping:
            self._tell(Report("problems", 0.0, BUILDER_GONE))

    def _tell(self, report: Report) -> None:
        """Tell terminal and pages. What is wrong with the bundle stays so however the site is built."""
        self._say(report)
        with self._turn:
            self._problems["bundle" if report.done == "bundle" else "site"] = report.problems
            self.state.tell("\n\n".join(filter(None, self._problems.values())) or None)

    def _say(self, report: Report) -> None:
        if report.problems:
            print(f"{_now()} not built; pages stay as they were:\n\n{report.problems}\n", flush=True)
        else:
            print(f"{_now()} {_DONE[report.done]} in {report.seconds:.1f} s", flush=True)


def _start_builder(work: Path) -> tuple[Connection, Connection, multiprocessing.process.BaseProcess]:
    """Start the builder afresh, not forked: this process has threads."""
    spawn = multiprocessing.get_context("spawn")
    requests, ours = spawn.Pipe(duplex=False)
    reports, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=builder.run, args=(requests, theirs, work))
    process.start()
    requests.close()
    theirs.close()
    return ours, reports, process


def _now() -> str:
    return time.strftime("%H:%M:%S")


def _short(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port: give a number up to 65535, as in PORT=8080")
    return int(text)


def _listen(port: int) -> Server:
    """Take a port; says which is free when this one is not."""
    try:
        return Server((HOST, port), PageHandler)
    except OSError as error:
        if error.errno == errno.EACCES:
            sys.exit(f"Port {port} is for the system's own programs. Try: make serve PORT={_free(8000)}")
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {port} is taken by another program. Try: make serve PORT={_free(port + 1)}")


def _free(port: int) -> int:
    for candidate in range(port, min(port + 100, 65536)):
        with socket.socket() as attempt, suppress(OSError):
            attempt.bind((HOST, candidate))
            return candidate
    with socket.socket() as attempt:  # any the system gives
        attempt.bind((HOST, 0))
        return int(attempt.getsockname()[1])


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl+C."""
    parser = argparse.ArgumentParser(prog="make serve", description="Serve the site as it is written.")
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="the knowledge base (default: data)")
    parser.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default: 8000)")
    options = parser.parse_args(arguments)
    if not (options.data / "site.yml").is_file():
        sys.exit(f"{options.data} is no knowledge base: it has no site.yml.")
    server = _listen(options.port)
    session = Session(options.data, options.port)
    PageHandler.state = session.state
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"{session.url}    Ctrl+C to stop", flush=True)
    session.start()
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        print("\nstopped", flush=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C: already stopping
        server.server_close()
        session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
