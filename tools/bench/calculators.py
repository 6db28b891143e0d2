"""``make bench ARGS=--calculators``: how soon each calculator answers, in CPython and in the browser.

Every number of its first example is typed as a range, a fifth either way, as far as its field takes ranges.
"""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from macros.load import load
from macros.model import Calculator
from macros.paths import DATA
from macros.serve.static import serving
from planner import IDS, Locale, Refused, browser, run
from planner.catalogue import PLAN
from tools.chromium import launched

LANG = "en"
ROUNDS = 9
SPREAD = 0.2
RANGE = re.compile(r"(?<![0-9-])[0-9.]+-[0-9.]+(?![0-9-])")
RATE = re.compile(r"(?<=_)([a-z]{3})([0-9.]+)(?=_|$)")
"""of a line of a plan: ``cpm8``"""
MOST = 150
"""milliseconds in the browser, with every draw"""
_ASK = """async ([request, rounds]) => {
  const scripts = document.querySelector("script[type=module][src]").src.replace(/js\\/.*/, "js/calculator/");
  const { Client } = await import(new URL("client.js", scripts));
  const client = Client.of(document.querySelector("form[data-calculator]"));
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await client.run(request);
    times.push(performance.now() - begun);
  }
  return times;
}"""


def report(site: Path) -> Iterator[str]:
    """Ask every calculator in both ways, and yield a line for each: median and first answer, milliseconds."""
    kb = load(DATA)
    spoken = (DATA / "locales" / f"{LANG}.json").read_text("utf-8")
    addresses = {
        entry["id"].partition("/")[2]: entry["url"][LANG]
        for entry in json.loads((site / "kb.json").read_text("utf-8"))["entries"]
        if entry["kind"] == "calculator"
    }
    yield f"{'calculator':24}{'ranges':>7}{'CPython':>9}{'first':>7}{'browser':>9}{'first':>7}   (ms)"
    with serving(site) as home, launched() as chromium:
        for name in IDS:
            entry = kb.entries[f"calculator/{name}"]
            assert isinstance(entry, Calculator)
            for values in _asked(entry):
                request = _request(name, values, spoken)
                context = chromium.new_context(bypass_csp=True, service_workers="block")
                page = context.new_page()
                page.goto(home + addresses[name])
                there = page.evaluate(_ASK, [request, ROUNDS])
                context.close()
                yield _line(request, _here(request, spoken), there)


def _asked(entry: Calculator) -> Iterator[Mapping[str, str]]:
    """Yield the first example, and the first of each other way of computing."""
    ways: set[str] = set()
    for example in entry.examples:
        way = example.values.get("method", "")
        if not ways or way not in ways | {""}:
            yield example.values
        ways.add(way)


def _line(request: Mapping[str, Any], here: list[float], there: list[float]) -> str:
    ranges = sum(len(RANGE.findall(text)) for text in request["inputs"].values())
    (first, *others), (first_there, *others_there) = here, there
    median = statistics.median(others_there)
    slow = f"   over {MOST}" if median > MOST else ""
    name = " ".join(filter(None, (request["calculator"], request["inputs"].get("method"))))
    return (
        f"{name:24}{ranges:7}{statistics.median(others):9.1f}{first:7.1f}"
        f"{median:9.1f}{first_there:7.1f}{slow}"
    )


def _here(request: Mapping[str, Any], spoken: str) -> list[float]:
    browser.speak(spoken)
    text, times = json.dumps(request), []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        browser.answer(text)
        times.append(1000 * (time.perf_counter() - begun))
    return times


def _request(name: str, values: Mapping[str, str], spoken: str) -> dict[str, Any]:
    """Return a request with as many ranges as its calculator takes."""
    locale = Locale.from_json(json.loads(spoken))
    currency = next(iter(locale.currencies))
    inputs = dict(values)
    for field, text in values.items():
        wide = RATE.sub(lambda found: found[1] + _wide(found[2]), text) if name == PLAN else _wide(text)
        wider = inputs | {field: wide}
        try:
            run(name, wider, locale, currency)
        except Refused:
            continue
        inputs = wider
    return {"calculator": name, "inputs": inputs, "currency": currency}


def _wide(text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{value * (1 - SPREAD):.6f}-{value * (1 + SPREAD):.6f}" if value else text
