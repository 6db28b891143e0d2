"""Serve sites as a static host would: compressed ahead of time, kept by browsers, as slow as asked."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import brotli

from macros.serve.static import HOST, Server, type_of

CHUNK = 16 * 1024
ALREADY_SMALL = {".woff2", ".png", ".webp"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True)
class Sent:
    """One answer as it went over the wire, its head left out."""

    path: str
    bytes: int


@dataclass
class Link:
    """What answers share on their way: so many bits a second together, and a delay before each.

    A browser's own throttling does not reach what a worker fetches; this reaches everything.
    """

    bits: float = float("inf")
    delay: float = 0.0
    """seconds before the first byte of an answer, and once more before the first of a connection"""
    _free: float = field(default=0.0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def parts(self, body: bytes) -> Iterator[bytes]:
        """Yield an answer in parts, each when it would have come through after what others send."""
        size = CHUNK if self.bits < float("inf") else len(body) or 1
        for start in range(0, len(body), size):
            part = body[start : start + size]
            with self._lock:
                self._free = max(self._free, time.perf_counter()) + len(part) * 8 / self.bits
                until = self._free
            time.sleep(max(0.0, until - time.perf_counter()))
            yield part


class Files:
    """The files below several folders, each with its own first step of an address, with brotli."""

    def __init__(self, folders: Mapping[str, Path], cache: Path) -> None:
        self._cache = cache
        self._bodies: dict[str, tuple[Path, bytes, bool]] = {}
        for first, folder in folders.items():
            for path in folder.rglob("*"):
                if path.is_file() and path.suffix != ".map":
                    address = f"/{first}{path.relative_to(folder).as_posix()}"
                    self._bodies[address.removesuffix("index.html")] = (path, b"", False)

    def compress(self, beginnings: Iterable[str]) -> None:
        """Compress ahead of time what has such an address: no visit is to wait for that."""
        wanted = [address for address in self._bodies if address.startswith(tuple(beginnings))]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.find, wanted))

    def find(self, address: str) -> tuple[str, bytes, bool] | None:
        """Return type, body and whether it is compressed; None where there is no such file."""
        held = self._bodies.get(address)
        if held is None:
            return None
        path, body, packed = held
        if not body:
            body, packed = self._packed(path)
            self._bodies[address] = (path, body, packed)
        return type_of(path), body, packed

    def _packed(self, path: Path) -> tuple[bytes, bool]:
        content = path.read_bytes()
        if path.suffix in ALREADY_SMALL:
            return content, False
        kept = self._cache / f"{hashlib.sha256(content).hexdigest()[:32]}.br"
        if not kept.is_file():
            kept.parent.mkdir(parents=True, exist_ok=True)
            aside = kept.with_suffix(f".{threading.get_ident()}")
            aside.write_bytes(brotli.compress(content, quality=11))
            aside.replace(kept)
        packed = kept.read_bytes()
        return (packed, True) if len(packed) < len(content) else (content, False)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET from memory."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    files: Files
    link: Link
    log: ClassVar[list[Sent]]

    def setup(self) -> None:
        super().setup()
        time.sleep(self.link.delay)  # a handshake is a round trip of its own

    def do_GET(self) -> None:
        address = self.path.partition("?")[0]
        found = self.files.find(address)
        time.sleep(self.link.delay)
        try:
            if found is None:
                self.send_error(404)
                return
            kind, body, packed = found
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", ASK_AGAIN if kind.startswith("text/html") else FOR_EVER)
            if packed:
                self.send_header("Content-Encoding", "br")
            self.end_headers()
            for part in self.link.parts(body):
                self.wfile.write(part)
            self.log.append(Sent(address, len(body)))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the visit is over

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal for the report."""


@dataclass(frozen=True)
class Served:
    """A server that runs: where, and what it has sent so far."""

    address: str
    """without its last slash"""
    log: list[Sent]


@contextmanager
def serving(files: Files, link: Link, port: int = 0) -> Iterator[Served]:
    """Serve on that port of this machine, or a free one, while the block runs."""
    log: list[Sent] = []
    server = Server(
        (HOST, port), type("BenchHandler", (_Handler,), {"files": files, "link": link, "log": log})
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Served(f"http://{HOST}:{server.server_address[1]}", log)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
