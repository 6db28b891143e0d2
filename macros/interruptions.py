"""Ctrl+C, where it may not come between two steps."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
"""The exit code of a command stopped with Ctrl+C."""


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl+C wait until the end of the block, here and in what is forked."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
