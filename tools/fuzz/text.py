"""Between bytes and what targets take: text that may hold anything, and worked examples as seeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

from planner import Locale
from tools.fuzz.hostile import NUMBERS, TEXTS

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALES = tuple(sorted((ROOT / "data" / "locales").glob("*.json")))


def text_of(data: bytes) -> str:
    """Return bytes as text, lone surrogates included; what is no character becomes a lone surrogate."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """Return the bytes that ``text_of`` reads so."""
    return text.encode("utf-8", "surrogatepass")


@cache
def locale_texts() -> tuple[str, ...]:
    """Return the text of every file of ``data/locales/``."""
    return tuple(path.read_text("utf-8") for path in LOCALES)


@cache
def locales() -> tuple[Locale, ...]:
    """Return every language of the calculators."""
    return tuple(Locale.from_json(json.loads(text)) for text in locale_texts())


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the worked examples of ``tests/cases/``: the calculator of each, and what it holds."""
    for path in sorted((ROOT / "tests" / "cases").glob("*.yml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield path.stem, case


def chosen(*options: int) -> bytes:
    """Return the first bytes of an input: which option of each of its choices."""
    return bytes(options)


def number_texts() -> st.SearchStrategy[str]:
    """Return texts that are numbers, nearly numbers, or none."""
    digits = st.text("0123456789", min_size=1, max_size=8)
    grouped = st.tuples(digits, st.sampled_from(" ',.\u00a0\u202f’"), digits).map("".join)
    signs = st.sampled_from(["", "", "", "-", "−", "$", "€ ", "US$", "fr.", "+", "CAD "])
    ends = st.sampled_from(["", "", "", " %", "%", " k", "M", " $", "$ CA", " EUR", "e9", "."])
    built = st.tuples(signs, digits | grouped | st.tuples(grouped, grouped).map("".join), ends).map("".join)
    return built | digits | st.sampled_from(NUMBERS) | st.sampled_from(TEXTS) | st.text(max_size=12)
