"""Query strings, and the borders they cross: the page's request in JSON, and the command's arguments.

The first byte says which border: an address, which becomes a request as the page makes one; the request
itself; or arguments of ``python -m planner``, a line each. The second says the calculator and the language.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from hypothesis import strategies as st

from planner import IDS, Refused, browser
from planner.__main__ import main
from planner.problems import Problem
from tools.fuzz.hostile import JSON, NUMBERS, TEXTS
from tools.fuzz.targets.planner import check_errors, names_of
from tools.fuzz.text import bytes_of, cases, chosen, locale_texts, number_texts, text_of

words = (
    *JSON,
    *NUMBERS,
    *TEXTS,
    "&",
    "=",
    "%ED%A0%80",
    "%00",
    "+",
    "currency=",
    "--lang",
    "--currency",
    "--list",
)
PAGE, REQUEST, COMMAND = range(3)


def run(data: bytes) -> None:
    """Ask what bytes say over one of the borders. Raises Refused, or BadRequest for what is no request."""
    way, which = data[:2].ljust(2, b"\0")
    text = text_of(data[2:])
    if way % 3 == COMMAND:
        command(text.split("\n"))
        return
    _speak(which // len(IDS) % len(locale_texts()))
    request = text if way % 3 == REQUEST else json.dumps(requested(IDS[which % len(IDS)], text))
    answered(request)


@cache
def _spoken() -> list[int]:
    return []


def _speak(which: int) -> None:
    """Take another language, where it is another: a page does so once."""
    if _spoken() != [which]:
        browser.speak(locale_texts()[which])
        _spoken()[:] = [which]


def answered(request: str) -> None:
    """Have a request answered as the page does, in two parts."""
    first = json.loads(browser.answer(request))
    whole = json.loads(browser.whole())
    assert ("errors" in first) == ("errors" in whole), "the two parts of an answer do not agree"
    if "errors" in first:
        check_errors(first["errors"])
        raise Refused([Problem(said["code"]) for said in first["errors"]])
    assert first["outputs"] == whole["outputs"], "the two parts of an answer do not agree"


def requested(calculator: str, query: str) -> dict[str, Any]:
    """Return what the page asks when its address holds a query: of names given twice, the first counts."""
    inputs: dict[str, str] = {}
    currency = "CAD"
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        if name == "currency":
            currency = value.upper()
        else:
            inputs.setdefault(name, value)
    return {"calculator": calculator, "inputs": inputs, "currency": currency}


def command(arguments: list[str]) -> None:
    """Run ``python -m planner``; what it prints is JSON in UTF-8, whatever was typed."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = main(arguments)
        except SystemExit as left:  # how argparse refuses
            assert left.code in (0, 2), left
            raise Refused([Problem("usage")]) from None
    told = json.loads(out.buffer.getvalue())
    if code:
        assert code == 2, code
        check_errors(told["errors"])
        raise Refused([Problem(said["code"]) for said in told["errors"]])


def seeds() -> Iterator[bytes]:
    """Return the worked examples over each border, and requests that are none."""
    for calculator, case in cases():
        which = IDS.index(calculator) + len(IDS) * (case.get("lang", "fr") == "fr")
        named = {**case["inputs"], "currency": case.get("currency", "CAD")}
        yield chosen(PAGE, which) + urlencode(named).encode()
        request = {"calculator": calculator, "inputs": case["inputs"], "currency": named["currency"]}
        yield chosen(REQUEST, which) + json.dumps(request).encode()
        pairs = [f"{name}={text}" for name, text in case["inputs"].items()]
        yield chosen(COMMAND, 0) + bytes_of("\n".join([calculator, *pairs]))
    moved = {"total": "1000", "share.a": "50", "share.b": "50"}
    for part in ("40", "1e999999999", "1/0", "nan"):
        request = {
            "calculator": IDS[-1],
            "inputs": moved,
            "currency": "CAD",
            "move": {"line": "a", "part": part},
        }
        yield chosen(REQUEST, len(IDS) - 1) + json.dumps(request).encode()
    for text in JSON:
        yield chosen(REQUEST, 0) + bytes_of(text)


def inputs() -> st.SearchStrategy[bytes]:
    """Return nearly right queries, requests and arguments."""
    names = st.sampled_from([name for calculator in IDS for name in names_of(calculator)])
    pairs = st.lists(st.tuples(names | st.sampled_from(TEXTS), number_texts()), max_size=7)
    queries = st.builds(_query, st.integers(0, 255), pairs)
    lines = pairs.map(lambda listed: [f"{name}={text}" for name, text in listed])
    options = st.lists(
        st.sampled_from([*words, "--lang=en", "--lang=../fr", f"--lang={'x' * 300}"]), max_size=2
    )
    commands = st.builds(
        lambda calculator, some, more: chosen(COMMAND, 0) + bytes_of("\n".join([calculator, *some, *more])),
        st.sampled_from([*IDS, "x"]), lines, options,
    )  # fmt: skip
    return queries | commands | st.builds(_request, st.integers(0, 255), _requests())


def _query(which: int, pairs: list[tuple[str, str]]) -> bytes:
    return chosen(PAGE, which) + urlencode(pairs, errors="surrogatepass").encode()


def _request(which: int, request: object) -> bytes:
    return chosen(REQUEST, which) + json.dumps(request).encode()


def _requests() -> st.SearchStrategy[object]:
    """Return requests of which any part may be something else."""
    odd = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | number_texts(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )
    names = st.sampled_from([name for calculator in IDS for name in names_of(calculator)])
    right = st.dictionaries(names, number_texts(), max_size=7)
    move = st.fixed_dictionaries(
        {}, optional={"line": st.sampled_from(["media", "a"]) | odd, "part": number_texts() | odd}
    )
    keys = {
        "calculator": st.sampled_from(IDS) | odd,
        "inputs": right | st.dictionaries(st.text(max_size=5), odd, max_size=3) | odd,
        "currency": st.sampled_from(["CAD", "EUR"]) | odd,
    }
    return (
        odd
        | st.fixed_dictionaries(keys, optional={"move": move | odd})
        | st.fixed_dictionaries({}, optional=keys)
    )
