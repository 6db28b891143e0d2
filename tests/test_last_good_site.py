"""A build that fails leaves the last good site as it was: Ctrl+C, a full disk, a place that is read-only.

Each step of publishing is stopped in turn, on a knowledge base of two entries whose pages need no engine.
Full and read-only disks are real where this account may mount one for itself, in a namespace of its own.
"""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest

from macros import build, publish
from macros.edition import Edition
from macros.interruptions import INTERRUPTED, held_back
from macros.publish import MARKER, assemble, compress
from tests.conftest import ROOT
from tests.small_kb import SmallKB, both, engine, tree, written

Fault = Callable[[], None]
OTHER = ROOT / "tests" / "other_kb"


def _steps() -> dict[str, tuple[ModuleType, str]]:
    """Every module of macros/publish that writes something, found anew so that none is forgotten."""
    names = [found.name for found in pkgutil.iter_modules(publish.__path__)]
    modules = {name: importlib.import_module(f"macros.publish.{name}") for name in names}
    found = {name: (module, "write") for name, module in modules.items() if hasattr(module, "write")}
    return found | {"assemble": (assemble, "merge"), "compress": (publish, "compressed")}


STEPS = _steps()


class Project:
    """A small knowledge base, the site that was built of it, and a change that is to be published."""

    def __init__(self, folder: Path) -> None:
        self.data, self.out, self.work = SmallKB(folder / "data"), folder / "www" / "site", folder / "work"

    def build(self) -> int:
        self.data.load()
        return build.main(["--data", str(self.data.root), "--out", str(self.out)])

    def change(self) -> None:
        self.before = tree(self.out)
        self.data.metric["formula"]["text"] = both("Le coût de mille.", "The cost of a thousand.")

    def is_as_it_was(self) -> bool:
        return tree(self.out) == self.before

    def builds_after_all(self) -> bool:
        return self.build() == 0 and not self.is_as_it_was() and self.has_nothing_beside()

    def has_nothing_beside(self) -> bool:
        return [path.name for path in self.out.parent.iterdir()] == ["site"] and not [
            *self.out.glob(f"{MARKER}-*")
        ]


@contextmanager
def without_engine(folder: Path) -> Iterator[None]:
    """Have builds take pages from a stand-in and small assets, and heed Ctrl+C.

    What runs in the background of a shell, as tests may, is born deaf to it.
    """

    def pages(edition: Edition) -> None:
        engine(edition.history, folder / "work" / "site")

    assets = {"css/a.css": ".a { color: red }\n", "js/main.js": "one();\n", "js/redirect.js": ""}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "ASSETS", written(folder / "assets", assets))
        patched.setattr(build, "WORK", folder / "work")
        patched.setattr(build, "_render_and_run", pages)
        yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a site that was built."""
    folder = tmp_path_factory.mktemp("good")
    with without_engine(folder):
        assert Project(folder).build() == 0
    return folder


@pytest.fixture
def project(good: Path, tmp_path: Path) -> Iterator[Project]:
    folder = Path(shutil.copytree(good, tmp_path / "project"))
    with without_engine(folder):
        project = Project(folder)
        project.change()
        yield project


def interrupted() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def refused(code: int) -> Fault:
    def fault() -> None:
        raise OSError(code, os.strerror(code))

    return fault


def at(step: tuple[ModuleType, str], fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a fault come when a step has done its work: what it wrote is there."""
    module, name = step
    work = getattr(module, name)

    def worked(*given: Any, **named: Any) -> Any:
        result = work(*given, **named)
        fault()
        return result

    monkeypatch.setattr(module, name, worked)


# -- every step of publishing ----------------------------------------------------------------------


