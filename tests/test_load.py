"""The loader: what a right knowledge base gives, and what is said of every mistake.

Each file of ``bad_data/`` is one mistake: what to change in the small right knowledge base of
``bad_data/base/``, and the whole message expected.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.load import DataError, KnowledgeBase, load

BAD_DATA = Path(__file__).parent / "bad_data"
BASE = BAD_DATA / "base"
MISTAKES = sorted(BAD_DATA.glob("*.yml"))


def changed(folder: Path, changes: list[dict[str, Any]]) -> Path:
    """A copy of the right knowledge base with changes; gives its root."""
    root = folder / "data"
    shutil.copytree(BASE, root)
    for change in changes:
        path = root / change["file"]
        if change.get("remove"):
            path.unlink()
        elif "copy" in change:
            shutil.copy(root / change["copy"], path)
        elif "whole" in change:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(change["whole"], encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
            assert change["find"] in text, f"{change['file']} does not hold what is to be changed"
            path.write_text(text.replace(change["find"], change["put"], 1), encoding="utf-8")
    return root


def loaded_with(folder: Path, changes: list[dict[str, Any]]) -> str:
    """What the loader says of the knowledge base with changes."""
    try:
        load(changed(folder, changes))
    except DataError as error:
        return str(error)
    return "(no problem)"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.stem)
def test_mistake(mistake: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(mistake.read_text(encoding="utf-8"))
    assert loaded_with(tmp_path, case["changes"]) == case["message"]
