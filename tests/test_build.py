"""The build as a whole: what goes wrong is told in words that name the place, and nothing hangs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader

from macros import build, render
from macros.edition import Edition
from macros.errors import BuildError
from macros.interruptions import INTERRUPTED
from tests.conftest import ROOT, run_build
from tests.small_kb import SmallKB, editions

AddTemplates = Callable[[dict[str, str]], None]
OTHER = ROOT / "tests" / "other_kb"


@pytest.fixture
def two(tmp_path: Path) -> list[Edition]:
    """Two editions to work on."""
    return list(editions(SmallKB(tmp_path / "data").history()).values())


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the hand-written pages, which builds read; what they make goes beside it."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    monkeypatch.setattr(build, "PAGES", tmp_path / "docs")
    monkeypatch.setattr(build, "WORK", tmp_path / "work")
    return tmp_path / "docs"


@pytest.fixture
def add_templates(monkeypatch: pytest.MonkeyPatch) -> AddTemplates:
    """Return a function that puts templates beside those of the project."""
    environment = render.environment()
    own = environment.loader
    assert own

    def add(templates: dict[str, str]) -> None:
        monkeypatch.setattr(environment, "loader", ChoiceLoader([DictLoader(templates), own]))

    return add


def write_page(docs: Path, key: str, body: str) -> None:
    (docs / f"{key}.md").write_text(f"---\nrender_macros: true\n---\n\n{body}\n", "utf-8")


def failure_of(*wanted: str) -> str:
    """Build some languages of the other knowledge base; return why they cannot be."""
    prepared = build.prepare(OTHER)
    with pytest.raises(BuildError) as caught:
        build.in_parallel(build._render_and_run, [prepared.editions[lang] for lang in wanted])
    return str(caught.value)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# -- hand-written pages ----------------------------------------------------------------------------


@pytest.mark.parametrize("languages", [("en",), ("en", "es")])
@pytest.mark.parametrize(
    ("call", "cause"),
    [
        ('{{ componet("opening") }}', "UndefinedError: 'componet' is undefined"),
        ('{{ component("nothing") }}', "TemplateNotFound: "),
        ('{{ component("opening" }}', "TemplateSyntaxError: "),
        ('{{ component("unfinished") }}', "TemplateSyntaxError: "),
    ],
)
def test_a_mistake_in_a_macro_call_is_named(
    docs: Path, add_templates: AddTemplates, languages: tuple[str, ...], call: str, cause: str
) -> None:
    add_templates({"components/unfinished.html": "line\n" * 20 + "{% if %}"})
    write_page(docs, "method", call)
    told = failure_of(*languages)
    for lang in languages:
        assert f"MkDocs could not build “{lang}”:\n" in told
    assert told.count(f"docs/method.md: a macro call cannot be evaluated: {cause}") == len(languages)
    assert "Traceback" not in told


def mkdocs_build(docs: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``mkdocs build`` on other hand-written pages."""
    program = (
        "import sys; from pathlib import Path; from macros import build; build.PAGES = Path(sys.argv[1]);"
        "from mkdocs.__main__ import cli; cli(['build', '-q', '-d', sys.argv[2]])"
    )
    return subprocess.run(
        [sys.executable, "-c", program, str(docs), str(folder / "out")],
        cwd=ROOT,
        env={
            **os.environ,
            "CADRAGE_DATA": str(OTHER),
            "CADRAGE_BUILD": str(folder / "work"),
            "NO_MKDOCS_2_WARNING": "1",
        },
        capture_output=True,
        text=True,
    )


def test_mkdocs_build_names_a_mistake_in_a_macro_call(docs: Path, tmp_path: Path) -> None:
    write_page(docs, "method", '{{ componet("opening") }}')
    outcome = mkdocs_build(docs, tmp_path)
    assert outcome.returncode == 1
    assert "docs/method.md: a macro call cannot be evaluated: UndefinedError: 'componet'" in outcome.stderr
    assert "SystemExit" not in outcome.stderr


def test_mkdocs_build_names_a_page_that_is_missing(docs: Path, tmp_path: Path) -> None:
    (docs / "method.md").unlink()
    outcome = mkdocs_build(docs, tmp_path)
    assert outcome.returncode == 1
    assert "site.yml has a page “method”, but there is no" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_page_that_is_missing_is_told_once(docs: Path) -> None:
    (docs / "method.md").unlink()
    assert failure_of("en", "es") == (
        f"site.yml has a page “method”, but there is no {docs}/method.md: write it or remove the page"
    )


def test_the_engine_says_what_it_complains_about(docs: Path) -> None:
    write_page(docs, "method", "[Gone](gone.md)")
    assert "contains a link 'gone.md'" in failure_of("en")


def test_all_macros_of_a_page_share_its_terms(docs: Path, add_templates: AddTemplates) -> None:
    edition = build.prepare(OTHER).editions["en"]
    first, second = [entry.id for entry in edition.crosslinks.by_kind["concept"]][:2]
    add_templates(
        {
            "components/one.html": f'{{{{ view.term("{first}") }}}}',
            "components/two.html": f'{{{{ view.term("{second}") }}}}',
        }
    )
    write_page(
        docs, "method", 'Words *before*.\n\n{{ component("one") }}\n\n{{ component("two") }}\n\nAfter.'
    )
    build._render_and_run(edition)
    url = edition.addresses.pages("en")["page/method"].removeprefix(edition.addresses.prefix("en"))
    html = (build.engine_output("en") / url / "index.html").read_text("utf-8")
    assert "<em>before</em>" in html
    assert html.count('<template class="terms">') == 1
    assert re.findall(r'<div data-term="([^"]+)">', html) == [first, second]


