"""Ctrl+C, where it may not come between two steps."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
"""The exit code of a command stopped with Ctrl+C."""


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl+C wait until the end of the block, here and in what is forked."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _noted_at_most():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _noted_at_most() -> Iterator[None]:
    """Note a Ctrl+C that another thread receives, which Python would raise in this one; raise it later."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        for number in came[:1]:
            signal.raise_signal(number)
