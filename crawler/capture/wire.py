"""A tap on aiohttp's connections: every byte sent and received goes to the exchange it belongs to."""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, cast

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import BadHttpMessage
from aiohttp.http_parser import RawResponseMessage
from aiohttp.streams import StreamReader

from crawler.capture.addresses import AddressGuard, GuardedResolver
from crawler.capture.exchange import Exchange, Tls, is_informational

MAX_INFORMATIONAL = 100  # 1xx responses before the final one; ordinary servers send one or two
current_exchange: ContextVar[Exchange | None] = ContextVar("current_exchange", default=None)


class TappedTransport:
    """A transport that notes what is written to it; all else is the transport's own."""

    def __init__(self, transport: asyncio.Transport, protocol: TappedProtocol) -> None:
        self._transport = transport
        self._protocol = protocol

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._protocol.note_sent(data)
        self._transport.write(data)

    def writelines(self, pieces: Iterable[bytes | bytearray | memoryview]) -> None:
        kept = list(pieces)
        for piece in kept:
            self._protocol.note_sent(piece)
        self._transport.writelines(kept)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class TappedProtocol(ResponseHandler):
    """aiohttp's client protocol with a tape: the exchange of the request now under way."""

    exchange: Exchange | None = None
    _informational = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        tapped = TappedTransport(cast("asyncio.Transport", transport), self)
        super().connection_made(cast("asyncio.Transport", tapped))

    def set_response_params(self, **given: Any) -> None:
        """Called by aiohttp just before a request is sent on this connection."""
        self.exchange = current_exchange.get()
        if self.exchange is not None and self.transport is not None:
            self.exchange.restart()
            self.exchange.ip, self.exchange.tls = _peer(self.transport)
        self._informational = 0
        super().set_response_params(**given)

    def data_received(self, data: bytes) -> None:
        if self.exchange is not None and data:
            self.exchange.received.append(bytes(data))
        super().data_received(data)

    def feed_data(self, data: tuple[RawResponseMessage, StreamReader], size: int = 0) -> None:
        """Called by aiohttp for each response head; a server that sends 1xx responses without end is left."""
        self._informational += is_informational(data[0].code)
        if self._informational <= MAX_INFORMATIONAL:
            super().feed_data(data, size)
        elif self.exception() is None:
            self.set_exception(BadHttpMessage(f"more than {MAX_INFORMATIONAL} informational responses"))
            if self.transport is not None:
                self.transport.close()

    def note_sent(self, data: bytes | bytearray | memoryview) -> None:
        if self.exchange is not None:
            self.exchange.sent.append(bytes(data))


def tapped_connector(guard: AddressGuard, **options: Any) -> aiohttp.TCPConnector:
    """A connector whose connections pass the address guard and are tapped. Needs a running event loop."""
    connector = aiohttp.TCPConnector(
        resolver=GuardedResolver(guard),
        socket_factory=guard.socket_factory,
        use_dns_cache=True,
        **options,
    )
    assert connector._factory.func is ResponseHandler
    make: type[ResponseHandler] = TappedProtocol
    connector._factory = functools.partial(make, loop=asyncio.get_running_loop())
    return connector


def _peer(transport: asyncio.BaseTransport) -> tuple[str | None, Tls | None]:
    address = transport.get_extra_info("peername")
    ip = address[0] if isinstance(address, tuple) else None
    secure = transport.get_extra_info("ssl_object")
    if not isinstance(secure, ssl.SSLObject):
        return ip, None
    cipher = secure.cipher()
    return ip, Tls(secure.version() or "", cipher[0] if cipher else "", _certificates(secure))


def _certificates(secure: ssl.SSLObject) -> tuple[bytes, ...]:
    """The chain as the server sent it; Python before 3.13 shows it only on the inner object."""
    inner = getattr(secure, "_sslobj", None)
    show_chain = getattr(inner, "get_unverified_chain", None)
    chain = show_chain() if show_chain is not None else None
    if chain:
        import _ssl

        return tuple(certificate.public_bytes(_ssl.ENCODING_DER) for certificate in chain)
    leaf = secure.getpeercert(binary_form=True)
    return (leaf,) if leaf else ()
