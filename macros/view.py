"""What a template sees: the knowledge base in one language, from one page.

Links are relative to the page. Templates hold no rule; what needs deciding is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from macros import beside, calculations, cards, drawing, jsonld, mark, plans, policy, runtime, service_worker
from macros.addresses import relative
from macros.adviser_page import AdviserPage
from macros.edition import Edition, Text, initial, sort_key
from macros.freshness import lasts, lasts_until
from macros.model import (
    Adviser,
    Anchored,
    Calculator,
    Comparison,
    Concept,
    Confidence,
    Entry,
    Figure,
    Fit,
    Jurisdiction,
    KindWords,
    Length,
    Mapping,
    Objective,
    PlatformRule,
    RuleKind,
    SafeZone,
    SmallCalculator,
    Statement,
    name_of,
)
from macros.plans import PlanPage
from macros.sharing import Shared
from macros.shown import (
    Beside,
    FigureSeries,
    FigureView,
    Form,
    Offered,
    Page,
    RuleView,
    SourceNote,
    StatementView,
    TaxView,
    Worked,
)
from macros.typography import paragraphs
from macros.urls import EMBED, embed
from planner.catalogue import ADVISER, PLAN, SPLIT
from planner.numbers import show

_TERMS = ("metric", "format", "concept")
"""Kinds whose entries are terms of the trade."""


def _is_belief(entry_id: str) -> bool:
    """Tell whether an entry is a belief to correct: its name is a sentence, no term."""
    return entry_id.startswith("myth/")


def view_of(edition: Edition, page_id: str) -> View:
    """Return what the template of a page sees."""
    return View(edition, edition.page(page_id))


def view_from_anywhere(edition: Edition) -> View:
    """Return what the page for addresses that lead nowhere sees: it is served at any depth."""
    return ViewFromAnywhere(edition, edition.page_nowhere())


def _stem(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".txt")


def _whole(values: list[Decimal]) -> bool:
    """Tell whether amounts have no cents, all of them."""
    return all(value == value.to_integral_value() for value in values)


class View:
    """What the template of one page sees. ``page`` is the page; every ``href`` is relative to it."""

    def __init__(self, edition: Edition, page: Page) -> None:
        self.edition = edition
        self.page = page
        self.lang = edition.lang
        self.languages = edition.site.published()
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
        parts = [
            Markup("<p>{}</p>").format(html(part, self._term_link)) for part in paragraphs(text[self.lang])
        ]
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
        return Markup('<a class="term" href="{}" data-term="{}">{}</a>').format(
            self.link(target), entry_id, words
        )

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

    def others_licences(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return (word, [(name, link)]) of what the site holds of others: typefaces, the browser's Python."""
        fonts = [name for name in self.edition.assets.addresses if name.startswith("fonts/OFL-")]
        found = [("licence_fonts", [(_stem(name), self.asset(name)) for name in sorted(fonts)])]
        engine = [name for name in self.edition.assets.addresses if name.startswith("js/search/MIT-")]
        found.append(("licence_search", [(_stem(name), self.asset(name)) for name in sorted(engine)]))
        if self.edition.runtime:
            texts = runtime.licences(self.edition.runtime)
            found.append(
                ("licence_python", [(_stem(name), self.root(runtime.PLACE + name)) for name in texts])
            )
        return found

    def root(self, path: str = "") -> str:
        """Return the link to a file at the site's root."""
        return self._from_root(path) or "./"

    def embed(self) -> str:
        """Return the address from the root of this page's calculator by itself."""
        return embed(self.lang, self.page.id)

    @staticmethod
    def embed_script() -> str:
        """Return the address from the root of the script that gives frames their height."""
        return f"{EMBED}/host.js"

    def _from_root(self, path: str) -> str:
        if self.edition.alone:  # the language's own folder is then the root
            path = self.edition.addresses.prefix(self.lang) + path
        return self.relative(path)

    def structured_data(self) -> Markup:
        """Return this page's structured data for search engines, as a script that is never run."""
        return jsonld.script(self.edition, self.page)

    def feed(self) -> str:
        """Return the link to the feed of changes in this language."""
        return self._beside_home("feed.xml")

    def manifest(self) -> str:
        """Return the link to what a device needs to keep the guide."""
        return self._beside_home("site.webmanifest")

    def service_worker(self) -> str | None:
        """Return the link to what keeps pages on the reader's device, None where nothing does."""
        return self.root(service_worker.FILE) if self.edition.offline else None

    def search(self) -> str:
        """Return the link to what can be found in this language."""
        return self._beside_home("search.json")

    def _beside_home(self, file: str) -> str:
        return self.root(("" if self.edition.alone else self.edition.addresses.prefix(self.lang)) + file)

    def canonical(self, url: str | None = None) -> str | None:
        """Return the absolute address of this page (or of ``url``), None where the site's is not known."""
        if not self.edition.site_url:
            return None
        return self.edition.site_url.rstrip("/") + "/" + (self.page.url if url is None else url)

    def mark(self) -> str:
        """Return the outline of the guide's mark, as SVG writes it."""
        return mark.outline(self.edition.assets.files[mark.FILE][1].decode("utf-8"))

    @staticmethod
    def policy() -> str:
        """Return what browsers may do on this page, as on every other."""
        return policy.of_pages()

    @staticmethod
    def early() -> Markup:
        """Return the one script that stands in the page."""
        return Markup(policy.early())  # noqa: S704 - ours: overrides/partials/early.js

    def shared(self) -> Shared:
        """Return what chats read of this page; the one for wrong addresses has no picture."""
        site, home, lost = self.site, self.page.id == "page/home", self.page.id == "page/404"
        card = None if lost else cards.address(self.edition, self.page.id)
        return Shared(
            kind="website" if home else "article",
            title=self.plain(site.tagline) if home else self.page.title,
            says=self.page.description,
            site=self.plain(site.name),
            address=self.canonical(),
            picture=self.canonical(card) if card else None,
        )

    # -- entries -----------------------------------------------------------------------------------

    def entry(self, entry_id: str) -> Any:
        return self.edition.kb.entries[entry_id]

    def other_names(self, entry: Entry) -> list[str]:
        """Return the other names of an entry in this language."""
        return [self.words(alias.strip()) for alias in (entry.aliases or {}).get(self.lang, [])]

    def kind(self, kind: str) -> KindWords:
        return self.site.kinds[kind]

    def of_kind(self, kind: str) -> list[Entry]:
        return self.edition.crosslinks.by_kind.get(kind, [])

    def section(self) -> str | None:
        """Return the kind whose index this page is, or is listed on."""
        if self.page.id.startswith("index/"):
            return self.page.id.removeprefix("index/")
        return (
            self.edition.crosslinks.index_of(self.page.id)
            if self.page.id in self.edition.kb.entries
            else None
        )

    def first_sentence(self, text: Text) -> str:
        """Return the first sentence of a text, as plain text."""
        return self.edition.first_sentence(text)

    def backlinks(self, entry_id: str) -> list[str]:
        """Return the ids of the entries that refer to this one, in the site's order."""
        return self.edition.crosslinks.backlinks.get(entry_id, [])

    def related(self, entry_id: str) -> list[str]:
        """Return what an entry names as related."""
        return list(dict.fromkeys(getattr(self.entry(entry_id), "related", [])))

    def mentions(self, entry_id: str, without: list[str]) -> list[tuple[str, list[str]]]:
        """Return what else refers to an entry, by the index that lists it, in the site's order."""
        apart = {*self.related(entry_id), *without}
        found: dict[str, list[str]] = {}
        for origin in self.backlinks(entry_id):
            if origin not in apart:
                found.setdefault(self.edition.crosslinks.index_of(origin), []).append(origin)
        return [(kind, found[kind]) for kind in self.site.kinds if kind in found]

    def mappings_of(self, format_id: str) -> list[tuple[Objective, Mapping]]:
        """Return (objective, record) wherever a format is recommended or discouraged, best fit first."""
        return self.edition.crosslinks.mappings.get(format_id, [])

    def best_at(self, stage: str) -> list[tuple[Entry, str]]:
        """Return (format, usual ratio) of what is recommended first at a stage, by how many objectives."""
        found: list[tuple[int, Entry, str]] = []
        for video_format in self.of_kind("format"):
            records = [record for _, record in self.mappings_of(video_format.id)]
            best = [r for r in records if r.fit is Fit.PRIMARY and stage in r.stages]
            if best:
                found.append((len(best), video_format, best[0].ratios[0]))
        return [(entry, ratio) for _, entry, ratio in sorted(found, key=lambda one: -one[0])]

    def matrix(self) -> list[tuple[Entry, list[tuple[Entry, Mapping | None]]]]:
        """Return the rows of the matrix: each format with its record for each objective."""
        objectives = self.of_kind("objective")
        rows = []
        for video_format in self.of_kind("format"):
            records = {objective.id: record for objective, record in self.mappings_of(video_format.id)}
            rows.append((video_format, [(objective, records.get(objective.id)) for objective in objectives]))
        return rows

    def subkinds(self, kind: str) -> list[tuple[str, list[Entry]]]:
        """Return the entries of a kind by the first part of their ids, in the order of the model."""
        found: dict[str, list[Entry]] = {subkind: [] for subkind in (kind, *Concept.subkinds)}
        for entry in self.of_kind(kind):
            found[entry.id.split("/", 1)[0]].append(entry)
        return [(subkind, entries) for subkind, entries in found.items() if entries]

    def glossary(self) -> list[tuple[str, list[tuple[str, Entry]]]]:
        """Return the terms of the guide by letter, each with its entry; an abbreviation comes first."""
        found: dict[str, list[tuple[str, Entry]]] = {}
        named = [
            (self._term_name(e), e) for kind in _TERMS for e in self.of_kind(kind) if not _is_belief(e.id)
        ]
        for name, entry in sorted(named, key=lambda pair: sort_key(pair[0])):
            found.setdefault(initial(name), []).append((name, entry))
        return sorted(found.items())

    def _term_name(self, entry: Entry) -> str:
        abbreviation = getattr(entry, "abbreviation", None)
        return self.plain(abbreviation) if abbreviation else self.title(entry.id)

    def alphabet(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return self.edition.alphabet

    def changes(self, most: int = 10) -> list[StatementView]:
        """Return the statements changed last, one an entry, newest first."""
        latest: dict[str, Anchored] = {}
        for entry, anchored in self.edition.kb.statements():
            known = latest.get(entry.id)
            if known is None or self.edition.history.changed(anchored.id) > self.edition.history.changed(
                known.id
            ):
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
        return self.words(self.edition.interface.levels[level])

    def fit(self, fit: Any) -> str:
        return self.words(self.edition.interface.fits[fit])

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
            title=edition.statement_title(anchored),
            anchor=edition.addresses.anchor(anchored.id, self.lang),
            aliases=edition.history.aliases(anchored.id, self.lang),
            record=record,
            html=self._statement_html(record),
            sources=[self.source(key) for key in record.sources],
            basis=record.rests_on.value,
            basis_word=self.words(edition.interface.bases[record.rests_on]),
            support=support.value if support else None,
            support_word=self.words(edition.interface.supports[support]) if support else None,
            changed=edition.history.changed(anchored.id),
            edit=edition.edit(anchored.id.partition("#")[0], anchored.path),
            hrefs={
                code: self.relative(edition.addresses.url(anchored.id, code)) for code in edition.published
            },
            preview=self.canonical(edition.preview(anchored)) if edition.previewed(anchored) else None,
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
            reliability=self.words(self.edition.interface.reliabilities[source.reliability]),
            read=source.read,
            archived=source.archived,
            title_deduced=source.title_deduced,
            note=self.inline(source.note) if source.note else None,
        )

    def sources(self) -> list[tuple[SourceNote, int, dict[str, list[tuple[str, str]]]]]:
        """Return every source with how many statements lean on it and, by entry, (words, link) of each."""
        listed = sorted(
            self.edition.kb.sources, key=lambda key: sort_key(self.edition.kb.sources[key].publisher)
        )
        return [(self.source(key), *self._mentions(key)) for key in listed]

    def _mentions(self, source: str) -> tuple[int, dict[str, list[tuple[str, str]]]]:
        leaning = self.edition.crosslinks.leaning.get(source, [])
        found: dict[str, list[tuple[str, str]]] = {}
        for anchored in leaning:
            mention = (self.edition.statement_title(anchored), self.link(anchored.id))
            found.setdefault(self.title(anchored.id), []).append(mention)
        return len(leaning), found

    @staticmethod
    def initial(name: str) -> str:
        """Return the letter under which a name is listed."""
        return initial(name)

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
        return [
            (anchor, self.relative(url))
            for anchor, url in self.edition.history.moved(self.page.id, self.lang)
        ]

    # -- figures -----------------------------------------------------------------------------------

    def figures(self, entry_id: str) -> list[FigureSeries]:
        """Return the figures of an entry, by what makes them comparable, the longest list first."""
        return self._listed(f for f in self.edition.kb.figures if f.about == entry_id and not f.historical)

    def beside(self, calculator: Calculator) -> Beside:
        """Return the figures shown beside the fields of a calculator, and what one chooses among them by."""
        fields = beside.figures(self.edition, calculator)
        every = [figure for figures in fields.values() for figure in figures]
        return Beside(
            fields={name: self._listed(figures) for name, figures in fields.items()},
            platforms=[(key, self.words(name)) for key, name in beside.platforms(every)],
            places=beside.places(self.edition, every),
            years=sorted({year for figure in every for year in self._figure(figure).years}, reverse=True),
        )

    def place(self, figure: Figure) -> str:
        """Return the key of where a figure was measured."""
        return beside.place(self.edition, figure)

    def offers(self, figure: Figure) -> tuple[Offered | None, Offered | None]:
        """Return a figure's value and its spread as one types them in a field, where it has them."""
        return beside.value(self.edition, figure), beside.spread(self.edition, figure)

    def origin(self, figure: Figure) -> str:
        """Return in a line where a figure comes from."""
        return beside.origin(self.edition, figure)

    def _listed(self, figures: Iterable[Figure]) -> list[FigureSeries]:
        order = list(Confidence)
        series: dict[tuple[object, ...], list[Figure]] = {}
        for figure in sorted(figures, key=lambda f: order.index(f.confidence)):
            said = figure.confidence is Confidence.LOW
            series.setdefault((said, *figure.series(self.lang)), []).append(figure)
        longest_first = sorted(series.values(), key=lambda listed: -len(listed))
        return [self._series(listed) for listed in longest_first]

    def _series(self, figures: list[Figure]) -> FigureSeries:
        first = figures[0]
        values = [v for f in figures for v in (f.value, f.low, f.high) if v is not None]
        low, high = min(values), max(values)
        return FigureSeries(
            platform=self.words(first.platform) if first.platform else None,
            basis=self.inline(first.basis),
            said=first.confidence is Confidence.LOW,
            low=self._amount(low, first, whole=_whole(values)) if low != high else None,
            high=self._amount(high, first, whole=_whole(values)),
            figures=[self._figure(figure) for figure in figures],
        )

    def _amount(self, value: Decimal, figure: Figure, *, whole: bool) -> str:
        return show(value, figure.unit, self.edition.locale, figure.currency, whole=whole)

    def _figure(self, figure: Figure) -> FigureView:
        whole = _whole([v for v in (figure.value, figure.low, figure.high) if v is not None])

        def shown(value: Decimal | None) -> str | None:
            return None if value is None else self._amount(value, figure, whole=whole)

        until = lasts_until(figure, self.site.figures_last)
        return FigureView(
            record=figure,
            value=shown(figure.value),
            low=shown(figure.low),
            high=shown(figure.high),
            window=[self.date(day) for day in figure.window or ()],
            until=until.isoformat() if until else None,
            until_words=self.date(until.isoformat()[:7]) if until else None,
            past=until is not None and until.isoformat() < self.edition.last_read,
            confidence=self.words(self.edition.interface.confidences[figure.confidence]),
            source=self.source(figure.source),
        )

    def figure_pages(self, *, said: bool) -> list[tuple[str, int, str | None]]:
        """Return (entry id, number of figures, latest date) of each entry with figures, measured or said."""
        found: dict[str, list[Figure]] = {}
        for figure in self.edition.kb.figures:
            if (figure.confidence is Confidence.LOW) == said and not figure.historical:
                found.setdefault(figure.about, []).append(figure)
        return [
            (entry_id, len(figures), max((f.window[-1] for f in figures if f.window), default=None))
            for entry_id, figures in sorted(found.items(), key=lambda item: sort_key(self.title(item[0])))
        ]

    def until(self, day: str) -> tuple[str, bool]:
        """Return the last day a rule of a date is current, and whether it was past when sources were read."""
        until = lasts(day, self.site.figures_last).isoformat()
        return until, until < self.edition.last_read

    def rules(self) -> list[RuleView]:
        """Return what platforms ask of budgets, in the order in which it is written."""
        return [self._rule(rule) for rule in self.edition.kb.rules.values()]

    def _rule(self, rule: PlatformRule) -> RuleView:
        unit = "money" if rule.kind.is_money else "ratio" if rule.kind is RuleKind.OVERSPEND else "count"
        whole = _whole([rule.value])
        value = show(rule.value, unit, self.edition.locale, rule.currency, whole=whole)
        key = f"rule_{rule.kind.value.replace('-', '_')}"
        until, past = self.until(rule.as_of) if rule.as_of else (None, False)
        return RuleView(
            record=rule,
            words=self.t(key, value=value, per=self.plain(rule.per)),
            platforms=[(self.title(platform), self.link(rule.statement)) for platform in rule.platforms],
            source=self.source(rule.source),
            date=self.date(rule.as_of) if rule.as_of else None,
            until=until,
            past=past,
        )

    # -- calculators ------------------------------------------------------------------------------

    def worked(self, entry: Calculator) -> list[Worked]:
        """Return a calculator's examples, computed."""
        return calculations.worked(self.edition, entry)

    def form(self, entry: Calculator) -> Form | None:
        """Return a calculator's form, None where there is nothing to work it; a plan has its own."""
        if not self.edition.runtime or name_of(entry.id) == PLAN:
            return None
        return calculations.form(self.edition, entry)

    def plan(self, entry: Calculator) -> PlanPage:
        """Return the page of the media plan, filled with an example."""
        return plans.plan_page(self.edition, entry)

    def small_form(self, small: SmallCalculator) -> Form | None:
        """Return a form of a few fields of a calculator, None where there is nothing to work it."""
        entry = self.entry(small.id)
        return calculations.small_form(self.edition, entry, small) if self.edition.runtime else None

    def weights(self, entry: Objective) -> list[tuple[str, str]]:
        """Return each line of an objective's first division of a budget, and its share."""
        lines = entry.split.lines if entry.split else {}
        whole, locale = sum(lines.values()), self.edition.locale
        return [
            (locale.label(SPLIT, line), show(Fraction(weight, whole), "ratio", locale))
            for line, weight in lines.items()
        ]

    def taxes(self, calculator: Calculator, field: str) -> list[TaxView]:
        """Return the taxes that a field of a calculator takes by their names; none for another field."""
        name = name_of(calculator.id)
        known = self.edition.kb.taxes
        return [
            TaxView(
                place=self.plain(known[key].place),
                words=words,
                jurisdiction=known[key].jurisdiction,
                as_of=known[key].as_of,
                unsure=known[key].unsure,
                source=self.source(known[key].source),
            )
            for key, words in calculations.taxes(self.edition, name, field)
        ]

    def runtime(self) -> str:
        """Return the link to the folder of the browser's Python."""
        return self.root(runtime.PLACE)

    def parts(self) -> str:
        """Return which files of that folder the page's calculator, or the adviser, needs."""
        advises = self.page.kind == Adviser.kind
        return runtime.parts(self.edition.runtime, ADVISER if advises else self.page.id.partition("/")[2])

    def advice(self, entry: Adviser) -> AdviserPage:
        """Return what the adviser's page shows."""
        return AdviserPage(self, entry)

    # -- law ---------------------------------------------------------------------------------------

    def law(self, entry_id: str) -> list[tuple[Jurisdiction, list[Anchored]]]:
        """Return the rules that touch an entry, by jurisdiction in the order of the site."""
        return self.edition.crosslinks.rules.get(entry_id, [])

    def by_topic(self, jurisdiction: Jurisdiction) -> list[tuple[Text, list[StatementView]]]:
        """Return the rules of a jurisdiction under the topics of the site, in their order."""
        shown = {said.name: said for said in self.statements(jurisdiction.id)}
        found = [
            (title, [shown[point.id] for point in jurisdiction.points if point.topic == topic])
            for topic, title in self.site.topics.items()
        ]
        return [(title, points) for title, points in found if points]

    # -- comparisons and frames --------------------------------------------------------------------

    def sides(self, comparison: Comparison) -> list[tuple[str, Any, Any]]:
        """Return the two voices of a comparison: ("left", side, role), ("right", side, role)."""
        return [
            (name, side, self.role(side.role))
            for name, side in (("left", comparison.sides.left), ("right", comparison.sides.right))
        ]

    def subject(self, title: str) -> str:
        """Return the word of a name to draw: its first of four letters that is not on every other frame."""
        return drawing.subject(title, [self.title(entry.id) for entry in self.of_kind("format")])

    own_word = staticmethod(drawing.own_word)

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
