"""In place of ``typing``: names for annotations, which nobody reads here, and for Pyodide's classes."""

from _typing import ParamSpec, TypeVar  # type: ignore[import-not-found]
from collections.abc import Callable

__all__ = [
    "IO",
    "TYPE_CHECKING",
    "Any",
    "Generic",
    "NoReturn",
    "ParamSpec",
    "Protocol",
    "Self",
    "TypeVar",
    "overload",
]


class Generic:
    """A class that takes types in brackets, and is the same with them."""

    def __class_getitem__(cls, types: object) -> type:
        return cls


TYPE_CHECKING = False
IO = Any = NoReturn = Protocol = Self = Generic


def overload(function: Callable[..., object]) -> Callable[..., object]:
    """Leave a function as it is."""
    return function
