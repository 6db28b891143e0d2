"""Check the spelling of every text, in each language, with cspell and its dictionaries.

What no dictionary knows and the trade does stands in ``data/words/<lang>.txt``, one word a line; the names of
publishers are known already.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from macros.paths import DATA, ROOT, WORK
from tools import knowledge
from tools.node import node
from tools.prose import Prose, texts

CSPELL = ROOT / "node_modules" / "cspell" / "bin.mjs"
LOCALES = {"en": "en,en-GB", "fr": "fr,fr-FR,fr-90"}
"""Language → the names its dictionaries go by; another needs its package in package.json, and a line here."""
IMPORTS = [ROOT / "node_modules" / "@cspell" / "dict-fr-fr" / "cspell-ext.json"]
_ELISION = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_FOUND = re.compile(r":(\d+):\d+ - (?:Unknown|Forbidden) word \((.+?)\)")


def check(data: Path, work: Path) -> list[str]:
    """Return one line for each word that no dictionary knows, with its place."""
    work.mkdir(parents=True, exist_ok=True)
    _write_names(data, work)
    found: list[str] = []
    for lang, listed in _by_language(data).items():
        if lang not in LOCALES:
            print(f"note: there is no dictionary for “{lang}”: its spelling was not checked")
            continue
        text = work / f"{lang}.txt"
        text.write_text("\n".join(_one_line(prose.text) for prose in listed), "utf-8")
        for number, word in _unknown(text, _config(data, lang, work)):
            found.append(f"{listed[number]}: “{word}” is in no dictionary ({lang})")
    return list(dict.fromkeys(found))


def _by_language(data: Path) -> dict[str, list[Prose]]:
    found: dict[str, list[Prose]] = {}
    for prose in texts(data):
        found.setdefault(prose.lang, []).append(prose)
    return found


def _one_line(text: str) -> str:
    """A text as it is checked; elisions come apart, as the dictionaries hold words without them."""
    return _ELISION.sub(r"\1 ", " ".join(text.split()))


def _write_names(data: Path, work: Path) -> None:
    """Write the names of publishers and measurers as words."""
    names = " ".join(
        str(source.get("publisher", "")) for source in knowledge.top(data, "sources.yml").values()
    )
    (work / "names.txt").write_text("\n".join(sorted(set(re.findall(r"\w+", names)))), "utf-8")


def _config(data: Path, lang: str, work: Path) -> Path:
    """Write the settings of one language."""
    own = data / "words" / f"{lang}.txt"
    lists = [("names", work / "names.txt"), *([("trade", own)] if own.exists() else [])]
    settings = {
        "version": "0.2",
        "language": LOCALES[lang],
        "import": [str(path) for path in IMPORTS],
        "dictionaryDefinitions": [{"name": name, "path": str(path)} for name, path in lists],
        "dictionaries": [name for name, _ in lists],
        "caseSensitive": False,
        "minWordLength": 3,
    }
    path = work / f"cspell-{lang}.json"
    path.write_text(json.dumps(settings, indent=1), "utf-8")
    return path


def _unknown(text: Path, config: Path) -> Iterator[tuple[int, str]]:
    """Yield (number of the text, word) as cspell finds them."""
    command = [*node(), str(CSPELL), "--no-progress", "--no-summary", "--no-color", "--config", str(config)]
    outcome = subprocess.run([*command, str(text)], capture_output=True, text=True, cwd=config.parent)
    if outcome.returncode not in (0, 1):
        raise SystemExit(f"cspell failed:\n{outcome.stderr.strip()}")
    for line in outcome.stdout.splitlines():
        if found := _FOUND.search(line):
            yield int(found[1]) - 1, found[2]


def main(arguments: list[str] | None = None) -> int:
    """Print every word that no dictionary knows."""
    parser = argparse.ArgumentParser(prog="python -m tools.spelling", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the knowledge base (default: data)")
    options = parser.parse_args(arguments)
    found = check(options.data.resolve(), WORK / "spelling")
    print("\n".join(found))
    if found:
        print(f"\nMend the word, or add it to {options.data.name}/words/<language>.txt.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
