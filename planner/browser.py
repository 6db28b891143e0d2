"""What a page's worker calls: text in, text out, as nothing but JSON crosses between the two languages."""

from __future__ import annotations

import json
from typing import Any

from planner.answer import refused_as_json
from planner.compute import run
from planner.numbers import Locale
from planner.problems import Refused

_SPOKEN: list[Locale] = []


def speak(locale: str) -> None:
    """Take the language that answers are in: the text of a file of ``data/locales/``."""
    _SPOKEN[:] = [Locale.from_json(json.loads(locale))]


def answer(request: str) -> str:
    """Return the answer to ``{"calculator", "inputs": {field: text}, "currency"}``, as the command prints it.

    What cannot be computed comes back as ``{"errors": […]}``. ``speak`` comes first.
    """
    asked: dict[str, Any] = json.loads(request)
    (locale,) = _SPOKEN
    calculator, currency = asked["calculator"], asked["currency"]
    try:
        found = run(calculator, asked["inputs"], locale, currency).as_json(locale, currency)
    except Refused as refused:
        found = refused_as_json(refused.problems, calculator, locale, currency)
    return json.dumps(found, ensure_ascii=False)
