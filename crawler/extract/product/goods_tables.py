"""Tables of several goods on one page, as price lists and lists of spare parts have: a number, a name and a price in each row; and what
heads tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extract.page.element_text import Element, element_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.codes.forms.code_lists import is_listed_code
from crawler.extract.product.names.name_likeness import long_words
from crawler.extract.product.offers.prices import find_prices
from crawler.extract.words.labels import is_label
from crawler.extract.words.vocabulary import pattern

LEAST = 3  # goods of a table
LEAST_PARTS = 2  # of a page that is headed as a list of spare parts
MOST_CELLS = 8
MOST_ROWS = 400
LONGEST_HEAD = 80  # characters of a cell that may name goods
MOST_TABLES = 10  # of a page, whose heads are read
LEAST_WORDS = 1.5  # of a name on the average; colours and sizes have one
_ARTICLE = re.compile(r"(?:\d[-./ ]?){4,15}")  # 90.101.01
# At the beginning of a heading.
_SPARE_PARTS = pattern("spare_parts", r"\W*{}(?![\w-]|\s(?:kit|set|box|pack)s?\b)")


def lists_goods(layout: Layout) -> bool:
    """Whether a table of the page has a different number, name and price in each row below its head.

    The names are of different things: no word is in half of them or in the page's heading, as those of one thing's models have.
    Below a heading that says spare parts two rows are enough, and need no price.
    """
    heading = heading_text(layout)
    of_parts = _SPARE_PARTS.match(heading) is not None
    least = LEAST_PARTS if of_parts else LEAST
    return any(
        _is_of_goods(_rows(table), long_words(heading), least, priced=not of_parts)
        for table in layout.subject("table")
    )


def heads_of_tables(layout: Layout) -> Iterator[frozenset[str]]:
    """The cells in the first row, and those in the first column, of each table of the page, in small letters."""
    for table in islice(layout.subject("table"), MOST_TABLES):
        rows = [row for row in _rows(table) if row]
        if len(rows) > 1:
            for cells in (rows[0], [row[0] for row in rows]):
                yield frozenset(cell.casefold() for cell in cells if 0 < len(cell) <= LONGEST_HEAD)


def _rows(table: Element) -> list[list[str]]:
    """The texts of a table's cells; none of a table for layout or a very long one."""
    rows = table.findall(".//tr")[: MOST_ROWS + 1]
    if len(rows) > MOST_ROWS or table.find(".//table") is not None:
        return []
    return [[element_text(cell) for cell in row[:MOST_CELLS] if cell.tag in ("td", "th")] for row in rows]


def _is_of_goods(rows: Sequence[Sequence[str]], heading: set[str], least: int, *, priced: bool) -> bool:
    if len(rows) <= least or len(rows[0]) < 3 or any(len(row) != len(rows[0]) for row in rows):
        return False
    head, *body = rows
    if not all(is_label(text) and not any(map(str.isdigit, text)) for text in head):
        return False
    columns = list(zip(*body, strict=True))
    return (
        (not priced or any(all(len(find_prices(cell)) == 1 for cell in column) for column in columns))
        and any(_are_numbers(column, of_digits=not priced) for column in columns)
        and any(
            are_names_of_goods(column, heading, words_each=LEAST_WORDS if priced else 1) for column in columns
        )
    )


def _are_numbers(column: Sequence[str], *, of_digits: bool) -> bool:
    """Whether texts are different codes, or `of_digits`: different article numbers of digits."""
    return len(set(column)) == len(column) and all(
        is_listed_code(cell) or (of_digits and _ARTICLE.fullmatch(cell) is not None) for cell in column
    )


def are_names_of_goods(column: Sequence[str], heading: set[str], words_each: float = LEAST_WORDS) -> bool:
    """Whether texts name different things, of which the heading names none."""
    words = [long_words(text) for text in column]
    counts = Counter(word for some in words for word in some)
    return (
        all(words)
        and len(set(column)) == len(column)
        and sum(len(text.split()) for text in column) >= words_each * len(column)
        and 2 * max(counts.values(), default=0) <= len(column)
        and heading.isdisjoint(counts)
    )
