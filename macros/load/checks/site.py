"""The site file: its languages, kinds and pages, and the order of entries."""

from __future__ import annotations

from collections import Counter

from macros import model as m
from macros.load.draft import Draft
from macros.load.reader import Document
from macros.problems import listing, nearest, quote

REQUIRED_PAGES = ("home", "matrix", "a-z", "sources", "method", "legal", "report")
"""The hand-written pages of ``docs/`` that every site has."""


def check(draft: Draft) -> None:
    """Report what is missing or does not fit in the site file."""
    document = draft.document("site.yml")
    if document is None or not isinstance(document.value, dict):
        return
    _repeated_languages(draft, document)
    _kinds(draft, document)
    _orders(draft, document)
    _pages(draft, document)


def _repeated_languages(draft: Draft, document: Document) -> None:
    listed = document.value.get("languages")
    items = listed if isinstance(listed, list) else []
    codes = [item.get("code") if isinstance(item, dict) else None for item in items]
    for code, count in Counter((*draft.languages, *draft.drafts)).items():
        if count > 1:
            last = len(codes) - 1 - codes[::-1].index(code)
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
