"""``make serve``: a change shows on the open page, and a mistake is told there."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros import service_worker
from macros.paths import FRAME
from tests.browser.conftest import NewContext
from tests.project_copy import copied

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD_TIME = 300_000
"""Milliseconds for what takes a few seconds: nothing here is a measure of speed."""


@dataclass
class Served:
    """A ``make serve`` in a copy of the project, on a copy of a knowledge base."""

    address: str
    project: Path
    data: Path
    process: subprocess.Popen[str]

    def edit(self, path: Path, before: str, after: str) -> None:
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    project = copied(tmp_path_factory.mktemp("serve"))
    port = free_port()
    command = [sys.executable, "-m", "macros.serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout
    assert process.stdout.readline().startswith("http"), "the address is said as soon as it answers"
    yield Served(f"http://127.0.0.1:{port}/", project, project / "data", process)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert "stopped" in said


@pytest.fixture
def open_page(served: Served, new_context: NewContext) -> Page:
    """The home page, once it is built."""
    page = new_context().new_page()
    page.goto(served.address)
    page.wait_for_selector("h1", timeout=BUILD_TIME)
    return page


def test_change_of_data_shows_on_the_open_page(served: Served, open_page: Page) -> None:
    tagline = re.search(
        r"^tagline:\n  en: (.+)$", (served.data / "site.yml").read_text("utf-8"), re.MULTILINE
    )
    assert tagline
    served.edit(
        served.data / "site.yml", tagline[0], tagline[0].replace(tagline[1], "Words changed while reading")
    )
    expect(open_page).to_have_title(re.compile("Words changed while reading"), timeout=BUILD_TIME)


def test_mistake_is_told_on_the_page_which_stays(served: Served, open_page: Page) -> None:
    heading = open_page.locator("h1").first.inner_text()
    served.edit(served.data / "site.yml", "tagline:", "tagline<b>:")
    problems = open_page.locator("#livereload-problems pre")
    expect(problems).to_contain_text("tagline<b>", timeout=BUILD_TIME)
    assert open_page.locator("h1").first.inner_text() == heading
    served.edit(served.data / "site.yml", "tagline<b>:", "tagline:")
    expect(problems).to_have_count(0, timeout=BUILD_TIME)


def test_served_as_a_static_host_would(served: Served, open_page: Page) -> None:
    del open_page  # it is there once the site is built
    with urllib.request.urlopen(f"{served.address}kb.json") as answer:
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["Cache-Control"] == "no-store"
    assert "livereload" not in "".join(
        path.read_text("utf-8") for path in (served.project / "build" / "serve").glob("*/live/index.html")
    )


READY = "form[data-calculator][data-state=ready]"


def test_nothing_is_kept_of_what_is_being_written(served: Served, open_page: Page) -> None:
    """What an earlier server at this address had browsers keep is taken away."""
    with urllib.request.urlopen(f"{served.address}{service_worker.FILE}") as answer:
        assert answer.read() == (FRAME / service_worker.GONE).read_bytes()
    assert open_page.locator("[data-service]").count() == 0


def test_changed_formula_is_what_the_open_calculator_runs(served: Served, open_page: Page) -> None:
    """The numbers in the form are those that the browser computes: no build writes them."""
    formula = served.project / "planner" / "calculators" / "cpm.py"
    result = open_page.locator("output[data-output=cpm]")
    problems = open_page.locator("#livereload-problems pre")
    with urllib.request.urlopen(f"{served.address}kb.json") as answer:
        entries = json.load(answer)["entries"]
    url = next(entry["url"]["en"] for entry in entries if entry["id"] == "calculator/cpm")
    open_page.goto(f"{served.address}{url}?cost=500&impressions=62500")
    open_page.wait_for_selector(READY, timeout=BUILD_TIME)
    expect(result).to_have_attribute("data-value", "8")
    served.edit(formula, "1000)", "2000")
    expect(problems).to_contain_text("planner/calculators/cpm.py", timeout=BUILD_TIME)
    expect(result).to_have_attribute("data-value", "8")
    served.edit(formula, "2000", "2000)")
    expect(result).to_have_attribute("data-value", "16", timeout=BUILD_TIME)
    expect(problems).to_have_count(0)


def test_taken_port_names_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "macros.serve", "--port", str(port)]
        outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert outcome.returncode == 1
    assert re.search(rf"Port {port} is taken.*make serve PORT=\d+", outcome.stderr)
