"""The loader: what a right knowledge base gives, and what is said of every mistake.

Each file of ``bad_data/`` is one mistake: what to change in the small right knowledge base of
``bad_data/base/``, and the whole message expected.
"""

from __future__ import annotations

import re
import shutil
from difflib import SequenceMatcher
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from macros import model, problems
from macros.links import links
from macros.load import DataError, KnowledgeBase, load, reader, shapes
from macros.load.explain import SAYINGS

BAD_DATA = Path(__file__).parent / "bad_data"
BASE = BAD_DATA / "base"
MISTAKES = sorted(BAD_DATA.glob("*.yml"))


def changed(folder: Path, changes: list[dict[str, Any]]) -> Path:
    """A copy of the right knowledge base with changes; gives its root."""
    root = folder / "data"
    shutil.copytree(BASE, root)
    for change in changes:
        path = root / change["file"]
        if change.get("remove"):
            path.unlink()
        elif "copy" in change:
            shutil.copy(root / change["copy"], path)
        elif "whole" in change:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(change["whole"], encoding="utf-8")
        else:
            text = path.read_text(encoding="utf-8")
            assert change["find"] in text, f"{change['file']} does not hold what is to be changed"
            path.write_text(text.replace(change["find"], change["put"], 1), encoding="utf-8")
    return root


def loaded_with(folder: Path, changes: list[dict[str, Any]]) -> str:
    """What the loader says of the knowledge base with changes."""
    try:
        load(changed(folder, changes))
    except DataError as error:
        return str(error)
    return "(no problem)"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda path: path.stem)
