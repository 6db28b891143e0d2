"""Tell whether our texts repeat those of others: no run of eight words in common.

The texts of others are not kept: only hashes of their runs, in ``tests/wording/runs.txt``. To watch more of
them: ``python -m tools.wording FILE…``, which adds the runs of plain text files.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from macros.paths import ROOT

RUN = 8
"""Words in common beyond which a sentence is somebody else's."""
MOST_NUMBERS = 2
"""A run with more is the reference of a law or a date: anybody writes it so."""
KNOWN = ROOT / "tests" / "wording" / "runs.txt"
_BYTES = 6


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield (hash, words) of each run of eight words, without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("æ", "ae")).casefold()
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    for start in range(len(words) - RUN + 1):
        run = words[start : start + RUN]
        if sum(word.isdigit() for word in run) <= MOST_NUMBERS:
            yield blake2b(" ".join(run).encode(), digest_size=_BYTES).hexdigest(), " ".join(run)


def known() -> set[str]:
    """Return the hashes of the runs to keep away from."""
    return set(KNOWN.read_text("ascii").split()) if KNOWN.exists() else set()


def main(files: list[str]) -> int:
    """Add the runs of texts to those watched."""
    found = known()
    for file in files:
        found |= {hashed for hashed, _ in runs(Path(file).read_text("utf-8"))}
    KNOWN.parent.mkdir(parents=True, exist_ok=True)
    KNOWN.write_text("\n".join(sorted(found)) + "\n", "ascii")
    print(f"{len(found)} runs in {KNOWN.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
