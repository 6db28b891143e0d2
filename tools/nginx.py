"""Serve a built site by ``deploy/nginx.conf``. ``python -m tools.nginx`` finds an nginx, or installs one."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.paths import ROOT
from macros.serve.static import HOST
from tools import debian

CONFIGURATION = ROOT / "deploy" / "nginx.conf"
PLACE = "/var/www/cadrage"
"""where the configuration takes the site to be"""
PATIENCE = 10
"""seconds for a server to answer"""
_AROUND = """\
daemon off;
pid nginx.pid;
error_log error.log;
worker_processes 2;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    sendfile on;
    include site.conf;
}}
"""


class NoNginx(Exception):  # noqa: N818 - reads better where it is raised
    """There is no nginx, or it does not start; the message says why."""


def find() -> Path | None:
    """Return the nginx of this machine."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def ensure() -> Path:
    """Return the nginx of this machine, installed if need be."""
    if not find():
        debian.install("nginx-light")
    if found := find():
        return found
    raise NoNginx("No nginx was found and none could be installed: deploy/nginx.conf is not tried.")


@contextmanager
def serving(site: Path, port: int, work: Path) -> Iterator[str]:
    """Serve a site on a port of this machine while the block runs; gives the address, with its last slash."""
    configuration = CONFIGURATION.read_text("utf-8").replace(PLACE, str(site.resolve()))
    configuration = re.sub(r"listen 80;", f"listen {HOST}:{port};", configuration)
    configuration = re.sub(r"server_name [^;]+;", f"server_name {HOST};", configuration)
    work.mkdir(parents=True, exist_ok=True)
    (work / "site.conf").write_text(configuration, "utf-8")
    user = "" if os.getuid() else "user root;"  # who may read what root has built
    (work / "nginx.conf").write_text(_AROUND.format(user=user), "utf-8")
    command = [str(ensure()), "-p", f"{work}/", "-c", "nginx.conf", "-e", "error.log"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        _wait(server, port)
        yield f"http://{HOST}:{port}/"
    finally:
        server.terminate()
        server.wait()


def _wait(server: subprocess.Popen[str], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            assert server.stderr
            raise NoNginx(f"nginx does not take deploy/nginx.conf:\n{server.stderr.read()}")
        try:
            socket.create_connection((HOST, port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise NoNginx(f"nginx did not answer within {PATIENCE} seconds.")


if __name__ == "__main__":
    try:
        print(ensure())
    except NoNginx as error:
        print(error)  # tests say that they leave it out
