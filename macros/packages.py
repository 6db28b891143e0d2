"""What an installed package says of its licence."""

from __future__ import annotations

import re
from importlib.metadata import PackageMetadata


def expression(about: PackageMetadata) -> str:
    """Return the licence that a package's metadata gives as an SPDX expression, "" where it does not."""
    return "".join(_all(about, "License-Expression"))


def licence(about: PackageMetadata) -> str:
    """Return the licence that a package's metadata names in whatever way, "" where it names none."""
    classifiers = [line for line in _all(about, "Classifier") if re.match(r"License ::.*::", line)]
    said = "".join(_all(about, "License")).strip().partition("\n")[0]  # some hold the whole text
    named = ", ".join(line.rpartition(" :: ")[2] for line in classifiers)
    return expression(about) or named or said


def _all(about: PackageMetadata, key: str) -> list[str]:
    return about.get_all(key) or []
