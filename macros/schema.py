"""Write the model as JSON Schemas, so that editors complete, explain and check while one types.

``python -m macros.schema [data]`` writes ``data/schema/<name>.json``; the first line of a data file
binds it: ``# yaml-language-server: $schema=../schema/objective.json``. The schemas know the languages
of the site and the model; what needs other files (does this id exist?) is for the loader.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from macros import model as m
from macros.load import shapes
from macros.load.files import OTHER_FOLDERS, TOP_FILES
from macros.load.languages import Languages, declared
from macros.load.reader import read_file

Schema = dict[str, Any]

COMMAND = "python -m macros.schema"
DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that editors of YAML know best."""

SOURCES_OR_OWN: list[Schema] = [
    {"required": ["sources"], "properties": {"sources": {"minItems": 1}}},
    {"required": ["basis"], "properties": {"basis": {"const": m.Basis.OWN.value}}},
]
"""A statement names its sources or is the editors' own."""


def schemas(languages: Languages) -> dict[str, Schema]:
    """Every schema by name: ``{"objective": {…}, "sources": {…}}``."""
    return {name: _Writer(languages).document(name, shape) for name, shape in _documents()}


def written(languages: Languages) -> dict[str, str]:
    """The text of every file of ``schema/``."""
    return {
        f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas(languages).items()
    }


def schema_of(relative: str) -> str:
    """The name of the schema for a file of ``data/``: "objectives/awareness.yml" → "objective"."""
    folder, slash, _ = relative.partition("/")
    if not slash:
        return folder.removesuffix(".yml")
    return m.FOLDERS.get(folder, folder)


def binding(relative: str) -> str:
    """The first line of a file of ``data/``, by which editors find its schema."""
    up = "../" * relative.count("/")
    return f"# yaml-language-server: $schema={up}schema/{schema_of(relative)}.json"


def languages_of(root: Path) -> Languages:
    """The languages that ``site.yml`` declares, even where the rest of it is not right."""
    return declared(read_file(root / "site.yml", f"{root.name}/site.yml").value)


def _documents() -> Iterator[tuple[str, shapes.Shape]]:
    for file, shape in TOP_FILES.items():
        yield file.removesuffix(".yml"), shape
    yield from OTHER_FOLDERS.items()
    yield from m.ENTRY_KINDS.items()


class _Writer:
    """One schema document, with its shared parts below ``definitions``."""

    def __init__(self, languages: Languages) -> None:
        self.languages = languages
        self.definitions: dict[str, Schema] = {}

    def document(self, name: str, shape: shapes.Shape) -> Schema:
        body = self._record(shape) if shapes.is_record(shape) else self.of(shape)
        self.definitions.pop(shape.__name__ if shapes.is_record(shape) else "", None)
        return {
            "$schema": DIALECT,
            "title": name,
            **body,
            "definitions": dict(sorted(self.definitions.items())),
        }

    def of(self, shape: shapes.Shape) -> Schema:
        """The schema of whatever the model allows at one place."""
        inner = shapes.without_none(shape)
        if inner is not shape:
            return self.of(inner)
        for name in ("Text", "WordList", "Slugs"):
            if shape == getattr(m, name):
                return self._shared(name, self._per_language(shape))
        if shape == m.Number:
            return {"type": ["number", "string"], "pattern": r"^[-+]?[0-9]+(\.[0-9]+)?$"}
        if shape == m.Words:
            return {"type": "string", "pattern": r"\S", **_constraints(get_args(shape)[1:], "string")}
        if shapes.origin(shape) is Annotated:
            inner = self.of(get_args(shape)[0])
            return inner | _constraints(get_args(shape)[1:], inner.get("type"))
        if choices := list(shapes.allowed(shape)):
            return self._choices(shape, choices)
        if shapes.is_record(shape):
            if shape.__name__ not in self.definitions:
                self.definitions[shape.__name__] = {}
                self.definitions[shape.__name__] = self._record(shape)
            return {"$ref": f"#/definitions/{shape.__name__}"}
        return self._container(shape)

    def _container(self, shape: shapes.Shape) -> Schema:
        arguments = get_args(shape)
        if shapes.origin(shape) is list:
            item = self.of(arguments[0])
            return {
                "type": "array",
                "items": {"anyOf": [item, {"type": "null"}]} if shapes.may_be_none(arguments[0]) else item,
            }
        if shapes.origin(shape) is dict:
            keys = {key: part for key, part in self.of(arguments[0]).items() if key in ("pattern", "enum")}
            each = list(shapes.allowed(arguments[0]))  # one word for each value of an enumeration
            return {
                "type": "object",
                **({"propertyNames": keys} if keys else {}),
                **({"required": each} if each else {}),
                "additionalProperties": self.of(arguments[1]),
            }
        return {"type": {str: "string", bool: "boolean", int: "integer"}[shape]}

    def _choices(self, shape: shapes.Shape, choices: list[str]) -> Schema:
        values: list[Any] = list(get_args(shape)) or choices
        described = _described(shape.__doc__) if isinstance(shape, type) else {}
        return {**described, "enum": values}

    def _per_language(self, shape: shapes.Shape) -> Schema:
        value = self.of(shapes.inside(shape, "any"))
        return {
            "type": "object",
            "properties": dict.fromkeys((*self.languages.published, *self.languages.drafts), value),
            "required": self.languages.published,
            "additionalProperties": False,
        }

    def _record(self, record: type[BaseModel]) -> Schema:
        properties = {}
        for key, shape in shapes.fields(record).items():
            properties[key] = self.of(shape) | _described(_field(record, key).description)
        rests_on_something = {"anyOf": SOURCES_OR_OWN} if issubclass(record, m.Statement) else {}
        return {
            **_described(record.__doc__),
            "type": "object",
            "properties": properties,
            "required": shapes.required(record),
            "additionalProperties": False,
            **rests_on_something,
        }

    def _shared(self, name: str, schema: Schema) -> Schema:
        self.definitions.setdefault(name, schema)
        return {"$ref": f"#/definitions/{name}"}


def _field(record: type[BaseModel], key: str) -> FieldInfo:
    return next(info for name, info in record.model_fields.items() if key in (name, info.alias))


def _described(text: str | None) -> Schema:
    if not text:
        return {}
    return {"description": " ".join(inspect.cleandoc(text).replace("``", "`").split())}


def _constraints(annotations: tuple[Any, ...], kind: str | None) -> Schema:
    """What annotations of the model mean in JSON Schema."""
    found: Schema = {}
    noun = "Length" if kind == "string" else "Items"
    for annotation in annotations:
        if isinstance(annotation, m.Pattern):
            found["pattern"] = f"^(?:{annotation.expression})$"
        for limit in annotation.metadata if isinstance(annotation, FieldInfo) else ():
            if isinstance(limit, annotated_types.MinLen):
                found[f"min{noun}"] = limit.min_length
            if isinstance(limit, annotated_types.MaxLen):
                found[f"max{noun}"] = limit.max_length
    return found


def main(arguments: list[str]) -> int:
    """Write the schemas of a knowledge base; files of schemas that are gone are removed."""
    root = Path(arguments[0] if arguments else "data")
    if not (languages := languages_of(root)).published:
        print(f"{root}/site.yml names no language; write its key languages first.", file=sys.stderr)
        return 1
    folder = root / "schema"
    folder.mkdir(exist_ok=True)
    files = written(languages)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
