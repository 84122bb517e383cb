"""Customs lines: the listing with facets and search, a line with its cells, rejected rows by reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from crawler.case.errors import UsageProblem
from crawler.case.safe_text import bytes_written_out
from crawler.case.typed_rows import read_rows, stored_list, stored_object
from matcher.arrays import Bools
from matcher.customs.ingest.file_listing import ImportedFile, files
from matcher.customs.layout.vocabulary import OTHER_ORDER
from matcher.web.browse.facets import Listing, Turn, page_of, shown_facets
from matcher.web.browse.line_columns import (
    FACETS,
    LineColumns,
    LineQuestion,
    file_names,
    line_rows,
    read_line_columns,
    read_lines,
    rows_with_words,
    sums_of,
)
from matcher.web.browse.pair_columns import pairs_of
from matcher.web.browse.words import look_up
from matcher.web.frame import Frame, missing
from matcher.web.kept import LINES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

SIZE = 50  # lines on a page
PAIRS_OF_LINE = 10


async def lines_of(frame: Frame) -> LineColumns:
    """The case's lines in memory."""
    return await frame.kept.get("lines", "working_lines", LINES, read_line_columns)


async def files_of(frame: Frame) -> Sequence[ImportedFile]:
    """The case's customs files, in the order of import."""
    return await frame.kept.get("files", "working_files", LINES, lambda db: [*files(db)])


@dataclass(frozen=True)
class Cell:
    """A cell of a line as the file has it: its column's header, its text, the field it was read as."""

    header: str
    text: str
    field: str


@dataclass(frozen=True)
class LineRow:
    """A customs line with its file."""

    line_id: int
    file_id: str
    file: str
    sha256: str
    layout: str
    imported_at: str
    columns: str
    mapping: str
    row: int
    raw: str
    goods_id: str
    description: str
    problem: str | None
    replaced_by: int | None
    goods_lines: int


LINE = """
SELECT l.line_id, l.file_id, f.name AS file, f.sha256, f.layout, f.imported_at, f.columns, f.mapping, l.row, l.raw,
  l.goods_id, l.description, l.problem, l.replaced_by,
  (SELECT count(*) FROM current_lines o WHERE o.goods_id = l.goods_id) AS goods_lines
FROM customs_lines l JOIN customs_files f USING (file_id) WHERE l.line_id = ?
"""


@dataclass(frozen=True)
class ListedPair:
    """A pair of a line's goods, or of an item."""

    pair_id: str
    confidence: float
    level: str
    state: str
    item_id: str
    name: str | None
    site: str
    goods: str
    goods_id: str


PAIRS = """
SELECT p.pair_id, p.confidence, p.level, (SELECT s.state FROM pair_states s WHERE s.pair_id = p.pair_id) AS state,
  i.item_id, coalesce(i.name, i.model, i.url) AS name, i.site, g.text AS goods, g.goods_id
FROM pairs p JOIN named_items i ON i.item_id = p.item_id JOIN goods g ON g.goods_id = p.goods_id
"""


class LinePages:
    """The pages of customs lines."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("lines", self.listing),
            self.frame.route("lines/{line_id:int}", self.line),
        ]

    async def listing(self, request: Request) -> Response:
        """Lines that fit what was asked, a page at a time."""
        lines = await lines_of(self.frame)
        asked = LineQuestion.of(request.query_params)
        problem, more = "", list[Bools]()
        if asked.words:
            try:
                looked = await look_up(self.frame, asked.words)
                more.append(rows_with_words(lines, self.frame.db, looked.places["lines"], looked.declaration))
            except UsageProblem as error:
                problem, more = error.message, [np.zeros(len(lines), np.bool_)]
        if asked.pairs:
            more.append(await self._of_pairs(lines, asked.pairs))
        rows = line_rows(lines, asked, *more)
        page = page_of(rows, len(lines), Turn.of(request.query_params), SIZE)
        shown = shown_facets(lines.columns, FACETS, asked.facets, rows)
        return self.frame.page(
            "lines.html",
            request,
            listing=Listing(page, shown, asked.facets, asked.query()),
            lines=read_lines(self.frame.db, lines, page.places),
            asked=asked,
            sums=sums_of(lines, rows),
            problem=problem,
        )

    async def _of_pairs(self, lines: LineColumns, which: str) -> Bools:
        pairs = await pairs_of(self.frame)
        goods = pairs.columns["goods"]
        chosen = pairs.columns["state"].equal("accepted") if which == "accepted" else None
        codes = np.unique(goods.codes if chosen is None else goods.codes[chosen])
        return lines.rows_of_goods([goods.words[code] for code in codes.tolist()])

    async def line(self, request: Request) -> Response:
        """One line: every cell of its row, its goods record, what it may be."""
        line_id = request.path_params["line_id"]
        line = next(read_rows(self.frame.db, LineRow, LINE, [line_id]), None)
        if line is None:
            raise missing("line")
        sql = f"{PAIRS} WHERE p.goods_id = ? ORDER BY p.confidence DESC, p.pair_id LIMIT {PAIRS_OF_LINE + 1}"
        pairs = [*read_rows(self.frame.db, ListedPair, sql, [line.goods_id])]
        return self.frame.page(
            "line.html",
            request,
            line=line,
            file_name=file_names(self.frame.db).get(line.file_id, line.file),
            cells=cells_of(line),
            pairs=pairs[:PAIRS_OF_LINE],
            has_more=len(pairs) > PAIRS_OF_LINE,
        )


def cells_of(line: LineRow) -> list[Cell]:
    """The cells of a line, the empty ones left out; without headers where they stand in another order."""
    headers: Sequence[str] = [] if OTHER_ORDER in (line.problem or "") else stored_list(line.columns)
    fields: dict[str, list[str]] = {}
    for name, of in stored_object(line.mapping).items():
        for header in [of] if isinstance(of, str) else of:
            fields.setdefault(str(header), []).append(name)
    cells = []
    for place, text in enumerate(stored_list(line.raw)):
        header = headers[place] if place < len(headers) else f"column {place + 1}"
        readable = bytes_written_out(str(text))
        if readable.strip():
            names = (fields.get(header) or fields.get(f"column {place + 1}", [])) if headers else []
            cells.append(Cell(header, readable, ", ".join(names)))
    return cells
