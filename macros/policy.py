"""What browsers may do on a page: one policy, the same on every page of the site.

It stands in every page, for hosts that send no headers; ``macros/publish/headers.py`` tells those that do.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode

from macros.paths import FRAME

EARLY = FRAME / "partials" / "early.js"
_PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_WORKER = {"default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "connect-src": "'self'"}
_SERVICE_WORKER = {"default-src": "'none'", "connect-src": "'self'"}


def early() -> str:
    """Return the one script that stands in pages, without its comments."""
    lines = EARLY.read_text("utf-8").splitlines()
    return "".join(f"{line}\n" for line in lines if line and not line.lstrip().startswith("//"))


def of_pages() -> str:
    """Return the policy of every page, as its ``<meta>`` and a header say it."""
    return _joined(_PAGE | {"script-src": f"{_PAGE['script-src']} {digest(early())}"})


def of_worker() -> str:
    """Return the policy of the one script that may compile WebAssembly: a worker obeys its own file's."""
    return _joined(_WORKER)


def of_service_worker() -> str:
    """Return the policy of the script that keeps pages: it fetches, and no more."""
    return _joined(_SERVICE_WORKER)


def digest(script: str) -> str:
    """Return what lets a script that stands in a page run: its digest, as policies write it."""
    return f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _joined(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
