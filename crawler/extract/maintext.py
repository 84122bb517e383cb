"""The main text of a page: trafilatura for articles, and what the layout calls the subject for other pages."""

from __future__ import annotations

from crawler.extract.document import Document, block_text
from crawler.extract.layout import Layout

MAX_TEXT = 400_000


def main_text(document: Document, layout: Layout, page_type: str) -> str | None:
    """The page's main text, one line a block; None where there is none."""
    import trafilatura

    text = None
    try:
        text = trafilatura.extract(
            document.tree, url=document.url, include_comments=False, favor_recall=page_type != "post"
        )
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        document.problems.append(f"main text by fallback: {type(error).__name__}")
    if not text:
        text = block_text(document.body)
    return text[:MAX_TEXT] or None
