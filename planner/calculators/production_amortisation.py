"""What each use of a production costs: ``cost_per_use = (production + adaptation + rights) ÷ uses``.

With the media and impressions of one use, ``full_cpm = (cost_per_use + media) ÷ impressions × 1000``.
"""

from __future__ import annotations

from planner.model import Calculator, Curve, Product, Sum, count, money

CALCULATOR = Calculator(
    id="production-amortisation",
    fields=(
        money("production", positive=False),
        money("adaptation", positive=False, default=0),
        money("rights", positive=False, default=0),
        count("uses"),
        money("cost_per_use", positive=False),
        money("media", positive=False),
        count("impressions"),
        money("full_cpm", positive=False),
        money("making", positive=False, hidden=True),
        money("full_cost", positive=False, hidden=True),
    ),
    relations=(
        Sum("making", ("production", "adaptation", "rights")),
        Product(("cost_per_use", "uses"), ("making",)),
        Sum("full_cost", ("cost_per_use", "media")),
        Product(("full_cpm", "impressions"), ("full_cost", 1000)),
    ),
    curve=Curve("uses", "cost_per_use"),
)
