"""Redirects: from what is gone to what is there."""

from __future__ import annotations

import re
from typing import NamedTuple

from macros import model as m
from macros.load.checks import addresses
from macros.load.draft import Draft
from macros.load.reader import Document, Position
from macros.problems import nearest, quote

_ANCHORED = re.compile(r"[a-z]+/[a-z0-9-]+#[a-z0-9-]+|source/[a-z0-9-]+")
_ADDRESS = re.compile(r"([A-Za-z0-9-]+/)+")


def check(draft: Draft) -> None:
    """Report redirects from what stands, or to what does not."""
    document = draft.document("redirects.yml")
    if document is None or not draft.redirects:
        return
    known = _known(draft)
    seen: dict[str, int] = {}
    for index, redirect in enumerate(draft.redirects):
        place = document.position(("redirects", index, "from"))
        if redirect.from_ in seen:
            taken = f"{quote(redirect.from_)} is already redirected on line {seen[redirect.from_]}."
            draft.report(document, place, taken, "each address once", mend="keep one of the two.")
        else:
            _origin(draft, document, place, redirect.from_, known)
        seen.setdefault(redirect.from_, place.line)
        _target(draft, document, document.position(("redirects", index, "to")), redirect.to, known)


class _Known(NamedTuple):
    """What stands on the site."""

    addresses: set[str]
    pages: set[str]
    """ids of entries, indexes and hand-written pages"""
    anchored: set[str]
    """ids of statements, sections, questions and sources"""
    unsure: set[str]
    """ids of pages whose anchors are not known, because their file is not right yet"""


def _known(draft: Draft) -> _Known:
    statements, unsure = draft.statement_ids()
    pages = {f"page/{key}" for key in draft.written("site.yml", "pages") or ()}
    sections = {section.id for section in draft.site.statements()} if draft.site else set()
    questions = {
        f"{entry.id}#{question.id}"
        for _, entry in draft.understood()
        if isinstance(entry, m.Asking)
        for question in entry.asked
    }
    sources = draft.written("sources.yml")
    return _Known(
        addresses={found.address for found in addresses.live(draft)},
        pages={*draft.entry_ids(), *(f"index/{kind}" for kind in draft.kinds_used()), *pages},
        anchored={*statements, *sections, *questions, *(f"source/{key}" for key in sources or ())},
        unsure=unsure | (set() if draft.site else pages) | ({"source"} if sources is None else set()),
    )


def _origin(draft: Draft, document: Document, place: Position, origin: str, known: _Known) -> None:
    if not (_ANCHORED.fullmatch(origin) or _ADDRESS.fullmatch(origin)):
        draft.report(
            document,
            place,
            f"{quote(origin)} is neither an address of the site nor the id of a statement or source.",
            'an address without leading slash ("goals/old/"), a statement ("objective/old#rule") '
            'or a source ("source/old")',
            mend='write an address without what comes before the path, and end it with "/".',
        )
    elif origin in known.addresses or origin in known.anchored:
        what = "address" if origin in known.addresses else "id"
        draft.report(
            document,
            place,
            f"{quote(origin)} is redirected, but it is still the {what} of something.",
            f"an {what} that is no longer in use",
            mend="remove the redirect, or rename what stands there.",
        )


def _target(draft: Draft, document: Document, place: Position, target: str, known: _Known) -> None:
    owner = "source" if target.startswith("source/") else target.partition("#")[0]
    if target in known.pages or target in known.anchored or (owner != target and owner in known.unsure):
        return
    draft.report(
        document,
        place,
        f"The redirect leads to {quote(target)}, which does not exist.",
        "the id of an entry, a statement, a source, an index or a page",
        nearest(target, known.pages | known.anchored),
        "correct the id.",
    )
