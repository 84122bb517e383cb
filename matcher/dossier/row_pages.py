"""The page and the CSV behind a figure: exactly the customs lines that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.dossier import pair_page
from matcher.dossier.pages import render
from matcher.dossier.pair_page import rows_of
from matcher.text.display import file_word

if TYPE_CHECKING:
    from matcher.dossier.build import Builder
    from matcher.dossier.figures import Group

ROWS_SHOWN = 200  # lines on a page behind a figure; all of them are in its CSV
# A figure's CSV names its lines; their descriptions stand once, in tables/customs_lines.csv, under the same line_id.
ROW_COLUMNS = [
    *(
        "line_id",
        "file",
        "row",
        "declaration",
        "line_no",
        "date",
        "hs",
        "importer",
        "importer_code",
        "destination",
    ),
    *("quantity", "unit", "value", "currency", "value_usd", "net_kg", "goods_id"),
]


class RowPages:
    """Writes the page and the CSV behind a group of a figure, once each."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._links: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, int] = {}

    def link(self, group: Group, heading: str) -> str:
        """The path of the page with the lines behind `group`."""
        key = group.figure, group.key
        if key not in self._links:
            number = self._numbers[group.figure] = self._numbers.get(group.figure, 0) + 1
            path = f"rows/{file_word(group.figure)}-{number:03d}"
            self._write(group, heading, path)
            self._links[key] = f"{path}.html"
        return self._links[key]

    def _write(self, group: Group, heading: str, path: str) -> None:
        builder = self.builder
        sql = (
            pair_page.LINES.replace("SELECT ", "SELECT l.goods_id, ", 1)
            + " JOIN figure_rows r ON r.line_id = l.line_id WHERE r.figure = ? AND r.key = ? ORDER BY l.date, l.line_id"
        )
        lines = rows_of(builder.db, sql, [group.figure, group.key])
        builder.tables.csv(f"{path}.csv", ROW_COLUMNS, lines, listed=False)
        render(
            builder.data,
            f"{path}.html",
            "rows.html",
            heading=heading,
            group=group,
            lines=lines[:ROWS_SHOWN],
            csv=f"{path}.csv",
            pair_pages=builder.pairs_of_goods,
            **builder.shared,
        )
