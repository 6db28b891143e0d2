"""What files say of each other: references, duplicates, addresses, flows.

References are found by walking what is typed beside the model, so they are checked also in files
that are not right yet. Rules that need whole records run on the files that are right in themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from macros import model as m
from macros import shapes
from macros.draft import Draft, EntryFile
from macros.links import links, openings
from macros.problems import listing, nearest, quote
from macros.yaml_reader import Document, Position, Steps

REQUIRED_PAGES = ("home", "matrix", "a-z", "sources", "method", "legal", "report")
"""The hand-written pages of ``docs/`` that every site has."""

CALCULATORS = Path(__file__).parent.parent / "planner" / "calculators"
"""One file for each calculator; what is written in ``data/calculators/`` names them."""

RESERVED = ("assets",)
"""First parts of addresses that belong to files of the site."""

_STATEMENT_ID = re.compile(r"[a-z]+/[a-z0-9-]+#[a-z0-9-]+")
_ADDRESS = re.compile(r"([a-z0-9-]+/)+")


def check(draft: Draft) -> None:
    """Report everything that does not fit together."""
    for rule in _RULES:
        rule(draft)


# --------------------------------------------------------------------------------------------------
# References: a field of the model → where the ids it names are kept


class _Register(NamedTuple):
    """A set of ids that others may name."""

    what: str
    """how a message calls one of them"""
    where: str
    ids: Collection[str] | None
    """None while they cannot be known: then nothing is reported"""
    spelling: shapes.Shape = m.Key
    """what each id looks like; one that does not is reported by the model"""


_REFERENCES: dict[tuple[str, str], str] = {
    ("Statement", "sources"): "source",
    ("Statement", "claims"): "claim",
    ("Mapping", "format"): "format",
    ("Mapping", "stages"): "stage",
    ("Mapping", "placements"): "placement",
    ("Mapping", "levers"): "lever",
    ("Mapping", "metrics"): "metric",
    ("Objective", "stages"): "stage",
    ("Objective", "levers"): "lever",
    ("Kpis", "leading"): "metric",
    ("Kpis", "outcome"): "metric",
    ("Kpis", "misleading"): "metric",
    ("Format", "placements"): "placement",
    ("Metric", "levers"): "lever",
    ("Side", "role"): "role",
    ("Figure", "metric"): "metric",
    ("Figure", "source"): "source",
    ("Placement", "entry"): "entry",
    ("Outcome", "entries"): "entry",
    ("KindWords", "order"): "entry",
    **{(model.__name__, "related"): "entry" for model in m.ENTRY_KINDS.values()},
}


@cache
def _register_of(record: type[BaseModel], key: str) -> str | None:
    """The register that a field names, wherever in the family of the record it was declared."""
    declared = ((parent.__name__, key) for parent in record.__mro__)
    return next((_REFERENCES[field] for field in declared if field in _REFERENCES), None)


def _registers(draft: Draft) -> dict[str, _Register]:
    entries = draft.entry_ids()
    formats = {entry_id for entry_id in entries if m.kind_of(entry_id) == m.Format.kind}
    metrics = {entry_id for entry_id in entries if m.kind_of(entry_id) == m.Metric.kind}
    roles = draft.written("site.yml", "roles")
    stages = draft.written("site.yml", "stages")
    levers = None
    if roles is not None:
        levers = [key for key, role in roles.items() if isinstance(role, dict) and role.get("lever")]
    claims = draft.written("claims.yml")
    if "claims.yml" not in draft.documents:
        claims = {}
    return {
        "entry": _Register("entry", "the id of an entry", entries, m.EntryId),
        "format": _Register(
            "format",
            "the id of a file of formats/",
            formats,
            m.EntryId,
        ),
        "metric": _Register(
            "metric",
            "the id of a file of metrics/",
            metrics,
            m.EntryId,
        ),
        "source": _Register("source", "an id of sources.yml", draft.written("sources.yml")),
        "placement": _Register("placement", "an id of placements.yml", draft.written("placements.yml")),
        "claim": _Register("claim", "an id of claims.yml", claims, m.ClaimId),
        "stage": _Register("stage", "an id of site.yml, below stages", stages),
        "role": _Register("role", "an id of site.yml, below roles", roles),
        "lever": _Register('role with "lever: true"', "an id of site.yml, below roles", levers),
    }


def _references(draft: Draft) -> None:
    registers = _registers(draft)
    for document, shape in draft.documents.values():
        for steps, value, record in _fields(document.value, shape):
            name = _register_of(record, str(steps[-1]))
            register = registers[name] if name else None
            if register is None or register.ids is None:
                continue
            for place, target in _ids(document, value, steps):
                if target not in register.ids and shapes.is_spelled(target, register.spelling):
                    _dangling(draft, document, place, target, register)


def _empty_keys(draft: Draft) -> None:
    """A key that may be left out but is written has a value: an empty one is a text forgotten."""
    for document, shape in draft.documents.values():
        for steps, value, record in _fields(document.value, shape):
            if value is None and shapes.may_be_none(shapes.fields(record).get(str(steps[-1]))):
                draft.report(
                    document,
                    document.key(steps),
                    f"The key {quote(str(steps[-1]))} has no value.",
                    shapes.describe(shapes.fields(record)[str(steps[-1])], draft.languages),
                    mend="write the value, or remove the key.",
                )


def _dangling(draft: Draft, document: Document, place: Position, target: str, register: _Register) -> None:
    meant = nearest(target, register.ids or ())
    draft.report(
        document,
        place,
        f"{quote(target)} is the id of no {register.what}.",
        _expected_id(register),
        meant,
        "correct the id." if meant else f"correct the id, or write the {register.what} first.",
    )


def _expected_id(register: _Register) -> str:
    known = sorted(register.ids or ())
    if not known:
        return f"{register.where}, where there is none yet"
    return f"{register.where}: {listing(known)}" if len(known) <= 12 else register.where


def _fields(value: Any, shape: shapes.Shape) -> Iterator[tuple[Steps, Any, type[BaseModel]]]:
    """Every key of every record at or below a value: where it stands, its value, the record's model."""
    waiting: list[tuple[Any, shapes.Shape, Steps]] = [(value, shape, ())]
    while waiting:
        value, shape, steps = waiting.pop()
        record = shapes.bare(shape)
        if isinstance(value, list):
            inner = shapes.inside(shape, 0)
            waiting += [(item, inner, (*steps, index)) for index, item in enumerate(value)]
        elif isinstance(value, dict):
            for key, item in value.items():
                below = (*steps, key)
                if shapes.is_record(record):
                    yield below, item, record
                if isinstance(item, dict | list):
                    waiting.append((item, shapes.inside(record, key), below))


