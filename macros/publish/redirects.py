"""A page at each former address, for hosts that know no redirects.

A script carries the query and the fragment over; without scripts the page itself leads on, and its
link is there for whoever sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros import policy
from macros.addresses import relative
from macros.publish.errors import PublishError
from macros.urls import absolute

if TYPE_CHECKING:
    from macros.edition import Edition
    from macros.permalinks import Forward

SCRIPT = "js/redirect.js"

_PAGE = Markup("""\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
{head}<link rel="canonical" href="{canonical}">
<link rel="stylesheet" href="{style}">
<script type="module" src="{script}"></script>
<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>
</head>
<body>
<main class="redirect">
<h1>{words}</h1>
<p><a href="{href}" data-redirect>{title}</a></p>
{fragments}</main>
</body>
</html>
""")


def write(
    forwards: Iterable[Forward], editions: Mapping[str, Edition], stage: Path, site_url: str | None
) -> None:
    """Write the page of each former address. Raises PublishError where a page stands already."""
    for forward in forwards:
        edition = editions[forward.lang]
        title = edition.title(forward.target)
        put(stage, forward, page(forward, edition, site_url, edition.t("redirect_title"), title))


def put(stage: Path, forward: Forward, html: str) -> None:
    """Write a page that leads on. Raises PublishError where a page stands already."""
    path = stage / file_of(forward.address)
    if path.exists():
        raise PublishError(f"a redirect would replace the page {forward.address}: remove it")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def file_of(address: str) -> str:
    """Return the file that a server shows for an address: ``a/b/`` is ``a/b/index.html``."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def page(
    forward: Forward,
    edition: Edition,
    site_url: str | None,
    words: str,
    title: str,
    head: Markup | None = None,
) -> str:
    """Return a page that leads on: what it says above its link, its title, what else its head holds.

    The links by whose id the script finds where a fragment went are hidden: they say nothing to a reader.
    """
    here = forward.address
    target = forward.url.partition("#")[0]
    links = Markup("").join(
        Markup('<a id="{}" href="{}"></a>\n').format(anchor, relative(here, url))
        for anchor, url in sorted(forward.fragments.items())
    )
    return _PAGE.format(
        lang=edition.lang,
        policy=policy.of_pages(),
        words=words,
        title=title,
        head=head or "",
        href=relative(here, forward.url),
        canonical=absolute(site_url, target) or relative(here, target),
        style=relative(here, edition.assets.addresses["site.css"]),
        script=relative(here, edition.assets.addresses[SCRIPT]),
        fragments=Markup("<div hidden>\n{}</div>\n").format(links) if links else "",
    )
