"""Stand-in: to be replaced."""
def as_text(answer, locale, currency): return ""
def as_csv(answer, locale, currency): return ""
