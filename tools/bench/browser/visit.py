"""Visits of a page in Chromium: with a profile that has never been anywhere, and again with the same."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright

from tools.chromium import QUIET, ensure

WATCH = (Path(__file__).with_name("watch.js")).read_text("utf-8")
PATIENCE = 120_000
"""milliseconds"""
READING = 2.0
"""Seconds that a visit lasts after its result: what a browser keeps is written by then."""
SLOW_PROCESSOR = 4


@contextmanager
def browsing(playwright: Playwright, profile: str) -> Iterator[BrowserContext]:
    """A browser with a profile folder, closed at the end."""
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=ensure(),
        args=[*QUIET, *sandbox],
        viewport={"width": 1280, "height": 800},
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def fresh_profile() -> Iterator[str]:
    """A folder for a profile that has never been anywhere."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        yield folder


def first_result(playwright: Playwright, profile: str, address: str, *, stay: bool = False) -> float:
    """Start a browser, and return the milliseconds from the start of a navigation to the result in the page."""
    with browsing(playwright, profile) as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        found = float(_evaluate(page, "bench.reached"))
        time.sleep(READING if stay else 0)
        return found


def held_up(playwright: Playwright, profile: str, address: str, field: str) -> list[dict[str, Any]]:
    """Load a calculator on a slow processor and type; return its long tasks and frames."""
    with browsing(playwright, profile) as context:
        page = context.new_page()
        slow = context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
        page.goto(address, wait_until="commit")
        _evaluate(page, "bench.reached")
        _type(page, field, 20)
        _evaluate(page, "bench.watchTasks()")  # what was before is told as well
        time.sleep(1)
        return list(_evaluate(page, "bench.held"))


def delays(playwright: Playwright, profile: str, address: str, field: str, keys: int) -> list[float]:
    """Return, for each key typed in a field, the milliseconds from its event to the first output that changed."""
    with browsing(playwright, profile) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("form[data-calculator][data-state=ready]")
        _type(page, field, keys)
        return list(_evaluate(page, "bench.delays"))


def _type(page: Page, field: str, keys: int) -> None:
    """Type digits at the end of a field and take them back, each key once the one before has been answered."""
    _evaluate(page, "bench.watchTyping()")
    page.focus(f'input[name="{field}"]')
    page.keyboard.press("End")
    for nth in range(keys):
        page.keyboard.press("Backspace" if nth % 2 else str(1 + nth // 2 % 9))
        _evaluate(page, f"bench.followed({nth + 1})")


def _evaluate(page: Page, expression: str) -> Any:
    return page.evaluate(f"() => {expression}")
