"""Run commands side by side, and say how long they took and how much memory they held together."""

from __future__ import annotations

import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

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
    peak, waiting = 0.0, list(processes)
    while waiting:
        peak = max(peak, sum(_memory(process.pid) for process in waiting))
        time.sleep(EVERY)
        waiting = [process for process in waiting if process.poll() is None]
    seconds = time.perf_counter() - start
    outputs = [process.stdout.read() if process.stdout else "" for process in processes]
    for command, process, output in zip(commands, processes, outputs, strict=True):
        if process.returncode:
            raise CommandFailed(f"{' '.join(command)}\n{output[-3000:]}")
    return Run(seconds, _cpu() - cpu, peak / 1e6, "".join(outputs))


def _cpu() -> float:
    """Return the processor seconds of every process that was waited for so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> float:
    """Return what a process and its descendants hold, in bytes."""
    try:
        parent = psutil.Process(pid)
        return sum(_share(process) for process in (parent, *parent.children(recursive=True)))
    except psutil.Error:
        return 0.0


def _share(process: psutil.Process) -> float:
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(memory, "pss", memory.uss))
