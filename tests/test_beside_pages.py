"""What stands beside the pages: manifests for devices, ``security.txt``, the digests of all files."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urljoin

import pytest
from PIL import Image

from macros.load import load
from macros.paths import ROOT
from macros.publish import MARKER, manifest, sbom, security_txt, sums

OTHER = ROOT / "tests" / "other_kb"


@pytest.mark.parametrize(("lang", "home"), [("en", ""), ("es", "es/")])
def test_each_language_has_its_manifest(other_site: Path, lang: str, home: str) -> None:
    found = json.loads((other_site / home / manifest.FILE).read_text("utf-8"))
    kb = load(OTHER)
    assert (found["lang"], found["short_name"]) == (lang, kb.site.name[lang])
    assert urljoin(f"/{home}{manifest.FILE}", found["start_url"]) == f"/{home}"
    assert urljoin(f"/{home}{manifest.FILE}", found["scope"]) == "/"
    for icon in found["icons"]:
        file = other_site / urljoin(f"/{home}", icon["src"]).lstrip("/")
        with Image.open(file) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}


def test_every_page_names_the_manifest_of_its_language(other_site: Path) -> None:
    for page in other_site.rglob("index.html"):
        html = page.read_text("utf-8")
        if 'http-equiv="refresh"' in html:
            continue
        (href,) = re.findall(r'<link rel="manifest" href="([^"]+)">', html)
        (lang,) = re.findall(r'<html lang="(\w+)"', html)
        named = json.loads((page.parent / href).resolve().read_text("utf-8"))
        assert named["lang"] == lang


def test_a_contact_is_told_whom_to_tell(other_site: Path) -> None:
    lines = (other_site / security_txt.FILE).read_text("utf-8").splitlines()
    said = dict(line.split(": ", 1) for line in lines)
    site = load(OTHER).site
    assert said["Contact"] == f"mailto:{site.contact}"
    assert said["Canonical"] == f"{site.url}{security_txt.FILE}"
    assert said["Preferred-Languages"] == "en, es"
    left = datetime.fromisoformat(said["Expires"]) - datetime.now(UTC)
    assert timedelta(days=360) < left < timedelta(days=365)


def test_without_a_contact_nobody_is_named(site: Path, built: Callable[..., Path]) -> None:
    assert load(ROOT / "data").site.contact is None
    assert not (site / security_txt.FILE).exists()


def test_every_file_has_its_digest(other_site: Path) -> None:
    told = subprocess.run(
        ["sha256sum", "--check", "--quiet", "--strict", sums.FILE],
        cwd=other_site,
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    listed = {line[66:] for line in (other_site / sums.FILE).read_text("utf-8").splitlines()}
    files = {path.relative_to(other_site).as_posix() for path in other_site.rglob("*") if path.is_file()}
    assert files - listed == {sums.FILE, MARKER}


def test_what_is_shipped_and_what_built_it_are_listed(other_site: Path) -> None:
    found = json.loads((other_site / sbom.FILE).read_text("utf-8"))
    components = {one["name"]: one for one in found["components"]}
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    assert len({one["bom-ref"] for one in found["components"]}) == len(found["components"]) == len(components)
    built = {(name, one["version"]) for name, one in components.items() if one["scope"] == "excluded"}
    locked = (ROOT / "requirements" / "runtime.txt").read_text("utf-8")
    pins = set(re.findall(r"^([\w.-]+)==([^\s;]+)", locked, re.MULTILINE))
    installed = {(one.name.lower().replace("_", "-"), one.version) for one in distributions()}
    assert built == pins & installed
    assert {"mkdocs", "pydantic", "jinja2"} < {name for name, _ in built}
    shipped = {name for name, one in components.items() if one["scope"] == "required"}
    declared = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert shipped == {name for name in declared if not re.search("spell|cspell|axe", name)}
    sizes = {"SHA-256": 64, "SHA-512": 128}
    for one in components.values():
        assert one["purl"].endswith(f"@{one['version']}")
        assert one["hashes"]
        assert all(re.fullmatch(rf"[0-9a-f]{{{sizes[it['alg']]}}}", it["content"]) for it in one["hashes"])
    assert all(components[name]["licenses"] for name in shipped)
