"""Models that a page lists by the capitals of its heading and a number each: "as LW 300 or LW 500" of a "Loom LW"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.forms.code_forms import NOT_CODE, NUMBERED_WORD, UNIT_BEHIND
from crawler.extract.product.codes.forms.code_lists import AND
from crawler.extract.product.codes.shown.codes_in_elements import TEXTS, in_link, texts_of
from crawler.extract.words.alphabets import CAPITALS

_CAPITALS = re.compile(rf"(?<![\w./-])[{CAPITALS}]{{2,5}}(?![\w./-])")


def numbers_listed(layout: Layout) -> tuple[str, ...]:
    """The models of the first list of two or more in the page's texts; each is a word in capitals of the heading and a number."""
    words = [
        word
        for word in dict.fromkeys(_CAPITALS.findall(heading_text(layout)))
        if not NUMBERED_WORD.fullmatch(word)
    ]
    if not words:
        return ()
    number = r"\d{2,5}[A-Z]{0,2}(?![\w/%°-]|[.,]\d)"
    model = rf"(?:{'|'.join(words)}) {number}"
    listed = re.compile(rf"(?<![\w./-]){model}(?:(?:\s?[,;/、،]\s?|\s(?:{AND})\s){model})+")
    return next(_lists(layout, listed, re.compile(model)), ())


def _lists(layout: Layout, listed: re.Pattern[str], model: re.Pattern[str]) -> Iterator[tuple[str, ...]]:
    for element, text in texts_of(layout, *TEXTS):
        for match in listed.finditer(text):
            codes = tuple(dict.fromkeys(model.findall(match[0])))
            measured = UNIT_BEHIND.match(text, match.end()) or any(map(NOT_CODE.fullmatch, codes))
            if len(codes) > 1 and not measured and not in_link(layout, element, codes[0]):
                yield codes
