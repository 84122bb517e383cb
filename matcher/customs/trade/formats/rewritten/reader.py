"""Tables whose rows are written in another form, so that the reader of that form takes them as any table."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.customs.trade.formats.flat import table as flat
from matcher.customs.trade.formats.pivoted import recognition as pivoted
from matcher.customs.trade.formats.tables.headed_tables import headed_tables
from matcher.customs.trade.formats.tables.layout import Layout, Reader
from matcher.customs.trade.formats.texts.facts import Fact, Stated

Rows = Sequence[Sequence[str]]


def layout_of(rows: Rows, titles: int) -> Layout | None:
    """The layout of rows written in another form; None where their header, below so many rows of titles, is not understood."""
    layout = flat.recognise(rows, None) or pivoted.of_statistics(headed_tables(rows, None))
    return layout if layout and layout.header_row == titles + 1 else None


def reader_of(rows: Rows, titles: int, name: str, stated: Stated, delimiter: str | None) -> Reader | None:
    """The reader of such rows; None as above. Raises Refused where they do not say what their figures are."""
    layout = layout_of(rows, titles)
    return layout.open(rows, name, stated, delimiter) if layout else None


class RewrittenReader:
    """What readers of such tables have in common: the reader of the rows as they are written, and its notes below one of their own,
    where there is one."""

    def __init__(self, reader: Reader, note: str = "") -> None:
        self._reader = reader
        self.notes = reader.notes  # one list: the reader adds to it as it reads
        if note:
            self.notes.insert(0, note)

    def finish(self) -> list[tuple[int, Fact]]:
        """What several rows make up together."""
        return self._reader.finish()
