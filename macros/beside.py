"""The dated figures beside the fields of a calculator: which, by what one chooses, how one is typed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from macros.edition import Edition, sort_key
from macros.model import Calculator, Confidence, Figure
from macros.shown import Offered
from planner.interval import Interval
from planner.numbers import canonical, typed


def figures(edition: Edition, calculator: Calculator) -> dict[str, list[Figure]]:
    """Return the figures shown beside each field that names entries for it: none, where they have none."""
    return {
        name: [figure for figure in edition.kb.figures if field.takes(figure)]
        for name, field in calculator.fields.items()
        if field.figures
    }


def platforms(shown: Iterable[Figure]) -> list[tuple[str, str]]:
    """Return (key, words) of each platform that figures were measured on, by name."""
    return [(name, name) for name in sorted({f.platform for f in shown if f.platform}, key=sort_key)]


def places(edition: Edition, shown: Iterable[Figure]) -> list[tuple[str, str]]:
    """Return (key, words) of each place that figures were measured in, by its words."""
    found = {place(edition, figure): edition.plain(figure.geography) for figure in shown}
    return sorted(found.items(), key=lambda pair: sort_key(pair[1]))


def place(edition: Edition, figure: Figure) -> str:
    """Return the key of where a figure was measured: the same in every language."""
    return figure.geography[edition.kb.languages[0]]


def value(edition: Edition, figure: Figure) -> Offered | None:
    """Return a figure's value as one types it; None where it has none, or is but what people say."""
    if figure.value is None or figure.confidence is Confidence.LOW:
        return None
    return _typed(edition, figure, Fraction(figure.value))


def spread(edition: Edition, figure: Figure) -> Offered | None:
    """Return a figure's lowest and highest as one types a range; None where it has none."""
    if figure.low is None or figure.high is None or figure.confidence is Confidence.LOW:
        return None
    return _typed(edition, figure, Interval(Fraction(figure.low), Fraction(figure.high)))


def origin(edition: Edition, figure: Figure) -> str:
    """Return in a line where a figure comes from: who measured it, what, where, when."""
    publisher = edition.kb.sources[figure.source].publisher
    who = publisher if publisher == figure.measured_by else f"{figure.measured_by} ({publisher})"
    segment = edition.plain(figure.segment) if figure.segment else None
    window = " – ".join(edition.date(day) for day in figure.window or ()) or edition.t(
        "beside_undated", date=edition.date(edition.kb.sources[figure.source].read)
    )
    what = (figure.platform, edition.plain(figure.geography), segment, window)
    return edition.t("beside_from", who=who, what=", ".join(part for part in what if part))


def _typed(edition: Edition, figure: Figure, number: Fraction | Interval) -> Offered:
    unit = figure.unit.value
    return Offered(typed(number, unit, edition.locale), canonical(number, unit))
