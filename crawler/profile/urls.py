"""The addresses a page leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from crawler.extract.page.document import Document

# What a link to a file ends with: pictures are archived where an item or post shows them, the rest is not looked at.
NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|ico|css|js|mjs|json|woff2?|ttf|eot|mp[34]|avi|mov|wmv|webm|flv|ogg|wav"
    r"|zip|rar|7z|gz|tar|bz2|exe|msi|apk|dmg|iso|docx?|xlsx?|pptx?|csv|txt|rtf|dwg|step|stp|igs)$",
    re.I,
)
PDF = re.compile(r"\.pdf$", re.I)
URL_LENGTH = 2048  # longer addresses are made by mistake or by a trap


def links_of(document: Document) -> Iterator[str]:
    """Addresses of the page's links, frames and language mirrors, as a browser would ask for them; each once."""
    seen: set[str] = set()
    for element in document.tree.iter("a", "area", "iframe", "frame", "link"):
        if element.tag == "link" and not {"next", "prev", "alternate"} & set(
            (element.get("rel") or "").lower().split()
        ):
            continue
        if element.tag == "link" and "xml" in (element.get("type") or ""):
            continue  # feeds
        url = document.link(element.get("src") if element.tag in ("iframe", "frame") else element.get("href"))
        if url is None:
            continue
        url = request_address(url, document.encoding)
        if url is not None and url not in seen:
            seen.add(url)
            yield url


def request_address(url: str, encoding: str = "utf-8") -> str | None:
    """`url` in the form it is sent: percent-encoded, the query in the page's encoding; None where it is no address."""
    try:
        sent: str = safe_url_string(url.strip(), encoding=encoding, path_encoding="utf-8").split("#", 1)[0]
        parts = urlsplit(sent)
        parts.port  # noqa: B018  raises where it is none
    except (ValueError, UnicodeError, LookupError):
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(sent) > URL_LENGTH:
        return None
    return sent if parts.path else sent.replace(parts.netloc, parts.netloc + "/", 1)


def is_page(url: str) -> bool:
    """Whether an address could be a page, by the end of its path."""
    return not NO_PAGE.search(urlsplit(url).path)


def is_pdf(url: str) -> bool:
    return PDF.search(urlsplit(url).path) is not None
