"""What stands for a heading on a page: large letters, what is called a title, a bold line."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import BLOCKS, Element, short_text
from crawler.extract.page.places import place_of, stands_in_row
from crawler.extract.words.vocabulary import pattern

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LARGE = re.compile(r"[4-7]|\+[1-4]")  # sizes of a <font>; 3 is the usual one
_SIZE = re.compile(r"font-size\s*:\s*(?P<size>\d{1,3}(?:\.\d{1,4})?)\s?(?P<unit>px|pt|r?em|%)", re.I)
# Half as large again as a text, as an h2 is; a text that is set at a place of the page, as in converted leaves, may be smaller
_LEAST_SIZE = {"px": 24, "pt": 18, "em": 1.5, "rem": 1.5, "%": 150}
_LEAST_AT_PLACE = _LEAST_SIZE | {"px": 21, "pt": 16}
_CALLED_TITLE = pattern(
    "title_names", r"(?:[\w-]+[-_])?{}(?:[-_](?:\d|[sml]|x{1,3}[sl]|sm|md|lg|large|big|main))?"
)  # heading-xl
BOLD_STYLE = r"font-weight\s*:\s*(?:bold|[6-9]00)"
_BOLD = re.compile(BOLD_STYLE, re.I)
_LINES = frozenset(("center", "p", "div", "td", "h1", "h2", "h3", "body"))  # that hold a line of their own
_CELLS_LOOKED_AT = 4  # of a row beside a bold cell
CALLED_TITLE = 1  # how likely an element called a title stands for a heading
MOST_NAMES = 3  # classes of what is called a title
MAX_EMPHASIS = 150  # characters of what stands for a heading


def is_large(element: Element) -> bool:
    """Whether an element is set in large letters: `<font size=5>`, `<big>`, style="font-size:32px"."""
    if (style := _SIZE.search(element.get("style") or "")) is not None:
        least = _LEAST_AT_PLACE if _is_at_place(element) else _LEAST_SIZE
        return float(style["size"]) >= least[style["unit"].lower()]
    size = (element.get("size") or "").strip() if element.tag == "font" else ""
    return element.tag == "big" or _LARGE.fullmatch(size) is not None


def _is_at_place(element: Element) -> bool:
    above = element.getparent()
    return place_of(element) is not None or (above is not None and place_of(above) is not None)


def emphasis(element: Element) -> int | None:
    """How likely an element stands for a heading: 0 large letters, 1 called a title, 2 a caption, 3 a bold line of a block of
    its own, 4 one of several lines; None for no such element, and for the label of a row of data."""
    if is_large(element):
        return 0
    if element.tag in ("font", "span", "td", "div", "p", "b", "strong") and _is_called_title(element):
        return CALLED_TITLE
    if element.tag == "caption":
        return 2
    bold = element.tag in ("b", "strong")
    if bold or _BOLD.search(element.get("style") or ""):
        text = short_text(element, MAX_EMPHASIS)
        line = element if not bold and element.tag in _LINES else element.getparent()
        while line is not None and line.tag in ("font", "span") and short_text(line, MAX_EMPHASIS) == text:
            line = line.getparent()
        alone = line is not None and line.tag in _LINES
        if not alone or not text or text.endswith((":", "：")) or _is_data(line):
            return None
        if short_text(line, MAX_EMPHASIS) == text:
            return 3
        return 4 if _is_line(element) else None
    return None


def _is_called_title(element: Element) -> bool:
    """Whether an element has one class that is a title's, or several that all are: class="hero-title hero-title_xl"."""
    names = (element.get("class") or "").split()[: MOST_NAMES + 1]
    return 0 < len(names) <= MOST_NAMES and all(map(_CALLED_TITLE.fullmatch, names))


def _is_data(cell: Element) -> bool:
    """Whether a cell stands beside another with text, and so do those of the row above or below it; or at a place of the page
    beside another."""
    if stands_in_row(cell):
        return True
    row = cell.getparent()
    if cell.tag != "td" or row is None:
        return False
    beside = (cell.getprevious(), cell.getnext())
    return any(other is not None and has_text(other) for other in beside) and any(
        other is not None and sum(map(has_text, other[:_CELLS_LOOKED_AT])) > 1
        for other in (row.getprevious(), row.getnext())
    )


def has_text(element: Element) -> bool:
    """Whether an element holds more than blanks; it looks no further than the first text."""
    return any(map(str.strip, element.itertext()))


def _is_line(element: Element) -> bool:
    """Whether an element stands between blocks, breaks or pictures, and no text beside it."""
    before, after = element.getprevious(), element.getnext()
    while before is not None and before.tag == "img" and not (before.tail or "").strip():
        before = before.getprevious()
    text = (element.getparent().text if before is None else before.tail) or ""
    return (
        not text.strip()
        and not (element.tail or "").strip()
        and (before is None or before.tag in BLOCKS)
        and after is not None
        and after.tag in BLOCKS
    )
