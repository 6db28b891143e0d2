"""In place of ``_colorize``: no colours in the text of a failure, and no classes for themes of them."""

from types import SimpleNamespace
from typing import Any


class Plain:
    """The colours of a kind of text: none, whatever it is."""

    def __getattr__(self, name: str) -> str:
        return ""


def can_colorize(**asked: Any) -> bool:
    """Say no."""
    return False


def get_theme(**asked: Any) -> SimpleNamespace:
    """Return a theme of no colours, for what traceback writes."""
    return SimpleNamespace(traceback=Plain())
