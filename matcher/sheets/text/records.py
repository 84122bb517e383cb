"""Records of a delimited text: a quoted cell may go on over line ends, and a stray quote may not.

A quote at the beginning of a cell opens it (RFC 4180). In real exports some are letters, such as the mark of an inch
or of a name: two of them within a few lines look like one cell of many lines, and would swallow every record between.
`RecordShape` tells the two apart by what a record of this file looks like.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TextIO

from crawler.case.errors import Box31Error
from matcher.sheets.tables.blocks import LINE_LIMIT

RECORD_LINES = 100  # physical lines of one record: beyond that a quote was never closed
# Cells from which a line of exactly so many says that it is a record; one fewer where a column of numbers says it too.
TELLING_WIDTH = 3
# Share of a column's cells in the sample that are numbers, from which the column is numeric.
NUMERIC_SHARE = 0.9
# Share of the numeric columns in which a line must hold a number or nothing to be a record.
AGREEING_SHARE = 0.8


@dataclass(frozen=True)
class RecordShape:
    """What most lines of a text look like: how many cells, and in which places they hold numbers."""

    delimiter: str
    width: int
    numeric: tuple[int, ...]

    def fits(self, line: str) -> bool:
        """True where `line` is a whole record when its quotes are letters."""
        if self.width < TELLING_WIDTH - bool(self.numeric):
            return False
        cells = self.literal_cells(line)
        if len(cells) != self.width:
            return False
        agreeing = sum(not cells[at].strip() or _is_number(cells[at]) for at in self.numeric)
        return agreeing >= AGREEING_SHARE * len(self.numeric)

    def literal_cells(self, line: str) -> list[str]:
        """The cells of `line` where no quote opens a cell."""
        return line.rstrip("\r\n").split(self.delimiter)

    @cached_property
    def _text_behind_quotes(self) -> re.Pattern[str]:
        sign = re.escape(self.delimiter)
        return re.compile(rf'(?:^|{sign})"[^"{sign}]*"(?=[^"{sign}\r\n])')

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        sign = re.escape(self.delimiter)
        return re.compile(rf'("(?:[^"]|"")*"(?=$|{sign})|[^{sign}]*)(?:$|{sign})')

    def quotes_of_names(self, line: str) -> str:
        """The line written so that a CSV reader gives back the quotes of a cell that goes on behind them: `"Foo" LLP`. As it is
        where there is no such cell, or where the line is no whole record then."""
        if not self._text_behind_quotes.search(line):
            return line
        text = line.rstrip("\r\n")
        cells = self._cell.findall(text)
        if not text.endswith(self.delimiter):
            cells = cells[:-1]  # the empty match at the end
        if len(cells) != self.width or self.width < TELLING_WIDTH:
            return line
        return self.written(cell if _opens_alone(cell) else self._read(cell) for cell in cells)

    def _read(self, cell: str) -> str:
        return next(csv.reader((cell,), delimiter=self.delimiter), [""])[0] if cell else ""

    def written(self, cells: Iterable[str]) -> str:
        """A line from which a CSV reader reads these cells."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return out.getvalue()


def _opens_alone(cell: str) -> bool:
    """Whether a quote begins a cell and none ends it."""
    return cell.startswith('"') and not cell.endswith('"')


def record_shape(sample: str, delimiter: str) -> RecordShape:
    """The shape that most lines of `sample` share."""
    rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
    widths = Counter(map(len, rows))
    width = widths.most_common(1)[0][0] if widths else 1
    body = [row for row in rows if len(row) == width]
    numeric = tuple(
        at
        for at in range(width)
        if (cells := [row[at] for row in body if row[at].strip()])
        and sum(map(_is_number, cells)) >= NUMERIC_SHARE * len(cells)
    )
    return RecordShape(delimiter, width, numeric)


def _is_number(cell: str) -> bool:
    """True for a cell of digits with the signs that numbers, codes and dates are written with."""
    cell = cell.strip().strip('"')
    return any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))


def records(handle: TextIO, name: str, shape: RecordShape) -> Iterator[str]:
    """The records of the text `handle`, each as one string that a CSV reader splits into its cells.

    A quote that is not closed within RECORD_LINES lines, or whose cell would hold lines that are whole records
    themselves, is a letter: its line is a record of its own. So are quotes at the beginning of a cell that goes on behind
    them (`"Foo" LLP`). Raises Box31Error for a line that is none of a table.
    """
    readline = handle.readline
    waiting: list[str] = []
    while True:
        line = waiting.pop() if waiting else readline(LINE_LIMIT)
        if not line:
            return
        if len(line) >= LINE_LIMIT:
            raise Box31Error(f"{name}: a line of more than {LINE_LIMIT:,} characters: not a table of text")
        if line.count('"') % 2 and _quote_is_open(line, shape.delimiter):
            lines = [line]
            while len(lines) <= RECORD_LINES:
                following = waiting.pop() if waiting else readline(LINE_LIMIT)
                if not following:
                    break
                lines.append(following)
                if following.count('"') % 2:
                    break
            closed = len(lines) <= RECORD_LINES and lines[-1].count('"') % 2 and len(lines) > 1
            if closed and not _swallows(lines, shape):
                line = "".join(lines)
            else:
                waiting.extend(reversed(lines[1:]))
                line = _with_letters_for_quotes(line, shape)
        elif '"' in line:
            line = shape.quotes_of_names(line)
        yield line.rstrip("\r\n")


def _swallows(lines: Sequence[str], shape: RecordShape) -> bool:
    """True where the cell that these lines would make holds whole records."""
    return any(map(shape.fits, lines[1:-1])) or (shape.fits(lines[0]) and shape.fits(lines[-1]))


def _with_letters_for_quotes(line: str, shape: RecordShape) -> str:
    """The line written so that a CSV reader gives its quotes back as letters; as it is where it is no whole record."""
    return shape.written(shape.literal_cells(line)) if shape.fits(line) else line


def _quote_is_open(text: str, delimiter: str) -> bool:
    """True where `text` ends inside a quoted cell; quotes in the middle of an unquoted cell are letters."""
    position, length = 0, len(text)
    while position < length:
        if text[position] == '"':
            position += 1
            while True:
                end = text.find('"', position)
                if end < 0:
                    return True
                if text[end + 1 : end + 2] == '"':
                    position = end + 2
                    continue
                position = end + 1
                break
        end = text.find(delimiter, position)
        if end < 0:
            return False
        position = end + 1
    return False
