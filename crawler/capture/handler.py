"""Download handlers that keep each exchange byte for byte, for Scrapy 2.19 and aiohttp 3.

They stand on private names of both (Scrapy is pinned to a minor for this). Where those have moved, the fallback
goes through Scrapy's public HTTP/1.1 handler and says on each exchange that the bytes were put together again.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import yarl
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response

from crawler.capture.addresses import AddressGuard, AddressRefused
from crawler.capture.exchange import Exchange
from crawler.capture.wire import current_exchange, tapped_connector

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class CertificateRefused(DownloadConnectionRefusedError):
    """The server's certificate is not valid for its name."""


HEADER_BYTES = 64 * 1024  # a longer header line is refused; aiohttp's 8 KiB is less than some sites' policies
# The errors a download can end with, and the words under which a failure is recorded.
FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (AddressRefused, "refused by the address guard"),
    (CannotResolveHostError, "the host name cannot be resolved"),
    (DownloadTimeoutError, "no answer in time"),
    (CertificateRefused, "the certificate is not valid"),
    (DownloadConnectionRefusedError, "no connection"),
    (DownloadCancelledError, "larger than the limit"),
    (UnsupportedURLSchemeError, "not an address that can be asked for"),
    (DownloadFailedError, "the exchange broke off"),
)


class VerbatimHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler behind the address guard, with every byte kept in `request.meta["exchange"]`."""

    experimental = (
        False  # the warning is Scrapy's; what it warns of is why Scrapy is pinned and a fallback exists
    )

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.guard = AddressGuard(crawler.settings.getlist("BOX31_ALLOWED_PRIVATE"))
        self._tapped = False

    async def download_request(self, request: Request) -> Response:
        await self._tap()
        exchange = Exchange(request.url)
        request.meta["exchange"] = exchange
        token = current_exchange.set(exchange)
        try:
            self.guard.check_url(request.url)
            response = await super().download_request(request)
            if "dataloss" in response.flags:
                exchange.truncated = "disconnect"
            return response
        except Exception as error:
            exchange.error, exchange.truncated = describe(error)
            raise
        finally:
            current_exchange.reset(token)
            exchange.close()

    async def _tap(self) -> None:
        """Put the guarded, tapped connector under the session, on the running loop."""
        if self._tapped:
            return
        self._tapped = True
        connector = tapped_connector(
            self.guard,
            local_addr=self._bind_address,
            limit=self._pool_size_total,
            limit_per_host=self._pool_size_per_host,
        )
        first, self._session._connector = self._session._connector, connector
        self._session._retry_connection = False  # each request that goes out is one exchange, and recorded
        if first is not None:
            await first.close()

    @contextlib.asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:
        """As Scrapy's, but the address goes out exactly as given, and a GET has no Content-Length of nought."""
        try:
            async with await self._session.request(
                request.method,
                yarl.URL(request.url, encoded=True),
                data=request.body or None,
                headers=self._request_headers(request).to_tuple_list(),
                timeout=aiohttp.ClientTimeout(total=timeout),
                ssl=self._ssl_context,
                allow_redirects=False,
                max_line_size=HEADER_BYTES,
                max_field_size=HEADER_BYTES,
            ) as response:
                yield cast("_ClientResponse", response)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"nothing more for {timeout:g} seconds") from error
        except aiohttp.ClientConnectorCertificateError as error:
            raise CertificateRefused(str(error.certificate_error)) from error
        except (aiohttp.InvalidURL, ValueError) as error:
            raise UnsupportedURLSchemeError(str(error)) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise CannotResolveHostError(error.strerror or str(error)) from error
        except aiohttp.ClientConnectorError as error:
            raise DownloadConnectionRefusedError(error.strerror or str(error)) from error
        except aiohttp.ClientError as error:
            raise DownloadFailedError(str(error) or type(error).__name__) from error


class FallbackHandler(HTTP11DownloadHandler):
    """Scrapy's own HTTP/1.1 handler: the exchange is put together again from what it shows.

    Not kept: the order of repeated headers among others, their case, the reason phrase, chunk framing, the
    certificate chain. Each exchange says so (`verbatim` False). The guard checks the address and what its name
    resolves to before the connection, but cannot check the connection itself.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.guard = AddressGuard(crawler.settings.getlist("BOX31_ALLOWED_PRIVATE"))

    async def download_request(self, request: Request) -> Response:
        exchange = Exchange(request.url, verbatim=False)
        request.meta["exchange"] = exchange
        try:
            self.guard.check_url(request.url)
            await self._check_name(request.url)
            response = await super().download_request(request)
            _rebuild(exchange, request, response)
            return response
        except Exception as error:
            exchange.error, exchange.truncated = describe(error)
            raise
        finally:
            exchange.close()

    async def _check_name(self, url: str) -> None:
        from crawler.capture.addresses import DEFAULT_PORTS, GuardedResolver

        address = yarl.URL(url, encoded=True)
        port = address.port or DEFAULT_PORTS[address.scheme]
        with contextlib.suppress(OSError):  # a name without address: the handler reports it
            await GuardedResolver(self.guard).resolve(address.raw_host or "", port)


def _rebuild(exchange: Exchange, request: Request, response: Response) -> None:
    path = yarl.URL(request.url, encoded=True).raw_path_qs or "/"
    exchange.sent.append(f"{request.method} {path} HTTP/1.1\r\n".encode() + _lines(request.headers) + b"\r\n")
    head = f"{response.protocol or 'HTTP/1.1'} {response.status} \r\n".encode() + _lines(response.headers)
    exchange.received += [head, b"\r\n", response.body]
    exchange.ip = str(response.ip_address) if response.ip_address else None
    if "dataloss" in response.flags:
        exchange.truncated = "disconnect"


def _lines(headers: Any) -> bytes:
    return b"".join(k + b": " + v + b"\r\n" for k, values in headers.items() for v in values)


def describe(error: BaseException) -> tuple[str, str | None]:
    """What happened, in words with the library's own detail, and why the payload is not whole, if some came."""
    words = next((words for kind, words in FAILURES if isinstance(error, kind)), type(error).__name__)
    truncated = {"no answer in time": "time", "larger than the limit": "length"}.get(words, "disconnect")
    return f"{words}: {error}", truncated
