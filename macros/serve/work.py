"""One build for ``make serve``: the open pages first, so that a change shows at once, then the whole site.

Runs in a child process of the builder, the only place where our own code is imported.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import time
import traceback
from collections.abc import Callable

from macros.serve.messages import Report, Request


def get_ready() -> None:
    """Import our own code. What is wrong with it is told when something is to be built."""
    with contextlib.suppress(Exception):
        importlib.import_module("macros.serve.preview")


def build(request: Request, report: Callable[[Report], None]) -> None:
    """Build what a request asks and report each step; whatever goes wrong is reported, never raised."""
    start = time.perf_counter()

    def done(what: str, problems: str | None = None) -> None:
        report(Report(what, time.perf_counter() - start, problems))

    try:
        problems = _attempt(request, lambda: done("pages"))
    except Exception:
        problems = traceback.format_exc()
    done("problems" if problems else "site", problems)


def _attempt(request: Request, pages_done: Callable[[], None]) -> str | None:
    """Build; return what keeps the site from being built, in words for its author."""
    from macros.build import build as build_site
    from macros.errors import BuildError
    from macros.problems import DataError
    from macros.serve.preview import preview

    try:
        if request.open_pages and preview(request):
            pages_done()
        with contextlib.redirect_stdout(io.StringIO()):
            build_site(request.data, request.folder, site_url=request.site_url, compress=False, offline=False)
    except (DataError, BuildError) as error:
        return str(error)
    return None
