"""Workbooks saved as XML (SpreadsheetML 2003), as programs write them under the name of .xls or .xml.

Sheets are read as a stream. Numbers are as they are written, days as a spreadsheet program shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from crawler.case.errors import UsageProblem
from matcher.sheets.tables.blocks import WIDTH_LIMIT, Row, Table, blocks_of
from matcher.sheets.workbooks.merged_cells import Downwards

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = 8_192  # bytes in which the namespace is named
PIECE = 1 << 16  # bytes that are parsed at a time
MOST_ROWS = 1_048_576  # of a sheet: no row has a higher number
_SS = f"{{{NAMESPACE}}}"


def is_spreadsheet(path: Path) -> bool:
    """Whether an XML file begins as such a workbook does."""
    with path.open("rb") as handle:
        return NAMESPACE.encode() in handle.read(HEAD).replace(b"\0", b"")


def spreadsheet_tables(path: Path, name: str) -> list[Table]:
    """The sheets of the workbook at `path`. Raises UsageProblem where it is broken, its tables' blocks too."""
    sheets = [sheet for sheet, rows in _read(path, name) if rows is None]
    if not sheets:
        raise UsageProblem(f"{name}: a workbook without sheets")
    return [
        Table(
            sheet if len(sheets) > 1 else "",
            lambda number=number: blocks_of(  # type: ignore[misc]
                row for found, rows in _read(path, name, number) if rows is not None for row in rows
            ),
        )
        for number, sheet in enumerate(sheets)
    ]


def _read(path: Path, name: str, wanted: int = -1) -> Iterator[tuple[str, list[Row] | None]]:
    """Each sheet's name with None where it begins; then pieces of the rows of the sheet that is `wanted`."""
    target = _Workbook(wanted)
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        with path.open("rb") as handle:
            while piece := handle.read(PIECE):
                parser.feed(piece)
                yield from target.taken(name)
        parser.close()
        yield from target.taken(name)
    except etree.XMLSyntaxError as error:
        raise UsageProblem(f"{name}: not well-formed XML ({' '.join(str(error).split())[:120]})") from error


class _Workbook:
    """The target of the parser: gathers names of sheets, and the rows of one of them."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted
        self._sheet = -1
        self._new: list[tuple[str, list[Row] | None]] = []
        self._rows: list[Row] = []
        self._number = 0  # of the last row
        self._row: Row | None = None
        self._across = False  # a cell of the row spans columns: it is of a header
        self._spans: list[tuple[int, int]] = []  # column and rows below that a cell of the row spans
        self._above: Downwards[str] = Downwards()
        self._kind = ""
        self._text: list[str] | None = None
        self._in_comment = False

    def taken(self, name: str) -> list[tuple[str, list[Row] | None]]:
        """What there is since this was asked last."""
        if any(len(row) > WIDTH_LIMIT for row in self._rows):
            raise UsageProblem(f"{name}: a row of more than {WIDTH_LIMIT:,} columns; not a table")
        new, self._new = self._new, []
        rows, self._rows = self._rows, []
        return [*new, *([("", rows)] if rows else [])]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        kind = tag.removeprefix(_SS)
        if kind == "Worksheet":
            self._sheet += 1
            self._number, self._above = 0, Downwards()
            self._new.append((attributes.get(f"{_SS}Name", ""), None))
        elif self._sheet != self._wanted:
            return
        elif kind == "Row":
            self._row, self._across, self._spans = [], False, []
            index = min(_count(attributes.get(f"{_SS}Index")), MOST_ROWS)
            skipped = max(0, index - self._number - 1)
            self._rows += ([] for _ in range(skipped))
            self._above.skip(skipped)
            self._number = max(self._number + 1, index)
        elif kind == "Comment":
            self._in_comment = True
        elif kind == "Cell" and self._row is not None and len(self._row) <= WIDTH_LIMIT:
            index = min(_count(attributes.get(f"{_SS}Index")), WIDTH_LIMIT)
            self._row += [""] * (index - len(self._row) - 1)
            across = min(_count(attributes.get(f"{_SS}MergeAcross")), WIDTH_LIMIT)
            self._across |= across > 0
            if down := _count(attributes.get(f"{_SS}MergeDown")):
                self._spans.append((len(self._row), down))
            self._row += [""] * (1 + across)
            self._place = len(self._row) - 1 - across
        elif kind == "Data" and self._row and not self._in_comment:
            self._kind, self._text = attributes.get(f"{_SS}Type", ""), []

    def data(self, text: str) -> None:
        """Text in an element."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        kind = tag.removeprefix(_SS)
        if kind == "Comment":
            self._in_comment = False
        elif kind == "Data" and self._text is not None and self._row:
            self._row[self._place] = _cell("".join(self._text), self._kind)
            self._text = None
        elif kind == "Row" and self._row is not None:
            if any(self._row):  # cells at its end that are covered are left out
                self._row += [""] * (self._above.width - len(self._row))
            self._above.fill(self._row, () if self._across else self._spans)
            self._rows.append(self._row)
            self._row = None

    def close(self) -> None:
        """The file ends."""


def _count(said: str | None) -> int:
    """A number of rows or columns; 0 where none is said in digits."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 9 else 0


def _cell(text: str, kind: str) -> str:
    """A cell's text: days without the time of midnight, truth as spreadsheets write it."""
    if kind == "DateTime":
        day, _, clock = text.strip().partition("T")
        clock = clock.partition(".")[0]
        return day if clock in ("", "00:00:00") else f"{day} {clock}"
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text)
    return text
