"""A copy of the project in another folder, for tests that change code or compare builds."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    "docs",
    "macros",
    "overrides",
    "planner",
    "requirements",
    "tools",
    "build/runtime",
    "build/cache/runtime",
)
"""What a build reads of the project, and what is written anew when planner changes."""
FILES = ("mkdocs.yml", "package-lock.json")
INSTALLED = (".venv", "node_modules")


def copied(project: Path, data: str = "data", *, backwards: bool = False) -> Path:
    """Copy the project with the other knowledge base as ``data``; what is installed stays where it is.

    ``backwards`` writes the last files first, as another disk might list them.
    """
    sources = {ROOT / "tests" / "other_kb": project / data}
    sources |= {ROOT / name: project / name for name in FOLDERS if (ROOT / name).is_dir()}
    pairs = [
        (path, target / path.relative_to(source))
        for source, target in sources.items()
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    pairs += [(ROOT / name, project / name) for name in FILES]
    for source, target in sorted(pairs, reverse=backwards):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    for name in INSTALLED:
        (project / name).symlink_to(ROOT / name)
    return project
