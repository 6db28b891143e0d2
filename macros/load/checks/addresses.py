"""Addresses: one for each page, none that belongs to files of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from macros.load.draft import Draft
from macros.load.reader import Document, Steps
from macros.problems import listing

RESERVED = ("assets",)
"""First parts of addresses that belong to files of the site."""


class Address(NamedTuple):
    """The address of a page in a language, and where its slug is written."""

    address: str
    language: str
    document: Document
    steps: Steps


def check(draft: Draft) -> None:
    """Report addresses that are taken or reserved."""
    first: dict[str, Address] = {}
    for found in live(draft):
        if found.address.split("/")[0] in RESERVED:
            draft.report(
                found.document,
                found.document.position(found.steps),
                f'The address "{found.address}" belongs to files of the site.',
                f"an address that does not begin with {listing(RESERVED)}",
                mend="choose another slug.",
            )
        if found.address in first:
            other = first[found.address]
            line = other.document.position(other.steps).line
            shown = found.address or "(the root of the site)"
            draft.report(
                found.document,
                found.document.position(found.steps),
                f'The address "{shown}" ({found.language}) is taken by {other.document.file}:{line}.',
                "an address of its own for each page",
                mend="choose another slug for one of the two.",
            )
        first.setdefault(found.address, found)


def live(draft: Draft) -> Iterator[Address]:
    """Every address of the site in every language, as far as files say it."""
    site = draft.document("site.yml")
    if site is None:
        return
    kinds = draft.written("site.yml", "kinds") or {}
    used = draft.kinds_used()
    for number, language in enumerate(draft.languages):
        prefix = f"{language}/" if number else ""
        if language in draft.languages[:number]:
            continue
        yield Address(prefix, language, site, ("pages", "home"))
        for key in draft.written("site.yml", "pages") or {}:
            if slug := _slug(draft.written("site.yml", "pages", key), language):
                yield Address(f"{prefix}{slug}/", language, site, ("pages", key, "slug", language))
        for kind, words in kinds.items():
            if kind in used and (slug := _slug(words, language)):
                yield Address(f"{prefix}{slug}/", language, site, ("kinds", kind, "slug", language))
        for file in draft.entries:
            folder = _slug(kinds.get(draft.kind_words_of(file.ids()[0]) or ""), language)
            slug = _slug(file.document.value, language)
            if folder and slug:
                yield Address(f"{prefix}{folder}/{slug}/", language, file.document, ("slug", language))


def _slug(record: Any, language: str) -> str | None:
    """The slug that a record, right or not, has in a language."""
    slug = record.get("slug") if isinstance(record, dict) else None
    found = slug.get(language) if isinstance(slug, dict) else None
    return found if isinstance(found, str) else None
