"""In place of ``dataclasses``: what planner's classes ask of it, with no method written and compiled anew.

The standard one composes the text of each class's methods, compiles it, and reads annotations with inspect,
ast and annotationlib: half of planner's import. No inheritance, no ``__post_init__``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any


class FrozenInstanceError(AttributeError):
    """What is frozen was to be changed."""


class Field:
    """What ``field`` makes: a value for each instance."""

    def __init__(self, default_factory: Callable[[], Any] | None, compare: bool) -> None:
        self.default_factory, self.compare = default_factory, compare


def field(*, default_factory: Callable[[], Any] | None = None, compare: bool = True) -> Any:
    """Return a default that is made anew for each instance; without ``compare``, a field apart."""
    return Field(default_factory, compare)


def dataclass(*classes: type, frozen: bool = False, eq: bool = True) -> Any:
    """Make a class of fields; with ``frozen``, one that cannot be changed, and may be a key.

    Without ``eq``, an instance is the same as none but itself.
    """

    def made(cls: type) -> type:
        names = tuple(cls.__annotations__)
        methods = {  # what is compared first: _defaults takes fields off the class
            "_compared": tuple(name for name in names if getattr(vars(cls).get(name), "compare", True)),
            "__init__": _init(cls, names, *_defaults(cls, names)),
            "__repr__": _shown,
            "__match_args__": names,
        }
        equal_methods = {"__eq__": _equal, "__hash__": _hash if frozen else None} if eq else {}
        frozen_methods = {"__setattr__": _refuse, "__delattr__": _refuse} if frozen else {}
        for name, method in {**methods, **equal_methods, **frozen_methods}.items():
            setattr(cls, name, method)
        return cls

    return made(*classes) if classes else made


def replace(made: Any, **changes: Any) -> Any:
    """Return another of the same class, with other values for some of its fields."""
    return type(made)(**{name: getattr(made, name) for name in made.__match_args__} | changes)


def _defaults(cls: type, names: Sequence[str]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return the values of fields that may be left out, and what makes the others."""
    given = {name: vars(cls)[name] for name in names if name in vars(cls)}
    fields = {name: default for name, default in given.items() if isinstance(default, Field)}
    for name in fields:
        delattr(cls, name)
    made = {name: one.default_factory for name, one in fields.items() if one.default_factory}
    return {name: default for name, default in given.items() if name not in fields}, made


def _init(
    cls: type, names: Sequence[str], fixed: Mapping[str, Any], made: Mapping[str, Callable[[], Any]]
) -> Callable[..., None]:
    every = set(names)

    def init(self: object, *values: Any, **named: Any) -> None:
        own = vars(self)
        own.update(fixed)
        own.update(zip(names, values))  # noqa: B905 - compared below
        own.update(named)
        for name in made.keys() - own.keys():
            own[name] = made[name]()
        if (
            own.keys() != every
            or len(values) > len(names)
            or not named.keys().isdisjoint(names[: len(values)])
        ):
            raise TypeError(f"{cls.__name__} has the fields {', '.join(names)}: got {values} and {named}")

    return init


def _parts(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self._compared])


def _equal(self: object, other: object) -> bool:
    return _parts(self) == _parts(other) if type(other) is type(self) else NotImplemented


def _hash(self: object) -> int:
    return hash(_parts(self))


def _shown(self: Any) -> str:
    fields = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({', '.join(fields)})"


def _refuse(self: object, name: str, value: object = None) -> None:
    raise FrozenInstanceError(f"{type(self).__qualname__} cannot be changed: {name}")
