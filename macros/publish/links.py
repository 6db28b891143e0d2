"""The links of a finished site: each leads to what is there, and nothing is loaded from elsewhere.

The site is read as a browser would find it, after everything else is done. Pages are read with regular
expressions: they are our own, and there may be thousands of them.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from macros import runtime
from macros.problems import Problem

_UNREAD = re.compile(r"<!--.*?-->|(<(script|style)\b[^>]*>).*?</\2\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"""<([a-zA-Z][\w-]*)((?:\s+(?:"[^"]*"|'[^']*'|[^"'>])*)?)>""")
_ATTRIBUTE = re.compile(
    r"""(?<![\w:-])(id|href|data-href-[\w-]+|xlink:href|src|srcset|poster|action|rel|name|content)"""
    r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_CSS_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)|@import\s+(["'])([^"']+)\3""")
_JS_IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^"'()]*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']"""
    r"""|\bimport\(\s*["']([^"']+)["']\s*\)|new URL\(\s*["']([^"']+)["']\s*,\s*import\.meta\.url""",
    re.MULTILINE,
)
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_NO_FILE = re.compile(r"(?:mailto|tel|sms|data|blob|about):", re.IGNORECASE)
_REFRESH = re.compile(r"\d+\s*;\s*url=(.+)", re.IGNORECASE)
_NOT_A_LINE = re.compile(r"[^\n]")
_LOADING_LINKS = re.compile(r"\b(stylesheet|icon|manifest|preload|modulepreload|prefetch|preconnect)\b")
_LOADING_TAGS = re.compile(r"script|img|iframe|source|video|audio|track|embed|object|input|use|image")


@dataclass
class _File:
    """What a file of the site holds, as far as links go."""

    path: str
    ids: set[str] = field(default_factory=set)
    twice: list[tuple[str, int]] = field(default_factory=list)
    """(id that stood before, position in the text)"""
    links: dict[str, tuple[int, bool]] = field(default_factory=dict)
    """address → first position, and whether the browser loads it by itself"""

    def link(self, address: str, position: int, loads: bool) -> None:
        known = self.links.get(address)
        if known is None or (loads and not known[1]):
            self.links[address] = (position, loads)


_READ = (".html", ".css", ".js", ".mjs")


def _is_others(path: str) -> bool:
    """Tell whether a file is as others made it: the browser's Python, which also runs without pages."""
    return path.startswith(runtime.PLACE)


def check(site: Path, site_url: str | None = None) -> list[Problem]:
    """Return every link, anchor and id of a site that is wrong, in the order of files."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    read = [_read(site, path) for path in sorted(files) if path.endswith(_READ) and not _is_others(path)]
    ids = {file.path: file.ids for file in read if file.path.endswith(".html")}
    targets = _Targets(files, ids, site_url)
    return [problem for file in read for problem in _problems(site, file, targets)]


def _problems(site: Path, file: _File, targets: _Targets) -> Iterator[Problem]:
    found = [(place, f'the id "{name}" stands twice', "each id once on a page") for name, place in file.twice]
    folder = posixpath.dirname(file.path)
    for address, (place, loads) in file.links.items():
        if wrong := targets.wrong(file.path, folder, address, loads):
            found.append((place, f"the link {address}", wrong))
    text = (site / file.path).read_text("utf-8", errors="replace") if found else ""
    for place, what, expected in sorted(found):
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        yield Problem(file=file.path, line=line, column=column, found=what, expected=expected)


class _Targets:
    """What a link of the site may lead to."""

    def __init__(self, files: set[str], ids: dict[str, set[str]], site_url: str | None) -> None:
        self._files = files
        self._folders = {posixpath.dirname(path) for path in files}
        self._ids = ids
        self._host = urlsplit(site_url).netloc if site_url else None
        self._base = (urlsplit(site_url).path if site_url else "").rstrip("/") + "/"

    def wrong(self, origin: str, folder: str, address: str, loads: bool) -> str | None:
        """Say what was expected of a link in the file ``origin`` of ``folder``, None where it is right."""
        if _WHOLE.match(address):
            if _NO_FILE.match(address):
                return None
            if not _ELSEWHERE.match(address):
                return "a link to a page, a mail address or a telephone number"
            parts = urlsplit(address)
            if not self._host or parts.netloc != self._host or not parts.path.startswith(self._base):
                return "a file of this site: nothing is loaded from elsewhere" if loads else None
            address = f"{parts.path}#{parts.fragment}"
        path, _, fragment = address.partition("#")
        path = unquote(path.partition("?")[0])
        if path.startswith("/"):
            if not path.startswith(self._base):
                return f"an address below {self._base}"
            folder, path = "", path[len(self._base) :] or "./"
        return self._wrong_target(f"{folder}/{path}" if path else origin, unquote(fragment))

    def _wrong_target(self, path: str, fragment: str) -> str | None:
        names_folder = path.endswith(("/", "/.", "/.."))
        target = posixpath.normpath(f"./{path}/index.html" if names_folder else f"./{path}")
        if target.startswith(".."):
            return "an address inside the site"
        if target not in self._files:
            if target in self._folders:
                return f"a slash at the end: {posixpath.basename(target)}/"
            return f"a file {target} in the site"
        anchor = fragment.partition(":~:")[0]
        if anchor and anchor != "top" and anchor not in self._ids.get(target, {anchor}):
            return f'an element with the id "{anchor}" in {target}'
        return None


def _read(site: Path, path: str) -> _File:
    text = (site / path).read_text("utf-8", errors="replace")
    file = _File(path)
    if path.endswith(".html"):
        _read_page(file, text)
    elif path.endswith(".css"):
        for match in _CSS_URL.finditer(text):
            file.link(match[2] or match[4], match.start(), True)
    else:
        for match in _JS_IMPORT.finditer(text):
            file.link(next(filter(None, match.groups())), match.start(), True)
    return file


def _read_page(file: _File, text: str) -> None:
    # Scripts and styles are blanked, not cut: positions stay those of the file.
    text = _UNREAD.sub(lambda m: (m[1] or "") + _NOT_A_LINE.sub(" ", m[0][len(m[1] or "") :]), text)
    for tag in _TAG.finditer(text):
        name = tag[1].lower()
        found: dict[str, str] = {}
        for attribute, *values in _ATTRIBUTE.findall(tag[2]):
            value = values[0] or values[1] or values[2]
            found.setdefault(attribute.lower(), html.unescape(value) if "&" in value else value)
        if own := found.pop("id", None):
            if own in file.ids:
                file.twice.append((own, tag.start()))
            file.ids.add(own)
        if found:
            _add_links(file, name, found, tag.start())


def _add_links(file: _File, name: str, found: dict[str, str], position: int) -> None:
    relation = found.get("rel", "").lower() if name == "link" else ""
    loads = bool(_LOADING_TAGS.fullmatch(name) or _LOADING_LINKS.search(relation))
    for attribute, value in found.items():
        if attribute == "srcset":
            for part in filter(str.strip, value.split(",")):
                file.link(part.split()[0], position, True)
        elif attribute in ("src", "poster"):
            file.link(value.strip(), position, True)
        elif attribute.endswith("href") or attribute.startswith("data-href-"):
            file.link(value.strip(), position, loads)
        elif attribute == "action":
            file.link(value.strip(), position, False)
        elif attribute == "content" and (refresh := _REFRESH.match(value)):
            file.link(refresh[1], position, False)
