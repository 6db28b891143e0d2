"""Hostile inputs: a few hundred of what ``make fuzz`` gives by the million; and that it notices faults."""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.problems import DataError
from macros.problems import Problem as DataProblem
from planner import Problem, Refused
from planner.browser import BadRequest
from tools.fuzz import __main__ as fuzz
from tools.fuzz import engines, targets
from tools.fuzz.harness import Box, Harness, Report
from tools.fuzz.hostile import dictionary
from tools.fuzz.targets import loader, queries
from tools.fuzz.text import bytes_of, text_of
from tools.fuzz.watch import Job, watched

ROOT = Path(__file__).resolve().parent.parent
CLAIMS = (loader.BASE / "claims.yml").read_bytes()
FEW = 100


@pytest.mark.parametrize("name", targets.NAMES)
def test_hostile_inputs_are_read_or_refused(name: str, tmp_path: Path) -> None:
    """Every seed, then what Hypothesis makes of a fixed number."""
    seeds = len([*targets.target(name).seeds()])
    engines.hypothesis(name, seeds + FEW, 1, tmp_path)
    report = Report.from_json((tmp_path / f"{name}-hypothesis.json").read_text("utf-8"))
    assert report.inputs == seeds + FEW
    assert report.refusals, "nothing was refused: the inputs were not hostile"
    told = [Path(kept).with_suffix(".txt").read_text("utf-8") for kept in report.faults.values()]
    assert not told, "\n".join(told)


def test_what_the_fuzzer_has_right_is_read() -> None:
    """A target that refuses everything would find nothing."""
    for nth in range(len(loader.files()) - len(loader.LACKING)):
        loader.run(bytes([nth, 0]) + loader.texts()[nth])
    loader.run(bytes([loader.files().index("claims.yml"), loader.SLOW_PARSER]) + CLAIMS)
    queries.run(bytes([queries.PAGE, 0]) + b"cost=500&impressions=62500")
    queries.run(bytes([queries.COMMAND, 0]) + b"cpm\ncost=500\nimpressions=62500")


def test_queries_cross_each_border() -> None:
    with pytest.raises(Refused, match="zero"):
        queries.run(bytes([queries.PAGE, 0]) + b"cost=500&impressions=%30&cost=x")
    with pytest.raises(BadRequest):
        queries.run(bytes([queries.REQUEST, 0]) + b"{}")
    with pytest.raises(Refused, match="usage"):
        queries.run(bytes([queries.COMMAND, 0]) + b"--nothing")


# -- what the harness notices ----------------------------------------------------------------------


def crashing(data: bytes) -> None:
    if data == b"zero":
        print(1 / 0)
    elif data == b"key":
        raise KeyError("x")
    elif data == b"refused":
        raise Refused([Problem("zero", "cost"), Problem("negative", "cpm")])
    elif data == b"wrong":
        raise DataError([DataProblem("a.yml", 1, 1, "Wrong.")])
    elif data == b"slow":
        began = process_time()
        while process_time() - began < 0.2:
            pass


def test_an_exception_is_a_fault_and_its_input_is_kept(tmp_path: Path) -> None:
    harness = Harness("crashing", crashing, tmp_path)
    for data in (b"fine", b"zero", b"zero", b"key"):
        harness(data)
    assert harness.report.inputs == 4
    kinds = [title.partition(" at ")[0] for title in harness.report.faults]
    assert kinds == ["ZeroDivisionError", "KeyError"], "faults of one place are one fault"
    kept = [Path(path) for path in harness.report.faults.values()]
    assert [path.read_bytes() for path in kept] == [b"zero", b"key"]
    assert "ZeroDivisionError: division by zero" in kept[0].with_suffix(".txt").read_text("utf-8")


def test_a_refusal_is_no_fault_and_is_counted_by_type(tmp_path: Path) -> None:
    harness = Harness("crashing", crashing, tmp_path)
    for data in (b"refused", b"refused", b"wrong"):
        harness(data)
    assert harness.report.faults == {}
    assert harness.report.refusals == {"Refused zero": 2, "Refused negative": 2, "DataError": 1}


def test_an_input_that_takes_too_long_is_a_fault(tmp_path: Path) -> None:
    harness = Harness("crashing", crashing, tmp_path, longest=0.1)
    harness(b"fine")
    assert harness.report.faults == {}
    harness(b"slow")
    (kept,) = harness.report.faults.values()
    assert Path(kept).read_bytes() == b"slow"
    assert harness.report.slowest >= 0.1


def test_what_is_slow_but_once_is_no_fault(tmp_path: Path) -> None:
    """It paid for what is kept for all that follow."""
    left = [b"slow"]
    harness = Harness("once", lambda data: crashing(left.pop() if left else data), tmp_path, longest=0.1)
    harness(b"fine")
    assert harness.report.faults == {}


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    harness = Harness("crashing", crashing, tmp_path)
    harness(b"zero")
    harness(b"refused")
    harness.write()
    assert Report.from_json((tmp_path / "crashing.json").read_text("utf-8")) == harness.report


# -- a process that is watched ---------------------------------------------------------------------


