"""Two builds of the same files give the same bytes, whatever the folder, the clock, the language."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.publish import sums
from tests.conftest import ROOT
from tests.project_copy import copied

ELSEWHERE = {
    "TZ": "Pacific/Auckland",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "4",
}
"""Another clock, no language, sets in another order."""


@pytest.fixture(scope="module")
def elsewhere(other_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that ``other_site`` is, built in another folder by another account, as on the same day."""
    project = copied(tmp_path_factory.mktemp("autre") / "dossier à côté", "tests/other_kb", backwards=True)
    day = int((other_site / sums.FILE).stat().st_mtime)
    command = [sys.executable, "-m", "macros.build", "--data", "tests/other_kb", "--no-compress"]
    outcome = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, **ELSEWHERE, "SOURCE_DATE_EPOCH": str(day)},
        umask=0o077,
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 0, outcome.stderr
    return project / "site"


def different(one: Path, other: Path) -> Iterator[str]:
    """Yield the files that are in one folder only, or not the same in both."""
    files, others = (
        {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} for folder in (one, other)
    )
    yield from map(str, sorted(files ^ others))
    for path in sorted(files & others):
        if not filecmp.cmp(one / path, other / path, shallow=False):
            yield str(path)


def test_another_folder_gives_the_same_bytes(other_site: Path, elsewhere: Path) -> None:
    assert list(different(other_site, elsewhere)) == []
    assert (elsewhere / "assets" / "runtime").is_dir(), "with the calculators' Python"


def test_no_folder_of_a_machine_is_named(elsewhere: Path) -> None:
    named = [os.fsencode(folder) for folder in (ROOT, elsewhere.parent, Path(sys.prefix))]
    for path in elsewhere.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [folder for folder in named if folder + b"/" in content], path
