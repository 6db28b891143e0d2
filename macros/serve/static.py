"""Serve a built site from a folder, on this machine only: what a plain static host does, and no more."""

from __future__ import annotations

import mimetypes
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
"""The names by which a browser may ask; any other is a page elsewhere that tries to read this one."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}


HeadersOf = Callable[[str], dict[str, str]]


@dataclass(frozen=True)
class Answer:
    """What to send for an address."""

    status: HTTPStatus
    body: bytes = b""
    type: str = TYPES[".txt"]
    location: str | None = None


def find(root: Path, target: str) -> Answer:
    """Return the file of ``root`` that an address stands for, or the page that says there is none."""
    path = unquote(urlsplit(target).path)
    file = _inside(root, path)
    if file is None:
        return _missing(root, path)
    try:
        if file.is_dir():
            if not path.endswith("/"):
                query = urlsplit(target).query
                location = quote(f"/{path.strip('/')}/") + (f"?{query}" if query else "")
                return Answer(HTTPStatus.MOVED_PERMANENTLY, location=location)
            file /= "index.html"
        return Answer(HTTPStatus.OK, file.read_bytes(), type_of(file))
    except OSError:  # none, or a name longer than any file's
        return _missing(root, path)


def type_of(file: Path) -> str:
    """Return the content type of a file."""
    return TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _inside(root: Path, path: str) -> Path | None:
    """Return the file below ``root`` that a decoded path names, None when it leads anywhere else."""
    steps = path.split("/")
    if not path.startswith("/") or ".." in steps or "\\" in path or "\0" in path:
        return None
    root = root.resolve()
    file = root.joinpath(*filter(None, steps)).resolve()
    return file if file.is_relative_to(root) else None


def _missing(root: Path, path: str) -> Answer:
    """The 404 page of the language that the address is in."""
    first = path.strip("/").split("/")[0]
    for folder in (root / first, root) if first and first not in (".", "..") else (root,):
        try:
            return Answer(HTTPStatus.NOT_FOUND, (folder / "404.html").read_bytes(), TYPES[".html"])
        except (OSError, ValueError):
            continue
    return Answer(HTTPStatus.NOT_FOUND, b"There is no such page.\n")


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; subclasses say with what."""

    protocol_version = "HTTP/1.1"
    root: Path

    def answer(self) -> Answer:
        """Return what to send for ``self.path``."""
        return find(self.root, self.path)

    def headers_of(self, path: str) -> dict[str, str]:
        """Return what else to send with a path; what is named here stands for what is usual."""
        return {}

    def do_GET(self) -> None:
        name = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        if name not in NAMES:
            self._send(Answer(HTTPStatus.FORBIDDEN, b"This server answers this machine only.\n"))
        else:
            self._send(self.answer())

    do_HEAD = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
            always = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
            for name, value in (always | self.headers_of(urlsplit(self.path).path)).items():
                self.send_header(name, value)
            if answer.location:
                self.send_header("Location", answer.location)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the reader has gone on to another page

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for what concerns the author."""


class Server(ThreadingHTTPServer):
    """One thread a request; none keeps the program from ending."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves takes its connections with it: that is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(
    root: Path, headers_of: HeadersOf | None = None, handler: type[Handler] = Handler
) -> Iterator[str]:
    """Serve a folder on a free port while the block runs; gives the address, with its last slash.

    ``headers_of`` says what else to send with a path; ``handler`` may answer in another way.
    """
    attributes = {"root": root} | ({"headers_of": lambda _, path: headers_of(path)} if headers_of else {})
    server = Server((HOST, 0), type("FolderHandler", (handler,), attributes))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
