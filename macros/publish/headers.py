"""The files that tell hosts what to send with pages: the policy, and how long each file may be kept.

``_headers`` is read by Netlify and Cloudflare Pages, ``_headers.nginx`` is included by ``deploy/nginx.conf``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from macros import policy, service_worker
from macros.publish.errors import PublishError
from macros.urls import EMBED

HOSTS = "_headers"
NGINX = "_headers.nginx"
WORKER = "js/calculator/worker.js"
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KEPT = "public, max-age=31536000, immutable"
ASKED_AGAIN = "no-cache"
_ALONE = "; frame-ancestors 'none'"
"""said by headers only: in a page it counts for nothing"""
_ANYWHERE = "; frame-ancestors *"
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r'\btype="(?!module"|text/javascript")|\bsrc=', re.IGNORECASE)
"""what tells a script that is data, or that comes from a file"""


def write(stage: Path, worker: str | None, prefixes: Iterable[str]) -> None:
    """Write the files for hosts.

    ``worker`` is the address of the script that compiles WebAssembly, ``prefixes`` those of the languages.

    Raises PublishError where a page holds a script that the policy would keep from running.
    """
    allowed = policy.of_pages()
    for path in sorted(stage.rglob("*.html")):
        for script in _scripts(path.read_text("utf-8")):
            if policy.digest(script) not in allowed:
                where = path.relative_to(stage)
                raise PublishError(
                    f"{where} holds a script that its policy forbids: {script.strip()[:60]!r}…\n"
                    "Put it into a file of docs/assets/js/, imported by main.js."
                )
    tops = sorted(path.name for path in stage.iterdir() if path.is_dir() and path.name != "assets")
    (stage / HOSTS).write_text("\n".join(_for_hosts(tops, worker)) + "\n", "utf-8")
    (stage / NGINX).write_text("\n".join(_for_nginx(prefixes)) + "\n", "utf-8")


def _scripts(html: str) -> Iterator[str]:
    for attributes, text in _SCRIPT.findall(html):
        if not _NOT_RUN.search(attributes):
            yield text


def _for_hosts(tops: list[str], worker: str | None) -> Iterator[str]:
    """Yield the lines of ``_headers``.

    Hosts add up the headers of all rules that match: the pages' policy must not reach the worker's file.
    """
    yield "/*"
    yield from (f"  {name}: {value}" for name, value in EVERYWHERE.items())
    for place in ["/", "/index.html", "/404.html", *(f"/{top}/*" for top in tops)]:
        framed = _ANYWHERE if place == f"/{EMBED}/*" else _ALONE
        yield from (place, f"  Content-Security-Policy: {policy.of_pages()}{framed}")
    yield from ("/assets/*", f"  Cache-Control: {KEPT}")
    yield from (f"/{service_worker.FILE}", f"  Content-Security-Policy: {policy.of_service_worker()}")
    yield f"  Cache-Control: {ASKED_AGAIN}"
    if worker:
        yield from (f"/{worker}", f"  Content-Security-Policy: {policy.of_worker()}")


def _for_nginx(prefixes: Iterable[str]) -> Iterator[str]:
    """Yield the lines of ``_headers.nginx``: variables that the server's configuration sends."""
    yield "# Written by make site. To be included beside the server, not in it."
    yield "map $uri $cadrage_policy {"
    yield f'    ~/assets/[^/]+/{re.escape(WORKER)}$ "{policy.of_worker()}";'
    yield f'    ~/{re.escape(service_worker.FILE)}$ "{policy.of_service_worker()}";'
    yield f'    ~^/{EMBED}/ "{policy.of_pages()}{_ANYWHERE}";'
    yield f'    default "{policy.of_pages()}{_ALONE}";'
    yield "}"
    yield "map $uri $cadrage_keeping {"
    yield f'    ~/assets/ "{KEPT}";'
    yield f'    default "{ASKED_AGAIN}";'
    yield "}"
    yield "map $uri $cadrage_missing {"
    yield from (f"    ~^/{prefix} /{prefix}404.html;" for prefix in prefixes if prefix)
    yield "    default /404.html;"
    yield "}"
