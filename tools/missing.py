"""``make missing LANG=es``: list every text that a language still lacks, so that it can be translated.

Works before the language is declared, and on files that are not yet right.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from macros.load.reader import Document, Steps, read_file
from macros.problems import plural
from tools import knowledge

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Gap:
    """A text that lacks a language."""

    file: str
    line: int
    path: str
    words: str
    """the same text in the site's first language"""

    def __str__(self) -> str:
        width = max(40, shutil.get_terminal_size((160, 24)).columns - len(self.file) - len(self.path) - 12)
        words = self.words if len(self.words) <= width else self.words[: width - 1].rstrip() + "…"
        return f"{self.file}:{self.line}: {self.path}: {words}"


def gaps(document: Document, lang: str, languages: list[str]) -> Iterator[Gap]:
    """Yield the texts of a file that lack a language, in the order of the file."""
    for steps, texts in _texts(document.value, (), {*languages, lang}):
        if lang not in texts:
            first = next((texts[code] for code in languages if code in texts), "")
            words = ", ".join(map(str, first)) if isinstance(first, list) else " ".join(str(first).split())
            path = ".".join(map(str, steps))
            yield Gap(document.file, document.key(steps).line, path, words)


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
    """Yield the words that the first language's interface file has and this language's has not."""
    model, own = (data / "interface" / f"{code}.yml" for code in (languages[0], lang))
    if not own.is_file() or own == model:
        return
    name = f"{data.name}/interface/{own.name}"
    written = read_file(own, name)
    for steps, words in _leaves(read_file(model, model.name).value, ()):
        if not _reaches(written.value, steps):
            yield Gap(name, written.key(steps).line, ".".join(map(str, steps)), " ".join(str(words).split()))


def _leaves(value: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*steps, key))
    else:
        yield steps, value


def _reaches(value: Any, steps: Steps) -> bool:
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def name_of(lang: str) -> str:
    """Return a language's own name, its code where it is not known."""
    try:
        return str(Locale.parse(lang, sep="-").get_display_name()).capitalize()
    except (UnknownLocaleError, ValueError):
        return lang


def report(data: Path, lang: str) -> str:
    """Return what is missing, in words."""
    languages = knowledge.languages(data)
    documents = list(knowledge.translated_files(data))
    found = {document.file: list(gaps(document, lang, languages)) for document in documents}
    found[f"{data.name}/interface/{lang}.yml"] = list(interface_gaps(data, lang, languages))
    found = {file: missing for file, missing in found.items() if missing}
    unread = [str(problem) for document in documents if not document.usable for problem in document.problems]
    total = sum(map(len, found.values()))
    parts = ["\n".join(map(str, missing)) for missing in found.values()]
    if found:
        parts.append("\n".join(f"{len(missing):6}  {file}" for file, missing in found.items()))
        count = f"{plural(total, 'text')} in {plural(len(found), 'file')}"
        parts.append(f"{count} without {name_of(lang)} ({lang}).")
    parts += [f"These files cannot be read and were left out:\n\n{chr(10).join(unread)}"] if unread else []
    parts += list(_steps(data, lang, languages))
    return "\n\n".join(parts or [f"No text lacks {name_of(lang)} ({lang})."])


def _steps(data: Path, lang: str, languages: list[str]) -> Iterator[str]:
    """Yield what else a new language takes."""
    if not (data / "interface" / f"{lang}.yml").is_file():
        copy = f"cp {data.name}/interface/{languages[0]}.yml {data.name}/interface/{lang}.yml"
        yield f"The words around the entries: {copy}, then translate."
    if lang not in languages:
        record = f"- {{ code: {lang}, name: {name_of(lang)}, locale: {lang.replace('-', '_')} }}"
        yield f"Once all is translated, add it to the languages of {data.name}/site.yml:\n  {record}"


def main(arguments: list[str] | None = None) -> int:
    """Print what a language lacks."""
    parser = argparse.ArgumentParser(prog="make missing", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="the knowledge base (default: data)")
    parser.add_argument("lang", nargs="?", default="", help="code of a language: es, pt-BR")
    options = parser.parse_args(arguments)
    data = options.data.resolve()
    if not (known := knowledge.languages(data)):
        print(f"{options.data}/site.yml names no languages.", file=sys.stderr)
        return 1
    if not CODE.fullmatch(options.lang):
        print(
            "Which language? Give its code, as in: make missing LANG=es\n"
            f"The site now has {', '.join(known)}.",
            file=sys.stderr,
        )
        return 2
    print(report(data, options.lang))
    return 0


if __name__ == "__main__":
    sys.exit(main())
