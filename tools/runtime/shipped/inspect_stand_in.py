"""In place of ``inspect``, which brings ast and dis: the one thing that Pyodide asks of a function."""

from types import FunctionType, MethodType

COROUTINE = 0x80
"""the flag of code that ``async def`` made"""


def iscoroutinefunction(asked: object) -> bool:
    """Tell whether ``async def`` made a function or method."""
    function = asked.__func__ if isinstance(asked, MethodType) else asked
    return isinstance(function, FunctionType) and bool(function.__code__.co_flags & COROUTINE)
