"""The site in one language: its words, its numbers, its pages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from macros.addresses import Addresses, relative
from macros.assets import Assets
from macros.crosslinks import Crosslinks
from macros.dates import date_words
from macros.errors import BuildError
from macros.freshness import last_read
from macros.load import KnowledgeBase
from macros.locale_files import words
from macros.locales import locale_of
from macros.model import Anchored, Dimension, Entry, Length, Mapping, SafeZone, Span, Statement
from macros.shown import Alternate, Crumb, Edit, Page
from macros.tables import tables
from macros.typography import NO_BREAK, Typographer, paragraphs
from planner.numbers import show

Text = dict[str, str]
DESCRIPTION_LENGTH = 160
SHORTEST_SENTENCE = 20
"""characters of a sentence that says something by itself"""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


class History(Protocol):
    """What is kept of the past: when a statement last changed, under which anchors it was published."""

    def changed(self, statement_id: str) -> str: ...
    def aliases(self, statement_id: str, lang: str) -> list[str]: ...
    def moved(self, page_id: str, lang: str) -> list[tuple[str, str]]: ...


@dataclass
class Edition:
    """The site in one language."""

    kb: KnowledgeBase
    addresses: Addresses
    lang: str
    history: History
    assets: Assets = field(default_factory=lambda: Assets({}))
    site_url: str | None = None
    runtime: dict[str, Any] | None = None
    """what the browser's Python is made of; None where it has not been made: examples only are shown then"""
    alone: bool = False
    """built without the other languages: no switcher"""
    offline: bool = False
    """pages are kept by a service worker, to be read without a network"""

    def __post_init__(self) -> None:
        self.interface = self.kb.interface[self.lang]
        self.typographer = Typographer(self.interface.typography)
        self.site = self.kb.site
        self.crosslinks = Crosslinks(self.kb, self.lang)
        language = next(known for known in self.site.languages if known.code == self.lang)
        told = [one.currency for one in self.kb.figures] + [one.currency for one in self.kb.rules.values()]
        others = sorted({code for code in told if code})
        currencies = dict.fromkeys([*self.site.currencies, *others])
        spoken = words(self.kb, self.lang)
        looked_up = tables(self.kb, self.lang)
        self.locale = locale_of(language, self.interface.typography, currencies, spoken, looked_up)

    @property
    def published(self) -> list[str]:
        """The languages that stand beside this one on the site, itself included."""
        return [self.lang] if self.alone else self.kb.languages

    @cached_property
    def last_read(self) -> str:
        """The day the sources were last read: what tells an old figure, whenever the site is built."""
        return last_read(self.kb.sources)

    # -- words -------------------------------------------------------------------------------------

    def t(self, key: str, **values: Any) -> str:
        """Return a word of the interface. Raises BuildError, naming file and key, when it is not there."""
        try:
            words = self.interface.words[key]
        except KeyError:
            raise BuildError(f"interface/{self.lang}.yml lacks words.{key}, which a page asks for") from None
        return self.typographer.plain(words.format(**values) if values else words)

    def plain(self, text: Text) -> str:
        """Return a text as plain text, in one paragraph."""
        return self.typographer.words(" ".join(text[self.lang].split()))

    def lines(self, text: Text) -> list[str]:
        """Return a text as plain paragraphs."""
        return [self.typographer.words(part) for part in paragraphs(text[self.lang])]

    def first_sentence(self, text: Text) -> str:
        """Return the first sentence of a text as plain text, with the next where it is but a word: “No.”"""
        first, *others = _SENTENCE_END.split(self.lines(text)[0], maxsplit=2)
        return f"{first} {others[0]}" if others and len(first) < SHORTEST_SENTENCE else first

    def title(self, target: str) -> str:
        """Return the name of whatever an id stands for; of a statement, that of its page."""
        target = target.partition("#")[0]
        if target.startswith("page/"):
            return self.plain(self.site.pages[target.removeprefix("page/")].title)
        if target.startswith("index/"):
            return self.plain(self.site.kinds[target.removeprefix("index/")].title)
        if target.startswith("source/"):
            return self.kb.sources[target.removeprefix("source/")].publisher
        return self.plain(self.kb.entries[target].title)

    def span(self, span: Span) -> str:
        """Return a length of time in words: ``60–120 s``, ``≤ 6 s``, ``30–60 min``."""
        low, high = span.seconds
        longest = high if high is not None else low
        in_minutes = (
            longest is not None and longest > 180 and all(end is None or end % 60 == 0 for end in (low, high))
        )
        unit, divisor = (self.t("unit_minutes"), 60) if in_minutes else (self.t("unit_seconds"), 1)
        start, end = (
            None if value is None else show(value / divisor, "count", self.locale) for value in (low, high)
        )
        if start is None or end is None or start == end:
            key = "span_at_most" if start is None else "span_at_least" if end is None else "span_exactly"
            return self.t(key, value=end or start, unit=unit)
        return self.t("span_between", low=start, high=end, unit=unit)

    def spans(self, spans: Iterable[Span]) -> list[str]:
        """Return lengths of time with their notes: ``60–90 s (in full)``."""
        return [
            f"{self.span(span)} ({self.plain(span.note)})" if span.note else self.span(span) for span in spans
        ]

    def margins(self, zone: SafeZone) -> str:
        """Return the margins of a frame in words: ``Keep clear: 14% at the top``."""
        shares = [
            self.t(f"margin_{side}", share=show(margin / 100, "ratio", self.locale))
            for side, margin in zone.margins().items()
            if margin
        ]
        return self.t("margins", margins=", ".join(shares))

    def facts(self, statement: Length | SafeZone) -> list[str]:
        """Return in words what a statement says in numbers."""
        return self.spans(statement.spans) if isinstance(statement, Length) else [self.margins(statement)]

    def date(self, day: str) -> str:
        """Return a date in words, as far as it is known."""
        return date_words(self.interface, day)

    # -- statements --------------------------------------------------------------------------------

    def statement_lines(self, statement: Statement) -> list[str]:
        """Return a statement's whole text as plain paragraphs, in the order in which a page shows it."""
        if isinstance(statement, Length | SafeZone):
            return [*self.facts(statement), *(self.lines(statement.note) if statement.note else [])]
        return [line for text in statement.texts() for line in self.lines(text)]

    def statement_title(self, anchored: Anchored) -> str:
        """Return what a statement is about, in a few words."""
        record = anchored.statement
        if isinstance(record, Mapping):
            return self.title(record.format)
        if title := getattr(record, "title", None):
            return self.plain(title)
        return self.t(f"statement_{anchored.name}") if anchored.anchor is None else self.title(anchored.id)

    def previewed(self, anchored: Anchored) -> bool:
        """Tell whether a statement has an address of its own for chats, which never see a fragment."""
        return bool(self.site_url) and isinstance(anchored.statement, Dimension)

    def preview(self, anchored: Anchored) -> str:
        """Return that address, from the site's root: the page's, then the anchor."""
        page, _, anchor = self.addresses.url(anchored.id, self.lang).partition("#")
        return f"{page}{anchor}/"

    # -- pages -------------------------------------------------------------------------------------

    @cached_property
    def alphabet(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Letters with the (name, id) that begin with them; an alias stands beside its entry's name."""
        names: set[tuple[str, str]] = set()
        for entry in self.kb.entries.values():
            names.add((self.plain(entry.title), entry.id))
            for alias in (entry.aliases or {}).get(self.lang, []):
                names.add((self.typographer.plain(alias), entry.id))
        grouped: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, target in sorted(names, key=lambda pair: (sort_key(pair[0]), pair)):
            grouped[initial(name)].append((name, target))
        return sorted(grouped.items())

    def page(self, page_id: str) -> Page:
        """Describe a page: its title, address, place among the others."""
        url = self.addresses.pages(self.lang)[page_id]
        entry = self.kb.entries.get(page_id)
        kind = entry.kind if entry else page_id.split("/")[0]
        previous, following = self._neighbours(entry, url) if entry else (None, None)
        return Page(
            id=page_id,
            kind=kind,
            url=url,
            title=self.title(page_id),
            description=self._description(page_id),
            crumbs=self._crumbs(page_id, url),
            alternates=self._alternates(page_id, url),
            previous=previous,
            next=following,
            changed=self._changed(entry) if entry else None,
            edit=self.edit(page_id),
        )

    def page_nowhere(self) -> Page:
        """Describe the page for addresses that lead nowhere."""
        return Page(
            id="page/404",
            kind="page",
            url="404.html",
            title=self.t("not_found_title"),
            description=self.t("not_found_text"),
            crumbs=[],
            alternates=[],
            previous=None,
            next=None,
            changed=None,
            edit=None,
        )

    def edit(self, page_id: str, path: tuple[str | int, ...] = ()) -> Edit:
        """Return where an entry (or a part of it), an index page or a hand-written page is written."""
        if page_id in self.kb.entries:
            place = self.kb.place(page_id, path)
        else:
            group, key = page_id.split("/")
            place = self.kb.place("site", ("kinds" if group == "index" else "pages", key, *path))
        href = None
        if self.site.repository:
            href = self.site.repository.url + self.site.repository.edit.format(
                path=place.file, line=place.line
            )
        return Edit(place.file, place.line, href)

    def _description(self, page_id: str) -> str:
        if entry := self.kb.entries.get(page_id):
            words = " ".join(self.lines(entry.lead.text))
        elif page_id == "page/home":
            words = self.plain(self.site.description)
        else:
            group, key = page_id.split("/")
            words = self.plain((self.site.kinds if group == "index" else self.site.pages)[key].lead)
        if len(words) <= DESCRIPTION_LENGTH:
            return words
        return words[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:" + NO_BREAK) + "…"

    def _crumbs(self, page_id: str, url: str) -> list[Crumb]:
        if page_id == "page/home":
            return []
        crumbs = [Crumb(self.title("page/home"), self._href(url, "page/home"))]
        if page_id in self.kb.entries:
            index = f"index/{self.crosslinks.index_of(page_id)}"
            crumbs.append(Crumb(self.title(index), self._href(url, index)))
        return [*crumbs, Crumb(self.title(page_id), None)]

    def _alternates(self, page_id: str, url: str) -> list[Alternate]:
        found = []
        for language in self.site.published() if not self.alone else ():
            target = self.addresses.pages(language.code)[page_id]
            found.append(Alternate(language.code, language.name, target, relative(url, target)))
        return found

    def _neighbours(self, entry: Entry, url: str) -> tuple[Crumb | None, Crumb | None]:
        before, after = self.crosslinks.neighbours[entry.id]
        return self._crumb(url, before), self._crumb(url, after)

    def _crumb(self, origin: str, target: str | None) -> Crumb | None:
        return Crumb(self.title(target), self._href(origin, target)) if target else None

    def _changed(self, entry: Entry) -> str:
        return max(self.history.changed(anchored.id) for anchored in entry.statements())

    def _href(self, origin: str, target: str) -> str:
        return relative(origin, self.addresses.url(target, self.lang))


def sort_key(words: str) -> str:
    """Fold accents and case so that names sort as readers expect."""
    decomposed = unicodedata.normalize("NFKD", words)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and (c.isalnum() or c.isspace()))
    return kept.casefold().strip()


def initial(name: str) -> str:
    """Return the letter under which a name is listed; ``#`` for a name that begins with none."""
    letter = sort_key(name)[:1].upper()
    return letter if letter.isalpha() else "#"
