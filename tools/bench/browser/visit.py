"""Visits of a page in Chromium: with a profile that has never been anywhere, and again with the same."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Page, Playwright

from tools.bench.browser.trace import Task, tasks, traced
from tools.chromium import ensure, options

WATCH = (Path(__file__).with_name("watch.js")).read_text("utf-8")
PATIENCE = 120_000
"""milliseconds"""
SETTLING = 1.0
"""Seconds that a browser has, once it runs, before it is asked for a page; and to finish what it began."""
READING = 3.0
"""Seconds between a first result and what comes next, a key or the end of a visit: nobody reads it faster."""
SLOW_PROCESSOR = 4
SOME = 20
"""keys typed on a slow processor"""
BETWEEN_KEYS = 0.12
"""Seconds: 100 words a minute. A key is down for half of it."""


@contextmanager
def browsing(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser with a profile of its own on disk, both gone at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=ensure(),
            args=options(),
            viewport={"width": 1280, "height": 800},
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        try:
            time.sleep(SETTLING)
            yield context
        finally:
            context.close()


def first_result(context: BrowserContext, address: str, *, stay: bool = False) -> float:
    """Visit in a new tab; return the milliseconds from start of navigation to the result in the page."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    found = float(_evaluate(page, "bench.reached"))
    time.sleep(READING if stay else 0)
    page.close()
    return found


def held_up(playwright: Playwright, address: str, field: str) -> list[dict[str, Any]]:
    """Load a calculator on a slow processor and type; return its long tasks and frames."""
    with browsing(playwright) as context:
        page = context.new_page()
        slow = context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})
        _use(page, address, field)
        _evaluate(page, "bench.watchTasks()")  # what was before is told as well
        time.sleep(SETTLING)
        return list(_evaluate(page, "bench.held"))


def script_costs(playwright: Playwright, address: str, field: str) -> list[Task]:
    """Do the same on the processor as it is; return what the page's scripts cost."""
    with browsing(playwright) as context:
        page = context.new_page()
        with traced(page, context.new_cdp_session(page)) as events:
            _use(page, address, field)
        return tasks(events, urljoin(address, "/"))


def _use(page: Page, address: str, field: str) -> None:
    page.goto(address, wait_until="commit")
    _evaluate(page, "bench.reached")
    _type(page, field, SOME)
    time.sleep(SETTLING)


def delays(playwright: Playwright, address: str, field: str, keys: int) -> list[float]:
    """Return the milliseconds from each key typed in a field to the first output that it changed."""
    with browsing(playwright) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("form[data-calculator][data-state=ready]")
        time.sleep(READING)
        _evaluate(page, "bench.watchTyping()")
        _type(page, field, keys)
        _evaluate(page, f"bench.followed({keys})")
        return list(_evaluate(page, "bench.delays"))


def _type(page: Page, field: str, keys: int) -> None:
    """Type digits and take them back, as fast as one types."""
    page.focus(f'input[name="{field}"]')
    page.keyboard.press("End")
    for nth in range(keys):
        key = "Backspace" if nth % 2 else str(1 + nth // 2 % 9)
        page.keyboard.down(key)
        time.sleep(BETWEEN_KEYS / 2)  # nothing is asked of the page meanwhile: asking takes its time, too
        page.keyboard.up(key)
        time.sleep(BETWEEN_KEYS / 2)


def _evaluate(page: Page, expression: str) -> Any:
    return page.evaluate(f"() => {expression}")
