"""``make new KIND=objective ID=recruter``: start an entry with every key it needs, and what each is for.

The file is right but for its texts, which are left empty: a build says where each of them stands. What it
says of a key comes from the model, so that it cannot lag behind.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from macros import model as m
from macros.load import shapes
from macros.problems import nearest
from tools import knowledge

KINDS = [kind for kind in (*m.ENTRY_KINDS, *m.Concept.subkinds) if kind != "concept"] + ["concept"]
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
WIDTH = 100


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault of the program
    """The entry cannot be started; the message says why and what to do."""


@dataclass
class Skeleton:
    """The lines of a new entry."""

    data: Path
    id: str
    languages: list[str]
    site: dict[str, Any]
    choices: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, record: type[BaseModel], indent: str = "", name: str = "") -> Iterator[str]:
        """Yield the keys of a record: those it needs, then, as comments, those it may have.

        ``name`` is the record's own id.
        """
        needed, keys = shapes.required(record), shapes.fields(record)
        for key in sorted(needed, key=lambda key: key != "id"):
            if key in ("id", "anchor") and name:
                yield f"{indent}{key}: {name if key == 'id' else self._in_each(name)}"
            else:
                yield from self._key(key, keys[key], _says(record, key), indent)
        if issubclass(record, m.Statement):
            yield f"{indent}basis: own  # or, instead: sources: [ids of sources.yml, the strongest first]"
        for key in keys:
            if key not in (*needed, "sources", "basis", "claims"):
                yield _cut(f"{indent}# {key}: {_says(record, key) or _about(keys[key])}")

    def _key(self, key: str, shape: Any, says: str, indent: str) -> Iterator[str]:
        comment = f"  # {says}" if says else ""
        if (value := self._value(key, shape)) is not None:
            options = self._options(key, shape)
            hint = f"  # {says + '; ' if says else ''}one of: {', '.join(options)}" if options else comment
            yield _cut(f"{indent}{key}: {value}{hint}")
            return
        yield f"{indent}{key}:{comment}"
        yield from self._inside(key, shape, indent + "  ")

    def _inside(self, key: str, shape: Any, indent: str) -> Iterator[str]:
        """Yield what stands below a key."""
        bare = shapes.bare(shape)
        if shapes.is_text(shape):
            yield from (f'{indent}{code}: ""' for code in self.languages)
        elif shapes.is_record(bare):
            yield from self.lines(bare, indent)
        elif get_origin(bare) is list:
            item = shapes.bare(get_args(bare)[0])
            for number in range(_fewest(shape)):
                noun = shapes.record_name(item).partition(" ")[2]  # without its article
                name = f"{noun.replace(' ', '-')}-{number + 1}"
                first, *rest = self.lines(item, indent + "  ", name)
                yield f"{indent}- {first.lstrip()}"
                yield from rest
        else:
            named, inner = get_args(bare)
            for name in list(shapes.allowed(named)) or self._candidates(key) or ["name"]:
                yield from self._key(name, inner, "", indent)

    def _value(self, key: str, shape: Any) -> str | None:
        """Return what fits on the key's own line, None where lines below it are needed."""
        bare = shapes.bare(shape)
        if shapes.without_none(shape) == m.Slugs:
            return self._in_each(_stem(self.id))
        if choices := list(shapes.allowed(shape)):
            return choices[0]
        if key == "seconds":
            return "[15, 30]"
        if get_origin(bare) is list:
            item = get_args(bare)[0]
            if shapes.is_record(shapes.bare(item)):
                return None
            return f"[{', '.join(self._candidates(key)[: _fewest(shape)])}]"
        if bare is int:
            return "1"
        if bare is str:
            return (self._candidates(key) or ['""'])[0]
        return None

    def _candidates(self, key: str) -> list[str]:
        """Return the names to choose from for a key that refers to something."""
        if key not in self.choices:
            self.choices[key] = self._look_up(key)
        return self.choices[key]

    def _look_up(self, key: str) -> list[str]:
        roles = self.site.get("roles") or {}
        if key in ("format", "metrics"):
            return list(knowledge.ids(self.data, key.removesuffix("s")))
        if key == "touches":
            return list(knowledge.ids(self.data))
        if key == "statement":
            return [f"{self.id}#definition"]
        if key in ("levers", "buys"):
            return [name for name, role in roles.items() if role.get("lever")]
        if key == "placements":
            return list(knowledge.top(self.data, "placements.yml"))
        if key in ("ratio", "ratios"):
            return ['"16:9"']
        if key == "next":
            return ["outcome-1"]
        named = {"role": roles, "stages": self.site.get("stages"), "topic": self.site.get("topics")}
        return list(named.get(key) or {})

    def _options(self, key: str, shape: Any) -> list[str]:
        """Return what a key may hold, where the choice is short enough to show."""
        options = list(shapes.allowed(shape)) or self._candidates(key)
        return options if 1 < len(options) <= 12 else []

    def _in_each(self, word: str) -> str:
        return "{ " + ", ".join(f"{code}: {word}" for code in self.languages) + " }"


