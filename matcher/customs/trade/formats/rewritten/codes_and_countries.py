"""Tables with codes of goods and countries in one column, as pivots have them: both written into columns of their own.

| HS / country | 2022 |      | HS code | Partner | 2022 |
| 8525 Cameras | 30 |        | 8525 Cameras | World | 30 |
| China | 10 |         ->    | 8525 Cameras | China | 10 |
| Japan | 20 |               | 8525 Cameras | Japan | 20 |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.customs.trade.formats.rewritten.reader import RewrittenReader, layout_of, reader_of
from matcher.customs.trade.formats.tables.headed_tables import MOSTLY, Headed
from matcher.customs.trade.formats.tables.layout import ASIDE, Layout, Reader, cell_at
from matcher.customs.trade.formats.tables.signs import are_declarations
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated
from matcher.customs.trade.formats.texts.figures import is_place
from matcher.customs.trade.formats.texts.goods_codes import SHORTEST, code_in
from matcher.customs.values.hs_codes import headings

CODE, PARTNER = "HS code", "Partner"  # headers of the two columns
ALL_GOODS, ALL_COUNTRIES = "TOTAL", "World"
FIRST = 3  # columns among which the one of both is
SEVERAL = 2  # countries at least


@dataclass(frozen=True)
class MixedColumn:
    """The column `at` of codes and countries; `codes_first`: countries stand below their code, else codes below their country."""

    at: int
    codes_first: bool

    def header(self, columns: Sequence[str]) -> list[str]:
        """The header of rows with two columns in place of the one."""
        return [*columns[: self.at], CODE, PARTNER, *columns[self.at + 1 :]]

    def begins(self, cell: str) -> bool:
        """Whether rows below belong to this one: a code with countries below it, a country with codes below it, a total."""
        return words.is_total(cell) or _is_code(cell) == self.codes_first

    def split(self, cells: Sequence[str], above: str) -> tuple[list[str], str] | None:
        """A row with two columns in place of the one, and the code or country that the rows below belong to; `above` is that of
        this row. None for a row whose cell is neither."""
        cell = cell_at(cells, self.at).strip()
        code, country = _is_code(cell), not _is_code(cell) and is_place(cell)
        if not (code or country):
            return None
        both = (ALL_GOODS, ALL_COUNTRIES)
        if words.is_total(cell) and not code:
            above = ""
        elif self.codes_first:
            both, above = ((cell, ALL_COUNTRIES), cell) if code else ((above or ALL_GOODS, cell), above)
        else:
            both, above = ((cell, above or ALL_COUNTRIES), above) if code else ((ALL_GOODS, cell), cell)
        return [*cells[: self.at], *both, *cells[self.at + 1 :]], above


@dataclass(frozen=True)
class MixedLayout(Layout):
    """A table with codes and countries in one column."""

    found: MixedColumn
    table: Headed

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> MixedReader:
        """A reader of the rows. Raises Refused where it is not known what the figures are."""
        rows = self.rows(head)
        reader = reader_of(rows, len(self.table.above), name, stated, delimiter)
        if reader is None:
            raise Refused(
                f"{name}: its column {self.columns[self.found.at]!r} has codes of goods and countries, and what the figures beside them are "
                "is not understood; put codes and countries into columns of their own"
            )
        return MixedReader(reader, self, name)

    def rows(self, head: Sequence[Sequence[str]]) -> list[list[str]]:
        """The first rows of the table with two columns in place of the one; those of neither code nor country are left out."""
        rows = [list(row) for row in self.table.above]
        rows.append(self.found.header(self.columns))
        above = ""
        for cells in head[self.header_row :]:
            if split := self.found.split(cells, above):
                written, above = split
                rows.append(written)
        return rows


class MixedReader(RewrittenReader):
    """Reads the rows of such a table by the reader of the rows that they are written as."""

    def __init__(self, reader: Reader, layout: MixedLayout, name: str) -> None:
        self._found, self._name = layout.found, name
        self._above = self._unknown = ""
        order = "countries below their code" if self._found.codes_first else "codes below their country"
        super().__init__(reader, f"its column {layout.columns[self._found.at]!r} has {order}")

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row; ASIDE, or why it cannot be read.

        Raises Refused for a row below one that is neither of a code nor of a country, and may be what it belongs to.
        """
        cell = cell_at(cells, self._found.at).strip()
        split = self._found.split(cells, self._above)
        if split is None:
            self._unknown = cell or self._unknown
            filled = sum(bool(cell.strip()) for cell in cells)
            return f"neither a code nor a country: {cell[:40]}" if filled > 1 else ASIDE
        if self._unknown and not self._found.begins(cell):
            raise Refused(
                f"{self._name}: {self._unknown[:60]!r} is neither a code of goods nor a country that is known, and whether row {row} ({cell[:40]!r}) "
                "belongs to it is not understood; give it its code or name, or take it out"
            )
        self._unknown = ""
        written, self._above = split
        return self._reader.read(row, written)


def recognise(tables: Iterable[Headed], rows: Sequence[Sequence[str]]) -> MixedLayout | None:
    """The layout of the first of `tables`, which are among `rows`, with codes and countries in one column; None where none has."""
    for table in tables:
        found = _mixed_column(table)
        if found is None or are_declarations(table):
            continue
        fields = {name: (at,) for name, at in table.at.items() if at != found.at}
        figures = tuple(figure.at for figure in table.figures)
        both = {"hs": (found.at,), "partner": (found.at,)}
        layout = MixedLayout(
            "codes and countries in one column", table.columns, table.end, fields | both | {"value": figures}, found, table
        )  # fmt: skip
        if layout_of(layout.rows(rows), len(table.above)):
            return layout
    return None


def _mixed_column(table: Headed) -> MixedColumn | None:
    if not table.figures or table.bare:
        return None
    keys = {table.at[name] for name in ("hs", "partner", "partner_iso") if name in table.at}
    for at in range(min(FIRST, len(table.columns))):
        cells = [cell for cell in table.cells(at) if not words.is_total(cell)]
        codes = [_is_code(cell) for cell in cells]
        countries = [not code and is_place(cell) for code, cell in zip(codes, cells, strict=True)]
        if sum(countries) < SEVERAL or not any(codes) or keys - {at}:
            continue
        if sum(codes) + sum(countries) >= MOSTLY * len(cells):
            return MixedColumn(at, codes.index(True) < countries.index(True))
    return None


def _is_code(cell: str) -> bool:
    """Whether a cell begins with a code that the HS has the heading of, or with a chapter and its name."""
    code = code_in(cell, whole=True) or ""
    named = any(map(str.isalpha, cell))
    return code[:4] in headings() if len(code) >= SHORTEST else code.isdigit() and named
