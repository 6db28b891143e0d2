"""The Python that browsers run: the shipped bundle, in real Pyodide, answers as CPython does.

Every worked example of ``tests/cases/`` and ``data/calculators/`` is asked of both, in every language, with
no other archives than the page of its calculator has. What the bundle lacks, and whether its bytes repeat, is
looked at too.
"""

from __future__ import annotations

import ast
import errno
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros import runtime
from macros.runtime import MANIFEST
from planner import IDS, browser
from planner.catalogue import ADVISER, PARTS
from tests.planner_cases import Case, cases, faults
from tools.runtime import archive, bundle
from tools.runtime.__main__ import main
from tools.runtime.pyodide import RunError, run

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "runtime"
CACHE = ROOT / "build" / "cache" / "runtime"
LIBRARY = bundle.LIBRARY_INSIDE
LOCALES = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "data" / "locales").glob("*.json"))}
CURRENCY = "CAD"

ODD: list[dict[str, Any]] = [
    {"calculator": "cpm", "inputs": {"cost": typed, "impressions": "62500"}, "currency": CURRENCY}
    for typed in (
        "1 234,56",
        "1,234.56",
        "1’234.56",
        "12,5 k",
        "2M",
        "€1 200",
        "1,234",
        "-1",
        "0",
        "NaN",
        "9" * 400,
    )
] + [
    {"calculator": "none", "inputs": {}, "currency": CURRENCY},
    {"calculator": "cpm", "inputs": {"cost": "5"}, "currency": "XXX"},
    {"calculator": "cpm", "inputs": {"coût": "5"}, "currency": CURRENCY},
    {
        "calculator": "budget-split",
        "inputs": {"total": "10", "share.e\u0301te\u0301": "50"},
        "currency": CURRENCY,
    },
]
"""What no worked example has: numbers in every writing, and what is refused."""


# -- what is asked ---------------------------------------------------------------------------------


def examples() -> Iterator[dict[str, Any]]:
    """The examples that pages show."""
    for path in sorted((ROOT / "data" / "calculators").glob("*.yml")):
        entry = yaml.safe_load(path.read_text("utf-8"))
        for example in entry["examples"]:
            yield {"calculator": path.stem, "inputs": texts(example["values"]), "currency": CURRENCY}


def texts(inputs: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in inputs.items()}


def asked(case: Case) -> dict[str, Any]:
    """A worked example as a page would ask it."""
    return {"calculator": case.calculator, "inputs": case.inputs, "currency": case.currency}


CASES = list(cases())
ADVICE = yaml.safe_load((ROOT / "tests" / "cases" / "advice" / "adviser.yml").read_text("utf-8"))
ASKED = [
    *map(asked, CASES),
    *examples(),
    *ODD,
    *({"calculator": ADVISER, "inputs": texts(case["answers"]), "currency": CURRENCY} for case in ADVICE),
]
KINDS = {name: name for name in PARTS} | dict.fromkeys({*IDS, "none"} - {*PARTS}, "cpm")
"""calculator → one whose page fetches the same archives"""


# -- the bundle and what it answered ---------------------------------------------------------------


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """What the bundle says of itself; it is made again where planner, Pyodide or the tools changed."""
    return bundle.build(OUT, CACHE)


@pytest.fixture(scope="module")
def found(manifest: dict[str, Any]) -> dict[str, Any]:
    """What everything asked came to, each request in a Pyodide that has what its page has."""
    found: dict[str, Any] = {
        "modules": {},
        "missed": [],
        "answers": {code: [None] * len(ASKED) for code in LOCALES},
    }
    for kind in sorted(set(KINDS.values())):
        own = [number for number, request in enumerate(ASKED) if KINDS[request["calculator"]] == kind]
        said = in_pyodide(manifest, OUT, kind, [ASKED[number] for number in own])
        found["modules"] |= said["modules"]
        found["missed"] += said["missed"]
        found["failure"] = said["failure"]
        for code, answers in said["answers"].items():
            for number, answer in zip(own, answers, strict=True):
                found["answers"][code][number] = answer
    return found


