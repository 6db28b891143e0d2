"""A pytest plugin for runs against mutants, of which there are thousands.

mutmut names the tests of a mutant one by one, in any order; looking up a thousand names takes pytest longer
than the tests do. Their files are read instead, and the tests among them are run in the order written, the
properties last. A property that fails is not made simpler, and nothing is kept for the next run.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings

LAST = "properties"
_named: set[str] = set()

settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None)
settings.load_profile("mutants")


def pytest_configure(config: pytest.Config) -> None:
    """Collect files in place of the tests named."""
    _named.clear()
    _named.update(config.args)
    config.args[:] = sorted(
        {name.partition("::")[0] for name in _named}, key=lambda name: (LAST in name, name)
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests named, and all those of a file named."""
    items[:] = [item for item in items if {item.nodeid, item.nodeid.partition("::")[0]} & _named]
