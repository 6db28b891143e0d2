"""Read ``data/`` into a knowledge base, or say everything that is wrong with it.

Files (:mod:`files`) → values with positions (:mod:`reader`) → records (:mod:`macros.model`, whose
complaints :mod:`explain` puts into words) → what files say of each other (:mod:`checks`) →
:class:`KnowledgeBase`. Each step goes on after a problem as far as sense allows, so that one reading
reports them all.
"""

from macros.load.knowledge import KnowledgeBase, Place
from macros.load.loader import load
from macros.problems import DataError

__all__ = ["DataError", "KnowledgeBase", "Place", "load"]
