"""The cells of a spreadsheet, in the language that an Excel reads.

Formulas are written once, with English names and ``;``; a dialect says them as an Excel in its language reads
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from planner.model import Unit
from planner.numbers import canonical
from planner.split import LONGEST_NAME


@dataclass(frozen=True)
class Dialect:
    """How a spreadsheet in one language is written."""

    decimal: str
    separator: str
    """what stands between the arguments of a function"""
    functions: Mapping[str, str] = field(default_factory=dict)
    """English name and parenthesis → its own, where that is another; before names that it ends with"""

    def formula(self, text: str) -> str:
        """Return formulas as this spreadsheet reads them: of whole numbers, and without text in them."""
        for name, own in self.functions.items():
            text = text.replace(name, own)
        return text.replace(";", self.separator)

    def value(self, number: Fraction, unit: Unit) -> str:
        """Return a number as one types it there: a rate with its sign, so that it is read as one."""
        shown = canonical(number, unit).replace(".", self.decimal)
        return f"{shown}%" if unit is Unit.RATIO else shown


ENGLISH = Dialect(".", ",")
FRENCH = Dialect(
    ",",
    ";",
    {
        "COUNTIF(": "NB.SI(",
        "IF(": "SI(",
        "RANK(": "RANG(",
        "ROUND(": "ARRONDI(",
        "SUM(": "SOMME(",
    },
)
DIALECTS = {"fr": FRENCH, "en": ENGLISH}


def text_cell(text: str) -> str:
    """Return a cell that is read as text, by a formula where it could be one, a number or a date: ``2-4``.

    An apostrophe in front would stay: what is pasted is not what is typed. What is long is no number.
    """
    text = text.replace("\t", " ").replace("\n", " ")
    if text[:1].isalpha() and (len(text) > LONGEST_NAME or not any(map(str.isdigit, text))):
        return text
    return '="' + text.replace('"', '""') + '"'
