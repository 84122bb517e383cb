"""The pages that list: the customs lines behind a figure, exactly those that it counts, and the pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.typed_rows import read_rows
from matcher.dossier.chosen.selection import CHOSEN_LINES, LINE_COLUMNS, ChosenLine, lines_of
from matcher.dossier.context import PairRow, pair_rows
from matcher.dossier.pages import render
from matcher.dossier.statements import level_name
from matcher.scoring.confidence_text import probability
from matcher.text.display import file_word, shown

if TYPE_CHECKING:
    from matcher.dossier.chosen.figures import Group
    from matcher.dossier.context import DossierContext
    from matcher.reading.wording import Wording

ROWS_SHOWN = 200  # lines on a page behind a figure; all of them are in its CSV
PAIRS_A_PAGE = 500
# A figure's CSV names its lines; their descriptions are once, in tables/customs_lines.csv, under the same line_id.
ROW_COLUMNS = (
    "line_id", "file", "row", "declaration", "line_no", "date", "hs", "importer", "importer_code", "destination",
    "quantity", "unit", "value", "currency", "value_usd", "net_kg", "goods_id",
)  # fmt: skip


class RowPages:
    """Writes the page and the CSV behind a group of a figure, once each."""

    def __init__(self, context: DossierContext) -> None:
        self.context = context
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
        context = self.context
        sql = (
            f"{CHOSEN_LINES} JOIN figure_rows r ON r.line_id = l.line_id"
            " WHERE r.figure = ? AND r.key = ? ORDER BY l.date, l.line_id"
        )
        lines = [*read_rows(context.db, ChosenLine, sql, [group.figure, group.key])]
        context.tables.csv(f"{path}.csv", ROW_COLUMNS, map(vars, lines))
        render(
            context.data,
            f"{path}.html",
            "rows.html",
            heading=heading,
            group=group,
            lines=lines[:ROWS_SHOWN],
            csv=f"{path}.csv",
            pair_pages=context.pairs_of_goods,
            **context.footer,
        )


def write_goods_rows(context: DossierContext) -> None:
    """For each goods record of the dossier, a CSV of all its lines."""
    for goods_id in context.pairs_of_goods:
        lines = lines_of(context.db, goods_id)
        context.tables.csv(f"rows/{file_word(goods_id)}.csv", LINE_COLUMNS, map(vars, lines))


@dataclass(frozen=True)
class ListedPair:
    """A pair in a list, in words."""

    pair_id: str
    name: str
    site: str
    goods: str
    level: str
    confidence: str
    lines: int
    declared: str
    state: str


def write_pairs_index(context: DossierContext) -> list[ListedPair]:
    """Write the pages that list the pairs; gives their rows."""
    say = context.say
    listed = [_listed(row, say) for row in pair_rows(context)]
    count = max(1, -(-len(listed) // PAIRS_A_PAGE))
    pages = [
        (number, "index.html" if number == 1 else f"index-{number}.html") for number in range(1, count + 1)
    ]
    for number, path in pages:
        first = (number - 1) * PAIRS_A_PAGE
        part = listed[first : first + PAIRS_A_PAGE]
        render(
            context.data,
            f"pairs/{path}",
            "pairs_index.html",
            pairs=part,
            caption=say(
                "pairs_caption", first=f"{first + 1}", last=f"{first + len(part)}", all=f"{len(listed)}"
            ),
            pages=pages,
            current=number,
            **context.footer,
        )
    return listed


def _listed(row: PairRow, say: Wording) -> ListedPair:
    last = f" – {row.last_date}" if row.last_date != row.first_date else ""
    return ListedPair(
        pair_id=row.pair_id,
        name=shown(row.item_name or row.item_url, 120).text,
        site=row.site,
        goods=shown(row.goods, 160).text,
        level=level_name(row.level, say),
        confidence=probability(row.confidence),
        lines=row.lines,
        declared=row.first_date + last,
        state=say.word(f"state_{row.state}"),
    )