def _ids(document: Document, value: Any, steps: Steps) -> Iterator[tuple[Position, str]]:
    """The ids in one field, which holds one id, a list of them, or a mapping whose keys they are."""
    if isinstance(value, str):
        yield document.position(steps), value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str):
                yield document.position((*steps, index)), item
    elif isinstance(value, dict):
        for key in value:
            yield document.key((*steps, key)), key


# --------------------------------------------------------------------------------------------------
# Links in texts


def _links(draft: Draft) -> None:
    entries = draft.entry_ids()
    statements, unsure = draft.statement_ids()
    for document, _ in draft.documents.values():
        for steps, (text, _, _) in document.linked.items():
            by_start = {link.start: link for link in links(text)}
            for number, start in enumerate(openings(text)):
                place = document.opening(steps, number)
                if start not in by_start:
                    _bad_link(draft, document, place, text[start : start + 40])
                else:
                    _link_target(draft, document, place, by_start[start].id, entries, statements, unsure)


def _bad_link(draft: Draft, document: Document, place: Position, typed: str) -> None:
    draft.report(
        document,
        place,
        f"A link begins here that cannot be read: {quote(typed)}.",
        '"[[", an id, "|", the words to show, "]]"',
        mend='write it as "[[objective/awareness|brand awareness]]".',
    )


def _link_target(
    draft: Draft,
    document: Document,
    place: Position,
    target: str,
    entries: set[str],
    statements: set[str],
    unsure: set[str],
) -> None:
    entry_id, sign, _ = target.partition("#")
    if entry_id not in entries:
        meant = nearest(entry_id, entries)
        found = f"The link leads to {quote(target)}, which is no entry."
        draft.report(document, place, found, "the id of an entry or of a statement", meant, "correct the id.")
    elif sign and target not in statements and entry_id not in unsure:
        own = sorted(name for name in statements if name.startswith(f"{entry_id}#"))
        draft.report(
            document,
            place,
            f"The link leads to {quote(target)}, which is no statement of that entry.",
            f"one of {listing(own)}",
            nearest(target, own),
            "correct what follows #.",
        )


