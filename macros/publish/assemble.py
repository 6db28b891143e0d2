"""From one folder per language to one site, and from a finished site to the published one.

Nothing is ever changed inside the published folder: a whole new one takes its place.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from macros.publish.errors import PublishError

MARKER = ".cadrage"
"""The file that tells a folder is ours to replace; written last, so that it also tells a finished one."""

_ENGINE_ONLY = ("sitemap.xml", "sitemap.xml.gz", "objects.inv")
_FILE_NAME = re.compile(r"[\w.~%@-]+\.\w+")
_READABLE = (".html", ".css", ".js", ".mjs", ".json")


# --------------------------------------------------------------------------------------------------
# One folder


def merge(sites: Mapping[str, Path], stage: Path) -> None:
    """Put each language's pages below its prefix (``""``, ``en/``) in a new folder ``stage``.

    What the engine's theme brought and nothing refers to stays behind.
    """
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(parents=True)
    for prefix, site in sites.items():
        for path in _wanted(site):
            target = stage / prefix / path.relative_to(site)
            if target.exists():
                raise PublishError(f"two languages write the same file: {target.relative_to(stage)}")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _wanted(site: Path) -> Iterator[Path]:
    """The pages, and the files whose name stands in a page or in such a file."""
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    pages = [path for path in paths if path.suffix == ".html"]
    yield from pages
    left = {path for path in paths if path.suffix != ".html" and path.name not in _ENGINE_ONLY}
    fresh = pages
    while fresh and left:
        named = {name for path in fresh for name in _names_in(path)}
        fresh = sorted(path for path in left if path.name in named)
        left -= set(fresh)
        yield from fresh


def _names_in(path: Path) -> set[str]:
    if path.suffix not in _READABLE:
        return set()
    return set(_FILE_NAME.findall(path.read_text("utf-8", errors="replace")))


# --------------------------------------------------------------------------------------------------
# In the place of the published one


def swap(stage: Path, out: Path) -> None:
    """Put the finished site ``stage`` in the place of ``out``; on any failure ``out`` is what it was.

    Raises PublishError, in words for a person. ``out`` may be a symbolic link (what it leads to is
    replaced), on another file system, or a folder that can be filled but not renamed.
    """
    if not (stage / MARKER).exists():
        raise PublishError(f"{stage} is not a finished site: it was left as it is")
    target = Path(os.path.realpath(out))
    try:
        _recover(target)
        _refuse_foreign(target, out)
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(stage, target)
    except OSError as error:
        raise PublishError(_explain(error, out)) from error


def _aside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _recover(target: Path) -> None:
    """Put back the last good site where a build was killed between its two renames."""
    old = _aside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)


def _refuse_foreign(target: Path, out: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise PublishError(f"{out} is a file, not a folder: choose another OUT")
    if not (target / MARKER).exists() and any(target.iterdir()):
        raise PublishError(
            f"{out} holds files that were not made by this build (it has no {MARKER}), and would lose them: "
            "choose another OUT, or empty that folder"
        )


def _replace(stage: Path, target: Path) -> None:
    new, old = _aside(target, "new"), _aside(target, "old")
    try:
        _remove(new)
        _remove(old)
        _move(stage, new)
        if target.exists():
            target.rename(old)
    except OSError as error:
        if new.exists():
            _move(new, stage)
        if error.errno in _CANNOT_RENAME and target.is_dir():
            _replace_inside(stage, target)
            return
        raise
    try:
        new.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
    _remove(old)


_CANNOT_RENAME = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)


def _replace_inside(stage: Path, target: Path) -> None:
    """Replace what a folder holds, one name at a time: for one that cannot be renamed (a mount point)."""
    new, old = target / f"{MARKER}-new", target / f"{MARKER}-old"
    _remove(new)
    _restore(old, target)
    moved: list[str] = []
    try:
        shutil.copytree(stage, new)
        old.mkdir()
        for path in sorted(target.iterdir()):
            if path not in (new, old):
                path.rename(old / path.name)
        for path in sorted(new.iterdir()):
            path.rename(target / path.name)
            moved.append(path.name)
    except BaseException:
        for name in moved:
            _remove(target / name)
        _restore(old, target)
        _remove(new)
        raise
    _remove(new)
    _remove(old)
    _remove(stage)


def _restore(old: Path, target: Path) -> None:
    if old.exists():
        for path in sorted(old.iterdir()):
            _remove(target / path.name)
            path.rename(target / path.name)
        old.rmdir()


def _move(source: Path, target: Path) -> None:
    """Rename a folder, or copy it where it goes to another file system."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        try:
            shutil.copytree(source, target)
        except BaseException:
            _remove(target)
            raise
        _remove(source)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _explain(error: OSError, out: Path) -> str:
    reasons = {
        errno.EACCES: "this account may not write there",
        errno.EPERM: "this account may not write there",
        errno.EROFS: "that file system is read-only",
        errno.ENOSPC: "the disk is full",
        errno.ENOTDIR: "a part of that path is a file, not a folder",
    }
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        reason = str(error.args[0][-1][-1])  # shutil lists (from, to, why) of each file
    else:
        reason = reasons.get(error.errno or 0, error.strerror or str(error))
    return f"the site could not be put at {out}: {reason}. What was published there is as it was."
