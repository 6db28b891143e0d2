"""Compile an archive of Python files with pyodide-build, on the Python that will read the bytecode.

Bytecode belongs to one version of Python: compiled by the machine's, the browser would refuse it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path


def main(argument: str) -> str:
    """Compile ``source`` into ``target``, both paths of archives."""
    asked = json.loads(argument)
    os.environ["SOURCE_DATE_EPOCH"] = "315532800"  # bytecode then holds a hash of its source, not a date
    from pyodide_build._py_compile import _compile  # type: ignore[import-not-found]

    _compile(Path(asked["source"]), Path(asked["target"]), verbose=False, compression_level=0)
    return "{}"
