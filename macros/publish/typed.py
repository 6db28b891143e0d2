"""What people type, for the browser's search: each word once, with the places it leads to and how often.

A place is a number: entries in their order, each followed by its statements. The places of a word are told
by the steps from one to the next. A step is a number in mixed signs: any number of SIGNS, the higher
digits, then a letter, the last; a digit after it says how many queries have the word, where several do.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from macros.model import SearchRules

LETTERS = string.ascii_letters
SIGNS = "!#$%&()*+,-./:;<=>?@[]^_`{|}~"
MOST = 9
"""queries that count: one digit"""
FEWEST = 3
"""queries that have a word before it tells anything: most of the others never come again"""
SHORT = 4
"""letters: endings are taken off longer words only, as in the browser (words.js)"""
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*[^\W\d_]*|[^\W\d_]+")


def words_and_places(queries: Iterable[Iterable[str]], rules: SearchRules) -> tuple[list[str], list[str]]:
    """Return the words in alphabetical order, and the places of each.

    ``queries`` are those of each place in turn. Forms of a word are counted together (the browser takes their
    endings off anyway); a word of fewer than FEWEST queries is left out.
    """
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    left_out = {_folded(word) for word in (*rules.stop, *rules.elisions)}
    for place, lines in enumerate(queries):
        for line in lines:
            for word in _WORD.findall(_folded(line)):
                if word not in left_out:
                    root = _root(word, rules)
                    counted[root][place] += 1
                    forms[root][word] += 1
    telling = {_best(forms[root]): places for root, places in counted.items() if places.total() >= FEWEST}
    words = sorted(telling)
    return words, [written(telling[word]) for word in words]


def _best(forms: Counter[str]) -> str:
    """Return the form that stands for all: the shortest, the first in the alphabet."""
    return min(forms, key=lambda form: (len(form), form))


def _root(word: str, rules: SearchRules) -> str:
    """Return a word without the ending that tells number or gender."""
    if len(word) <= SHORT:
        return word
    for ending, put in rules.endings:
        if word.endswith(_folded(ending)):
            return word.removesuffix(_folded(ending)) + _folded(put)
    return word


def _folded(text: str) -> str:
    """Return a text in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return kept.replace("œ", "oe").replace("æ", "ae")


def written(places: Mapping[int, int]) -> str:
    """Write places and counts: ``{0: 1, 3: 2, 60: 1}`` is ``"ac2!e"``."""
    text, last = "", -1
    for place, count in sorted(places.items()):
        text += _step(place - last - 1) + (str(min(count, MOST)) if count > 1 else "")
        last = place
    return text


def _step(step: int) -> str:
    higher, last = divmod(step, len(LETTERS))
    text = LETTERS[last]
    while higher:
        higher, digit = divmod(higher, len(SIGNS))
        text = SIGNS[digit] + text
    return text
