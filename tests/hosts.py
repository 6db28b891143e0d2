"""What a host sends that reads ``_headers``, as Netlify and Cloudflare Pages do."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatchcase
from pathlib import Path

from macros.serve.static import HeadersOf

Rules = list[tuple[str, dict[str, str]]]


def rules(site: Path) -> Rules:
    """Return (pattern, headers) of each rule, in order."""
    found: Rules = []
    for line in (site / "_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            found.append((line, {}))
        elif line.strip():
            name, _, value = line.strip().partition(": ")
            found[-1][1][name] = value
    return found


def told(site: Path) -> HeadersOf:
    """Return a function that says what such a host sends with a path; of several rules, all they say."""
    known = rules(site)

    def headers(path: str) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        for pattern, said in known:
            if fnmatchcase(path, pattern):
                for name, value in said.items():
                    found[name].append(value)
        return {name: ", ".join(values) for name, values in found.items()}

    return headers
