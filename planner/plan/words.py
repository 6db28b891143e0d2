"""What a plan needs words for: labels, by which its fields are called, and what its exports say besides."""

LABELS = (
    *("plan", "name", "objective", "start", "weeks", "budget", "production"),
    *("fee", "fee_basis", "ad_fees", "tax", "attribution", "currency", "v"),
    *("platform", "format", "end", "days", "source"),
    *("cpm", "impressions", "ctr", "cpc", "clicks", "view_rate", "cpv", "views", "landing_rate", "visits"),
    *("conversion_rate", "conversions", "cpa", "aov", "revenue", "roas"),
    *("media", "fees", "net", "working_media", "allocated", "unallocated", "taxes", "invoiced", "total"),
    *("until", "spend"),
    *("line.*", "actual.*", "source.*", "risk.*", "week.*", "total.*", "ladder.*", "b.*", "c.*"),
    *("planned.*", "pace.*", "gap.*", "forecast.*", "daily.*"),
)
"""Fields, by name; what ends in ``.*`` is what those of a kind are called: ``line.2`` is "Line 2"."""
CODES = ("gross", "net", "fixed")
"""On what a fee is charged."""
WORDS = (
    *("scenario", "comparison", "difference", "calendar", "assumptions", "remainders", "week"),
    *("source", "risks", "formulas", "in_cell"),
)
"""Keys of ``Locale.words``, after ``export.``."""
