"""Tables whose columns of figures say for which period, direction or measure they are, under one to three rows of headings.

Years or months in columns, exports beside imports, a unit in each heading, the period in the title, the goods or the partner in
the title, countries listed below the code they belong to: ITC Trade Map, TradeStat of India, Swiss-Impex, GENESIS of Germany,
SIAVI of Mexico, e-Stat of Japan, tables of the statistical offices of Ukraine, Kazakhstan, Belarus, Uzbekistan and Georgia.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.pivoted.columns import PivotedColumns, columns_of
from matcher.customs.trade.formats.pivoted.rows import FILLED_DOWN, PivotedReader
from matcher.customs.trade.formats.tables.headed_tables import Headed
from matcher.customs.trade.formats.tables.layout import Layout, cell_at
from matcher.customs.trade.formats.tables.signs import are_declarations, sign_of_statistics
from matcher.customs.trade.formats.texts.facts import Stated

ROWS_OF_ONE = 0.9  # least share of rows that no other row is like, figures aside


@dataclass(frozen=True)
class PivotedLayout(Layout):
    """A table with periods, flows or measures in its headings, and its columns."""

    found: PivotedColumns

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> PivotedReader:
        """A reader of the rows below the headings. Raises Refused where the table does not say what its figures are."""
        return PivotedReader(self.found, head[self.header_row :], name, stated, delimiter)


def recognise(tables: Iterable[Headed]) -> PivotedLayout | None:
    """The layout of the first of `tables` that has periods, flows or measures in its headings; None where none has."""
    return of_statistics(table for table in tables if sign_of_statistics(table) is not None)


def of_statistics(tables: Iterable[Headed]) -> PivotedLayout | None:
    """The same of tables that are known to be of statistics, whatever shows it."""
    for table in tables:
        if are_declarations(table) or len(table.bare) > len(table.figures):
            continue  # headings of a few columns are a row of the query above the table
        found = columns_of(table)
        if _has_figures(found) and _one_row_each(found, table):
            fields = {key: (place,) for key, place in found.at.items()}
            values = {"value": tuple(figure.at for figure in found.figures)}
            return PivotedLayout("pivoted", found.names, table.end, fields | values, found)
    return None


def _has_figures(found: PivotedColumns) -> bool:
    """Whether a table has figures of goods and of periods."""
    dated = (
        {"period", "year"} & found.at.keys()
        or found.titles.span
        or found.titles.unread
        or found.unread
        or any(f.heading.span for f in found.figures)
    )
    return bool(found.figures and dated and ("hs" in found.at or found.titles.code))


def _one_row_each(found: PivotedColumns, table: Headed) -> bool:
    """Whether hardly any two rows are alike, figures aside: declarations of the same goods are."""
    amounts = {figure.at for figure in found.figures}
    filled = [found.at[name] for name in ("hs", *FILLED_DOWN) if name in found.at]
    last: dict[int, str] = {}
    keys, above = [], ""
    for row, section in zip(table.body, table.sections, strict=True):
        last |= {at: row[at].strip() for at in filled if at < len(row) and row[at].strip()}
        if not cell_at(row, found.at.get("hs")).strip():
            above = cell_at(row, found.above).strip() or above
        others = (cell.strip() for i, cell in enumerate(row) if i not in filled and i not in amounts)
        keys.append((section, above, *last.values(), *others))
    return len(set(keys)) >= ROWS_OF_ONE * len(keys)
