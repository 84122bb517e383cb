"""The process that reads a list's file for `limited_file`, with the limits of `matcher.sheets.process.reading_process`.

`python -P -m matcher.lists.process DESCRIPTOR PATH NAME FORM - MEGABYTES SECONDS`; FORM may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from matcher.lists.entries import Entry
from matcher.lists.formats import read_file
from matcher.sheets.process.reading_process import run
from matcher.sheets.tables.blocks import Block, Table, blocks_of, cell_text


def tables_of(form: str, path: Path, name: str, _encoding: str) -> list[Table]:
    """One table, called as the list's format; its rows are entries (see `cells_of`)."""
    form, entries = read_file(path, name, form or None)

    def blocks() -> Iterator[Block]:
        return blocks_of(map(cells_of, entries))

    return [Table(form, blocks)]


def cells_of(entry: Entry) -> list[str]:
    """The entry as texts that `entry_of` reads; code units that are no letters become visible escapes."""
    parts = (str(entry.row), entry.entry, entry.country, entry.hs, entry.note, str(len(entry.names)))
    return [cell_text(text) for text in (*parts, *entry.names, *entry.numbers)]


if __name__ == "__main__":
    run(tables_of)
