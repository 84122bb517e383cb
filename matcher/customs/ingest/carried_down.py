"""Fields that a declaration states on its first line alone, as reports and merged cells do: carried down to its further lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

from crawler.case.console import counted
from matcher.customs.ingest.rows.lines import NO_DATE

# What all lines of a declaration share.
CARRIED = (
    "declaration",
    "date",
    "importer",
    "importer_code",
    "exporter",
    "departure",
    "destination",
    "currency",
)
# Further lines in which a field is blank, none of them stating it, from which it is no accident.
LEAST_BLANK = 3
CHUNK = 50_000  # lines that are held at once


class _Line(NamedTuple):
    line_id: int
    row: int
    number: int | None
    fields: tuple[str | None, ...]  # those of CARRIED; an empty text is a cell that could not be read

    @property
    def declaration(self) -> str | None:
        return self.fields[0]


def carry_down(db: Database, file_id: str) -> list[str]:
    """Fill what further lines of declarations leave blank in every case with what the first one states; what is said of it.

    Lines belong together by the number of their declaration or, where that is blank too, by line numbers without a gap
    (1, 2, 3) in rows that follow each other. A field that any further line states is not filled. Their cells (`raw`) stay as
    they are. Runs inside the importer's transaction.
    """
    if not _may_be_once(db, file_id):
        return []
    by_numbers = True
    found = _Evidence(db, file_id, by_numbers=by_numbers)
    if found.odd_starts or found.restated["declaration"]:
        by_numbers = False  # numbers of rows, or a declaration that is blank by accident
        found = _Evidence(db, file_id, by_numbers=by_numbers)
    names = [name for name in CARRIED if found.blank[name] >= LEAST_BLANK and not found.restated[name]]
    if not names:
        return []
    lines, first = _fill(db, file_id, names, by_numbers=by_numbers)
    notes = [
        f"{counted(lines, 'line')} without {', '.join(names)} of their own: filled with what the first line of their declaration "
        f"states; first in row {first:,}"
    ]
    if "declaration" in names and (left := _without_declaration(db, file_id)):
        notes.append(
            f"{counted(left, 'line')} without a declaration: their line numbers do not go on from the row before"
        )
    return notes


class _Evidence:
    """For each field the further lines that leave it blank where the first states it, and those that state it; and the
    declarations that do not begin with line 1."""

    def __init__(self, db: Database, file_id: str, *, by_numbers: bool) -> None:
        self.blank: Counter[str] = Counter()
        self.restated: Counter[str] = Counter()
        self.odd_starts = 0
        for line, first in _with_first(_lines(db, file_id), by_numbers=by_numbers):
            if line is first:
                self.odd_starts += by_numbers and line.declaration is not None and line.number != 1
                continue
            for name, here, above in zip(CARRIED, line.fields, first.fields, strict=True):
                self.restated[name] += here is not None
                self.blank[name] += here is None and bool(above)


def _may_be_once(db: Database, file_id: str) -> bool:
    """Whether some field is stated at most once for each declaration, and blank in other lines."""
    lines, *stated = db.execute(
        f"SELECT count(*), {', '.join(f'count({name})' for name in CARRIED)} FROM main.customs_lines WHERE file_id = ?",  # noqa: S608 - names from above
        [file_id],
    ).fetchone()
    fewest = min((count for count in stated if 0 < count <= lines - LEAST_BLANK), default=None)
    if fewest is None:
        return False
    declarations, ones = db.execute(
        """SELECT count(DISTINCT declaration), count(*) FILTER (WHERE CAST(line_no AS INTEGER) = 1)
        FROM main.customs_lines WHERE file_id = ?""",
        [file_id],
    ).fetchone()
    return bool(fewest <= max(declarations, ones))


def _lines(db: Database, file_id: str) -> Iterator[_Line]:
    row = 0
    while chunk := db.execute(
        f"SELECT line_id, row, line_no, problem, {', '.join(CARRIED)} FROM main.customs_lines "  # noqa: S608 - names from above
        "WHERE file_id = ? AND row > ? ORDER BY row LIMIT ?",
        [file_id, row, CHUNK],
    ).fetchall():
        for line_id, row, line_no, problem, declaration, date, *others in chunk:
            number = int(line_no) if line_no and line_no.isdecimal() else None
            when = "" if date is None and NO_DATE in (problem or "") else date
            yield _Line(line_id, row, number, (declaration, when, *others))


def _with_first(lines: Iterator[_Line], *, by_numbers: bool) -> Iterator[tuple[_Line, _Line]]:
    """Each line with the first one of its declaration, which may be itself."""
    first = before = None
    for line in lines:
        if first is None or before is None or not _goes_on(first, before, line, by_numbers=by_numbers):
            first = line
        yield line, first
        before = line


def _goes_on(first: _Line, before: _Line, line: _Line, *, by_numbers: bool) -> bool:
    """Whether a line is a further one of the declaration that begins with `first`; `before` is the line above."""
    if line.declaration is not None:
        return line.declaration == first.declaration
    return (
        by_numbers
        and first.number == 1
        and before.number is not None
        and line.number == before.number + 1
        and line.row == before.row + 1
    )


def _fill(db: Database, file_id: str, names: list[str], *, by_numbers: bool) -> tuple[int, int]:
    """Fill these fields; how many lines were changed, and the row of the first."""
    places = [CARRIED.index(name) for name in names]
    update = f"UPDATE main.customs_lines SET {', '.join(f'{name} = ?' for name in names)} WHERE line_id = ?"  # noqa: S608 - names from above
    changed: list[tuple[str | int | None, ...]] = []
    lines = first_row = 0
    for line, first in _with_first(_lines(db, file_id), by_numbers=by_numbers):
        filled = [first.fields[at] if line.fields[at] is None else line.fields[at] for at in places]
        if line is first or filled == [line.fields[at] for at in places]:
            continue
        changed.append((*(value or None for value in filled), line.line_id))
        lines, first_row = lines + 1, first_row or line.row
        if len(changed) == CHUNK:
            db.conn.executemany(update, changed)
            changed.clear()
    db.conn.executemany(update, changed)
    return lines, first_row


def _without_declaration(db: Database, file_id: str) -> int:
    (lines,) = db.execute(
        "SELECT count(*) FROM main.customs_lines WHERE file_id = ? AND declaration IS NULL", [file_id]
    ).fetchone()
    return int(lines)
