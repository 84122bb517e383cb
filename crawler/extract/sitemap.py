"""Sitemaps: the addresses that a sitemap, or an index of sitemaps, names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from crawler.capture.content_coding import TooLarge, Undecodable, decoded

MAX_ADDRESSES = 50_000  # of one file, the protocol's own limit (sitemaps.org)
MAX_BYTES = 64 * 1024 * 1024  # unpacked; the protocol allows 50 MB


@dataclass(frozen=True)
class Sitemap:
    """The addresses of one sitemap file, verbatim; of further sitemaps where it is an index.

    `problem` says what was not read, and why; the addresses before it are kept.
    """

    addresses: tuple[str, ...] = ()
    is_index: bool = False
    problem: str | None = None


def read_sitemap(body: bytes, *, limit: int = MAX_BYTES) -> Sitemap:
    """Read XML (also gzipped) or plain text with one address a line, as sitemaps.org describes both.

    Never raises: what is neither gives no address and a `problem`. Entities are not expanded, nothing is fetched, and
    at most `limit` bytes are unpacked.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = decoded(body, "gzip", limit)
        except (TooLarge, Undecodable) as error:
            return Sitemap(problem=f"not a sitemap: {error}")
    if len(body) > limit:
        return Sitemap(problem=f"not read as a sitemap: larger than {limit} bytes")
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return Sitemap(problem="not a sitemap: empty")
    if not head.startswith(b"<"):
        return _plain_text(body)
    return _xml(body)


def _plain_text(body: bytes) -> Sitemap:
    lines = (line.strip() for line in body.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
    found = [line for line in lines if line.lower().startswith(("http://", "https://"))]
    if not found:
        return Sitemap(problem="not a sitemap: neither XML nor a list of addresses")
    return _bounded(found, is_index=False, problem=None)


def _xml(body: bytes) -> Sitemap:
    root = ""
    found: list[str] = []
    problem = None
    try:
        for tag, text in _locations(body):
            root = root or tag
            if root not in ("urlset", "sitemapindex"):
                return Sitemap(problem=f"not a sitemap: XML of <{root[:40]}>")
            if text:
                found.append(text)
            if len(found) > MAX_ADDRESSES:
                break
    except (etree.LxmlError, ValueError) as error:
        problem = f"broken XML: {str(error)[:120]}"
    if not root and problem is None:
        problem = "not a sitemap: no XML element"
    return _bounded(found, is_index=root == "sitemapindex", problem=problem)


def _locations(body: bytes) -> Iterator[tuple[str, str]]:
    """The root's tag first, then a pair for each `loc` that belongs to an entry of the root."""
    depth = 0
    events = etree.iterparse(
        BytesIO(body.lstrip(b"\xef\xbb\xbf \t\r\n")),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for event, element in events:
        name = element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
        if event == "start":
            depth += 1
            if depth == 1:
                yield name, ""
            continue
        if depth == 3 and name == "loc" and element.text:
            yield name, element.text.strip()
        if depth == 2:
            element.clear()
        depth -= 1


def _bounded(found: list[str], *, is_index: bool, problem: str | None) -> Sitemap:
    if len(found) > MAX_ADDRESSES:
        problem = f"more than {MAX_ADDRESSES} addresses: the rest was not read"
    return Sitemap(tuple(dict.fromkeys(found[:MAX_ADDRESSES])), is_index, problem)
