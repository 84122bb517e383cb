"""Columns that blanks or tabs set in preformatted text: labels and values, or labels and a value for each model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from crawler.extract.page.element_text import Element
from crawler.extract.product.specs.grids import WIDTHS, table_of
from crawler.extract.product.specs.pairs import USUAL, are_measured
from crawler.extract.product.specs.spec_tables import MAX_ROWS, table_properties
from crawler.extract.words.labels import field_of, is_label

LEAST_ROWS = 3  # of labels and values
MOST_SIGNS = 40_000  # of a text that is read
_BETWEEN = re.compile(r"(?:[\t\u3000]|[ \u00a0]{2})\s*")
_RULE = re.compile(r"[\s=_+|*-]+")  # a line of signs below a head


def columns_in_text(element: Element) -> Iterator[tuple[str, str]]:
    """The properties that lines of one `<pre>` state in as many columns each, of those that follow each other.

    Of two columns the first holds different labels and the second short values, half of them with a digit: programs and texts
    have lines of two columns as well.
    """
    if element.find(".//pre") is not None:  # the inner ones are read on their own
        return
    text = element.text_content()
    for width, rows in groupby(_rows(text) if len(text) <= MOST_SIGNS else (), len):
        cells = list(rows)
        if width == len(("label", "value")):
            yield from _pairs([(label.rstrip(" :："), value) for label, value in cells])
        elif width in WIDTHS and 1 < len(cells) <= MAX_ROWS:
            yield from table_properties(table_of(cells))


def _rows(text: str) -> Iterator[list[str]]:
    """The cells of each line, without lines that are empty or drawn."""
    for line in text.splitlines():
        if not _RULE.fullmatch(line) and line:
            yield [cell for cell in _BETWEEN.split(line.strip()) if cell]


def _pairs(rows: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    labels = {label for label, _ in rows}
    short = all(len(value) <= USUAL for _, value in rows)
    if (
        len(labels) == len(rows) >= LEAST_ROWS
        and short
        and all(map(_is_label, labels))
        and are_measured(rows)
    ):
        yield from rows


def _is_label(text: str) -> bool:
    return is_label(text) or field_of(text) is not None  # Cat. No.
