"""Which download handler this version of Scrapy and aiohttp allows."""

from __future__ import annotations

VERBATIM = "crawler.capture.handler.VerbatimHandler"
FALLBACK = "crawler.capture.fallback.FallbackHandler"


def download_handler() -> str:
    """The verbatim handler, or the fallback where the private names it stands on are gone."""
    try:
        from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler

        from crawler.capture.wire import can_tap
    except ImportError:
        return FALLBACK
    stands = hasattr(AiohttpDownloadHandler, "_make_request") and hasattr(
        AiohttpDownloadHandler, "_request_headers"
    )
    return VERBATIM if stands and can_tap() else FALLBACK