# --------------------------------------------------------------------------------------------------
# Ids


def _ids_and_files(draft: Draft) -> None:
    first: dict[str, EntryFile] = {}
    for file in draft.entries:
        if file.id is None or not shapes.is_spelled(file.id, m.EntryId):
            continue
        _id_matches_file(draft, file, file.id)
        if file.id in first:
            other = first[file.id].document
            draft.report(
                file.document,
                file.document.position(("id",)),
                f"The id {quote(file.id)} is taken by {other.file}:{other.position(('id',)).line}.",
                "an id of its own for each entry",
                mend="give one of the two another id and file name.",
            )
        first.setdefault(file.id, file)


def _id_matches_file(draft: Draft, file: EntryFile, entry_id: str) -> None:
    prefix, _, name = entry_id.partition("/")
    stem = file.document.file.rsplit("/", 1)[-1]
    place = file.document.position(("id",))
    if m.kind_of(entry_id) != file.kind:
        kinds = m.Concept.subkinds if file.kind == m.Concept.kind else (file.kind,)
        draft.report(
            file.document,
            place,
            f"The id {quote(entry_id)} does not belong in the folder {file.kind}s/.",
            f"an id that begins with {listing(f'{kind}/' for kind in kinds)}",
            nearest(prefix, kinds),
            "correct the id, or move the file to the folder of its kind.",
        )
    elif file.stem not in ({name, f"{prefix}-{name}"} if file.kind == m.Concept.kind else {name}):
        draft.report(
            file.document,
            place,
            f"The id {quote(entry_id)} does not match the name of the file, {stem}.",
            f"{name}.yml as the name of the file, or an id that ends in {quote(file.stem)}",
            mend="rename the file, or correct the id; an id that was published needs a redirect.",
        )


def _repeated_figures(draft: Draft) -> None:
    first: dict[str, str] = {}
    for file in (name for name in draft.documents if name.startswith("benchmarks/")):
        document = draft.documents[file][0]
        figures = document.value.get("figures") if isinstance(document.value, dict) else None
        for index, figure in enumerate(figures if isinstance(figures, list) else []):
            written = figure.get("id") if isinstance(figure, dict) else None
            if not isinstance(written, str):
                continue
            place = document.position(("figures", index, "id"))
            if written in first:
                _taken(draft, document, place, f"The id {quote(written)}", first[written])
            first.setdefault(written, f"{document.file}:{place.line}")


def _taken(draft: Draft, document: Document, place: Position, what: str, by: str) -> None:
    draft.report(
        document, place, f"{what} is taken by {by}.", "each id once", mend="give one of the two another id."
    )


def _calculators(draft: Draft) -> None:
    """A calculator's words need a calculator: its arithmetic is a file of planner."""
    if not CALCULATORS.is_dir():
        return
    known = {path.stem.replace("_", "-") for path in CALCULATORS.glob("[a-z]*.py")}
    for file in draft.entries:
        name = (file.id or "").partition("/")[2]
        if file.kind == m.Calculator.kind and name and name not in known:
            draft.report(
                file.document,
                file.document.position(("id",)),
                f"There is no calculator {quote(name)} in planner/calculators/.",
                f"one of {listing(sorted(known))}",
                nearest(name, known),
                "correct the id, or write the calculator first.",
            )


# --------------------------------------------------------------------------------------------------
# Statements and anchors of one page


def _repeated_statements(draft: Draft) -> None:
    for file, entry in draft.understood():
        first: dict[str, Steps] = {}
        for anchored in entry.statements():
            if anchored.name in first:
                steps = _id_steps(anchored)
                line = file.document.key(first[anchored.name]).line
                what = "format" if isinstance(anchored.statement, m.Mapping) else "id"
                draft.report(
                    file.document,
                    file.document.position(steps),
                    f"The {what} {quote(anchored.name)} already names the statement of line {line}.",
                    "one statement of each name in an entry",
                    mend="keep one record for each format." if what == "format" else "give it another id.",
                )
            first.setdefault(anchored.name, _id_steps(anchored))


def _id_steps(anchored: m.Anchored) -> Steps:
    """Where the name of a statement stands in its file."""
    if isinstance(anchored.statement, m.Mapping):
        return (*anchored.path, "format")
    return (*anchored.path, "id") if anchored.anchor else anchored.path


