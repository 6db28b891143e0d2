"""The tools: a language added step by step, a new entry of each kind, the packages, the commands."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros import schema
from macros.load import DataError, KnowledgeBase, load
from macros.load.reader import Document, read_file
from macros.publish import llms
from tests.small_kb import SmallKB, editions
from tools import audit, knowledge, missing, new, testing
from tools.bench.browser.trace import Task, tasks
from tools.bench.synthetic import Writer

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "bad_data" / "base"
DECLARED = "  - { code: es, name: Español, locale: es, draft: true }\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of a small knowledge base, in English and French."""
    return Path(shutil.copytree(BASE, tmp_path / "data"))


def edit(path: Path, find: str, put: str) -> None:
    text = path.read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), "utf-8")


def problems(data: Path) -> list[str]:
    with pytest.raises(DataError) as caught:
        load(data)
    return [str(problem) for problem in caught.value.problems]


# -- a language, step by step ----------------------------------------------------------------------


def declare(data: Path) -> None:
    edit(data / "site.yml", "\nlicences:", f"{DECLARED}\nlicences:")


def undraft(data: Path) -> None:
    text = (data / "site.yml").read_text("utf-8")
    (data / "site.yml").write_text(re.sub(r"(, |\n +)draft: true", "", text), "utf-8")


def translate(data: Path) -> None:
    """Give every text that ``make missing`` lists a Spanish one."""
    codes = ["en", "fr"]
    for document in knowledge.translated_files(data):
        for steps, texts in missing._texts(document.value, (), {*codes, "es"}):
            texts.setdefault("es", _spanish(texts["en"], steps))
        _write(data, document)


def _spanish(text: Any, steps: Any) -> Any:
    if isinstance(text, list) or {"slug", "anchor", "letter", "quote"} & set(
        steps
    ):  # quoted: how texts begin
        return text
    return f"{text} (es)"


def _write(data: Path, document: Document) -> None:
    name = document.file.partition("/")[2]
    written = yaml.safe_dump(_plain(document.value), allow_unicode=True, sort_keys=False, width=100_000)
    (data / name).write_text(written, "utf-8")