def test_mistake(mistake: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(mistake.read_text(encoding="utf-8"))
    assert loaded_with(tmp_path, case["changes"]) == case["message"]


def test_the_base_is_right() -> None:
    kb = load(BASE)
    assert kb.languages == ["en", "fr"]
    assert list(kb.entries) == [
        "comparison/paid-vs-organic",
        "objective/awareness",
        "format/teaser",
        "format/tutorial",
        "metric/reach",
        "concept/editing",
        "phase/editing",
        "calculator/cpm",
        "flow/which-format",
        "adviser/plan",
    ]


def test_links_of_a_text_are_placed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text may hold thousands that lead nowhere."""
    asked: list[reader.Steps] = []
    openings = reader.Document.openings

    def counted(self: reader.Document, steps: reader.Steps) -> list[reader.Position]:
        asked.append(steps)
        return openings(self, steps)

    monkeypatch.setattr(reader.Document, "openings", counted)
    link = "[[concept/editing|"
    change = {"file": "objectives/awareness.yml", "find": link, "put": f"[[a [[b|c]] {link}"}
    assert "2 problems in 1 file." in loaded_with(tmp_path, [change])
    assert len(asked) == 1


def test_a_link_that_is_not_closed_is_read_in_one_go() -> None:
    """Its words were tried with every letter in their middle: two seconds for the longest text there is."""
    began = process_time()
    assert links("[[objective/awareness|" + "a" * reader.LONGEST_SCALAR) == []
    assert process_time() - began < 0.5
    assert [link.words for link in links("[[x/y| a b ]] [[x/y| ]] [[x/y|\n]]")] == [" a b "]


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("a@b.c", True),
        ("a.b@c.d.e", True),
        ("a@.b.c", True),
        ("a@b", False),
        ("a@.b", False),
        ("a@b.", False),
    ],
)
def test_an_address_to_write_to(typed: str, right: bool) -> None:
    assert shapes.is_spelled(typed, model.Contact) is right


def test_a_long_address_to_write_to_is_read_in_one_go() -> None:
    began = process_time()
    for _ in range(10):
        assert not shapes.is_spelled("a@" + "a." * (reader.LONGEST_SCALAR // 2) + "@", model.Contact)
    assert process_time() - began < 2, "it took a second each"


@given(st.text("abcé-/", max_size=9), st.text("abcé-/", max_size=9))
def test_spellings_that_are_far_apart_are_told_without_comparing_them(word: str, known: str) -> None:
    ratio = SequenceMatcher(None, word, known, autojunk=False).ratio()
    found = problems._ratio(word, known)
    assert found == ratio if ratio >= problems.ALIKE else found < problems.ALIKE


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(BASE)


def test_numbers_are_exact(kb: KnowledgeBase) -> None:
    assert str(kb.figures[0].value) == "0.125"


def test_order_of_a_kind(kb: KnowledgeBase) -> None:
    """The order of site.yml first, then by title; subkinds are kinds too."""
    assert [entry.id for entry in kb.of_kind("format")] == ["format/tutorial", "format/teaser"]
    assert [entry.id for entry in kb.of_kind("concept")] == ["concept/editing", "phase/editing"]
    assert [entry.id for entry in kb.of_kind("phase")] == ["phase/editing"]


def test_places(kb: KnowledgeBase) -> None:
    assert kb.place("objective/awareness") == ("base/objectives/awareness.yml", 1, 1)
    assert kb.place("objective/awareness", ("formats", 1))[1:] == (39, 5)
    assert kb.place("objective/awareness", ("rule", "text")) == kb.place("objective/awareness", ("rule",))


def test_statements(kb: KnowledgeBase) -> None:
    names = [said.id for entry, said in kb.statements() if entry.id == "objective/awareness"]
    assert names == [f"objective/awareness#{name}" for name in ("rule", "definition", "tutorial", "teaser")]


def test_a_safe_zone_is_a_statement(kb: KnowledgeBase) -> None:
    """What it leans on counts, whichever frame it belongs to."""
    (zone,) = [said for _, said in kb.statements() if said.id == "format/teaser#safe-zone"]
    assert zone.path == ("frames", 1, "safe_zone")
    assert zone.statement.sources == ["handbook"]
    assert kb.place("format/teaser", zone.path)[1:] == (14, 5)


def test_claims_that_no_statement_carries(tmp_path: Path) -> None:
    """All but those that the data say are left out, whatever their topic or evidence is called."""
    rest = "kind: rule, evidence: promotional, text: { en: A, fr: B }"
    claims = f"S9-0: {{ topic: excluded/x, {rest} }}\nS9-1: {{ topic: excluded/x, {rest}, left_out: true }}\n"
    before = (BASE / "claims.yml").read_text(encoding="utf-8")
    root = changed(tmp_path, [{"file": "claims.yml", "whole": before + claims}])
    assert set(load(root).uncarried()) - set(load(BASE).uncarried()) == {"S9-0"}


def test_the_record_of_addresses_is_not_read(tmp_path: Path) -> None:
    """It grows with the site, beyond what a file written by a person may hold; permalinks.py reads it."""
    (changed(tmp_path, []) / "permalinks.yml").write_text("[" * 2_000_000, encoding="utf-8")
    assert load(tmp_path / "data")


@pytest.mark.parametrize("origin", ["goals/fame/", "pt-BR/goals/fame/", "goal/x#y", "flow/x#y", "source/old"])
@pytest.mark.parametrize(
    "target",
    [
        "objective/awareness", "objective/awareness#rule", "flow/which-format#time", "source/handbook",
        "page/method", "page/method#rules", "index/objective", "index/concept",
    ],
)  # fmt: skip
def test_redirects(origin: str, target: str, tmp_path: Path) -> None:
    text = f"redirects: [{{ from: {origin!r}, to: {target!r} }}]\n"
    assert loaded_with(tmp_path, [{"file": "redirects.yml", "whole": text}]) == "(no problem)"


def test_there_are_mistakes_enough() -> None:
    assert len(MISTAKES) >= 110


def test_mistakes_of_several_files_come_together(tmp_path: Path) -> None:
    """Broken YAML, a wrong key, a dangling link and a missing file, in one reading, in order."""
    root = changed(
        tmp_path,
        [
            {"file": "formats/teaser.yml", "find": "id:", "put": "\tid:"},
            {"file": "metrics/reach.yml", "find": "slug:", "put": "slugs:"},
            {"file": "metrics/reach.yml", "find": "sources: [handbook]", "put": "sources: [handbuch]"},
            {"file": "site.yml", "find": "tone: 1", "put": "tone: 9"},
            {"file": "objectives/awareness.yml", "find": "[[concept/editing|", "put": "[[concept/edit|"},
            {"file": "interface/fr.yml", "remove": True},
        ],
    )
    with pytest.raises(DataError) as caught:
        load(root)
    assert [(p.file, p.line) for p in caught.value.problems] == [
        ("data/formats/teaser.yml", 2),
        ("data/interface/fr.yml", 1),
        ("data/metrics/reach.yml", 4),
        ("data/metrics/reach.yml", 7),
        ("data/objectives/awareness.yml", 8),
        ("data/site.yml", 15),
    ]
    assert str(caught.value).endswith("6 problems in 5 files.")


def hostile(folder: Path, content: bytes) -> str:
    root = changed(folder, [])
    (root / "metrics" / "hostile.yml").write_bytes(content)
    with pytest.raises(DataError) as caught:
        load(root)
    assert {problem.file for problem in caught.value.problems} == {"data/metrics/hostile.yml"}
    return "\n".join(map(str, caught.value.problems))


@pytest.mark.parametrize(
    "languages",
    [
        "5",
        "es",
        "[5]",
        "[es]",
        "{ code: es }",
        "[{ code: [es] }, { code: [es] }]",
        "[{ code: es, draft: 1 }]",
    ],
)
def test_languages_that_are_no_languages(languages: str, tmp_path: Path) -> None:
    """All other files are judged by them, so they are read before they are known to be right."""
    root = changed(tmp_path, [])
    site = root / "site.yml"
    text = re.sub(r"languages:\n(  - .*\n)+", f"languages: {languages}\n", site.read_text("utf-8"))
    site.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"data/site\.yml:6:"):
        load(root)


ALIAS_BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (i, i, b", ".join([b"*%c" % (i - 1)] * 9)) for i in range(ord("b"), ord("z"))
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: !!python/object/new:os.system [echo]\n", 'tag "!!python/object/new:os.system"'),
        (ALIAS_BOMB, 'anchor "&a"'),
        (b"[" * 100_000, "nested more than 20 deep"),
        (b"{a: " * 100_000, "nested more than 20 deep"),
        (b"- " * 100_000, "nested more than 20 deep"),
        (b"x: " + b"a" * 2_000_000, "The file holds 2,000,003 bytes."),
        (b"x: " + b"a" * 20_001, "A text of 20,001 characters"),
        (b"[" + b"1," * 200_001 + b"]", "more than 200,000 values"),
        (b"a: b\x00c\n", "metrics/hostile.yml:1:5: The character U+0000"),
        (b'a: "\\u001b[31m"\n', "the character U+001B, written as an escape"),
        ("a: b\nc: é\n".encode("latin-1"), "metrics/hostile.yml:2:4: The byte 0xe9"),
        ("a: é\n".encode("utf-16"), "The byte 0xff"),
        (b"", "The file is empty."),
        (b"~", "The file is empty."),
    ],
    ids=[
        "tag", "alias bomb", "lists", "mappings", "items", "size", "text", "values", "NUL", "escape",
        "Latin-1", "UTF-16", "empty", "nothing",
    ],
)  # fmt: skip
def test_hostile_file(content: bytes, said: str, tmp_path: Path) -> None:
    assert said in hostile(tmp_path, content)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7*7 }}", "[x](javascript:alert(1))", "&amp; **b**"]
)
def test_texts_are_kept_as_typed(text: str, tmp_path: Path) -> None:
    change = {"file": "metrics/reach.yml", "find": "en: How many people saw it.", "put": f'en: "{text}"'}
    kb = load(changed(tmp_path, [change]))
    assert kb.entries["metric/reach"].lead.text["en"] == text


def test_no_message_speaks_of_the_validator() -> None:
    for mistake in MISTAKES:
        message = yaml.safe_load(mistake.read_text(encoding="utf-8"))["message"].lower()
        for word in ("pydantic", "input should", "validation", "valid string", "extra inputs", "str type"):
            assert word not in message, mistake.name


def test_every_rule_of_the_model_has_its_sentence() -> None:
    """A kind of error without a sentence of its own would only be shown as "here stands…"."""
    source = Path(model.__file__).read_text(encoding="utf-8")
    named = re.findall(r'PydanticCustomError\(\s*"(\w+)"', source) + re.findall(
        r'Pattern\(r".*?", "(\w+)"\)', source
    )
    assert len(named) > 15
    assert set(named) - SAYINGS.keys() == set()


def test_files_that_editors_leave_behind_are_ignored(tmp_path: Path) -> None:
    root = changed(tmp_path, [])
    for name in (".DS_Store", "reach.yml~", "#reach.yml#", ".reach.yml.swp"):
        (root / "metrics" / name).write_text("x", encoding="utf-8")
    assert load(root)
