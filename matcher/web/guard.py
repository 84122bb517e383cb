"""Who may talk to the review server: only this machine's browser, with this start's token.

A page of any site the reviewer has open can send requests to loopback. So the token is part of every address, the
Host must be ours (else a name that resolves to 127.0.0.1 would do), a form must come from our own page, and the
answers forbid scripts, pictures and frames from anywhere else, whatever the scraped text holds.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_FORM_BYTES = 64 * 1024

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware: refuses what is not from our own pages, and adds the headers above to every answer."""

    def __init__(
        self, app: ASGIApp, token: str, port: int, larger: Mapping[str, int] | None = None, host: str = ""
    ) -> None:
        """`larger`: how many bytes a form to each of these paths below the token may have; `host`: another address than
        this machine's own under which the pages are opened."""
        self.app, self.token, self.larger = app, token, larger or {}
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}", *([f"{host}:{port}"] if host else [])}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in own),
                ]
            await send(message)

        problem = self._problem(scope)
        app = PlainTextResponse(problem, status_code=403) if problem else self.app
        await app(scope, receive, send_guarded)

    def _problem(self, scope: Scope) -> str:
        headers: dict[str, str] = {}
        for name, value in scope["headers"]:
            headers[name.decode("latin-1")] = value.decode("latin-1")
        if headers.get("host", "") not in self.hosts:
            return "wrong Host: open the address that box31 printed"
        given = scope["path"].lstrip("/").split("/", 1)[0]
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            return "wrong token: open the address that box31 printed"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return "no such method"
        if scope["method"] == "POST":
            origin = headers.get("origin", "")
            if origin and origin.removeprefix("http://").removeprefix("https://") not in self.hosts:
                return "a form from another site"
            if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
                return "a form from another site"
            length = headers.get("content-length", "")
            most = self.larger.get(scope["path"].removeprefix(f"/{self.token}/"), MAX_FORM_BYTES)
            if length and not (length.isdecimal() and int(length) <= most):
                return "too long a form"
        return ""


def new_token() -> str:
    """A token of one start of the server: 192 random bits, fit for an address."""
    return secrets.token_urlsafe(24)


def form_token(token: str) -> str:
    """The token that our forms carry; no address contains it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()
