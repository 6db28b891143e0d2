"""Packages of Debian and its kin, for root: what a registry of Python or Node.js does not have."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(package: str) -> None:
    """Install a package where that is possible; what counts is whether its program is there afterwards."""
    if os.getuid() == 0 and shutil.which("apt-get"):
        print(f"Trying the distribution's (apt-get install {package})…", file=sys.stderr)
        attempt(["apt-get", "update", "-qq"])
        attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])


def attempt(command: list[str]) -> None:
    """Run an installer that may well fail."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=900)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} did not finish in 15 minutes.", file=sys.stderr)
