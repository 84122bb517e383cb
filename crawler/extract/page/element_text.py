"""The visible text of elements: on one line, line by line, or no more than a few characters of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
_RAISED = frozenset(("sup", "sub"))
_INDEX = re.compile(r"[-−]?\d{1,2}")
_LETTER = re.compile(r"[^\W\d_][)\]]?$")
_POWERED = re.compile(r"(?<![^\W\d_])(?:[cdkmсдкм]?[mм]|s|с|厘米|米)$", re.I)  # units that have powers
_JOINED = "\x00"  # at both ends of such digits, where pieces are joined; no text of a page has it
_AT_JOIN = re.compile(f" ?{_JOINED} ?")
_SPACE = re.compile(r"[\s\u00a0\u200b\u200e\u200f\ufeff]+")

Element = Any  # lxml.html.HtmlElement; lxml's stubs do not know its methods


def clean(text: str | None) -> str:
    """`text` with runs of white space and invisible marks made one blank, trimmed."""
    return _SPACE.sub(" ", text or "").strip()


def letters_of(text: str | None) -> str:
    """The letters and digits of a text in lower case: what is compared of two names. The dot of a Turkish İ is left out."""
    return re.sub(r"\W+", "", (text or "").lower())


def element_text(element: Element) -> str:
    """The element's visible text on one line; blocks and line breaks become blanks."""
    return _on_one_line(_pieces(element))


def short_text(element: Element, limit: int) -> str | None:
    """`element_text` where it has at most `limit` characters, else None; large elements are not read to their end."""
    pieces: list[str] = []
    length, look_at = 0, limit
    for piece in _pieces(element):
        pieces.append(piece)
        length += len(piece)
        if length > look_at:  # with its white space
            if len(_on_one_line(pieces)) > limit:
                return None
            look_at = 2 * length
    text = _on_one_line(pieces)
    return text if len(text) <= limit else None


def block_text(element: Element) -> str:
    """The element's visible text, one line a block, without empty lines."""
    text = "".join(_pieces(element)).replace(_JOINED, "")
    lines = (clean(line) for line in text.split("\n") if line and not line.isspace())
    return "\n".join(line for line in lines if line)


def _on_one_line(pieces: Iterable[str]) -> str:
    text = " ".join(pieces)
    return clean(_AT_JOIN.sub("", text) if _JOINED in text else text)


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
            elif tag in _RAISED and _is_index(node):
                yield _JOINED
            if node.text:
                yield node.text
        else:
            if tag in BLOCKS:
                yield "\n"
            elif tag in _RAISED and _is_index(node):
                yield _JOINED
            if node is not element and node.tail:
                yield node.tail


def _is_index(element: Element) -> bool:
    """Whether digits above or below the line belong to the letters before them: m³/h, H₂SO₄; not the sign of a footnote."""
    beside, above = element.getprevious(), element.getparent()
    before = beside.tail if beside is not None else above.text if above is not None else None
    number = _INDEX.fullmatch(element.text or "") is not None and not len(element)
    return number and (_LETTER if element.tag == "sub" else _POWERED).search(before or "") is not None


def hidden(element: Element) -> bool:
    """Whether the element says that it is not shown."""
    style = element.get("style")
    if style and "display" in style and re.search(r"display\s*:\s*none", style, re.I):
        return True
    return element.get("hidden") is not None
