"""What kind of page it is: product, listing, post or other; from structure, text and links alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.extract.document import Document
from crawler.extract.layout import Layout
from crawler.extract.structured import POST_TYPES, Structured

_POST_PATH = re.compile(
    r"/(?:news|blog|article|press|post|story|stories|xinwen|novosti|media-center)s?/|/(?:19|20)\d{2}/\d{1,2}/",
    re.I,
)
_PRODUCT_PATH = re.compile(r"/(?:products?|item|goods|p|dp|shop|chanpin|catalog)/[^/]+", re.I)
_LIST_PATH = re.compile(
    r"/(?:list|category|categories|collections?|catalog|shop|product-category|tag|products?|page/\d+)(?:[/_.-]|$)",
    re.I,
)


def guess_page_type(
    document: Document,
    layout: Layout,
    structured: Structured,
    entries: int,
    specs: int,
    dated: bool,
    product: bool,
) -> str:
    """product, listing, post or other."""
    path = urlsplit(document.url).path
    og = document.meta.get("og:type", "").lower()
    score = {"product": 0.0, "listing": 0.0, "post": 0.0, "other": 1.0}
    score["product"] += (
        2.5 * product + 1.5 * ("product" in og) + 0.8 * bool(_PRODUCT_PATH.search(path)) + min(specs, 6) * 0.3
    )
    score["post"] += (
        2.0 * any(True for _ in structured.of_types(POST_TYPES))
        + 1.0 * (og == "article")
        + 1.2 * bool(_POST_PATH.search(path))
        + 0.8 * dated
    )
    score["listing"] += min(entries, 12) * 0.15 + 1.0 * bool(_LIST_PATH.search(path)) - 0.3 * min(specs, 6)
    return max(score, key=lambda k: score[k])
