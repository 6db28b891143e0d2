"""The configurations of ``deploy/``: nginx runs on this machine and serves a built site as they say."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import yaml

from macros import policy
from macros.load import load
from macros.paths import ROOT
from macros.publish import headers
from macros.publish.compress import METHODS
from tests import hosts
from tools import nginx
from tools.bench import load as load_test
from tools.bench.shipped import free_port

Ask = Callable[..., HTTPResponse]


@pytest.fixture(scope="module")
def other_kb(other_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other knowledge base's site, with the compressed copies of its first pages."""
    site = tmp_path_factory.mktemp("hosted") / "site"
    shutil.copytree(other_site, site)
    for page in [*site.glob("*.html"), *site.glob("*/index.html")]:
        page.with_name(f"{page.name}.gz").write_bytes(METHODS[".gz"](page.read_bytes()))
    return site


@pytest.fixture(scope="module")
def ask(other_kb: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Return a function that asks nginx for a path."""
    if not nginx.find():
        pytest.skip("there is no nginx on this machine: deploy/nginx.conf is not tried")
    port = free_port()

    def get(path: str, **said: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in said.items()}
        )
        return connection.getresponse()

    with nginx.serving(other_kb, port, tmp_path_factory.mktemp("nginx")):
        yield get


def test_pages_come_with_the_policy_and_are_asked_for_again(ask: Ask) -> None:
    for path in ("/", "/es/", "/404.html", "/nowhere/"):
        found = ask(path)
        assert found.headers["Content-Security-Policy"] == f"{policy.of_pages()}; frame-ancestors 'none'"
        assert found.headers["Cache-Control"] == "no-cache"
        assert {name: found.headers[name] for name in headers.EVERYWHERE} == headers.EVERYWHERE
        assert found.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_page_that_has_not_changed_is_not_sent_again(ask: Ask) -> None:
    first = ask("/")
    assert (first.status, len(first.read()) > 1000) == (200, True)
    again = ask("/", If_None_Match=first.headers["ETag"])
    assert (again.status, again.read()) == (304, b"")


def test_assets_are_kept_for_ever(ask: Ask, other_kb: Path) -> None:
    for path in [*other_kb.glob("assets/*/site.css"), *other_kb.glob("assets/fonts-*/*.woff2")]:
        assert ask(f"/{path.relative_to(other_kb)}").headers["Cache-Control"] == headers.KEPT


def test_only_the_calculators_worker_may_compile(ask: Ask, other_kb: Path) -> None:
    scripts = [path.relative_to(other_kb).as_posix() for path in other_kb.glob("assets/*/js/**/*.js")]
    said = {path: ask(f"/{path}").headers["Content-Security-Policy"] for path in scripts}
    allowed = [path for path, policies in said.items() if "wasm-unsafe-eval" in policies]
    assert [path.partition("/js/")[2] for path in allowed] == ["calculator/worker.js"]
    assert said[allowed[0]] == policy.of_worker()


def test_compressed_copies_are_sent_to_whom_takes_them(ask: Ask) -> None:
    plain, packed = ask("/"), ask("/", Accept_Encoding="gzip")
    assert plain.headers["Content-Encoding"] is None
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.read()) == plain.read()


def test_every_kind_of_file_has_its_type(ask: Ask, other_kb: Path) -> None:
    kinds = {path.suffix: path for path in other_kb.rglob("*") if path.is_file() and path.suffix}
    for suffix, path in kinds.items():
        if suffix in (".br", ".gz") or path.name.startswith(("_headers", ".cadrage")):
            continue
        kind = ask(f"/{path.relative_to(other_kb).as_posix()}").headers["Content-Type"]
        assert kind and kind != "application/octet-stream", path
    for module in other_kb.rglob("*.mjs"):
        assert ask(f"/{module.relative_to(other_kb)}").headers["Content-Type"].startswith("text/javascript")


def test_a_missing_page_is_told_in_the_language_it_is_in(ask: Ask, other_kb: Path) -> None:
    for prefix in ("", "es/"):
        found = ask(f"/{prefix}nowhere/")
        assert (found.status, found.read()) == (404, (other_kb / prefix / "404.html").read_bytes())


def test_an_address_without_its_last_slash_leads_on(ask: Ask) -> None:
    found = ask("/es")
    assert (found.status, found.headers["Location"]) == (301, "/es/")


@pytest.mark.parametrize("path", ["/_headers", "/_headers.nginx", "/.cadrage", "/../", "/%2e%2e/etc/passwd"])
def test_what_is_not_for_readers_is_not_served(ask: Ask, path: str) -> None:
    assert ask(path).status in (400, 404)


def test_the_workflow_builds_for_the_address_it_publishes_at() -> None:
    text = (ROOT / "deploy" / "github-pages.yml").read_text("utf-8")
    (job,) = yaml.safe_load(text)["jobs"].values()
    (build,) = (step["run"] for step in job["steps"] if "run" in step)
    assert re.fullmatch(r'make site SITE_URL="\$\{\{ steps\.(\w+)\.outputs\.base_url \}\}/"', build)
    (package,) = (
        step["with"]["path"] for step in job["steps"] if "upload-pages-artifact" in step.get("uses", "")
    )
    assert package == "site"


def test_hosts_that_read_a_file_of_headers_are_told_the_same(other_kb: Path) -> None:
    """No rule sends the pages' policy with the worker: hosts add up what all rules say."""
    kb = load(ROOT / "tests" / "other_kb")
    rules = dict(hosts.rules(other_kb))
    assert rules["/*"] == headers.EVERYWHERE
    with_policy = {place for place, said in rules.items() if "Content-Security-Policy" in said}
    (worker,) = (place for place in with_policy if place.endswith("calculator/worker.js"))
    assert rules[worker]["Content-Security-Policy"] == policy.of_worker()
    assert not any(worker.startswith(place.rstrip("*")) for place in with_policy - {worker, "/"})
    keeper = rules["/service-worker.js"]
    assert keeper["Content-Security-Policy"] == policy.of_service_worker()
    assert keeper["Cache-Control"] == headers.ASKED_AGAIN
    tops = {path.name for path in other_kb.iterdir() if path.is_dir()} - {"assets"}
    assert {f"/{top}/*" for top in tops} <= with_policy
    assert kb.languages[1] in tops


WRK = """\
  Latency Distribution
     50%  610.00us
     99%    1.20s
  88 requests in 1.00s, 1.00MB read
  Socket errors: connect 1, read 2, write 0, timeout 4
  Non-2xx or 3xx responses: 8
Requests/sec:     88.50
"""


def test_what_the_load_test_prints_is_read() -> None:
    assert load_test.read(WRK) == load_test.Load(rate=88.5, p99=1200, errors=15)
    well = WRK.replace("1.20s", "950.00us").replace(
        "  Socket errors: connect 1, read 2, write 0, timeout 4\n", ""
    )
    assert load_test.read(well).p99 == pytest.approx(0.95)
    assert load_test.read(well).errors == 8
