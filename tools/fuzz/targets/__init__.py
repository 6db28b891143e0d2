"""What is fuzzed: one module a target, each with ``run``, ``seeds``, ``inputs`` and ``words``.

``run`` takes bytes and returns nothing, or raises an error of the project: a refusal. The first bytes choose
among a few ways in, the rest is text; so engines that know nothing of the target can change it, and an input
can be replayed. ``seeds`` are inputs to begin with, ``inputs`` is how Hypothesis makes nearly right ones,
``words`` what a mutation may insert.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Protocol

from hypothesis.strategies import SearchStrategy

NAMES = ("loader", "numbers", "queries", "planner")


class Target(Protocol):
    """What each module of this package has."""

    words: tuple[str, ...]
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    inputs: Callable[[], SearchStrategy[bytes]]


def target(name: str) -> Target:
    """Return a target by its name. Raises KeyError for another."""
    if name not in NAMES:
        raise KeyError(name)
    module: Target = import_module(f"{__name__}.{name}")
    return module
