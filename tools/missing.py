"""``make missing LANG=es``: list every text that a language still lacks, and the steps to add the language.

Works before the language is declared, while it is a draft, and on files that are not yet right.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from macros.load import shapes
from macros.load.reader import Document, Steps, read_file
from macros.model import Interface
from macros.problems import plural
from tools import knowledge

PLACEHOLDER = re.compile(r"\{\w*\}")
FEWEST_LETTERS = 4
"""Shorter words are often the same in two languages: "a-z", "CPM"."""
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Gap:
    """A text that lacks a language."""

    file: str
    line: int
    path: str
    words: str
    """the text in the site's first language"""
    note: str = ""

    def __str__(self) -> str:
        width = max(40, shutil.get_terminal_size((160, 24)).columns - len(self.file) - len(self.path) - 12)
        words = self.words if len(self.words) <= width else self.words[: width - 1].rstrip() + "…"
        return f"{self.file}:{self.line}: {self.path}: {words}{self.note}"


def gaps(document: Document, lang: str, languages: list[str]) -> Iterator[Gap]:
    """Yield the texts of a file that lack a language, in the order of the file."""
    for steps, texts in _texts(document.value, (), {*languages, lang}):
        if lang not in texts:
            first = next((texts[code] for code in languages if code in texts), "")
            yield Gap(document.file, document.key(steps).line, _path(steps), _on_a_line(first))


def _path(steps: Steps) -> str:
    return ".".join(map(str, steps))


def _on_a_line(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())


def _texts(value: Any, steps: Steps, codes: set[str]) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield what is written once per language: mappings all of whose keys are languages."""
    if isinstance(value, dict):
        if value and codes.issuperset(value):
            yield steps, value
            return
        for key, inner in value.items():
            yield from _texts(inner, (*steps, key), codes)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*steps, index), codes)


def interface_gaps(data: Path, lang: str, languages: list[str]) -> Iterator[Gap]:
    """Yield what a language's interface file has to say and does not, as the first other language says it."""
    others = [code for code in languages if code != lang and _interface(data, code).is_file()]
    if not others:
        return
    own = _read_interface(data, lang)
    for steps, words in _leaves(_read_interface(data, others[0]).value, ()):
        if not _optional(steps) and _at(own.value, steps) is None:
            yield Gap(own.file, own.key(steps).line, _path(steps), _on_a_line(words))


def interface_copies(data: Path, lang: str, languages: list[str]) -> Iterator[Gap]:
    """Yield the words of an interface file that another language has too: copied, perhaps not translated."""
    others = {code: _read_interface(data, code).value for code in languages if code != lang}
    own = _read_interface(data, lang)
    for steps, words in _leaves(own.value, ()):
        same = next((code for code, value in others.items() if _at(value, steps) == words), None)
        if same and _letters(words) >= FEWEST_LETTERS:
            note = f"  [as in {_interface(data, same).name}]"
            yield Gap(own.file, own.position(steps).line, _path(steps), _on_a_line(words), note)


def _interface(data: Path, code: str) -> Path:
    return data / "interface" / f"{code}.yml"


def _read_interface(data: Path, code: str) -> Document:
    path = _interface(data, code)
    name = f"{data.name}/interface/{path.name}"
    return read_file(path, name) if path.is_file() else Document(name)


def _optional(steps: Steps) -> bool:
    """Whether a language may do without a key: how a date begins, or which signs take a space."""
    record = shapes.bare(shapes.at(Interface, steps[:-1]))
    return shapes.is_record(record) and steps[-1] not in shapes.required(record)


def _letters(value: Any) -> int:
    """Return how many letters there are to translate, placeholders left out."""
    return sum(letter.isalpha() for letter in PLACEHOLDER.sub("", _on_a_line(value)))


def _leaves(value: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*steps, key))
    elif steps:
        yield steps, value


