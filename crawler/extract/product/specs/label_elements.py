"""Properties in one element: definition lists, and a label with a colon before its value."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extract.page.element_text import Element, element_text, short_text
from crawler.extract.product.specs.pairs import LABEL_AND_VALUE, MAX_MARKED_LABEL, USUAL, are_measured
from crawler.extract.words.labels import divides_number, is_label

LEAST_LINKS = 3  # of a menu
LEAST_LINES = 2  # behind other words in an element
MOST_WORDS = 3  # of their labels


def definitions(element: Element) -> Iterator[tuple[str, str]]:
    """The terms of a definition list with what follows each; not where that is a menu."""
    label = None
    for child in element.iter("dt", "dd"):
        if child.tag == "dt":
            label = element_text(child)
        elif label:
            if not _is_menu(child):
                yield label, element_text(child)
            label = None


def _is_menu(element: Element) -> bool:
    """Whether an element holds links and nothing else, no comma between them: "Products" before the site's products."""
    links = [a for a in element.iter("a") if a.get("href")]
    said = "".join("".join(element_text(a).split()) for a in links)
    return len(links) >= LEAST_LINKS and said == "".join(element_text(element).split())


def lines_with_colons(element: Element) -> Iterator[tuple[str, str, Element]]:
    """`label: value` where the element's own text, or its first part, ends in a colon."""
    parent = element.getparent()
    own = (element.text or "").strip()
    children = [c for c in element if isinstance(c.tag, str)]
    if own and children and not {":", "："} & set(own) and all(c.tag == "br" for c in children):
        yield from _lines_below(element, own, children)
        return
    if own and (":" in own or "：" in own) and len(own) < 500:
        if not children or all(c.tag == "br" for c in children):
            pieces = [own, *(c.tail or "" for c in children)]
            for piece in pieces:
                match = LABEL_AND_VALUE.fullmatch(piece.strip())
                if match and is_label(match.group(1)) and not divides_number(match):
                    yield (
                        match.group(1),
                        " ".join(match.group(2).split()),
                        element if len(pieces) > 1 else parent,
                    )
            return
        # "Date: 1.2.2015 Hits:" is no label
        alone = own.count(":") + own.count("：") == 1
        if alone and own.endswith((":", "：")) and len(children) <= 3 and is_label(own[:-1]):
            value = " ".join(
                filter(None, (element_text(c) + " " + (c.tail or "").strip() for c in children))
            ).strip()
            if value and len(value) <= 400:
                yield own[:-1], value, parent
            return
    if (
        not own
        and children
        and children[0].tag
        in ("b", "strong", "span", "em", "label", "i", "h4", "h5", "h6", "div", "font", "dt")
    ):
        first = short_text(children[0], 60)
        tail = (children[0].tail or "").strip()
        if first is None or any(_is_label_of_more(child) for child in children[1:]):
            return
        colon = first.endswith((":", "：")) or tail.startswith((":", "："))
        if colon and is_label(first.rstrip(":：")) and len(children) <= 4:
            rest = [
                tail.lstrip(":： "),
                *(element_text(c) + " " + (c.tail or "").strip() for c in children[1:]),
            ]
            value = " ".join(" ".join(rest).split())
            if value and len(value) <= 400:
                yield first.rstrip(":： "), value, parent


def _lines_below(element: Element, own: str, breaks: list[Element]) -> Iterator[tuple[str, str, Element]]:
    """The labels and values of the lines that follow other words in an element, where these are nothing else: LEAST_LINES at least,
    half of them with a number."""
    lines = [" ".join(text.split()) for child in breaks if (text := (child.tail or "").strip())]
    matches = [LABEL_AND_VALUE.fullmatch(line) for line in lines]
    rows = [(match[1], match[2]) for match in matches if match and not divides_number(match)]
    short = all(len(label.split()) <= MOST_WORDS and len(value) <= USUAL for label, value in rows)
    if len(rows) == len(lines) >= LEAST_LINES and short and len(own) <= USUAL and are_measured(rows):
        yield from ((label, value, element) for label, value in rows if is_label(label))


def _is_label_of_more(element: Element) -> bool:
    """Whether a part of a line is the bold label of a further property."""
    text = short_text(element, MAX_MARKED_LABEL) if element.tag in ("b", "strong") else None
    return text is not None and (
        text.endswith((":", "：")) or (element.tail or "").lstrip().startswith((":", "："))
    )
