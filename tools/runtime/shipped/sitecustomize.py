"""Imports from archives of bytecode that is not compressed: found in a table, read once, run when first used.

Python imports this module by itself as it starts. Its own zipimport reads and decodes each module twice and
runs it at once, while much of what Pyodide's start imports is never used here. A module that no calculator
uses has its name in the archive and nothing else.
"""

import gc
import marshal
import posix
import sys
from _frozen_importlib import ModuleSpec

ENDING = ".zip"
HEAD = b"PK\3\4"
BEFORE_NAME = 30
BEFORE_CODE = 16
"""Bytes of a .pyc before what marshal reads."""


class Archive:
    """A folder inside an archive, as an entry of ``sys.path``."""

    tables: dict[str, tuple[int, dict[str, tuple[int, int]]]] = {}  # noqa: RUF012 - typing is not imported here
    """by archive: the open file, and where each of its modules is in it: (start, size)"""

    def __init__(self, path: str) -> None:
        archive, ending, folder = path.partition(ENDING)
        self.archive = archive + ending
        if self.archive not in self.tables:
            self.tables[self.archive] = _table(self.archive)
        self.file, self.places = self.tables[self.archive]
        self.folder = f"{folder[1:]}/" if folder else ""

    def find_spec(self, name: str, target: object = None) -> ModuleSpec | None:
        own = self.folder + name.rpartition(".")[2]
        package = f"{own}/__init__.pyc" in self.places
        place = f"{own}/__init__.pyc" if package else f"{own}.pyc"
        if place not in self.places:
            return None
        origin = f"{self.archive}/{place}"
        spec = ModuleSpec(name, self, origin=origin, loader_state=place, is_package=package)  # type: ignore[arg-type]
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(f"{self.archive}/{own}")
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: object) -> None:
        if module.__spec__.submodule_search_locations is None:  # type: ignore[attr-defined]
            vars(module)["__getattr__"] = Later(self, module)
        else:  # a package may put modules in place for others to import
            self.run(module)

    def run(self, module: object) -> None:
        """Run a module. Raises ImportError for one that is there in name only."""
        spec = module.__spec__  # type: ignore[attr-defined]
        start, size = self.places[spec.loader_state]
        if not size:
            raise ImportError(f"{spec.name} is left out here: nothing had used it", name=spec.name)
        code = marshal.loads(posix.pread(self.file, size, start)[BEFORE_CODE:])  # noqa: S302 - our own
        exec(code, vars(module))  # noqa: S102 - it is what importing does


class Later:
    """The ``__getattr__`` of a module that has not run yet."""

    def __init__(self, archive: Archive, module: object) -> None:
        self.archive, self.module = archive, module

    def __call__(self, name: str) -> object:
        if name == "__path__":  # asked of every module that something is imported from
            raise AttributeError(name)
        del vars(self.module)["__getattr__"]
        self.archive.run(self.module)
        return getattr(self.module, name)


def _table(path: str) -> tuple[int, dict[str, tuple[int, int]]]:
    """Open an archive and tell where its files are. Raises ImportError for what is no such archive."""
    try:
        file = posix.open(path, posix.O_RDONLY)
    except OSError:
        raise ImportError(path) from None
    data = posix.pread(file, posix.fstat(file).st_size, 0) if path.endswith(ENDING) else b""
    places, start = {}, 0
    while data.startswith(HEAD, start):
        method, size = _number(data, start + 8, 2), _number(data, start + 18, 4)
        if method:
            raise ImportError(f"{path} is compressed")
        code = start + BEFORE_NAME + _number(data, start + 26, 2) + _number(data, start + 28, 2)
        places[data[start + BEFORE_NAME : code].decode()] = code, size
        start = code + size
    if not places:
        posix.close(file)
        raise ImportError(path)
    return file, places


def _number(data: bytes, start: int, size: int) -> int:
    return int.from_bytes(data[start : start + size], "little")


gc.disable()  # what starts here stays: worker.js turns it on again once there is something to collect
sys.path_hooks.insert(0, Archive)
sys.path_importer_cache.clear()
