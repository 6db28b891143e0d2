"""What stands beside the pages: manifests, ``security.txt``, digests of all files, the list of components."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pytest
from jsonschema import Draft7Validator
from PIL import Image
from referencing import Registry
from referencing.jsonschema import DRAFT7

from macros import runtime
from macros.load import load
from macros.paths import ROOT
from macros.publish import MARKER, manifest, sbom, security_txt, sums
from macros.publish.compiled import PARTS
from macros.urls import EMBED

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
        if 'http-equiv="refresh"' in html or EMBED in page.relative_to(other_site).parts:
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


# -- the list of components ------------------------------------------------------------------------

SCHEMAS = ROOT / "tests" / "cyclonedx"
LICENCES = ROOT / "tools" / "runtime" / "licences"
SPDX = set(json.loads((SCHEMAS / "spdx.SNAPSHOT.schema.json").read_text("utf-8"))["enum"])
OURS = "LicenseRef-public-domain"
"""SPDX has no name for it"""


@pytest.fixture(scope="module")
def listed(other_site: Path) -> dict[str, Any]:
    """The list of components of a site with calculators."""
    found: dict[str, Any] = json.loads((other_site / sbom.FILE).read_text("utf-8"))
    return found


def components(listed: dict[str, Any], scope: str) -> dict[str, dict[str, Any]]:
    """Components of a scope by name, those compiled into others included."""
    found = listed["components"]
    inside = [one for holder in found for one in holder.get("components", ())]
    return {one["name"]: one for one in [*found, *inside] if one["scope"] == scope}


def pins(lock: str) -> set[tuple[str, str]]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    return set(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))


def test_the_list_is_cyclonedx(listed: dict[str, Any]) -> None:
    names = ("bom-1.6", "spdx", "jsf-0.82")
    schemas = [json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text("utf-8")) for name in names]
    known = Registry().with_resources(
        (schema["$id"].replace(".schema.json", ".SNAPSHOT.schema.json"), DRAFT7.create_resource(schema))
        for schema in schemas
    )
    schema = schemas[0] | {"$id": schemas[0]["$id"].replace(".schema.json", ".SNAPSHOT.schema.json")}
    validator = Draft7Validator(schema, registry=known)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(listed)] == []
    listed = listed | {"components": [*listed["components"], {"name": "of no type"}]}
    assert not validator.is_valid(listed)
    assert listed["specVersion"] == "1.6"


def test_what_built_the_site_is_listed(listed: dict[str, Any]) -> None:
    installed = {(one.name.lower().replace("_", "-"), one.version) for one in distributions()}
    node = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    of_pyodide = {(name, node[f"node_modules/{name}"]["version"]) for name in ("ws", "@types/emscripten")}
    built = {(name, one["version"]) for name, one in components(listed, "excluded").items()}
    assert built == (pins("runtime") & installed) | pins("pyodide") | of_pyodide
    assert {"mkdocs", "pydantic", "jinja2"} < {name for name, _ in built}


def test_what_is_shipped_is_listed(listed: dict[str, Any]) -> None:
    declared = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    inside = {part.name for part in PARTS}
    shipped = components(listed, "required").keys() - inside
    assert shipped == {name for name in declared if not re.search("spell|cspell|axe", name)}
    assert components(listed, "required").keys() > inside


def test_components_are_named_as_packages_are(listed: dict[str, Any]) -> None:
    found = [*components(listed, "required").values(), *components(listed, "excluded").values()]
    assert len({one["bom-ref"] for one in found}) == len(found)
    for one in found:
        purl = PURL.fullmatch(one["purl"])
        assert purl, one["purl"]
        assert unquote(purl["version"] or "") == one.get("version", "")
        assert unquote(purl["name"]) == (one["name"] if purl["type"] == "npm" else one["name"].lower())


PURL = re.compile(
    r"pkg:(?P<type>npm|pypi|generic)/(?P<name>(?:%40[\w.-]+/)?[a-z0-9%A-F._-]+)(?:@(?P<version>[^@/]+))?"
)


def test_every_pinned_component_has_its_digests(listed: dict[str, Any]) -> None:
    sizes = {"SHA-256": 64, "SHA-512": 128}
    node = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    locks = "".join(
        (ROOT / "requirements" / f"{name}.txt").read_text("utf-8") for name in ("runtime", "pyodide")
    )
    for one in listed["components"]:
        assert one["hashes"]
        assert all(re.fullmatch(rf"[0-9a-f]{{{sizes[it['alg']]}}}", it["content"]) for it in one["hashes"])
        if one["purl"].startswith("pkg:npm/"):
            (digest,) = one["hashes"]
            told = base64.b64encode(bytes.fromhex(digest["content"])).decode()
            assert node[f"node_modules/{one['name']}"]["integrity"] == f"sha512-{told}"
        else:
            pin = locks[locks.index(f"{one['name']}=={one['version']}") :]
            held = re.match(r"\S+[^\n]*\\\n((?: +--hash=\S+(?: \\)?\n)+)", pin)
            assert held
            assert {it["content"] for it in one["hashes"]} == set(re.findall("sha256:([0-9a-f]+)", held[1]))


def test_every_component_has_its_licence(listed: dict[str, Any]) -> None:
    shipped, built = (components(listed, scope) for scope in ("required", "excluded"))
    for one in [*shipped.values(), *built.values()]:
        (licence,) = one["licenses"]
        if "expression" in licence:
            words = set(
                re.split(r" (?:AND|OR|WITH) ", licence["expression"].replace("(", "").replace(")", ""))
            )
            assert words <= SPDX | {OURS}, one["name"]
        else:
            assert licence["license"]["name"], one["name"]
            assert one["name"] in built, "what is shipped has an SPDX expression"


def test_what_is_shipped_has_its_licence_in_the_site(listed: dict[str, Any], other_site: Path) -> None:
    for name, one in components(listed, "required").items():
        (address,) = (it["url"] for it in one["externalReferences"] if it["type"] == "license")
        text = (other_site / address).read_text("utf-8")
        called = name.removeprefix("@fontsource-variable/")
        assert TOLD_AS.get(name, called).lower() in text.lower(), f"{address} is not the licence of {name}"


TOLD_AS = {
    "minisearch": "Copyright 2022 Luca Ongaro",
    "pyodide": "Mozilla Public License",
    "hiwire": "Mozilla Public License",
    "CPython": "Python Software Foundation",
}
"""Where a text does not call a component by its name."""


def test_texts_that_are_shipped_belong_to_a_component(listed: dict[str, Any], other_site: Path) -> None:
    addresses = {
        it["url"]
        for one in components(listed, "required").values()
        for it in one["externalReferences"]
        if it["type"] == "license"
    }
    texts = [*other_site.glob("assets/**/licences/*.txt"), *other_site.glob("assets/*/OFL-*.txt")]
    texts += other_site.glob("assets/*/js/**/MIT-*.txt")
    assert {path.relative_to(other_site).as_posix() for path in texts} == addresses


def test_what_is_compiled_into_pyodide_stands_among_its_licences() -> None:
    texts = {path.name: path.read_text("utf-8") for path in LICENCES.glob("*.txt")}
    for part in PARTS:
        assert part.heading in texts[part.text], part.name
    headings = set(re.findall(r"^#{78}\n(# .*)\n#{78}$", texts["others.txt"], re.MULTILINE))
    covered = {part.heading for part in PARTS}
    told_elsewhere = {
        next(heading for heading in headings if heading.startswith(start))
        for start in ("# Pyodide ", "# CPython ", "# Within CPython")
    }
    assert headings - told_elsewhere == {heading for heading in covered if heading.startswith("#")}


def test_versions_of_what_is_compiled_are_those_of_this_pyodide() -> None:
    bundle = runtime.manifest()
    assert bundle
    said = re.search(
        r"files themselves tell: (.*?)\.\n\n", (LICENCES / "others.txt").read_text("utf-8"), re.DOTALL
    )
    assert said
    told = dict(words.rsplit(" ", 1) for words in " ".join(said[1].split()).split(", "))
    versions = {part.name: part.version for part in PARTS}
    assert told.pop("Pyodide") == bundle["pyodide"]
    assert told.items() <= versions.items()
    assert versions["CPython"] == bundle["lock"]["info"]["python"]
    assert versions["Emscripten"].replace(".", "_") in bundle["lock"]["info"]["platform"]


def test_a_list_without_calculators_has_no_python_of_theirs(tmp_path: Path) -> None:
    sbom.write(tmp_path, {}, None)
    listed = json.loads((tmp_path / sbom.FILE).read_text("utf-8"))
    assert components(listed, "required").keys() == sbom.SHIPPED.keys()
    assert not {"pyodide-build", "ws"} & components(listed, "excluded").keys()


def test_the_number_of_a_list_comes_from_what_it_lists(listed: dict[str, Any], tmp_path: Path) -> None:
    numbers = []
    for assets in ({}, {}, {"js/search/MIT-minisearch.txt": "assets/x.txt"}):
        sbom.write(tmp_path, assets, None)
        numbers.append(json.loads((tmp_path / sbom.FILE).read_text("utf-8"))["serialNumber"])
    assert numbers[0] == numbers[1] != numbers[2]
    assert "timestamp" not in listed["metadata"]
