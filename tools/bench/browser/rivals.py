"""The other ways to run planner in a page, each as its own documentation shows it, from our own server.

- ``stock``: Pyodide as npm has it, planner as a wheel.
- ``pyscript``: PyScript on that same Pyodide, planner as an archive that it unpacks.
- ``echo``: no Python at all, a worker that says back what it is told.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tools.bench.measure import CommandFailed
from tools.runtime.bundle import python_files
from tools.runtime.pyodide import PACKAGE

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
WHEEL = "planner-0-py3-none-any.whl"
ARCHIVE = "planner.zip"
ABOUT = "planner-0.dist-info"
LANGUAGE = "en"


def install(folder: Path) -> Path:
    """Install what this comparison alone needs into ``folder`` and return its node_modules."""
    lock = HERE / "package-lock.json"
    folder.mkdir(parents=True, exist_ok=True)
    modules, stamp, wanted = folder / "node_modules", folder / ".installed", _digest(lock)
    if stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return modules
    for file in (HERE / "package.json", lock, ROOT / ".npmrc"):
        shutil.copy(file, folder)
    outcome = subprocess.run(
        _npm("ci", "--loglevel=error"), cwd=folder, env=os.environ, text=True, stdout=subprocess.PIPE
    )
    if outcome.returncode:
        raise CommandFailed(f"npm ci failed in {folder}\n{outcome.stdout}")
    stamp.write_text(wanted, "utf-8")
    return modules


def _npm(*arguments: str) -> list[str]:
    npm = shutil.which("npm")
    if not npm:
        raise CommandFailed("npm is needed to compare with PyScript: install Node.js")
    return [npm, *arguments]


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def folders(modules: Path, work: Path) -> dict[str, Path]:
    """Write the pages of the rivals; return what is served, by the first step of its address.

    Versions stand in addresses, as those networks that hand out packages have them: browsers may keep it all.
    """
    pyscript = modules / "@pyscript" / "core"
    places = {
        f"pyodide-{_version(PACKAGE)}/": PACKAGE,
        f"pyscript-{_version(pyscript)}/": pyscript / "dist",
        "rivals/": work,
    }
    interpreter, script, _ = places
    words = {
        "locale": (ROOT / "data" / "locales" / f"{LANGUAGE}.json").read_text("utf-8"),
        "interpreter": f"/{interpreter}",
        "pyscript": f"/{script}",
        "wheel": f"/rivals/{WHEEL}",
        "archive": f"/rivals/{ARCHIVE}",
    }
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("stock.html", "pyscript.html", "echo.html", "echo.js"):
        page = (HERE / name).read_text("utf-8")
        for key, word in words.items():
            page = page.replace(f"@{key}@", word)
        (work / name).write_text(page, "utf-8")
    sources = python_files(ROOT / "planner")
    _archive(work / ARCHIVE, sources)
    _archive(work / WHEEL, {**sources, **_about(sources)})
    return places


def _version(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text("utf-8"))["version"])


def _archive(path: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def _about(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what makes an archive of Python files a wheel."""
    files = {
        f"{ABOUT}/METADATA": b"Metadata-Version: 2.1\nName: planner\nVersion: 0\n",
        f"{ABOUT}/WHEEL": b"Wheel-Version: 1.0\nGenerator: bench\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [_record(name, content) for name, content in {**sources, **files}.items()]
    return {**files, f"{ABOUT}/RECORD": "\n".join([*lines, f"{ABOUT}/RECORD,,", ""]).encode()}


def _record(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}"
