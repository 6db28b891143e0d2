"""The parts of ``make serve`` that need no browser: what pages are told while a build replaces the site."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ClassVar

import pytest

from macros import build
from macros.load import load
from macros.serve import __main__ as command
from macros.serve import builder
from macros.serve.messages import Report, Request
from macros.serve.pages import PageHandler
from macros.serve.preview import preview
from macros.serve.state import News, State
from tests.conftest import ROOT

OTHER = ROOT / "tests" / "other_kb"

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
    pages = [live / "index.html", live / "es" / "index.html"]
    for page in pages:
        page.write_text("stale", "utf-8")
    url = load(OTHER).site.url
    assert url
    assert preview(Request(OTHER, live, tmp_path / "work", url, ["/", "/es/", "/nowhere/"]))
    for page in pages:
        assert page.read_bytes() == (other_site / page.relative_to(live)).read_bytes()
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


def test_a_builder_that_is_gone_is_told(state: State) -> None:
    session = command.Session.__new__(command.Session)
    ours, theirs = Pipe(duplex=False)
    theirs.send(Report("site", 1.0))
    theirs.close()
    session.state, session._reports, session._stopping = state, ours, False
    session._follow()
    assert state.news(b"").problems == command.BUILDER_GONE
