"""Where a table's header is: one of its first rows, or two of them, groups above and their columns below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matcher.customs.layout.header_fields import ALL_WORDS, HeaderWords
from matcher.customs.values.cells import day, number
from matcher.customs.values.hs_codes import hs_code
from matcher.customs.values.units import unit_code
from matcher.text.plain_words import plain

# (6), 6., 6.0, [6], 6 = 4 x 5
_NUMBER_OF_COLUMN = re.compile(r"[(\[]?(\d{1,3})(?:\.0?)?(?: ?[=:(][\d ().xхXХ×*+/:%–-]*)?[)\]]?")
_BOX_NUMBER = re.compile(r"[1-9]\d?(?:[/._]\d{1,2})?[a-zа-я]?|[A-DА-Г]")
LONGEST_HEADER = 80  # characters of a column's name: more is a cell of text
HEADER_ROWS = 20  # a header is in one of the first this many rows
BELOW = 12  # rows below a candidate that are compared with it
LEAST_CELLS = 3  # cells of a row from which it can be a header in words that nobody knows
LEAST_ABOVE, AS_FULL = 3, 0.8  # lines above a header; their cells, as a share of those of lines below
LONGEST_YEAR = 4  # digits
WHOLE = 6.0  # fields that a row names, from which it is the header of a table and not of a summary above it
# Codes, dates and amounts of a row of data; a title has a date, groups of columns have years
LEAST_OF_LINE = 2


@dataclass(frozen=True)
class Header:
    """The names of the columns, and the number of the row in which they end, the first of the table being 1."""

    columns: tuple[str, ...]
    row: int


def headers(rows: Sequence[Sequence[str]]) -> Iterator[Header]:
    """What could be the header: each of the first rows, then each two of them that go together."""
    first = rows[:HEADER_ROWS]
    for at, row in enumerate(first, 1):
        yield Header(tuple(cell.strip() for cell in row), at)
    for at, (upper, lower) in enumerate(zip(first, rows[1:], strict=False), 2):
        if columns := _joined(upper, lower):
            yield Header(columns, at)


def find_header(rows: Sequence[Sequence[str]], words_of_headers: HeaderWords = ALL_WORDS) -> Header | None:
    """The header among the first rows, or None where none of them looks like one, or lines stand above it: those have none.

    It names fields in words that are known, or else it is words above columns of numbers, codes and dates.
    """
    found = _likeliest_header(rows, words_of_headers)
    return None if found is not None and _lines_above(rows, found.row) else found


def _likeliest_header(rows: Sequence[Sequence[str]], words_of_headers: HeaderWords) -> Header | None:
    """The row, or two, that look most like a header; None where nothing does."""
    for at, row in enumerate(rows[:HEADER_ROWS], 1):
        if boxes_as_headers(row):
            return Header(tuple(cell.strip() for cell in row), at)
    best, best_score = None, 1.0
    for header in headers(rows):
        score = named_fields(header.columns, words_of_headers)
        if best is not None and best_score >= WHOLE and any(map(_is_line, rows[best.row : header.row - 1])):
            continue  # a further table's: what stands between is read by the first
        if score > best_score:
            best, best_score = header, score
    if best is None or best_score < 2.5:
        for header in headers(rows):
            if stands_out(header.columns, rows[header.row :]):
                return (
                    header
                    if best is None or named_fields(header.columns, words_of_headers) >= best_score
                    else best
                )
    return best


def column_name(columns: Sequence[str], place: int) -> str:
    """How a layout names a column: by its header, or by its place where the header is empty or stands twice."""
    return _names(tuple(columns))[place]


@lru_cache(maxsize=8)
def _names(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The names of all columns at once: a hostile file has 10,000."""
    named = [plain(column) for column in columns]
    often = Counter(named)
    return tuple(
        column if name and often[name] == 1 else f"column {place}"
        for place, (column, name) in enumerate(zip(columns, named, strict=True), 1)
    )


def boxes_as_headers(cells: Sequence[str]) -> tuple[str, ...]:
    """A header of numbers of boxes (31, 33, 8/1, A) as headers that name them (G31, G33, G8_1, ND); empty for other rows."""
    stated = [cell.strip() for cell in cells if cell.strip()]
    if not {"31", "33"} <= set(stated) or len(set(stated)) < len(stated) or is_numbering(cells):
        return ()
    if not all(_BOX_NUMBER.fullmatch(cell) for cell in stated):
        return ()
    return tuple(
        "ND"
        if cell.strip() in ("A", "А")
        else f"G{re.sub('[/.]', '_', cell.strip())}"
        if cell.strip()
        else ""
        for cell in cells
    )


