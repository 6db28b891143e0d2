"""Make the files that a page needs to run planner, under names that change with what they hold.

``pyodide-<version>-<digest>/``  the interpreter as npm has it, with the licences of everything
``library-<digest>.zip``         bytecode of the standard modules that planner uses; the names alone of
                                 those that are imported and never used
``planner-<digest>.zip``         bytecode of what calculators share of planner
``plan-<digest>.zip`` and so on  that of each part which one calculator alone needs (``catalogue.PARTS``); a
                                 changed formula makes a reader fetch again the archive that holds it
``runtime.json``                 which those are, with their digests, and the lock file that Pyodide asks for

decisions/008-python-in-the-browser.md has what was measured.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.paths import ROOT
from macros.runtime import MANIFEST
from planner.catalogue import PARTS
from tools.runtime import archive
from tools.runtime.pyodide import INSIDE, PACKAGE, run

PLANNER = ROOT / "planner"
PACKER = ROOT / ".venv" / "pyodide"
"""Where tools/install.py puts pyodide-build."""
SHIPPED = Path(__file__).with_name("shipped")
OURS = {
    "_colorize.py": "colorize_stand_in.py",
    "_pyodide/_base.py": "pyodide_base.py",
    "_pyodide/docstring.py": "pyodide_docstring.py",
    "_pyodide/jsbind.py": "pyodide_jsbind.py",
    "asyncio/__init__.py": "asyncio_stand_in.py",
    "dataclasses.py": "dataclasses_stand_in.py",
    "inspect.py": "inspect_stand_in.py",
    "pyodide/_package_loader.py": "pyodide_package_loader.py",
    "pyodide/webloop.py": "pyodide_webloop.py",
    "sitecustomize.py": "sitecustomize.py",
    "typing.py": "typing_stand_in.py",
}
"""What the library has of ours, by its name there."""
LICENCES = Path(__file__).with_name("licences")
INTERPRETER = ("pyodide.mjs", "pyodide.mjs.map", "pyodide.asm.mjs", "pyodide.asm.wasm")
STANDARD = "python_stdlib.zip"
LEFT_OUT = {"__main__.py"}
"""The command line, which no page has."""
ALWAYS = {"encodings/ascii.pyc", "encodings/latin_1.pyc"}
"""Modules that Python asks for by the name of an encoding, on roads that calculators do not take."""
LEAN = {"PYTHONOPTIMIZE": "2", "PYTHONNODEBUGRANGES": "1"}
"""How bytecode is compiled: without docstrings and assertions, and without the columns by which a failure
would mark its place in a line that no browser has. It still names file and line."""
LIBRARY_INSIDE = "/lib/python314.zip/"
COMMON = "planner"
"""the archive of what calculators share; others are called as the part that they hold"""
MADE_FROM = ".made-from"
DIGITS = 12
"""How much of a digest a name holds."""


@dataclass(frozen=True)
class Sources:
    """What a bundle is made from."""

    planner: Path = PLANNER
    package: Path = PACKAGE
    packer: Path = PACKER

    def digest(self) -> str:
        """Return a digest that changes with anything that could change the bundle."""
        folder = Path(__file__).resolve().parent
        own = [path for path in folder.rglob("*") if path.suffix in {".py", ".mjs", ".txt"}]
        named = [*own, ROOT / "requirements" / "pyodide.txt"]
        texts = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in named}
        return _digest({**texts, **python_files(self.planner), "pyodide": self.version().encode()})

    def version(self) -> str:
        """Return the version of Pyodide."""
        return str(json.loads((self.package / "package.json").read_text("utf-8"))["version"])


def build(out: Path, cache: Path, sources: Sources | None = None) -> dict[str, Any]:
    """Make the bundle in ``out``, unless it is there already, and return its ``runtime.json``."""
    sources = sources or Sources()
    digest = sources.digest()
    if not _is_made(out, digest):
        files = make(cache, sources)
        _write(out, files)
        (out / MADE_FROM).write_text(digest, "utf-8")
    found: dict[str, Any] = json.loads((out / MANIFEST).read_text("utf-8"))
    return found


def make(cache: Path, sources: Sources) -> dict[str, bytes]:
    """Return the files of the bundle by name."""
    cache.mkdir(parents=True, exist_ok=True)
    standard = _standard_library(cache, sources)
    compiled = _compiled(python_files(sources.planner), sources, library=standard)
    planner = {name: archive.pack(held) for name, held in by_archive(compiled).items()}
    library = archive.pack(_used(standard, planner, sources))
    interpreter = {name: (sources.package / name).read_bytes() for name in INTERPRETER}
    interpreter |= {f"licences/{path.name}": path.read_bytes() for path in sorted(LICENCES.glob("*.txt"))}
    folder = f"pyodide-{sources.version()}-{_digest(interpreter)}"
    files = {f"{folder}/{name}": content for name, content in interpreter.items()}
    archives = {"library": library, **planner}
    named = {name: f"{name}-{_digest({name: content})}.zip" for name, content in archives.items()}
    files |= {named[name]: content for name, content in archives.items()}
    parts = {"interpreter": f"{folder}/", "library": named.pop("library"), "archives": named}
    return {**files, MANIFEST: _manifest(parts, files, sources)}


def python_files(package: Path) -> dict[str, bytes]:
    """Return the files of our package by their names inside an archive."""
    return {
        f"{package.name}/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in sorted(package.rglob("*.py"))
        if path.name not in LEFT_OUT
    }


def by_archive(files: Mapping[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Return the files of our package by the archive that they go to, the common one first."""
    found: dict[str, dict[str, bytes]] = {COMMON: {}, **{part: {} for part in PARTS.values()}}
    for name, content in files.items():
        folder = name.split("/")[1]
        found[folder if folder in found else COMMON][name] = content
    return found


