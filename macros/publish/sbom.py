"""``sbom.cdx.json``: what the site ships of others' and what built it, as CycloneDX 1.6 lists components.

Versions and digests are those of the lock files; there is no date in it, so that builds compare.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from macros.paths import ROOT

FILE = "sbom.cdx.json"
SHIPPED = ("@fontsource-variable/newsreader", "@fontsource-variable/schibsted-grotesk", "minisearch")
"""npm packages of which the site holds a part"""
RUNTIME = ("pyodide",)
"""… and those of which it does where it has calculators"""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:[^\n]*\\\n(?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def write(stage: Path, *, calculators: bool) -> None:
    """Write the list of components of a site, with the Python of its calculators where it has any."""
    shipped = SHIPPED + (RUNTIME if calculators else ())
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "cadrage", "name": "cadrage"}},
        "components": [*_node(shipped), *_python()],
    }
    (stage / FILE).write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _node(names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield what the site ships, from ``package-lock.json``."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    for name in names:
        pinned = packages[f"node_modules/{name}"]
        algorithm, _, digest = pinned["integrity"].partition("-")
        yield _component(
            f"pkg:npm/{name.replace('@', '%40')}@{pinned['version']}",
            name,
            pinned["version"],
            scope="required",
            licence=pinned["license"],
            hashes=[(algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex())],
        )


def _python() -> Iterator[dict[str, Any]]:
    """Yield what the build ran with, of what ``requirements/runtime.txt`` pins; none of it is in the site."""
    for pin in _PIN.finditer((ROOT / "requirements" / "runtime.txt").read_text("utf-8")):
        name, version = pin[1], pin[2]
        about = _installed(name, version)
        if not about:  # for another system, or another Python
            continue
        hashes = [("SHA-256", digest) for digest in _HASH.findall(pin[0])]
        licence = next(iter(about.get_all("License-Expression") or ()), None)
        purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
        yield _component(purl, name, version, scope="excluded", licence=licence, hashes=hashes)


def _installed(name: str, version: str) -> PackageMetadata | None:
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return None
    return about if about["Version"] == version else None


def _component(
    purl: str, name: str, version: str, *, scope: str, licence: str | None, hashes: list[tuple[str, str]]
) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version}
    found |= {"scope": scope, "hashes": [{"alg": alg, "content": content} for alg, content in hashes]}
    if licence:
        found["licenses"] = [{"expression": licence}]
    return found | {"purl": purl}
