"""What a template sees: the knowledge base in one language, from one page.

An :class:`Edition` is the site in one language. Its :meth:`Edition.view` gives a :class:`View`: the same seen
from one page, so that links are relative to it. Templates hold no rule; what needs deciding is decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from macros.addresses import Addresses, relative
from macros.links import links
from macros.load import KnowledgeBase
from macros.locales import locale_of
from macros.model import (
    Anchored,
    Comparison,
    Confidence,
    Entry,
    Figure,
    Fit,
    Format,
    KindWords,
    Length,
    Mapping,
    Objective,
    SafeZone,
    Span,
    Statement,
    kind_of,
)
from macros.publish import jsonld
from macros.publish.assets import Assets
from macros.typography import NO_BREAK, Typographer, paragraphs
from planner.numbers import show

Text = dict[str, str]
DESCRIPTION_LENGTH = 160


class History(Protocol):
    """What is kept of the past: when a statement last changed, under which anchors it was published."""

    def changed(self, statement_id: str) -> str: ...
    def aliases(self, statement_id: str, lang: str) -> list[str]: ...
    def moved(self, page_id: str, lang: str) -> list[tuple[str, str]]: ...


@dataclass(frozen=True)
class Alternate:
    """The same page in a language."""

    code: str
    name: str
    url: str
    href: str


@dataclass(frozen=True)
class Crumb:
    title: str
    href: str | None


@dataclass(frozen=True)
class Edit:
    """Where a thing is written, and the address to change it at where a repository is known."""

    file: str
    line: int
    href: str | None


@dataclass(frozen=True)
class SourceNote:
    """A source as the apparatus of a statement shows it."""

    id: str
    publisher: str
    title: str
    url: str
    href: str
    language: str
    reliability: str
    read: str
    archived: bool
    title_deduced: bool
    note: Markup | None


@dataclass(frozen=True)
class StatementView:
    """A statement ready to be shown; ``record`` is the model object, ``lines`` its text as plain paragraphs."""

    id: str
    name: str
    anchor: str
    aliases: list[str]
    record: Statement
    lines: list[str]
    html: Markup
    sources: list[SourceNote]
    basis: str
    basis_word: str
    support: str | None
    support_word: str | None
    claims: list[str]
    changed: str
    edit: Edit
    hrefs: dict[str, str]


@dataclass(frozen=True)
class FigureView:
    """A benchmark figure ready to be shown."""

    record: Figure
    value: str | None
    low: str | None
    high: str | None
    window: list[str]
    confidence: str
    source: SourceNote


@dataclass(frozen=True)
class Page:
    """A page of the site in one language."""

    id: str
    kind: str
    """kind of entry, "index" or "page": what decides its template"""
    url: str
    title: str
    description: str
    crumbs: list[Crumb]
    alternates: list[Alternate]
    previous: Crumb | None
    next: Crumb | None
    changed: str | None
    edit: Edit | None


@dataclass
class Edition:
    """The site in one language."""

    kb: KnowledgeBase
    addresses: Addresses
    lang: str
    history: History
    assets: Assets = field(default_factory=lambda: Assets({}))
    site_url: str | None = None
    alone: bool = False
    """built without the other languages: no switcher"""

    def __post_init__(self) -> None:
        self.interface = self.kb.interface[self.lang]
        self.typographer = Typographer(self.interface.typography)
        self.site = self.kb.site
        language = next(known for known in self.site.languages if known.code == self.lang)
        self.locale = locale_of(language, self.interface.typography)

    @property
    def published(self) -> list[str]:
        """The languages that stand beside this one on the site, itself included."""
        return [self.lang] if self.alone else self.kb.languages

    # -- words -------------------------------------------------------------------------------------

    def t(self, key: str, **values: Any) -> str:
        """Return a word of the interface. Raises KeyError, naming file and key, when it is not there."""
        try:
            words = self.interface.words[key]
        except KeyError:
            raise KeyError(f"data/interface/{self.lang}.yml has no words.{key}") from None
        return self.typographer.plain(words.format(**values) if values else words)

    def plain(self, text: Text) -> str:
        """Return a text as plain text, in one paragraph."""
        return self.typographer.words(" ".join(text[self.lang].split()))

    def lines(self, text: Text) -> list[str]:
        """Return a text as plain paragraphs."""
        return [self.typographer.words(part) for part in paragraphs(text[self.lang])]

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
        in_minutes = longest is not None and longest > 180 and all(end is None or end % 60 == 0 for end in (low, high))
        unit, divisor = (self.t("unit_minutes"), 60) if in_minutes else (self.t("unit_seconds"), 1)
        start, end = (None if value is None else f"{value / divisor:f}".rstrip() for value in (low, high))
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
        year, month, number = (*day.split("-"), None, None)[:3]
        if month is None:
            return str(year)
        name = self.interface.months[int(month) - 1]
        if number is None:
            return self.interface.date_month.format(month=name, year=year)
        pattern = self.interface.date
        if int(number) == 1 and self.interface.date_first:
            pattern = self.interface.date_first
        return pattern.format(day=int(number), month=name, year=year)

    # -- statements --------------------------------------------------------------------------------

    def statement_lines(self, statement: Statement) -> list[str]:
        """Return a statement's whole text as plain paragraphs, in the order in which a page shows it."""
        if isinstance(statement, Length | SafeZone):
            return [*self.facts(statement), *(self.lines(statement.note) if statement.note else [])]
        return [line for text in statement.texts() for line in self.lines(text)]

    # -- computed links ----------------------------------------------------------------------------

    @cached_property
    def _backlinks(self) -> dict[str, list[str]]:
        return backlinks(self.kb)

    @cached_property
    def _mappings(self) -> dict[str, list[tuple[Objective, Mapping]]]:
        found: dict[str, list[tuple[Objective, Mapping]]] = defaultdict(list)
        for objective in self.kb.of_kind("objective"):
            assert isinstance(objective, Objective)
            for record in objective.formats:
                found[record.format].append((objective, record))
        return found

    @cached_property
    def by_kind(self) -> dict[str, list[Entry]]:
        """Kind or subkind → its entries, in the order of their index page."""
        listed: dict[str, list[Entry]] = {}
        for kind in self.site.kinds:
            entries = self.kb.of_kind(kind) if kind_of(f"{kind}/x") == kind else self.kb.of_kind("concept")
            listed[kind] = [e for e in entries if kind in (e.kind, e.id.split("/")[0])]
        return listed

    @cached_property
    def leaning(self) -> dict[str, list[Anchored]]:
        """Source id → every statement that leans on it."""
        found: dict[str, list[Anchored]] = defaultdict(list)
        stated = (anchored for _, anchored in self.kb.statements())
        for anchored in (*stated, *self.site.statements()):
            for source in anchored.statement.sources:
                found[source].append(anchored)
        return found

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
            letter = sort_key(name)[:1].upper()
            grouped[letter if letter.isalpha() else "#"].append((name, target))
        return sorted(grouped.items())

    # -- pages -------------------------------------------------------------------------------------

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

    def view(self, page_id: str) -> View:
        """Return what the template of a page sees."""
        return View(self, self.page(page_id))

    def anywhere(self) -> View:
        """Return what the page for addresses that lead nowhere sees."""
        title = self.t("not_found_title")
        page = Page("page/404", "page", "404.html", title, self.t("not_found_text"), [], [], None, None, None, None)
        return ViewFromAnywhere(self, page)

    def edit(self, page_id: str, path: tuple[str | int, ...] = ()) -> Edit:
        """Return where an entry (or a part of it), an index page or a hand-written page is written."""
        if page_id in self.kb.entries:
            place = self.kb.place(page_id, path)
        else:
            group, key = page_id.split("/")
            place = self.kb.place("site", ("kinds" if group == "index" else "pages", key, *path))
        href = None
        if self.site.repository:
            href = self.site.repository.url + self.site.repository.edit.format(path=place.file, line=place.line)
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
            subkind = page_id.split("/")[0]
            index = f"index/{subkind if subkind in self.site.kinds else kind_of(page_id)}"
            crumbs.append(Crumb(self.title(index), self._href(url, index)))
        return [*crumbs, Crumb(self.title(page_id), None)]

    def _alternates(self, page_id: str, url: str) -> list[Alternate]:
        found = []
        for language in self.site.languages if not self.alone else ():
            target = self.addresses.pages(language.code)[page_id]
            found.append(Alternate(language.code, language.name, target, relative(url, target)))
        return found

    def _neighbours(self, entry: Entry, url: str) -> tuple[Crumb | None, Crumb | None]:
        subkind = entry.id.split("/")[0]
        siblings = self.by_kind[subkind if subkind in self.by_kind else entry.kind]
        position = self._positions[entry.id]
        before = siblings[position - 1] if position else None
        after = siblings[position + 1] if position + 1 < len(siblings) else None
        return tuple(  # type: ignore[return-value]
            Crumb(self.title(other.id), self._href(url, other.id)) if other else None for other in (before, after)
        )

    @cached_property
    def _positions(self) -> dict[str, int]:
        positions = {e.id: i for kind in self.by_kind for i, e in enumerate(self.by_kind[kind])}
        for kind, entries in self.by_kind.items():
            if kind in {e.id.split("/")[0] for e in entries}:
                positions.update((e.id, i) for i, e in enumerate(entries) if e.id.startswith(f"{kind}/"))
        return positions

    def _changed(self, entry: Entry) -> str:
        return max(self.history.changed(anchored.id) for anchored in entry.statements())

    def _href(self, origin: str, target: str) -> str:
        return relative(origin, self.addresses.url(target, self.lang))