def inside(archives: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return where archives of planner stand inside Pyodide, and the file in a folder that each is."""
    return {f"/{name}.zip": str(folder / file) for name, file in archives.items()}


# --------------------------------------------------------------------------------------------------
# Bytecode


def _standard_library(cache: Path, sources: Sources) -> Path:
    """Return the whole standard library as bytecode: ten seconds, once for each version of Pyodide."""
    files = archive.unpack(sources.package / STANDARD)
    made_from = _digest({**files, "": json.dumps(LEAN).encode()})
    held = cache / f"library-{sources.version()}-{made_from}.zip"
    if not held.exists():
        compiled = _compiled({name: text for name, text in files.items() if name.endswith(".py")}, sources)
        partial = held.with_suffix(".part")
        partial.write_bytes(archive.pack(compiled))
        partial.replace(held)
    return held


def _compiled(files: Mapping[str, bytes], sources: Sources, library: Path | None = None) -> dict[str, bytes]:
    """Return the bytecode of Python files, by pyodide-build in Pyodide; it starts faster with ``library``."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source.zip", Path(folder) / "target.zip"
        source.write_bytes(archive.pack(files))
        run(
            INSIDE / "compile.py",
            {"source": "/source.zip", "target": "/target.zip"},
            runtime=sources.package,
            library=str(library) if library else None,
            environment=LEAN,
            folders={"/packer": str(sources.packer)},
            paths=["/packer"],
            files={"/source.zip": str(source)},
            results={"/target.zip": str(target)},
        )
        return {name: archive.unchecked(code) for name, code in archive.unpack(target).items()}


def _used(standard: Path, planner: Mapping[str, bytes], sources: Sources) -> dict[str, bytes]:
    """Return the standard modules used while every calculator ran; those only imported, empty."""
    ours = {name: (SHIPPED / file).read_bytes() for name, file in OURS.items()}
    stands_in = _compiled(ours, sources, library=standard)
    whole = {**archive.unpack(standard), **stands_in}
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.zip"
        library.write_bytes(archive.pack(whole))
        for name, content in planner.items():
            (Path(folder) / name).write_bytes(content)
        packed = inside({name: name for name in planner}, Path(folder))
        found = run(
            INSIDE / "exercise.py",
            {"parts": [*packed][1:]},
            runtime=sources.package,
            library=str(library),
            files=packed,
            paths=[*packed][:1],
        )
    imported, idle = (
        {place.removeprefix(LIBRARY_INSIDE) for place in found[kind]} for kind in ("imported", "idle")
    )
    kept = {name: code for name, code in whole.items() if name in imported | ALWAYS}
    return {name: b"" if name in idle else code for name, code in kept.items()}


# --------------------------------------------------------------------------------------------------
# Names and files


def _manifest(parts: Mapping[str, object], files: Mapping[str, bytes], sources: Sources) -> bytes:
    """Return what a page must know: addresses beside this file, digests, and what Pyodide asks for."""
    stock = json.loads((sources.package / "pyodide-lock.json").read_text("utf-8"))
    lock = {"info": stock["info"], "packages": {}}  # no package: ours is on the path, and needs no installer
    fetched = {name: content for name, content in files.items() if not name.endswith((".txt", ".map"))}
    about = {
        "version": 1,
        "pyodide": sources.version(),
        **parts,
        "lock": lock,
        "files": {name: _integrity(content) for name, content in sorted(fetched.items())},
    }
    return (json.dumps(about, indent=1) + "\n").encode()


def _integrity(content: bytes) -> dict[str, object]:
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return {"bytes": len(content), "integrity": f"sha384-{digest}"}


def _digest(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()[:DIGITS]


def _is_made(out: Path, digest: str) -> bool:
    stamp, manifest = out / MADE_FROM, out / MANIFEST
    if not (stamp.is_file() and manifest.is_file() and stamp.read_text("utf-8") == digest):
        return False
    return all((out / name).is_file() for name in json.loads(manifest.read_text("utf-8"))["files"])


def _write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write new files, then the one that names them; only then do old ones go."""
    for name in sorted(files, key=lambda name: name == MANIFEST):
        path = out / name
        if name == MANIFEST or not path.is_file() or path.read_bytes() != files[name]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
    _remove_others(out, {name.partition("/")[0] for name in files})


def _remove_others(out: Path, kept: Iterable[str]) -> None:
    for path in out.iterdir():
        if path.name not in kept:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
