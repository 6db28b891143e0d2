"""The YAML reader: which values it makes of what is typed, where it says they stand, what it refuses."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros.load.reader import Document, read, read_file


def right(text: str) -> Document:
    document = read(text, "a.yml")
    assert not document.problems, document.problems
    return document


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("false", False),
        ("0", 0), ("-12", -12), ("12.50", Decimal("12.50")), ("0.1", Decimal("0.1")),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("True", "True"), ("NULL", "NULL"),
        ("2026-11-22", "2026-11-22"), ("16:9", "16:9"), ("012", "012"), ("0x1f", "0x1f"), ("1_000", "1_000"),
        ("1e3", "1e3"), (".5", ".5"), ("5.", "5."), (".nan", ".nan"),
        (".inf", ".inf"), ("=", "="), ("٣", "٣"),
        ("'12'", "12"), ('"true"', "true"), ("''", ""), ("9" * 400, "9" * 400),
    ],
)  # fmt: skip
def test_scalars(typed: str, value: Any) -> None:
    found = right(f"a: {typed}\n").value["a"]
    assert found == value
    assert type(found) is type(value)


def test_decimals_keep_their_digits() -> None:
    assert str(right("a: 12.50").value["a"]) == "12.50"


def test_positions() -> None:
    document = right("é: 'à'\nlist:\n  - one\n  - b: 2\n")
    assert document.position(("list", 0)) == (3, 5)
    assert document.key(("list", 1, "b")) == (4, 5)
    assert document.position(("list", 1, "b")) == (4, 8)
    assert document.position(("list", 1, "b", "deeper")) == (4, 8)
    assert document.key(("nowhere",)) == (1, 1)


def test_positions_of_links_in_folded_text() -> None:
    document = right("a: >-\n  Voilà [[x/y|y]],\n  é [[x/z|z]]\n")
    assert document.openings(("a",)) == [(2, 9), (3, 5)]


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document = read_file(path, "a.yml")
    assert document.value == {"a": 1, "b": 2}
    assert document.key(("b",)) == (2, 1)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a: 1\na: 2", "a.yml:2:1: The key \"a\" is written twice: first on line 1, column 1"),
        ("1: a", 'The key "1" would be read as a number'),
        ("true: a", 'The key "true" would be read as true or false'),
        ("? \n: a", 'The key "" would be read as nothing'),
        ("[a]: b", "stands where a key is expected"),
        ("? [a]\n: b", "stands where a key is expected"),
        ("a: !x b", 'The tag "!x"'),
        ("!!str a: b", 'The tag "!!str"'),
        ("&a b: c", 'The anchor "&a"'),
        ("a: &b {<<: *b}", 'The alias "*b"'),
        ("a: 1\n...\n---\nb: 2", "A second document begins here"),
        ("a: \u2028b", "The character U+2028"),
        ("a: b\rc: d", "The character U+000D"),
    ],
)  # fmt: skip
def test_refused(typed: str, said: str) -> None:
    assert any(said in str(problem) for problem in read(typed, "a.yml").problems)


def test_duplicate_keys_keep_the_first_value_and_its_position() -> None:
    document = read("a: {x: 1}\na: {x: 2, y: 3}\nb: 4\n", "a.yml")
    assert document.value == {"a": {"x": 1}, "b": 4}
    assert document.position(("a", "x")) == (1, 8)


def test_both_parsers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, 'é']\nb:\n  c: >-\n    x [[a/b|c]]\n    y\n"
    fast = right(text)
    monkeypatch.setattr("macros.load.reader._Loader", yaml.SafeLoader)
    slow = right(text)
    assert (fast.value, fast.places, fast._linked) == (slow.value, slow.places, slow._linked)


@pytest.mark.parametrize(
    "typed", ['a: "\\U99999999"', 'a: "\\UFFFFFFFF"', f"%YAML 1.{'1' * 5000}\n---\na: 1"]
)
def test_what_stands_for_no_character_is_a_problem_for_both_parsers(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = read(typed, "a.yml")
    monkeypatch.setattr("macros.load.reader._Loader", yaml.SafeLoader)
    slow = read(typed, "a.yml")
    for document in (fast, slow):
        assert not document.usable
        assert len(document.problems) == 1


def test_thousands_of_links_are_placed_in_one_go() -> None:
    """Each in turn took ten seconds for a text of eight thousand signs."""
    document = right('a: "' + "[[x " * 4000 + '"\n')
    places = document.openings(("a",))
    assert len(places) == 4000
    assert places[:2] == [(1, 5), (1, 9)]
    assert places[-1] == (1, 5 + 4 * 3999)


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


class Unshared(yaml.SafeDumper):
    """Writes what stands twice twice, where PyYAML would write an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@given(values)
@settings(max_examples=100, deadline=None)
def test_what_is_dumped_is_read_again(value: Any) -> None:
    dumped = yaml.dump({"value": value}, Dumper=Unshared, allow_unicode=True, sort_keys=False)
    document = read(dumped, "a.yml")
    assert document.usable
    assert document.value == {"value": value}


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_value_or_a_problem(text: str) -> None:
    """Never an exception, and never a value that cannot be trusted without a problem that says so."""
    document = read(text, "a.yml")
    assert document.usable or document.problems
