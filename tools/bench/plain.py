"""Material as it comes, on our Markdown: its search included, our templates and hooks left out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent


def settings(docs: Path, work: Path) -> Path:
    """Write the settings for the pages of a language, with section indexes only in the navigation."""
    sections = ["index.md", *sorted(path.relative_to(docs).as_posix() for path in docs.glob("*/index.md"))]
    config = {
        "site_name": "plain",
        "docs_dir": str(docs),
        "theme": {"name": "material", "language": docs.name, "font": False},
        "plugins": [{"search": {"lang": docs.name}}],
        "nav": sections,
        "markdown_extensions": _ours().get("markdown_extensions", []),
        "validation": {"nav": {"omitted_files": "ignore"}, "links": {"unrecognized_links": "ignore"}},
    }
    path = work / f"plain-{docs.name}.yml"
    path.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    return path


def _ours() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    return found


def command(engine: str, config: Path) -> list[str]:
    """Return what builds a site with these settings."""
    options = ["--quiet", "--config-file", str(config), "--site-dir", str(site(engine, config))]
    return [sys.executable, "-m", engine, "build", *options]


def site(engine: str, config: Path) -> Path:
    """Return the folder into which that builds."""
    return config.with_suffix("") / engine


def environment() -> dict[str, str]:
    """Return the environment in which engines are run."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
