"""Return on investment: ``roi = (gains − costs) ÷ costs``, gains being margin, not sales."""

from __future__ import annotations

from planner.model import Calculator, Field, Product, Sum, Unit, money

CALCULATOR = Calculator(
    id="roi",
    fields=(
        money("gains", positive=False),
        money("costs"),
        Field("roi", Unit.RATIO, positive=False, least=-1),
        Field("growth", Unit.RATIO, positive=False, hidden=True),
    ),
    relations=(Product(("growth", "costs"), ("gains",)), Sum("growth", ("roi", 1))),
)
