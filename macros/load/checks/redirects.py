"""Redirects: from what is gone to what is there."""

from __future__ import annotations

import re


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
