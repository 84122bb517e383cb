"""The code of the one data sheet that a page links to by it: "Data sheet QV-20", which leads to /sheets/QV-20.pdf."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.code_forms import is_marked_code
from crawler.extract.product.codes.codes_in_addresses import file_stem
from crawler.extract.words.vocabulary import pattern

LONGEST = 100  # characters of a link's text
_SHEET = pattern("data_sheets", r"(?<!\w){}(?!\w)")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?)(?:[?#]|$)", re.I)
_AROUND = "()[]«»\"'.,:;"


def code_of_sheet(layout: Layout) -> str | None:
    """The marked code in the texts of links to data sheets whose files are called so; None where they have several."""
    found = set()
    for anchor in layout.subject("a"):
        link = layout.document.link(anchor.get("href"))
        text = short_text(anchor, LONGEST)
        if not link or not text or not _DOCUMENT.search(link) or not _SHEET.search(text):
            continue
        stem = file_stem(link)
        words = (word.strip(_AROUND) for word in text.split())
        found |= {word for word in words if is_marked_code(word) and letters_of(word) == stem}
    return found.pop() if len(found) == 1 else None
