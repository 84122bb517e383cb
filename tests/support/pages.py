"""The pages of a case without a server: requests are given to the application itself."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.case.case import Case
from matcher.review.decisions import review_database
from matcher.web.application.case_app import CaseApp

TOKEN, PORT = "secret", 8000
PATIENCE = 60  # seconds for values that are worked out


@dataclass(frozen=True)
class Answer:
    """What a page answered."""

    status: int
    text: str
    headers: Mapping[str, str]
    body: bytes

    def links(self, beginning: str) -> list[str]:
        """The addresses of links below the token that begin so, entities resolved."""
        found = re.findall(rf'href="/{TOKEN}/({beginning}[^"]*)"', self.text)
        return [link.replace("&amp;", "&") for link in found]

    @property
    def total(self) -> int:
        """How many rows a listing says that it found."""
        found = re.search(r'id="total">([\d,]+)<', self.text)
        assert found, self.text[:2000]
        return int(found[1].replace(",", ""))


class Pages:
    """The application on one case."""

    def __init__(self, case: Case, reviewer: str = "") -> None:
        self.app = CaseApp(case, review_database(case), TOKEN, reviewer=reviewer)
        self.asgi = self.app.asgi(PORT)
        self.loop = asyncio.new_event_loop()  # one for all requests: commands that pages start go on in it

    def get(self, path: str) -> Answer:
        """A page below the token, once its values are there."""
        end = time.monotonic() + PATIENCE
        while (answer := self.ask("GET", path)).status == 202 and time.monotonic() < end:
            self.loop.run_until_complete(asyncio.sleep(0.02))
        return answer

    def post(
        self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded", **headers: str
    ) -> Answer:
        """A form of ours sent to a page."""
        named = {"content-type": kind, "content-length": str(len(body)), "origin": f"http://127.0.0.1:{PORT}"}
        return self.ask("POST", path, body, named | {k.replace("_", "-"): v for k, v in headers.items()})

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request."""
        return self.loop.run_until_complete(
            self._ask(method, path, body, {"host": f"127.0.0.1:{PORT}", **(headers or {})})
        )

    def ended(self, path: str) -> Answer:
        """The page of a command once it has ended."""
        end = time.monotonic() + PATIENCE
        while "data-again" in (answer := self.get(path)).text and time.monotonic() < end:
            self.loop.run_until_complete(asyncio.sleep(0.1))
        return answer

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(f"/{TOKEN}/{path}")
        sent: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            **{"type": "http", "method": method, "path": parts.path, "raw_path": parts.path.encode()},
            **{
                "query_string": parts.query.encode(),
                "root_path": "",
                "scheme": "http",
                "http_version": "1.1",
            },
            "server": ("127.0.0.1", PORT),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
        await self.asgi(scope, receive, send)
        start = next(message for message in sent if message["type"] == "http.response.start")
        content = b"".join(message.get("body", b"") for message in sent)
        named = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        return Answer(start["status"], content.decode("utf-8", "replace"), named, content)
