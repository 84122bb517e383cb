"""What a table would say if its text were of another encoding that is nearly as likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from matcher.customs.layout.recognition.recognise import Layout
from matcher.sheets.tables.blocks import Block, Row, Table
from matcher.sheets.text.encodings import spelt

SHOWN = 40  # characters of an example


@dataclass(frozen=True)
class EncodingDoubt:
    """A table read as `encoding` whose cells differ under `rival`: how many by field (header for unread columns).

    `example` is the first cell that differs, of a description where one does, read both ways.
    """

    encoding: str
    rival: str
    cells: dict[str, int]
    example: tuple[str, str]

    @property
    def asks(self) -> bool:
        """True where descriptions differ: they are what is compared and reviewed."""
        return "description" in self.cells

    @property
    def name(self) -> str:
        """What the record of the file says."""
        return f"{spelt(self.encoding)} or {spelt(self.rival)}"

    def note(self) -> str:
        """The doubt in words."""
        cells = ", ".join(f"{number:,} of {field}" for field, number in self.cells.items())
        mine, theirs = (text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…" for text in self.example)
        return (
            f"its text is likely {spelt(self.encoding)}, but may be {spelt(self.rival)}, in which cells differ "
            f"({cells}): {mine!r} or {theirs!r}"
        )

    def question(self, name: str) -> str:
        """The doubt about the file `name` and how to answer."""
        first = name.split("#")[0]
        return (
            f"{self.note()}\nanswer with: box31 customs import {first} --encoding {spelt(self.encoding)} or "
            f"--encoding {spelt(self.rival)}    (or --yes for the first)"
        )

    def recorded(self, layout: Layout) -> Layout:
        """The layout whose name says that the encoding is not sure."""
        return replace(layout, name=f"{layout.name}, encoding not sure: {self.name}")


def encoding_doubt(
    table: Table, columns: Sequence[str], mapping: Mapping[str, Sequence[int]]
) -> EncodingDoubt | None:
    """What the likeliest rival of the table's encoding would change; None where there is none or no cell differs.

    `columns` is the header, `mapping` field -> columns. The table is read to its end, once for each encoding.
    """
    names = {place: column or f"column {place + 1}" for place, column in enumerate(columns)}
    names |= {place: name for name, places in mapping.items() for place in places}
    for rival in table.rivals:
        cells, example = _differences(table, rival, names)
        if cells:
            return EncodingDoubt(table.encoding, rival, dict(cells), example)
    return None


def _differences(table: Table, rival: str, names: Mapping[int, str]) -> tuple[Counter[str], tuple[str, str]]:
    """Cells that differ by field or header, and the example of one."""
    cells: Counter[str] = Counter()
    examples: dict[str, tuple[str, str]] = {}
    for row, other in zip_longest(_rows(table, table.blocks), _rows(table, table.rivals[rival])):
        if row == other:
            continue
        for place, (cell, changed) in enumerate(zip_longest(row or (), other or (), fillvalue="")):
            if cell != changed:
                name = names.get(place, f"column {place + 1}")
                cells[name] += 1
                examples.setdefault(name, (cell.strip(), changed.strip()))
    return cells, examples.get("description") or next(iter(examples.values()), ("", ""))


def _rows(table: Table, blocks: Callable[[], Iterator[Block]]) -> Iterator[Row]:
    return (row for block in blocks() for row in table.rows(block))
