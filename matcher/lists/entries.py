"""Records of lists: a party or a goods code, and the rows of CSV files that hold them."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.case.errors import UsageProblem

_END = "end of the list"  # put after the last line: a quote that is not closed takes it into its cell


@dataclass(frozen=True)
class Entry:
    """A record of a list: a party by names and numbers, or a goods code; `names` and `hs` empty: neither."""

    row: int
    entry: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    country: str = ""
    hs: str = ""
    note: str = ""


def header_of(text: str) -> list[str]:
    """The cells of the first line, lower case."""
    first = _first_line(text)
    return [cell.strip().casefold() for cell in next(csv.reader([first], delimiter=_delimiter(first)), [])]


def _first_line(text: str) -> str:
    return io.StringIO(text, newline=None).readline().rstrip("\n")


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def records(name: str, text: str, above: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells after the header; `above`: lines of the file before `text`.

    Raises UsageProblem for a row with more or fewer cells than it, one that is no CSV, a quote that is not closed, and a
    quoted cell that holds rows of the list: two stray quotes would hide every party between them.
    """
    header = header_of(text)
    delimiter = _delimiter(_first_line(text))
    taken: list[str] = []  # lines of the row that is being read
    reader = csv.reader(_kept(itertools.chain(io.StringIO(text), (_END,)), taken), delimiter=delimiter)
    row = 1 + above
    try:
        next(reader)
        taken.clear()
        for row, cells in enumerate(reader, 2 + above):
            of_row = taken.copy()
            taken.clear()
            if cells == [_END]:
                return
            if of_row[-1] != _END and _hides_rows(of_row, delimiter, len(header)):
                raise UsageProblem(
                    f"{name}:{row}: a quoted cell goes on over {len(of_row) - 1:,} more lines that look like rows; "
                    "take the stray quote out; nothing was imported"
                )
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise UsageProblem(
                    f"{name}:{row}: {len(cells)} cells, the header has {len(header)}; nothing was imported"
                )
            if cells[-1].endswith(_END):
                break
            yield row, cells
    except csv.Error as error:
        raise UsageProblem(
            f"{name}:{row + 1}: no row of a CSV file: {error}; nothing was imported"
        ) from error
    raise UsageProblem(f"{name}:{row}: a quote is not closed; nothing was imported")


def _kept(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


def _hides_rows(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """True where a row of several lines has lines that are whole rows when their quotes are letters."""
    whole = [line.count(delimiter) == width - 1 for line in lines]
    return len(lines) > 1 and (any(whole[1:-1]) or (whole[0] and whole[-1]))
