"""From fields of text to a plan: everything that can be read, and every problem with its line and column.

A problem does not keep the rest from being read: a page shows what is right, and marks what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from planner.fields import filled_in, read_number
from planner.model import Field, Quantity, Unit, count, money
from planner.numbers import Locale, canonical
from planner.plan.address import ACTUAL_COLUMNS, VERSION, Pieces, pieces
from planner.plan.days import read_day
from planner.plan.line import LINE, VOLUMES
from planner.plan.model import Actual, Plan, PlanLine, Scenario
from planner.problems import Problem
from planner.reading import Reading, plain_text, read

MOST_LINES = 50
MOST_WEEKS = 104
LONGEST_TEXT = 200
SCENARIOS = ("b", "c")
"""Other versions than the plan itself, which is A."""
LADDER = ("fee", "fee_basis", "ad_fees", "tax")
CHARGED = {"fee": Unit.RATIO, "ad_fees": Unit.MONEY, "tax": Unit.RATIO}
"""A fixed fee is money: in an address, both are told by the number that was typed."""
FIELDS = (
    *("v", "name", "objective", "start", "weeks", "budget", "production"),
    *LADDER,
    *("attribution", "currency"),
)
NUMBERED = ("line", "actual", "source", "risk")
REMOVED = "-"
"""What a scenario says of a line that it leaves out, or of a field that it empties."""
_NUMBERED = re.compile(rf"({'|'.join(NUMBERED)})\.([1-9][0-9]{{0,2}})")
_SCENARIO = re.compile(rf"({'|'.join(SCENARIOS)})\.(.+)", re.DOTALL)


def plan_fields() -> dict[str, str]:
    """Return every field of a plan and the unit of what it holds; a text is a code, or names one.

    The parts of a line and of what happened are told in ``planner.plan.address``.
    """
    units = {"weeks": Unit.COUNT, "budget": Unit.MONEY, "production": Unit.MONEY, "ad_fees": Unit.MONEY}
    units |= {"fee": Unit.RATIO, "tax": Unit.RATIO}
    own = {name: units.get(name, Unit.CODE).value for name in FIELDS}
    numbered = {f"{kind}.<n>": Unit.CODE.value for kind in NUMBERED}
    changed = {f"{version}.<field>": Unit.CODE.value for version in SCENARIOS}
    return {**own, **numbered, **changed}


@dataclass
class Found:
    """A plan, and what there is to say of how it was told."""

    plan: Plan = field(default_factory=Plan)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def read_plan(given: Mapping[str, str], locale: Locale, currency: str) -> Found:
    """Read every field of a plan. ``problems`` is empty where all of them could be understood."""
    return _Reader(locale, currency).read(filled_in(given))


def scenario_fields(given: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of another version of a plan: those of the plan, with what the version changes.

    What happened so far happened to the plan itself: no other version has it.
    """
    other = bool(changes)
    own = {
        name: text
        for name, text in given.items()
        if not _SCENARIO.fullmatch(name) and not (other and name.startswith("actual."))
    }
    return {name: text for name, text in {**own, **changes}.items() if text.strip() != REMOVED}


