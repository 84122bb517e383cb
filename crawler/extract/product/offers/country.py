"""The country that a page speaks to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.page.document import Document


def country_of(document: Document) -> str | None:
    """The two-letter country a page speaks to: its locale, its host's last part, or the first folder."""
    parts = urlsplit(document.url)
    host = parts.netloc.lower().split(":")[0]
    last = host.rsplit(".", 1)[-1]
    if len(last) == 2 and last not in ("io", "co", "tv", "me", "eu"):
        return last
    folder = re.match(r"/([a-z]{2})/", parts.path.lower())
    locale = document.tree.get("lang") or document.meta.get("og:locale") or ""
    match = re.fullmatch(r"[a-z]{2}[-_]([a-z]{2})", locale.strip(), re.I)
    if match:
        return match.group(1).lower()
    return folder.group(1) if folder else None
