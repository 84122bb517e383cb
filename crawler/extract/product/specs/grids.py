"""Tables made of other elements: rows of several cells, cells of one grid, texts that are set at places of the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from lxml import etree

from crawler.extract.page.element_text import Element, short_text
from crawler.extract.page.places import place_of
from crawler.extract.product.codes.forms.code_forms import is_code
from crawler.extract.product.codes.forms.code_lists import MOST as MOST_MODELS
from crawler.extract.product.codes.tables.model_tables import model_columns
from crawler.extract.product.specs.pairs import are_measured
from crawler.extract.words.labels import is_label

MOST = 400  # cells of a grid
LONGEST = 200  # characters of a cell
LEAST_ROWS = 3  # of labels and values at places of the page
USUAL = 40  # characters of a value there, above which by half of them the texts are paragraphs
WIDTHS = range(3, 10)  # cells of a row
_NOT_CELLS = ("br", "hr", "script", "style")
_COLUMNS = re.compile(r"(?:^|\s)grid-cols-(\d)(?:\s|$)|grid-template-columns:\s*repeat\((\d)\s*,")

PlacedRows = dict[int, list[tuple[int, str]]]


def grid_properties(element: Element) -> Iterator[tuple[str, str]]:
    """The properties of a table of models that is made of other elements, each with a value for each model."""
    children = [c for c in element if isinstance(c.tag, str) and c.tag not in _NOT_CELLS]
    if not 2 <= len(children) <= MOST or children[0].tag == "tr":  # the rows of a table are read there
        return
    rows = _rows(children) or _cells(element, children)
    if not rows:
        return
    texts = [[short_text(cell, LONGEST) for cell in row] for row in rows]
    known = [[text for text in row if text is not None] for row in texts]
    if known == texts:
        yield from model_columns(known) or ()


def _rows(children: Sequence[Element]) -> list[list[Element]]:
    """The cells of children that have all the same number of them, three at least."""
    width = len(children[0])
    if width not in WIDTHS or any(len(child) != width or (child.text or "").strip() for child in children):
        return []
    return [list(child) for child in children]


def _cells(element: Element, children: Sequence[Element]) -> list[list[Element]]:
    """The children by rows, of the width that the element's class or style says, or that their classes show: the first of each
    row below the head is alike, and another than the rest, which are alike too; or of the codes behind the first, where the
    first of each further row is a label."""
    said = _COLUMNS.search(f"{element.get('class') or ''} {element.get('style') or ''}")
    widths = [int(said[1] or said[2])] if said else WIDTHS
    looks = [(c.tag, c.get("class") or "") for c in children]
    for width in widths:
        if width < WIDTHS[0] or len(children) % width or len(children) < 2 * width:
            continue
        first = set(looks[width::width])
        rest = {look for at, look in enumerate(looks[width:]) if at % width}
        if len(first) == len(rest) == 1 and first != rest:
            return _cut(children, width)
    models = 0
    while models + 1 < min(len(children), MOST_MODELS) and is_code(
        short_text(children[models + 1], LONGEST) or ""
    ):
        models += 1
    width = models + 1
    rows = (
        _cut(children, width)
        if models > 1 and not len(children) % width and len(children) >= 2 * width
        else []
    )
    return rows if all(is_label(short_text(row[0], LONGEST) or "") for row in rows[1:]) else []


def _cut(children: Sequence[Element], width: int) -> list[list[Element]]:
    return [list(children[at : at + width]) for at in range(0, len(children), width)]


def placed_rows(element: Element) -> PlacedRows:
    """The texts of children that are set at places of the page: by how far from the top they stand, each with how far it stands from
    the left, in the order of reading."""
    rows: PlacedRows = {}
    for child in element if len(element) <= MOST else ():
        if isinstance(child.tag, str) and (place := place_of(child)) and (text := short_text(child, LONGEST)):
            rows.setdefault(place[0], []).append((place[1], text))
    leftwards = bool(rows) and _is_written_leftwards(element)
    return {top: sorted(cells, reverse=leftwards) for top, cells in rows.items()}


def placed_properties(rows: PlacedRows) -> Iterator[tuple[str, str]]:
    """Labels and values of placed rows, a value behind each label, all labels and all values below each other."""
    found: defaultdict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    for cells in rows.values():
        if len(cells) == 2:
            (at, label), (beside, value) = cells
            found[at, beside].append((label.rstrip(" :："), value))
    for (at, beside), pairs in found.items():
        labels = {label for label, _ in pairs if is_label(label)}
        short = median(len(value) for _, value in pairs) <= USUAL
        if at != beside and len(labels) == len(pairs) >= LEAST_ROWS and short and are_measured(pairs):
            yield from pairs


def placed_table(rows: PlacedRows) -> Element | None:
    """The placed rows of three cells or more, one below the other, as a table; None where there are fewer than three, or of several
    widths."""
    cells = [row for _, row in sorted(rows.items()) if len(row) >= WIDTHS[0]]
    if len(cells) < LEAST_ROWS or len({tuple(left for left, _ in row) for row in cells}) > 1:
        return None
    return table_of([[text for _, text in row] for row in cells])


def table_of(rows: Iterable[Iterable[str]]) -> Element:
    """A table with these texts in its cells."""
    table = etree.Element("table")
    for row in rows:
        line = etree.SubElement(table, "tr")
        for text in row:
            etree.SubElement(line, "td").text = text
    return table


def _is_written_leftwards(element: Element) -> bool:
    """Whether an element is written from the right to the left, as it or what it stands in says."""
    said = (above.get("dir") for above in (element, *element.iterancestors()))
    return next((name.lower() == "rtl" for name in said if name), False)
