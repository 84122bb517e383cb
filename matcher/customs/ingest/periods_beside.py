"""Parts of years that a sheet of parameters states for the tables beside it in a workbook.

| Period | January/2024 to October/2024 and January/2023 to October/2023 |

A table whose columns are 2023 and 2024 is then one of ten months of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.headings import Heading, heading_of, span_in
from matcher.customs.trade.formats.texts.titles import is_part
from matcher.sheets.tables.about import About
from matcher.sheets.tables.blocks import Table

ROWS = 60  # of a sheet of parameters
PERIOD = "period"  # the label under which they are said of a table
LABELLED = 2  # cells of a row: what it states, and what that is
_AND = re.compile(r"\s*[;,&]\s*|\s+(?:and|und|et|y|e|i|oraz|и|та|і|ve|dan|và)\s+|\s*[、和及]\s*")


def with_periods_beside(tables: Sequence[Table], narrow: Sequence[bool]) -> list[Table]:
    """The tables of a workbook, wide ones with the parts of years that those state which are `narrow`."""
    said = tuple(
        (PERIOD, text)
        for table, aside in zip(tables, narrow, strict=True)
        if aside
        for text in _stated(table.head(ROWS))
    )
    if not said:
        return list(tables)
    return [
        table if aside or table.about else replace(table, about=About(said))
        for table, aside in zip(tables, narrow, strict=True)
    ]


def _stated(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """The parts of years that rows state: a text for each, the whole text of a row where a part of it is not understood."""
    for row in rows:
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) != LABELLED or max(map(len, filled)) > words.LONGEST:
            continue
        label, text = filled
        named = "period" in words.column_kinds(label.rstrip(":："))
        parts = [heading_of(part) for part in _AND.split(text) if part]
        if all(_is_bare_part(part, named) for part in parts):
            yield from (part.text for part in parts)
        elif named and any(part.unread or is_part(part) for part in parts):
            yield text


def _is_bare_part(said: Heading, named: bool) -> bool:
    """Whether a text says months of a year and nothing else; one month alone where it is `named` a period: it may be a date."""
    months = said.span
    if months is None or months.year is None or not is_part(said):
        return False
    return (named or months.first != months.last) and not re.search(r"[^\W\d_]", span_in(said.text)[1])