def test_every_step_is_taken(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    for name, step in STEPS.items():
        at(step, lambda name=name: taken.append(name), monkeypatch)  # type: ignore[misc]
    assert project.builds_after_all()
    assert sorted(taken) == sorted(STEPS)


@pytest.mark.parametrize("step", STEPS)
def test_ctrl_c_at_each_step(
    project: Project, step: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        at(STEPS[step], interrupted, patched)
        assert project.build() == INTERRUPTED
    assert capsys.readouterr().err == f"\nstopped; {project.out} is as it was\n"
    assert project.is_as_it_was()
    assert project.builds_after_all()


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_at_each_step(
    project: Project, step: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        at(STEPS[step], refused(errno.ENOSPC), patched)
        assert project.build() == 1
    assert capsys.readouterr().err == sentence(project.work, "the disk is full")
    assert project.is_as_it_was()
    assert project.builds_after_all()


def sentence(path: Path, why: str) -> str:
    return f"{path} could not be written: {why}. What was published is as it was.\n"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (errno.EROFS, "that file system is read-only"),
        (errno.EDQUOT, "this account has used up its share of the disk"),
    ],
)
def test_other_refusals_of_a_disk(
    project: Project, code: int, why: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at(STEPS["feed"], refused(code), monkeypatch)
    assert project.build() == 1
    assert capsys.readouterr().err == sentence(project.work, why)
    assert project.is_as_it_was()


def test_a_mistake_of_ours_is_not_blamed_on_the_disk(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(STEPS["feed"], refused(errno.ENOENT), monkeypatch)
    with pytest.raises(FileNotFoundError):
        project.build()
    assert project.is_as_it_was()


def test_a_language_that_finds_the_disk_full(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each language is a process of its own: its words come through a pipe."""
    at((build, "_render_and_run"), refused(errno.ENOSPC), monkeypatch)
    assert project.build() == 1
    assert capsys.readouterr().err == sentence(project.work, "the disk is full")
    assert project.is_as_it_was()


def test_what_compresses_tells_of_its_own_troubles(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    cache = project.work / "cache" / "compress"
    shutil.rmtree(cache)
    cache.write_text("a file where a folder should be")
    assert project.build() == 1
    assert capfd.readouterr().err == (
        f"{cache} could not be written: File exists\n"
        "the site could not be compressed, for the reason given above\n"
    )
    assert project.is_as_it_was()


SLOW = """
import os, pathlib, signal, time
pathlib.Path({note!r}).write_text(str(os.getpid()))
os.kill(os.getppid(), signal.SIGINT)
time.sleep(60)
"""


def test_ctrl_c_while_files_are_compressed_ends_that_too(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slow, note = tmp_path / "slow.py", tmp_path / "pid"
    slow.write_text(SLOW.format(note=str(note)))
    monkeypatch.setattr(compress, "__file__", str(slow))
    assert project.build() == INTERRUPTED
    assert capsys.readouterr().err == f"\nstopped; {project.out} is as it was\n"
    assert project.is_as_it_was()
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(note.read_text())).wait(timeout=20)  # sooner than it would end by itself


# -- while the site is replaced --------------------------------------------------------------------


@pytest.mark.parametrize("renamable", [True, False])
@pytest.mark.parametrize("number", range(1, 5))
def test_ctrl_c_at_each_renaming(
    project: Project,
    renamable: bool,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What stands there is the last site or the new one, whole, and the sentence says which."""
    rename, done = Path.rename, 0

    def renamed(self: Path, target: Path) -> Path:
        nonlocal done
        if self == project.out and not renamable:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        done += 1
        result = rename(self, target)
        if done == number:
            interrupted()
        return result

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", renamed)
        code = project.build()
    told, left = capsys.readouterr().err, tree(project.out)
    assert code == (INTERRUPTED if done >= number else 0)
    state = "is as it was" if left == project.before else "holds the new site"
    assert told == (f"\nstopped; {project.out} {state}\n" if code else "")
    assert project.builds_after_all()
    assert left in (project.before, tree(project.out))


# -- real disks ------------------------------------------------------------------------------------

MOUNTING = ["unshare", "--map-root-user", "--mount"]


def mounted(folder: Path, options: str, script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that sees a disk of its own mounted at ``folder``; it is gone with the script.

    Skips the test where this account may not mount.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mount = f"mount -t tmpfs -o {options} tmpfs {shlex.quote(str(folder))}"
    try:
        tried = subprocess.run([*MOUNTING, "sh", "-c", mount], capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("there is no unshare on this machine: disks that refuse are simulated only")
    if tried.returncode:
        pytest.skip(f"disks that refuse are simulated only: {tried.stderr.strip()}")
    return subprocess.run(
        [*MOUNTING, "sh", "-c", f"{mount} && {script}"],
        cwd=ROOT,
        env={**os.environ, "CADRAGE_BUILD": str(folder)},
        capture_output=True,
        text=True,
    )


def command(*words: object) -> str:
    return shlex.join(map(str, words))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site."""
    return written(tmp_path / "site", {MARKER: "", "index.html": "old", "a/index.html": "old"})


@pytest.mark.parametrize(("size", "there"), [("1m", "docs"), ("9m", "stage")])
def test_a_disk_that_is_really_full(tmp_path: Path, site: Path, size: str, there: str) -> None:
    """1 MB takes some of the Markdown pages, 9 MB all pages and not what is published besides."""
    before, work = tree(site), tmp_path / "work"
    making = command(sys.executable, "-m", "macros.build", "--data", OTHER, "--out", site, "--no-compress")
    outcome = mounted(work, f"size={size}", f"{making}; code=$?; ls {shlex.quote(str(work))}; exit $code")
    assert outcome.returncode == 1
    assert there in outcome.stdout.split(), outcome.stdout
    assert ("stage" in outcome.stdout.split()) == (there == "stage")
    told = outcome.stderr.splitlines()
    refusal = re.compile(rf"{re.escape(str(work))}\S* could not be written: the disk is full\. What was")
    assert told and all(refusal.match(line) for line in told if line), outcome.stderr
    assert tree(site) == before


SWAP = """
import sys; from pathlib import Path; from macros.publish import PublishError, swap
try: swap(Path(sys.argv[1]), Path(sys.argv[2]))
except PublishError as error: sys.exit(str(error))
"""


@pytest.mark.parametrize(
    ("options", "why"), [("rw", "the disk is full"), ("ro", "that file system is read-only")]
)
def test_a_place_that_really_takes_nothing(tmp_path: Path, site: Path, options: str, why: str) -> None:
    """The site stands on a disk of 1 MB, and the new one has 2; or on one that is read-only."""
    disk, stage = tmp_path / "disk", written(tmp_path / "stage", {MARKER: "", "index.html": "n" * 2_000_000})
    out = disk / "site"
    lines = [
        command("cp", "-R", site, disk),
        command("mount", "-o", f"remount,{options}", disk),
        f"{command(sys.executable, '-c', SWAP, stage, out)}; code=$?",
        f"{command('diff', '-r', site, out)} && {command('ls', '-A', disk)}",
        "exit $code",
    ]
    outcome = mounted(disk, "size=1m", "\n".join(lines))
    assert (outcome.returncode, outcome.stdout) == (1, "site\n"), outcome.stderr
    assert outcome.stderr == (
        f"the site could not be put at {out}: {why}. What was published there is as it was.\n"
    )
    assert set(tree(stage)) == {MARKER, "index.html"}


def test_ctrl_c_that_another_thread_receives_waits_as_well() -> None:
    """Python raises it in the main thread, whatever that one holds back."""
    told = threading.Event()
    other = threading.Thread(target=told.wait)  # receives signals, as it holds none back
    other.start()
    steps = []
    try:
        with pytest.raises(KeyboardInterrupt):
            with held_back():
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.05)
                steps.append("whole")
            steps.append("never")
    finally:
        told.set()
        other.join()
    assert steps == ["whole"]
