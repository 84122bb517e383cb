"""How a download can fail: aiohttp's errors in Scrapy's words, and the words under which a failure is recorded."""

from __future__ import annotations

import aiohttp
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)

from crawler.capture.addresses import AddressRefused

HEADER_BYTES = 64 * 1024  # a longer header line is refused; aiohttp's 8 KiB is less than some sites' policies


class CertificateRefused(DownloadConnectionRefusedError):
    """The server's certificate is not valid for its name."""


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


def in_scrapys_words(error: aiohttp.ClientError | ValueError | TimeoutError) -> Exception:
    """The Scrapy exception that says what an aiohttp one does."""
    if isinstance(error, TimeoutError):
        return DownloadTimeoutError("the exchange took too long")
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return CertificateRefused(str(error.certificate_error))
    if isinstance(error, aiohttp.InvalidURL | ValueError):
        return UnsupportedURLSchemeError(str(error))
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return CannotResolveHostError(error.strerror or str(error))
    if isinstance(error, aiohttp.ClientConnectorError):
        return DownloadConnectionRefusedError(error.strerror or str(error))
    return DownloadFailedError(str(error) or type(error).__name__)


def describe(error: BaseException) -> tuple[str, str | None]:
    """What happened, in words with the library's own detail, and why the payload is not whole, if some came."""
    words = next((words for kind, words in FAILURES if isinstance(error, kind)), type(error).__name__)
    truncated = {"no answer in time": "time", "larger than the limit": "length"}.get(words, "disconnect")
    return f"{words}: {error}", truncated
