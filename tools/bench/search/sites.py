"""The sites that are searched: ours, ours with many more entries, and our pages under other searches."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from macros.build import prepare
from macros.publish import search
from tools.bench import plain
from tools.bench.measure import CommandFailed, run
from tools.bench.synthetic import Writer

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def home(site: Path, lang: str) -> str:
    """Return where a language begins, from the site's root."""
    page = next(path for path in (site / "index.html", site / lang / "index.html") if _is_in(path, lang))
    return page.parent.relative_to(site).as_posix().removeprefix(".") + ("/" if page.parent != site else "")


def _is_in(page: Path, lang: str) -> bool:
    return page.is_file() and f'<html lang="{lang}' in page.read_text("utf-8")[:2000]


def large(site: Path, at: str, entries: int, target: Path) -> Path:
    """Return a site whose home page searches many entries: the shipped one's pages, another index."""
    shutil.rmtree(target, ignore_errors=True)
    data = target.with_name(f"data-{entries}")
    Writer(data, ROOT / "data", entries).write()
    shutil.copytree(site / "assets", target / "assets")
    (target / at).mkdir(parents=True, exist_ok=True)
    shutil.copy(site / at / "index.html", target / at)
    edition = next(iter(prepare(data).editions.values()))
    search.write_one(edition, target / at)
    return target


def plain_sites(docs: Path, work: Path) -> dict[str, Path]:
    """Build the same Markdown with Material as it comes; return the folder of each language."""
    work.mkdir(parents=True, exist_ok=True)
    configs = {folder.name: plain.settings(folder, work) for folder in sorted(docs.iterdir())}
    run([plain.command("mkdocs", config) for config in configs.values()], work, plain.environment())
    return {lang: plain.site("mkdocs", config) for lang, config in configs.items()}


def index_with_pagefind(site: Path, target: Path) -> None:
    """Index the site's pages into ``target``. Raises CommandFailed."""
    command = [sys.executable, "-m", "pagefind_bin", "--site", str(site), "--output-path", str(target)]
    outcome = subprocess.run(command, capture_output=True, text=True)
    if outcome.returncode:
        raise CommandFailed(f"{' '.join(command)}\n{outcome.stdout}{outcome.stderr}")
