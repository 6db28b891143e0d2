"""Plans at random, as fields of text: what a reader of the guide could type, in numbers that agree."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from planner.numbers import Locale

LOCALES = Path(__file__).resolve().parent.parent / "data" / "locales"
FIRST = date(2026, 1, 1)


@cache
def locale(lang: str) -> Locale:
    """Return a language of the knowledge base."""
    return Locale.from_json(json.loads((LOCALES / f"{lang}.json").read_text("utf-8")))


@cache
def ids(kind: str) -> list[str]:
    """Return the short ids of platforms, formats or objectives."""
    return sorted(locale("fr").tables["plan"][kind])


def cents(least: int = 1, most: int = 10_000_000) -> st.SearchStrategy[str]:
    """Return amounts of money in whole cents."""
    return st.integers(least, most).map(lambda n: f"{n // 100}.{n % 100:02}".rstrip("0").rstrip("."))


def percents() -> st.SearchStrategy[str]:
    """Return rates from 0.1 to 100, as one types them."""
    return st.integers(1, 1000).map(lambda n: f"{n / 10:g}")


def days() -> st.SearchStrategy[tuple[date, date]]:
    """Return first and last days of flights of up to three months."""
    return st.builds(
        lambda start, length: (FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)),
        st.integers(0, 700),
        st.integers(0, 90),
    )


def rates() -> st.SearchStrategy[str]:
    """Return prices and rates of a line that determine without contradicting."""
    price = st.sampled_from(["cpm", "cpc", "cpv", "cpa"])
    more = st.sampled_from([(), ("ctr",), ("vtr",), ("cvr",), ("lpr", "cvr"), ("ctr", "vtr", "lpr", "cvr")])

    def written(price: str, cost: str, names: tuple[str, ...], numbers: list[str], aov: str | None) -> str:
        own = [f"{name}{number}" for name, number in zip(names, numbers, strict=False)]
        return "_".join([f"{price}{cost}", *own, *([f"aov{aov}"] if aov else [])])

    return st.builds(
        written,
        price,
        cents(1, 100_000),
        more,
        st.lists(percents(), min_size=4, max_size=4),
        st.none() | cents(100, 100_000),
    )


def lines() -> st.SearchStrategy[str]:
    """Return lines as addresses hold them."""

    def written(names: tuple[str, str, str], flight: tuple[date, date] | None, budget: str, rate: str) -> str:
        own = [day.isoformat() for day in flight] if flight else ["", ""]
        return "_".join([*names, *own, budget, rate]).rstrip("_")

    names = st.tuples(*(st.sampled_from(["", *ids(kind)]) for kind in ("platforms", "formats", "objectives")))
    return st.builds(written, names, st.none() | days(), cents(), st.just("") | rates())


def texts() -> st.SearchStrategy[str]:
    """Return what a person writes: anything but what nobody sees."""
    return st.text(st.characters(categories=["L", "N", "P", "Zs", "S"]), min_size=1, max_size=60).filter(
        lambda text: text.strip() == text and text != "-"
    )


@st.composite
def plans(draw: st.DrawFn, most: int = 8) -> dict[str, str]:
    """Return whole plans: lines, an account, other versions."""
    found = draw(st.lists(lines(), min_size=1, max_size=most))
    fields = {"start": "2026-01-01", "weeks": str(draw(st.integers(1, 26)))}
    fields |= {f"line.{nth}": line for nth, line in enumerate(found, 1)}
    if draw(st.booleans()):
        fields["budget"] = draw(cents(100, 100_000_000))
    for name in ("name", "attribution"):
        if draw(st.booleans()):
            fields[name] = draw(texts())
    if draw(st.booleans()):
        fields["b.line.1"] = draw(lines() | st.just("-"))
    if draw(st.booleans()):
        fields["c.line.2"] = draw(lines())
    return fields
