"""What the shipped knowledge base says: all of it, in its own words, rightly spelled, and joined together."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from macros import model
from macros.crosslinks import Crosslinks
from macros.edition import sort_key
from macros.load import KnowledgeBase, load
from tests.conftest import ROOT
from tools import spelling
from tools.prose import Prose, texts
from tools.wording import known, runs

DATA = ROOT / "data"
QUERIES = ROOT / "tests" / "queries"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return load(DATA)


@pytest.fixture(scope="module")
def prose() -> list[Prose]:
    return list(texts(DATA))


# -- all of it -------------------------------------------------------------------------------------


def test_every_claim_is_carried(kb: KnowledgeBase) -> None:
    assert kb.uncarried() == []


def test_what_is_left_out_is_promotional_or_off_the_subject(kb: KnowledgeBase) -> None:
    left_out = [claim for claim in kb.claims.values() if claim.left_out]
    assert len(left_out) == 5
    assert all(claim.evidence == "promotional" or claim.topic.startswith("excluded/") for claim in left_out)


@pytest.mark.parametrize("half", ["given", "tuning", "checking"])
def test_every_question_has_the_entries_that_answer_it(half: str, site: Path) -> None:
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    known = {entry["id"] for entry in entries} | {said["id"] for e in entries for said in e["statements"]}
    questions = yaml.safe_load((QUERIES / f"{half}.yml").read_text("utf-8"))
    assert len(questions) > 20
    missing = {topic for question in questions for topic in question["topics"]} - known
    assert not missing


def test_the_search_is_judged_by_queries_that_it_has_not_read(kb: KnowledgeBase) -> None:
    """None of them stands among what the knowledge base says that people type."""
    read = {
        _plain(line) for typed in kb.queries.values() for text in typed.values() for line in text.splitlines()
    }
    for half in ("given", "tuning", "checking"):
        questions = yaml.safe_load((QUERIES / f"{half}.yml").read_text("utf-8"))
        assert not {_plain(question["query"]) for question in questions} & read


def _plain(query: str) -> str:
    return " ".join(re.findall(r"\w+", sort_key(query.replace("'", " ").replace("-", " "))))


def test_every_topic_of_the_claims_has_its_entry(kb: KnowledgeBase, site: Path) -> None:
    topics = {claim.topic for claim in kb.claims.values() if not claim.left_out}
    entries = json.loads((site / "kb.json").read_text("utf-8"))["entries"]
    assert topics <= {entry["id"] for entry in entries}


def test_bare_assertions_are_told_as_such(kb: KnowledgeBase) -> None:
    """What an article affirms without a source is no fact here: the statement names who says it, or more."""
    bare = {key for key, claim in kb.claims.items() if claim.evidence == "empirical-unsourced"}
    for _, said in kb.statements():
        record = said.statement
        if bare & set(record.claims):
            text = " ".join(words["fr"] for words in record.texts())
            named = any(name in text for name in ("Upside Com", "BOFU", "article"))
            others = [
                key for key in record.sources if kb.sources[key].reliability is not model.Reliability.SEED
            ]
            assert named or others, f"{said.id} tells {bare & set(record.claims)} as a fact"


# -- in its own words ------------------------------------------------------------------------------


def test_runs_are_found_whatever_their_case_and_accents() -> None:
    one = dict(runs("Où l'été finit, la rentrée commence – et tout recommence."))
    other = dict(runs("ou l ete finit la rentree commence et plus rien"))
    assert set(one) & set(other)
    assert not list(runs("seven words are not enough for one"))


def test_no_sentence_of_others_is_repeated(prose: list[Prose]) -> None:
    others = known()
    assert len(others) > 5000
    found = [
        f"{said} ({said.lang}): {run}"
        for said in prose
        for hashed, run in runs(said.text)
        if hashed in others
    ]
    assert not found, "\n".join(found)


# -- rightly spelled -------------------------------------------------------------------------------


def test_spelling(tmp_path: Path) -> None:
    assert spelling.check(DATA, tmp_path) == []


def test_a_misspelt_word_is_found_where_it_stands(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "interface").mkdir(parents=True)
    (data / "site.yml").write_text(
        "languages:\n  - { code: fr, name: Français, locale: fr_CA }\nname:\n  fr: L'impresion de la vidéo\n",
        "utf-8",
    )
    (data / "interface" / "fr.yml").write_text("words: {}\n", "utf-8")
    (tmp_path / "work").mkdir()
    assert spelling.check(data, tmp_path / "work") == [
        "data/site.yml:4: “impresion” is in no dictionary (fr)"
    ]


# -- joined together -------------------------------------------------------------------------------


def test_no_entry_is_an_island(kb: KnowledgeBase) -> None:
    """Each names others, and is named by another."""
    backlinks = Crosslinks(kb).backlinks
    named = {origin for origins in backlinks.values() for origin in origins}
    islands = [entry_id for entry_id in kb.entries if entry_id not in named or not backlinks.get(entry_id)]
    assert not islands


def test_what_refers_is_reached_from_what_it_refers_to(kb: KnowledgeBase, site: Path) -> None:
    """One step there, one step back: both pages hold the link."""
    entries = {e["id"]: e["url"]["fr"] for e in json.loads((site / "kb.json").read_text("utf-8"))["entries"]}
    pages = {entry_id: (site / url / "index.html").read_text("utf-8") for entry_id, url in entries.items()}
    missing = [
        f"{target} does not lead to {origin}"
        for target, origins in Crosslinks(kb).backlinks.items()
        for origin in origins
        if f"/{entries[origin].split('/', 1)[1]}" not in pages[target]
    ]
    assert not missing, "\n".join(missing)
