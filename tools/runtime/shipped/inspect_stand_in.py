"""In place of ``inspect``: what Pyodide asks of a function, and of what it returned.

The standard one brings ast, dis and annotationlib.
"""

from collections.abc import Awaitable
from types import FunctionType, MethodType

COROUTINE = 0x80
"""the flag of code that ``async def`` made"""


def iscoroutinefunction(asked: object) -> bool:
    """Tell whether ``async def`` made a function or method."""
    function = asked.__func__ if isinstance(asked, MethodType) else asked
    return isinstance(function, FunctionType) and bool(function.__code__.co_flags & COROUTINE)


def isawaitable(asked: object) -> bool:
    """Tell whether it can be awaited."""
    return isinstance(asked, Awaitable)
