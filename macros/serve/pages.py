"""Serve the site being written: the built pages, with the script that keeps them fresh."""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from macros.serve.state import News, State
from macros.serve.static import TYPES, Answer, Handler

SCRIPT = Path(__file__).parent / "livereload.js"
SCRIPT_ADDRESS = "/livereload.js"
NEWS_ADDRESS = "/livereload"
PATIENCE = 20.0
"""Seconds after which a page is told that nothing has changed."""

WAITING = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Building</title>
<p>The site is being built; it will show here in a moment.</p></html>
"""


class PageHandler(Handler):
    """Serves ``state.folder`` as a static host would, live."""

    state: State

    def answer(self) -> Answer:
        address = urlsplit(self.path)
        if address.path == SCRIPT_ADDRESS:
            return Answer(HTTPStatus.OK, SCRIPT.read_bytes(), TYPES[".js"])
        if address.path == NEWS_ADDRESS:
            return self._news({name: values[0] for name, values in parse_qs(address.query).items()})
        answer = self.state.find(self.path)
        if answer is None:
            return self._alive(Answer(HTTPStatus.SERVICE_UNAVAILABLE, WAITING, TYPES[".html"]), b"")
        return self._alive(answer, answer.body)

    def _news(self, query: dict[str, str]) -> Answer:
        news = self.state.wait(query.get("page", "/"), query.get("token", ""), PATIENCE)
        return Answer(HTTPStatus.OK, json.dumps(_as_json(news)).encode(), TYPES[".json"])

    def _alive(self, answer: Answer, known: bytes) -> Answer:
        """Add the script to a page, with the token of what it shows. The built files stay as they are."""
        if not answer.type.startswith("text/html"):
            return answer
        news = self.state.news(known)
        # The page is told of problems when it first asks, not here: its token knows of none.
        token = News(news.page, news.structure, None).token
        script = f'<script src="{SCRIPT_ADDRESS}" data-token="{token}" defer></script>'.encode()
        before, end, after = answer.body.rpartition(b"</body>")
        body = before + script + end + after if end else answer.body + script
        return Answer(answer.status, body, answer.type, answer.location)


def _as_json(news: News) -> dict[str, str | None]:
    return {"token": news.token, "structure": news.structure, "page": news.page, "problems": news.problems}
