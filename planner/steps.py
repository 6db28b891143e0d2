"""How a result was computed, in words and in numbers: "500 $ ÷ 62 500 × 1 000"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from planner.answer import Step
from planner.model import Calculator, Product, Relation, Sum, Term, Unit
from planner.numbers import Locale, show, told

Shown = Callable[[Term], str]


def steps_of(
    calculator: Calculator,
    computed: list[tuple[str, Relation]],
    values: Mapping[str, Fraction],
    locale: Locale,
    currency: str,
) -> tuple[Step, ...]:
    """Return the steps of a solution, in the order in which they were made."""
    units = {field.name: field.unit for field in calculator.fields}
    precise = {field.name for field in calculator.fields if field.precise}

    def step(name: str, relation: Relation) -> Step:
        # A constant among factors is a number; among the parts of a rate it is a rate: 150 % − 100 %.
        constants = units[relation.total] if isinstance(relation, Sum) else Unit.COUNT

        def words(term: Term) -> str:
            return numbers(term) if isinstance(term, int) else locale.label(calculator.id, term)

        def numbers(term: Term) -> str:
            if isinstance(term, int):
                return told(Fraction(term), constants.value, locale, currency)
            return told(values[term], units[term].value, locale, currency)

        return Step(
            name,
            f"{words(name)} = {written(relation, name, words)}",
            written(relation, name, numbers),
            (told if name in precise else show)(values[name], units[name].value, locale, currency),
        )

    return tuple(step(name, relation) for name, relation in computed)


def written(relation: Relation, unknown: str, shown: Shown) -> str:
    """Return a relation solved for a field, terms as ``shown`` writes them: ``cost ÷ impressions × 1000``."""
    return _sum(relation, unknown, shown) if isinstance(relation, Sum) else _product(relation, unknown, shown)


def _product(relation: Product, unknown: str, shown: Shown) -> str:
    """Fields first, then what divides, then constants: the order in which one reads a formula."""
    own, other = relation.left, relation.right
    if unknown in other:
        own, other = other, own
    dividing = [term for term in own if term != unknown]
    parts: list[tuple[str, Term]] = [
        *((" × ", term) for term in other if isinstance(term, str)),
        *((" ÷ ", term) for term in dividing if isinstance(term, str)),
        *((" × ", term) for term in other if isinstance(term, int)),
        *((" ÷ ", term) for term in dividing if isinstance(term, int)),
    ]
    if parts[0][0] == " ÷ ":  # nothing but a constant above: 1 ÷ margin
        parts.sort(key=lambda part: part[0] == " ÷ ")
    return shown(parts[0][1]) + "".join(sign + shown(term) for sign, term in parts[1:])


def _sum(relation: Sum, unknown: str, shown: Shown) -> str:
    if unknown == relation.total:
        signed = [_signed(part) for part in relation.parts]
    else:
        turned = f"-{unknown}" in relation.parts
        others = [_signed(part) for part in relation.parts if str(part).lstrip("-") != unknown]
        signed = [(1, relation.total), *((-sign, term) for sign, term in others)]
        if turned:
            signed = [(-sign, term) for sign, term in signed]
        signed.sort(key=lambda part: -part[0])
    (sign, first), *rest = signed
    return (
        ("−" if sign < 0 else "")
        + shown(first)
        + "".join((" + " if s > 0 else " − ") + shown(t) for s, t in rest)
    )


def _signed(part: Term) -> tuple[int, Term]:
    if isinstance(part, str) and part.startswith("-"):
        return -1, part[1:]
    return 1, part
