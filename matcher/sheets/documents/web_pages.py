"""HTML pages whose tables are data: reports that programs save as .xls, .htm or .html.

All tables of a page are one sheet, one below the other, as a spreadsheet program shows them: a row for each table row and for each
line of text outside tables. A cell that spans columns is followed by empty ones; what one says that spans rows is said of each
of them, as in merged_cells. The page is parsed as a stream; nothing in it is run or fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from w3lib.encoding import resolve_encoding

from crawler.case.errors import UsageProblem
from matcher.sheets.tables.blocks import WIDTH_LIMIT, Row, Table, blocks_of
from matcher.sheets.workbooks.merged_cells import is_of_each_row

MOST_COLUMNS, MOST_ROWS = 1_000, 65_534  # that a cell may span, as in the HTML standard
PIECE = 1 << 16  # characters that are parsed at a time
HEAD = 4_096  # bytes in which a page names its encoding

_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Names by which Python knows the encodings of pages: no codec of anything but text
_ENCODING = re.compile(
    r"(?:utf[-_](?:8|16|32)(?:[-_][lb]e)?(?:[-_]sig)?|(?:windows-|cp|iso-?8859-|iso8859_?)\d{1,4}|koi8[-_][rtu]|mac[-_]\w+"
    r"|gb2312|gbk|gb18030|big5(?:hkscs)?|shift_jis\w*|euc[-_](?:jp|kr)|cp949|iso2022\w*|ascii|latin\w*|tis-?620)"
)
_UNSEEN = ("script", "style", "title", "noscript", "template", "select")
_GROUPS = ("thead", "tbody", "tfoot")
_BETWEEN_INSIDE = {"table": "\n", "tr": "\n", "td": " ", "th": " "}
_LINES = (
    *("br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "caption", "pre", "hr", "blockquote"),
    *("dt", "dd", "section", "header", "footer", "article"),
)  # fmt: skip


def web_table(path: Path, name: str, encoding: str) -> Table:
    """The tables of the page at `path`, in `encoding`, as one table. Raises UsageProblem where the page has none."""
    if not any(sheet.tables for sheet, _ in _parsed(path, name, encoding)):
        raise UsageProblem(f"{name}: a web page without a table; get the data as CSV or XLSX")
    return Table(
        "",
        lambda: blocks_of(row for _, rows in _parsed(path, name, encoding) for row in rows),
        encoding=encoding,
    )


def declared_encoding(path: Path) -> str:
    """The encoding that the page names, as browsers take it (latin-1 is windows-1252), where its bytes are of it; else empty."""
    with path.open("rb") as handle:
        found = _CHARSET.search(handle.read(HEAD))
    name = resolve_encoding(found[1].decode("ascii", "replace")) if found else None
    if name is None or not _ENCODING.fullmatch(name):
        return ""
    try:
        decoder = codecs.getincrementaldecoder(name)()
        with path.open("rb") as handle:
            while piece := handle.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except (LookupError, UnicodeError):
        return ""
    return name


def _parsed(path: Path, name: str, encoding: str) -> Iterator[tuple[_Sheet, list[Row]]]:
    """The sheet, and the rows that each piece of the page adds to it."""
    sheet = _Sheet()
    parser = etree.HTMLParser(target=sheet, encoding="utf-8", remove_comments=True, remove_pis=True)
    with path.open(encoding=encoding, errors="replace", newline="") as handle:
        while piece := handle.read(PIECE):
            parser.feed(piece.encode("utf-8", "replace"))
            yield sheet, _narrow(sheet.taken(), name)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise UsageProblem(f"{name}: not a web page that can be read ({error})") from error
    yield sheet, _narrow(sheet.taken(), name)


def _narrow(rows: list[Row], name: str) -> list[Row]:
    if any(len(row) > WIDTH_LIMIT for row in rows):
        raise UsageProblem(f"{name}: a row of more than {WIDTH_LIMIT:,} columns; not a table")
    return rows


@dataclass
class _Cell:
    text: str
    columns: int
    rows: int


@dataclass
class _OpenTable:
    """A table that is being read: cells of its row, and by column what cells above say of it and for how many rows."""

    row: list[_Cell] | None = None
    cell: tuple[int, int] | None = None  # columns and rows that the open cell spans
    above: dict[int, tuple[str, int]] = field(default_factory=dict)
    holds_table: bool = False  # its row has a table in it: it is there for the page's looks

    @property
    def is_in_data(self) -> bool:
        """Whether the open cell stands behind several others that say something: what is in it is its text, a table too."""
        return self.cell is not None and sum(bool(cell.text) for cell in self.row or ()) > 1


class _Sheet:
    """The target of the parser: gathers rows."""

    def __init__(self) -> None:
        self.tables = 0
        self._rows: list[Row] = []
        self._open: list[_OpenTable] = []
        self._text: list[str] = []
        self._unseen = 0
        self._as_written = 0  # in elements whose line breaks are some
        self._inside = 0  # tables in a cell of a table of data, one in another

    def taken(self) -> list[Row]:
        """The rows since this was asked last."""
        rows, self._rows = self._rows, []
        return rows

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _LINES:
            self._text.append("\n")
            self._as_written += tag == "pre"
        elif self._inside or (tag == "table" and self._open and self._open[-1].is_in_data):
            self._inside += tag == "table"
            self._text.append(_BETWEEN_INSIDE.get(tag, ""))
        elif tag in _GROUPS and self._open:
            self._end_group()
        elif tag == "table":
            self.tables += 1
            self._say_text()
            if self._open:
                self._open[-1].holds_table = True
            self._open.append(_OpenTable())
        elif tag == "tr" and self._open:
            self._end_row()
            self._say_text()
            self._open[-1].row = []
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if self._open[-1].row is None:
                self._say_text()
                self._open[-1].row = []
            self._text.clear()
            self._open[-1].cell = (
                _span(attributes.get("colspan"), MOST_COLUMNS),
                _span(attributes.get("rowspan"), MOST_ROWS),
            )

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _LINES:
            self._text.append("\n")
            self._as_written = max(0, self._as_written - (tag == "pre"))
        elif self._inside:
            self._inside -= tag == "table"
        elif tag in _GROUPS and self._open:
            self._end_group()
        elif tag in ("td", "th") and self._open:
            self._end_cell()
        elif tag == "tr" and self._open:
            self._end_row()
        elif tag == "table" and self._open:
            self._end_row()
            self._open.pop()

    def data(self, text: str) -> None:
        """Text in an element."""
        if not self._unseen:
            self._text.append(text if self._as_written else text.replace("\n", " ").replace("\r", " "))

    def close(self) -> None:
        """The page ends."""
        self._say_text()

    def _said(self) -> list[str]:
        """The lines of the text so far, which is taken."""
        lines = ["" if not line else " ".join(line.split()) for line in "".join(self._text).split("\n")]
        self._text.clear()
        return [line for line in lines if line]

    def _say_text(self) -> None:
        """Text outside cells is a row for each line."""
        self._rows += ([line] for line in self._said())

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is not None and table.row is not None:
            table.row.append(_Cell("\n".join(self._said()), *table.cell))
        table.cell = None

    def _end_group(self) -> None:
        """Cells of a head or body do not reach into the next one."""
        self._end_row()
        self._open[-1].above.clear()

    def _end_row(self) -> None:
        table = self._open[-1]
        self._end_cell()
        if table.row is None:
            return
        cells, table.row = table.row, None
        if not table.holds_table:
            self._rows.append(_placed(cells, table.above))
        elif said := [cell.text for cell in cells if cell.text]:
            self._rows.append(said)
        table.holds_table = False


def _placed(cells: list[_Cell], above: dict[int, tuple[str, int]]) -> Row:
    """The row of these cells, with what cells of rows above say of it; `above` is brought to the next row."""
    header = any(cell.columns > 1 for cell in cells)
    own = any(cell.text for cell in cells)  # a row that only cells above speak of stays empty
    row: Row = []
    spans: dict[int, tuple[str, int]] = {}

    def say_above() -> None:
        while (found := above.pop(len(row), None)) is not None:
            text, left = found
            if left > 1:
                spans[len(row)] = text, left - 1
            row.append(text if own else "")

    for cell in cells:
        say_above()
        if len(row) > WIDTH_LIMIT:
            break
        for place in range(cell.columns):
            if cell.rows > 1:
                said = "" if header or place or not is_of_each_row(cell.text) else cell.text
                spans[len(row)] = said, cell.rows - 1
            row.append("" if place else cell.text)
    while above:
        row += [""] * (min(above) - len(row))
        say_above()
    above.update(spans)
    return row


def _span(said: str | None, most: int) -> int:
    """How many columns or rows a cell spans; 1 where that is not said in digits."""
    return min(max(int(said), 1), most) if said and said.isascii() and said.isdigit() and len(said) < 9 else 1
