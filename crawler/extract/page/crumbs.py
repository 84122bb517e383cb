"""Breadcrumbs: the path of sections above a page, as the page shows it."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import Element, clean, element_text, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.page_links import is_front_page, plain_address

MOST_PARTS = 8  # elements of a line that is such a path though nothing calls it so
LEAST_PARTS = 2
_LINES = frozenset(("p", "div", "td", "span", "font", "center", "b", "small", "h3", "h4", "h5"))
_ARROW = re.compile("[>›»→]")
LONGEST = 400  # characters of such a line


def crumbs_shown(layout: Layout) -> list[str]:
    """The parts of the path to the page that it shows, the first of them the front page; [] where it shows none."""
    return _crumbs(layout)[1]


def addresses_above(layout: Layout) -> tuple[str, ...]:
    """The addresses of the links in the path to the page that it shows."""
    element, _ = _crumbs(layout)
    links = () if element is None else element.iter("a")
    found = (layout.document.link(link.get("href")) for link in links)
    return tuple(dict.fromkeys(plain_address(link) for link in found if link))


def _crumbs(layout: Layout) -> tuple[Element | None, list[str]]:
    if "crumbs" not in layout.memo:
        layout.memo["crumbs"] = _read(layout)
    found: tuple[Element | None, list[str]] = layout.memo["crumbs"]
    return found


def _read(layout: Layout) -> tuple[Element | None, list[str]]:
    """The element that shows the path to the page, and its parts."""
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
                return element, pieces
            return element, [*links, *_behind_links(text, links)]
    line = _line_of_path(layout)
    return line, _path_from_front(layout, line) if line is not None else []


def links_of_path(layout: Layout) -> frozenset[Element]:
    """The links of a line that is such a path though nothing calls it so: they lead up, and are no entries of a list."""
    line = _line_of_path(layout)
    return frozenset(line.iter("a") if line is not None else ())


def _line_of_path(layout: Layout) -> Element | None:
    """The first line that is such a path though nothing calls it so."""
    if "line of path" not in layout.memo:
        layout.memo["line of path"] = next((e for e in layout.nodes if _path_from_front(layout, e)), None)
    found: Element | None = layout.memo["line of path"]
    return found


def _path_from_front(layout: Layout, element: Element) -> list[str]:
    """The parts of a line that begins with a link to the front page and whose links are parted by arrows: Home > Looms > A10.

    Menus are parted by other signs.
    """
    first = element[0] if len(element) and len(element) <= MOST_PARTS else None
    if element.tag not in _LINES or first is None or first.tag != "a" or not _ARROW.search(first.tail or ""):
        return []
    link = layout.document.link(first.get("href"))
    if link is None or not is_front_page(link) or layout.document.url == link:
        return []
    pieces = [piece.strip() for piece in _ARROW.split(short_text(element, LONGEST) or "")]
    pieces = list(filter(None, pieces)) or [""]
    pieces[0] = re.sub(r"^.{0,20}[:：]\s*", "", pieces[0])
    links = [clean(a.text_content()) for a in element.iter("a")]
    if len(pieces) < LEAST_PARTS or pieces[: len(links)] != links or len(pieces) > len(links) + 1:
        return []
    return pieces


def _behind_links(text: str, links: list[str]) -> list[str]:
    """The page's own name behind the links to the sections above it, where pictures part them."""
    *_, last = [link for link in links if link] or [""]
    own = text.rpartition(last)[2].strip() if last else ""
    return [own] if own else []
