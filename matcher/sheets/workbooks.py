"""Workbooks: XLSX, XLS, ODS."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from crawler.case.errors import Box31Error, UsageProblem
from matcher.sheets.archives import check_members, check_zip
from matcher.sheets.large_sheets import large_sheets, sheet_rows
from matcher.sheets.tables import Block, Table, blocks_of, cell_text, first_line


def workbook(path: Path, name: str) -> list[Table]:
    """The sheets of the workbook at `path`. Raises Box31Error or UsageProblem where it is none or damaged."""
    from python_calamine import CalamineError, CalamineWorkbook

    with path.open("rb") as handle:
        zipped = handle.read(2) == b"PK"
    large: dict[str, str] = {}
    if zipped:
        with check_zip(path) as archive:
            check_members(path, archive)
        large = large_sheets(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = [meta.name for meta in book.sheets_metadata if "Sheet" in str(meta.typ)]
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower():
            raise Box31Error(
                f"{name}: protected by a password; open it with the password and save a copy without"
            ) from error
        raise UsageProblem(f"{name}: not a workbook that can be read ({first_line(error)})") from error
    return [
        Table(sheet, partial(_sheet_blocks, path, name, book, sheet, large.get(sheet)))
        for sheet in names or book.sheet_names
    ]


def _sheet_blocks(path: Path, name: str, book: Any, sheet_name: str, member: str | None) -> Iterator[Block]:
    """The blocks of a sheet; `member` is its part of the file where it is too large to be loaded whole."""
    from python_calamine import CalamineError

    if member:
        yield from blocks_of([cell_text(value) for value in row] for row in sheet_rows(path, member))
        return
    try:
        sheet = book.get_sheet_by_name(sheet_name)
    except (CalamineError, OSError, ValueError) as error:
        raise Box31Error(f"{name}: sheet {sheet_name} cannot be read ({first_line(error)})") from error
    if sheet.start is not None:
        # Empty rows above the first cell are among them, so a row's place is its number in the sheet.
        yield from blocks_of([cell_text(value) for value in row] for row in sheet.iter_rows())
