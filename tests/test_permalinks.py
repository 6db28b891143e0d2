"""Addresses and anchors that were published stay reachable, or the build says what is lost."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from macros import permalinks
from macros.addresses import Addresses
from macros.load import load
from macros.model import SafeZone
from macros.paths import ROOT
from macros.permalinks import Permalinks, Record, parse, write
from macros.problems import DataError
from tests.small_kb import SmallKB, both, said


@pytest.fixture
def data(tmp_path: Path) -> SmallKB:
    return SmallKB(tmp_path / "data")


@pytest.fixture
def record(data: SmallKB) -> Record:
    """The record of the knowledge base as first published, on 1 March 2026."""
    return data.history().updated


def rename_metric(data: SmallKB) -> None:
    """Give the metric another id: its addresses stay, its statements are others."""
    data.files["metrics/mille.yml"] = data.files.pop("metrics/cpm.yml") | {"id": "metric/mille"}


def remove_concept(data: SmallKB) -> None:
    del data.files["concepts/view.yml"]
    data.metric["definition"] = said("Ce que coûtent mille vues.", "What a thousand views cost.")


# -- the record ------------------------------------------------------------------------------------


def test_the_record_reads_back_as_written(record: Record) -> None:
    text = write(record)
    assert parse(text) == record
    assert write(parse(text)) == text
    assert '  "metric/cpm": {"fr": ["mesures/cpm/"], "en": ["en/metrics/cpm/"]}\n' in text
    assert re.search(
        r'\n  "metric/cpm#trap": {"fr": \["piege"\], "en": \["trap"\], "hash": "[0-9a-f]{12}", '
        r'"changed": "2026-03-01"}\n',
        text,
    )
    assert '\n  "source/guide": {"fr": ["guide"], "en": ["guide"]}\n' in text
    assert '\n  "page/sources#reading": {"fr": ["lecture"]' in text
    assert '\n  "index/metric": {"fr": ["mesures/"], "en": ["en/metrics/"]}\n' in text


def test_lines_stand_in_the_order_of_ids(record: Record) -> None:
    ids = re.findall(r'^  "([^"]+)"', write(record), re.MULTILINE)
    pages, anchors = ids[: len(record.pages)], ids[len(record.pages) :]
    assert pages == sorted(pages)
    assert anchors == sorted(anchors)


def test_a_merge_that_keeps_both_sides_is_read(record: Record) -> None:
    text = write(record)
    line = next(line for line in text.splitlines() if "metric/cpm#trap" in line)
    other = line.replace('"trap"', '"pitfall"').replace("2026-03-01", "2026-04-01")
    merged = parse(text.replace(line, f"{line}\n{other}")).marks["metric/cpm#trap"]
    assert merged.anchors["en"] == ("pitfall", "trap")
    assert merged.changed == "2026-04-01"


def test_a_damaged_line_is_named(record: Record) -> None:
    text = write(record).replace("pages:\n", "pages:\n<<<<<<< ours\n")
    with pytest.raises(DataError) as caught:
        parse(text, "data/permalinks.yml")
    assert str(caught.value.problems[0]) == (
        "data/permalinks.yml:5:1: a line that `make permalinks` did not write: <<<<<<< ours\n"
        '  expected: a line such as   "objective/sales": {"fr": ["objectifs/ventes/"]}\n'
        "  mend: after a merge, keep the lines of both sides; else restore the file "
        "(git checkout data/permalinks.yml); then run `make permalinks`"
    )


def test_the_command_writes_once_and_then_finds_nothing_new(
    data: SmallKB, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    data.load()
    assert permalinks.main([str(data.root), "--check"]) == 1
    assert "Run `make permalinks`" in capsys.readouterr().err
    assert permalinks.main([str(data.root)]) == 0
    first = (data.root / "permalinks.yml").read_bytes()
    assert b'"changed": "2026-01-01"' in first
    assert permalinks.main([str(data.root), "--check"]) == 0
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert permalinks.main([str(data.root)]) == 0
    assert (data.root / "permalinks.yml").read_bytes() == first
    assert "nothing new" in capsys.readouterr().out


# -- dates -----------------------------------------------------------------------------------------


def test_a_text_that_changes_takes_the_day_and_the_others_keep_theirs(data: SmallKB, record: Record) -> None:
    data.metric["formula"]["text"]["en"] = "Cost / views × 1000."
    history = data.history(record, "2026-05-09")
    assert history.changed("metric/cpm#formula") == "2026-05-09"
    assert history.changed("metric/cpm#trap") == "2026-03-01"
    assert history.stale() == ["metric/cpm#formula"]
    assert history.problems() == []


def test_spaces_links_sources_and_anchors_change_no_date(data: SmallKB, record: Record) -> None:
    data.metric["definition"]["text"]["fr"] = "Ce  que coûtent\nmille [[metric/cpm|vues]]. "
    data.metric["formula"] = said("Coût ÷ vues × 1000.", "Cost ÷ views × 1000.")
    data.metric["notes"][0]["anchor"]["fr"] = "attention"
    history = data.history(record, "2026-05-09")
    assert {mark.changed for mark in history.updated.marks.values() if mark.hash} == {"2026-03-01"}


def test_margins_are_part_of_what_is_said() -> None:
    hashes = {
        permalinks.digest(SafeZone(top=Decimal(top), sources=["guide"]), ["fr"])
        for top in ("14", "14.0", "15")
    }
    assert len(hashes) == 2


def test_a_language_added_changes_no_date_and_a_text_changed_meanwhile_does(data: SmallKB) -> None:
    both_languages = deepcopy(data.files)
    data.files = _only_french(data.files)
    record = data.history().updated
    data.files = both_languages
    data.metric["formula"]["text"]["fr"] = "Autrement."
    history = data.history(record, "2026-05-09")
    assert history.changed("metric/cpm#definition") == "2026-03-01"
    assert history.changed("metric/cpm#formula") == "2026-05-09"
    assert "metric/cpm#definition" in history.stale()


def _only_french(value: object) -> object:
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            return {"fr": value["fr"]}
        return {key: _only_french(item) for key, item in value.items() if key != "interface/en.yml"}
    if isinstance(value, list):
        return [
            _only_french(item) for item in value if not (isinstance(item, dict) and item.get("code") == "en")
        ]
    return value


# -- aliases ---------------------------------------------------------------------------------------


def test_a_renamed_anchor_stays_as_an_alias(data: SmallKB, record: Record) -> None:
    data.metric["notes"][0]["anchor"]["fr"] = "attention"
    history = data.history(record)
    assert history.problems() == []
    assert history.aliases("metric/cpm#trap", "fr") == ["piege"]
    assert history.aliases("metric/cpm#trap", "en") == []
    assert history.updated.marks["metric/cpm#trap"].anchors["fr"] == ("attention", "piege")
    again = data.history(history.updated)
    assert again.aliases("metric/cpm#trap", "fr") == ["piege"]
    assert again.stale() == []


def test_an_anchor_taken_back_is_current_again(data: SmallKB, record: Record) -> None:
    data.metric["notes"][0]["anchor"]["fr"] = "attention"
    renamed = data.history(record).updated
    data.metric["notes"][0]["anchor"]["fr"] = "piege"
    history = data.history(renamed)
    assert history.updated.marks["metric/cpm#trap"].anchors["fr"] == ("piege", "attention")
    assert history.aliases("metric/cpm#trap", "fr") == ["attention"]


def test_an_anchor_published_for_another_statement_is_refused(data: SmallKB, record: Record) -> None:
    data.metric["notes"][0]["anchor"]["fr"] = "attention"
    data.metric["notes"].append({**data.metric["notes"][0], "id": "other", "anchor": both("piege", "other")})
    (problem,) = data.history(record).problems()
    assert (
        problem.found
        == "metric/cpm#other takes the anchor piege (fr), which was published for metric/cpm#trap"
    )
    assert problem.mend == "give metric/cpm#other another one"


# -- losses ----------------------------------------------------------------------------------------


def test_losing_an_address_is_refused_with_the_lines_to_paste(data: SmallKB, record: Record) -> None:
    data.metric["slug"] = both("mille", "mille")
    (problem,) = data.history(record).problems()
    assert str(problem) == (
        "data/metrics/cpm.yml:1:1: metric/cpm no longer serves what was published: "
        "mesures/cpm/, en/metrics/cpm/\n"
        "  expected: every address and statement ever published still leads somewhere\n"
        "  mend: put it back as it was, or add to data/redirects.yml what stands for it now:\n"
        "redirects:\n"
        '  - from: "mesures/cpm/"\n'
        '    to: "metric/cpm"\n'
        '  - from: "en/metrics/cpm/"\n'
        '    to: "metric/cpm"'
    )


def test_a_declared_redirect_is_accepted_and_gives_a_page(data: SmallKB, record: Record) -> None:
    data.metric["slug"] = both("mille", "mille")
    data.redirect(**{"mesures/cpm/": "metric/cpm", "en/metrics/cpm/": "metric/cpm"})
    history = data.history(record)
    assert history.problems() == []
    french, english = history.redirects()
    assert (french.address, french.lang, french.url) == ("mesures/cpm/", "fr", "mesures/mille/")
    assert (english.address, english.lang, english.url) == ("en/metrics/cpm/", "en", "en/metrics/mille/")
    assert french.fragments == {}
    assert data.history(history.updated).problems() == []
    data.redirect()
    assert data.history(history.updated).problems(), "what was recorded once stays protected"


def test_an_address_that_another_page_takes_is_refused(data: SmallKB, record: Record) -> None:
    take_address(data)
    (problem,) = data.history(record).problems()
    assert problem.found == (
        "metric/other takes the address mesures/cpm/, which was published for metric/cpm"
    )


def take_address(data: SmallKB) -> None:
    """Give the French address of the metric to another one."""
    data.metric["slug"] = both("mille", "mille")
    data.redirect(**{"en/metrics/cpm/": "metric/cpm"})
    data.files["metrics/other.yml"] = {
        "id": "metric/other",
        "title": both("Autre", "Other"),
        "slug": both("cpm", "other"),
        "definition": said("Autre.", "Other."),
        "formula": said("Autre.", "Other."),
    }


@pytest.mark.parametrize("option", [[], ["--check"]])
def test_the_command_records_nothing_while_something_is_refused(
    data: SmallKB, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    data.load()
    assert permalinks.main([str(data.root)]) == 0
    before = (data.root / "permalinks.yml").read_bytes()
    take_address(data)
    data.load()
    assert permalinks.main([str(data.root), *option]) == 1
    assert "metric/other takes the address mesures/cpm/" in capsys.readouterr().err
    assert (data.root / "permalinks.yml").read_bytes() == before


def test_an_address_recorded_for_two_pages_is_still_refused(data: SmallKB, record: Record) -> None:
    """A record that says so, after a merge or a mistake, hides nothing of the first owner."""
    take_address(data)
    both_own = data.history(record).updated
    assert [problem.found for problem in data.history(both_own).problems()] == [
        "metric/other takes the address mesures/cpm/, which was published for metric/cpm"
    ]


def test_a_statement_that_vanished_is_refused_unless_redirected(data: SmallKB, record: Record) -> None:
    data.metric["notes"] = []
    (problem,) = data.history(record).problems()
    assert problem.file == "data/metrics/cpm.yml"
    assert problem.mend is not None
    assert problem.mend.endswith('  - from: "metric/cpm#trap"\n    to: "metric/cpm"')

    data.redirect(**{"metric/cpm#trap": "metric/cpm#formula"})
    history = data.history(record)
    assert history.problems() == []
    assert history.aliases("metric/cpm#formula", "fr") == ["piege"]
    assert history.redirects() == []
    assert history.updated.marks["metric/cpm#trap"] == record.marks["metric/cpm#trap"]


def test_a_statement_under_another_id_with_the_same_text_is_proposed(data: SmallKB, record: Record) -> None:
    data.metric["notes"][0] |= {"id": "snare", "anchor": both("collet", "snare")}
    (problem,) = data.history(record).problems()
    assert problem.mend is not None
    assert 'from: "metric/cpm#trap"\n    to: "metric/cpm#snare"' in problem.mend


def test_a_statement_redirected_to_its_page_or_another_one(data: SmallKB, record: Record) -> None:
    data.metric["notes"] = []
    data.redirect(**{"metric/cpm#trap": "metric/cpm"})
    assert data.history(record).aliases("metric/cpm", "en") == ["trap"]

    data.redirect(**{"metric/cpm#trap": "concept/view#definition"})
    history = data.history(record)
    assert history.moved("metric/cpm", "en") == [("trap", "en/concepts/view/#definition")]
    assert history.moved("metric/cpm", "fr") == [("piege", "notions/vue/#definition")]
    assert history.aliases("concept/view#definition", "en") == []


def test_an_id_that_changes_while_its_addresses_stay(data: SmallKB, record: Record) -> None:
    rename_metric(data)
    (problem,) = data.history(record).problems()
    assert problem.file == "data/redirects.yml"
    assert problem.mend is not None
    pasted = dict(re.findall(r'from: "([^"]+)"\n    to: "([^"]+)"', problem.mend))
    assert pasted == {
        f"metric/cpm#{name}": f"metric/mille#{name}" for name in ("definition", "formula", "trap")
    }
    data.redirect(**pasted)
    history = data.history(record)
    assert history.problems() == []
    assert history.aliases("metric/mille#trap", "fr") == [], "the anchor itself is still the same"


def test_a_page_that_is_gone_forwards_each_of_its_anchors(data: SmallKB, record: Record) -> None:
    remove_concept(data)
    problems = data.history(record).problems()
    assert [problem.found.partition(":")[0] for problem in problems] == [
        "concept/view no longer serves what was published",
        "index/concept no longer serves what was published",
    ]
    data.redirect(
        **{
            "notions/vue/": "metric/cpm",
            "en/concepts/view/": "metric/cpm",
            "notions/": "metric/cpm",
            "en/concepts/": "metric/cpm",
            "concept/view#definition": "metric/cpm#trap",
        }
    )
    history = data.history(record)
    assert history.problems() == []
    page = history.redirects()[0]
    assert page.url == "mesures/cpm/"
    assert page.fragments == {"definition": "mesures/cpm/#piege"}


def test_a_language_that_is_dropped_leads_to_the_first(data: SmallKB, record: Record) -> None:
    data.files = _only_french(data.files)  # type: ignore[assignment]
    (data.root / "interface" / "en.yml").unlink()
    lost = [name for names in record.pages.values() for name in names["en"]]
    data.redirect(**dict.fromkeys(lost, "metric/cpm"))
    history = data.history(record)
    assert history.problems() == []
    forward = next(page for page in history.redirects() if page.address == "en/metrics/cpm/")
    assert (forward.lang, forward.url) == ("fr", "mesures/cpm/")
    assert forward.fragments["formula"] == "mesures/cpm/#formule"


def rename_source(data: SmallKB) -> None:
    """Put another source in the place of the only one."""
    data.files["sources.yml"]["manual"] = data.files["sources.yml"].pop("guide")
    for entry in ("metrics/cpm.yml", "concepts/view.yml"):
        for part in ("definition", "formula"):
            if part in data.files[entry]:
                data.files[entry][part]["sources"] = ["manual"]


def test_a_source_that_is_gone_is_refused(data: SmallKB, record: Record) -> None:
    rename_source(data)
    (problem,) = data.history(record).problems()
    assert problem.found == "page/sources no longer serves what was published: source/guide"
    assert problem.mend is not None
    assert problem.mend.endswith('  - from: "source/guide"\n    to: "page/sources"')


@pytest.mark.parametrize(
    ("target", "alias_of"),
    [
        ("source/manual", "source/manual"),
        ("page/sources", "page/sources"),
        ("page/sources#reading", "page/sources#reading"),
    ],
)
def test_a_source_that_is_gone_leads_to_what_stands_on_its_page(
    data: SmallKB, record: Record, target: str, alias_of: str
) -> None:
    rename_source(data)
    data.redirect(**{"source/guide": target})
    history = data.history(record)
    assert history.problems() == []
    assert history.aliases(alias_of, "fr") == ["guide"]
    assert history.redirects() == [], "an id is no address"


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("page/method", "en/method/"),
        ("index/metric", "en/metrics/"),
        ("metric/cpm#trap", "en/metrics/cpm/#trap"),
    ],
)
def test_a_source_that_is_gone_leads_to_another_page(
    data: SmallKB, record: Record, target: str, url: str
) -> None:
    rename_source(data)
    data.redirect(**{"source/guide": target})
    history = data.history(record)
    assert history.problems() == []
    assert history.moved("page/sources", "en") == [("guide", url)]


def test_a_source_redirected_that_was_never_published_gives_no_page(data: SmallKB) -> None:
    data.redirect(**{"source/older": "source/guide"})
    assert data.history().redirects() == []


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("index/metric", "en/metrics/"),
        ("page/a-z", "en/a-z/"),
        ("page/home", "en/"),
        ("page/sources#reading", "en/sources/#reading"),
        ("source/guide", "en/sources/#guide"),
    ],
)
def test_an_index_that_is_gone_leads_anywhere(data: SmallKB, record: Record, target: str, url: str) -> None:
    remove_concept(data)
    gone = ("notions/", "en/concepts/", "notions/vue/", "en/concepts/view/", "concept/view#definition")
    data.redirect(**dict.fromkeys(gone, target))
    history = data.history(record)
    assert history.problems() == []
    assert {page.address: page.url for page in history.redirects()}["en/concepts/"] == url


def test_what_is_proposed_for_an_index_that_is_gone_is_accepted(data: SmallKB, record: Record) -> None:
    remove_concept(data)
    mends = "\n".join(str(problem.mend) for problem in data.history(record).problems())
    pasted = dict(re.findall(r'from: "([^"]+)"\n    to: "([^"]+)"', mends))
    assert pasted["notions/"] == "index/metric"
    data.redirect(**pasted)
    assert data.history(record).problems() == []


def test_a_page_that_is_gone_leads_to_another(data: SmallKB, record: Record) -> None:
    about = {"slug": both("apropos", "about"), "title": both("Qui", "Who"), "lead": both("Nous.", "We.")}
    about["sections"] = [{"id": "we", "anchor": both("nous", "we"), "text": both("A", "B"), "basis": "own"}]
    data.files["site.yml"]["pages"]["about"] = about
    published = data.history().updated
    del data.files["site.yml"]["pages"]["about"]
    data.redirect(
        **{
            "apropos/": "page/legal",
            "en/about/": "page/legal",
            "page/about#we": "page/sources#reading",
        }
    )
    history = data.history(published)
    assert history.problems() == []
    french = history.redirects()[0]
    assert (french.url, french.fragments) == ("legal/", {"nous": "sources/#lecture"})


# -- addresses of dimensions -------------------------------------------------------------------------


def test_a_dimension_keeps_the_addresses_that_chats_were_given() -> None:
    kb = load(ROOT / "tests" / "other_kb")
    addresses = Addresses(kb)
    history = Permalinks.read(kb, addresses)
    (first, *_) = kb.of_kind("comparison")
    key = f"{first.id}#{first.dimensions[0].id}"
    url = addresses.url(key, "en")
    page, _, anchor = url.partition("#")
    assert f"{page}{anchor}/" in {forward.address for forward in history.previews()}

    pages, marks = dict(history.updated.pages), dict(history.updated.marks)
    pages[first.id] = pages[first.id] | {"en": [*pages[first.id]["en"], "compared/old/"]}
    marks[key] = replace(marks[key], anchors=marks[key].anchors | {"en": [anchor, "former"]})
    older = Permalinks(kb, addresses, replace(history.updated, pages=pages, marks=marks))
    leading = {forward.address: forward.url for forward in older.previews()}
    for former in (f"{page}{anchor}/", f"{page}former/", f"compared/old/{anchor}/", "compared/old/former/"):
        assert leading[former] == url


def test_only_dimensions_have_addresses_of_their_own() -> None:
    kb = load(ROOT / "tests" / "other_kb")
    targets = {forward.target for forward in Permalinks.read(kb, Addresses(kb)).previews()}
    dimensions = {f"{entry.id}#{one.id}" for entry in kb.of_kind("comparison") for one in entry.dimensions}
    assert targets == dimensions
