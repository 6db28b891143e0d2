"""What frames show: the word of a name that is drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

SHORTEST = 4
"""letters of a word worth drawing"""
COMMON = 3
"""names that begin with the same word from which that word tells nothing"""


def subject(title: str, titles: Sequence[str]) -> str:
    """Return the first telling word of a name; one that many of ``titles`` begin with tells nothing."""
    common = _common(tuple(titles))
    words: list[str] = re.findall(r"\w+", title)
    long = [word for word in words if len(word) >= SHORTEST]
    telling = [word for word in long if word.casefold() not in common]
    # An abbreviation tells more than a word that every other name begins with.
    short = [word for word in words if word.isupper() and len(word) > 1]
    word = (telling or short or long or words or [title])[0]
    return word[0].upper() + word[1:]


def own_word(name: str, other: str) -> str:
    """Return the first word of a name that the other name has not, to be drawn beside it."""
    words = other.split()
    found = next((word for word in name.split() if len(word) > len("de") and word not in words), name)
    return found[0].upper() + found[1:]


@lru_cache(maxsize=8)
def _common(titles: tuple[str, ...]) -> frozenset[str]:
    first = Counter(found.group().casefold() for title in titles if (found := re.search(r"\w+", title)))
    return frozenset(word for word, count in first.items() if count >= COMMON)
