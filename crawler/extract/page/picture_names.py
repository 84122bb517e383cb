"""The name that a page's picture bears, in its alternative text or title: of pages whose headings and titles say nothing of them."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import Element, clean
from crawler.extract.page.gallery import subject_images
from crawler.extract.page.layout import Layout
from crawler.extract.words.vocabulary import pattern

LONGEST = 120  # characters of a name
LEAST_LETTERS = 3
# The name of a file or what a camera calls it, which nobody wrote: IMG_2214.jpg, DSC00412, 20190412_101500, 21-oak-stool
_FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|webp|bmp|svg)|[\W\d_]*(?:img|dsc|dscn|image|photo|pic|picture)?[\W\d_]*|(?-i:[a-z\d]{1,30}(?:[-_][a-z\d]{1,30}){2,20})",
    re.I,
)
_PROPERTIES = pattern("property_heads")  # the picture of a heading: "Specifications"
# A code and small words, which say what of it the picture shows: "QV-20 side view"
_VIEW = re.compile(r"(?=\S*\d)[^\sa-zа-яё]{3,24}(?: [a-zà-ÿа-яё]{2,20}){1,4}")


def picture_name(layout: Layout) -> str | None:
    """The text that all pictures of the page's subject bear which bear any, or begin with; None for several, files and what is
    shared. The text of a link to another page names a section, and does not count; nor do views where there are several."""
    document = layout.document
    alts = dict.fromkeys(image.alt.strip() for image in subject_images(layout))
    texts = [text for text in alts if text and not document.names_another(text)]
    if len(texts) > 1:
        texts = [text for text in texts if not _VIEW.fullmatch(text)] or texts
    if not texts:
        return None
    name = min(texts, key=len)
    if not all(text.startswith(name) for text in texts) or len(name) > LONGEST:
        return None
    if sum(map(str.isalpha, name)) < LEAST_LETTERS or _FILE.fullmatch(name) or _PROPERTIES.fullmatch(name):
        return None
    return None if document.is_shared(name) or name in document.shared.headings else name


def naming_picture(layout: Layout) -> Element | None:
    """The first picture of the page's subject whose text is the name that its pictures bear."""
    name = picture_name(layout)
    pictures = layout.subject("img") if name is not None else ()
    return next((image for image in pictures if clean(image.get("alt") or image.get("title")) == name), None)
