"""What keeps a site from being built, in words for a person. (Mistakes in ``data/`` are ``DataError``.)"""

from __future__ import annotations


class BuildError(Exception):
    """The site could not be built; the message says why, for a person."""
