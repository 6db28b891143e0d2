"""The build side of Cadrage: from the knowledge base in ``data/`` to a site.

Hand-written pages of ``docs/`` call the macros defined here; the pages of entries need none.
"""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """Give hand-written pages their macros (called by mkdocs-macros-plugin).

    ``env.conf`` may still hold another language here: it is read inside each macro, for the page at hand.
    """
    from macros import current, render
    from macros.view import View, view_of

    def view() -> View:
        edition = current.get(env.conf.extra["language"])
        assert edition is not None, "the hook puts the edition in place before any page is read"
        return view_of(edition, env.page.meta["id"])

    @env.macro  # type: ignore[untyped-decorator]
    def component(name: str, **values: object) -> str:
        """Render ``templates/components/<name>.html`` for this page."""
        return str(render.component(view(), name, **values))
