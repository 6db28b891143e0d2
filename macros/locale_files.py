"""What planner knows of each language, as a file: signs, currencies, labels of fields, sentences.

``data/locales/<lang>.json`` serves the command line and the reader's browser; ``make locales`` writes it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from macros.advice import objectives_of
from macros.load import KnowledgeBase, load
from macros.locales import locale_of
from macros.model import Adviser, AnswerUnit, Calculator, name_of
from macros.paths import DATA
from macros.problems import DataError
from macros.tables import tables
from macros.typography import Typographer
from planner.catalogue import ADVISER, TABLES
from planner.exports import WORDS
from planner.plan.words import WORDS as PLAN_WORDS

FOLDER = "locales"


def written(kb: KnowledgeBase) -> dict[str, str]:
    """Return the name of each file and its text."""
    return {f"{code}.json": _text(kb, code) for code in kb.languages}


def words(kb: KnowledgeBase, code: str) -> dict[str, str]:
    """Return the labels and sentences of a language, by planner's keys."""
    return {
        **{f"problem.{key}": text for key, text in kb.interface[code].problems.items()},
        **dict(_exports(kb, code)),
        **dict(_intervals(kb, code)),
        **dict(_labels(kb, code)),
    }


def for_calculator(kb: KnowledgeBase, code: str, calculator: str) -> str:
    """Return a language as one calculator's page needs it: its own words, tables and currencies."""
    found = json.loads(_text(kb, code))
    own = (f"label.{calculator}.", f"code.{calculator}.", "problem.", "export.", "number.")
    found["words"] = {key: text for key, text in found["words"].items() if key.startswith(own)}
    found["currencies"] = {key: found["currencies"][key] for key in kb.site.currencies}
    found["tables"] = {key: found["tables"][key] for key in TABLES.get(calculator, ())}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _text(kb: KnowledgeBase, code: str) -> str:
    language = next(known for known in kb.site.languages if known.code == code)
    locale = locale_of(
        language, kb.interface[code].typography, kb.site.currencies, words(kb, code), tables(kb, code)
    )
    found = dataclasses.asdict(locale)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _exports(kb: KnowledgeBase, code: str) -> Iterator[tuple[str, str]]:
    """A language that is being translated may lack some."""
    interface = kb.interface[code]
    for name in dict.fromkeys((*WORDS, *PLAN_WORDS)):
        if text := interface.words.get(f"export_{name}"):
            yield f"export.{name}", text
    if text := interface.words.get("labelled"):
        # Spaces are set beside words, not beside placeholders.
        labelled = Typographer(interface.typography).plain(text.format(name="…"))
        yield "export.labelled", labelled.replace("…", "{name}")


def _intervals(kb: KnowledgeBase, code: str) -> Iterator[tuple[str, str]]:
    """How a language says between which numbers another lies. One that is being translated may lack some."""
    said = {"between": "figure_between", "around": "interval_around", "certainty": "interval_certainty"}
    for name, word in said.items():
        if text := kb.interface[code].words.get(word):
            yield f"number.{name}", text


def _labels(kb: KnowledgeBase, code: str) -> Iterator[tuple[str, str]]:
    for entry in kb.of_kind("calculator"):
        assert isinstance(entry, Calculator)
        name = name_of(entry.id)
        for field, about in entry.fields.items():
            yield f"label.{name}.{field}", about.label[code]
        for key, said in entry.codes.items():
            yield f"code.{name}.{key}", said[code]
    for entry in kb.of_kind("adviser"):
        assert isinstance(entry, Adviser)
        yield from _answers(entry, kb, code)


def _answers(adviser: Adviser, kb: KnowledgeBase, code: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the adviser's questions, and those of the answers to choose."""
    objectives = {name_of(objective.id): objective.title for objective in objectives_of(kb)}
    plain = Typographer(kb.interface[code].typography).plain
    for asked in adviser.questions:
        yield f"label.{ADVISER}.{asked.id}", plain(asked.label[code])
        titles = objectives if asked.unit is AnswerUnit.OBJECTIVE else {c.id: c.title for c in asked.choices}
        for key, title in titles.items():
            yield f"code.{ADVISER}.{asked.id}.{key}", plain(title[code])


def stale(kb: KnowledgeBase) -> list[str]:
    """Return the files that are not what the data say; none where there is nothing to calculate."""
    if not kb.of_kind("calculator"):
        return []
    folder = kb.root / FOLDER
    return [
        name
        for name, text in written(kb).items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def main(arguments: list[str] | None = None) -> int:
    """``python -m macros.locale_files [DATA]``: the command behind ``make locales``."""
    parser = argparse.ArgumentParser(prog="make locales", description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    options = parser.parse_args(arguments)
    try:
        kb = load(options.data.resolve())
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    (kb.root / FOLDER).mkdir(exist_ok=True)
    for name, text in written(kb).items():
        (kb.root / FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
