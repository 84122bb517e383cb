"""Properties below pictures: "Length: 41 cm" below one, "Material: oak" below the next; and in blocks of a bold label above its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.extract.page.element_text import Element, clean, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.specs.pairs import LABEL_AND_VALUE, USUAL, are_measured
from crawler.extract.words.labels import is_label

LEAST = 2  # pictures side by side, as one caption alone may be about the picture


def properties_of_captions(layout: Layout) -> Iterator[tuple[str, str]]:
    """The labels and values of captions side by side that are all so, no label twice: not "Picture 1: The head", and not
    "Colour: red" below one picture and "Colour: blue" below another."""
    groups: dict[Element, list[tuple[str, str] | None]] = {}
    for caption in layout.subject("figcaption"):
        figure = caption.getparent()
        groups.setdefault(figure.getparent(), []).append(_pair(short_text(caption, USUAL) or ""))
    for read in _all_pairs(groups.values()):
        yield from read


def properties_of_blocks(layout: Layout) -> Iterator[tuple[str, str]]:
    """The labels and values of blocks of one class that are all a bold label, a line break and a value, of which some are measured."""
    groups: dict[tuple[str, str], list[tuple[str, str] | None]] = {}
    for block in layout.subject("p", "div", "td", "li", "span"):
        if [child.tag for child in block] in (["strong", "br"], ["b", "br"]):
            groups.setdefault((block.tag, block.get("class") or ""), []).append(_label_above(block))
    for read in _all_pairs(groups.values()):
        if are_measured(read):
            yield from read


def _all_pairs(groups: Iterable[list[tuple[str, str] | None]]) -> Iterator[list[tuple[str, str]]]:
    """The groups that are all labels and values, no label twice."""
    for pairs in groups:
        read = [pair for pair in pairs if pair is not None]
        labels = {label.casefold() for label, _ in read}
        if len(read) >= LEAST and len(pairs) == len(labels):
            yield read


def _label_above(block: Element) -> tuple[str, str] | None:
    label, value = clean(block[0].text_content()).rstrip(":： "), clean(block[1].tail or "")
    apart = not clean(block.text or "") and not clean(block[0].tail or "")
    named = apart and 0 < len(value) <= USUAL and is_label(label) and not any(map(str.isdigit, label))
    return (label, value) if named else None


def _pair(text: str) -> tuple[str, str] | None:
    match = LABEL_AND_VALUE.fullmatch(text)
    named = match is not None and is_label(match[1]) and not any(map(str.isdigit, match[1]))
    return (match[1], match[2]) if match and named else None
