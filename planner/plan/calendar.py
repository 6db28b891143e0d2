"""Weekly flighting: what each line spends in each week of ISO 8601, in proportion to its days there.

Weeks add up to the line, to the cent: cents left over go to the largest remainders, the earliest week first
where they tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from planner.plan.model import WEEK, Flight, Week
from planner.split import rounded


def weeks_of(flights: Iterable[Flight]) -> tuple[Week, ...]:
    """Return every week from the first day of all to the last."""
    flights = [*flights]
    if not flights:
        return ()
    first = Week.of(min(flight.start for flight in flights))
    last = Week.of(max(flight.end for flight in flights))
    count = (last.monday - first.monday) // WEEK + 1
    return tuple(Week(first.monday + WEEK * nth) for nth in range(count))


def by_week(amount: Fraction, flight: Flight, cent: Fraction) -> Mapping[Week, Fraction]:
    """Return what of an amount falls in each week of a flight, in whole cents."""
    days = {week.name: flight.days_in(week) for week in weeks_of([flight])}
    exact = {name: amount * part / flight.days for name, part in days.items()}
    found = rounded(amount, exact, (), cent)
    return {week: found[week.name] for week in weeks_of([flight])}
