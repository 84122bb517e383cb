"""The visible text of elements: on one line, line by line, or no more than a few characters of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

NO_TEXT = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "textarea"}
)
BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure "  # noqa: SIM905
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "option label button".split()
)
_SPACE = re.compile(r"[\s\u00a0\u200b\u200e\u200f\ufeff]+")

Element = Any  # lxml.html.HtmlElement; lxml's stubs do not know its methods


def clean(text: str | None) -> str:
    """`text` with runs of white space and invisible marks made one blank, trimmed."""
    return _SPACE.sub(" ", text or "").strip()


def letters_of(text: str | None) -> str:
    """The letters and digits of a text in lower case: what is compared of two names."""
    return re.sub(r"\W+", "", text or "").lower()


def element_text(element: Element) -> str:
    """The element's visible text on one line; blocks and line breaks become blanks."""
    return clean(" ".join(_pieces(element)))


def short_text(element: Element, limit: int) -> str | None:
    """`element_text` where it has at most `limit` characters, else None; large elements are not read to their end."""
    pieces: list[str] = []
    length, look_at = 0, limit
    for piece in _pieces(element):
        pieces.append(piece)
        length += len(piece)
        if length > look_at:  # with its white space
            if len(clean(" ".join(pieces))) > limit:
                return None
            look_at = 2 * length
    text = clean(" ".join(pieces))
    return text if len(text) <= limit else None


def block_text(element: Element) -> str:
    """The element's visible text, one line a block, without empty lines."""
    lines = (clean(line) for line in "".join(_pieces(element)).split("\n") if line and not line.isspace())
    return "\n".join(line for line in lines if line)


def _pieces(element: Element) -> Iterator[str]:
    skip_until = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag
        if skip_until is not None:
            if event == "end" and node is skip_until:
                skip_until = None
                if node is not element and node.tail:
                    yield node.tail
            continue
        if event == "start":
            if tag in NO_TEXT or hidden(node):
                skip_until = node
                continue
            if tag in BLOCKS:
                yield "\n"
            if node.text:
                yield node.text
        else:
            if tag in BLOCKS:
                yield "\n"
            if node is not element and node.tail:
                yield node.tail


def hidden(element: Element) -> bool:
    """Whether the element says that it is not shown."""
    style = element.get("style")
    if style and "display" in style and re.search(r"display\s*:\s*none", style, re.I):
        return True
    return element.get("hidden") is not None