def test_a_page_with_long_blanks_is_read_at_once() -> None:
    with at_most(5):
        assert not render._MACRO_CALLS.fullmatch("{{ a }}" + " \n" * 5000 + "text")
    assert render._MACRO_CALLS.fullmatch("\n {{ a }}\n{{ b }} \n")


# -- languages side by side ------------------------------------------------------------------------


def test_a_failure_of_many_words_is_read(two: list[Edition]) -> None:
    def fail(edition: Edition) -> None:
        raise BuildError(f"{edition.lang} {'x' * 300_000}")

    with at_most(20), pytest.raises(BuildError) as caught:
        build.in_parallel(fail, two)
    assert [words[:2] for words in str(caught.value).split("\n\n")] == ["fr", "en"]


def test_a_process_that_is_killed_is_told(two: list[Edition]) -> None:
    def end(edition: Edition) -> None:
        if edition.lang == "en":
            os.kill(os.getpid(), signal.SIGKILL)

    with at_most(20), pytest.raises(BuildError, match="that built “en” ended with code -9"):
        build.in_parallel(end, two)


def _heed_interruptions() -> None:
    # What runs in the background of a shell is born deaf to Ctrl+C, and so are its children.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interruption_leaves_no_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "macros.build", "--data", str(OTHER), "--out", str(tmp_path / "site")]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "CADRAGE_BUILD": str(tmp_path / "work")},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_heed_interruptions,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "work" / "docs" / "en").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == INTERRUPTED
    assert told == f"\nstopped; {tmp_path / 'site'} is as it was\n"


def said_by(script: str) -> tuple[str, str]:
    """Run a script that heeds Ctrl+C; return what it prints, and what it complains of."""
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=_heed_interruptions,
    )
    return ended.stdout, ended.stderr


INTERRUPTED_WHILE_FORKING = """
import os, signal
from pathlib import Path
from macros import build
os.register_at_fork(after_in_{process}=lambda: os.kill(os.getpid(), signal.SIGINT))
editions = build.prepare(Path("{data}")).editions.values()
try:
    build.in_parallel(lambda edition: None, editions)
except KeyboardInterrupt:
    print("told")
"""


@pytest.mark.parametrize("process", ["parent", "child"])
def test_an_interruption_while_a_process_is_forked_leaves_no_traceback(process: str) -> None:
    script = INTERRUPTED_WHILE_FORKING.format(process=process, data=OTHER)
    assert said_by(script) == ("told\n", "")


INTERRUPTED_WHILE_IMPORTING = """
import builtins, os, runpy, signal, sys
imported = builtins.__import__
def interrupted(name, *more, **named):
    if name == "pydantic" and "pydantic" not in sys.modules:
        os.kill(os.getpid(), signal.SIGINT)
    return imported(name, *more, **named)
builtins.__import__ = interrupted
sys.argv = ["build", "--out", "{out}"]
try:
    runpy.run_module("macros.build", run_name="__main__", alter_sys=True)
except SystemExit as end:
    print(end.code)
"""


def test_an_interruption_while_libraries_are_imported_leaves_no_traceback(tmp_path: Path) -> None:
    out = tmp_path / "site"
    told = said_by(INTERRUPTED_WHILE_IMPORTING.format(out=out))
    assert told == (f"{INTERRUPTED}\n", f"\nstopped; {out} is as it was\n")


def test_an_interruption_in_a_destructor_is_not_lost() -> None:
    """Python can only print it there; the command then stops a moment later."""
    code = """if True:
        import os, signal, sys, time
        from macros.build import come_again
        sys.unraisablehook = come_again
        class Destroyed:
            def __del__(self):
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0)
        try:
            Destroyed()
            time.sleep(20)
            print("lost")
        except KeyboardInterrupt:
            print("came")
    """
    assert said_by(code) == ("came\n", "")


# -- the command -----------------------------------------------------------------------------------


def told_by(*options: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert build.main(["--data", str(OTHER), *options]) == 1
    return capsys.readouterr().err


def test_a_place_where_no_site_may_go_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "prepare", None)  # nothing is read before
    file = tmp_path / "file"
    file.write_text("")
    assert told_by("--out", "/", capsys=capsys) == "a site cannot take the place of /: choose another OUT\n"
    assert told_by("--out", str(file), capsys=capsys) == (
        f"{file} is a file, not a folder: choose another OUT\n"
    )


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_a_bad_source_date_epoch_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert told_by("--out", str(tmp_path / "site"), capsys=capsys) == (
        f"SOURCE_DATE_EPOCH is “{epoch}”: give a number of seconds since 1970, or leave it out\n"
    )


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org/", "https://exam ple.org/"])
def test_a_bad_site_url_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert told_by("--out", str(tmp_path / "site"), "--site-url", address, capsys=capsys) == (
        f"SITE_URL is “{address}”: give a whole address, as in https://example.org/\n"
    )


def test_the_command_prints_sentences_and_no_traceback(tmp_path: Path) -> None:
    outcome = run_build(OTHER, Path("/"), tmp_path / "work")
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)


def test_configurations_of_languages_that_are_gone_are_removed(two: list[Edition], tmp_path: Path) -> None:
    build.write_language_configs(two[0].kb, tmp_path)
    gone = tmp_path / "mkdocs.es.yml"
    gone.write_text((tmp_path / "mkdocs.en.yml").read_text("utf-8"), "utf-8")
    own = tmp_path / "mkdocs.mine.yml"
    own.write_text("INHERIT: mkdocs.yml\n", "utf-8")
    build.write_language_configs(two[0].kb, tmp_path)
    assert {path.name for path in tmp_path.glob("*.yml")} == {"mkdocs.fr.yml", "mkdocs.en.yml", own.name}
