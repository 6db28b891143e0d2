"""What the scripts of a page cost its thread, from Chromium's trace of a visit.

Long animation frames tell how long a script lasted, others' use of the processor included; and a browser
that plays a slow processor makes a script wait by the clock, so that others' use counts several times over.
Processor time at full speed, times the slowness, is what a script itself would take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

CATEGORIES = ("devtools.timeline", "v8")
POLL = 50
"""milliseconds"""
CALLED_BY_BROWSER = {
    "EventDispatch",
    "FireIdleCallback",
    "HandlePostMessage",
    "TimerFire",
    "v8.evaluateModule",
}
"""what runs scripts, whatever they are called"""
OF_A_FILE = {"EvaluateScript", "FunctionCall"}
"""what runs a script that it names: some are the driver's, which has no address"""

Event = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """What ran scripts of the page without a break: one event and all that it led to at once."""

    name: str
    lasted: float
    """milliseconds from begin to end"""
    own: float
    """milliseconds of processor time; from begin to end where the browser does not tell it"""


@contextmanager
def traced(page: Page, session: CDPSession) -> Iterator[list[Event]]:
    """Record what the browser does; the list is filled when the block ends."""
    events: list[Event] = []
    ended: list[Event] = []
    session.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    session.on("Tracing.tracingComplete", lambda end: ended.append(end))
    wanted = {"includedCategories": list(CATEGORIES), "excludedCategories": ["*"]}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": wanted})
    yield events
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(POLL)
    if any(end.get("dataLossOccurred") for end in ended):
        raise RuntimeError("the browser lost a part of its trace: nothing can be told from it")


def tasks(events: Sequence[Event], address: str) -> list[Task]:
    """Return the tasks of the page at ``address`` in which its scripts ran, in their order.

    Raises ValueError where no thread ran a script of that page.
    """
    thread = _thread(events, address)
    found: list[Task] = []
    end = float("-inf")
    ours = (event for event in events if event.get("ph") == "X" and _of(event) == thread)
    for event in sorted(ours, key=lambda event: (event["ts"], -event["dur"])):
        if event["ts"] >= end and _runs_scripts(event, address):
            end = event["ts"] + event["dur"]
            own = event["tdur"] if "tdur" in event else event["dur"]
            found.append(Task(_name(event), event["dur"] / 1000, own / 1000))
    return found


def _thread(events: Sequence[Event], address: str) -> tuple[int, int]:
    """Return the process and thread of a page: workers of the same process run scripts, too."""
    mains = {_of(event) for event in events if event["name"] == "thread_name" and _main(event)}
    found = {_of(event) for event in events if event["name"] in OF_A_FILE and _url(event).startswith(address)}
    threads = mains & found
    if len(threads) != 1:
        raise ValueError(
            f"{len(threads)} threads ran scripts of {address}, not one: was it visited, and once?"
        )
    return threads.pop()


def _of(event: Event) -> tuple[int, int]:
    return event["pid"], event["tid"]


def _main(event: Event) -> bool:
    return bool(event["args"]["name"] == "CrRendererMain")


def _runs_scripts(event: Event, address: str) -> bool:
    name = event["name"]
    return name in CALLED_BY_BROWSER or (name in OF_A_FILE and _url(event).startswith(address))


def _url(event: Event) -> str:
    return str(_data(event).get("url", ""))


def _data(event: Event) -> dict[str, Any]:
    return dict(event.get("args", {}).get("data") or {})


def _name(event: Event) -> str:
    return " ".join(filter(None, (event["name"], _data(event).get("type"))))
