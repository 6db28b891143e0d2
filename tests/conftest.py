"""What tests share: the shipped site and that of the other knowledge base, each built once a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile_kb import HostileKB

ROOT = Path(__file__).resolve().parent.parent

Build = Callable[..., Path]


def run_build(data: Path, out: Path, work: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a site with the command behind ``make site``, its intermediate files in ``work``."""
    return subprocess.run(
        [sys.executable, "-m", "macros.build", "--data", str(data), "--out", str(out), *options],
        cwd=ROOT,
        env={**os.environ, "CADRAGE_BUILD": str(work)},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a function that builds a knowledge base: ``built(data, "--site-url", "https://…/")``."""
    done: dict[tuple[str, ...], tuple[Path, str]] = {}

    def build(data: Path, *options: str) -> Path:
        key = (str(data), *options)
        if key not in done:
            folder = tmp_path_factory.mktemp(data.name)
            outcome = run_build(data, folder / "site", folder / "work", *options)
            failure = outcome.stdout + outcome.stderr if outcome.returncode else ""
            done[key] = (folder / "site", failure)
        site, failure = done[key]
        assert not failure, f"{data} does not build:\n{failure}"
        return site

    return build


@pytest.fixture(scope="session")
def site(built: Build) -> Path:
    """The shipped site."""
    return built(ROOT / "data", "--no-compress")


@pytest.fixture(scope="session")
def other_site(built: Build) -> Path:
    """The site of the other knowledge base: another trade, English and Spanish."""
    return built(ROOT / "tests" / "other_kb", "--no-compress")


@pytest.fixture(scope="session")
def hostile_kb(tmp_path_factory: pytest.TempPathFactory) -> HostileKB:
    """The other knowledge base, every text of it hostile."""
    return HostileKB(tmp_path_factory.mktemp("hostile")).write()


@pytest.fixture(scope="session")
def hostile_site(built: Build, hostile_kb: HostileKB) -> Path:
    """Its site, as it stands at the root of a host."""
    return built(hostile_kb.root, "--no-compress", "--site-url", "https://example.org/")
