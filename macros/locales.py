"""How each language shows numbers: from CLDR, through Babel, as the data that planner takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from babel import Locale as Cldr
from babel.numbers import get_currency_precision, get_currency_symbol

from macros.model import SiteLanguage, Typography
from planner.numbers import Currency, Locale


def locale_of(
    language: SiteLanguage,
    typography: Typography,
    currencies: Iterable[str],
    words: Mapping[str, str] | None = None,
    tables: Mapping[str, Any] | None = None,
) -> Locale:
    """Return how a language shows numbers and these currencies; its typography overrides CLDR's spaces."""
    cldr = Cldr.parse(language.locale)
    symbols = cldr.number_symbols["latn"]
    return Locale(
        decimal=symbols["decimal"],
        group=typography.group or symbols["group"],
        percent=_percent(cldr, typography),
        currencies={code: _currency(code, cldr, typography) for code in currencies},
        words=words or {},
        tables=tables or {},
    )


def _percent(cldr: Cldr, typography: Typography) -> str:
    before, _, after = cldr.percent_formats[None].pattern.partition("#")
    after = after.lstrip("#,0.")
    if "%" in typography.narrow_space_before:
        after = after.replace("\u00a0%", "%").replace("%", "\u202f%")
    return f"{before}{{number}}{after}"


def _currency(code: str, cldr: Cldr, typography: Typography) -> Currency:
    symbol = get_currency_symbol(code, cldr)
    if typography.currency_space:
        symbol = symbol.replace("\u00a0", typography.currency_space)
    before = cldr.currency_formats["standard"].pattern.startswith("¤")
    space = typography.currency_space or "\u00a0"
    pattern = f"{symbol}{{number}}" if before else f"{{number}}{space}{symbol}"
    return Currency(pattern, get_currency_precision(code))
