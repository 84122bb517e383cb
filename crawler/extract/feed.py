"""Feeds: the addresses that the entries of an RSS or Atom feed name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MAX_LINKS = 50_000  # of one feed, as many as of a sitemap
_HREF = re.compile(rb"href=[\"']([^\"']+)[\"']")
_LINK_TEXT = re.compile(rb"\s*([^<\s]+)\s*</link>")


def feed_links(body: bytes) -> tuple[str, ...]:
    """The addresses in the first MAX_LINKS link elements of a feed, in time proportional to its length."""
    return tuple(islice(_links(body), MAX_LINKS))


def _links(body: bytes) -> Iterator[str]:
    for piece in body.split(b"<link")[1:]:
        tag, closed, rest = piece.partition(b">")
        match = (_HREF.search(tag) or _LINK_TEXT.match(rest)) if closed else None
        if match:
            yield match.group(1).decode("utf-8", "replace")