def _plain(value: Any) -> Any:
    """Numbers as YAML writes them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool | None) else float(value)


def test_a_language_is_added_step_by_step(data: Path) -> None:
    """Each step that ``make missing`` names leaves a knowledge base that loads."""
    assert "2. cp data/interface/en.yml data/interface/es.yml" in missing.report(data, "es")

    declare(data)
    assert languages(load(data)) == (["en", "fr"], ["en", "fr", "es"])
    assert "declare it" not in missing.report(data, "es")

    shutil.copy(data / "interface" / "en.yml", data / "interface" / "es.yml")
    assert languages(load(data))[0] == ["en", "fr"]

    edit(data / "metrics" / "reach.yml", "title: {", "title: { es: Alcance,")
    assert load(data).entries["metric/reach"].title == {"en": "Reach", "fr": "Portée"}

    translate(data)
    assert "No text lacks Español (es)." in missing.report(data, "es")
    undraft(data)
    kb = load(data)
    assert languages(kb) == (["en", "fr", "es"], ["en", "fr", "es"])
    assert kb.entries["metric/reach"].title["es"] == "Alcance"


def languages(kb: KnowledgeBase) -> tuple[list[str], list[str]]:
    return kb.languages, [language.code for language in kb.site.languages]


def test_a_language_published_too_early_is_told_what_lacks(data: Path) -> None:
    declare(data)
    shutil.copy(data / "interface" / "en.yml", data / "interface" / "es.yml")
    translate(data)
    undraft(data)
    edit(data / "metrics" / "reach.yml", "  es: Reach (es)\n", "")
    assert problems(data) == [
        'data/metrics/reach.yml:2:1: "title" lacks the language "es".\n'
        "  expected: every language of the site: en, fr, es\n"
        '  mend: add "es:" beside the others.'
    ]


def test_a_draft_may_share_slugs_and_anchors(data: Path) -> None:
    """Two drafts of one slug are no addresses yet."""
    declare(data)
    for name in ("teaser", "tutorial"):
        edit(data / "formats" / f"{name}.yml", "slug: {", "slug: { es: video,")
    edit(data / "site.yml", "    slug: { en: goals,", "    slug: { es: metrics, en: goals,")
    assert load(data).entries["format/teaser"].slug.keys() == {"en", "fr"}


def test_a_draft_is_on_no_page(tmp_path: Path) -> None:
    data = SmallKB(tmp_path / "data")
    data.files["site.yml"]["languages"].append(
        {"code": "es", "name": "Español", "locale": "es", "draft": True}
    )
    found = editions(data.history())
    assert found.keys() == {"fr", "en"}
    assert [alternate.code for alternate in found["fr"].page("page/home").alternates] == ["fr", "en"]
    assert "Español" not in llms.document(found["fr"], None)


def test_schemas_allow_a_draft_and_ask_for_the_published(data: Path) -> None:
    declare(data)
    text = schema.schemas(schema.languages_of(data))["metric"]["definitions"]["Text"]
    assert list(text["properties"]) == ["en", "fr", "es"]
    assert text["required"] == ["en", "fr"]


# -- what a language lacks -------------------------------------------------------------------------


def test_what_a_new_language_lacks(data: Path) -> None:
    """Every text with its place and its words, and how many there are."""
    report = missing.report(data, "es")
    assert "data/metrics/reach.yml:3: title: Reach\n" in report
    assert "data/claims.yml:" in report
    assert re.search(r"^ +\d+  data/metrics/reach\.yml$", report, re.MULTILINE)
    assert re.search(r"^[\d,]+ texts in \d+ files without Español \(es\)\.$", report, re.MULTILINE)
    assert DECLARED.strip() in report


def test_what_an_interface_file_lacks(data: Path) -> None:
    """Keys that are missing, and words that were copied and not translated."""
    declare(data)
    shutil.copy(data / "interface" / "en.yml", data / "interface" / "es.yml")
    own = data / "interface" / "es.yml"
    edit(own, "  read_on: Read on\n", "")
    edit(own, "official: official", "official: oficial")
    report = missing.report(data, "es")
    place = own.read_text("utf-8")[: own.read_text("utf-8").index("words:")].count("\n") + 1
    assert f"data/interface/es.yml:{place}: words.read_on: Read on\n" in report
    assert "words.sources_of: Sources of {entry}  [as in en.yml]\n" in report
    assert "reliabilities.official:" not in report
    assert "date:" not in report, "a pattern of placeholders is no word"
    assert re.search(r"^ +1  data/interface/es\.yml$", report, re.MULTILINE)
    assert re.search(r"^ +\d+  data/interface/es\.yml, as in another language", report, re.MULTILINE)


def test_a_published_language_lacks_nothing(data: Path) -> None:
    assert missing.report(data, "fr") == "No text lacks Français (fr)."


def test_missing_asks_for_a_language(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert missing.main(["--data", str(data), ""]) == 2
    assert "The site now has en, fr." in capsys.readouterr().err


# -- a new entry -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [kind for kind in new.KINDS if kind != "calculator"])
def test_a_new_entry_is_right_once_its_texts_are_there(kind: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "other_kb", data)  # it has every kind
    assert new.main(["--data", str(data), kind, "brand-new"]) == 0
    (path,) = data.glob("*/brand-new.yml")
    assert read_file(path, path.name).usable
    text = path.read_text("utf-8")
    assert text.startswith(schema.binding(path.relative_to(data).as_posix()))
    path.write_text(text.replace(': ""', ": Words"), "utf-8")
    assert load(data).entries[f"{kind}/brand-new"].kind == path.parent.name.removesuffix("s")


def test_a_new_calculator_needs_its_arithmetic(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "other_kb", data)
    assert new.main(["--data", str(data), "calculator", "brand-new"]) == 0
    assert any(
        "There is no calculator “brand-new”" in said or '"brand-new"' in said for said in problems(data)
    )


def test_a_new_entry_says_where_its_texts_are(data: Path) -> None:
    new.main(["--data", str(data), "metric", "brand-new"])
    found = problems(data)
    assert found
    assert all("blank" in problem.splitlines()[0] for problem in found)


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("", "x", "Which kind of entry?"),
        ("objectiv", "x", "Did you mean objective?"),
        ("metric", "Été 2026", "Try: ID=ete-2026"),
        ("metric", "", "As in: make new KIND=metric ID=recruter"),
        ("metric", "../x", "Try: ID=x"),
        ("metric", "reach", "metric/reach exists: data/metrics/reach.yml"),
    ],
)
def test_a_new_entry_that_cannot_be(
    kind: str, name: str, said: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(data.rglob("*"))
    assert new.main(["--data", str(data), kind, name]) == 2
    assert said in capsys.readouterr().err
    assert sorted(data.rglob("*")) == before


# -- a knowledge base of any size -------------------------------------------------------------------


def test_what_is_measured_has_the_languages_of_its_model(tmp_path: Path) -> None:
    Writer(tmp_path / "bench", ROOT / "tests" / "other_kb", 120).write()
    kb = load(tmp_path / "bench")
    assert kb.languages == ["en", "es"]
    assert len(kb.entries) == 120
    assert any("ñ" in entry.lead.text["es"] for entry in kb.entries.values())


# -- what is known of the packages -----------------------------------------------------------------


NODE_LOCK = "package-lock.json"


def answering(said: str) -> Callable[[list[str]], str]:
    return lambda command: said


def test_a_package_with_a_known_fault() -> None:
    said = {
        "dependencies": [
            {"name": "sound", "version": "1", "vulns": []},
            {"name": "broken", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]},
        ]
    }
    found = audit.audit_python("requirements/dev.txt", answering(json.dumps(said)))
    assert list(found.lines("dev")) == [
        "dev: 2 packages looked up, 1 known fault",
        "  broken 2: PYSEC-1, mended in 2.1",
    ]


def test_a_package_that_was_not_looked_up_is_not_sound() -> None:
    said = {"dependencies": [{"name": "x", "skip_reason": "not found"}]}
    found = audit.audit_python("requirements/dev.txt", answering(json.dumps(said)))
    assert (found.looked_up, found.unknown) == (0, ["not found"])


@pytest.mark.parametrize("said", ["", "no answer in 300 seconds", "[]", "{"])
def test_a_database_that_cannot_be_reached_is_named(said: str) -> None:
    assert audit.audit_python("requirements/dev.txt", answering(said)).unknown
    assert audit.audit_node(NODE_LOCK, answering(said)).unknown


def test_what_cannot_be_asked_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PATIENCE", 0.1)
    assert audit.run(["no-such-program-here"]) == "no-such-program-here is not installed"
    assert audit.run(["sleep", "20"]) == "no answer in 0.1 seconds"
    found = audit.audit_node(NODE_LOCK, lambda _: audit.run(["sleep", "20"]))
    assert list(found.lines("package-lock.json")) == [
        "package-lock.json: 0 packages looked up, 0 known faults",
        "  not looked up: package-lock.json: no answer in 0.1 seconds",
    ]


def test_npm_faults() -> None:
    said = {"vulnerabilities": {"axe-core": {"range": "<5", "severity": "high"}}}
    assert audit.audit_node(NODE_LOCK, answering(json.dumps(said))).faults == ["axe-core <5: high"]
    assert audit.audit_node(NODE_LOCK, answering('{"message": "405"}')).unknown == ["package-lock.json: 405"]


def test_every_lock_is_looked_up() -> None:
    """Those of which another one holds all pins are looked up with that one."""
    held = {"requirements/runtime.txt", "requirements/dev.txt"}
    locks = {path.relative_to(ROOT).as_posix() for path in (ROOT / "requirements").glob("*.txt")}
    node = [ROOT / "package-lock.json", *(ROOT / "tools").rglob("package-lock.json")]
    assert locks - held == set(audit.LOCKS)
    assert {path.relative_to(ROOT).as_posix() for path in node} == set(audit.NODE_LOCKS)

    def pinned(lock: str) -> set[tuple[str, str]]:
        return {(name, version) for name, version, _ in audit.PIN.findall((ROOT / lock).read_text("utf-8"))}

    for lock in held:
        assert pinned(lock) <= pinned("requirements/mutate.txt")


def test_every_package_of_a_build_has_a_licence() -> None:
    found = audit.licences()
    assert {"mkdocs", "pydantic", "axe-core"} <= found.keys()
    assert [name for name, licence in found.items() if not licence] == []


@pytest.mark.parametrize(
    ("faults", "unknown", "code"), [([], [], 0), (["x"], [], 1), ([], ["x"], 2), (["x"], ["x"], 1)]
)
def test_the_audit_exits_as_it_found(
    faults: list[str], unknown: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = audit.Findings(1, faults, unknown)
    monkeypatch.setattr(audit, "audit_python", lambda lock: found)
    monkeypatch.setattr(audit, "audit_node", lambda lock: found)
    assert audit.main() == code


# -- what the documents name -----------------------------------------------------------------------

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
BUILT = ("site/", "build/", ".venv/", "node_modules/")
SUFFIXES = (".py", ".yml", ".md", ".html", ".css", ".js", ".toml", ".json", ".txt")


def spans(document: str) -> list[str]:
    """What stands between backticks, and each line of a block of commands."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", text), *(line for block in blocks for line in block.splitlines())]