class View:
    """What the template of one page sees. ``page`` is the page; every ``href`` is relative to it."""

    def __init__(self, edition: Edition, page: Page) -> None:
        self.edition = edition
        self.page = page
        self.lang = edition.lang
        self.languages = edition.site.languages
        self.site = edition.site
        self._terms: dict[str, str] = {}
        self.t = edition.t
        self.plain = edition.plain
        self.title = edition.title
        self.span = edition.span
        self.spans = edition.spans
        self.date = edition.date

    # -- texts -------------------------------------------------------------------------------------

    def inline(self, text: Text) -> Markup:
        """Return a text as HTML in one paragraph, without ``<p>``."""
        return self.edition.typographer.html(" ".join(text[self.lang].split()), self._term_link)

    def text(self, text: Text) -> Markup:
        """Return a text as HTML paragraphs."""
        html = self.edition.typographer.html
        parts = [Markup("<p>{}</p>").format(html(part, self._term_link)) for part in paragraphs(text[self.lang])]
        return Markup("").join(parts)

    def words(self, text: str) -> str:
        """Return a string of data that is the same in every language, set for this one."""
        return self.edition.typographer.plain(text)

    def term(self, target: str, words: str | None = None) -> Markup:
        """Return a link to an entry whose definition shows on hover or tap."""
        return self._term_link(target, escape(words or self.title(target)))

    def _term_link(self, target: str, words: Markup) -> Markup:
        entry_id = target.partition("#")[0]
        if entry_id == self.page.id:
            return Markup('<a href="{}">{}</a>').format(self.link(target), words) if "#" in target else words
        self._terms.setdefault(entry_id, self._definition(entry_id))
        return Markup('<a class="term" href="{}" data-term="{}">{}</a>').format(self.link(target), entry_id, words)

    def _definition(self, entry_id: str) -> str:
        return " ".join(self.edition.lines(self.entry(entry_id).lead.text))

    def terms(self) -> list[dict[str, str]]:
        """Return the terms linked so far on this page, with their definitions: call it last."""
        return [
            {"id": target, "title": self.title(target), "definition": words, "href": self.link(target)}
            for target, words in self._terms.items()
        ]

    # -- links -------------------------------------------------------------------------------------

    def relative(self, url: str) -> str:
        """Return the link from this page to an address of the site."""
        return relative(self.page.url, url)

    def link(self, target: str) -> str:
        """Return the link from this page to an entry, a statement, an index, a page or a source."""
        return self.relative(self.edition.addresses.url(target, self.lang))

    def has(self, target: str) -> bool:
        """Tell whether an id has a page."""
        return target in self.edition.addresses.pages(self.lang)

    def asset(self, name: str) -> str:
        """Return the link to an asset by its logical name: ``site.css``, ``js/main.js``."""
        return self._from_root(self.edition.assets.addresses[name])

    def root(self, path: str = "") -> str:
        """Return the link to a file at the site's root."""
        return self._from_root(path) or "./"

    def _from_root(self, path: str) -> str:
        if self.edition.alone:  # the language's own folder is then the root
            path = self.edition.addresses.prefix(self.lang) + path
        return self.relative(path)

    def structured_data(self) -> Markup:
        """Return this page's structured data for search engines, as a script that is never run."""
        return jsonld.script(self.edition, self.page)

    def feed(self) -> str:
        """Return the link to the feed of changes in this language."""
        return self.root(("" if self.edition.alone else self.edition.addresses.prefix(self.lang)) + "feed.xml")

    def canonical(self, url: str | None = None) -> str | None:
        """Return the absolute address of this page (or of ``url``), None where the site's address is not known."""
        if not self.edition.site_url:
            return None
        return self.edition.site_url.rstrip("/") + "/" + (self.page.url if url is None else url)

    # -- entries -----------------------------------------------------------------------------------

    def entry(self, entry_id: str) -> Any:
        return self.edition.kb.entries[entry_id]

    def kind(self, kind: str) -> KindWords:
        return self.site.kinds[kind]

    def of_kind(self, kind: str) -> list[Entry]:
        return self.edition.by_kind.get(kind, [])

    def first_sentence(self, text: Text) -> str:
        """Return the first sentence of a text, as plain text."""
        words = self.edition.lines(text)[0]
        return re.split(r"(?<=[.!?…])\s", words, maxsplit=1)[0]

    def backlinks(self, entry_id: str) -> list[str]:
        """Return the ids of the entries that refer to this one, in the site's order."""
        return self.edition._backlinks.get(entry_id, [])

    def related(self, entry_id: str) -> list[str]:
        """Return what an entry names as related and what refers to it, without repetition."""
        named = getattr(self.entry(entry_id), "related", [])
        return list(dict.fromkeys([*named, *self.backlinks(entry_id)]))

    def mappings_of(self, format_id: str) -> list[tuple[Objective, Mapping]]:
        """Return (objective, record) wherever a format is recommended or discouraged, best fit first."""
        order = list(Fit)
        return sorted(self.edition._mappings.get(format_id, []), key=lambda pair: order.index(pair[1].fit))

    def matrix(self) -> list[tuple[Format, list[tuple[Objective, Mapping | None]]]]:
        """Return the rows of the matrix: each format with its record for each objective."""
        objectives = self.of_kind("objective")
        rows = []
        for video_format in self.of_kind("format"):
            found = {objective.id: record for objective, record in self.edition._mappings.get(video_format.id, [])}
            rows.append((video_format, [(objective, found.get(objective.id)) for objective in objectives]))
        return rows

    def alphabet(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return self.edition.alphabet

    def changes(self, most: int = 10) -> list[StatementView]:
        """Return the statements changed last, one an entry, newest first."""
        latest: dict[str, Anchored] = {}
        for entry, anchored in self.edition.kb.statements():
            known = latest.get(entry.id)
            if known is None or self.edition.history.changed(anchored.id) > self.edition.history.changed(known.id):
                latest[entry.id] = anchored
        newest = sorted(latest.values(), key=lambda a: self.edition.history.changed(a.id), reverse=True)
        return [self.show(anchored) for anchored in newest[:most]]

    # -- vocabulary --------------------------------------------------------------------------------

    def role(self, role_id: str) -> Any:
        return self.site.roles[role_id]

    def levers(self) -> list[str]:
        """Return the roles that may circulate a video."""
        return [key for key, role in self.site.roles.items() if role.lever]

    def stage(self, stage_id: str) -> Any:
        return self.site.stages[stage_id]

    def placement(self, placement_id: str) -> Any:
        return self.edition.kb.placements[placement_id]

    def level(self, level: Any) -> str:
        return self.edition.interface.levels[level]

    def fit(self, fit: Any) -> str:
        return self.edition.interface.fits[fit]

    # -- statements --------------------------------------------------------------------------------

    def statements(self, entry_id: str) -> list[StatementView]:
        """Return every statement of an entry, in reading order."""
        return [self.show(anchored) for anchored in self.entry(entry_id).statements()]

    def statement(self, statement_id: str) -> StatementView:
        """Return one statement by its id, ``objective/notoriete#rule``."""
        entry_id = statement_id.partition("#")[0]
        for anchored in self.entry(entry_id).statements():
            if anchored.id == statement_id:
                return self.show(anchored)
        raise KeyError(statement_id)

    def show(self, anchored: Anchored) -> StatementView:
        """Make a statement ready to be shown on this page."""
        record, edition = anchored.statement, self.edition
        support = getattr(record, "support", None)
        return StatementView(
            id=anchored.id,
            name=anchored.name,
            anchor=edition.addresses.anchor(anchored.id, self.lang),
            aliases=edition.history.aliases(anchored.id, self.lang),
            record=record,
            lines=edition.statement_lines(record),
            html=self._statement_html(record),
            sources=[self.source(key) for key in record.sources],
            basis=record.rests_on.value,
            basis_word=edition.interface.bases[record.rests_on],
            support=support.value if support else None,
            support_word=edition.interface.supports[support] if support else None,
            claims=record.claims,
            changed=edition.history.changed(anchored.id),
            edit=edition.edit(anchored.id.partition("#")[0], anchored.path),
            hrefs={
                code: self.relative(edition.addresses.url(anchored.id, code)) for code in edition.published
            },
        )

    def _statement_html(self, record: Statement) -> Markup:
        if isinstance(record, Length | SafeZone):
            facts = [Markup("<p>{}</p>").format(words) for words in self.edition.facts(record)]
            return Markup("").join([*facts, self.text(record.note) if record.note else Markup("")])
        return Markup("").join(self.text(text) for text in record.texts())

    def source(self, key: str) -> SourceNote:
        """Return a source as the apparatus shows it."""
        source = self.edition.kb.sources[key]
        return SourceNote(
            id=key,
            publisher=self.words(source.publisher),
            title=source.title,
            url=source.url,
            href=self.link(f"source/{key}"),
            language=source.language,
            reliability=self.edition.interface.reliabilities[source.reliability],
            read=source.read,
            archived=source.archived,
            title_deduced=source.title_deduced,
            note=self.inline(source.note) if source.note else None,
        )

    def sources(self) -> list[tuple[SourceNote, list[tuple[str, str]]]]:
        """Return every source with the (words, link) of each statement that leans on it."""
        listed = sorted(self.edition.kb.sources, key=lambda key: sort_key(self.edition.kb.sources[key].publisher))
        return [(self.source(key), [self._mention(a) for a in self.edition.leaning.get(key, [])]) for key in listed]

    def _mention(self, anchored: Anchored) -> tuple[str, str]:
        entry_id = anchored.id.partition("#")[0]
        return f"{self.title(entry_id)} – {self.statement_title(anchored)}", self.link(anchored.id)

    def statement_title(self, anchored: Anchored) -> str:
        """Return what a statement is about, in a few words."""
        record = anchored.statement
        if isinstance(record, Mapping):
            return self.title(record.format)
        if title := getattr(record, "title", None):
            return self.plain(title)
        return self.t(f"statement_{anchored.name}") if anchored.anchor is None else self.title(anchored.id)

    def aliases(self, target: str) -> list[str]:
        """Return the other anchors that lead to a source or a question of a flow."""
        return self.edition.history.aliases(target, self.lang)

    def page_aliases(self) -> list[str]:
        """Return the anchors of lost statements that now lead to this page as a whole."""
        return self.edition.history.aliases(self.page.id, self.lang)

    def sections(self) -> list[StatementView]:
        """Return the sections of a hand-written page, whose words are in ``site.yml``."""
        return [self.show(a) for a in self.site.statements() if a.id.startswith(f"{self.page.id}#")]

    def moved(self) -> list[tuple[str, str]]:
        """Return (anchor, link) of statements once on this page that now stand elsewhere."""
        return [(anchor, self.relative(url)) for anchor, url in self.edition.history.moved(self.page.id, self.lang)]

    # -- figures -----------------------------------------------------------------------------------

    def figures(self, metric_id: str) -> list[FigureView]:
        """Return the benchmark figures of a metric that may be shown as current, the surest first."""
        figures = [f for f in self.edition.kb.figures if f.metric == metric_id and not f.historical]
        order = list(Confidence)
        return [self._figure(f) for f in sorted(figures, key=lambda f: (order.index(f.confidence), f.id))]

    def _figure(self, figure: Figure) -> FigureView:
        def shown(value: Decimal | None) -> str | None:
            return None if value is None else show(value, figure.unit, self.edition.locale, figure.currency)

        return FigureView(
            record=figure,
            value=shown(figure.value),
            low=shown(figure.low),
            high=shown(figure.high),
            window=[self.date(day) for day in figure.window],
            confidence=self.edition.interface.confidences[figure.confidence],
            source=self.source(figure.source),
        )

    # -- comparisons and frames --------------------------------------------------------------------

    def sides(self, comparison: Comparison) -> list[tuple[str, Any, Any]]:
        """Return the two voices of a comparison: ("left", side, role), ("right", side, role)."""
        return [
            (name, side, self.role(side.role))
            for name, side in (("left", comparison.sides.left), ("right", comparison.sides.right))
        ]

    @staticmethod
    def ratio(ratio: str) -> tuple[int, int]:
        """Return width and height of a ratio."""
        width, height = ratio.split(":")
        return int(width), int(height)


class ViewFromAnywhere(View):
    """What a page sees that is served at any depth (404.html): its links begin at the server's root."""

    def relative(self, url: str) -> str:
        path = urlsplit(self.edition.site_url or "").path.rstrip("/")
        if self.edition.alone:
            url = url.removeprefix(self.edition.addresses.prefix(self.lang))
        return f"{path}/{url}"


def sort_key(words: str) -> str:
    """Fold accents and case so that names sort as readers expect."""
    decomposed = unicodedata.normalize("NFKD", words)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) and (c.isalnum() or c.isspace()))
    return kept.casefold().strip()


def backlinks(kb: KnowledgeBase) -> dict[str, list[str]]:
    """Return, for each entry, the ids of the entries that refer to it (fields and links in texts)."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in kb.entries.values():
        for target in _targets(entry):
            if target != entry.id and target in kb.entries:
                found[target].setdefault(entry.id)
    return {target: list(origins) for target, origins in found.items()}


def _targets(entry: Entry) -> Iterator[str]:
    for _, target in entry.references():
        yield target
    for anchored in entry.statements():
        for text in anchored.statement.texts():
            for words in text.values():
                for link in links(words):
                    yield link.id.partition("#")[0]
