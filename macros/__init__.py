"""The build side of Cadrage: from the knowledge base in ``data/`` to a site.

Hand-written pages of ``docs/`` call the macros defined here; the pages of entries need none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def define_env(env: Any) -> None:
    """Give hand-written pages their macros (called by mkdocs-macros-plugin).

    ``env.conf`` may still hold another language here: it is read inside each macro, for the page at hand.
    """
    from macros import current, render
    from macros.view import View, view_of

    def view() -> View:
        """The page's own, for all its macros: it gathers the terms they link."""
        known: View | None = env.page.meta.get("view")
        if known is None:
            edition = current.get(env.conf.extra["language"])
            assert edition is not None, "the hook puts the edition in place before any page is read"
            known = env.page.meta["view"] = view_of(edition, env.page.meta["id"])
        return known

    @env.macro  # type: ignore[untyped-decorator]
    def component(name: str, **values: object) -> str:
        """Render ``templates/components/<name>.html`` for this page."""
        return str(render.component(view(), name, **values))

    env.render = _naming_mistakes(env)


def _naming_mistakes(env: Any) -> Callable[..., str]:
    """Make the plugin name the page and the cause of a mistake: left alone, it ends the process with 100."""
    from mkdocs.exceptions import PluginError

    from macros import paths, render

    evaluate = env.render

    def evaluated(*arguments: Any, **named: Any) -> str:
        try:
            return str(evaluate(*arguments, **named))
        except (SystemExit, Exception) as end:
            cause = end.__context__ or end  # the plugin ends, or fails itself, while it handles the mistake
            file = render.shown(render.hand_written_file(env.page.meta["id"], paths.PAGES))
            raise PluginError(
                f"{file}: a macro call cannot be evaluated: {type(cause).__name__}: {cause}"
            ) from None

    return evaluated
