"""What a media plan knows: names of platforms, formats, objectives and columns, how days are said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from babel import Locale as Cldr

from macros.load import KnowledgeBase
from macros.model import Calculator, name_of
from planner.plan.names import folded, head, names

Called = Mapping[str, tuple[Mapping[str, str], Iterable[str]]]
"""short id → what it is called in each language, and by whatever other name"""


def table(kb: KnowledgeBase, code: str) -> dict[str, Any]:
    """Return what plans are read and told with: names are recognised in every language."""
    kinds: Mapping[str, Called] = {
        "platform": {key: (one.title, ()) for key, one in kb.placements.items()},
        "format": _called(kb, "format"),
        "objective": _called(kb, "objective"),
    }
    cldr = _cldr(kb, code)
    return {
        **{f"{kind}s": {key: title[code] for key, (title, _) in kinds[kind].items()} for kind in kinds},
        "names": {
            kind: names({key: (*title.values(), *others) for key, (title, others) in called.items()})
            for kind, called in kinds.items()
        },
        "columns": _columns(kb),
        "month_names": _months(kb),
        "months": [cldr.months["format"]["abbreviated"][month] for month in range(1, 13)],
        "day": str(cldr.datetime_skeletons["MMMd"]).replace("MMM", "{month}").replace("d", "{day}"),
    }


def _cldr(kb: KnowledgeBase, code: str) -> Cldr:
    return Cldr.parse(next(one.locale for one in kb.site.languages if one.code == code))


def _months(kb: KnowledgeBase) -> dict[str, int]:
    """Return what months are called, in full and short, in every language → their numbers."""
    found: dict[str, int] = {}
    for code in kb.languages:
        called = _cldr(kb, code).months
        for use, width in product(("format", "stand-alone"), ("wide", "abbreviated")):
            found |= {folded(called[use][width][number]): number for number in range(1, 13)}
    return found


def _called(kb: KnowledgeBase, kind: str) -> Called:
    return {
        name_of(entry.id): (
            entry.title,
            [name for aliases in (entry.aliases or {}).values() for name in aliases],
        )
        for entry in kb.of_kind(kind)
    }


def _columns(kb: KnowledgeBase) -> dict[str, str]:
    """Return what columns of plans are called, in every language → the field that each is."""
    found: dict[str, str] = {}
    for entry in kb.of_kind("calculator"):
        fields = entry.fields if isinstance(entry, Calculator) else {}
        for name, about in fields.items():
            for words in (about.columns or {}).values():
                found |= {head(word): name for word in words}
    return found
