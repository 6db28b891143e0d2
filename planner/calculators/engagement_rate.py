"""Engagement rate: ``engagement_rate = interactions ÷ base``; the base is reach, followers or impressions."""

from __future__ import annotations

from planner.model import Calculator, Field, Product, Unit, count

CALCULATOR = Calculator(
    id="engagement-rate",
    fields=(
        count("interactions", positive=False),
        count("base"),
        Field("engagement_rate", Unit.RATIO, positive=False),
        Field("base_kind", Unit.CODE, choices=("reach", "followers", "impressions")),
    ),
    relations=(Product(("engagement_rate", "base"), ("interactions",)),),
)
