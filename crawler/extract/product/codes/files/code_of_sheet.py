"""The code of the one data sheet that a page links to by it: "Data sheet QV-20", which leads to /sheets/QV-20.pdf."""

from __future__ import annotations

import re

from crawler.extract.page.element_text import letters_of, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.codes.files.code_of_file import code_called
from crawler.extract.product.codes.forms.code_forms import is_marked_code
from crawler.extract.product.codes.names.codes_in_addresses import file_stem, page_called
from crawler.extract.words.vocabulary import pattern

LONGEST = 100  # characters of a link's text
_SHEET = pattern("data_sheets", r"(?<!\w){}(?!\w)")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?)(?:[?#]|$)", re.I)
_AROUND = "()[]«»\"'.,:;"


def code_of_sheet(layout: Layout) -> str | None:
    """The marked code that the files of data sheets are called, which the texts of their links name or that is in capitals; None
    where there are several."""
    found = set()
    for anchor in layout.subject("a"):
        link = layout.document.link(anchor.get("href"))
        text = short_text(anchor, LONGEST)
        if not link or not text or not _DOCUMENT.search(link) or not _SHEET.search(text):
            continue
        stem = file_stem(link)
        named = [word for word in (word.strip(_AROUND) for word in text.split()) if is_marked_code(word)]
        own = code_called(page_called(link)) if not named else None
        found |= {code for code in (*named, own) if code and letters_of(code) == stem}
    return found.pop() if len(found) == 1 else None
