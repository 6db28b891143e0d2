"""``sbom.cdx.json``: what the site ships of others' and what built it, as CycloneDX 1.6 lists components.

Versions and digests are those of the lock files; there is no date in it, and its number comes from what it
lists, so that builds compare. What is shipped names the file of the site that holds its licence.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from macros import packages, runtime
from macros.paths import ROOT
from macros.publish.compiled import PARTS

FILE = "sbom.cdx.json"
SHIPPED = {
    "@fontsource-variable/newsreader": "fonts/OFL-newsreader.txt",
    "@fontsource-variable/schibsted-grotesk": "fonts/OFL-schibsted-grotesk.txt",
    "minisearch": "js/search/MIT-minisearch.txt",
}
"""npm packages of which the site holds a part → the asset that holds their licence"""
PYODIDE = "pyodide"
"""… and the one of which it does where it has calculators"""
PYODIDE_LICENCE = "Pyodide-MPL-2.0.txt"
PACKER = ROOT / ".venv" / "pyodide"
"""what packs Python for browsers (tools/install.py)"""
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:[^\n]*\\\n(?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

Component = dict[str, Any]


def write(stage: Path, assets: Mapping[str, str], bundle: Mapping[str, Any] | None) -> None:
    """Write the list of components of a site.

    ``assets`` are the addresses of its assets, ``bundle`` is what the Python of its calculators says of
    itself, where it has any.
    """
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    shipped = [_npm(name, locked, "required", assets.get(licence)) for name, licence in SHIPPED.items()]
    if bundle:
        shipped.append(_pyodide(locked, runtime.PLACE + bundle["interpreter"] + "licences/"))
    components = [*shipped, *_built_with(locked, calculators=bundle is not None)]
    own = locked[""]
    about = {"type": "application", "bom-ref": own["name"], "name": own["name"], "version": own["version"]}
    about |= {"licenses": [{"expression": own["license"]}]}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid5(NAMESPACE_URL, json.dumps([about, components])).urn,
        "version": 1,
        "metadata": {"component": about},
        "components": components,
    }
    (stage / FILE).write_text(json.dumps(document, indent=1) + "\n", "utf-8")


def _built_with(locked: Mapping[str, Any], *, calculators: bool) -> Iterator[Component]:
    """Yield what the build ran with, each once; none of it is in the site."""
    yield from _python("runtime")
    if calculators:  # their Python was packed on the way
        seen = {one["purl"] for one in _python("runtime")}
        yield from (one for one in _python("pyodide", PACKER) if one["purl"] not in seen)
        for name in locked[f"node_modules/{PYODIDE}"]["dependencies"]:
            yield _npm(name, locked, "excluded")


# --------------------------------------------------------------------------------------------------
# Packages of npm


def _npm(name: str, locked: Mapping[str, Any], scope: str, licence_at: str | None = None) -> Component:
    """Return a package that ``package-lock.json`` pins."""
    pinned = locked[f"node_modules/{name}"]
    algorithm, _, digest = pinned["integrity"].partition("-")
    purl = f"pkg:npm/{name.replace('@', '%40')}@{pinned['version']}"
    hashes = [(algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex())]
    found = _component(purl, name, pinned["version"], scope, {"expression": pinned["license"]}, hashes)
    return found | _licence_at(licence_at)


def _pyodide(locked: Mapping[str, Any], licences: str) -> Component:
    """Return the Python of the calculators with what is compiled into it."""
    return _npm(PYODIDE, locked, "required", licences + PYODIDE_LICENCE) | {
        "components": [
            _component(
                f"pkg:generic/{quote(part.name.lower(), safe='')}{part.version and f'@{part.version}'}",
                part.name,
                part.version,
                "required",
                {"expression": part.licence},
                [],
            )
            | _licence_at(licences + part.text, {"type": "website", "url": part.source})
            for part in PARTS
        ]
    }


def _licence_at(address: str | None, *others: dict[str, str]) -> Component:
    """Return references to the file of the site that holds a licence, from its root, and to others."""
    licence = [{"type": "license", "url": address}] if address else []
    return {"externalReferences": [*licence, *others]} if licence or others else {}


# --------------------------------------------------------------------------------------------------
# Packages of Python


def _python(lock: str, folder: Path | None = None) -> Iterator[Component]:
    """Yield what is installed, in a folder where one is named, of what a lock pins."""
    where = [str(folder)] if folder else sys.path
    for pin in _PIN.finditer((ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")):
        name, version = pin[1], pin[2]
        found = next(iter(distributions(name=name, path=where)), None)
        if not found or found.version != version:  # for another system, or another Python
            continue
        hashes = [("SHA-256", digest) for digest in _HASH.findall(pin[0])]
        purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
        yield _component(purl, name, version, "excluded", _licence(found), hashes)


def _licence(of: Distribution) -> dict[str, Any] | None:
    """Return a package's licence: an SPDX expression, or a name as its authors wrote it."""
    if expression := packages.expression(of.metadata):
        return {"expression": expression}
    named = packages.licence(of.metadata)
    return {"license": {"name": named}} if named else None


def _component(
    purl: str,
    name: str,
    version: str,
    scope: str,
    licence: dict[str, Any] | None,
    hashes: list[tuple[str, str]],
) -> Component:
    found: Component = {"type": "library", "bom-ref": purl, "name": name}
    found |= {"version": version} if version else {}
    found |= {"scope": scope}
    found |= {"hashes": [{"alg": alg, "content": content} for alg, content in hashes]} if hashes else {}
    found |= {"licenses": [licence]} if licence else {}
    return found | {"purl": purl}
