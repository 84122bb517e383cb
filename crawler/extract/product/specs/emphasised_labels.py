"""Words that a sentence emphasises, and the measure behind each: "the <b>scale length</b> is 26 inches", "beträgt die <b>Verstärkung</b> 34 dB"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.page.element_text import Element, clean, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.specs.line_forms import is_line_label
from crawler.extract.product.specs.measures_in_clauses import MEASURE
from crawler.extract.words.vocabulary import alternatives

_TAGS = ("b", "strong", "em", "i", "u")
LONGEST = 40  # characters of a label
MOST_WORDS = 4  # of a label
_WORD = re.compile(r"[^\W\d_]{2,}")
_BETWEEN = re.compile(
    rf"\s?(?:(?:{alternatives('linking_words_of_measures')}|{alternatives('measuring_verbs')}|{alternatives('range_starts')})\s){{0,3}}",
    re.I,
)
_GOES_ON = re.compile(r"[.]?\s\d[\d.,]*\s?[^\W\d_]{1,3}(?!\w)")  # 5 lb. 2 oz


def emphasised_labels(layout: Layout) -> Iterator[tuple[str, str]]:
    """Labels of few words without digits within a sentence, and the measures in known units right behind them."""
    for element in layout.subject(*_TAGS):
        label = short_text(element, LONGEST) or ""
        if _is_label(label) and _is_within_sentence(element):
            behind = clean(element.tail or "")
            between = _BETWEEN.match(behind)
            measure = MEASURE.match(behind, between.end()) if between else None
            if measure is not None:
                last = _GOES_ON.match(behind, measure.end()) or measure
                yield label, behind[measure.start() : last.end()]


def _is_label(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= MOST_WORDS
        and not any(map(str.isdigit, text))
        and _WORD.match(text) is not None
        and text[-1].isalpha()
        and is_line_label(text)
    )


def _is_within_sentence(element: Element) -> bool:
    """Whether words stand before an element in the same block."""
    before = element.getprevious()
    parent = element.getparent()
    said = before.tail if before is not None else (parent.text if parent is not None else "")
    return _WORD.search(said or "") is not None
