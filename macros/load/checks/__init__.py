"""What files say of each other, and the few rules of one file that a type cannot say.

Checks look at what is typed wherever they can, so that files that are not right yet are checked too;
rules that need whole records run on the files that are right in themselves.
"""

from __future__ import annotations

from collections.abc import Callable

from macros.load.checks import (
    addresses,
    advisers,
    anchors,
    calculators,
    cldr,
    figures,
    flows,
    ids,
    interface,
    links,
    patterns,
    queries,
    redirects,
    references,
    site,
    spaces,
    values,
)
from macros.load.draft import Draft

_CHECKS: tuple[Callable[[Draft], None], ...] = (
    values.check,
    references.check,
    links.check,
    spaces.check,
    ids.check,
    anchors.check,
    site.check,
    cldr.check,
    figures.check,
    calculators.check,
    interface.check,
    patterns.check,
    addresses.check,
    redirects.check,
    queries.check,
    flows.check,
    advisers.check,
)


def check(draft: Draft) -> None:
    """Report everything that does not fit together."""
    for one in _CHECKS:
        one(draft)
