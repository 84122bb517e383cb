"""Texts whose columns are told by their places in the line: print files, and tables as database programs show them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

DELIMITER = "\t"  # of the records that lines become
LEAST_COLUMNS = 3
LEAST_LINES = 8  # lines of several cells from which blanks that stand under each other part columns
LEAST_GAP = 2  # blanks between columns that no ruled line parts: one stands between words
MOSTLY = 0.8  # share of the lines that no column's edge may cut
SEVERAL = 0.6  # share of the lines that have several cells
NEARLY_ALL = (
    0.9  # share of the lines that a sign parts into as many cells each, from which it is the delimiter
)
STRAY = 0.05  # share of them that may have something between the columns: titles, pages
LINES = 400  # of a sample that are looked at

_WORD = re.compile(r"\S+")
_PIECE = re.compile(r"\S+(?:\s\S+)*")  # words with one blank between them
_GAP = re.compile(r"\s{2,}")
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_RULES = frozenset("-=_+ ")
_FILLER = "\0"  # the second half of a wide character


@dataclass(frozen=True)
class FixedColumns:
    """Where columns begin: in characters, or in places on the line of which East Asian characters take two each (`wide`)."""

    starts: tuple[int, ...]
    wide: bool = False

    def records(self, lines: Iterable[str]) -> Iterator[str]:
        """Each line as a record of cells with DELIMITER between them; a ruled line as an empty one.

        A line that an edge of a column cuts through, a title or a total, is a cell of its own, unless it names the columns.
        """
        for line in lines:
            out = io.StringIO()
            csv.writer(out, delimiter=DELIMITER, lineterminator="").writerow(self.cells(line))
            yield out.getvalue()

    def cells(self, line: str) -> list[str]:
        """The cells of a line."""
        text = line.strip("\r\n\f")
        if _RULES.issuperset(text):
            return []
        if not self.fits(text):
            return self._names(text) or [text.strip()]
        placed = _placed(text, self.wide)
        ends = (*self.starts[1:], len(placed))
        return [
            placed[start:end].replace(_FILLER, "").strip()
            for start, end in zip(self.starts, ends, strict=True)
        ]

    def _names(self, line: str) -> list[str]:
        """The cells of a header whose names are wider than what stands below, and begin or end where that does; empty where it has
        no names for most columns."""
        cells = [""] * len(self.starts)
        placed = _placed(line, self.wide)
        pieces = [part for piece in _PIECE.finditer(placed) for part in self._parts(placed, *piece.span())]
        for start, end in pieces:
            place = start if start in self.starts else len(placed[:end].rstrip()) - 1
            cells[bisect_right(self.starts, place) - 1] = placed[start:end].replace(_FILLER, "").strip()
        named = sum(map(bool, cells))
        return cells if named == len(pieces) and named >= MOSTLY * len(cells) else []

    def _parts(self, line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a piece, which words that begin where a column does part."""
        edges = [at for at in self.starts if start < at < end and line[at - 1].isspace()]
        return pairwise((start, *edges, end))

    def fits(self, line: str) -> bool:
        """Whether no word of a line stands across the beginning of a column."""
        placed = _placed(line, self.wide)
        return not any(
            start < len(placed) and not placed[start - 1].isspace() and not placed[start].isspace()
            for start in self.starts[1:]
        )


def fixed_columns(sample: str, delimiter: str) -> FixedColumns | None:
    """The columns of a text by their places; None where `delimiter` parts its cells, or nothing does."""
    lines = [line.strip("\r\f") for line in sample.split("\n")[:LINES]]
    stated = [line for line in lines if not _RULES.issuperset(line)]
    ruled = next((line for line in lines if _is_ruled(line)), None)
    if ruled is not None:
        starts = [match.start() for match in _WORD.finditer(ruled)]
        return _best((0, *starts[1:]), stated)
    if _parts_all(stated, delimiter):
        return None
    several = [line for line in stated if len(_GAP.split(line.strip())) >= LEAST_COLUMNS]
    if not (_parts_nothing(stated, delimiter) or _parts_nothing(several[:1], delimiter)):  # the header
        return None
    if len(several) < LEAST_LINES or len(several) < SEVERAL * len(stated):
        return None
    found = (_best(_starts_of(several, wide), stated, (wide,)) for wide in (False, True))
    return max(filter(None, found), key=lambda columns: len(columns.starts), default=None)


