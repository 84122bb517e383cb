"""Tables with a column of origins and one of destinations: the partner is the origin of an import and the destination of an export.

| Flow   | Country of origin | Country of destination | 2022 |      | Flow   | 2022 | Partner | 2nd partner |
| Import | China             | Kenya                  | 10   |  ->  | Import | 10   | China   | Kenya       |
| Export | Kenya             | Japan                  | 20   |      | Export | 20   | Japan   | Kenya       |
| Export | China             | Japan                  | 5    |      | Export | 5    | Japan   | China       |

The other end divides what is traded with a partner: exports of foreign goods stand beside those of one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.trade.formats.rewritten.reader import RewrittenReader, Rows
from matcher.customs.trade.formats.tables.layout import SAMPLE, Layout, Reader, cell_at
from matcher.customs.trade.formats.texts import words
from matcher.customs.trade.formats.texts.facts import Fact, Refused, Stated
from matcher.customs.trade.formats.texts.figures import flow_of_cell, is_flow, is_place, share
from matcher.customs.trade.formats.texts.headings import heading_of
from matcher.customs.trade.formats.texts.parties import end_of_label
from matcher.customs.trade.formats.texts.titles import titles_of
from matcher.customs.trade.formats.texts.unsaid import direction

PARTNER, OTHER = "Partner", "2nd partner"  # headers of the columns that take both ends
MOSTLY = 0.8  # share of the cells of a column that are countries, or directions


@dataclass(frozen=True)
class Ends:
    """Which row is the header (0: it is apart from the rows), how many columns it has, the columns of origins and destinations, all
    columns of either, and that of directions, None where no row says its own."""

    header_row: int
    width: int
    origin: int
    destination: int
    both: frozenset[int]
    flow: int | None

    def row(self, cells: Sequence[str], flow: str | None) -> list[str]:
        """A row with the partner and the other end behind its cells, in place of its ends; `flow` is that of rows that do not say their own."""
        said = flow_of_cell(cell_at(cells, self.flow)) if self.flow is not None else flow
        ends = [cell_at(cells, self.origin), cell_at(cells, self.destination)]
        return self._with(cells, ends[::-1] if said and "export" in said else ends)

    def rows(self, rows: Rows, flow: str | None) -> list[list[str]]:
        """The first rows of a table so; those above the header stay as they are."""
        above = [list(row) for row in rows[: max(self.header_row - 1, 0)]]
        header = [self.header(row) for row in rows[max(self.header_row - 1, 0) : self.header_row]]
        return above + header + [self.row(row, flow) for row in rows[self.header_row :]]

    def header(self, cells: Sequence[str]) -> list[str]:
        """The header with the columns of partners and other ends."""
        return self._with(cells, [PARTNER, OTHER])

    def _with(self, cells: Sequence[str], ends: list[str]) -> list[str]:
        """The cells that are no ends, then `ends`, in the same columns whether a row is longer or shorter than the header."""
        others = [cell_at(cells, i) for i in range(self.width) if i not in self.both]
        return [*others, *ends, *cells[self.width :]]


def ends_of(rows: Rows, header: Sequence[str] | None) -> Ends | None:
    """The columns of origins and destinations of a table; None where it has not both, or a column of partners beside them."""
    candidates = [(0, header)] if header is not None else list(enumerate(rows[:HEADER_ROWS], 1))
    for at, columns in candidates:
        labelled = [end_of_label(column) for column in columns or ()]
        if not {"from", "to"} <= set(labelled):
            continue
        body = [row for row in rows[at:] if sum(bool(cell.strip()) for cell in row) > 1][:SAMPLE]
        origin, destination = (_places(body, labelled, end) for end in ("from", "to"))
        others = [i for i, said in enumerate(labelled) if said is None]
        of_partners = [
            i for i in others if {"partner", "partner_iso"} & words.column_kinds((columns or ())[i]).keys()
        ]
        if origin is None or destination is None or of_partners:
            continue
        flow = next((i for i in others if _are(body, i, is_flow)), None)
        both = frozenset(range(len(labelled))) - {*others}
        return Ends(at, len(labelled), origin, destination, both, flow)
    return None


def _places(body: Rows, labelled: Sequence[str | None], end: str) -> int | None:
    """The first column of an end that has countries, by their codes in letters or their names."""
    return next(
        (
            i
            for i, said in enumerate(labelled)
            if said == end and _are(body, i, is_place) and not _are(body, i, str.isdigit)
        ),
        None,
    )


def _are(body: Rows, at: int, test: Callable[[str], bool]) -> bool:
    cells = [cell for row in body if (cell := cell_at(row, at).strip())]
    return bool(cells) and share(cells, test) >= MOSTLY


@dataclass(frozen=True)
class TwoEndsLayout(Layout):
    """The layout of a table with origins and destinations, by that of its rows with partners."""

    inner: Layout
    ends: Ends

    def open(
        self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None
    ) -> TwoEndsReader:
        """A reader of the rows. Raises Refused where it is not known which of both ends is the partner."""
        flow = None
        if self.ends.flow is None:
            if "flow" in self.mapping or any(heading_of(column).flow for column in self.columns):
                raise Refused(
                    f"{name}: it has columns of origins, of destinations and of directions, and which of the countries is the partner is not "
                    "understood; import exports and imports apart"
                )
            titles = titles_of(head[: max(self.ends.header_row - 1, 0)])
            flow = direction(name, stated.flow or titles.flow, [])  # noted by the reader of the rows
        reader = self.inner.open(self.ends.rows(head, flow), name, stated, delimiter)
        return TwoEndsReader(reader, self.ends, flow)


class TwoEndsReader(RewrittenReader):
    """Reads the rows of such a table by the reader of the rows with partners."""

    def __init__(self, reader: Reader, ends: Ends, flow: str | None) -> None:
        super().__init__(reader)
        self._ends, self._flow = ends, flow

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row; ASIDE, or why it cannot be read."""
        return self._reader.read(row, self._ends.row(cells, self._flow))


def with_partners(inner: Layout, ends: Ends) -> TwoEndsLayout:
    """The layout of a table by that of its rows with partners."""
    return TwoEndsLayout(inner.name, inner.columns, inner.header_row, inner.mapping, inner, ends)
