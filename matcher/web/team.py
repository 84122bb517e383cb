"""`box31 review serve` for several reviewers: each has a link of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from matcher.web.app import ReviewApp
from matcher.web.guard import new_token
from matcher.web.server import Place, serve_at

if TYPE_CHECKING:
    from sqlite_utils import Database
    from starlette.types import ASGIApp, Receive, Scope, Send

    from crawler.case.case import Case


class Team:
    """ASGI: each reviewer's pages under the token of their own link."""

    def __init__(self, apps: Mapping[str, ASGIApp]) -> None:
        self.apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = scope.get("path", "").lstrip("/").split("/", 1)[0]
        app = self.apps.get(token) or next(iter(self.apps.values()))  # its guard refuses a wrong token
        await app(scope, receive, send)


def serve_team(
    case: Case,
    db: Database,
    names: Sequence[str],
    place: Place,
    *,
    blind: bool,
    started: Callable[[dict[str, str]], None],
) -> None:
    """Serve until interrupted; `started` gets each reviewer's address, which holds a token of their own."""
    tokens = {name: new_token() for name in names}

    def make(port: int) -> Team:
        return Team(
            {
                token: ReviewApp(case, db, name, token, blind=blind).asgi(port, place.named)
                for name, token in tokens.items()
            }
        )

    def begun(base: str) -> None:
        started({name: f"{base}/{token}/" for name, token in tokens.items()})

    serve_at(make, place, begun)
