"""The download handler for when private names have moved: public interfaces alone, and it says what it cannot keep.

The address guard holds as it does with the verbatim handler: aiohttp's resolver and socket factory are public.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import aiohttp
import yarl
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response

from crawler.capture.addresses import AddressGuard, GuardedResolver
from crawler.capture.exchange import Exchange
from crawler.capture.failures import HEADER_BYTES, describe, in_scrapys_words

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class FallbackHandler(BaseDownloadHandler):
    """aiohttp as it is: the exchange is put together again from what it shows, and marked (`verbatim` False).

    Kept: order, case and repetition of headers, the reason phrase, the still-encoded body. Not kept: white space around
    header values, chunk framing, the request as sent (it is rebuilt), IP address and certificates.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.guard = AddressGuard(crawler.settings.getlist("BOX31_ALLOWED_PRIVATE"))
        self._limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._session: aiohttp.ClientSession | None = None
        logger.warning("the bytes on the wire cannot be seen with this version of Scrapy or aiohttp")

    async def download_request(self, request: Request) -> Response:
        exchange = Exchange(request.url, verbatim=False)
        request.meta["exchange"] = exchange
        try:
            self.guard.check_url(request.url)
            return await self._exchange(request, exchange)
        except (aiohttp.ClientError, ValueError, TimeoutError) as error:
            told = in_scrapys_words(error)
            exchange.error, exchange.truncated = describe(told)
            raise told from error
        except Exception as error:
            exchange.error, exchange.truncated = describe(error)
            raise
        finally:
            exchange.close()

    async def _exchange(self, request: Request, exchange: Exchange) -> Response:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self.guard), socket_factory=self.guard.socket_factory
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            )
        url = yarl.URL(request.url, encoded=True)
        headers = [
            (k.decode("latin-1"), v.decode("latin-1")) for k, vs in request.headers.items() for v in vs
        ]
        exchange.sent.append(f"{request.method} {url.raw_path_qs or '/'} HTTP/1.1\r\n".encode())
        exchange.sent.append("".join(f"{k}: {v}\r\n" for k, v in headers).encode("latin-1") + b"\r\n")
        async with self._session.request(
            request.method,
            url,
            data=request.body or None,
            headers=headers,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=request.meta.get("download_timeout", 60.0)),
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
        ) as answer:
            exchange.received.append(
                f"HTTP/1.1 {answer.status} {answer.reason}\r\n".encode("latin-1", "replace")
            )
            framed = (b"transfer-encoding",)  # the body below comes without chunk framing
            fields = [(k, v) for k, v in answer.raw_headers if k.lower() not in framed]
            exchange.received.append(b"".join(k + b": " + v + b"\r\n" for k, v in fields) + b"\r\n")
            body = await self._body(answer, exchange)
        flags = ["dataloss"] if exchange.truncated else []
        return Response(request.url, status=answer.status, headers=dict(fields), body=body, flags=flags)

    async def _body(self, answer: aiohttp.ClientResponse, exchange: Exchange) -> bytes:
        pieces: list[bytes] = []
        size = 0
        try:
            async for piece in answer.content.iter_any():
                pieces.append(piece)
                exchange.received.append(piece)
                size += len(piece)
                if self._limit and size > self._limit:
                    raise DownloadCancelledError(f"more than {self._limit} bytes")
        except aiohttp.ClientPayloadError:
            exchange.truncated = "disconnect"
        return b"".join(pieces)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
