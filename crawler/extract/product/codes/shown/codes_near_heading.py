"""A code near the heading: in an element called sku, alone as a badge, in a caption, or at the end of the path to the page."""

from __future__ import annotations

import re

from crawler.extract.page.crumbs import crumbs_shown
from crawler.extract.page.element_text import Element, element_text, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import near_heading
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.forms.code_values import behind_label, identifier
from crawler.extract.product.codes.shown.codes_in_elements import shown_code
from crawler.extract.words.labels import stated

_SKU_NAME = re.compile(r"(?:^|\s)(?:sku|product[-_]?sku|sku[-_]?value|article[-_]?number)(?:$|\s)", re.I)
NEAR = 60  # elements beside the heading in which a code is looked for
MAX_CAPTION = 80  # characters of a caption that begins with a code
_ALONE = frozenset((
    "span", "div", "p", "b", "strong", "font", "small", "em", "i", "center", "figcaption", "h3", "h4", "h5", "h6",
))  # fmt: skip


def sku_shown(layout: Layout) -> str | None:
    """The article number in an element called sku near the heading, which shops show to their visitors.

    Else the one code that elements show and have in an attribute such as data-sku.
    """
    for element in near_heading(layout, NEAR, 600):
        if not _SKU_NAME.search(
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
        ):
            continue
        text = re.sub(r"^[^:：]{1,20}[:：]\s*", "", element_text(element))
        code = identifier(behind_label(text))
        if code and stated(code) and len(code) <= 40 and re.search(r"\d|[A-Z]{2}", code):
            return code
    shown = {shown_code(e) for e in near_heading(layout, NEAR, NEAR) if not layout.leads_on(e)} - {None}
    return shown.pop() if len(shown) == 1 else None


def code_beside(layout: Layout) -> str | None:
    """A code that stands alone near the heading, as a badge, or begins the caption of a picture; None where there are several."""
    if layout.heading is None:
        return None
    found: dict[str, None] = {}
    for element in near_heading(layout, NEAR, NEAR):
        if element is layout.heading or element.tag not in _ALONE or len(element) > 2:
            continue
        if layout.leads_on(element):
            continue
        text = short_text(element, MAX_CAPTION) or ""
        if element.tag == "figcaption" or _is_below_picture(element):
            text = _code_of_caption(text)
        text = text.strip("[](): ")
        if is_marked_code(text):
            found[text] = None
    return next(iter(found)) if len(found) == 1 else None


def _code_of_caption(text: str) -> str:
    """The code that begins a caption, or that is all of it behind an abbreviation: "QV-20 folded", "Cikksz. QV-20"."""
    words = text.split(" ")
    behind = len(words) == 2 and words[0].endswith((".", ":", "："))
    return words[-1] if behind else words[0]


def _is_below_picture(element: Element) -> bool:
    """Whether the picture is the last before an element, or alone in the row above its cell."""
    cell = element
    while cell.tag != "td" and cell.getprevious() is None and not (cell.getparent().text or "").strip():
        cell = cell.getparent()
        if cell.tag == "body":
            return False
    if cell.tag == "td" and cell.getprevious() is None:
        above = cell.getparent().getprevious()
        return above is not None and above.find(".//img") is not None and short_text(above, 0) == ""
    before = element.getprevious()
    while before is not None and before.tag in ("br", "a"):
        if before.find(".//img") is not None:
            return True
        before = before.getprevious()
    return before is not None and before.tag == "img"


def code_of_crumbs(layout: Layout) -> str | None:
    """A code that ends the path to the page and leads nowhere: Home / Seats / QV-20."""
    crumbs = crumbs_shown(layout)
    code = crumbs[-1].strip() if len(crumbs) > 1 else ""
    return code if is_marked_code(code) and code not in layout.document.texts_of_links else None
