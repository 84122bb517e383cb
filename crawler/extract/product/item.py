"""A product page to a catalog item: markup first, then what the page shows; each field keeps its source."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from crawler.extract.page.blocks import Block, count_words, text_blocks
from crawler.extract.page.document import Document, Element, clean
from crawler.extract.page.gallery import is_same_file, subject_images
from crawler.extract.page.layout import FRAME, Layout, has_text
from crawler.extract.page.page_links import plain_address
from crawler.extract.page.structured_data import Structured
from crawler.extract.product.fields import ProductPage, read_fields, read_item_specs
from crawler.extract.product.markup import links_in
from crawler.extract.product.names import is_similar
from crawler.models import CatalogItem, ImageLink

MAX_DESCRIPTION = 20_000
MAX_PARAGRAPHS = 12
MIN_PARAGRAPH_WORDS = 6  # two Han characters are one word
MIN_SENTENCE_WORDS = 3  # of a paragraph that ends as a sentence does
MIN_SUBTITLE_WORDS = 2  # of the line below the heading
MOST_LINES = 4  # of text in a cell of data
_CELLS = ("td", "th")
# A line of two or more short "label: value" facts: date and hits, article and category.
_FACTS = re.compile(r"(?:[^:：.。]{1,30}[:：][^:：.。]{1,60}){2,6}")
_LETTERS = re.compile(r"[^\W\d_]{2,}|[\u3040-\u9fff]{2}")  # words; prices and sizes have fewer
_SENTENCE = re.compile(r"[^:：?？!！]+[^\W\d][.。]")
_SUBTITLE = re.compile(r"[^\W\d_][^:：>›»|]*")
_IMPRINT = re.compile(r"©|copyright|all rights reserved|版权所有|ICP备", re.I)


def read_product(document: Document, layout: Layout, structured: Structured, url: str) -> CatalogItem:
    """The product a page is about. Absent fields are None; `sources` says where each present one came from."""
    page = ProductPage(document, layout, structured)
    found = read_fields(page)
    values: dict[str, Any] = {name: value.text for name, value in found.items()}
    sources = {name: value.source for name, value in found.items()}
    _describe(document, layout, values, sources)
    specs, where = read_item_specs(page)
    if where:
        sources["specs"] = where
    marked = [ImageLink(link) for link in links_in(document, page.marked.get("image"))]
    images = merge_images(marked, subject_images(layout), document)
    if images:
        sources["images"] = page.marked.source if marked else "page"
    return CatalogItem(
        url=url,
        specs=specs,
        images=tuple(images),
        documents=documents(document, layout),
        language=document.language,
        sources=sources,
        **{name: value[:MAX_DESCRIPTION] for name, value in values.items()},
    )


def _describe(document: Document, layout: Layout, fields: dict[str, str], sources: dict[str, str]) -> None:
    """Complete the markup's description by the paragraphs shown; the meta description serves where there is none."""
    marked = fields.get("description", "")
    paragraphs = description_shown(document, layout)
    more = [p for p in paragraphs if p not in marked and (not marked or p[:60] not in marked)]
    if more:
        fields["description"] = "\n".join(([marked] if marked else []) + more)[:MAX_DESCRIPTION]
        sources.setdefault("description", "text")
    elif not marked:
        described = clean(document.meta.get("description"))
        if described and not is_similar(described, fields.get("name", "")):
            fields["description"], sources["description"] = described, "meta"


def description_shown(document: Document, layout: Layout) -> list[str]:
    """The paragraphs below the heading that read like a description: sentences, not cells, links or buttons.

    The first line below the heading is one of them however short it is: "LX 200" is a "TIG welding machine".
    """
    blocks = text_blocks(document, layout)
    cells = _Cells(blocks, layout.heading)
    start = _behind_heading(blocks, layout)

    def shown(parts: list[Block], first: int) -> list[str]:
        return [
            block.text
            for number, block in enumerate(parts)
            if _has_words(block, number == first) and _is_own(document, layout, block, cells)
        ]

    found = shown(blocks[start:], 0)
    if not any(count_words(text) >= MIN_PARAGRAPH_WORDS for text in found):
        found += shown(
            blocks[:start], -1
        )  # shops that show the text beside the picture, and name and price after it
    return list(dict.fromkeys(found))[:MAX_PARAGRAPHS]


def _has_words(block: Block, first: bool) -> bool:
    """Whether a block is long enough for a description."""
    return block.words >= MIN_PARAGRAPH_WORDS or _is_short_sentence(block) or (first and _is_subtitle(block))