def _says(record: type[BaseModel], key: str) -> str:
    """Return what the model says of a key, on one line."""
    for name, info in record.model_fields.items():
        if key in (name, info.alias):
            return _one_line(info.description)
    return ""


def _about(shape: Any) -> str:
    """Return in a few words what an optional key takes."""
    bare = shapes.bare(shape)
    if shapes.is_text(shape):
        return "one text in each language"
    if get_origin(bare) is list:
        item = get_args(bare)[0]
        if shapes.is_record(shapes.bare(item)):
            return f"a list, each item {shapes.record_name(shapes.bare(item))}"
        return "a list of entries' ids" if item == m.EntryId else "a list of names"
    return shapes.record_name(bare) if shapes.is_record(bare) else "optional"


def _fewest(shape: Any) -> int:
    """Return how many items a list must have at least; 1 where it may be empty."""
    bounds = [int(getattr(part, "min_length", None) or 1) for part in _metadata(shape)]
    return max([1, *bounds])


def _metadata(shape: Any) -> Iterator[Any]:
    for part in getattr(shape, "__metadata__", ()):
        yield from getattr(part, "metadata", [part])


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 1].rstrip(" ,;") + "…"


def _stem(entry_id: str) -> str:
    return entry_id.split("/", 1)[1]


def check(data: Path, kind: str, name: str) -> tuple[str, Path]:
    """Return the id of the entry to start and its file. Raises Refused."""
    if kind not in KINDS:
        meant = nearest(kind, KINDS)
        raise Refused(
            f"{f'“{kind}” is no kind of entry.' if kind else 'Which kind of entry?'} "
            f"{f'Did you mean {meant}? ' if meant else ''}There are: {', '.join(KINDS)}.\n"
            "As in: make new KIND=objective ID=recruter"
        )
    name = name.removeprefix(f"{kind}/")
    if not SLUG.fullmatch(name):
        advice = f" Try: ID={_slug(name)}" if _slug(name) else f" As in: make new KIND={kind} ID=recruter"
        raise Refused(f"An id is made of lower-case ASCII letters, digits and single hyphens.{advice}")
    entry_id = f"{kind}/{name}"
    if existing := knowledge.ids(data).get(entry_id):
        raise Refused(f"{entry_id} exists: {_shown(data, existing)}")
    return entry_id, _free_file(data, entry_id)


def _free_file(data: Path, entry_id: str) -> Path:
    """Return the file of a new entry; concepts of two subkinds may bear the same name."""
    prefix, name = entry_id.split("/", 1)
    kind = m.kind_of(entry_id) or prefix
    path = data / f"{kind}s" / f"{name}.yml"
    if path.exists() and kind == m.Concept.kind:
        path = path.with_stem(f"{prefix}-{name}")
    if path.exists():
        raise Refused(f"{_shown(data, path)} exists, and holds another entry. Choose another id.")
    return path


def _slug(words: str) -> str:
    """Return the id that a name suggests: ``Été 2026`` → ``ete-2026``."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _shown(data: Path, path: Path) -> str:
    return f"{data.name}/{path.relative_to(data).as_posix()}"


def skeleton(data: Path, entry_id: str) -> str:
    """Return the text of a new entry's file."""
    kind = m.kind_of(entry_id)
    assert kind, "check() lets known kinds pass only"
    record = m.ENTRY_KINDS[kind]
    writer = Skeleton(data, entry_id, knowledge.languages(data).published, knowledge.top(data, "site.yml"))
    body: list[str] = []
    for line in writer.lines(record, name=entry_id):
        opens = line.endswith(":") or ":  #" in line
        if body and not line.startswith(" ") and (opens or body[-1].startswith(" ")):
            body.append("")
        body.append(line)
    about = (
        f"{_one_line(record.__doc__)} Fill in the texts: plain text, straight quotes, a blank line between "
        "paragraphs, [[id|words]] for a link. Lines that begin with # say what may be added."
    )
    head = [f"# yaml-language-server: $schema=../schema/{kind}.json", *_wrapped(about)]
    return "\n".join([*head, "", *body]) + "\n"


def _one_line(text: str | None) -> str:
    return " ".join((text or "").replace("``", "").split())


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")


def main(arguments: list[str] | None = None) -> int:
    """Write the file of a new entry."""
    parser = argparse.ArgumentParser(prog="make new", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="the knowledge base (default: data)")
    parser.add_argument("kind", nargs="?", default="", help=f"one of {', '.join(KINDS)}")
    parser.add_argument("id", nargs="?", default="", help="its name: lower-case letters, digits, hyphens")
    options = parser.parse_args(arguments)
    data = options.data.resolve()
    try:
        entry_id, path = check(data, options.kind, options.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(skeleton(data, entry_id), "utf-8")
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    print(f"{_shown(data, path)} is there. Fill in its texts; make serve shows what is still empty.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