class _Reader:
    def __init__(self, locale: Locale, currency: str) -> None:
        self.locale = locale
        self.currency = currency
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.newer = False

    def read(self, given: Mapping[str, str]) -> Found:
        self._version(given.get("v", ""))
        numbered, changes, kept = self._sorted_out(given)
        if self.newer:
            kept = {"v": given["v"].strip(), **kept}
        weeks = self._number(count("weeks", most=MOST_WEEKS), given.get("weeks", ""))
        if weeks and weeks.value.denominator != 1:
            self._problem("not_whole", "weeks")
            weeks = None
        plan = Plan(
            name=self._text("name", given.get("name", "")),
            objective=self._text("objective", given.get("objective", "")),
            attribution=self._text("attribution", given.get("attribution", "")),
            start=self._day("start", given.get("start", "")),
            weeks=int(weeks.value) if weeks else None,
            budget=self._number(money("budget"), given.get("budget", "")),
            production=self._number(money("production", positive=False), given.get("production", "")),
            ladder={name: self._charged(name, given[name]) for name in LADDER if name in given},
            lines=tuple(self._line(nth, text) for nth, text in numbered["line"].items()),
            sources={nth: self._text(f"source.{nth}", text) for nth, text in numbered["source"].items()},
            risks={nth: self._text(f"risk.{nth}", text) for nth, text in numbered["risk"].items()},
            scenarios=tuple(Scenario(one, changed) for one, changed in changes.items() if changed),
            kept=kept,
        )
        self._check_days(plan)
        actuals = [self._actual(nth, text, plan) for nth, text in numbered["actual"].items()]
        plan = _with_actuals(plan, (one for one in actuals if one))
        return Found(plan, self.problems, self.warnings)

    # -- fields ---------------------------------------------------------------------------------

    def _version(self, text: str) -> None:
        if not text.strip():
            return
        if not re.fullmatch(r"[1-9][0-9]{0,5}", text.strip()):
            self._problem("unknown_choice", "v", known=[str(VERSION)])
        elif int(text) > VERSION:
            self.newer = True
            self._warn("newer_version", "v", typed=text.strip(), known=str(VERSION))

    def _sorted_out(
        self, given: Mapping[str, str]
    ) -> tuple[dict[str, dict[int, str]], dict[str, dict[str, str]], dict[str, str]]:
        """Return numbered fields by kind and number, what scenarios change, and what a newer version has."""
        numbered: dict[str, dict[int, str]] = {kind: {} for kind in NUMBERED}
        changes: dict[str, dict[str, str]] = {one: {} for one in SCENARIOS}
        kept = {}
        for name, text in given.items():
            if found := _NUMBERED.fullmatch(name):
                numbered[found[1]][int(found[2])] = text
            elif (other := _SCENARIO.fullmatch(name)) and may_change(other[2]):
                changes[other[1]][other[2]] = text.strip()
            elif name not in FIELDS and self.newer:
                kept[name] = text
                self._warn("kept", name)
            elif name not in FIELDS:
                self._problem("unknown_field", name, known=[*FIELDS, *(f"{kind}.1" for kind in NUMBERED)])
        for kind, found_lines in numbered.items():
            numbered[kind] = dict(sorted(found_lines.items()))
        if len(numbered["line"]) > MOST_LINES:
            self._problem("too_many_lines", None, most=Quantity(Fraction(MOST_LINES), Unit.COUNT))
            numbered["line"] = dict([*numbered["line"].items()][:MOST_LINES])
        return numbered, changes, kept

    def _line(self, nth: int, text: str) -> PlanLine:
        found = pieces(text)
        here = f"line.{nth}"
        self._pieces(here, found)
        placed = found.placed
        rates = {
            name: reading
            for name, typed in found.numbers.items()
            if (reading := self._line_number(here, name, typed))
        }
        return PlanLine(
            nth,
            platform=self._text(f"{here}.platform", placed.get("platform", "")),
            format=self._text(f"{here}.format", placed.get("format", "")),
            objective=self._text(f"{here}.objective", placed.get("objective", "")),
            start=self._day(f"{here}.start", placed.get("start", "")),
            end=self._day(f"{here}.end", placed.get("end", "")),
            budget=self._line_number(here, "budget", placed.get("budget", "")),
            rates=rates,
        )

    def _line_number(self, here: str, name: str, text: str) -> Reading | None:
        own = LINE.field(name)
        assert own is not None
        return self._number(_called(own, f"{here}.{name}"), text)

    def _actual(self, nth: int, text: str, plan: Plan) -> Actual | None:
        here = f"actual.{nth}"
        found = pieces(text, ACTUAL_COLUMNS)
        self._pieces(here, found)
        if plan.line(nth) is None:
            self._problem("no_such_line", here)
            return None
        for name in found.numbers:
            if name not in VOLUMES:
                self._problem("unknown_field", f"{here}.{name}", known=[*ACTUAL_COLUMNS, *VOLUMES])
        until = self._day(f"{here}.until", found.placed.get("until", ""))
        if until is None and "until" not in found.placed:
            self._problem("missing", f"{here}.until")
        spend = self._number(money(f"{here}.spend", positive=False), found.placed.get("spend", ""))
        results = {
            name: reading
            for name in VOLUMES
            if (reading := self._number(count(f"{here}.{name}", positive=False), found.numbers.get(name, "")))
        }
        return Actual(nth, until, spend, results) if until else None

    def _pieces(self, here: str, found: Pieces) -> None:
        for part in found.unknown:
            self._problem("unknown_piece", here, typed=part)
        for name in found.repeated:
            self._problem("repeated_field", f"{here}.{name}")

    def _check_days(self, plan: Plan) -> None:
        whole = plan.flight
        for line in plan.lines:
            here = f"line.{line.number}"
            start, end = line.start or plan.start, line.end or (whole.end if whole else None)
            if not (start and end):
                continue
            if end < start:
                self._problem("ends_before_start", f"{here}.end" if line.end else f"{here}.start")
            elif whole and not whole.start <= start <= end <= whole.end:
                self._warn("outside_plan", here)

    # -- values ---------------------------------------------------------------------------------

    def _number(self, own: Field, text: str) -> Reading | None:
        if not plain_text(text):
            return None
        reading, problem = read_number(own, text, self.locale, self.currency)
        if problem:
            self.problems.append(problem)
        if problem or reading is None:
            return None
        if reading.interval and not _may_be_a_range(own.name):
            self._problem("range_unexpected", own.name)
            return None
        self.warnings += reading.warnings
        return reading

    def _charged(self, name: str, text: str) -> str:
        """Return a fee or a tax as one types it in any language; budget-ladder reads what is no number."""
        unit = CHARGED.get(name)
        reading = read(text, name, unit, self.locale, self.currency) if unit else None
        if not isinstance(reading, Reading):
            return text.strip()
        if reading.interval:
            self._problem("range_unexpected", name)
        return canonical(reading.typed, CHARGED[name].value)

    def _day(self, name: str, text: str) -> date | None:
        months = self.locale.tables.get("plan", {}).get("month_names", {})
        found = read_day(text, months) if text.strip() else None
        if text.strip() and found is None:
            self._problem("not_a_date", name, typed=text.strip())
        return found

    def _text(self, name: str, text: str) -> str:
        if len(text.strip()) > LONGEST_TEXT:
            self._problem("text_too_long", name, most=Quantity(Fraction(LONGEST_TEXT), Unit.COUNT))
        return text.strip()

    def _problem(self, code: str, name: str | None, **params: object) -> None:
        self.problems.append(Problem(code, name, params))

    def _warn(self, code: str, name: str | None, **params: object) -> None:
        self.warnings.append(Problem(code, name, params))


def _may_be_a_range(name: str) -> bool:
    """Tell whether one may be unsure of a number: of what is expected of a line, not of what is decided."""
    return name.startswith("line.")


def _called(own: Field, name: str) -> Field:
    """Return a field of lines under the name that it has in one of them."""
    return replace(own, name=name)


def may_change(name: str) -> bool:
    """Tell whether a scenario may change a field: its money, its days, its lines; not what happened."""
    found = _NUMBERED.fullmatch(name)
    if found:
        return found[1] in ("line", "source")
    return name in FIELDS and name not in ("v", "currency")


def _with_actuals(plan: Plan, actuals: Iterable[Actual]) -> Plan:
    return replace(plan, actuals=tuple(actuals))
