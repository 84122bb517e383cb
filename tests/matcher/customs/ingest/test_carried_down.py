"""Fields that a declaration states on its first line alone are those of its further lines; what may be an accident is left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file

HEADER = "declaration,date,importer,importer tax number,exporter,country of departure,item no,hs code,description of goods,net weight kg,invoice value,currency"
FIELDS = "declaration", "date", "importer", "exporter", "departure", "currency"
OF_A = ("24ITQUT1003147R2", "2024-01-09", "North LLC", "Malabar Pvt Ltd", "IN", "USD")
OF_B = ("24ITQUT1003156R8", "2024-01-11", "South LLC", "Redwood Inc", "US", "EUR")


def line(n: int, of: tuple[str, ...] | None, text: str = "smartphone 128 GB, dual SIM") -> str:
    """A row: line `n` of a declaration whose fields stand in it, or stand above."""
    declaration, date, importer, exporter, departure, currency = of or ("",) * len(FIELDS)
    goods = f'{n},85171300,"{text}, lot {n}",5,{100 + n},{currency}'
    return f"{declaration},{date},{importer},,{exporter},{departure},{goods}"


def put(db: Database, tmp_path: Path, *rows: str) -> tuple[list[tuple[str | None, ...]], str]:
    """The fields of the lines that such rows become, and the note of the import."""
    path = tmp_path / "report.csv"
    path.write_text("\n".join((HEADER, *rows)) + "\n", encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert table.kind == "declarations"
    return db.execute(f"SELECT {', '.join(FIELDS)} FROM customs_lines ORDER BY row").fetchall(), table.note


def test_further_lines_have_what_the_first_states(db: Database, tmp_path: Path) -> None:
    lines, note = put(
        db, tmp_path, line(1, OF_A), line(2, None), line(3, None), line(1, OF_B), line(2, None), line(3, None)
    )
    assert lines == [OF_A] * 3 + [OF_B] * 3
    assert "4 lines without declaration, date, importer, exporter, departure, currency of their own" in note
    assert "first in row 3" in note
    (raw,) = db.execute("SELECT raw FROM customs_lines WHERE row = 3").fetchone()
    assert json.loads(raw)[:3] == ["", "", ""]


def test_lines_of_one_declaration_by_its_number(db: Database, tmp_path: Path) -> None:
    numbered = [
        line(2, None).replace(",,,,,,2", "24ITQUT1003147R2,,,,,,2", 1),
        line(7, None).replace(",,,,,,7", "24ITQUT1003147R2,,,,,,7", 1),
    ]
    lines, _ = put(db, tmp_path, line(1, OF_A), *numbered, line(1, OF_B), line(9, None).replace(",,,,,,9", "24ITQUT1003156R8,,,,,,9", 1))  # fmt: skip
    assert lines == [OF_A] * 3 + [OF_B] * 2


def test_a_line_whose_number_does_not_go_on_is_left_and_counted(db: Database, tmp_path: Path) -> None:
    rows = (line(1, OF_A), line(2, None), line(3, None), line(4, None), line(1, OF_B), line(3, None))
    lines, note = put(db, tmp_path, *rows)
    assert lines[-1] == (None,) * len(FIELDS)
    assert "1 line without a declaration: their line numbers do not go on from the row before" in note


def test_a_field_that_a_further_line_states_is_filled_nowhere(db: Database, tmp_path: Path) -> None:
    stated = line(2, None).removesuffix(",") + ",CNY"
    lines, note = put(db, tmp_path, line(1, OF_A), stated, line(3, None), line(4, None), line(5, None))
    assert [fields[-1] for fields in lines] == ["USD", "CNY", None, None, None]
    assert {fields[0] for fields in lines} == {"24ITQUT1003147R2"}
    assert "currency of their own" not in note


@pytest.mark.parametrize("rows", [
    (line(1, OF_A), line(1, OF_B), line(2, None)),
    (line(1, OF_A), line(2, OF_A), line(3, OF_A), line(4, None), line(5, None), line(6, None)),
    (line(11, OF_A), line(12, None), line(13, None), line(14, OF_B), line(15, None), line(16, None)),
])  # fmt: skip
def test_what_may_be_an_accident_or_numbers_of_rows_is_left(
    db: Database, tmp_path: Path, rows: tuple[str, ...]
) -> None:
    lines, _ = put(db, tmp_path, *rows)
    assert [fields[0] for fields in lines].count(None) == sum(",,,,,," in one[:6] for one in rows)


def test_a_date_that_cannot_be_read_is_not_that_of_the_declaration_before(
    db: Database, tmp_path: Path
) -> None:
    odd = ("24ITQUT1003156R8", "2024-13-77", *OF_B[2:])
    lines, _ = put(db, tmp_path, line(1, OF_A), line(2, None), line(3, None), line(4, None), line(1, odd), line(2, None), line(3, None))  # fmt: skip
    assert [fields[1] for fields in lines] == ["2024-01-09"] * 4 + [None] * 3
