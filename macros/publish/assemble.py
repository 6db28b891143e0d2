"""From one folder per language to one site, and from a finished site to the published one.

Nothing is ever changed inside the published folder: a whole new one takes its place.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from macros import disk
from macros.interruptions import held_back
from macros.publish.errors import PublishError

MARKER = ".cadrage"
"""The file that tells a folder is ours to replace; written last, so that it also tells a finished one."""


# --------------------------------------------------------------------------------------------------
# One folder


def merge(sites: Mapping[str, Path], stage: Path) -> None:
    """Put each language's pages below its prefix (``""``, ``en/``) in a new folder ``stage``.

    Only pages are taken: what else they need is ours, and written by others.
    """
    if stage.exists():
        shutil.rmtree(stage)
    stage.mkdir(parents=True)
    for prefix, site in sites.items():
        for path in sorted(site.rglob("*.html")):
            target = stage / prefix / path.relative_to(site)
            if target.exists():
                raise PublishError(f"two languages write the same file: {target.relative_to(stage)}")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


# --------------------------------------------------------------------------------------------------
# In the place of the published one


def swap(stage: Path, out: Path) -> list[Path]:
    """Put the finished site ``stage`` in the place of ``out``; on any failure ``out`` is what it was.

    Returns what is of no more use but could not be removed. Raises PublishError, in words for a person.
    ``out`` may be a symbolic link (what it leads to is replaced), on another file system, or a folder that
    can be filled but not renamed.
    """
    if not (stage / MARKER).exists():
        raise PublishError(f"{stage} is not a finished site: it was left as it is")
    refuse(out)
    target = Path(os.path.realpath(out))
    try:
        _recover(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        return _replace(stage, target)
    except OSError as error:
        raise PublishError(_explain(error, out)) from error


def refuse(out: Path) -> None:
    """Raise PublishError where no site may be put: over a file or a folder of somebody else, or read-only."""
    target = Path(os.path.realpath(out))
    if not target.name:
        raise PublishError(f"a site cannot take the place of {out}: choose another OUT")
    try:
        there = next(path for path in (target, *target.parents) if path.exists())
        if os.statvfs(there).f_flag & os.ST_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        if there != target or _is_ours(target):
            return
        if not target.is_dir():
            raise PublishError(f"{out} is a file, not a folder: choose another OUT")
        if any(target.iterdir()):
            raise PublishError(
                f"{out} holds files that were not made by this build (it has no {MARKER}), "
                "and would lose them: choose another OUT, or empty that folder"
            )
    except OSError as error:
        raise PublishError(_explain(error, out)) from error


def standing(out: Path) -> int | None:
    """Return what tells the site at ``out`` from any other that stood there, None where there is none."""
    try:
        return (out / MARKER).stat().st_ino
    except OSError:
        return None


def _is_ours(target: Path) -> bool:
    """Tell whether a folder holds a site, or one that a killed build was replacing from inside."""
    return (target / MARKER).exists() or (target / _OLD_INSIDE).is_dir()


def _aside(target: Path, what: str) -> Path:
    return target.with_name(f".{target.name}.{what}")


def _recover(target: Path) -> None:
    """Put back the last good site where a build was killed while it replaced it."""
    old = _aside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)
    inside = target / _OLD_INSIDE
    if inside.exists() and not (target / MARKER).exists():
        _restore(inside, target)


def _replace(stage: Path, target: Path) -> list[Path]:
    new, old = _aside(target, "new"), _aside(target, "old")
    try:
        _remove(new)
        _remove(old)
        left = _move(stage, new)
        with held_back():  # in between there is no site, or two
            _exchange(target, new, old)
            return [*left, *_tidied(old)]
    except OSError as error:
        if new.exists():
            _move(new, stage)
        if error.errno in _CANNOT_RENAME and target.is_dir():
            return _replace_inside(stage, target)
        raise


def _exchange(target: Path, new: Path, old: Path) -> None:
    """Rename ``target`` to ``old`` and ``new`` to ``target``, or leave both as they are."""
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


_CANNOT_RENAME = (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS)
_NEW_INSIDE, _OLD_INSIDE = f"{MARKER}-new", f"{MARKER}-old"


def _replace_inside(stage: Path, target: Path) -> list[Path]:
    """Replace what a folder holds, one name at a time: for one that cannot be renamed (a mount point).

    The marker leaves first and comes last: while it is away, ``_recover`` knows that the rest is half done.
    """
    new, old = target / _NEW_INSIDE, target / _OLD_INSIDE
    _remove(new)
    _remove(old)
    try:
        shutil.copytree(stage, new)
        with held_back():
            _exchange_inside(target, new, old)
            return _tidied(new, old, stage)
    except BaseException:
        _remove(new)
        raise


def _exchange_inside(target: Path, new: Path, old: Path) -> None:
    """Move what ``target`` holds to ``old`` and what ``new`` holds to ``target``, or leave all as it is."""
    moved: list[str] = []
    try:
        old.mkdir()
        for name in _names(target, first=True):
            if name not in (new.name, old.name):
                (target / name).rename(old / name)
        for name in _names(new, first=False):
            (new / name).rename(target / name)
            moved.append(name)
    except OSError:
        for name in moved:
            _remove(target / name)
        _restore(old, target)
        raise


def _names(folder: Path, *, first: bool) -> list[str]:
    """What a folder holds, the marker first or last."""
    return sorted(
        (path.name for path in folder.iterdir()), key=lambda name: ((name == MARKER) != first, name)
    )


def _restore(old: Path, target: Path) -> None:
    if old.exists():
        for path in sorted(old.iterdir()):
            _remove(target / path.name)
            path.rename(target / path.name)
        old.rmdir()


def _move(source: Path, target: Path) -> list[Path]:
    """Rename a folder, or copy it where it goes to another file system; return what could not be removed."""
    try:
        source.rename(target)
        return []
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        try:
            shutil.copytree(source, target)
        except BaseException:
            _remove(target)
            raise
        return _tidied(source)


def _tidied(*paths: Path) -> list[Path]:
    """Remove what is of no more use; return what cannot be removed: the site is in its place all the same."""
    left = []
    for path in paths:
        try:
            _remove(path)
        except OSError:
            left.append(path)
    return left


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _explain(error: OSError, out: Path) -> str:
    why = disk.reason(error)
    return f"the site could not be put at {out}: {why}. What was published there is as it was."
