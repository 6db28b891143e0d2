"""Styles, scripts, fonts and images under addresses that never change content.

``assets/<hash>/`` holds the one style sheet, the scripts as they are written (ES modules keep their
relative imports) and the images; ``assets/fonts-<hash>/`` holds the fonts, which change far less often.
A browser may keep anything below ``assets/`` for ever.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from macros.errors import BuildError

STYLE_SHEET = "site.css"
ORDER = "css/order.txt"


class AssetError(BuildError):
    """An asset is missing or misplaced; the message says which, for a person."""


@dataclass(frozen=True)
class Assets:
    """The assets of one build, read once: pages name them and they are written as they were then."""

    files: dict[str, tuple[str, bytes]]
    """logical name (``site.css``, ``js/main.js``, ``fonts/x.woff2``) → address from the root, content"""

    @property
    def addresses(self) -> dict[str, str]:
        """Logical name → address from the site's root."""
        return {name: address for name, (address, _) in self.files.items()}

    @property
    def home(self) -> str:
        """The folder of all but the fonts, from the site's root; another where one of them changes."""
        return posixpath.dirname(self.addresses[STYLE_SHEET])

    def write(self, site: Path) -> None:
        """Write every asset below the site's root."""
        for address, content in self.files.values():
            path = site / address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def collect(folder: Path) -> Assets:
    """Read the assets of a folder. Raises AssetError when one asks for another that is not there."""
    return Assets(_build(folder))


def _build(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Logical name → address and content."""
    files = _read(folder)
    fonts = {name: content for name, content in files.items() if name.startswith("fonts/")}
    fonts_home = f"fonts-{_hash(fonts)}"
    rest = {name: files[name] for name in files if name not in fonts and not name.startswith("css/")}
    rest[STYLE_SHEET] = _style_sheet(files, fonts_home)
    home = _hash(rest)
    built = {
        name: (f"assets/{fonts_home}/{name.removeprefix('fonts/')}", fonts[name]) for name in sorted(fonts)
    }
    return built | {name: (f"assets/{home}/{name}", rest[name]) for name in sorted(rest)}


def _read(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in named.items() if "/." not in f"/{name}"}


def _hash(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _style_sheet(files: dict[str, bytes], fonts_home: str) -> bytes:
    parts = []
    for name in _order(files):
        css = _without_comments(files[name].decode("utf-8"))
        parts.append(_with_addresses(css, name, files, fonts_home))
    return "".join(parts).encode()


def _order(files: dict[str, bytes]) -> list[str]:
    """The style sheets listed in ``css/order.txt``, in that order, then the others by name."""
    lines = files.get(ORDER, b"").decode("utf-8").splitlines()
    listed = [f"css/{line.strip()}" for line in lines if line.strip() and not line.startswith("#")]
    if missing := [name for name in listed if name not in files]:
        raise AssetError(f"{ORDER} lists {', '.join(missing)}, which is not there: correct the line")
    return list(dict.fromkeys(listed + sorted(name for name in files if re.fullmatch(r"css/.*\.css", name))))


_COMMENT_OR_STRING = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)
_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


def _without_comments(css: str) -> str:
    css = _COMMENT_OR_STRING.sub(lambda m: "" if m[0].startswith("/*") else m[0], css)
    return "".join(f"{line.rstrip()}\n" for line in css.splitlines() if line.strip())


def _with_addresses(css: str, name: str, files: dict[str, bytes], fonts_home: str) -> str:
    """Make each ``url()`` relative to where the one style sheet stands."""

    def address(match: re.Match[str]) -> str:
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", match[2]).groups()  # type: ignore[union-attr]
        if not path or re.match(r"[a-z]+:|/", path):
            return match[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if target not in files:
            raise AssetError(f"{name} asks for {match[2]}, but there is no {target}")
        if target.startswith("fonts/"):
            target = f"../{fonts_home}/{target.removeprefix('fonts/')}"
        return f'url("{target}{mark}{rest}")'

    return _URL.sub(address, css)
