"""In place of ``pyodide._package_loader``: nothing is installed here.

What installs would be a fifth of the library. Pyodide's start asks for two folders and what is installed.
"""

from site import getsitepackages


class Folder:
    """A path that says what it is, as those of pathlib do."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __str__(self) -> str:
        return self.path


SITE_PACKAGES = Folder(getsitepackages()[0])
DSO_DIR = Folder("/usr/lib")


def init_loaded_packages() -> None:
    """There are none."""
