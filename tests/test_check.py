"""``make check``: what each step finds, and what it only notes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from macros import check, locale_files, permalinks, schema
from macros.load import load

OTHER = Path(__file__).parent / "other_kb"
BASE = Path(__file__).parent / "bad_data" / "base"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of a small knowledge base, with its schemas and its record."""
    root = Path(shutil.copytree(BASE, tmp_path / "data"))
    assert schema.main([str(root)]) == 0
    assert permalinks.main([str(root)]) == 0
    assert locale_files.main([str(root)]) == 0
    return root


def test_a_site_whose_address_has_a_path_is_right(other_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its 404 page links from the root of the host, through that path."""
    address = load(OTHER).site.url
    assert address is not None
    assert address.endswith("/paper-and-window/")
    monkeypatch.setattr(check, "_build", lambda _data, _engine: other_site)
    check.check_site(OTHER)


def test_a_site_with_a_wrong_link_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text('<a href="nowhere/">x</a>', "utf-8")
    monkeypatch.setattr(check, "_build", lambda _data, _engine: tmp_path)
    with pytest.raises(check.Failure, match="nowhere/"):
        check.check_site(OTHER)


def test_pages_that_do_not_say_the_same_under_both_engines_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "CHECKED", tmp_path)
    ours, theirs = (tmp_path / "sites" / engine for engine in ("mkdocs", "properdocs"))
    for site, pages in (
        (ours, {"same": "<p>a <b>b</b>", "other": "<p>a b", "one": ""}),
        (theirs, {"same": "<p class=x>a b<script>c</script>", "other": "<p>a c", "two": ""}),
    ):
        for name, html in pages.items():
            (site / name).mkdir(parents=True)
            (site / name / "index.html").write_text(html)
    outcome = check.compare()
    assert not outcome.passed
    assert outcome.said.splitlines() == [
        "one/index.html is built by MkDocs only",
        "two/index.html is built by ProperDocs only",
        "other/index.html does not say the same under MkDocs and ProperDocs",
    ]


def test_claims_that_nothing_carries_are_noted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = "".join(
        f"S9-{number}: {{ topic: metric/reach, kind: rule, evidence: none, text: {{ en: A, fr: B }} }}\n"
        for number in range(7)
    )
    with (data / "claims.yml").open("a", encoding="utf-8") as file:
        file.write(claims)
    capsys.readouterr()
    check.check_data(data)
    notes = capsys.readouterr().out
    assert "note: 7 claims of data/claims.yml that no statement carries: " in notes
    assert "S9-0, S9-1, S9-2, S9-3, S9-4 and 2 more\n" in notes


def test_what_the_site_file_leaves_out_is_noted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check.check_data(data)
    assert "note: data/site.yml has no contact, so" in capsys.readouterr().out


def test_stale_schemas_and_a_stale_record_fail(data: Path) -> None:
    (data / "schema" / "metric.json").unlink()
    reach = data / "metrics" / "reach.yml"
    reach.write_text(reach.read_text("utf-8").replace("How many people", "How many persons"), "utf-8")
    with pytest.raises(check.Failure) as caught:
        check.check_data(data)
    assert str(caught.value).splitlines() == [
        "data/schema/metric.json is not what macros/model.py says: run make schema",
        "data/locales/en.json is out of date: run make locales",  # it is a reason of the adviser's
        "data/permalinks.yml does not know metric/reach#definition: run make permalinks",
    ]


def test_a_language_being_translated_makes_no_schema_stale(data: Path) -> None:
    site = data / "site.yml"
    draft = "  - { code: es, name: Español, locale: es, draft: true }\n\nlicences:"
    site.write_text(site.read_text("utf-8").replace("\nlicences:", draft, 1), "utf-8")
    assert schema.main([str(data)]) == 0
    check.check_data(data)
