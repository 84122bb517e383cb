"""Read XLSX, ODS and XLS in a process of its own, with a ceiling on memory: a workbook may be made to burst.

A file of 2 MB can hold 400 MB of text, or two cells a million rows and 16,000 columns apart, for which a reader
would set aside a terabyte and die. `read_workbook` measures first; the child process is the second wall.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator

from crawler.case.child_process import limit_this_process
from crawler.case.errors import Box31Error

MAX_UNPACKED = 1024**3  # bytes; 50,000 rows of ours unpack to about 120 MB
# A file that unpacks beyond this size and to more than so many times its own is no sheet: ours unpack to 10-25 times.
SUSPECT_UNPACKED, SUSPECT_RATIO = 64 * 1024**2, 80
MAX_CELLS = 12_000_000  # rows x columns of the used range; 200,000 rows of ours are 8 million
MAX_MEMORY = 2 * 1024**3  # bytes of address space of the child
MAX_SECONDS = 120
CHUNK = 1 << 20
ROW_NUMBER = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br="(\d{1,9})"')
# The widest column letters seen bound the used range's width.
WIDTHS = (
    (re.compile(rb' r="[A-Z]{3}\d'), 16_384),
    (re.compile(rb' r="[C-Z][A-Z]\d'), 702),
    (re.compile(rb' r="B[A-Z]\d'), 78),
)
NARROW = 52  # columns up to AZ


def read_workbook(data: bytes) -> list[tuple[str, Iterator[tuple[int, list[str]]]]]:
    """The tables of a workbook: (sheet name, rows as (number, cells as text)).

    Raises Box31Error where it is no workbook, is locked by a password, or would burst.
    """
    if data.startswith(b"PK"):
        measure(data)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "matcher.review.sheet.workbook_reader"],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise Box31Error(f"took more than {MAX_SECONDS} s to read; save it as .csv") from error
    if child.returncode:
        reason = child.stderr.decode(errors="replace").strip().splitlines()
        raise Box31Error(
            f"cannot be read as a workbook ({reason[-1][:200] if reason else 'the reader ran out of memory'});"
            " save it again as .xlsx or .csv, without a password"
        )
    tables: dict[str, list[tuple[int, list[str]]]] = {}
    for line in child.stdout.splitlines():
        name, number, cells = json.loads(line)
        tables.setdefault(name, []).append((number, cells))
    return [(name, iter(rows)) for name, rows in tables.items()]


def measure(data: bytes) -> None:
    """Unpack every member once, keeping nothing, and count. Raises Box31Error where it is too much.

    Sizes in a zip's directory are claims: bytes are counted as they come out.
    """
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                for chunk in _unpacked(data, member):
                    unpacked += len(chunk[1])
                    if unpacked > MAX_UNPACKED or unpacked > max(SUSPECT_UNPACKED, SUSPECT_RATIO * len(data)):
                        raise Box31Error(
                            f"unpacks to more than {unpacked // 1024**2 - 1} MB: not a review sheet; save the table"
                            " alone as .csv"
                        )
                    if member.filename.endswith(".xml"):
                        _measure_range(*chunk)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError) as error:
        raise Box31Error(f"is a broken workbook ({error}); save it again as .xlsx or .csv") from error


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[tuple[dict[str, int], bytes]]:
    """A member's bytes in chunks, each with what was seen of the member so far."""
    start = member.header_offset
    head = data[start : start + 30]
    if len(head) < 30 or member.flag_bits & 1:
        raise Box31Error("is locked by a password, or broken; save it again without one")
    begin = start + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = memoryview(data)[begin : begin + member.compress_size]
    seen: dict[str, int] = {}
    if member.compress_type == zipfile.ZIP_STORED:
        for place in range(0, len(packed), CHUNK):
            yield seen, bytes(packed[place : place + CHUNK])
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"compression {member.compress_type} of {member.filename[:60]}")
    unpacker = zlib.decompressobj(-15)
    for place in range(0, len(packed), CHUNK // 16):
        rest = bytes(packed[place : place + CHUNK // 16])
        while rest:
            yield seen, unpacker.decompress(rest, CHUNK)
            rest = unpacker.unconsumed_tail
    yield seen, unpacker.flush()


def _measure_range(seen: dict[str, int], chunk: bytes) -> None:
    for pattern, width in WIDTHS:
        if seen.get("width", NARROW) < width and pattern.search(chunk):
            seen["width"] = width
    rows = [int(number) for number in ROW_NUMBER.findall(chunk)]
    seen["rows"] = max([seen.get("rows", 0), *rows])
    cells = seen["rows"] * seen.get("width", NARROW)
    if cells > MAX_CELLS and seen["rows"] > 1:
        raise Box31Error(
            f"has cells as far out as row {seen['rows']} in up to {seen.get('width', NARROW)} columns; delete stray"
            " cells outside the table and save it again"
        )


def _child() -> None:
    """Read a workbook from standard input, write one JSON line for each row that is not blank.

    Below our header only the columns that are read are passed on, in their order.
    """
    data = sys.stdin.buffer.read()
    limit_this_process(memory=MAX_MEMORY)
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    from matcher.review.sheet.words import column_of, is_read

    out = sys.stdout
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                places: list[int] | None = None  # columns that are read, once the header was seen
                pair = 0
                for number, cells in enumerate(sheet.iter_rows(), start=1):
                    if places is None or str(cells[pair])[:2] != "p-":
                        header = [_text(cell) for cell in cells]
                        ours = [place for place, cell in enumerate(header) if is_read(cell)]
                        if any(column_of(header[place]) == "pair_id" for place in ours):
                            places = ours
                            pair = next(place for place in ours if column_of(header[place]) == "pair_id")
                    texts = [_text(cells[place]) for place in places or range(len(cells))]
                    if any(texts):
                        out.write(json.dumps([name, number, texts]) + "\n")
    except PasswordError:
        sys.exit("it is locked by a password")
    except (CalamineError, OSError, ValueError, MemoryError) as error:
        sys.exit(str(error) or type(error).__name__)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


if __name__ == "__main__":
    _child()