def _anchors(draft: Draft) -> None:
    slugs = _slugs_of_formats(draft)
    for language in draft.languages:
        standard = draft.written(f"interface/{language}.yml", "anchors")
        for file, entry in draft.understood():
            page = list(_anchors_of(entry, language, standard or {}, slugs))
            _repeated_anchors(draft, file.document, language, page)
        if standard is not None:
            _standard_anchors(draft, language, standard)
    _anchors_of_pages(draft)


def _anchors_of_pages(draft: Draft) -> None:
    """The sections of the hand-written pages."""
    document = draft.document("site.yml")
    if draft.site is None or document is None:
        return
    for key, page in draft.site.pages.items():
        for language in draft.languages:
            found: list[tuple[Steps, str]] = [
                (("pages", key, "sections", index, "anchor", language), section.anchor[language])
                for index, section in enumerate(page.sections)
            ]
            _repeated_anchors(draft, document, language, found)


def _slugs_of_formats(draft: Draft) -> dict[str, dict[str, str]]:
    return {entry.id: entry.slug for _, entry in draft.understood() if entry.kind == m.Format.kind}


def _anchors_of(
    entry: m.Entry, language: str, standard: dict[str, Any], slugs: dict[str, dict[str, str]]
) -> Iterator[tuple[Steps, str]]:
    """The anchors on the page of an entry, and where each is written."""
    names = set()
    for anchored in entry.statements():
        if anchored.name in names:  # a repeated statement is reported as such
            continue
        names.add(anchored.name)
        if anchored.anchor:
            yield (*anchored.path, "anchor", language), anchored.anchor[language]
        elif isinstance(anchored.statement, m.Mapping):
            if slug := slugs.get(anchored.statement.format, {}).get(language):
                yield _id_steps(anchored), slug
        elif isinstance(anchor := standard.get(anchored.name), str):
            yield anchored.path, anchor
    if isinstance(entry, m.Flow):
        for index, question in enumerate(entry.questions):
            yield ("questions", index, "anchor", language), question.anchor[language]


def _repeated_anchors(
    draft: Draft, document: Document, language: str, found: list[tuple[Steps, str]]
) -> None:
    first: dict[str, Steps] = {}
    for steps, anchor in found:
        if anchor in first:
            draft.report(
                document,
                document.position(steps) if language in steps else document.key(steps),
                f'The anchor "{anchor}" ({language}) already stands on line '
                f"{document.key(first[anchor]).line}, on the same page.",
                "an anchor of its own for each statement of a page",
                mend="choose another anchor for one of the two.",
            )
        first.setdefault(anchor, steps)


def _standard_anchors(draft: Draft, language: str, standard: dict[str, Any]) -> None:
    """The statements that every entry of a kind has take their anchors from the interface file."""
    names = {
        anchored.name: anchored.id
        for _, entry in draft.understood()
        for anchored in entry.statements()
        if anchored.anchor is None and not isinstance(anchored.statement, m.Mapping)
    }
    document = draft.document(f"interface/{language}.yml")
    assert document is not None
    for name in sorted(names.keys() - standard.keys()):
        draft.report(
            document,
            document.key(("anchors",)),
            f'The anchor of the statement "{name}" is missing; {names[name]} needs it.',
            f'the key "{name}:" below "anchors:"',
            mend=f'add "{name}:" and its anchor in this language.',
        )


# --------------------------------------------------------------------------------------------------
# The site file


def _site(draft: Draft) -> None:
    document = draft.document("site.yml")
    if document is None or not isinstance(document.value, dict):
        return
    _repeated_languages(draft, document)
    _kinds(draft, document)
    _orders(draft, document)
    _pages(draft, document)


def _repeated_languages(draft: Draft, document: Document) -> None:
    for code, count in Counter(draft.languages).items():
        if count > 1:
            last = len(draft.languages) - 1 - draft.languages[::-1].index(code)
            draft.report(
                document,
                document.position(("languages", last, "code")),
                f'The language "{code}" is named twice.',
                "each language once",
                mend="remove one of the two.",
            )


