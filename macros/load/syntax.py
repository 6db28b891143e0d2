"""What the YAML parser complains of, in words for the author of a file."""

from __future__ import annotations

import yaml

from macros.problems import quote

UNCLOSED = "found unexpected end of stream"
"""Noticed at the end of the file; where it begins is what helps."""

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        'A ":" followed by a space stands inside a text without quotes, or this line is set too far right.',
        "put the whole text between quotes, or below a line that ends in >-.",
    ),
    (
        "could not find expected ':'",
        'A key without its ":" stands before this place, or a text goes on too near the margin.',
        'write ":" and a space after the key, or set the text further right than its key.',
    ),
    (
        UNCLOSED,
        "A quotation mark is opened here and never closed.",
        "close it with the same mark; inside '…' an apostrophe is typed twice.",
    ),
    (
        "found unexpected document indicator",
        'A line "---" or "..." stands inside a text between quotes.',
        "close the quotation mark before it.",
    ),
    (
        "expected ',' or ']'",
        "A list opened with [ is not closed, or a comma is missing before this place.",
        'close it with ], or write one item a line, each after "- ".',
    ),
    (
        "expected ',' or '}'",
        "Keys opened with { are not closed, or a comma is missing before this place.",
        "close them with }, or write one key a line.",
    ),
    (
        "block sequence entries are not allowed",
        'A "- " stands where no list can begin.',
        'begin the list on a line of its own below its key; text that begins with "- " goes between quotes.',
    ),
    (
        "expected '-' indicator",
        'This line belongs to no item of the list above: its margin is wrong, or its "- " is missing.',
        'align it with the other items and begin it with "- ", or set it further left.',
    ),
    (
        "found unknown escape character",
        'A backslash between "…" is followed by a character that means nothing there.',
        "type the backslash twice, or put the text between '…'.",
    ),
    (
        "found a tab character",
        "A tab stands where spaces are expected.",
        "replace each tab by spaces.",
    ),
    (
        "expected <document start>",
        "This line is set further left than the first line of the file, or follows text that is no key.",
        "begin every first-level key at the margin.",
    ),
    (
        "expected alphabetic or numeric character",
        'A text without quotes begins with "&" or "*".',
        "put the text between quotes.",
    ),
    (
        "expected comment or line break",
        'Something follows "|" or ">" on the same line.',
        'leave ">-" alone on its line and begin the text below it; '
        'text that begins with "|" or ">" goes between quotes.',
    ),
    (
        "undefined tag handle",
        'A text without quotes begins with "!".',
        "put the text between quotes.",
    ),
    (
        "did not find expected key",
        "This line is neither a key of the group above nor a new one: its margin is wrong, "
        "or a quotation mark inside a quoted text closed it too early.",
        "align the key with those of its group; inside '…' an apostrophe is typed twice.",
    ),
    (
        "expected <block end>",
        "This line is neither a key of the group above nor a new one: its margin is wrong, "
        "or a quotation mark inside a quoted text closed it too early.",
        "align the key with those of its group; inside '…' an apostrophe is typed twice.",
    ),
    (
        "exceeded maximum",
        "Lists and keys are nested too deep here.",
        "bring what stands here nearer to the margin.",
    ),
)


def in_words(error: yaml.MarkedYAMLError, character: str) -> tuple[str, str]:
    """The parser's complaint as a sentence, and how to mend it."""
    said = error.problem or error.context or ""
    if "cannot start any token" in said:
        if character == "\t":
            return "A tab stands where spaces are expected.", "replace each tab by spaces."
        return (
            f"A text without quotes begins with {quote(character)}, which YAML keeps for itself.",
            "put the text between quotes.",
        )
    for sign, found, mend in _SYNTAX:
        if sign in said:
            return found, mend
    return (
        f"The file cannot be read as YAML from here on (in the parser's words: {said}).",
        "look at the margins, quotation marks and colons of this line and of the one before.",
    )
