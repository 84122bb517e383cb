"""The text of a heading, without the date that some templates set in it below the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crawler.extract.page.element_text import Element, clean, element_text
from crawler.extract.words.dates import find_dates
from crawler.extract.words.vocabulary import pattern

LONGEST = 400  # characters of a heading that is looked through
MOST_PARTS = 12  # elements of a heading that are looked at
_ANCHOR = re.compile(
    r"\s?[¶🔗⚓]$"
)  # the link to itself that programs for documentation set behind a heading
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DATE_LABEL = pattern("published_labels", r"{}\s?[:：]?\s?")


def text_of_heading(heading: Element) -> str:
    """A heading's text without a line or element of its own in it that begins with a date, and what follows that:
    "Tripod seat" of <h1>Tripod seat<br><small>2017-03-12 by admin</small></h1>."""
    text = _ANCHOR.sub("", element_text(heading))
    if len(heading) == 0 or len(text) > LONGEST or not _YEAR.search(text):
        return text
    for part in _parts(heading):
        at = text.rfind(part)
        if at > 0 and _begins_with_date(part):
            return text[:at].rstrip()
    return text


def _parts(heading: Element) -> Iterator[str]:
    """The texts of a heading's elements, and of the lines behind its breaks."""
    for element in islice(heading.iterdescendants(), MOST_PARTS):
        text = clean(element.tail) if element.tag == "br" else element_text(element)
        if text:
            yield text


def _begins_with_date(text: str) -> bool:
    """Whether a text begins with a day of a year of four figures, or with a label of one and it."""
    label = _DATE_LABEL.match(text)
    date = next(iter(find_dates(text)), None)
    beginnings = (0, label.end() if label is not None else 0)
    return date is not None and date.start in beginnings and _YEAR.search(date.text) is not None
