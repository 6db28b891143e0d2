"""Interface files: one for each language, each with every word."""

from __future__ import annotations

from typing import get_args

from macros import model as m
from macros.load import shapes
from macros.load.draft import Draft
from macros.load.reader import START, Document
from macros.problems import nearest, quote


def check(draft: Draft) -> None:
    """Report interface files and words that are missing or too many."""
    for file in sorted(name for name in draft.documents if name.startswith("interface/")):
        document = draft.documents[file][0]
        code = file.removeprefix("interface/").removesuffix(".yml")
        known = [*draft.languages, *draft.drafts]
        if draft.languages and code not in known:
            draft.report(
                document,
                START,
                f'The site has no language "{code}".',
                f"a file for each of {', '.join(known)}",
                nearest(code, known),
                'rename the file, add the language to site.yml (with "draft: true" until all its texts are '
                "there), or remove the file.",
            )
        if isinstance(document.value, dict):
            if code in draft.drafts:
                _unknown_words(draft, document)
            else:
                _interface_words(draft, document)


def _interface_words(draft: Draft, document: Document) -> None:
    """Every value that a record may take needs a word, and every language needs the same words."""
    for key, shape in shapes.fields(m.Interface).items():
        written = document.value.get(key)
        if shapes.origin(shape) is not dict or not isinstance(written, dict):
            continue
        wanted = set(shapes.allowed(get_args(shape)[0]))
        if wanted and written.keys() - wanted:  # a key misspelt, which the model reports
            continue
        if key == "words":
            wanted = _words_of_all(draft)
        for word in sorted(wanted - written.keys()):
            draft.report(
                document,
                document.key((key,)),
                f'The word for {quote(word)} is missing below "{key}:".',
                "a word for each value, and the same words in every language",
                mend=f'add "{word}:" below "{key}:".',
            )


def _unknown_words(draft: Draft, document: Document) -> None:
    """A language being translated may lack words, but has none that the others do not know."""
    wanted, written = _words_of_all(draft), document.value.get("words")
    for word in sorted(written.keys() - wanted) if wanted and isinstance(written, dict) else ():
        draft.report(
            document,
            document.key(("words", word)),
            f"The word {quote(word)} is in no other language.",
            "the words of the published languages",
            nearest(word, wanted),
            "correct the spelling of the key, or remove it.",
        )


def _words_of_all(draft: Draft) -> set[str]:
    files = (f"interface/{code}.yml" for code in draft.languages)
    return {word for file in files for word in draft.written(file, "words") or ()}
