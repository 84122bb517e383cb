"""A page as a row of text blocks: what a reader sees as one paragraph, list entry, cell or button."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from crawler.extract.page.document import Document
from crawler.extract.page.element_text import BLOCKS, NO_TEXT, Element, clean
from crawler.extract.page.layout import Layout

MAX_BLOCKS = 6000  # of one page; further text belongs to the last block


@dataclass
class Block:
    """A run of text: its words, how many of its characters are link text, the element it is in."""

    text: str
    element: Element
    link_characters: int
    words: int


def text_blocks(document: Document, layout: Layout) -> list[Block]:
    """The blocks of the page's body in order; hidden parts too, since tabs and accordions hide what they hold."""
    if "blocks" not in layout.memo:
        layout.memo["blocks"] = _text_blocks(document, layout)
    found: list[Block] = layout.memo["blocks"]
    return found


def _text_blocks(document: Document, layout: Layout) -> list[Block]:
    blocks: list[Block] = []
    pieces: list[str] = []
    links = 0
    depth_in_link = 0
    container = document.body
    skip = None

    def flush() -> None:
        nonlocal links
        if not pieces:
            return
        text = clean("".join(pieces))
        pieces.clear()
        if text and len(blocks) < MAX_BLOCKS:
            blocks.append(Block(text, container, min(links, len(text)), count_words(text)))
        links = 0

    for event, node in etree.iterwalk(document.body, events=("start", "end")):
        tag = node.tag
        if skip is not None:
            if event == "end" and node is skip:
                skip = None
                if node.tail:
                    pieces.append(node.tail)
                    links += len(node.tail) * (depth_in_link > 0)
            continue
        if event == "start":
            if tag in NO_TEXT:
                skip = node
                continue
            if tag in BLOCKS:
                flush()
                container = node
            depth_in_link += tag == "a"
            if node.text:
                pieces.append(node.text)
                links += len(node.text) * (depth_in_link > 0)
        else:
            depth_in_link -= tag == "a"
            if tag in BLOCKS:
                flush()
                parent = node.getparent()
                container = parent if parent is not None else document.body
            if node.tail and node is not document.body:
                pieces.append(node.tail)
                links += len(node.tail) * (depth_in_link > 0)
    flush()
    return blocks


def count_words(text: str) -> int:
    """Words of a text; two Han characters count as one word."""
    han = 0 if text.isascii() else sum(1 for c in text if "\u3040" <= c <= "\u9fff")
    return len(text.split()) + han // 2
