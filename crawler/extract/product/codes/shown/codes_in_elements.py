"""Codes and the elements that show them: links to other pages, attributes, elements with a text of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.page.element_text import Element, short_text
from crawler.extract.page.frame import RELATED
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.page.picture_names import naming_picture
from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.names.codes_in_addresses import file_stem

SHOWN = 200  # characters of an element that shows the code of its attribute
LONGEST = 1000  # characters of a text
_CODE_ATTRIBUTE = re.compile(r"data-(?:[\w-]*-)?(?:sku|code|article|art|artnr|model|mpn|ref|reference)")
TEXTS = ("p", "li", "td", "dd", "div", "span", "font", "b", "strong", "i", "em", "h2", "h3", "h4")

_PROSE = ("p", "div", "td", "font")
MOST_IMAGES = 8  # whose files and texts are looked at
OPENING = 3  # texts below the heading that may begin with what the page is about
LEAST_SENTENCE = 5  # words of a text that is a sentence


def in_link(layout: Layout, element: Element, code: str) -> bool:
    """Whether a link in or around an element leads to another page and holds a code: it is that page's."""
    anchors = (*element.iter("a"), *element.iterancestors("a"))
    return any(layout.leads_on(a) and code in (short_text(a, LONGEST) or "") for a in anchors)


def holds_others(layout: Layout, element: Element) -> bool:
    """Whether an element holds related goods or readers' comments: its text is theirs too."""
    return any(layout.flag(inner) & RELATED for inner in element.iter())


def shown_code(element: Element) -> str | None:
    """The code in an attribute such as data-sku, where the element shows it."""
    return next(
        (code for code in attribute_codes(element) if code in (short_text(element, SHOWN) or "")), None
    )


def attribute_codes(element: Element) -> Iterator[str]:
    """The codes in attributes such as data-sku."""
    for name in element.keys():  # noqa: SIM118  # an element is no mapping
        if not _CODE_ATTRIBUTE.fullmatch(name):  # which also leaves out names that lxml refuses to look up
            continue
        code = (element.get(name) or "").strip()
        if is_code(code):
            yield code


def texts_of(layout: Layout, *tags: str) -> Iterator[tuple[Element, str]]:
    """The elements of the page's subject that begin with a text of their own, with all their text, but for long ones."""
    for element in layout.subject(*tags):
        if (element.text or "").strip() and (text := short_text(element, LONGEST)):
            yield element, text


def opening_texts(layout: Layout) -> list[str]:
    """The first texts below the heading, or the picture that names a page without one, that are sentences by their length."""
    named = layout.heading if layout.heading is not None else naming_picture(layout)
    if named is None:
        return []
    start = layout.order[named]
    texts = (text for element, text in texts_of(layout, *_PROSE) if layout.order[element] > start)
    return list(islice((text for text in texts if len(text.split()) >= LEAST_SENTENCE), OPENING))


def picture_addresses(layout: Layout) -> list[str]:
    """The addresses of the subject's first pictures."""
    return [image.url for image in subject_images(layout)[:MOST_IMAGES]]


def stems_of_pictures(layout: Layout) -> set[str]:
    """The letters and digits of the names of the files of the subject's first pictures."""
    return set(map(file_stem, picture_addresses(layout)))
