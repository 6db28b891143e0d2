"""What happens after the site engine: everything that makes its pages a site that can be put online.

Each module has one output. All of them are pure but for the files they write, and write the same
bytes for the same knowledge base: sorted, with no time of day in them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from macros import runtime, service_worker
from macros.permalinks import today
from macros.publish import (
    assemble,
    cards,
    compress,
    embeds,
    feed,
    headers,
    kb_json,
    llms,
    manifest,
    previews,
    redirects,
    sbom,
    search,
    security_txt,
    sitemap,
    sums,
)
from macros.publish.assemble import MARKER, refuse, standing, swap
from macros.publish.errors import PublishError

if TYPE_CHECKING:
    from macros.addresses import Addresses
    from macros.edition import Edition
    from macros.load import KnowledgeBase
    from macros.permalinks import Permalinks

__all__ = ["MARKER", "Options", "PublishError", "compressed", "publish", "refuse", "standing", "swap"]


@dataclass(frozen=True)
class Options:
    """How to publish."""

    site_url: str | None
    """the address of the site's root, where it is known"""
    compress: bool
    """write a ``.br`` and a ``.gz`` beside each text file"""
    work: Path
    """the folder for what may be thrown away; caches are kept there"""


def publish(
    kb: KnowledgeBase,
    addresses: Addresses,
    editions: Mapping[str, Edition],
    history: Permalinks,
    sites: Mapping[str, Path],
    stage: Path,
    options: Options,
) -> None:
    """Make the whole site in ``stage`` from what the engine built for each language.

    ``stage`` is marked as complete at the very end: :func:`swap` takes nothing less.
    """
    assemble.merge({addresses.prefix(lang): site for lang, site in sites.items()}, stage)
    first = next(iter(editions.values()))
    first.assets.write(stage)
    if first.runtime:
        runtime.write(stage)
    redirects.write(history.redirects(), editions, stage, options.site_url)
    previews.write(history, editions, stage, options.site_url)
    embeds.write(editions, stage)
    kb_json.write(kb, addresses, editions, history, stage)
    search.write(editions, stage)
    cards.write(editions, stage, options.work)
    sitemap.write(kb, addresses, history, stage, options.site_url)
    feed.write(editions, history, stage, options.site_url)
    manifest.write(editions, stage)
    security_txt.write(kb.site, stage, options.site_url, today())
    sbom.write(stage, first.assets.addresses, first.runtime)
    llms.write(editions, stage, options.site_url)
    service_worker.write(first, stage)
    headers.write(stage, first.assets.addresses.get(headers.WORKER), map(addresses.prefix, editions))
    if options.compress:
        compressed(stage, options.work)
    sums.write(stage)
    (stage / MARKER).write_text("This folder is made by `make site`, which replaces it whole.\n", "utf-8")


def compressed(stage: Path, work: Path) -> None:
    """Write compressed copies, in a process of its own: this one holds the knowledge base all the while.

    Raises PublishError; what went wrong has been said on standard error.
    """
    command = [sys.executable, "-P", compress.__file__, str(stage), str(work / "cache" / "compress")]
    # Out of Ctrl+C's reach, which could only make it print a traceback: an interruption here ends it.
    if subprocess.run(command, check=False, start_new_session=True).returncode:
        raise PublishError("the site could not be compressed, for the reason given above")
