"""No bytes break the reader, and no row is lost: rows in = lines + rejects + blank + headers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.case.errors import Box31Error
from matcher.customs.ingest.rows.parallel import batches
from matcher.customs.layout.header_rows import HEADER_ROWS
from matcher.customs.layout.recognition.recognise import SAMPLE_ROWS, recognise
from matcher.customs.values.cells import day, is_nothing, number
from matcher.customs.values.hs_codes import hs_code
from matcher.customs.values.units import unit_code
from matcher.sheets.reader import open_table
from tests.support.customs_files import HEADER, row

GOOD = [",".join(HEADER), *(",".join(row(n)) for n in range(1, 6))]
LINES = st.one_of(
    st.sampled_from(
        [
            *GOOD,
            "",
            ",,,,",
            "TOTAL,,,,",
            '"',
            'a,"b',
            '"",""',
            "x;y;z",
            "\t\t",
            "=1+1,@x",
            "\u202e",
            "№;Дата;Код ТН ВЭД",
        ]
    ),
    st.text(max_size=60),
)


def accounted(path: Path) -> int:
    """Read the file as an import does; the number of rows, each of which became something."""
    total = 0
    for table in open_table(path).tables:
        head = table.head(HEADER_ROWS + SAMPLE_ROWS)
        rows = 0
        numbers = []
        for batch in batches(table, recognise(head, table.header), head, 1):
            assert batch.rows == batch.headers + len(batch.lines) + len(batch.rejects) + batch.blank
            numbers += [line[0] for line in batch.lines] + [reject[0] for reject in batch.rejects]
            rows += batch.rows
        assert len(numbers) == len(set(numbers))
        assert all(1 <= number <= rows for number in numbers)
        total += rows
    return total


def refusal(path: Path) -> str | None:
    """What reading the file says where it cannot; None where it can."""
    try:
        accounted(path)
    except Box31Error as problem:
        return problem.message
    return None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(LINES, min_size=1, max_size=30),
    st.sampled_from(["utf-8", "cp1251", "utf-16", "gb18030", "koi8-u"]),
    st.sampled_from(["\n", "\r\n"]),
)
@example([""], "utf-16", "\n")  # a table without a column
@example(["\x0000"], "utf-16", "\n")  # begins as UTF-32 does
def test_text_of_any_kind(lines: list[str], encoding: str, end: str) -> None:
    content = end.join(lines).encode(encoding, errors="replace")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(content)
        said = refusal(path)
    assert said is None or "any.csv" in said


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.jsonl", "a.xml", "a.parquet", "a.tsv", "a.html"]),
    st.booleans(),
)
def test_bytes_of_any_kind(content: bytes, name: str, workbook: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes((b"PK\x03\x04" if workbook else b"") + content)
        said = refusal(path)
    assert said is None or name in said


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_cells_of_any_kind(cell: str) -> None:
    is_nothing(cell)
    number(cell)
    number(cell, ",")
    day(cell)
    hs_code(cell)
    unit_code(cell)


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_numbers_come_back_from_every_way_of_writing_them(value: float) -> None:
    value = round(value, 2)
    plain = f"{value:.2f}"
    assert number(plain) == value
    assert number(plain.replace(".", ","), ",") == value
    assert number(f"{value:,.2f}") == value
    assert number(f"{value:,.2f}".replace(",", " ").replace(".", ","), ",") == value
    assert number(f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", "."), ",") == value


@settings(deadline=None)
@given(st.dates())
def test_dates_come_back_from_every_way_of_writing_them(value: object) -> None:
    from datetime import date

    assert isinstance(value, date)
    if value.year < 1990 or value.year > 2069:  # later years are those of Nepal
        return
    for text in (
        value.isoformat(),
        f"{value:%d.%m.%Y}",
        f"{value:%Y%m%d}",
        f"{value.year}年{value.month}月{value.day}日",
        f"{value:%Y/%m/%d}",
    ):
        assert day(text) == value.isoformat()
    assert day(f"{value:%m/%d/%Y}", month_first=True) == value.isoformat()
