"""Parts of years that a sheet of parameters states for the tables beside it in a workbook.

| Period | January/2024 to October/2024 and January/2023 to October/2023 |

A table whose columns are 2023 and 2024 is then one of ten months of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from matcher.customs.ingest.narrow_sheets import is_narrow
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.headings import Heading, heading_of, span_in
from matcher.customs.trade.formats.texts.titles import is_part
from matcher.sheets.tables.about import About
from matcher.sheets.tables.blocks import Table

SEVERAL = 2  # sheets
ROWS = 60  # of a sheet of parameters
PERIOD = "period"
LABELLED = 2  # cells of a row: what it states, and what that is
_AND = re.compile(r"\s*[;,&]\s*|\s+(?:and|und|et|y|e|i|oraz|и|та|і|ve|dan|và)\s+|\s*[、和及]\s*")


def with_periods_beside(tables: Sequence[Table]) -> list[Table]:
    """The tables of a workbook, wide ones with the parts of years that the narrow ones state."""
    if len(tables) < SEVERAL:
        return list(tables)
    narrow = [is_narrow(table) for table in tables]
    said = tuple(
        (label, text)
        for table, aside in zip(tables, narrow, strict=True)
        if aside
        for label, text in _stated(table.head(ROWS))
    )
    if not said:
        return list(tables)
    return [
        table if aside or table.about else replace(table, about=About(said))
        for table, aside in zip(tables, narrow, strict=True)
    ]


def _stated(rows: Iterable[Sequence[str]]) -> Iterable[tuple[str, str]]:
    """(PERIOD, part of a year) of the rows that state some: one pair for each part, the whole text where a part of it is not understood."""
    for row in rows:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) != LABELLED or max(map(len, filled)) > words.LONGEST:
            continue
        label, text = filled
        named = "period" in words.column_kinds(label.rstrip(":："))
        parts = [heading_of(part) for part in _AND.split(text) if part]
        if all(_is_bare_part(part, named) for part in parts):
            yield from ((PERIOD, part.text) for part in parts)
        elif named and any(part.unread or is_part(part) for part in parts):
            yield PERIOD, text


def _is_bare_part(said: Heading, named: bool) -> bool:
    """Whether a text says months of a year and nothing else; one month alone where it is `named` a period: it may be a date."""
    months = said.span
    if months is None or months.year is None or not is_part(said):
        return False
    return (named or months.first != months.last) and not re.search(r"[^\W\d_]", span_in(said.text)[1])
