"""The download handler that keeps each exchange byte for byte, for Scrapy 2.19 and aiohttp 3.

It uses private names of both: Scrapy is pinned to a minor release and aiohttp to a range for this.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, cast

import aiohttp
import yarl
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.http import Response

from crawler.capture.addresses import AddressGuard
from crawler.capture.exchange import Exchange
from crawler.capture.failures import HEADER_BYTES, describe, in_scrapys_words
from crawler.capture.wire import current_exchange, tapped_connector

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class VerbatimHandler(AiohttpDownloadHandler):
    """Scrapy's aiohttp handler behind the address guard, with every byte kept in `request.meta["exchange"]`."""

    experimental = False  # silences Scrapy's warning about its private API; the pin answers it

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
        """As Scrapy's, but the address goes out exactly as given, and a GET has no Content-Length of 0."""
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
        except (aiohttp.ClientError, ValueError, TimeoutError) as error:
            raise in_scrapys_words(error) from error
