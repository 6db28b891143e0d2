"""Where everything stands: one address per entry, page and language, one anchor per statement.

Addresses are relative to the root of the site, without leading slash, in directory style:
``objectifs/notoriete/``, ``en/objectives/brand-awareness/``. Ids are

- entries: ``objective/notoriete``          - statements: ``objective/notoriete#rule``
- index pages of a kind: ``index/objective`` - hand-written pages: ``page/matrix``
- sources: ``source/seed1`` (an anchor on the page of sources)
"""

from __future__ import annotations

from collections.abc import Iterator

from macros.load import KnowledgeBase
from macros.model import Anchored, Entry, Mapping, kind_of


class Addresses:
    """The addresses of a knowledge base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._prefix = {code: f"{code}/" if index else "" for index, code in enumerate(kb.languages)}
        self._pages = {lang: dict(self._pages_of(lang)) for lang in kb.languages}
        self._anchors = {lang: dict(self._anchors_of(lang)) for lang in kb.languages}

    def prefix(self, lang: str) -> str:
        """Where a language begins: empty for the first, ``en/`` for others."""
        return self._prefix[lang]

    def url(self, target: str, lang: str) -> str:
        """Return the address of an id in a language. Raises KeyError for an id that has none."""
        if target.startswith("source/"):
            return f"{self._pages[lang]['page/sources']}#{target.removeprefix('source/')}"
        entry_id, hash_sign, _ = target.partition("#")
        url = self._pages[lang][entry_id]
        return f"{url}#{self._anchors[lang][target]}" if hash_sign else url

    def anchor(self, statement_id: str, lang: str) -> str:
        """Return the anchor of a statement on its page. Raises KeyError when there is no such statement."""
        return self._anchors[lang][statement_id]

    def pages(self, lang: str) -> dict[str, str]:
        """Return every page of a language: id → address."""
        return self._pages[lang]

    def all(self) -> Iterator[tuple[str, str, str]]:
        """Yield (id, language, address) of every page."""
        for lang, pages in self._pages.items():
            for target, url in pages.items():
                yield target, lang, url

    def _kind_slug(self, entry_id: str, lang: str) -> str:
        kinds = self._kb.site.kinds
        subkind = entry_id.split("/", 1)[0]
        return kinds[subkind if subkind in kinds else kind_of(entry_id) or subkind].slug[lang]

    def _pages_of(self, lang: str) -> Iterator[tuple[str, str]]:
        prefix = self._prefix[lang]
        for key, page in self._kb.site.pages.items():
            yield f"page/{key}", f"{prefix}{page.slug[lang]}/" if page.slug else prefix
        for kind, words in self._kb.site.kinds.items():
            if any(entry_id for entry_id in self._kb.entries if kind in _kinds(entry_id)):
                yield f"index/{kind}", f"{prefix}{words.slug[lang]}/"
        for entry in self._kb.entries.values():
            yield entry.id, f"{prefix}{self._kind_slug(entry.id, lang)}/{entry.slug[lang]}/"

    def _anchors_of(self, lang: str) -> Iterator[tuple[str, str]]:
        for entry in self._kb.entries.values():
            for anchored in entry.statements():
                yield anchored.id, self._anchor_of(entry, anchored, lang)
        for anchored in self._kb.site.statements():
            assert anchored.anchor is not None
            yield anchored.id, anchored.anchor[lang]

    def _anchor_of(self, entry: Entry, anchored: Anchored, lang: str) -> str:
        if anchored.anchor:
            return anchored.anchor[lang]
        if isinstance(anchored.statement, Mapping):
            return self._kb.entries[anchored.statement.format].slug[lang]
        return self._kb.interface[lang].anchors[anchored.name]


def _kinds(entry_id: str) -> tuple[str, ...]:
    """The kinds whose index lists an entry: its own, and its subkind where it has one."""
    return (entry_id.split("/", 1)[0], kind_of(entry_id) or "")


def relative(origin: str, target: str) -> str:
    """Return the link from the page at address ``origin`` to ``target`` (both from the site's root).

    >>> relative("objectifs/notoriete/", "formats/ugc/#longueur")
    '../../formats/ugc/#longueur'
    >>> relative("a/", "a/#b")
    '#b'
    """
    path, hash_sign, fragment = target.partition("#")
    if path == origin:
        return f"#{fragment}" if hash_sign else "./"
    here, there = origin.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    steps = "../" * (len(here) - shared) + "/".join(there[shared:])
    return f"{steps or './'}{hash_sign}{fragment}"
