"""References: whatever names an entry, a source, a stage… names one that exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from macros import model as m
from macros.load import shapes
from macros.load.draft import Draft
from macros.load.reader import Document, Position, Steps
from macros.problems import listing, nearest, quote


def check(draft: Draft) -> None:
    """Report every id that nothing has."""
    registers = _registers(draft)
    for document, steps, value, record in draft.fields():
        name = _register_of(record, str(steps[-1]))
        register = registers[name] if name else None
        if register is None or register.ids is None:
            continue
        for place, target in _ids(value, steps):
            if target not in register.ids and shapes.is_spelled(target, register.spelling):
                _dangling(draft, document, place, target, register)


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
    ("DiagramPart", "role"): "role",
    ("DiagramPart", "stage"): "stage",
    ("DiagramPart", "about"): "entry",
    ("CalculatorField", "figures"): "entry",
    ("Figure", "about"): "entry",
    ("Figure", "source"): "source",
    ("Placement", "entry"): "entry",
    ("PlatformRule", "platforms"): "entry",
    ("PlatformRule", "statement"): "statement",
    ("PlatformRule", "source"): "source",
    ("Tax", "jurisdiction"): "entry",
    ("Tax", "source"): "source",
    ("Outcome", "entries"): "entry",
    ("Point", "topic"): "topic",
    ("Point", "touches"): "entry",
    ("Step", "shows"): "statement",
    ("Item", "statement"): "statement",
    ("Because", "statement"): "statement",
    ("RoleRule", "role"): "role",
    ("Adviser", "buys"): "lever",
    ("KindWords", "order"): "entry",
    **{(model.__name__, "related"): "entry" for model in m.ENTRY_KINDS.values()},
}
"""A field of the model → the register of the ids it names."""


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
    topics = draft.written("site.yml", "topics") or {}
    statements, unsure = draft.statement_ids()
    known_statements = None if unsure else statements
    levers = None
    if roles is not None:
        levers = [key for key, role in roles.items() if isinstance(role, dict) and role.get("lever")]
    claims = draft.written("claims.yml") if "claims.yml" in draft.documents else {}
    return {
        "entry": _Register("entry", "the id of an entry", entries, m.EntryId),
        "format": _Register("format", "the id of a file of formats/", formats, m.EntryId),
        "metric": _Register("metric", "the id of a file of metrics/", metrics, m.EntryId),
        "source": _Register("source", "an id of sources.yml", draft.written("sources.yml")),
        "placement": _Register("placement", "an id of placements.yml", draft.written("placements.yml")),
        "claim": _Register("claim", "an id of claims.yml", claims, m.ClaimId),
        "stage": _Register("stage", "an id of site.yml, below stages", stages),
        "topic": _Register("topic", "an id of site.yml, below topics", topics),
        "statement": _Register(
            "statement", "the id of a statement: an entry, # and a name", known_statements, m.StatementId
        ),
        "role": _Register("role", "an id of site.yml, below roles", roles),
        "lever": _Register('role with "lever: true"', "an id of site.yml, below roles", levers),
    }


def _ids(value: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """The ids in one field, which holds one id, a list of them, or a mapping whose keys they are."""
    if isinstance(value, str):
        yield steps, value
    elif isinstance(value, list):
        yield from (((*steps, index), item) for index, item in enumerate(value) if isinstance(item, str))
    elif isinstance(value, dict):
        yield from (((*steps, key), key) for key in value)


def _dangling(draft: Draft, document: Document, steps: Steps, target: str, register: _Register) -> None:
    meant = nearest(target, register.ids or ())
    draft.report(
        document,
        _place(document, steps, target),
        f"{quote(target)} is the id of no {register.what}.",
        _expected_id(register),
        meant,
        "correct the id." if meant else f"correct the id, or write the {register.what} first.",
    )


def _place(document: Document, steps: Steps, target: str) -> Position:
    """Where an id stands: it is the key of a value, or the value itself."""
    return document.key(steps) if steps[-1] == target else document.position(steps)


def _expected_id(register: _Register) -> str:
    known = sorted(register.ids or ())
    if not known:
        return f"{register.where}, where there is none yet"
    return f"{register.where}: {listing(known)}" if len(known) <= 12 else register.where
