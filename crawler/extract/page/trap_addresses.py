"""Addresses that are never requested: those that only a mistake of a page or a trap makes up."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from crawler.extract.page.placeholders import PLACEHOLDER

MAX_SEGMENTS = 12  # of a path
MAX_PARAMETERS = 8
REPEATS = 3  # times one path segment may occur: /a/b/a/b/a is a link that is relative where it should not be


def reject_reason(url: str) -> str | None:
    """Why an address is never requested; None for an ordinary one."""
    if PLACEHOLDER.search(url):
        return "a placeholder that scripts fill in"
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MAX_SEGMENTS:
        return "path too deep"
    if any(segments.count(segment) >= REPEATS for segment in set(segments)):
        return "path repeats itself"
    if len(parse_qsl(parts.query, keep_blank_values=True)) > MAX_PARAMETERS:
        return "too many parameters"
    return None
