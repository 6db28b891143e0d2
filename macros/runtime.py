"""The browser's Python, made by ``python -m tools.runtime``: where it is, and how it gets into a site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from macros.paths import ROOT
from planner.catalogue import PARTS, PLAN

FOLDER = ROOT / "build" / "runtime"
MANIFEST = "runtime.json"
PLACE = "assets/runtime/"
"""Where it stands in a site. The names of its files change with what they hold."""
PLANNER = ROOT / "planner"


def manifest(folder: Path = FOLDER) -> dict[str, Any] | None:
    """Return what the bundle says of itself, None where it has not been made."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def parts(manifest: dict[str, Any] | None, calculator: str) -> str:
    """Return what the bundle says of itself as pages hold it for scripts: one calculator's files."""
    return json.dumps(manifest and _of(manifest, calculator), separators=(",", ":"))


def _of(manifest: dict[str, Any], calculator: str) -> dict[str, Any]:
    archives = manifest["archives"]
    others = {archives[part] for name, part in PARTS.items() if name != calculator}
    return {
        **manifest,
        "archives": {name: file for name, file in archives.items() if file not in others},
        "files": {name: about for name, about in manifest["files"].items() if name not in others},
    }


def write(site: Path, folder: Path = FOLDER) -> None:
    """Copy the bundle into a site, without the file that names its parts: pages hold that themselves."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(".") and path.name != MANIFEST:
            target = site / PLACE / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    if found := manifest(folder):
        _write_sources(site / PLACE, found)


def licences(manifest: dict[str, Any], folder: Path = FOLDER) -> list[str]:
    """Return the texts of its licences, beside the bundle."""
    texts = (folder / manifest["interpreter"] / "licences").glob("*.txt")
    return sorted(path.relative_to(folder).as_posix() for path in texts)


def source_of(manifest: dict[str, Any], calculator: str) -> str:
    """Return where the Python of a calculator can be read, beside the bundle."""
    if calculator == PLAN:
        return _source(manifest, "plan/compute.py")
    module = f"calculators/{calculator.replace('-', '_')}.py"
    return _source(manifest, module if (PLANNER / module).is_file() else "split.py")


def _source(manifest: dict[str, Any], module: str) -> str:
    """Return where a module's text is, beside the bundle: in a folder whose name changes with what runs."""
    archives = manifest["archives"]
    folder = module.partition("/")[0]
    archive = str(archives[folder if folder in archives else PLANNER.name])
    return f"{archive.removesuffix('.zip')}/{module}.txt"


def _write_sources(target: Path, manifest: dict[str, Any]) -> None:
    """Write planner as text, so that any host shows it and none runs it."""
    for path in sorted(PLANNER.rglob("*.py")):
        copy = target / _source(manifest, path.relative_to(PLANNER).as_posix())
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
