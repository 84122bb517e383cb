"""Comparisons of goods that have pages of their own: a table with a column or a row for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from crawler.extract.page.element_text import Element, element_text
from crawler.extract.page.layout import Layout
from crawler.extract.page.near_heading import heading_text
from crawler.extract.product.goods_tables import are_names_of_goods
from crawler.extract.product.names.name_likeness import long_words
from crawler.extract.words.vocabulary import pattern

LEAST = 2  # goods that are compared, and lines of what is said of them
FIRST_ROWS = 3  # of a table, in one of which the goods' names are: pictures or a title may stand above
MOST_CELLS = 12
MOST_ROWS = 100
MOST_TABLES = 10
_COMPARISON = pattern("comparisons", r"(?<!\w){}(?!\w)")


def compares_goods(layout: Layout) -> bool:
    """Whether each cell in a row of a table, or in its first column, leads to another page, below a heading that says comparison.

    Without such a word the cells of a row must name different things, of which the heading names none, as that of a family does.
    """
    heading = heading_text(layout)
    said = _COMPARISON.search(heading) is not None
    for table in islice(layout.subject("table"), MOST_TABLES):
        rows, column = _lines(layout, table)
        for cells in rows:
            named = said or are_names_of_goods([element_text(cell) for cell in cells], long_words(heading))
            if named and _lead_apart(layout, cells):
                return True
        if said and _lead_apart(layout, column):
            return True
    return False


def _lines(layout: Layout, table: Element) -> tuple[list[list[Element]], list[Element]]:
    """The cells behind the label of each of the first rows with others as long, and those below the head of the first column; none
    of a table for layout or a very large one."""
    rows = table.findall(".//tr")[: MOST_ROWS + 1]
    if len(rows) > MOST_ROWS or table.find(".//table") is not None:
        return [], []
    texts = [list(islice(_cells(row), MOST_CELLS)) for row in rows]
    widths = [len(cells) for cells in texts]
    first = [
        cells[1:]
        for cells in texts[:FIRST_ROWS]
        if len(cells) > LEAST and widths.count(len(cells)) > LEAST and not layout.leads_on(cells[0])
    ]
    return first, [cells[0] for cells in texts[1:] if len(cells) > 1]


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag in ("td", "th"))


def _lead_apart(layout: Layout, cells: Sequence[Element]) -> bool:
    """Whether cells, LEAST of them, lead each to one page, another than the others do."""
    pages = [set(layout.document.links_at(cell)) - {layout.document.url} for cell in cells]
    return (
        len(cells) >= LEAST
        and all(len(some) == 1 for some in pages)
        and len(set[str]().union(*pages)) == len(pages)
    )
