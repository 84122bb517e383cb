"""Where a table's header stands: one of its first rows, or two of them, groups above and their columns below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.customs.layout.header_fields import ALL_WORDS, FALLBACK_RANK, TRANSLATION_RANK, HeaderWords
from matcher.customs.values.cells import day, number
from matcher.customs.values.hs_codes import hs_code

LONGEST_HEADER = 80  # characters of a column's name: more is a cell of text
HEADER_ROWS = 20  # a header stands in one of the first this many rows


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
    """The header among the first rows, or None where none of them looks like one."""
    best, best_score = None, 1.0
    for header in headers(rows):
        score = _score(header.columns, words_of_headers)
        if score > best_score:
            best, best_score = header, score
    return best


def is_numbering(cells: Sequence[str]) -> bool:
    """True for a row that only numbers the columns: 1, 2, 3 ..."""
    return len(cells) > 2 and all(cell.strip() == str(n) for n, cell in enumerate(cells, 1))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Names of two rows: a group's name reaches over the empty cells to its right that have a name below."""
    width = max(len(upper), len(lower))
    above, below = ([cell.strip() for cell in row] + [""] * (width - len(row)) for row in (upper, lower))
    if sum(map(bool, above)) < 2 or sum(map(bool, below)) < 2 or any(map(_is_data, below)):
        return None
    group, grouped, names = "", False, []
    for name, part in zip(above, below, strict=True):
        grouped = grouped or bool(part and not name and group)
        group = name or (group if part else "")
        names.append(" ".join(filter(None, (group, part))))
    return tuple(names) if grouped else None


def _score(columns: Sequence[str], words_of_headers: HeaderWords) -> float:
    cells = [cell for cell in columns if cell]
    ranks: dict[str, int] = {}
    for name, rank in (
        offer
        for cell in cells
        if len(cell) <= LONGEST_HEADER
        for offer in words_of_headers.fields_named(cell)
    ):
        ranks[name] = min(rank, ranks.get(name, rank))
    if len(cells) < 2 or len(ranks) < 2 or not ranks.keys() & {"description", "hs", "hs_description"}:
        return 0.0
    sure = sum(rank % TRANSLATION_RANK < FALLBACK_RANK for rank in ranks.values())
    return (sure + len(ranks)) / 2 - 2.0 * sum(map(_is_data, cells))


def _is_data(cell: str) -> bool:
    return hs_code(cell) is not None or number(cell) is not None or day(cell) is not None
