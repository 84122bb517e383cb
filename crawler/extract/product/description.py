"""The description of a product that a page shows: paragraphs and lists below its heading, not cells, links or imprint."""

from __future__ import annotations

import re
from collections import Counter

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import Element, clean
from crawler.extract.page.emphasis import has_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.learnt.blocks import Block, count_words, text_blocks
from crawler.extract.page.page_links import plain_address

MAX_PARAGRAPHS = 20
MIN_PARAGRAPH_WORDS = 6  # two Han characters are one word
MIN_SENTENCE_WORDS = 3  # of a paragraph that ends as a sentence does
MIN_SUBTITLE_WORDS = 2  # of the line below the heading
MOST_LINES = 4  # of text in a cell of data
_CELLS = ("td", "th")
# A line of two or more short "label: value" facts: date and hits, article and category.
_FACTS = re.compile(r"(?:[^:：.。]{1,30}[:：][^:：.。]{1,60}){2,6}")
_SIGNS = re.compile(r"\w")
_LABELLED = re.compile(r"[^:：]{1,40}[:：]\s*\S")
_LETTERS = re.compile(r"[^\W\d_]{2,}|[\u3040-\u9fff]{2}")  # words; prices and sizes have fewer
_SENTENCE = re.compile(r"[^:：?？!！]+[^\W\d][.。]")
_SUBTITLE = re.compile(r"[^\W\d_][^:：>›»|]*")
_IMPRINT = re.compile(r"©|copyright|all rights reserved|版权所有|ICP备", re.I)


def description_shown(document: Document, layout: Layout) -> list[str]:
    """The paragraphs below the heading that read like a description: sentences, not cells, links or buttons.

    The first line below the heading is one of them however short it is: "LX 200" is a "TIG welding machine". So are the items of
    a list below it that has no links and no labels: "48 places, free-standing", "230 V, 480 W".
    """
    blocks = text_blocks(document, layout)
    items = _items_of_lists(blocks)
    cells = _Cells(blocks, layout.heading)
    start = _behind_heading(blocks, layout)

    def shown(parts: list[Block], first: int) -> list[str]:
        return [
            block.text
            for number, block in enumerate(parts)
            if (_has_words(block, number == first) or (first == 0 and block.element in items))
            and _is_own(document, layout, block, cells)
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


def _items_of_lists(blocks: list[Block]) -> set[Element]:
    """The items of lists of two or more that say what the goods are or have: none leads on, none is a label with its value."""
    lists: dict[Element, list[Block]] = {}
    for block in blocks:
        above = block.element.getparent()
        if block.element.tag == "li" and above is not None:
            lists.setdefault(above, []).append(block)
    return {
        block.element
        for items in lists.values()
        if len(items) > 1
        and not any(block.link_characters or _LABELLED.match(block.text) for block in items)
        and len({block.text for block in items}) == len(items)
        for block in items
        if len(_SIGNS.findall(block.text)) > 1
    }


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
