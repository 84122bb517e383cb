"""The local server: one port of loopback, ended with Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.case.child_process import tidied_on_sigterm
from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from starlette.types import ASGIApp


LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Place:
    """Where a server listens: an address of this machine, a port (0: a free one), and its TLS certificate and key."""

    host: str = LOOPBACK
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in (LOOPBACK, "localhost", "::1")

    def base(self, port: int) -> str:
        """The beginning of its addresses."""
        return f"{'https' if self.certificate else 'http'}://{self.named}:{port}"

    @property
    def named(self) -> str:
        """The address in the form of a URL."""
        return f"[{self.host}]" if ":" in self.host else self.host


def serve_local(
    make: Callable[[int], ASGIApp], token: str, *, port: int, started: Callable[[str], None]
) -> None:
    """Serve what `make` gives for the port, on 127.0.0.1, until interrupted; `started` gets the address with its token.

    Port 0: a free one. Raises Box31Error where the port is taken.
    """
    serve_at(make, Place(port=port), lambda base: started(f"{base}/{token}/"))


def serve_at(make: Callable[[int], ASGIApp], place: Place, started: Callable[[str], None]) -> None:
    """Serve what `make` gives for the port at `place`, until interrupted; `started` gets the beginning of the addresses.

    Raises Box31Error where the port is taken, the address is none of this machine's, or the certificate does not do.
    """
    import uvicorn

    try:
        family, _, _, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0]
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen()
    except OSError as error:
        raise Box31Error(
            f"port {place.port} of {place.host}: {error.strerror}; choose another with --port"
        ) from error
    port = sock.getsockname()[1]
    config = uvicorn.Config(
        make(port),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ssl_certfile=str(place.certificate) if place.certificate else None,
        ssl_keyfile=str(place.key) if place.key else None,
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError among them
        raise Box31Error(f"{place.certificate}: no certificate with its key: {error}") from error
    with tidied_on_sigterm():  # uvicorn raises again the signal that ended it
        started(place.base(port))
        uvicorn.Server(config).run(sockets=[sock])
