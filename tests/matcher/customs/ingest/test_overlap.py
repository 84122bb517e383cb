"""Exports that overlap, correct each other, are forgotten, or are cut short."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import Box31Error, UsageProblem
from matcher.customs.ingest.forget import forget
from matcher.customs.ingest.store import import_file
from matcher.schema.tables import matcher_migrations
from tests.support.customs_files import WriteCsv, row


def current(db: Database) -> list[tuple[str, float]]:
    return db.execute("SELECT declaration, quantity FROM current_lines ORDER BY declaration").fetchall()


def test_an_overlapping_export_adds_only_new_lines(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(n) for n in range(5)], name="january.csv"))
    (table,) = import_file(db, write_csv([row(n) for n in range(3, 8)], name="to_february.csv")).tables
    assert (table.lines, table.known, table.replaced) == (5, 2, 0)
    assert db["customs_lines"].count == 8


def test_a_corrected_export_replaces_and_says_so(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(n) for n in range(3)], name="first.csv"))
    (table,) = import_file(
        db, write_csv([row(0), row(1, QUANTITY="99"), row(2)], name="corrected.csv")
    ).tables
    assert (table.lines, table.known, table.replaced) == (3, 2, 1)
    assert [quantity for _, quantity in current(db)] == [10, 99, 10]
    assert db["customs_lines"].count == 4, "what was replaced is kept"


def test_another_vendors_layout_of_the_same_declaration_is_no_correction(
    db: Database, write_csv: WriteCsv
) -> None:
    import_file(db, write_csv([row(1)], name="a.csv"))
    header = ("DECLARATION_NUMBER", "ITEM_NUMBER", "IMP_DATE", "HS_CODE", "PRODUCT_DESCRIPTION", "QUANTITY")
    (table,) = import_file(db, write_csv([[*row(1)[:5], "3"]], name="b.csv", header=header)).tables
    assert (table.known, table.replaced) == (0, 0)


def test_duplicate_rows_within_one_file_are_all_lines(db: Database, write_csv: WriteCsv) -> None:
    (table,) = import_file(db, write_csv([row(1), row(1), row(2)])).tables
    assert (table.lines, table.known) == (3, 0)


def test_forget_removes_lines_and_leaves_a_tombstone(db: Database, write_csv: WriteCsv) -> None:
    path = write_csv([row(n, IMPORTER_NAME="ИП ЕМЕЛИН-ПЕЧКИН Е.Е.") for n in range(3)], name="leak.csv")
    import_file(db, path)
    result = forget(db, "leak.csv", "court order")
    assert (result.lines, result.goods) == (3, 3)
    for table in ("customs_files", "customs_lines", "customs_rejects", "goods"):
        assert db[table].count == 0
    assert db.execute("SELECT name, reason, lines FROM customs_forgotten").fetchall() == [
        ("leak.csv", "court order", 3)
    ]
    with pytest.raises(Box31Error, match="court order"):
        import_file(db, path)
    import_file(db, path, again=True)
    assert db["customs_lines"].count == 3


def test_forgotten_bytes_are_gone_from_the_disk(case: Case, db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(1, IMPORTER_NAME="OUDENIS PERSONAL NAME")], name="leak.csv"))
    forget(db, "leak.csv", "law")
    db.conn.close()
    content = b"".join(path.read_bytes() for path in case.root.glob("box31.db*"))
    assert b"OUDENIS PERSONAL NAME" not in content


def test_forgetting_one_export_leaves_what_another_holds(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(n) for n in range(3)], name="first.csv"))
    import_file(db, write_csv([row(0), row(1, QUANTITY="99"), row(2)], name="corrected.csv"))
    forget(db, "first.csv", "test")
    assert [quantity for _, quantity in current(db)] == [10, 99, 10]
    names = db.execute(
        "SELECT DISTINCT f.name FROM customs_lines l JOIN customs_files f USING (file_id)"
    ).fetchall()
    assert names == [("corrected.csv",)]
    assert db.execute("SELECT lines, known FROM customs_files").fetchall() == [(3, 0)]


def test_forgetting_a_correction_brings_back_what_it_replaced(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(1)], name="first.csv"))
    import_file(db, write_csv([row(1, QUANTITY="99")], name="corrected.csv"))
    forget(db, "corrected.csv", "test")
    assert [quantity for _, quantity in current(db)] == [10]


def test_forget_names_what_is_wrong(db: Database) -> None:
    with pytest.raises(UsageProblem, match="no such customs file"):
        forget(db, "none.csv", "law")
    with pytest.raises(UsageProblem, match="reason"):
        forget(db, "none.csv", " ")


def test_killed_in_the_middle_an_import_is_absent_and_the_next_run_finishes_it(
    case: Case, db: Database, write_csv: WriteCsv
) -> None:
    path = write_csv([row(n) for n in range(30_000)], name="large.csv")
    db.conn.close()
    command = [
        Path(sys.executable).parent / "box31",
        "-C",
        case.root,
        "customs",
        "import",
        path,
        "--processes",
        "2",
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    workers = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and time.monotonic() < deadline and not workers.read_text().strip():
        time.sleep(0.02)
    time.sleep(1)  # the workers read, the importer writes: the transaction is open
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    db = case.database(matcher_migrations)
    assert db["customs_lines"].count in (0, 30_000)
    assert db["customs_files"].count == db["customs_lines"].count // 30_000
    db.conn.close()
    subprocess.run(command, check=True, capture_output=True)
    db = case.database(matcher_migrations)
    assert db["customs_lines"].count == 30_000


def test_rows_that_name_no_declaration_are_known_by_record_id_or_date(
    db: Database, write_csv: WriteCsv
) -> None:
    header = ("RECORD_ID", "IMP_DATE", "HS_CODE", "PRODUCT_DESCRIPTION", "QUANTITY")
    first = [
        ("A1", "2023-01-05", "6506108000", "ШЛЕМ", "5"),
        ("A2", "2023-01-05", "6506108000", "КАСКА", "5"),
    ]
    later = [
        first[1],
        ("A1", "2023-01-05", "6506108000", "ШЛЕМ", "7"),
        ("A3", "2023-02-05", "6506108000", "ШЛЕМ", "5"),
    ]
    import_file(db, write_csv(first, name="a.csv", header=header))
    (table,) = import_file(db, write_csv(later, name="b.csv", header=header)).tables
    assert (table.known, table.replaced) == (1, 1)
    assert sorted(db.execute("SELECT description, quantity FROM current_lines").fetchall()) == [
        *(("КАСКА", 5.0), ("ШЛЕМ", 5.0), ("ШЛЕМ", 7.0)),
    ]


def test_a_line_declared_twice_is_known_only_as_often_as_it_was_there(
    db: Database, write_csv: WriteCsv
) -> None:
    import_file(db, write_csv([row(1)], name="a.csv"))
    (table,) = import_file(db, write_csv([row(1), row(1)], name="b.csv")).tables
    assert (table.lines, table.known, table.replaced) == (2, 1, 0)
    assert len(current(db)) == 2
