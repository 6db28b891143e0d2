"""Run every calculator in every way that may import something, and tell which modules that took and used.

A standard module may import another when one of its functions is first called: to import planner is not
enough. So each calculator gets every small set of its fields, numbers as people type them, and what it
refuses.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from typing import Any

AT_ONCE = 3
"""How many fields of a calculator are given together: three solve every relation, and contradict it."""
TYPED = (
    *("1 234,5", "12.5k", "2 %", "8-12", "500 $", "€1’200", "1,234", "1/3"),
    *("", "-3", "0", "1e5", "NaN", "9" * 400, "a\u00a0b"),
)
LOCALE: dict[str, Any] = {
    "decimal": ",",
    "group": " ",
    "percent": "{number} %",
    "words": {"problem.zero": "{field} is zero"},
    "tables": {"weights": {"b": {"title": "B", "own": True, "lines": {"a": 60, "b": 40}}}},
    "currencies": {
        "CAD": {"digits": 2, "pattern": "{number} $"},
        "JPY": {"digits": 0, "pattern": "{number} ¥"},
    },
}
"""No language of the knowledge base: what is imported must not depend on words."""
SPLITS: tuple[dict[str, str], ...] = (
    {"total": "10000", "share.média": "60", "share.production": "40"},
    {"total": "1000,01", "share.a": "33.33", "share.b": "33.33", "share.c": "33.34", "max.a": "200"},
    {"total": "1000", "lock.a": "300", "share.b": "50", "min.c": "100", "share.c": "50"},
    {"total": "1000", "share.a": "50", "share.b": "20"},
    {"total": "1000", "lock.a": "800", "lock.b": "800"},
    {"total": "1000", "share.a!": "100", "rate.b": "2"},
    {"share.a": "100"},
    {"total": "1000", "method": "objective", "objective": "b", "weight.a": "2", "lock.c": "100"},
    {"total": "1000", "method": "objective", "objective": "none"},
    {"total": "1000", "method": "response", "curve.a": "hill:90,400,3", "curve.b": "hill:80,300,2"},
    {
        "total": "1000",
        "method": "response",
        "curve.a": "logistic:9,0.01",
        "min.a": "200",
        "now.a": "300",
        "now.b": "200",
        "brings.b": "20",
        "double.b": "+40 %",
        "max.b": "600",
        "lock.c": "100",
    },
    {"target": "60", "method": "response", "curve.a": "hill:90,400,0.5", "curve.b": "mm:80,300"},
    {
        "target": "600",
        "method": "response",
        "curve.a": "hill:90,400,3",
        "now.b": "5",
        "brings.b": "9",
        "double.b": "120",
    },
    {},
)


PLAN: dict[str, str] = {
    "start": "2026-12-01",
    "weeks": "4",
    "budget": "20000",
    "fee": "15",
    "tax": "14.975",
    "line.1": "meta_ugc____5000_cpm8-12_ctr1.2",
    "line.2": "x___46357_01/02/2027_1k_cpv0.04",
    "actual.1": "2026-12-07_770",
    "b.line.2": "-",
}
ADVISED = {"for": "sales", "money": "10k"}
PASTED = 'Budget\tCPM\n"5\n000"\t8\nmeta\tx'


def main(argument: str) -> str:
    """Return ``{"imported": [file], "idle": [file], "failure": traceback}``.

    ``parts`` are the archives of planner besides the common one, which is on the path.
    """
    from planner import browser

    for part in json.loads(argument)["parts"]:
        browser.add(part)
    browser.speak(json.dumps(LOCALE))
    for calculator, inputs in _requests():
        for currency in LOCALE["currencies"] if inputs else "?":
            browser.answer(json.dumps({"calculator": calculator, "inputs": inputs, "currency": currency}))
            browser.whole()
    for more in ({}, {"take": "xlsx"}, {"paste": PASTED}):
        asked = {"calculator": "media-plan", "inputs": PLAN, "currency": "CAD", **more}
        browser.answer(json.dumps(asked))
    browser.answer(json.dumps({"calculator": "adviser", "inputs": ADVISED, "currency": "CAD"}))
    failure = _failure()
    files = {name: module.__spec__.origin for name, module in sys.modules.items() if module.__spec__}
    imported = {name: file for name, file in files.items() if file}
    idle = [file for name, file in imported.items() if _is_idle(sys.modules[name])]
    return json.dumps({"imported": list(imported.values()), "idle": idle, "failure": failure})


def _requests() -> Iterator[tuple[str, dict[str, str]]]:
    from planner.catalogue import CALCULATORS, SPLIT

    yield "none", {}
    for inputs in SPLITS:
        yield SPLIT, inputs
    for calculator in CALCULATORS.values():
        names = [field.name for field in calculator.typed()]
        for several in range(AT_ONCE + 1):
            for chosen in itertools.combinations(names, several):
                yield calculator.id, dict.fromkeys(chosen, "7")
        for typed, name in itertools.product(TYPED, [*names[:2], "unknown"]):
            yield calculator.id, {names[0]: "5", name: typed}


def _failure() -> str:
    """Return a traceback, made here for what making one imports."""
    import traceback

    from planner import browser

    try:
        browser.answer("{}")
    except browser.BadRequest:
        return traceback.format_exc()
    raise AssertionError


def _is_idle(module: object) -> bool:
    """Tell whether a module has been imported and not run: nothing was asked of it."""
    from sitecustomize import Later  # type: ignore[import-not-found]

    return isinstance(getattr(module, "__dict__", {}).get("__getattr__"), Later)
