"""Links in texts: each can be read, and leads to an entry or a statement."""

from __future__ import annotations

from macros.links import links, openings
from macros.load.draft import Draft
from macros.load.reader import Document, Position
from macros.problems import listing, nearest, quote


def check(draft: Draft) -> None:
    """Report links that cannot be read or lead nowhere."""
    entries = draft.entry_ids()
    statements, unsure = draft.statement_ids()
    for document, _ in draft.documents.values():
        for steps, text in document.linked():
            by_start = {link.start: link for link in links(text)}
            places: list[Position] = []
            for number, start in enumerate(openings(text)):
                link = by_start.get(start)
                if link and (link.id in entries or link.id in statements):
                    continue
                places = places or document.openings(steps)  # once a text: one may hold thousands
                place = places[number]
                if link:
                    _link_target(draft, document, place, link.id, entries, statements, unsure)
                else:
                    _bad_link(draft, document, place, text[start : start + 40])


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