def _is_own(document: Document, layout: Layout, block: Block, cells: _Cells) -> bool:
    """Whether a block is text of the page's subject: no link, cell, button, entry of a list, imprint or text of many pages."""
    return (
        not layout.flag(block.element)
        and block.link_characters <= 0.3 * len(block.text)
        and not cells.hold(block.element)
        and block.text not in document.shared.paragraphs
        and not _is_entry(document, block.element)
        and not _FACTS.fullmatch(block.text)
        and not _IMPRINT.search(block.text)
    )


def _behind_heading(blocks: list[Block], layout: Layout) -> int:
    """The number of the first block behind the heading; 0 where the page has none."""
    heading = layout.heading
    if heading is None:
        return 0
    around = {heading, *heading.iterancestors()}
    text = clean(heading.text_content())
    for at, block in enumerate(blocks):
        if block.element in around and text and block.text.startswith(text):
            return at + 1
    place = layout.order.get(heading, 0)
    return next((at for at, b in enumerate(blocks) if layout.order.get(b.element, 0) > place), len(blocks))


def _is_subtitle(block: Block) -> bool:
    """Whether a line of a few words could say what the goods are."""
    return block.words >= MIN_SUBTITLE_WORDS and bool(_SUBTITLE.fullmatch(block.text))


def _is_short_sentence(block: Block) -> bool:
    """Whether a block of few words is a paragraph of its own that ends as a sentence does: "Leather glove with aramid palm."."""
    return (
        block.element.tag in ("p", "div", "td")
        and len(_LETTERS.findall(block.text)) >= MIN_SENTENCE_WORDS
        and bool(_SENTENCE.fullmatch(block.text))
    )


class _Cells:
    """Which elements of a page are cells of data or parts of a form, and which lay out the page."""

    def __init__(self, blocks: list[Block], heading: Element | None) -> None:
        self.around = set(heading.iterancestors()) if heading is not None else set()
        self.lines = Counter(
            cell
            for block in blocks
            for cell in (block.element, *block.element.iterancestors())
            if cell.tag in _CELLS
        )
        self.data_rows: dict[Element, bool] = {}

    def hold(self, element: Element) -> bool:
        """Whether an element is in a form, a list of definitions or a table's cell of data.

        Around the page's heading a table lays out the page, and so does a row that has no second cell with text, or a cell of
        many lines.
        """
        for above in (element, *element.iterancestors()):
            if above in self.around:
                return False
            if above.tag in _CELLS and self.lines[above] > MOST_LINES:
                return False
            if above is not element and above.tag in ("dl", "form", "button", "select", "label"):
                return True
            if above.tag == "tr" and self._has_data(above):
                return True
        return False

    def _has_data(self, row: Element) -> bool:
        """Whether more than one cell of a row has text."""
        if row not in self.data_rows:
            self.data_rows[row] = sum(map(has_text, row)) > 1
        return self.data_rows[row]


def _is_entry(document: Document, element: Element) -> bool:
    """Whether a list's item begins with a link to another page: "A20 - servo drive" below "See also"."""
    if element.tag not in ("li", "dd") or (element.text or "").strip() or not len(element):
        return False
    href = document.link(element[0].get("href")) if element[0].tag == "a" else None
    return href is not None and plain_address(href) != plain_address(document.url)


def documents(document: Document, layout: Layout) -> tuple[str, ...]:
    """Addresses of data sheets (PDF) that the page links to, outside its frame."""
    found: dict[str, None] = {}
    for element in layout.nodes:
        if element.tag == "a" and not layout.flag(element) & FRAME:
            link = document.link(element.get("href"))
            if link and urlsplit(link).path.lower().endswith(".pdf"):
                found[link] = None
    return tuple(found)[:40]


def merge_images(marked: list[ImageLink], shown: list[ImageLink], document: Document) -> list[ImageLink]:
    """Pictures named by markup first, with the alternative text the page gives them, then the others shown."""
    if not marked and document.meta.get("og:image"):
        link = document.link(document.meta["og:image"])
        if link and any(is_same_file(link, s.url) for s in shown[:8]):
            marked = [ImageLink(link)]
    alts = {s.url: s.alt for s in shown}
    merged: dict[str, ImageLink] = {}
    for image in [*marked, *shown]:
        merged.setdefault(image.url, ImageLink(image.url, image.alt or alts.get(image.url, "")))
    return list(merged.values())
