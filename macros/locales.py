"""How each language shows numbers: from CLDR, through Babel, as the data that planner takes."""

from __future__ import annotations

from babel import Locale as Cldr
from babel.numbers import get_currency_precision, get_currency_symbol

from macros.model import SiteLanguage, Typography
from planner.numbers import Currency, Locale

CURRENCIES = ("CAD", "CHF", "EUR", "GBP", "USD")


def locale_of(language: SiteLanguage, typography: Typography) -> Locale:
    """Return a language's numbers; the spaces of its typography override CLDR's."""
    cldr = Cldr.parse(language.locale)
    symbols = cldr.number_symbols["latn"]
    space_before_percent = "\u202f" if "%" in typography.narrow_space_before else ""
    return Locale(
        decimal=symbols["decimal"],
        group=typography.group or symbols["group"],
        percent=f"{{number}}{space_before_percent}%",
        currencies={code: _currency(code, cldr, typography) for code in CURRENCIES},
    )


def _currency(code: str, cldr: Cldr, typography: Typography) -> Currency:
    symbol = get_currency_symbol(code, cldr).replace("\u00a0", typography.currency_space or "\u00a0")
    before = cldr.currency_formats["standard"].pattern.startswith("¤")
    pattern = (
        f"{symbol}{{number}}" if before else f"{{number}}{typography.currency_space or chr(0xA0)}{symbol}"
    )
    return Currency(pattern, get_currency_precision(code))