def _is_ruled(line: str) -> bool:
    """True for a line of strokes under a header, one for each column: ----- -------- ---."""
    strokes = line.split()
    return (
        len(strokes) >= LEAST_COLUMNS
        and DELIMITER not in line
        and all(len(set(stroke)) == 1 and stroke[0] in "-=_" for stroke in strokes)
    )


def _parts_all(lines: Sequence[str], delimiter: str) -> bool:
    """Whether nearly all lines are parted into as many cells each, by a sign that no number has: a title of a list may stand alone
    above them, "04.11.2024   LIST   1"."""
    counts = Counter(line.count(delimiter) for line in lines)
    count, times = max(counts.items(), key=lambda found: found[1], default=(0, 0))
    return delimiter != "," and count >= LEAST_COLUMNS and times >= NEARLY_ALL * len(lines)


def _parts_nothing(lines: Sequence[str], delimiter: str) -> bool:
    """Whether most lines, if there are any, have no delimiter, or only commas of decimals."""
    without = sum(
        delimiter not in (_BETWEEN_DIGITS.sub("", line) if delimiter == "," else line) for line in lines
    )
    return bool(lines) and without >= SEVERAL * len(lines)


def _starts_of(lines: Sequence[str], wide: bool) -> tuple[int, ...]:
    placed = [_placed(line, wide) for line in _without_titles(lines)]
    return tuple(_behind_one_blank(placed, _starts(placed)))


def _without_titles(lines: Sequence[str]) -> Sequence[str]:
    """The lines from the first that has about as many cells as most, where that is a header: a title above may have several,
    "LIST   PRINTED 31.12.   PAGE 1"."""
    cells = [len(_GAP.split(line.strip())) for line in lines]
    usual = median(cells)
    first = next(at for at, count in enumerate(cells) if count >= SEVERAL * usual)
    return lines if any(map(str.isdigit, lines[first])) else lines[first:]


def _behind_one_blank(placed: Sequence[str], starts: Sequence[int]) -> Iterator[int]:
    """`starts`, and where columns begin behind one blank: 402.50 KG, 024 80104726-9, 1 3105.40.00.

    There nearly every row is blank and has something on both sides, and the first line, which names the columns, has an end of a
    word: a blank within names of goods that all rows share stands under no such place.
    """
    header, rows = placed[0], placed[1:]
    filled = Counter(place for line in rows for place, sign in enumerate(line) if not sign.isspace())
    for start, end in zip(starts, (*starts[1:], max(map(len, placed))), strict=True):
        yield start
        for place in range(start + 1, min(end, len(header)) - 1):
            named = header[place].isspace() and not header[place - 1 : place + 2].isspace()
            if not named or filled[place] > STRAY * len(rows):
                continue
            both = sum(bool(line[start:place].strip() and line[place:end].strip()) for line in rows)
            if both >= MOSTLY * len(rows):
                yield place + 1
                start = place + 1


def _starts(placed: Sequence[str]) -> tuple[int, ...]:
    """Where columns begin behind LEAST_GAP places or more that are blank in nearly all lines."""
    filled = Counter(place for line in placed for place, sign in enumerate(line) if not sign.isspace())
    width = max(map(len, placed))
    starts, blank = [0], 0
    for place in range(width):
        if filled[place] <= STRAY * len(placed):
            blank += 1
            continue
        if blank >= LEAST_GAP and place > blank:
            starts.append(place)
        blank = 0
    return tuple(starts)


def _best(
    starts: Sequence[int], lines: Sequence[str], ways: Sequence[bool] = (False, True)
) -> FixedColumns | None:
    """The columns as characters or as places on the line, whichever cuts fewer lines; None where both cut many."""
    if len(starts) < LEAST_COLUMNS or not lines:
        return None
    possible = [FixedColumns(tuple(starts), wide) for wide in ways]
    cut = {columns: sum(not columns.fits(line) for line in lines) for columns in possible}
    best = min(possible, key=cut.__getitem__)
    return best if cut[best] <= (1 - MOSTLY) * len(lines) else None


def _placed(line: str, wide: bool) -> str:
    """The line with one sign for each place on it."""
    if not wide or line.isascii():
        return line
    return "".join(sign + _FILLER if unicodedata.east_asian_width(sign) in "WF" else sign for sign in line)
