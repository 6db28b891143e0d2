"""In place of ``asyncio.runners``: no loop is run here, the browser's is the one there is."""

from typing import Any, NoReturn

__all__ = ("run",)


def run(*args: Any, **named: Any) -> NoReturn:
    """Refuse. Pyodide's start puts its own around it."""
    raise RuntimeError("no event loop can be run here")