@dataclass(frozen=True)
class Odd(Job):
    """A process that tries one input, and then does something else than to go on."""

    code: str = ""

    @property
    def command(self) -> list[str]:
        lines = [
            "import os, sys",
            "from pathlib import Path",
            "from tools.fuzz.harness import Box",
            f"Box(Path({str(self.folder / self.name)!r} + '.box')).write(1, b'odd')",
            "print('last words', flush=True)",
            self.code,
        ]
        return [sys.executable, "-c", "\n".join(lines)]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True: pass", "no end after 2 s"),
        ("os._exit(3)", "the process ended with 3"),
        ("os.kill(os.getpid(), 9)", "the process ended with -9"),
    ],
)
def test_a_process_that_does_not_come_to_its_end_is_a_fault(code: str, said: str, tmp_path: Path) -> None:
    found = watched(Odd("odd", "none", "1", folder=tmp_path, still=2.0, code=code))
    assert [*found.faults] == [said]
    kept = Path(found.faults[said])
    assert kept.read_bytes() == b"odd"
    assert "last words" in kept.with_suffix(".txt").read_text("utf-8")


def test_a_process_that_comes_to_its_end_is_none(tmp_path: Path) -> None:
    found = watched(Odd("odd", "none", "1", folder=tmp_path, code="sys.exit(0)"))
    assert (found.inputs, found.faults) == (1, {})


def test_an_input_is_replayed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "numbers-atheris-0123"
    kept.write_bytes(b"\0abc")
    assert fuzz.main(["--replay", str(kept)]) == 0
    assert "refused: Refused not_a_number" in capsys.readouterr().out
    assert fuzz.main(["--replay", str(tmp_path / "numbers-gone")]) == 2
    assert "no input that was kept" in capsys.readouterr().out


def test_a_fault_that_is_replayed_is_one_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "target", lambda _: SimpleNamespace(run=crashing))
    kept = tmp_path / "crashing-0123"
    kept.write_bytes(b"zero")
    engines.main(["replay", "crashing", str(kept), "1", str(tmp_path)])
    told = json.loads((tmp_path / "crashing-replay.json").read_text("utf-8"))
    assert [title.partition(" at ")[0] for title in told["faults"]] == ["ZeroDivisionError"]


# -- the command -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("faults", "code"), [({}, 0), ({"KeyError at x.py:1": "/elsewhere/numbers-1"}, 1)])
def test_the_command_tells_and_exits_as_it_found(
    faults: dict[str, str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Job] = []

    def found(job: Job) -> Report:
        asked.append(job)
        return Report(inputs=2000, seconds=2.0, slowest=0.004, faults=faults)

    monkeypatch.setattr(fuzz, "watched", found)
    monkeypatch.setattr(fuzz, "edges", lambda log: 12)
    assert fuzz.main(["--target", "numbers", "--engine", "atheris", "--runs", "2000", "--seed", "7"]) == code
    assert asked == [Job("numbers", "atheris", "2000", 7)]
    told = capsys.readouterr().out
    assert "numbers, atheris: 2,000 inputs, 1,000 a second, slowest 4.0 ms, 12 edges of code" in told
    assert ("FAULT KeyError at x.py:1: --replay /elsewhere/numbers-1" in told) == bool(faults)


def test_without_atheris_hypothesis_goes_on_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    engines_used: list[str] = []
    monkeypatch.setattr(fuzz, "watched", lambda job: engines_used.append(job.engine) or Report())
    monkeypatch.setattr(fuzz, "edges", lambda log: 0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert fuzz.main(["--target", "numbers"]) == 0
    assert engines_used == ["hypothesis"]
    assert "atheris is not installed on this machine" in capsys.readouterr().out


def test_edges_are_those_that_were_counted_last(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("#1 INITED cov: 12 ft: 3\n#2 NEW cov: 340 ft: 5\nDone", "utf-8")
    assert fuzz.edges(log) == 340
    log.write_text("", "utf-8")
    assert fuzz.edges(log) == 0


@pytest.fixture
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("installer", ROOT / "tools" / "install.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_machine_without_a_build_of_atheris_is_told_once(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installed: list[str] = []

    def install(name: str, sentence: str, *options: str) -> None:
        if name == "fuzz":
            raise installer.InstallError("pip install failed")
        installed.append(name)

    monkeypatch.setattr(installer, "_install_python", install)
    installer.fuzz()
    assert installed == ["dev"]
    assert capsys.readouterr().err.count("atheris cannot be installed here") == 1


# -- bytes and text --------------------------------------------------------------------------------


@given(st.text(st.characters()))
def test_any_text_comes_out_of_its_bytes(text: str) -> None:
    """Half pairs of surrogates too."""
    assert text_of(bytes_of(text)) == text


@given(st.binary(max_size=40))
def test_any_bytes_are_text(data: bytes) -> None:
    assert isinstance(text_of(data), str)


def test_a_dictionary_is_as_libfuzzer_reads_it() -> None:
    assert dictionary(("a1", '"\\', "é", "")) == '"a1"\n"\\x22\\x5c"\n"\\xc3\\xa9"\n'


def test_the_box_holds_the_latest_input(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    box.write(1, b"a long one")
    box.write(2, b"short")
    assert Box(tmp_path / "box").read() == (2, b"short")
