"""What keeps files from being written, in words for a person."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.errors import BuildError

_NOT_ALLOWED = (errno.EACCES, errno.EPERM)
_REASONS = {
    **dict.fromkeys(_NOT_ALLOWED, "this account may not write there"),
    errno.EROFS: "that file system is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "this account has used up its share of the disk",
    errno.ENOTDIR: "a part of that path is a file, not a folder",
}
_OF_WRITING = (errno.EROFS, errno.ENOSPC, errno.EDQUOT)


def reason(error: OSError) -> str:
    """Return why something could not be written."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        why = str(error.args[0][-1][-1])  # shutil lists (from, to, why) of each file
        number = re.match(r"\[Errno (\d+)\]", why)
        return _REASONS.get(int(number[1]), why) if number else why
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Raise BuildError where the disk does not take what is written to ``folder``; other errors pass."""
    try:
        yield
    except OSError as error:
        name = str(error.filename2 or error.filename or folder)  # two where one was being copied to the other
        below = Path(name).is_relative_to(folder)
        if error.errno in _OF_WRITING or (error.errno in _NOT_ALLOWED and below):
            raise BuildError(
                f"{name} could not be written: {reason(error)}. What was published is as it was."
            ) from error
        raise
