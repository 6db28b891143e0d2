"""Run commands side by side, and say how long they took and how much memory they held together."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil

EVERY = 0.1
"""Seconds between two looks at the memory."""


class CommandFailed(Exception):  # noqa: N818 - reads better where it is raised
    """A command that was to be measured did not succeed; the message is what it said."""


@dataclass(frozen=True)
class Run:
    """What a run took."""

    seconds: float
    cpu: float
    """processor seconds of all processes: steadier than the clock on a busy machine"""
    peak: float
    """memory at the highest, in MB: of all processes together, what they share counted once"""
    largest: float
    """memory of the largest process at its highest, in MB, what it shares included"""
    output: str


def run(commands: list[list[str]], cwd: Path, env: dict[str, str]) -> Run:
    """Run commands at the same time until the last has ended. Raises CommandFailed."""
    start, cpu = time.perf_counter(), _cpu()
    processes = [
        subprocess.Popen(
            command, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for command in commands
    ]
    peak, largest, waiting = 0.0, 0.0, list(processes)
    while waiting:
        shares = [share for process in waiting for share in _shares(process.pid)]
        peak = max(peak, sum(share.pss for share in shares))
        largest = max([largest, *(share.rss for share in shares)])
        time.sleep(EVERY)
        waiting = [process for process in waiting if process.poll() is None]
    seconds = time.perf_counter() - start
    outputs = [process.stdout.read() if process.stdout else "" for process in processes]
    for command, process, output in zip(commands, processes, outputs, strict=True):
        if process.returncode:
            raise CommandFailed(f"{' '.join(command)}\n{output[-3000:]}")
    return Run(seconds, _cpu() - cpu, peak / 1e6, largest / 1e6, "".join(outputs))


def _cpu() -> float:
    """Return the processor seconds of every process that was waited for so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Share(NamedTuple):
    """What one process holds, in bytes: its part of what is shared, and all of it."""

    pss: float
    rss: float


def _shares(pid: int) -> Iterator[_Share]:
    """Yield what a process and each of its descendants holds; one that has just ended holds nothing."""
    try:
        parent = psutil.Process(pid)
        processes = [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return
    for process in processes:
        with suppress(psutil.Error):
            memory = process.memory_full_info()
            yield _Share(getattr(memory, "pss", memory.uss), memory.rss)
