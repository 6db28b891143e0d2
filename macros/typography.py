"""Typography as a rule: from text as typed in ``data/`` to text as it should be set, per language.

Authors type ordinary spaces and straight apostrophes. The rules of a language (which signs take which
space before them, what opens a quotation) are data: ``interface/<lang>.yml: typography``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape

from macros.links import links
from macros.model import Typography

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_CURRENCY_AFTER_NUMBER = re.compile(r"(?<=\d) ?(?=[$€£](?!\w))")
_TYPED_GROUP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
# Years stay whole; so does what is too long to be a quantity (a telephone number).
_LONG_NUMBER = re.compile(r"(?<![\w.,:/-])(?!(?:19|20)\d\d(?!\d))[1-9]\d{3,7}(?![\w:/-])")
_OPERATOR = re.compile(r" (?=[×÷=] )")
_STRAIGHT_QUOTES = re.compile(r'"([^"]*)"')
_GUILLEMETS = re.compile(r"«([^»]*)»")


class Typographer:
    """Sets the texts of one language."""

    def __init__(self, rules: Typography) -> None:
        self._rules = rules
        self._steps = self._compile(rules)
        self._ordinal = _ordinal_pattern(rules.ordinals)
        self.plain = lru_cache(maxsize=None)(self._plain)

    def _compile(self, rules: Typography) -> list[Callable[[str], str]]:
        opening, closing = rules.quotes
        steps: list[Callable[[str], str]] = [
            lambda text: text.replace("'", "’"),
            lambda text: _STRAIGHT_QUOTES.sub(lambda m: f"{opening}{m[1]}{closing}", text),
            lambda text: _GUILLEMETS.sub(lambda m: f"{opening}{m[1].strip()}{closing}", text),
            lambda text: _OPERATOR.sub(NO_BREAK, text),
        ]
        if rules.units:
            units = "|".join(map(re.escape, rules.units))
            unit_after_number = re.compile(rf"(?<=\d) (?=(?:{units})\b)")
            steps.append(lambda text: unit_after_number.sub(NO_BREAK, text))
        if rules.group:
            steps.append(lambda text: _TYPED_GROUP.sub(rules.group, text))
            steps.append(lambda text: _LONG_NUMBER.sub(lambda m: _grouped(m[0], rules.group), text))
        if rules.currency_space:
            steps.append(lambda text: _CURRENCY_AFTER_NUMBER.sub(rules.currency_space, text))
        for signs, space in ((rules.narrow_space_before, NARROW), (rules.space_before, NO_BREAK)):
            if signs:
                steps.append(_space_before(signs, space))
        return steps

    def _plain(self, text: str) -> str:
        for step in self._steps:
            text = step(text)
        return text

    def words(self, text: str) -> str:
        """Return ``text`` set as plain text, links reduced to their words."""
        text = self.plain(text)
        for link in reversed(links(text)):
            text = text[: link.start] + link.words + text[link.end :]
        return text

    def html(self, text: str, link: Callable[[str, Markup], Markup]) -> Markup:
        """Return ``text`` set as escaped HTML of one paragraph; ``link`` makes each ``[[id|words]]``."""
        text = self.plain(text)
        pieces: list[Markup] = []
        end = 0
        for found in links(text):
            pieces += [self._inline(text[end : found.start]), link(found.id, self._inline(found.words))]
            end = found.end
        pieces.append(self._inline(text[end:]))
        return Markup("").join(pieces)

    def _inline(self, text: str) -> Markup:
        escaped = str(escape(text))
        if self._ordinal:
            escaped = self._ordinal.sub(r"\1<sup>\2</sup>", escaped)
        return Markup(escaped)  # noqa: S704 - escaped above


def paragraphs(text: str) -> list[str]:
    """Split a text of data at its blank lines; line breaks inside a paragraph are spaces."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _ordinal_pattern(endings: list[str]) -> re.Pattern[str] | None:
    if not endings:
        return None
    joined = "|".join(re.escape(ending) for ending in endings)
    return re.compile(rf"(\d)({joined})\b")


def _space_before(signs: str, space: str) -> Callable[[str], str]:
    # A sign inside a word or number (16:9, a?b) is no punctuation, nor is one after an opening: (?), {%.
    pattern = re.compile(rf"(?<=[\w»”’)\]…°.])\s*([{re.escape(signs)}]+)(?=$|[\s»)\]”’.,…/–-])")
    return lambda text: pattern.sub(rf"{space}\1", text)


def _grouped(digits: str, separator: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return separator.join(groups)
