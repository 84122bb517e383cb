"""The one address normaliser: the form an address is requested in, its host, and when two are the same."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

# What a link to a file ends with: pictures are archived where an item or post shows them, the rest is not looked at.
NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|ico|css|js|mjs|json|woff2?|ttf|eot|mp[34]|avi|mov|wmv|webm|flv|ogg|wav"
    r"|zip|rar|7z|gz|tar|bz2|exe|msi|apk|dmg|iso|docx?|xlsx?|pptx?|csv|txt|rtf|dwg|step|stp|igs)$",
    re.I,
)
PDF = re.compile(r"\.pdf$", re.I)
_SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|sessionid|sess_?id|sid|osCsid|zenid", re.I)
_SESSION_PATH = re.compile(r";jsessionid=[^/?]*|/\(S\([0-9a-z]+\)\)", re.I)
URL_LENGTH = 2048  # longer addresses are made by mistake or by a trap


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


def redirect_target(url: str, location: str) -> str | None:
    """Where a response of `url` with this Location header leads, as it is sent; None where that is no address."""
    try:
        return request_address(urljoin(url, location))
    except ValueError:
        return None


def is_page(url: str) -> bool:
    """Whether an address could be a page, by the end of its path."""
    return not NO_PAGE.search(urlsplit(url).path)


def is_pdf(url: str) -> bool:
    return PDF.search(urlsplit(url).path) is not None


def host_of(url: str) -> str | None:
    """Host of an http or https address, lower case, with ":port" where it is not the scheme's own."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host if port in (None, {"http": 80, "https": 443}[parts.scheme]) else f"{host}:{port}"


def without_session(url: str) -> str:
    """`url` without the session id that the site put into its links; any other would do as well."""
    parts = urlsplit(url)
    query = parts.query
    if query and _SESSION.search(query):
        query = "&".join(p for p in query.split("&") if not _SESSION.fullmatch(p.partition("=")[0]))
    return urlunsplit(parts._replace(path=_SESSION_PATH.sub("", parts.path), query=query))


def key_of(url: str) -> str:
    """What two spellings of one address have in common: no fragment, no session id, no default port."""
    parts = urlsplit(without_session(url))
    host = host_of(url) or parts.netloc.lower()
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", parts.query, ""))