def is_numbering(cells: Sequence[str]) -> bool:
    """True for a row that only numbers the columns, from 0 or 1 on: 1, 2, 3 ...; (1), (2), (3 = 1 x 2); a merged one has no number."""
    stated = [cell.strip() for cell in cells if cell.strip()]
    if len(stated) < LEAST_CELLS or 2 * len(stated) < len(cells):
        return False
    numbered = [_NUMBER_OF_COLUMN.fullmatch(cell) for cell in stated]
    numbers = [int(found[1]) for found in numbered if found]
    first = numbers[0] if len(numbers) == len(stated) else len(stated)
    return first in (0, 1) and numbers == list(range(first, first + len(numbers)))


def is_units(cells: Sequence[str]) -> bool:
    """True for a row under a header of units, or of hints in brackets: kg, USD, (code), with nothing else in it."""
    stated = [cell.strip() for cell in cells if cell.strip()]
    if 2 <= len(stated) < len(cells) and all(cell[0] in "([" and cell[-1] in ")]" for cell in stated):
        return True
    stated = [cell.strip("()[]") for cell in stated]
    known = sum(
        unit_code(cell) is not None or cell.casefold() in ("usd", "eur", "rub", "руб", "долл", "%")
        for cell in stated
    )
    return (
        len(stated) >= 1
        and known >= 0.6 * len(stated)
        and not any(map(is_data, stated))
        and len(stated) < len(cells)
    )


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Names of two rows: a group's name reaches over the empty cells to its right that have a name below."""
    width = max(len(upper), len(lower))
    above, below = ([cell.strip() for cell in row] + [""] * (width - len(row)) for row in (upper, lower))
    if sum(map(bool, above)) < 2 or sum(map(bool, below)) < 2 or any(map(is_data, below)) or _is_line(above):
        return None
    group, grouped, names = "", False, []
    for name, part in zip(above, below, strict=True):
        grouped = grouped or bool(part and not name and group)
        group = name or (group if part else "")
        names.append(" ".join(dict.fromkeys(filter(None, (group, part)))))
    return tuple(names) if grouped else None


def _lines_above(rows: Sequence[Sequence[str]], header: int) -> bool:
    """Whether rows as full as those below stand above a header, with codes, dates and amounts as they have: no title or summary."""
    below = [row for row in rows[header : header + HEADER_ROWS] if _is_line(row)]
    if not below:
        return False
    usual = sorted(map(_stated, below))[len(below) // 2]
    above = [row for row in rows[: header - 1] if _is_line(row) and _stated(row) >= AS_FULL * usual]
    return len(above) >= LEAST_ABOVE


def _stated(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _is_line(cells: Sequence[str]) -> bool:
    """True for a row with codes, dates or amounts, which years, numbers of boxes and of columns are not."""
    stated = [cell for cell in map(str.strip, cells) if not (cell.isdecimal() and len(cell) <= LONGEST_YEAR)]
    return sum(map(is_data, stated)) >= LEAST_OF_LINE


def named_fields(columns: Sequence[str], words_of_headers: HeaderWords = ALL_WORDS) -> float:
    """How many fields the cells of a row name, whole spellings counting more; less twice its cells of data."""
    cells = [cell for cell in columns if cell]
    data = sum(map(is_data, cells))
    if 2 * data >= len(cells):  # whatever the others name, data outweigh it
        return 0.0
    best: dict[str, float] = {}
    for cell in cells:
        if len(cell) <= LONGEST_HEADER:
            for name, worth in words_of_headers.read(cell).evidence.items():
                best[name] = max(worth, best.get(name, 0.0))
    if len(cells) < 2 or len(best) < 2:
        return 0.0
    if not best.keys() & {"description", "hs", "hs_description"}:
        return 0.0
    known = sum(words_of_headers.read(cell).known for cell in cells if len(cell) <= LONGEST_HEADER)
    fields = sum(1.0 if worth > 4.0 else 0.75 if worth > 2.0 else 0.4 for worth in best.values())
    return fields + 0.01 * known - 2.0 * data


def stands_out(columns: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """True for a row of words above columns that hold numbers, codes or dates."""
    cells = [cell for cell in columns if cell]
    if len(cells) < LEAST_CELLS or any(map(is_data, cells)) or len(set(cells)) < 0.9 * len(cells):
        return False
    if any(len(cell) > LONGEST_HEADER for cell in cells):
        return False
    body = [row for row in below[:BELOW] if any(cell.strip() for cell in row)]
    of_data = 0
    for at, name in enumerate(columns):
        values = [row[at] for row in body if at < len(row) and row[at].strip()]
        of_data += bool(name and values) and sum(map(is_data, values)) >= 0.8 * len(values)
    return len(body) >= 2 and of_data >= 2


@lru_cache(maxsize=1 << 13)
def is_data(cell: str) -> bool:
    """True for a code, a number or a date: no header."""
    return hs_code(cell) is not None or number(cell) is not None or day(cell) is not None
