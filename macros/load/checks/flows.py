"""Flows: every way through the questions leads on, and to an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from macros import model as m
from macros.load.checks.ids import report_taken
from macros.load.draft import Draft
from macros.load.reader import Document, Steps
from macros.problems import listing, nearest, quote


def check(draft: Draft) -> None:
    """Report flows with answers that lead nowhere, in circles, or never to something."""
    for file, entry in draft.understood():
        if isinstance(entry, m.Flow):
            _flow(draft, file.document, entry)


def _flow(draft: Draft, document: Document, flow: m.Flow) -> None:
    """Report what is wrong with the ways through a flow; the first fault hides what follows from it."""
    known = len(draft.problems)
    places: dict[str, Steps] = {}
    nodes: list[tuple[str, Steps]] = [(q.id, ("questions", i)) for i, q in enumerate(flow.questions)]
    nodes += [(outcome.id, ("outcomes", i)) for i, outcome in enumerate(flow.outcomes)]
    for name, steps in nodes:
        if name in places:
            by = f"{document.file}:{document.key(places[name]).line}"
            report_taken(draft, document, document.position((*steps, "id")), f"The id {quote(name)}", by)
        places.setdefault(name, steps)
    edges = _edges(draft, document, flow, places)
    if len(draft.problems) == known:
        _circles(draft, document, flow, edges)
    if len(draft.problems) == known:
        _unreachable(draft, document, flow, places, edges)


def _edges(
    draft: Draft, document: Document, flow: m.Flow, places: dict[str, Steps]
) -> dict[str, list[tuple[str, Steps]]]:
    """Question → where each of its answers leads; edges to nothing are reported and left out."""
    edges: dict[str, list[tuple[str, Steps]]] = {}
    for index, question in enumerate(flow.questions):
        names: set[str] = set()
        for position, choice in enumerate(question.choices):
            steps: Steps = ("questions", index, "choices", position)
            if choice.id in names:
                by = f"another answer to {quote(question.id)}"
                report_taken(
                    draft, document, document.position((*steps, "id")), f"The id {quote(choice.id)}", by
                )
            names.add(choice.id)
            if choice.next in places:
                edges.setdefault(question.id, []).append((choice.next, (*steps, "next")))
                continue
            draft.report(
                document,
                document.position((*steps, "next")),
                f"The answer leads to {quote(choice.next)}, which is no question or outcome of this flow.",
                f"one of {listing(places)}",
                nearest(choice.next, places),
                "correct the id, or write the question or outcome.",
            )
    return edges


def _unreachable(
    draft: Draft,
    document: Document,
    flow: m.Flow,
    places: dict[str, Steps],
    edges: dict[str, list[tuple[str, Steps]]],
) -> None:
    reached: set[str] = set()
    waiting = [flow.questions[0].id]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [target for target, _ in edges.get(name, [])]
    for name, steps in places.items():
        if name not in reached:
            what = "question" if steps[0] == "questions" else "outcome"
            draft.report(
                document,
                document.position((*steps, "id")),
                f"No answer leads to the {what} {quote(name)}.",
                f'an answer whose "next:" is {quote(name)}',
                mend=f"lead an answer to it, or remove the {what}.",
            )


def _circles(
    draft: Draft, document: Document, flow: m.Flow, edges: dict[str, list[tuple[str, Steps]]]
) -> None:
    """Report each answer that leads back to a question already asked on the way to it."""
    asked: dict[str, bool] = {}  # True while on the way, False once left behind
    for question in flow.questions:
        waiting: list[tuple[str, Iterator[tuple[str, Steps]]]] = []
        if question.id not in asked:
            asked[question.id] = True
            waiting.append((question.id, iter(edges.get(question.id, []))))
        while waiting:
            name, answers = waiting[-1]
            target, steps = next(answers, (None, ()))
            if target is None:
                asked[name] = False
                waiting.pop()
            elif asked.get(target):
                draft.report(
                    document,
                    document.position(steps),
                    f"The answer leads back to {quote(target)}, which was asked on the way to it.",
                    "answers that only lead on, so that every reader comes to an outcome",
                    mend="lead the answer to a later question or to an outcome.",
                )
            elif target not in asked:
                asked[target] = True
                waiting.append((target, iter(edges.get(target, []))))
