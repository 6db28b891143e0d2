"""What goes wrong while publishing, in words for a person."""

from __future__ import annotations

from macros.errors import BuildError


class PublishError(BuildError):
    """The site could not be published; the message says why, for a person."""
