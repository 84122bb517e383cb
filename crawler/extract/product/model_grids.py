"""Tables of models that are made of other elements than a table: a head of codes, and rows of a label and a value for each."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.extract.page.document import Element, short_text
from crawler.extract.page.layout import Layout
from crawler.extract.product.labels import is_label
from crawler.extract.product.spec_tables import MAX_ROWS
from crawler.extract.product.variants import MOST, is_code, model_columns

LONGEST = 200  # characters of a cell
MIN_MODELS = 2
MIN_ROWS = 2


def properties_of_grids(layout: Layout) -> Iterator[tuple[str, str]]:
    """The labels and values of grids with a column for each model."""
    for element in layout.subject("div", "section", "ul", "ol", "dl"):
        rows = _rows(element)
        columns = model_columns(rows) if rows else None
        if columns and all(is_label(row[0]) for row in rows[1:]):
            yield from columns


def _rows(element: Element) -> list[list[str]]:
    """The texts of a grid, row by row; empty where its first row has no codes behind its first cell.

    Its children are the rows, or all cells one after the other.
    """
    children = [child for child in element if isinstance(child.tag, str)]
    if not MIN_ROWS <= len(children) <= MAX_ROWS or (element.text or "").strip():
        return []
    width = len(children[0])
    if width > MIN_MODELS and all(len(child) == width for child in children):
        rows = [list(map(_text, child)) for child in children]
        return rows if all(map(is_code, rows[0][1:])) else []
    models = 0
    while models < MOST and 1 + models < len(children) and is_code(_text(children[1 + models])):
        models += 1
    width = 1 + models
    if models < MIN_MODELS or len(children) % width or len(children) < MIN_ROWS * width:
        return []
    cells = list(map(_text, children))
    return [cells[at : at + width] for at in range(0, len(cells), width)]


def _text(element: Element) -> str:
    return short_text(element, LONGEST) or ""
