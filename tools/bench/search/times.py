"""How soon hits stand in the dialog: after a key, and after the very first opening."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, Playwright

from tools.bench.browser.visit import BETWEEN_KEYS, READING, browsing

_WATCH = """
() => {
  const dialog = document.querySelector("dialog.search");
  const field = dialog.querySelector(".search__field");
  const typed = new Map();
  window.delays = [];
  field.addEventListener("input", ({ timeStamp }) => typed.set(field.value, timeStamp), true);
  new MutationObserver(() => {
    const since = typed.get(dialog.dataset.shown);
    if (since !== undefined) delays.push(performance.now() - since);
    typed.delete(dialog.dataset.shown);
  }).observe(dialog, { attributeFilter: ["data-shown"] });
}"""
_OPEN = """
(query) => new Promise((resolve) => {
  const since = performance.now();
  let asked = false;
  const observer = new MutationObserver(() => {
    const dialog = document.querySelector("dialog.search[open]");
    if (!dialog) return;
    const field = dialog.querySelector(".search__field");
    if (!asked) {
      asked = true;
      field.value = query;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (dialog.dataset.shown !== query) return;
    observer.disconnect();
    resolve([performance.now() - since, dialog.querySelectorAll("[data-search-result]").length]);
  });
  observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true }));
})"""


def opening(playwright: Playwright, home: str, query: str) -> float:
    """Return the milliseconds from the key that opens the dialog for the first time to its first hits."""
    with browsing(playwright) as context:
        page = context.new_page()
        page.goto(home)
        time.sleep(READING)
        taken, hits = page.evaluate(_OPEN, query)
    if not hits:
        raise AssertionError(f"“{query}” finds nothing on {home}")
    return float(taken)


def keys(playwright: Playwright, home: str, texts: list[str]) -> list[float]:
    """Return the milliseconds from each key to its hits, typing each text from an empty field."""
    with browsing(playwright) as context:
        page = context.new_page()
        page.goto(home)
        page.keyboard.press("/")
        page.wait_for_selector("dialog.search[data-shown='']")
        page.evaluate(_WATCH)
        for text in texts:
            page.locator(".search__field").fill("")
            _type(page, text)
        delays: list[Any] = page.evaluate("delays")
    return [float(delay) for delay in delays]


def _type(page: Page, text: str) -> None:
    for sign in text:
        page.keyboard.type(sign)
        time.sleep(BETWEEN_KEYS)
