"""Reach and frequency: ``impressions = reach × frequency``, ``grp = impressions ÷ universe × 100``."""

from __future__ import annotations

from planner.model import Calculator, Limit, Product, count, money, multiple

PEOPLE_REACHED_ONCE = 1
"""Reach counts people who were reached: their average number of contacts is one at least."""

CALCULATOR = Calculator(
    id="reach-frequency",
    fields=(
        count("universe"),
        count("reach"),
        multiple("frequency"),
        count("impressions"),
        money("cpm", positive=False),
        money("cost", positive=False),
        count("grp"),
    ),
    relations=(
        Product(("impressions",), ("reach", "frequency")),
        Product(("cpm", "impressions"), ("cost", 1000)),
        Product(("grp", "universe"), ("impressions", 100)),
    ),
    limits=(Limit("reach", most="universe"), Limit("frequency", least=PEOPLE_REACHED_ONCE)),
)