def _at(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def name_of(lang: str) -> str:
    """Return a language's own name, its code where it is not known."""
    try:
        return str(Locale.parse(lang, sep="-").get_display_name()).capitalize()
    except (UnknownLocaleError, ValueError):
        return lang


def report(data: Path, lang: str) -> str:
    """Return what is missing, in words."""
    published = knowledge.languages(data).published
    documents = list(knowledge.translated_files(data))
    found = [list(gaps(document, lang, _codes(data))) for document in documents]
    found = [missing for missing in (*found, list(interface_gaps(data, lang, published))) if missing]
    copies = [] if lang in published else list(interface_copies(data, lang, published))
    unread = [str(problem) for document in documents if not document.usable for problem in document.problems]
    parts = [*_listed(data, lang, found, copies), *_counted(lang, found, copies)]
    parts += [f"These files cannot be read and were left out:\n\n{chr(10).join(unread)}"] if unread else []
    parts += [_steps(data, lang)] if lang not in published else []
    return "\n\n".join(parts)


def _codes(data: Path) -> list[str]:
    languages = knowledge.languages(data)
    return [*languages.published, *languages.drafts]


def _listed(data: Path, lang: str, found: list[list[Gap]], copies: list[Gap]) -> Iterator[str]:
    """Yield the lines of each file; an interface file that is yet to be copied is only counted."""
    to_copy = None if _interface(data, lang).is_file() else _read_interface(data, lang).file
    for missing in (*found, copies):
        if missing and missing[0].file != to_copy:
            yield "\n".join(map(str, missing))


def _counted(lang: str, found: list[list[Gap]], copies: list[Gap]) -> Iterator[str]:
    """Yield how much there is to do."""
    lines = [f"{len(missing):6}  {missing[0].file}" for missing in found]
    if copies:
        lines.append(
            f"{len(copies):6}  {copies[0].file}, as in another language: translate what is not right"
        )
    if lines:
        yield "\n".join(lines)
    if found:
        count = f"{plural(sum(map(len, found)), 'text')} in {plural(len(found), 'file')}"
        yield f"{count} without {name_of(lang)} ({lang})."
    else:
        yield f"No text lacks {name_of(lang)} ({lang})."


def _steps(data: Path, lang: str) -> str:
    """Return the steps that a new language still takes."""
    languages, name = knowledge.languages(data), name_of(lang)
    shown = name if name.replace(" ", "").isalpha() else json.dumps(name, ensure_ascii=False)
    record = f"- {{ code: {lang}, name: {shown}, locale: {lang.replace('-', '_')}, draft: true }}"
    steps = []
    if lang not in languages.drafts:
        steps.append(
            f"declare it below languages: in {data.name}/site.yml\n       {record}\n     and make schema"
        )
    if not _interface(data, lang).is_file():
        model = f"{data.name}/interface/{languages.published[0]}.yml"
        steps.append(f"cp {model} {data.name}/interface/{lang}.yml")
    steps += [
        f"translate; make missing LANG={lang} lists what is left, and make site works all the while",
        f'remove "draft: true" from {data.name}/site.yml',
        "make schema",
        "make permalinks",
    ]
    numbered = (f"  {number}. {step}" for number, step in enumerate(steps, 1))
    return "\n".join((f"To publish {name} ({lang}):", *numbered))


def main(arguments: list[str] | None = None) -> int:
    """Print what a language lacks."""
    parser = argparse.ArgumentParser(prog="make missing", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="the knowledge base (default: data)")
    parser.add_argument("lang", nargs="?", default="", help="code of a language: es, pt-BR")
    options = parser.parse_args(arguments)
    data = options.data.resolve()
    if not knowledge.languages(data).published:
        print(f"{options.data}/site.yml names no language to publish.", file=sys.stderr)
        return 1
    if not CODE.fullmatch(options.lang):
        print(
            "Which language? Give its code, as in: make missing LANG=es\n"
            f"The site now has {', '.join(_codes(data))}.",
            file=sys.stderr,
        )
        return 2
    print(report(data, options.lang))
    return 0


if __name__ == "__main__":
    sys.exit(main())
