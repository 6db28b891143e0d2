"""The site's colours, read from its own style sheet: what is no page shows them too."""

from __future__ import annotations

import re


def light(style_sheet: str) -> dict[str, str]:
    """Return the colours of the light theme, by their names in ``tokens.css`` without the dashes."""
    first = re.search(r":root \{([^}]*)\}", style_sheet)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", first[1])) if first else {}
