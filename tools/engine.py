"""Copy the search's engine from its npm package: ``docs/assets/js/search`` holds it as it is there.

The copy is committed, so that a site can be built without Node.js; a test compares the two. Run it
(``make engine``) after ``make lock UPGRADE=1`` has taken a newer one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

PACKAGE = Path("node_modules/minisearch")
TARGET = Path("docs/assets/js/search")
COPIES = {"dist/es/SearchableMap.js": "searchablemap.js", "LICENSE.txt": "MIT-minisearch.txt"}
"""file of the package → file beside ours"""


def main(root: Path) -> None:
    """Write the copies below ``root``."""
    for source, target in COPIES.items():
        shutil.copyfile(root / PACKAGE / source, root / TARGET / target)


if __name__ == "__main__":
    main(Path(__file__).resolve().parent.parent)
