"""What tests run inside Pyodide: every request, and what that imported."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Sequence
from types import ModuleType


class Missed:
    """Stands last among the finders: it hears of each module that nobody has."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        self.names.append(name)


def main(argument: str) -> str:
    """Return the answer to each request, the modules imported, those not found, and a failure in words.

    ``parts`` are the archives of planner besides the common one, which is on the path.
    """
    asked = json.loads(argument)
    missed = Missed()
    sys.meta_path.append(missed)  # type: ignore[arg-type]
    from planner import browser

    for part in asked["parts"]:
        browser.add(part)
    answers = {}
    for code, locale in asked["locales"].items():
        browser.speak(locale)
        answers[code] = [[browser.answer(request), browser.whole()] for request in asked["requests"]]
    specs = {name: module.__spec__ for name, module in sys.modules.items()}
    modules = {name: spec.origin for name, spec in specs.items() if spec and spec.origin}
    found = {"answers": answers, "modules": modules, "missed": missed.names, "failure": _failure()}
    return json.dumps(found)


def _failure() -> str:
    from planner import browser

    try:
        browser.answer("{}")
    except browser.BadRequest:
        return traceback.format_exc()
    return ""
