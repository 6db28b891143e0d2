"""Tell when a source has changed: one call for each burst of changes, with the files concerned."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

QUIET = 0.05
"""Seconds without a change after which a burst is over: editors write a file in several steps."""

Tell = Callable[[list[Path]], None]
CHANGES = {"created", "modified", "moved", "deleted"}


class Watcher:
    """Watches folders, and single files, until stopped."""

    def __init__(self, folders: Iterable[Path], files: Iterable[Path], tell: Tell) -> None:
        self._tell = tell
        self._files = {file.resolve() for file in files}
        self._changed: SimpleQueue[Path | None] = SimpleQueue()
        self._observer = Observer()
        for folder in sorted({folder.resolve() for folder in folders if folder.is_dir()}):
            self._observer.schedule(_Handler(self._note), str(folder), recursive=True)
        for folder in sorted({file.parent for file in self._files}):
            self._observer.schedule(_Handler(self._note_file), str(folder), recursive=False)
        self._thread = threading.Thread(target=self._gather, daemon=True)

    def start(self) -> None:
        self._observer.start()
        self._thread.start()

    def stop(self) -> None:
        self._observer.stop()
        self._observer.join()
        self._changed.put(None)
        self._thread.join()

    def _note(self, path: Path) -> None:
        self._changed.put(path)

    def _note_file(self, path: Path) -> None:
        if path in self._files:
            self._note(path)

    def _gather(self) -> None:
        while path := self._changed.get():
            burst = {path}
            try:
                while more := self._changed.get(timeout=QUIET):
                    burst.add(more)
            except Empty:
                self._tell(sorted(burst))
            else:
                return  # None: stopped


class _Handler(FileSystemEventHandler):
    def __init__(self, note: Callable[[Path], None]) -> None:
        self._note = note

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in CHANGES or (event.is_directory and event.event_type == "modified"):
            return
        for name in (event.src_path, event.dest_path):
            if name and not is_noise(path := Path(str(name))):
                self._note(path)


def is_noise(path: Path) -> bool:
    """Tell whether a file is no source: bytecode, or what an editor keeps beside the file being written."""
    name = path.name
    return (
        "__pycache__" in path.parts
        or name.startswith((".", "#"))
        or name.endswith(("~", ".pyc", ".swp", ".swx", ".tmp"))
        or name == "4913"  # Vim writes it to see whether it may
    )