def _kinds(draft: Draft, document: Document) -> None:
    kinds = draft.written("site.yml", "kinds")
    if kinds is None:
        return
    known = sorted({*m.ENTRY_KINDS, *m.Concept.subkinds})
    unknown = {kind: nearest(kind, known) for kind in kinds.keys() - set(known)}
    for kind, meant in unknown.items():
        draft.report(
            document,
            document.key(("kinds", kind)),
            f"{quote(kind)} is no kind of entry.",
            f"one of {listing(known)}",
            meant,
            "correct the kind, or remove it.",
        )
    for kind in sorted({file.kind for file in draft.entries} - kinds.keys() - set(unknown.values())):
        example = next(file.document.file for file in draft.entries if file.kind == kind)
        draft.report(
            document,
            document.key(("kinds",)),
            f'The kind "{kind}" is missing below "kinds:", and {example} is an entry of it.',
            f'the key "{kind}:" with its slug, title, singular and lead',
            mend=f'add "{kind}:" below "kinds:".',
        )


def _orders(draft: Draft, document: Document) -> None:
    known = draft.entry_ids()
    for kind, words in (draft.written("site.yml", "kinds") or {}).items():
        order = words.get("order") if isinstance(words, dict) else None
        ids = [item for item in order if isinstance(item, str)] if isinstance(order, list) else []
        for index, entry_id in enumerate(ids):
            place = document.position(("kinds", kind, "order", index))
            if entry_id in known and kind not in (m.kind_of(entry_id), entry_id.split("/")[0]):
                draft.report(
                    document,
                    place,
                    f'{quote(entry_id)} is no {kind}, and stands in the order of the kind "{kind}".',
                    f"ids of entries of this kind: {kind}/…",
                    mend="move it to the order of its own kind, or remove it.",
                )
            elif entry_id in ids[:index]:
                draft.report(
                    document, place, f"{quote(entry_id)} stands twice in the order.", "each id once",
                    mend="remove one of the two.",
                )  # fmt: skip


def _pages(draft: Draft, document: Document) -> None:
    pages = draft.written("site.yml", "pages")
    if pages is None:
        return
    for key in REQUIRED_PAGES:
        if key not in pages:
            draft.report(
                document,
                document.key(("pages",)),
                f'The page "{key}" is missing below "pages:".',
                f"the pages {', '.join(REQUIRED_PAGES)}",
                mend=f'add "{key}:" with its slug, title and lead.',
            )
    for key, page in pages.items():
        if isinstance(page, dict) and ("slug" in page) == (key == "home"):
            home = key == "home"
            draft.report(
                document,
                document.key(("pages", key, "slug")),
                "The home page has a slug." if home else f"The page {quote(key)} has no slug.",
                "no slug for the home page, whose address is the site's own"
                if home
                else "a slug in each language, for every page but home",
                mend='remove "slug:".' if home else 'add "slug:".',
            )


def _interfaces(draft: Draft) -> None:
    for file in sorted(name for name in draft.documents if name.startswith("interface/")):
        document = draft.documents[file][0]
        code = file.removeprefix("interface/").removesuffix(".yml")
        if draft.languages and code not in draft.languages:
            draft.report(
                document,
                Position(1, 1),
                f'The site has no language "{code}".',
                f"a file for each of {', '.join(draft.languages)}",
                nearest(code, draft.languages),
                "rename the file, add the language to site.yml, or remove the file.",
            )
        if isinstance(document.value, dict):
            _interface_words(draft, document)


def _interface_words(draft: Draft, document: Document) -> None:
    """Every value that a record may take needs a word, and every language needs the same words."""
    for key, shape in shapes.fields(m.Interface).items():
        written = document.value.get(key)
        if shapes.origin(shape) is not dict or not isinstance(written, dict):
            continue
        wanted = set(shapes.allowed(get_args(shape)[0]))
        if wanted and written.keys() - wanted:  # a key misspelt, which the model reports
            continue
        if key == "words":
            wanted = _words_of_all(draft)
        for word in sorted(wanted - written.keys()):
            draft.report(
                document,
                document.key((key,)),
                f'The word for {quote(word)} is missing below "{key}:".',
                "a word for each value, and the same words in every language",
                mend=f'add "{word}:" below "{key}:".',
            )


def _words_of_all(draft: Draft) -> set[str]:
    files = (f"interface/{code}.yml" for code in draft.languages)
    return {word for file in files for word in draft.written(file, "words") or ()}


# --------------------------------------------------------------------------------------------------
# Addresses


class _Address(NamedTuple):
    address: str
    language: str
    document: Document
    steps: Steps


