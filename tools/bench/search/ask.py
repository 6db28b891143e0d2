"""Ask searches what people ask: ours in its dialog, Material's in its own, Pagefind by its API."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tools.bench.search.queries import Query

MOST = 10
"""how many pages of a rival's are looked at; each may add places within it"""
QUIET = 0.3
"""seconds in which Material's list has not changed: it does not say when it is ready"""
_MATERIAL = """
async ([query, quiet]) => {
  const list = document.querySelector(".md-search-result__list");
  const field = document.querySelector("[data-md-component=search-query]");
  let changed = performance.now();
  const observer = new MutationObserver(() => (changed = performance.now()));
  observer.observe(list.parentElement, { childList: true, subtree: true, characterData: true });
  field.value = query;
  field.dispatchEvent(new Event("keyup", { bubbles: true }));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (performance.now() - changed < quiet * 1000) await new Promise((done) => setTimeout(done, 20));
  observer.disconnect();
  return [...list.querySelectorAll("a.md-search-result__link")].map(({ href }) => href);
}"""
_PAGEFIND = """
async ([query, most]) => {
  window.pagefind ??= await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.slice(0, most).map((result) => result.data()));
  return pages.flatMap(({ url, sub_results }) => [url, ...sub_results.map((place) => place.url)]);
}"""


def ours(page: Page, home: str, queries: Iterable[Query]) -> Iterator[int]:
    """Yield the rank of the first answer to each query, among the links that the dialog shows."""
    page.goto(home)
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[data-shown='']")
    field = page.locator("dialog.search .search__field")
    for query in queries:
        field.fill(query.text)
        page.wait_for_selector(f"dialog.search[data-shown={json.dumps(query.text, ensure_ascii=False)}]")
        links = page.locator("a[data-search-result]").evaluate_all("links => links.map(({ href }) => href)")
        yield query.rank(_addresses(links))


def material(page: Page, home: str, queries: Iterable[Query], prefix: str) -> Iterator[int]:
    """Yield the rank of each in Material's list; its site has no ``prefix`` for the language, ours has."""
    page.goto(home)
    page.keyboard.press("/")
    page.wait_for_selector("[data-md-component=search-query]:focus")
    for query in queries:
        links = page.evaluate(_MATERIAL, [query.text, QUIET])
        yield query.rank(prefix + address for address in _addresses(links))


def pagefind(page: Page, home: str, queries: Iterable[Query]) -> Iterator[int]:
    """Yield the rank of each among Pagefind's pages, each followed by its places."""
    page.goto(home)
    for query in queries:
        yield query.rank(_addresses(page.evaluate(_PAGEFIND, [query.text, MOST])))


def _addresses(links: Iterable[str]) -> list[str]:
    """Return addresses from the site's root, each once, without what a query string asks."""
    found = []
    for link in links:
        parts = urlsplit(link)
        address = parts.path.lstrip("/") + (f"#{parts.fragment}" if parts.fragment else "")
        found.append(address)
    return list(dict.fromkeys(found))
