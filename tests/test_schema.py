"""The JSON Schemas for editors: fresh, true to the loader, and bound to every file."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from macros import schema
from macros.load.languages import Languages
from macros.load.reader import read_file
from macros.model import FOLDERS

PROJECT = Path(__file__).parent.parent
DATA = PROJECT / "data"
BAD_DATA = PROJECT / "tests" / "bad_data"
BASE = BAD_DATA / "base"
SCHEMAS = schema.schemas(Languages(["en", "fr"], []))


def data_files(root: Path) -> list[str]:
    folders = [*FOLDERS, "interface", "benchmarks"]
    found = [path for folder in folders for path in root.glob(f"{folder}/*.yml")]
    top = [root / f"{name}.yml" for name in ("site", "sources", "placements", "claims", "redirects")]
    return sorted(path.relative_to(root).as_posix() for path in [*found, *top] if path.is_file())


def plain(value: Any) -> Any:
    """As an editor sees it: numbers are numbers."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value


def test_the_schemas_on_disk_are_fresh() -> None:
    """When this fails: ``python -m macros.schema`` writes them anew."""
    fresh = schema.written(schema.languages_of(DATA))
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (DATA / "schema").glob("*.json")}
    assert on_disk == fresh, f"The schemas are not those of the model. Write them: {schema.COMMAND}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_json_schema(name: str) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("relative", data_files(BASE))
def test_what_the_loader_accepts_fits(relative: str) -> None:
    value = plain(read_file(BASE / relative, relative).value)
    jsonschema.Draft7Validator(SCHEMAS[schema.schema_of(relative)]).validate(value)


@pytest.mark.parametrize(
    "mistake",
    [
        "key_unknown", "key_missing", "language_missing", "language_unknown", "value_not_in_list",
        "value_tone", "slug_bad", "id_bad", "date_bad", "url_bad", "ratio_bad", "list_empty",
        "list_too_long", "text_blank",
        "type_text_for_list", "type_number_for_text", "type_not_true_or_false", "statement_without_source",
        "contact_script", "contact_words", "publisher_script", "repository_script", "licence_script",
        "source_id_bad", "interface_level_missing",
    ],
)  # fmt: skip
def test_what_the_loader_refuses_of_one_file_is_seen_while_typing(mistake: str, tmp_path: Path) -> None:
    case = yaml.safe_load((BAD_DATA / f"{mistake}.yml").read_text(encoding="utf-8"))
    (change,) = case["changes"]
    path = tmp_path / "changed.yml"
    text = (BASE / change["file"]).read_text(encoding="utf-8")
    path.write_text(text.replace(change["find"], change["put"], 1), encoding="utf-8")
    value = plain(read_file(path, "changed.yml").value)
    assert not jsonschema.Draft7Validator(SCHEMAS[schema.schema_of(change["file"])]).is_valid(value)


@pytest.mark.parametrize("root", [DATA, BASE], ids=["data", "base"])
def test_every_file_is_bound_to_its_schema(root: Path) -> None:
    for relative in data_files(root):
        first = (root / relative).read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == schema.binding(relative), f"The first line of {relative} binds no schema."


def test_the_command_writes_and_cleans(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("languages: [{code: es}]", encoding="utf-8")
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "gone.json").write_text("{}", encoding="utf-8")
    assert schema.main([str(tmp_path)]) == 0
    assert not (tmp_path / "schema" / "gone.json").exists()
    text = json.loads((tmp_path / "schema" / "metric.json").read_text(encoding="utf-8"))
    assert text["definitions"]["Text"]["required"] == ["es"]


def test_the_command_without_languages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "site.yml").write_text("name: x", encoding="utf-8")
    assert schema.main([str(tmp_path)]) == 1
    assert "names no language" in capsys.readouterr().err
