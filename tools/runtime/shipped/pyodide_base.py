"""In place of ``_pyodide._base``, which brings ast, textwrap and tokenize for running any program.

No program is run here. Pyodide's start has a few lines to run, of the form ``import a; a`` and ``{}``.
"""

import sys
from importlib import import_module
from typing import Any


def eval_code(source: str, globals: dict[str, Any] | None = None) -> Any:
    """Run what stands before the last semicolon, and return what the rest gives."""
    before, _, last = source.rpartition(";")
    names = {} if globals is None else globals
    exec(before, names)  # noqa: S102 - Pyodide's own lines
    return eval(last.strip(), names)  # noqa: S307 - Pyodide's own lines


def pyimport_impl(path: str) -> Any:
    """Return a module, for ``pyodide.pyimport``."""
    return sys.modules.get(path) or import_module(path)
