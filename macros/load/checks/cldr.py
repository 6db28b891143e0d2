"""Codes of currencies and locales: those that CLDR can put into words, not any that are well spelled."""

from __future__ import annotations

from typing import Any

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from babel.numbers import list_currencies

from macros.load.draft import Draft
from macros.load.reader import Document, Steps
from macros.problems import nearest, quote


def check(draft: Draft) -> None:
    """Report currencies and locales that no page could be written with."""
    for file in (name for name in draft.documents if name.startswith("benchmarks/")):
        document = draft.document(file)
        for steps, code in _each(document, "figures", "currency"):
            _currency(draft, document, steps, code)
    rules = draft.document("rules.yml")
    for key, rule in (draft.written("rules.yml") or {}).items():
        if isinstance(rule, dict) and isinstance(rule.get("currency"), str):
            _currency(draft, rules, (key, "currency"), rule["currency"])
    site = draft.document("site.yml")
    for steps, code in _each(site, "languages", "locale"):
        _locale(draft, site, steps, code)


def _each(document: Document | None, listed: str, key: str) -> list[tuple[Steps, str]]:
    """The texts under one key of the items of a list, as typed."""
    value: Any = document.value if document else None
    items = value.get(listed) if isinstance(value, dict) else None
    return [
        ((listed, index, key), item[key])
        for index, item in enumerate(items if isinstance(items, list) else ())
        if isinstance(item, dict) and isinstance(item.get(key), str)
    ]


def _currency(draft: Draft, document: Document | None, steps: Steps, code: str) -> None:
    known = list_currencies()
    if document is None or code in known or not (len(code) == 3 and code.isascii() and code.isupper()):
        return  # what is not spelled as a code is reported as such
    exchanged = [other for other in known if sorted(other) == sorted(code)]
    draft.report(
        document,
        document.position(steps),
        f"{quote(code)} is the code of no currency.",
        'a code of ISO 4217: "CAD", "EUR"',
        nearest(code, exchanged) or nearest(code, known),
        "correct the code.",
    )


def _locale(draft: Draft, document: Document | None, steps: Steps, name: str) -> None:
    if document is None or _is_locale(name):
        return
    draft.report(
        document,
        document.position(steps),
        f"{quote(name)} is no locale that CLDR knows.",
        'the code of a language, and of a country where it matters: "es", "fr_CA"',
        nearest(name, locale_identifiers()),
        "correct the name of the locale.",
    )


def _is_locale(name: str) -> bool:
    try:
        Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        return False
    return True
