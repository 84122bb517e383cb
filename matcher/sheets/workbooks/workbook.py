"""Workbooks: XLSX, XLS, ODS."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from crawler.case.errors import Box31Error, UsageProblem
from matcher.sheets.tables.archives import check_zip, unpacked
from matcher.sheets.tables.blocks import Block, Table, blocks_of, cell_text, first_line
from matcher.sheets.tables.bombs import BombCounter
from matcher.sheets.workbooks.large_sheets import sheet_rows, streamed_sheets
from matcher.sheets.workbooks.merged_cells import Range, filled_down
from matcher.sheets.workbooks.merged_in_ods import merged_in_ods

MAX_CELLS = 4_000_000  # rows x columns of a used range that is loaded whole: some 300 MB
_ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br="(\d{1,9})"')
# The widest column letters seen bound the used range's width.
_WIDTHS = (
    (re.compile(rb' r="[A-Z]{3}\d'), 16_384),
    (re.compile(rb' r="[C-Z][A-Z]\d'), 702),
    (re.compile(rb' r="B[A-Z]\d'), 78),
    (re.compile(rb' r="A[A-Z]\d'), 52),
    (re.compile(rb' r="[A-Z]\d'), 26),
)


def workbook(path: Path, name: str) -> list[Table]:
    """The sheets of the workbook at `path`. Raises Box31Error or UsageProblem where it is none or damaged."""
    from python_calamine import CalamineError, CalamineWorkbook

    with path.open("rb") as handle:
        zipped = handle.read(2) == b"PK"
    streamed: dict[str, str] = {}
    if zipped:
        with check_zip(path, name) as archive:
            wide = _too_wide(path, name, archive)
        streamed = streamed_sheets(path, wide)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [meta.name for meta in book.sheets_metadata if "Sheet" in str(meta.typ)]
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise Box31Error(
                f"{name}: protected by a password; open it with the password and save a copy without"
            ) from error
        raise UsageProblem(f"{name}: not a workbook that can be read ({first_line(error)})") from error
    merged = merged_in_ods(path) if zipped else {}
    return [
        Table(
            sheet,
            partial(
                _sheet_blocks,
                path,
                name,
                _Loaded(book, name),
                sheet,
                streamed.get(sheet),
                merged.get(sheet, ()),
            ),
        )
        for sheet in names or book.sheet_names
    ]


def _too_wide(path: Path, name: str, archive: zipfile.ZipFile) -> set[str]:
    """Unpack every member once, since sizes in the directory are claims; the sheets whose used range is too large.

    Raises Box31Error where a member is damaged or the whole is a bomb.
    """
    bomb = BombCounter(name, path.stat().st_size)
    wide = set()
    for member in archive.infolist():
        rows, width = 0, 1
        for piece in unpacked(archive, member, f"{name}: {member.filename}"):
            bomb.add(len(piece))
            if member.filename.startswith("xl/worksheets/"):
                rows = max([rows, *map(int, _ROW_NUMBER.findall(piece))])
                width = max(
                    [width, *(most for pattern, most in _WIDTHS if most > width and pattern.search(piece))]
                )
        if rows * width > MAX_CELLS:
            wide.add(member.filename)
    return wide


class _Loaded:
    """The sheet of a workbook that was loaded last; it is read more than once."""

    def __init__(self, book: Any, name: str) -> None:
        self._book, self._name = book, name
        self._last: tuple[str, Any] = ("", None)

    def sheet(self, called: str) -> Any:
        from python_calamine import CalamineError

        if self._last[1] is None or self._last[0] != called:
            self._last = ("", None)
            try:
                self._last = called, self._book.get_sheet_by_name(called)
            except (CalamineError, OSError, ValueError) as error:
                raise Box31Error(
                    f"{self._name}: sheet {called} cannot be read ({first_line(error)})"
                ) from error
        return self._last[1]


def _sheet_blocks(
    path: Path, name: str, book: _Loaded, sheet_name: str, member: str | None, merged: Sequence[Range]
) -> Iterator[Block]:
    """The blocks of a sheet; `member` is its part of the file where it is too large to be loaded whole, `merged` are ranges of
    cells that the library does not give."""
    if member:
        yield from blocks_of([cell_text(value) for value in row] for row in sheet_rows(path, name, member))
        return
    sheet = book.sheet(sheet_name)
    if sheet.start is not None:
        # Empty rows above the first cell are among them, so a row's place is its number in the sheet.
        rows = filled_down(sheet.iter_rows(), sheet.merged_cell_ranges or merged, sheet.start[1])
        yield from blocks_of([cell_text(value) for value in row] for row in rows)
