"""The parts of ``make serve`` that need no browser: what pages are told, what is made and in which order."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from typing import ClassVar

import pytest

from macros import build
from macros.load import load
from macros.serve import __main__ as command
from macros.serve import builder, bundle
from macros.serve.messages import Report, Request
from macros.serve.pages import PageHandler
from macros.serve.preview import preview
from macros.serve.state import News, State
from tests.conftest import ROOT

OTHER = ROOT / "tests" / "other_kb"
CALCULATOR = "sums/cost-per-thousand/"

PAGE = "<html><body>{}</body></html>"


def site(folder: Path, words: str, script: str = "one();") -> Path:
    for name, content in {
        "index.html": PAGE.format(words),
        "assets/aa/site.css": "",
        "assets/aa/main.js": script,
        "assets/aa/notjs": words,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(site(tmp_path / "live", "old"))


@contextmanager
def swapping(state: State) -> Iterator[None]:
    """Replace the site over and over, with a moment in which there is none."""
    stop = threading.Event()

    def swap() -> None:
        aside = state.folder.with_name("aside")
        while not stop.wait(0.01):
            site(aside / "next", "old")
            state.folder.rename(aside / "last")
            stop.wait(0.002)
            (aside / "next").rename(state.folder)
            shutil.rmtree(aside / "last")

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_pages_are_whole_while_the_site_is_replaced(state: State) -> None:
    known = state.find("/")
    assert known
    state.tell(None)
    token = state.news(known.body).token
    with swapping(state):
        for _ in range(60):
            state.tell(None)
            answer = state.find("/")
            assert answer is not None
            assert answer.body == known.body
            assert state.news(answer.body).token == token


def test_a_page_is_told_what_changed_after_it_was_sent(state: State) -> None:
    sent = state.find("/")
    assert sent
    state.tell(None)
    token = state.news(sent.body).token
    site(state.folder, "new")
    news = state.wait("/", token, 5)
    assert news.page != token.split(".")[0]


def test_an_answer_has_the_token_of_its_own_content(state: State) -> None:
    handler = PageHandler.__new__(PageHandler)
    handler.state, handler.path = state, "/"
    find = state.find

    def found_then_swapped(address: str) -> object:
        answer = find(address)
        site(state.folder, "new")
        return answer

    state.find = found_then_swapped  # type: ignore[method-assign,assignment]
    body = handler.answer().body.decode()
    old = PAGE.format("old").encode()
    assert "old" in body
    assert f'data-token="{News(*state.news(old).token.split(".")[:2], None).token}"' in body


def test_only_scripts_count_as_scripts(state: State) -> None:
    state.tell(None)
    before = state.news(b"").structure
    site(state.folder, "new words")
    state.tell(None)
    assert state.news(b"").structure == before
    site(state.folder, "new words", "two();")
    state.tell(None)
    assert state.news(b"").structure != before


def test_a_page_that_waits_is_woken(state: State) -> None:
    answer = state.find("/")
    assert answer
    state.tell(None)
    token = state.news(answer.body).token
    threading.Timer(0.2, state.tell, ["a mistake"]).start()
    assert state.wait("/", token, 20).problems == "a mistake"


def test_open_pages_are_made_ahead_as_the_whole_build_makes_them(
    other_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "WORK", tmp_path / "work")
    live = tmp_path / "live"
    shutil.copytree(other_site, live)
    pages = [live / "index.html", live / "es" / "index.html", live / CALCULATOR / "index.html"]
    for page in pages:
        page.write_text("stale", "utf-8")
    (planner,) = (live / "assets" / "runtime").glob("planner-*.zip")
    planner.unlink()
    url = load(OTHER).site.url
    assert url
    assert preview(Request(OTHER, live, tmp_path / "work", url, ["/", "/es/", f"/{CALCULATOR}", "/nowhere/"]))
    for page in pages:
        shipped = (other_site / page.relative_to(live)).read_text("utf-8")
        assert page.read_text("utf-8") == re.sub(
            r' data-(service|offline)="[^"]*"', "", shipped
        )  # not kept here
    assert planner.read_bytes() == (other_site / planner.relative_to(live)).read_bytes()
    assert len(list((tmp_path / "work" / "preview").rglob("*.html"))) == len(pages)
    assert not preview(Request(OTHER, live, tmp_path / "work", url, ["/nowhere/"]))


# -- the builder -----------------------------------------------------------------------------------


@pytest.fixture
def request_of(tmp_path: Path) -> Request:
    return Request(tmp_path / "data", tmp_path / "live", tmp_path, "http://127.0.0.1/", [])


def killed(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_build_that_is_killed_is_reported(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "_child", killed)
    ours, theirs = Pipe()
    child = builder.Build(request_of.work)
    child.begin(request_of)
    while child.pass_on(theirs):
        pass
    child.end()
    report = child.lost()
    assert report
    assert report.problems == "The build was ended from outside (code -9). Save a file to build again."
    assert not ours.poll()


def test_ending_a_build_that_is_just_ending_is_no_error(
    request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(builder, "_child", killed)
    monkeypatch.setattr(os, "killpg", refused)
    builder.Build(request_of.work).end()


class Recorded:
    """A build that does nothing; once it has reported, it has the builder asked for the next one."""

    made: ClassVar[list[Recorded]] = []
    to_ask: ClassVar[list[Request]] = []
    asking: ClassVar[Connection]

    def __init__(self, work: Path) -> None:
        self.work = work
        self.begun: Request | None = None
        self.ended = False
        self.reported = False
        self._always_ready, other = Pipe()
        other.close()
        self.signs = [self._always_ready]
        self.made.append(self)

    def begin(self, request: Request) -> None:
        self.begun = request

    def pass_on(self, reports: Connection) -> bool:
        if self.reported and self.to_ask:
            self.asking.send(self.to_ask.pop(0))
        elif self.reported:
            self.asking.close()
        self.reported = True
        return True

    def end(self) -> None:
        self.ended = True


def test_the_next_build_is_ready_made_unless_code_has_changed(
    request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    code_changed = replace(request_of, code_changed=True)
    requests, asking = Pipe(duplex=False)
    reports, _ = Pipe()
    monkeypatch.setattr(builder, "Build", Recorded)
    monkeypatch.setattr(builder, "_import_libraries", lambda: None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(Recorded, "asking", asking, raising=False)
    monkeypatch.setattr(Recorded, "to_ask", [request_of, code_changed])
    monkeypatch.setattr(Recorded, "made", [])
    asking.send(request_of)
    builder.run(requests, reports, request_of.work)
    begun = [child.begun for child in Recorded.made]
    assert begun == [request_of, request_of, None, code_changed, None]
    assert all(child.ended for child in Recorded.made)


# -- the bundle ------------------------------------------------------------------------------------

HANGING = """
import subprocess, sys
its_own = "import pathlib, time; pathlib.Path('hanging').touch(); time.sleep(600)"
subprocess.run([sys.executable, "-c", its_own])
"""
"""A command that waits for one of its own, as the one that makes the bundle waits for Node.js."""


def one_then_another(tmp_path: Path, one: str, other: str) -> list[str]:
    """A command that does one thing the first time, another after that."""
    text = f"import pathlib\nmark = pathlib.Path({str(tmp_path / 'mark')!r})\n"
    text += f"code = {other!r} if mark.exists() else {one!r}\nmark.touch()\nexec(code)\n"
    return [sys.executable, "-c", text]


def bundler(tmp_path: Path, command: list[str]) -> tuple[bundle.Bundler, Queue[Report]]:
    reports: Queue[Report] = Queue()
    return bundle.Bundler(tmp_path, tmp_path / "scratch", reports.put, command), reports


def test_a_newer_change_ends_the_bundle_being_made(tmp_path: Path) -> None:
    made, reports = bundler(tmp_path, one_then_another(tmp_path, HANGING, ""))
    made.begin()
    first = made._running
    assert first
    while not (tmp_path / "hanging").exists():
        assert first.poll() is None
    made.begin()
    report = reports.get(timeout=60)
    assert (report.done, report.problems) == ("bundle", None)
    for reading in [thread for thread in threading.enumerate() if thread.name == bundle.READING]:
        reading.join(20)
        assert not reading.is_alive(), "what it had started is ended too: nobody can say anything any more"
    assert reports.empty(), "nobody is told of what was overtaken"


def test_what_kept_the_bundle_from_being_made_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('cpm.py, line 12: never closed')"]
    made, reports = bundler(tmp_path, command)
    made.begin()
    problems = reports.get(timeout=60).problems
    assert problems
    assert problems.endswith("cpm.py, line 12: never closed")


def test_nothing_is_told_of_a_bundle_once_stopped(tmp_path: Path) -> None:
    made, reports = bundler(tmp_path, [sys.executable, "-c", HANGING])
    made.begin()
    process = made._running
    assert process
    made.stop()
    assert process.poll() is not None
    assert reports.empty()


def test_temporary_files_of_a_bundle_go_to_the_servers_folder(tmp_path: Path) -> None:
    said = "import sys, tempfile; sys.exit(tempfile.gettempdir())"
    made, reports = bundler(tmp_path, [sys.executable, "-c", said])
    made.begin()
    assert str(tmp_path / "scratch") in str(reports.get(timeout=60).problems)


# -- the session -----------------------------------------------------------------------------------


class Asked:
    """A bundler that only counts."""

    def __init__(self, *_: object) -> None:
        self.times = 0

    def begin(self) -> None:
        self.times += 1


@dataclass
class Wired:
    """A session whose builder and bundler are this test."""

    session: command.Session
    requests: Connection
    reports: Connection
    root: Path

    def change(self, *names: str) -> None:
        self.session._changed([self.root / name for name in names])

    @property
    def bundles(self) -> int:
        made = self.session._bundler
        assert isinstance(made, Asked)
        return made.times

    def asked(self) -> Request | None:
        """What the builder was asked and has not read yet."""
        return self.requests.recv() if self.requests.poll() else None

    @property
    def problems(self) -> str | None:
        return self.session.state.news(b"").problems


@pytest.fixture
def wired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wired:
    requests, ours = Pipe(duplex=False)
    theirs, reports = Pipe(duplex=False)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "_start_builder", lambda _: (ours, theirs, None))
    monkeypatch.setattr(bundle, "Bundler", Asked)
    return Wired(command.Session(tmp_path / "data", 8000), requests, reports, tmp_path)


@pytest.mark.parametrize("name", ["planner/calculators/cpm.py", "tools/runtime/bundle.py"])
def test_the_site_is_built_once_its_bundle_is_made(wired: Wired, name: str) -> None:
    wired.change(name, "data/site.yml")
    assert wired.bundles == 1
    assert wired.asked() is None
    wired.session._bundled(Report("bundle", 1.0))
    request = wired.asked()
    assert request
    assert request.code_changed


def test_other_changes_wait_for_no_bundle(wired: Wired) -> None:
    wired.change("planner/calculators/cpm.py")
    for name, code in {"data/site.yml": True, "docs/index.md": False, "macros/render.py": True}.items():
        wired.change(name)
        request = wired.asked()
        assert request
        assert request.code_changed == code, f"{name}: planner has changed too, and is told of once"
    assert wired.bundles == 1


def test_what_is_wrong_with_the_bundle_is_shown_until_it_is_mended(wired: Wired) -> None:
    wired.session._bundled(Report("bundle", 1.0, "planner: never closed"))
    assert wired.asked() is None, "a site is not built on what does not run"
    wired.session._tell(Report("problems", 1.0, "site.yml: no such field"))
    assert wired.problems == "planner: never closed\n\nsite.yml: no such field"
    wired.session._tell(Report("site", 1.0))
    assert wired.problems == "planner: never closed"
    wired.session._bundled(Report("bundle", 1.0))
    assert wired.problems is None
    assert wired.asked()


def test_a_builder_that_is_gone_is_told(wired: Wired) -> None:
    wired.reports.send(Report("site", 1.0))
    wired.reports.close()
    wired.session._follow()
    assert wired.problems == command.BUILDER_GONE