def _addresses(draft: Draft) -> None:
    first: dict[str, _Address] = {}
    site = draft.document("site.yml")
    if site is None:
        return
    for found in _all_addresses(draft, site):
        if found.address.split("/")[0] in RESERVED:
            draft.report(
                found.document,
                found.document.position(found.steps),
                f'The address "{found.address}" belongs to files of the site.',
                f"an address that does not begin with {listing(RESERVED)}",
                mend="choose another slug.",
            )
        if found.address in first:
            other = first[found.address]
            line = other.document.position(other.steps).line
            shown = found.address or "(the root of the site)"
            draft.report(
                found.document,
                found.document.position(found.steps),
                f'The address "{shown}" ({found.language}) is taken by {other.document.file}:{line}.',
                "an address of its own for each page",
                mend="choose another slug for one of the two.",
            )
        first.setdefault(found.address, found)
    _redirects(draft, set(first))


def _all_addresses(draft: Draft, site: Document) -> Iterator[_Address]:
    kinds = draft.written("site.yml", "kinds") or {}
    used = {draft.kind_words_of(entry_id) for file in draft.entries for entry_id in file.ids()[:1]}
    for number, language in enumerate(draft.languages):
        prefix = f"{language}/" if number else ""
        if language in draft.languages[:number]:
            continue
        yield _Address(prefix, language, site, ("pages", "home"))
        for key in draft.written("site.yml", "pages") or {}:
            if slug := _slug(draft.written("site.yml", "pages", key), language):
                yield _Address(f"{prefix}{slug}/", language, site, ("pages", key, "slug", language))
        for kind, words in kinds.items():
            if kind in used and (slug := _slug(words, language)):
                yield _Address(f"{prefix}{slug}/", language, site, ("kinds", kind, "slug", language))
        for file in draft.entries:
            folder = _slug(kinds.get(draft.kind_words_of(file.ids()[0]) or ""), language)
            slug = _slug(file.document.value, language)
            if folder and slug:
                yield _Address(f"{prefix}{folder}/{slug}/", language, file.document, ("slug", language))


def _slug(record: Any, language: str) -> str | None:
    """The slug that a record, right or not, has in a language."""
    slug = record.get("slug") if isinstance(record, dict) else None
    found = slug.get(language) if isinstance(slug, dict) else None
    return found if isinstance(found, str) else None


def _redirects(draft: Draft, live: set[str]) -> None:
    document = draft.document("redirects.yml")
    statements, unsure = draft.statement_ids()
    entries = draft.entry_ids()
    seen: dict[str, int] = {}
    for index, redirect in enumerate(draft.redirects if document else ()):
        assert document is not None
        source = document.position(("redirects", index, "from"))
        problem = _redirect_from(redirect.from_, live, statements)
        if problem:
            draft.report(document, source, *problem)
        elif redirect.from_ in seen:
            taken = f"{quote(redirect.from_)} is already redirected on line {seen[redirect.from_]}."
            draft.report(document, source, taken, "each address once", mend="keep one of the two.")
        seen.setdefault(redirect.from_, source.line)
        place = document.position(("redirects", index, "to"))
        _redirect_to(draft, document, place, redirect.to, entries, statements, unsure)


def _redirect_from(
    origin: str, live: set[str], statements: set[str]
) -> tuple[str, str, str | None, str] | None:
    if not (_STATEMENT_ID.fullmatch(origin) or _ADDRESS.fullmatch(origin)):
        return (
            f"{quote(origin)} is neither an address of the site nor the id of a statement.",
            'an address without leading slash ("goals/old/") or a statement ("objective/old#rule")',
            None,
            'remove what comes before the path, and end it with "/".',
        )
    if origin in live or origin in statements:
        what = "address" if origin in live else "statement"
        return (
            f"{quote(origin)} is redirected, but it is still the {what} of something.",
            f"an {what} that is no longer in use" if what == "address" else "a statement that is gone",
            None,
            "remove the redirect, or rename what stands there.",
        )
    return None


def _redirect_to(
    draft: Draft,
    document: Document,
    place: Position,
    target: str,
    entries: set[str],
    statements: set[str],
    unsure: set[str],
) -> None:
    entry_id = target.partition("#")[0]
    if target in entries or target in statements or ("#" in target and entry_id in unsure):
        return
    draft.report(
        document,
        place,
        f"The redirect leads to {quote(target)}, which does not exist.",
        "the id of an entry or of a statement",
        nearest(target, entries | statements),
        "correct the id.",
    )


