"""The local server: one port of loopback, ended with Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def serve_local(
    make: Callable[[int], ASGIApp], token: str, *, port: int, started: Callable[[str], None]
) -> None:
    """Serve what `make` gives for the port, on 127.0.0.1, until interrupted; `started` gets the address with its token.

    Port 0: a free one. Raises Box31Error where the port is taken.
    """
    import uvicorn

    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("127.0.0.1", port))
        sock.listen()
    except OSError as error:
        raise Box31Error(f"port {port} of 127.0.0.1: {error.strerror}; choose another with --port") from error
    port = sock.getsockname()[1]
    config = uvicorn.Config(
        make(port), log_level="warning", access_log=False, server_header=False, lifespan="off"
    )
    started(f"http://127.0.0.1:{port}/{token}/")
    uvicorn.Server(config).run(sockets=[sock])
