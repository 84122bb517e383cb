"""Rows of text in a picture, and the specifications among them: a label and its value beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.extract.picture.ocr import TextLine
from crawler.extract.words.labels import field_of, plain_label, stated

SAME_ROW = 0.5  # of the smaller height: how far two boxes must overlap from top to bottom to stand in one row
LEAST_TABLE = 3  # rows of two cells that make a table; fewer may be anything
MAX_LABEL = 40  # characters
_COLON = re.compile(r"([^:：]{1,40}?)\s*[:：]\s*(\S.*)")
_LETTERS = re.compile(r"[^\W\d_]{2}|[\u4e00-\u9fff]")


def text_rows(lines: Sequence[TextLine]) -> list[tuple[TextLine, ...]]:
    """The lines by row, from the top; those of one row from left to right."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda one: (one.y + one.height / 2, one.x)):
        if rows and _beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(sorted(row, key=lambda one: one.x)) for row in rows]


def _beside(left: TextLine, right: TextLine) -> bool:
    overlap = min(left.y + left.height, right.y + right.height) - max(left.y, right.y)
    return overlap >= SAME_ROW * min(left.height, right.height)


def specs_of(lines: Sequence[TextLine]) -> dict[str, str]:
    """Label and value of rows that state a property, each label once: `label: value`, or the rows of a table.

    A row of two cells counts where the picture has a table of such rows, or where the label is one that makers use.
    """
    rows = text_rows(lines)
    table = [row for row in rows if len(row) == 2 and _is_label(row[0].text)]
    found: dict[str, str] = {}
    for row in rows:
        for label, value in _pairs(row, len(table) >= LEAST_TABLE):
            if stated(value):
                found.setdefault(label, value)
    return found


def _pairs(row: tuple[TextLine, ...], in_table: bool) -> Iterable[tuple[str, str]]:
    marked = [match for line in row if (match := _COLON.fullmatch(line.text)) and _is_label(match[1])]
    if len(marked) == len(row):
        return [(match[1].strip(), match[2].strip()) for match in marked]
    texts = [line.text for line in row]
    if (
        len(row) == 2
        and _is_label(texts[0])
        and (in_table or texts[0].endswith((":", "：")) or field_of(texts[0]))
    ):
        return [(texts[0].rstrip(":： "), texts[1])]
    return []


def _is_label(text: str) -> bool:
    return len(text) <= MAX_LABEL and bool(_LETTERS.search(plain_label(text)))