def in_pyodide(manifest: dict[str, Any], out: Path, calculator: str, requests: list[dict[str, Any]]) -> Any:
    """Ask on what the page of a calculator has."""
    parts = json.loads(runtime.parts(manifest, calculator))
    files = bundle.inside(parts["archives"], out)
    common, *others = files
    return run(
        ROOT / "tests" / "inside" / "answers.py",
        {"parts": others, "locales": LOCALES, "requests": [json.dumps(request) for request in requests]},
        runtime=out / parts["interpreter"],
        library=str(out / parts["library"]),
        lock=parts["lock"],
        files=files,
        paths=[common],
    )


def test_every_calculator_is_asked() -> None:
    assert {request["calculator"] for request in ASKED} >= {*IDS, ADVISER}


def test_a_page_fetches_what_its_calculator_needs(manifest: dict[str, Any]) -> None:
    for calculator in (*IDS, ADVISER):
        page = json.loads(runtime.parts(manifest, calculator))
        assert [*page["archives"]] == ["planner", *([PARTS[calculator]] if calculator in PARTS else [])]
        archives = {*page["archives"].values(), page["library"]}
        assert {name for name in page["files"] if name.endswith(".zip")} == archives
        assert {name for name in manifest["files"] if name.startswith("pyodide-")} < set(page["files"])
    assert runtime.parts(None, "cpm") == "null"


def test_every_module_is_in_the_archive_of_its_part(manifest: dict[str, Any]) -> None:
    held = {name: set(archive.unpack(OUT / file)) for name, file in manifest["archives"].items()}
    for part in PARTS.values():
        assert {f"planner/{part}/__init__.pyc"} < held[part]
        assert {name for names in held.values() for name in names if f"/{part}/" in name} == held[part]
    assert sum(map(len, held.values())) == len(bundle.python_files(ROOT / "planner"))


@pytest.mark.parametrize("code", LOCALES)
def test_browsers_answer_as_cpython_does(code: str, found: dict[str, Any]) -> None:
    browser.speak(LOCALES[code])
    for request, answered in zip(ASKED, found["answers"][code], strict=True):
        expected = browser.answer(json.dumps(request)), browser.whole()
        assert [*map(json.loads, answered)] == [*map(json.loads, expected)], request


def test_every_worked_example_comes_out_right(found: dict[str, Any]) -> None:
    """Each in its own language, where numbers are read its way."""
    for number, case in enumerate(CASES):
        answer = json.loads(found["answers"][case.lang][number][1])
        assert not faults(case, answer), case


def test_nothing_is_missing_and_nothing_is_idle(manifest: dict[str, Any], found: dict[str, Any]) -> None:
    """Each standard module of the bundle is imported, none is looked for in vain."""
    assert found["missed"] == []
    places = set(found["modules"].values())
    held = {f"{LIBRARY}{name}" for name in archive.unpack(OUT / manifest["library"])}
    idle = held - places - {f"{LIBRARY}{name}" for name in bundle.ALWAYS}
    assert not idle
    archives = bundle.inside(manifest["archives"], OUT)
    ours = {f"{path}/{name}" for path, file in archives.items() for name in archive.unpack(Path(file))}
    others = {place for place in places if "/" in place and not place.startswith("/scripts/")} - held - ours
    assert not others


def test_a_failure_names_our_file_and_nobodys_folder(found: dict[str, Any]) -> None:
    assert 'File "planner/browser.py", line ' in found["failure"]
    assert str(ROOT) not in found["failure"]


def test_a_module_that_is_not_there_is_named(manifest: dict[str, Any], tmp_path: Path) -> None:
    """Were one trimmed by mistake, the tests above would fail: they run on nothing but the bundle."""
    out = Path(shutil.copytree(OUT, tmp_path / "runtime"))
    library = archive.unpack(out / manifest["library"])
    del library["fractions.pyc"]
    (out / manifest["library"]).write_bytes(archive.pack(library))
    (tmp_path / "node_modules").symlink_to(
        ROOT / "node_modules"
    )  # Pyodide imports ws where it runs on Node.js
    with pytest.raises(RunError, match="No module named 'fractions'"):
        in_pyodide(manifest, out, "cpm", ASKED[:1])


