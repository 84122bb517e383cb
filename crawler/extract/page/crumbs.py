"""Breadcrumbs: the path of sections above a page, as the page shows it."""

from __future__ import annotations

import re

from crawler.extract.page.document import clean, element_text
from crawler.extract.page.layout import Layout


def crumbs_shown(layout: Layout) -> list[str]:
    """The parts of the path to the page that it shows, the first of them the front page; [] where it shows none."""
    if "crumbs" not in layout.memo:
        layout.memo["crumbs"] = _read(layout)
    found: list[str] = layout.memo["crumbs"]
    return found


def _read(layout: Layout) -> list[str]:
    for element in layout.nodes:
        names = " ".join((element.get(n) or "")[:200] for n in ("class", "id", "aria-label")).lower()
        named = (
            re.search(
                r"bread-?_?crumb|crumbs?\b|path-?bar|current-?path|(?:^|\s)(?:pos|position|location|path|trail|weizhi|dqwz)(?:\s|$)",
                names,
            )
            is not None
        )
        text = element_text(element) if named else ""
        if named and 3 < len(text) < 400 and len(element):
            links = [clean(a.text_content()) for a in element.iter("a")]
            if not links:
                continue
            pieces = [p for p in re.split(r"\s*[>›»/→|\\]+\s*|\s+-\s+", text) if p.strip()]
            if len(pieces) >= 2:
                pieces[0] = re.sub(r"^.{0,12}[:：]\s*", "", pieces[0])
                return pieces
            return [*links, *_behind_links(text, links)]
    return []


def _behind_links(text: str, links: list[str]) -> list[str]:
    """The page's own name behind the links to the sections above it, where pictures part them."""
    *_, last = [link for link in links if link] or [""]
    own = text.rpartition(last)[2].strip() if last else ""
    return [own] if own else []
