"""What every form of statistics table has in common for the importer and the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from matcher.customs.trade.formats.texts.facts import Fact, Stated

SAMPLE = 200  # rows whose values are looked at before a table is taken for statistics
BLANK = 0.2  # least share of blank cells of a column whose cells stand once for several rows
ASIDE = "\0aside"  # a row that only repeats what other rows hold: a total, a group, a section


class Reader(Protocol):
    """Reads the rows of one table."""

    notes: list[str]

    def read(self, row: int, cells: Sequence[str]) -> list[Fact] | str:
        """The figures of a row, ASIDE, or the reason why it cannot be read."""

    def finish(self) -> list[tuple[int, Fact]]:
        """(row, figure) of figures that several rows make up together."""


@dataclass(frozen=True)
class Layout:
    """Which form a table has: its name, header, the row in which the header ends, and field -> columns for a preview."""

    name: str
    columns: tuple[str, ...]
    header_row: int
    mapping: Mapping[str, tuple[int, ...]]

    def open(self, head: Sequence[Sequence[str]], name: str, stated: Stated, delimiter: str | None) -> Reader:
        """A reader of the rows below the header; raises Refused where the table does not say what its figures are."""
        raise NotImplementedError


def cell_at(cells: Sequence[str], place: int | None) -> str:
    """The cell in a column of a row; empty where the row is shorter or there is no such column."""
    return cells[place] if place is not None and place < len(cells) else ""
