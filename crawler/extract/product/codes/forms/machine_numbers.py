"""Numbers that a shop's software wrote for machines, which are no article numbers."""

from __future__ import annotations

import re

from crawler.extract.page.document import Document

_FEED_KEY = re.compile(
    r"(?:woocommerce_gpf|gla|shopify|wc_post_id|yoast|facebook|fb|post|product)[_-](?:\w+[_-])?\d+$", re.I
)


def is_article_number(code: str, document: Document) -> bool:
    """False for what a shop's software wrote for machines: the number of the page, the key of an advertising feed."""
    if _FEED_KEY.match(code):
        return False
    if not code.isdigit() or len(code) > 7:
        return True
    body = f"{document.body.get('class') or ''} {document.body.get('id') or ''}"
    own = set(re.findall(r"(?:postid|post|page-id|product|prod)-(\d+)\b", body))
    for element in document.tree.iter("link", "div", "article", "button", "input", "a", "form", "main"):
        for name in ("id", "data-product_id", "data-product-id", "data-post-id", "data-id", "value", "href"):
            value = element.get(name)
            if (
                value
                and code in value
                and (
                    re.fullmatch(rf"(?:post|product|prod)?-?{code}", value)
                    or re.search(rf"[?&](?:p|add-to-cart)={code}\b", value)
                )
            ):
                own.add(code)
    return code not in own