# --------------------------------------------------------------------------------------------------
# Flows


def _flows(draft: Draft) -> None:
    for file, entry in draft.understood():
        if isinstance(entry, m.Flow):
            _flow(draft, file.document, entry)


def _flow(draft: Draft, document: Document, flow: m.Flow) -> None:
    """Report what is wrong with the ways through a flow; the first fault hides what follows from it."""
    known = len(draft.problems)
    places: dict[str, Steps] = {}
    nodes: list[tuple[str, Steps]] = [(q.id, ("questions", i)) for i, q in enumerate(flow.questions)]
    nodes += [(outcome.id, ("outcomes", i)) for i, outcome in enumerate(flow.outcomes)]
    for name, steps in nodes:
        if name in places:
            by = f"{document.file}:{document.key(places[name]).line}"
            _taken(draft, document, document.position((*steps, "id")), f"The id {quote(name)}", by)
        places.setdefault(name, steps)
    edges = _edges(draft, document, flow, places)
    if len(draft.problems) == known:
        _circles(draft, document, flow, edges)
    if len(draft.problems) == known:
        _unreachable(draft, document, flow, places, edges)


def _edges(
    draft: Draft, document: Document, flow: m.Flow, places: dict[str, Steps]
) -> dict[str, list[tuple[str, Steps]]]:
    """Question → where each of its answers leads; edges to nothing are reported and left out."""
    edges: dict[str, list[tuple[str, Steps]]] = {}
    for index, question in enumerate(flow.questions):
        names: set[str] = set()
        for position, choice in enumerate(question.choices):
            steps: Steps = ("questions", index, "choices", position)
            if choice.id in names:
                by = f"another answer to {quote(question.id)}"
                _taken(draft, document, document.position((*steps, "id")), f"The id {quote(choice.id)}", by)
            names.add(choice.id)
            if choice.next in places:
                edges.setdefault(question.id, []).append((choice.next, (*steps, "next")))
                continue
            draft.report(
                document,
                document.position((*steps, "next")),
                f"The answer leads to {quote(choice.next)}, which is no question or outcome of this flow.",
                f"one of {listing(places)}",
                nearest(choice.next, places),
                "correct the id, or write the question or outcome.",
            )
    return edges


def _unreachable(
    draft: Draft,
    document: Document,
    flow: m.Flow,
    places: dict[str, Steps],
    edges: dict[str, list[tuple[str, Steps]]],
) -> None:
    reached: set[str] = set()
    waiting = [flow.questions[0].id]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [target for target, _ in edges.get(name, [])]
    for name, steps in places.items():
        if name not in reached:
            what = "question" if steps[0] == "questions" else "outcome"
            draft.report(
                document,
                document.position((*steps, "id")),
                f"No answer leads to the {what} {quote(name)}.",
                f'an answer whose "next:" is {quote(name)}',
                mend=f"lead an answer to it, or remove the {what}.",
            )


def _circles(
    draft: Draft, document: Document, flow: m.Flow, edges: dict[str, list[tuple[str, Steps]]]
) -> None:
    """Report each answer that leads back to a question already asked on the way to it."""
    asked: dict[str, bool] = {}  # True while on the way, False once left behind
    for question in flow.questions:
        waiting: list[tuple[str, Iterator[tuple[str, Steps]]]] = []
        if question.id not in asked:
            asked[question.id] = True
            waiting.append((question.id, iter(edges.get(question.id, []))))
        while waiting:
            name, answers = waiting[-1]
            target, steps = next(answers, (None, ()))
            if target is None:
                asked[name] = False
                waiting.pop()
            elif asked.get(target):
                draft.report(
                    document,
                    document.position(steps),
                    f"The answer leads back to {quote(target)}, which was asked on the way to it.",
                    "answers that only lead on, so that every reader comes to an outcome",
                    mend="lead the answer to a later question or to an outcome.",
                )
            elif target not in asked:
                asked[target] = True
                waiting.append((target, iter(edges.get(target, []))))


_RULES: tuple[Callable[[Draft], None], ...] = (
    _references,
    _empty_keys,
    _links,
    _ids_and_files,
    _repeated_figures,
    _calculators,
    _repeated_statements,
    _anchors,
    _site,
    _interfaces,
    _addresses,
    _flows,
)
