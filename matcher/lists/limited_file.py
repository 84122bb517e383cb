"""A list's file, read in a process with limits of memory and time: what the file does to it stays there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from crawler.case.given_files import check_given
from matcher.lists.entries import Entry
from matcher.sheets.process.client import limited_tables


def read_limited(path: Path, form: str | None) -> tuple[str, Iterator[Entry]]:
    """The format of the list at `path` (told by its content where None) and its records.

    Raises UsageProblem or Box31Error for what cannot be read whole, also while the records are taken.
    """
    check_given(path)
    (table,) = limited_tables(form or "", path, path.name, module="matcher.lists.process")
    return table.part, (entry_of(cells) for block in table.blocks() for cells in block.records)


def entry_of(cells: Sequence[str]) -> Entry:
    """The entry that `process.cells_of` wrote."""
    row, entry, country, hs, note, count, *texts = cells
    names = int(count)
    return Entry(int(row), entry, tuple(texts[:names]), tuple(texts[names:]), country, hs, note)
