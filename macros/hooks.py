"""The one file that knows MkDocs events.

MkDocs reads this file by its path. It puts the rendered pages in place of the hand-written ones, gives each
page's template its view, and leaves the theme's own scripts and styles out of the site.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.exceptions import PluginError  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402

from macros import build, current, paths, render, runtime  # noqa: E402
from macros.edition import Edition  # noqa: E402
from macros.errors import BuildError  # noqa: E402
from macros.problems import DataError  # noqa: E402
from macros.publish import search  # noqa: E402
from macros.view import view_from_anywhere, view_of  # noqa: E402


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load the knowledge base unless the build has done so, and name the language's pages."""
    lang = config.extra.get("language")
    edition = current.get(lang) if lang else None
    if edition is None or edition.alone:
        edition = _edition_alone(config)
    config.extra["language"] = edition.lang
    config.theme["language"] = edition.lang.split("-")[0]
    config.site_name = edition.plain(edition.site.name)
    config.site_description = edition.plain(edition.site.description)
    config.nav = _only(config) or _lean_navigation(edition)
    if _only(config):
        config.theme.static_templates.clear()  # 404.html and the like come with the whole build
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the rendered pages in place of ``docs/`` and of the theme's own files."""
    edition = _edition(config)
    folder = str(build.rendered(edition.lang))
    kept = Files([])
    sources = [render.source_path(edition, page_id) for page_id in edition.addresses.pages(edition.lang)]
    for path in _only(config) or sources:
        kept.append(File(path, folder, config.site_dir, config.use_directory_urls))
    return kept


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str | None:
    """Keep a page that is HTML already away from the Markdown parser, which would read it twice.

    The parser is nine tenths of an engine run otherwise. What macros made is kept until on_page_content; the
    pages of entries are read again when their turn comes (on_page_context): the engine would hold them all.
    """
    if not page.meta.get("html"):
        return None
    if page.meta.get("render_macros"):
        page.meta["body"] = markdown
    return ""


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Put back what macros made of a hand-written page, and end it with the terms they linked."""
    content: str = page.meta.pop("body", html)
    view = page.meta.get("view")
    return render.with_terms(view, content) if view else content


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Give the page's template its view, and the page of an entry its HTML."""
    context["view"] = page.meta.get("view") or view_of(_edition(config), page.meta["id"])
    if page.meta.get("html") and not page.meta.get("render_macros"):
        page.content = render.body(Path(page.file.abs_src_path or ""))
    return context


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Let go of a page that is made."""
    page.content = None
    return output


def on_template_context(context: dict[str, Any], config: MkDocsConfig, **_: Any) -> dict[str, Any]:
    """Give templates that are no page (404.html) the view of a page at no fixed depth."""
    context["view"] = view_from_anywhere(_edition(config))
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Put the assets, and what can be found, beside the pages when one language is built alone."""
    edition = _edition(config)
    if edition.alone:
        edition.assets.write(Path(config.site_dir))
        search.write_one(edition, Path(config.site_dir))
        if edition.runtime:
            runtime.write(Path(config.site_dir))


def on_serve(server: Any, config: MkDocsConfig, **_: Any) -> Any:
    """Watch what the pages are made of (``mkdocs serve``); MkDocs itself watches ``docs/``.

    Our Python is left out: MkDocs would not import it again.
    """
    for folder in (paths.DATA, paths.TEMPLATES, ROOT / "overrides"):
        server.watch(str(folder))
    return server


def _edition(config: MkDocsConfig) -> Edition:
    edition = current.get(config.extra["language"])
    assert edition is not None, "on_config puts the edition in place"
    return edition


def _edition_alone(config: MkDocsConfig) -> Edition:
    try:
        return build.prepare_alone(config.extra.get("language"), config.site_url)
    except (DataError, BuildError) as error:
        raise PluginError(str(error)) from None


def _only(config: MkDocsConfig) -> list[str]:
    """The sources to which this run is kept; none where it builds all pages."""
    only: list[str] = config.extra.get("only", [])
    return only


def _lean_navigation(edition: Edition) -> list[str]:
    listed = [page for page in edition.addresses.pages(edition.lang) if not page.startswith("page/")]
    sections = ["page/home", *(page for page in listed if page.startswith("index/"))]
    return [render.source_path(edition, page_id) for page_id in sections]
