"""How many readers one machine serves: wrk asks nginx as ``deploy/nginx.conf`` sets it up, both on it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.addresses import Addresses
from macros.load import load
from macros.paths import DATA
from tools import debian, nginx
from tools.bench.measure import CommandFailed
from tools.bench.shipped import Shipped, free_port

PAGES = ("page/home", "objective/notoriete", "page/sources")
"""the first one, a usual one, the heaviest"""
CONNECTIONS, THREADS, SECONDS = 64, 2, 10
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """What wrk found: requests a second, the slowest of a hundred in milliseconds, answers that failed."""

    rate: float
    p99: float
    errors: int


def report(shipped: Shipped, work: Path) -> Iterator[str]:
    """Serve the shipped site and load it; yield the lines of the report."""
    wrk = _wrk()
    kb = load(DATA)
    addresses = Addresses(kb)
    _pack(shipped.site)
    yield f"nginx under load: {CONNECTIONS} connections for {SECONDS} s, gzip, wrk on the same processors"
    yield f"{'':>24}  {'requests/s':>10}  {'p99 ms':>7}  errors"
    with nginx.serving(shipped.site, free_port(), work) as address:
        for page in PAGES:
            url = addresses.url(page, kb.languages[0])
            found = _loaded(wrk, address + url)
            yield f"{url or '/':>24}  {found.rate:>10,.0f}  {found.p99:>7.1f}  {found.errors:>6}"


def _wrk() -> str:
    if not shutil.which("wrk"):
        debian.install("wrk")
    if found := shutil.which("wrk"):
        return found
    raise CommandFailed("No wrk was found and none could be installed: the load test needs it.")


def _pack(site: Path) -> None:
    """Write the .gz copies that nginx sends: the site was built without."""
    for page in site.rglob("index.html"):
        subprocess.run(["gzip", "-9", "-n", "-k", "-f", str(page)], check=True)


def _loaded(wrk: str, address: str) -> Load:
    command = [wrk, f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency"]
    done = subprocess.run(
        [*command, "-H", "Accept-Encoding: gzip", address], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"wrk could not ask {address}:\n{done.stdout}{done.stderr}")
    return read(done.stdout)


def read(said: str) -> Load:
    """Read what wrk prints."""
    (rate,) = re.findall(r"Requests/sec:\s+([\d.]+)", said)
    ((p99, unit),) = re.findall(r"99%\s+([\d.]+)(us|ms|s)\b", said)
    refused = sum(
        map(int, re.findall(r"(?:Non-2xx or 3xx responses|connect|read|write|timeout):? (\d+)", said))
    )
    return Load(float(rate), float(p99) * UNITS[unit], refused)