def test_assertions_do_nothing() -> None:
    """Bytecode comes without them."""
    for name, text in bundle.python_files(ROOT / "planner").items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Assert):
                acts = [
                    part for part in ast.walk(node) if isinstance(part, ast.Call | ast.NamedExpr | ast.Await)
                ]
                assert not acts, f"{name}, line {node.lineno}"


def test_bytecode_has_no_docstrings(manifest: dict[str, Any]) -> None:
    held = archive.unpack(OUT / manifest["archives"]["planner"])["planner/cells.pyc"]
    assert (ROOT / "planner" / "cells.py").read_bytes()[3:60] not in held


# -- its bytes -------------------------------------------------------------------------------------


def test_two_builds_give_the_same_bytes(manifest: dict[str, Any], tmp_path: Path) -> None:
    again = bundle.make(tmp_path, bundle.Sources())
    assert set(manifest["files"]) < set(again)
    for name, content in again.items():
        assert (OUT / name).read_bytes() == content, name


def test_bytecode_is_the_same_in_every_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(zone: str) -> dict[str, bytes]:
        monkeypatch.setenv("TZ", zone)
        return bundle._compiled({"one.py": b"x = 1\n"}, bundle.Sources())

    assert compiled("America/Toronto") == compiled("Asia/Tokyo")


def test_a_project_that_is_moved_keeps_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells whether it is to be made again names no folder of this machine."""
    before = bundle.Sources().digest()
    for name in ("tools/runtime", "planner", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    monkeypatch.setattr(bundle, "__file__", str(tmp_path / "tools" / "runtime" / "bundle.py"))
    assert bundle.Sources(planner=tmp_path / "planner").digest() == before


@pytest.mark.parametrize(("module", "name"), [("calculators/cpm.py", "planner"), ("plan/line.py", "plan")])
def test_a_changed_formula_changes_its_archive_alone(
    module: str, name: str, manifest: dict[str, Any], tmp_path: Path
) -> None:
    planner = tmp_path / "planner"
    shutil.copytree(ROOT / "planner", planner, ignore=shutil.ignore_patterns("__pycache__"))
    with (planner / module).open("a", encoding="utf-8") as formula:
        formula.write("\nCHANGED = 1\n")
    changed = bundle.make(CACHE, bundle.Sources(planner=planner))
    assert set(manifest["files"]) - set(changed) == {manifest["archives"][name]}


def test_the_bundle_is_not_made_twice(manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "make", lambda *_: pytest.fail("it was made again"))
    assert bundle.build(OUT, CACHE) == manifest


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "\nstopped; the calculators' Python is made again by the next command\n"),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
            1,
            "{out} could not be written: the disk is full. What was published is as it was.\n",
        ),
    ],
)
def test_what_stops_the_making_is_told(
    fault: BaseException,
    code: int,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(*_: object) -> None:
        raise fault

    monkeypatch.setattr(bundle, "make", stopped)
    assert main(["--out", str(tmp_path)]) == code
    assert capsys.readouterr().err == told.format(out=tmp_path)


def test_a_bundle_half_written_is_written_again(
    manifest: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was full on the way: the next making sees that something lacks."""
    made = {name: (OUT / name).read_bytes() for name in [*manifest["files"], MANIFEST]}
    monkeypatch.setattr(bundle, "make", lambda *_: made)
    whole = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.suffix == ".wasm":
            whole(self, content[: len(content) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return whole(self, content)

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space left"):
        patched.setattr(Path, "write_bytes", full)
        bundle.build(tmp_path, CACHE)
    assert bundle.build(tmp_path, CACHE) == manifest
    assert {name: (tmp_path / name).read_bytes() for name in made} == made


def test_names_change_with_what_files_hold(manifest: dict[str, Any]) -> None:
    """So that they can be kept for ever: a name is the digest of a file, or of a folder."""
    for kind, name in {"library": manifest["library"], **manifest["archives"]}.items():
        assert name == f"{kind}-{bundle._digest({kind: (OUT / name).read_bytes()})}.zip"
    folder = OUT / manifest["interpreter"]
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    digest = bundle._digest({name: path.read_bytes() for name, path in files.items()})
    assert folder.name == f"pyodide-{manifest['pyodide']}-{digest}"
    assert {name for name in files if name.startswith("licences/")} >= {"licences/CPython.txt"}
