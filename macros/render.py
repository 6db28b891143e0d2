"""From an edition to a folder of Markdown pages, ready for a site engine.

An entry's page is one block of HTML made by the template of its kind; texts are escaped there. A hand-written
page of ``docs/`` keeps its macro calls, which the engine evaluates. This module knows nothing of MkDocs.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from macros.edition import Edition
from macros.errors import BuildError
from macros.paths import ROOT, TEMPLATES, WORK
from macros.view import View, view_of

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
# No blank can be matched in two ways: long pages would take for ever.
_MACRO_CALLS = re.compile(r"\s*(?:\{\{[^{}]*\}\}\s*)*")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment in which templates are rendered: strict, escaping."""
    compiled = WORK / "cache" / "templates"
    compiled.mkdir(parents=True, exist_ok=True)
    return Environment(
        bytecode_cache=FileSystemBytecodeCache(str(compiled)),
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )


def render(edition: Edition, pages: Path, target: Path) -> None:
    """Write every page of an edition as Markdown below ``target``; files that are no longer pages go.

    ``pages`` is the folder of hand-written pages. A file whose content has not changed is left untouched,
    so that a watcher sees only what changed.
    """
    written = {
        render_page(edition, page_id, pages, target) for page_id in edition.addresses.pages(edition.lang)
    }
    for stale in set(target.rglob("*.md")) - written:
        stale.unlink()


def render_page(edition: Edition, page_id: str, pages: Path, target: Path) -> Path:
    """Write one page of an edition as Markdown below ``target`` and return its file."""
    path = target / source_path(edition, page_id)
    view = view_of(edition, page_id)
    if page_id.startswith("page/") or own_file(page_id, pages).exists():
        content = _hand_written(view, pages)
    else:
        content = front_matter(view, html=True) + _body(view)
    _write_if_changed(path, content)
    return path


def source_path(edition: Edition, page_id: str) -> str:
    """Return where a page's Markdown stands below its language's folder."""
    url = edition.addresses.pages(edition.lang)[page_id]
    return f"{url.removeprefix(edition.addresses.prefix(edition.lang))}index.md"


def component(view: View, name: str, **values: object) -> Markup:
    """Render one component for a page."""
    template = environment().get_template(f"components/{name}.html")
    return Markup(template.render(view=view, page=view.page, t=view.t, **values))  # noqa: S704 - the template escapes


def with_terms(view: View, html: str) -> str:
    """End a page's HTML with the definitions of the terms it links.

    A view also knows those of texts it made ready and the page does not show.
    """
    terms = [term for term in view.terms() if f'data-term="{term["id"]}"' in html]
    return f"{html.strip()}\n{component(view, 'terms', terms=terms)}"


def _body(view: View) -> str:
    template = environment().select_template(_template_names(view))
    values = {"view": view, "page": view.page, "t": view.t}
    if view.page.kind != "index":
        values["entry"] = view.entry(view.page.id)
    return with_terms(view, template.render(values))


def _template_names(view: View) -> list[str]:
    kind, name = view.page.kind, view.page.id.split("/")[0]
    if kind == "index":
        return [f"index-{view.page.id.removeprefix('index/')}.html", "index.html"]
    return [f"{name}.html", f"{kind}.html"]


def _hand_written(view: View, pages: Path) -> str:
    path = hand_written_file(view.page.id, pages)
    if not path.exists():
        key = view.page.id.removeprefix("page/")
        raise BuildError(
            f"site.yml has a page “{key}”, but there is no {shown(path)}: write it or remove the page"
        )
    found = _FRONT_MATTER.match(text := path.read_text("utf-8"))
    own = found[1] + "\n" if found else ""
    body = text[found.end() if found else 0 :]
    return front_matter(view, own, html=bool(_MACRO_CALLS.fullmatch(body))) + body


def own_file(page_id: str, pages: Path) -> Path:
    """Return where an entry's page may be composed by hand: ``docs/calculators/cpm.md``."""
    kind, _, name = page_id.partition("/")
    return pages / f"{kind}s" / f"{name}.md"


def hand_written_file(page_id: str, pages: Path) -> Path:
    """Return the file in which a page is written by hand."""
    if not page_id.startswith("page/"):
        return own_file(page_id, pages)
    key = page_id.removeprefix("page/")
    return pages / ("index.md" if key == "home" else f"{key}.md")


def shown(path: Path) -> str:
    """Return a path as it is named to a person: from the project's folder where it is below it."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def front_matter(view: View, own: str = "", *, html: bool) -> str:
    """Return the head of a page's file: its id and title, and what a hand-written page sets itself.

    ``html`` says that the body is HTML as a whole (once its macros are evaluated) and holds no Markdown.
    """
    title = json.dumps(view.page.title, ensure_ascii=False)
    return f"---\nid: {view.page.id}\ntitle: {title}\nhtml: {str(html).lower()}\n{own}---\n\n"


def body(path: Path) -> str:
    """Return what stands below the head of a rendered page's file."""
    text = path.read_text("utf-8")
    found = _FRONT_MATTER.match(text)
    return text[found.end() :].lstrip("\n") if found else text


def _write_if_changed(path: Path, content: str) -> None:
    if path.exists() and path.read_text("utf-8") == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
