"""Ids: each belongs to its file, and to one thing only."""

from __future__ import annotations

from macros import model as m
from macros.load import shapes
from macros.load.draft import Draft, EntryFile
from macros.load.reader import Document, Position
from macros.problems import listing, nearest, quote


def check(draft: Draft) -> None:
    """Report ids that do not belong to their file, or are taken."""
    _ids_and_files(draft)
    _repeated_figures(draft)


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
                report_taken(draft, document, place, f"The id {quote(written)}", first[written])
            first.setdefault(written, f"{document.file}:{place.line}")


def report_taken(draft: Draft, document: Document, place: Position, what: str, by: str) -> None:
    """Report that something has the id of something else."""
    draft.report(
        document, place, f"{what} is taken by {by}.", "each id once", mend="give one of the two another id."
    )
