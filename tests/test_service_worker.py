"""What the build tells the service worker, and what stands in its place where pages are not to be kept."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from macros import build, service_worker
from macros.paths import FRAME, ROOT
from macros.urls import EMBED

OTHER = ROOT / "tests" / "other_kb"


def facts(site: Path) -> dict[str, Any]:
    """Return what the build put before the script."""
    script = (site / service_worker.FILE).read_text("utf-8")
    before, _, after = script.partition("\n//")  # a digest may hold two strokes
    assert f"//{after}" == (FRAME / service_worker.FILE).read_text("utf-8")
    found = re.findall(r"^const ([A-Z]+) = (.+?);$", before, re.MULTILINE | re.DOTALL)
    return {name: json.loads(value) for name, value in found}


def test_it_knows_the_release(other_site: Path) -> None:
    known = facts(other_site)
    home = json.loads((other_site / "search.json").read_text("utf-8"))["assets"]
    assert f"{home}/site.css" in known["DIGESTS"] and (other_site / home).is_dir()
    assert list(known["AWAY"].items()) == [("es/", "es/sin-linea/"), ("", "when-the-line-is-down/")]
    assert all((other_site / path / "index.html").is_file() for path in known["AWAY"].values())


def test_it_knows_every_file_that_pages_are_made_of(other_site: Path) -> None:
    known = facts(other_site)["DIGESTS"]
    for address, digest in known.items():
        assert sha256((other_site / address).read_bytes()).digest() == b64decode(digest), address
    kinds = {".css", ".js", ".mjs", ".wasm", ".woff2", ".zip"}
    made = {path for path in (other_site / "assets").rglob("*") if path.suffix in kinds}
    assert set(known) == {path.relative_to(other_site).as_posix() for path in made}
    assert {Path(address).suffix for address in known} == kinds


def test_every_page_says_where_it_is(other_site: Path) -> None:
    for path in other_site.rglob("index.html"):
        if EMBED in path.relative_to(other_site).parts:
            continue  # what another site shows is not kept by ours
        if found := re.search(r'data-main="[^"]+"(?: data-service="([^"]+)")?', path.read_text("utf-8")):
            assert (path.parent / (found[1] or "nowhere")).resolve() == other_site / service_worker.FILE


@pytest.mark.parametrize(
    ("wanted", "told", "kept"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_a_site_that_keeps_nothing_says_so_at_the_same_address(
    tmp_path: Path, wanted: bool, told: bool, kept: bool
) -> None:
    """``offline: false`` in ``site.yml``, or ``make serve``: what an earlier one kept is taken away."""
    data = shutil.copytree(OTHER, tmp_path / "kb")
    with (data / "site.yml").open("a", encoding="utf-8") as site:
        site.write(f"\noffline: {str(told).lower()}\n")
    edition = next(iter(build.prepare(data, offline=wanted).editions.values()))
    service_worker.write(edition, tmp_path)
    name = service_worker.FILE if kept else service_worker.GONE
    written = (tmp_path / service_worker.FILE).read_text("utf-8")
    assert written.endswith((FRAME / name).read_text("utf-8"))
    assert kept == (written != (FRAME / name).read_text("utf-8"))
