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
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_NO_FILE = re.compile(r"(?:mailto|tel|sms|data|blob|about):", re.IGNORECASE)
_LOADING_LINKS = re.compile(r"\b(stylesheet|icon|manifest|preload|modulepreload|prefetch|preconnect)\b")
_LOADING_TAGS = re.compile(r"script|img|iframe|source|video|audio|track|embed|object|input|use|image")


@dataclass
class _File:
    """What a file of the site holds, as far as links go."""

    path: str
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int, bool]] = field(default_factory=list)
    """(address, position in the text, whether the browser loads it by itself)"""
    twice: list[tuple[str, int]] = field(default_factory=list)
    """(id that stood before, position)"""
    text: str = ""


def check(site: Path, site_url: str | None = None) -> list[Problem]:
    """Return every link, anchor and id of a site that is wrong, in the order of files."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    read = [_read(site, path) for path in sorted(files) if path.endswith((".html", ".css", ".js", ".mjs"))]
    checker = _Checker(files, {file.path: file for file in read}, site_url)
    return [problem for file in read for problem in checker.problems(file)]


class _Checker:
    def __init__(self, files: set[str], read: dict[str, _File], site_url: str | None) -> None:
        self._files = files
        self._folders = {posixpath.dirname(path) for path in files}
        self._read = read
        self._host = urlsplit(site_url).netloc if site_url else None
        self._base = (urlsplit(site_url).path if site_url else "").rstrip("/") + "/"

    def problems(self, file: _File) -> Iterator[Problem]:
        for name, position in file.twice:
            yield self._problem(file, position, f'the id "{name}" stands twice', "each id once on a page")
        for address, position, loads in file.links:
            if wrong := self._wrong(file.path, address, loads):
                yield self._problem(file, position, f"the link {address}", wrong)

    @staticmethod
    def _problem(file: _File, position: int, found: str, expected: str) -> Problem:
        before = file.text[:position]
        line, column = before.count("\n") + 1, position - before.rfind("\n")
        return Problem(file=file.path, line=line, column=column, found=found, expected=expected)

    def _wrong(self, origin: str, address: str, loads: bool) -> str | None:
        """Say what was expected of a link, None where it is right."""
        if _NO_FILE.match(address):
            return None
        if _ELSEWHERE.match(address):
            parts = urlsplit(address)
            if not self._host or parts.netloc != self._host or not parts.path.startswith(self._base):
                return "a file of this site: nothing is loaded from elsewhere" if loads else None
            path, fragment = parts.path.removeprefix(self._base), parts.fragment
        elif re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
            return "a link to a page, a mail address or a telephone number"
        else:
            path, _, fragment = address.partition("#")
            path = path.partition("?")[0]
            if path.startswith("/"):
                if not path.startswith(self._base):
                    return f"an address below {self._base}"
                path = path.removeprefix(self._base)
            else:
                path = posixpath.join(posixpath.dirname(origin), path) if path else origin
        return self._wrong_target(unquote(path), unquote(fragment))

    def _wrong_target(self, path: str, fragment: str) -> str | None:
        folder = path == "" or path.endswith(("/", "/.", "/..")) or path in (".", "..")
        target = posixpath.normpath(path) if path else "."
        if target.startswith(".."):
            return "an address inside the site"
        if folder:
            target = posixpath.normpath(posixpath.join(target, "index.html"))
        if target not in self._files:
            if target in self._folders:
                return f"a slash at the end: {posixpath.basename(target)}/"
            return f"a file {target} in the site"
        page = self._read.get(target)
        anchored = fragment.partition(":~:")[0]
        if anchored in ("", "top") or page is None or not target.endswith(".html"):
            return None
        if anchored not in page.ids:
            return f'an element with the id "{anchored}" in {target}'
        return None


def _read(site: Path, path: str) -> _File:
    text = (site / path).read_text("utf-8", errors="replace")
    file = _File(path, text=text)
    if path.endswith(".html"):
        _read_page(file)
    elif path.endswith(".css"):
        file.links = [(match[2] or match[4], match.start(), True) for match in _CSS_URL.finditer(text)]
    else:
        for match in _JS_IMPORT.finditer(text):
            file.links.append((next(filter(None, match.groups())), match.start(), True))
    return file


def _read_page(file: _File) -> None:
    # Scripts and styles are blanked, not cut: positions stay those of the file.
    text = _UNREAD.sub(lambda m: (m[1] or "") + re.sub(r"[^\n]", " ", m[0][len(m[1] or "") :]), file.text)
    for tag in _TAG.finditer(text):
        if "=" not in tag[2]:
            continue
        name, found = tag[1].lower(), dict[str, str]()
        for attribute in _ATTRIBUTE.finditer(tag[2]):
            value = next((group for group in attribute.groups()[1:] if group is not None), "")
            found.setdefault(attribute[1].lower(), html.unescape(value) if "&" in value else value)
        if "id" in found:
            if found["id"] in file.ids:
                file.twice.append((found["id"], tag.start()))
            file.ids.add(found["id"])
        _links_of(file, name, found, tag.start())


def _links_of(file: _File, name: str, found: dict[str, str], position: int) -> None:
    relation = found.get("rel", "").lower() if name == "link" else ""
    loads = bool(_LOADING_TAGS.fullmatch(name) or _LOADING_LINKS.search(relation))
    for attribute, value in found.items():
        value = value.strip()
        if attribute == "srcset":
            file.links += [(part.split()[0], position, True) for part in value.split(",") if part.strip()]
        elif attribute in ("src", "poster") or (attribute.endswith("href") and name != "base"):
            file.links.append((value, position, loads or attribute in ("src", "poster")))
        elif attribute.startswith("data-href-") or (attribute == "action" and name == "form"):
            file.links.append((value, position, False))
        elif attribute == "content" and (refresh := re.search(r"^\d+\s*;\s*url=(.+)", value, re.IGNORECASE)):
            file.links.append((refresh[1], position, False))
