"""Lines of text of a page's subject: divided by blocks and breaks, each with its words that are bold or in a colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.extract.page.element_text import BLOCKS, NO_TEXT, Element, clean
from crawler.extract.page.emphasis import BOLD_STYLE
from crawler.extract.page.layout import Layout

MOST = 4_000  # lines of a page that are read
LONGEST = 400  # characters of a line of one property
LONGEST_LIST = 1200  # characters of a line of several
BOLD, COLOURED = 2, 1  # how words are marked
DASHES_AND_DOTS = "-–—•·▪●*ㆍ∙◦▶►✓✔"
BULLETS = f"{DASHES_AND_DOTS}+◆◇■□★☆❖➤➢✅☑»>"
_DIVIDING = BLOCKS - {"label"}  # a label and its value are one line
_MARKS = frozenset(("b", "strong", "i", "em", "u"))  # of a label
_COLOURED = re.compile(rf"(?<!-)color\s*:|{BOLD_STYLE}", re.I)  # the same, where no other mark is
_UNREAD = NO_TEXT | {"h1", "h2", "h3"}


@dataclass(frozen=True)
class Line:
    """A line of the page's subject: its text, the marked words that it begins with, the block that it is in, and each run of
    marked words in it with the text behind."""

    text: str
    marked: str
    block: Element
    runs: tuple[tuple[str, str], ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether there is a colon behind all marked words."""
        return bool(self.runs) and all(
            words.endswith((":", "：")) or behind.startswith((":", "：")) for words, behind in self.runs
        )


def short_lines(layout: Layout) -> list[Line]:
    """The lines of the page's subject that may be one property, divided by breaks and blocks."""
    if "short lines" not in layout.memo:
        layout.memo["short lines"] = [line for line in all_lines(layout) if len(line.text) <= LONGEST]
    lines: list[Line] = layout.memo["short lines"]
    return lines


def all_lines(layout: Layout) -> list[Line]:
    if "lines" not in layout.memo:
        layout.memo["lines"] = list(_divide(layout))
    lines: list[Line] = layout.memo["lines"]
    return lines


def _divide(layout: Layout) -> Iterator[Line]:
    pieces: list[tuple[str, int]] = []
    block: Element = layout.document.body
    count = 0
    for text, marked, entered in _pieces(layout):
        if entered is None:
            pieces.append((text, marked))
            continue
        whole = clean("".join(piece for piece, _ in pieces))
        if whole and len(whole) <= LONGEST_LIST:
            least = max((mark for text, mark in pieces if not text.isspace()), default=0) or BOLD
            marked_pieces = [(text, mark >= least) for text, mark in pieces]
            yield Line(whole, _beginning(marked_pieces), block, _runs(marked_pieces))
            count += 1
        pieces, block = [], entered
        if count >= MOST:
            return


def _beginning(pieces: list[tuple[str, bool]]) -> str:
    """The marked words before the first that is not marked."""
    words: list[str] = []
    for text, marked in pieces:
        if not marked and text.strip(BULLETS + " \t\n\u00a0"):
            break
        if marked:
            words.append(text)
    return clean("".join(words))


def _runs(pieces: list[tuple[str, bool]]) -> tuple[tuple[str, str], ...]:
    """The runs of marked words, each with the text behind it."""
    runs: list[tuple[list[str], list[str]]] = []
    for text, marked in pieces:
        if marked and text.strip() and (not runs or any(map(str.strip, runs[-1][1]))):
            runs.append(([], []))
        if runs:
            runs[-1][not marked].append(text)
    return tuple((clean("".join(words)), clean("".join(behind))) for words, behind in runs)


def _pieces(layout: Layout) -> Iterator[tuple[str, int, Element | None]]:
    """Texts with how they are marked, and ("", 0, block) where a line ends and another goes on in that block."""
    body = layout.document.body
    blocks: list[Element] = []
    marks = coloured = whole = 0
    skip: Element | None = None
    for event, node in etree.iterwalk(body, events=("start", "end")):
        tag = node.tag
        if event == "start":
            if skip is not None:
                continue
            if tag in _UNREAD or layout.flag(node):
                skip = node
                continue
            if tag in _DIVIDING or node is body:
                if tag != "br":
                    blocks.append(node)
                yield "", 0, blocks[-1]
            marks += tag in _MARKS
            coloured += _is_coloured(node)
            whole += tag == "pre"
            yield from _divided(node.text, _mark(marks, coloured), blocks[-1] if whole else None)
            continue
        if skip is not None and node is not skip:
            continue
        if node is not skip:
            marks -= tag in _MARKS
            coloured -= _is_coloured(node)
            whole -= tag == "pre"
            if blocks[-1] is node and len(blocks) > 1:
                blocks.pop()
                yield "", 0, blocks[-1]
        skip = None
        if node is not body:
            yield from _divided(node.tail, _mark(marks, coloured), blocks[-1] if whole else None)
    yield "", 0, body


def _is_coloured(node: Element) -> bool:
    """Whether an element sets its words in a colour of their own, or bold by its style."""
    return node.tag in ("span", "font") and bool(
        node.get("color") or _COLOURED.search(node.get("style") or "")
    )


def _mark(marks: int, coloured: int) -> int:
    """How the words in so many marks and coloured elements are marked."""
    return BOLD if marks else COLOURED if coloured else 0


def _divided(
    text: str | None, marked: int, whole: Element | None
) -> Iterator[tuple[str, int, Element | None]]:
    """A text, divided at the ends of its lines where these count (`whole`: the block that they are in)."""
    for number, piece in enumerate((text or "").split("\n") if whole is not None else [text or ""]):
        if number:
            yield "", 0, whole
        yield piece, marked, None
