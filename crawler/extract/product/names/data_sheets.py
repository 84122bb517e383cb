"""Names of data sheets: titles that say of which product they are one, and the line at their head that names it."""

from __future__ import annotations

from itertools import islice

from crawler.extract.page.layout import Layout
from crawler.extract.page.lines import all_lines
from crawler.extract.words.vocabulary import pattern

MOST_LINES = 4  # at the head of a sheet
LONGEST = 80  # characters of a name
LEAST_LETTERS = 3
_TITLE = pattern("data_sheets", r"{}(?:$|[\s:–-]+\S.{0,60})|.{1,60}[\s:–-]+{}")
_LINE = pattern("data_sheets", r"{}\W{0,3}(?:no|nr|№|n)?[\W\d]*(?:rev.{0,12})?")
_PAIR = frozenset(":：=|")  # in a line: it is a property


def is_title_of_sheet(title: str) -> bool:
    """Whether a title says of what it is a data sheet: "QV-20 data sheet", "Datenblatt Dreibein"."""
    return _TITLE.fullmatch(title) is not None


def is_word_for_sheet(line: str) -> bool:
    """Whether a line is but a word for a data sheet, perhaps with its number."""
    return _LINE.fullmatch(line) is not None


def head_of_sheet(layout: Layout) -> str | None:
    """The first line of a sheet that is not but a word for one; None where that is no name."""
    lines = (line for line in all_lines(layout) if not is_word_for_sheet(line.text))
    for line in islice(lines, MOST_LINES):
        if layout.document.is_shared(line.text) or layout.leads_on(line.block):
            continue
        named = len(line.text) <= LONGEST and sum(map(str.isalpha, line.text)) >= LEAST_LETTERS
        return line.text if named and _PAIR.isdisjoint(line.text) else None
    return None