def paths(document: str) -> list[str]:
    """The files and folders that a document names; ``<…>`` and ``*`` stand for any name."""
    linked = re.findall(r"\]\(([^):]+)\)", (ROOT / document).read_text("utf-8"))
    named = [span for span in spans(document) if re.fullmatch(r"[\w.<>*/-]+", span)]
    return sorted({*linked, *(name for name in named if name.endswith(("/", *SUFFIXES)))})


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_a_document_names_is_there(document: str) -> None:
    found = paths(document)
    assert len(found) > 3
    homes = ("", "data/", "docs/assets/css/", "macros/templates/", "macros/templates/components/")
    for path in found:
        pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
        there = any(any(ROOT.glob(f"{home}{pattern}")) for home in homes)
        assert there or path.startswith(BUILT) or path in NEW, f"{document} names {path}, which is not there"


NEW = ("data/objectives/my-objective.yml",)
"""What a command named beside them writes."""


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_names_is_there(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+(?: [a-z]+)*):", MAKEFILE, re.MULTILINE))
    targets = {name for names in targets for name in names.split()}
    named = {match[1] for span in spans(document) if (match := re.match(r"make ([a-z]+)", span))}
    assert named
    assert named <= targets, f"{document} names {named - targets}"


@pytest.mark.parametrize("module", sorted(set(re.findall(r"\$\(RUN\) -m ([\w.]+)", MAKEFILE)) - {"pytest"}))
def test_every_module_that_a_command_runs_is_there(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("script", sorted(set(re.findall(r"tools/\w+\.py", MAKEFILE))))
def test_every_script_that_a_command_runs_is_there(script: str) -> None:
    assert (ROOT / script).is_file()


def test_the_help_names_every_command() -> None:
    """All but those that install what the others need."""
    (phony,) = re.findall(r"^\.PHONY: (.*?[^\\])\n", MAKEFILE, re.MULTILINE | re.DOTALL)
    targets = set(phony.replace("\\", " ").split()) - {
        "help",
        "runtime",
        "dev",
        "mutants",
        "fuzzers",
        "solver",
        "node",
        "pyodide",
        "browser",
        "server",
        "worked",
    }
    assert targets == set(re.findall(r'@echo "make (\w+)', MAKEFILE))


# -- a browser's trace -----------------------------------------------------------------------------

HERE = "http://site.test/"


def event(name: str, start: int, lasted: int, own: int, thread: int = 1, **data: str) -> dict[str, Any]:
    times = {"ts": start, "dur": lasted, "tdur": own}
    return {"ph": "X", "pid": 7, "tid": thread, "name": name, "args": {"data": data}, **times}


def thread_called(name: str, thread: int) -> dict[str, Any]:
    return {"ph": "M", "pid": 7, "tid": thread, "name": "thread_name", "args": {"name": name}}


def test_a_trace_tells_what_ran_scripts_of_a_page() -> None:
    threads = [thread_called("CrRendererMain", 1), thread_called("DedicatedWorker thread", 2)]
    key = event("EventDispatch", 5000, 9000, 4000, type="keydown")
    events = [
        *threads,
        event("FunctionCall", 6000, 7000, 3000, url=f"{HERE}form.js"),  # a part of the one before
        key,
        event("FunctionCall", 20_000, 2000, 1500, url=f"{HERE}plot.js"),
        event("FunctionCall", 30_000, 2000, 2000, url=""),  # the driver's
        event("Layout", 40_000, 2000, 2000),
        event("FunctionCall", 50_000, 2000, 2000, thread=2, url=f"{HERE}worker.js"),
    ]
    assert tasks(events, HERE) == [Task("EventDispatch keydown", 9, 4), Task("FunctionCall", 2, 1.5)]


def test_a_trace_of_another_page_is_told() -> None:
    with pytest.raises(ValueError, match=f"0 threads ran scripts of {HERE}"):
        tasks(
            [thread_called("CrRendererMain", 1), event("FunctionCall", 0, 1, 1, url="http://other.test/")],
            HERE,
        )


# -- make test -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("failing", "code"), [("nothing", 0), *((name, 1) for name in testing.HALVES)])
def test_either_half_can_fail_the_tests(
    failing: str, code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_in = "import sys; print('ran', sys.argv[1:]); sys.exit('fail' in sys.argv)"
    halves = {name: ["fail"] if name == failing else [] for name in testing.HALVES}
    monkeypatch.setattr(testing, "HALVES", halves)
    monkeypatch.setattr(testing, "_pytest", lambda _: [sys.executable, "-c", stand_in])
    assert testing.main([]) == code
    assert capfd.readouterr().out.count("ran ") == 2


def test_every_test_is_in_one_half() -> None:
    most, others = testing.HALVES.values()
    assert most == ["tests", *(f"--ignore={path}" for path in others)]
    assert all((ROOT / path).is_file() for path in others)
