"""Cells in Parquet files: every command reads them as those in the database, and what is done to them is noticed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import Box31Error
from matcher.cells import writer
from matcher.commands.verify import verify_case
from matcher.customs.ingest.forget import forget
from matcher.customs.ingest.store import import_file
from matcher.schema.tables import matcher_migrations
from tests.support.case import box31
from tests.support.customs_files import WriteCsv, row


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", contact="tests@box31.example")


@pytest.fixture
def db(case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The case's database; groups of 4 rows, files of 12."""
    monkeypatch.setattr(writer, "GROUP_ROWS", 4)
    monkeypatch.setattr(writer, "FILE_ROWS", 12)
    with closing(case.database(matcher_migrations)) as opened:
        yield opened


def raw(db: Database, table: str = "customs_lines") -> list[str]:
    return [text for (text,) in db.execute(f"SELECT raw FROM {table} ORDER BY file_id, row").fetchall()]


def problems(case: Case) -> list[str]:
    with closing(case.database(matcher_migrations)) as db:
        return [f"{one.subject}: {one.problem}" for one in verify_case(case, db) if one.problem]


def files(case: Case) -> list[Path]:
    return sorted((case.root / "cells").glob("*"))


def test_cells_in_parquet_are_read_as_those_in_the_database(
    case: Case, db: Database, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv([row(n, PRODUCT_DESCRIPTION=f"ШЛЕМ № {n}, “Sigma”") for n in range(30)], name="a.csv")
    import_file(db, path, cells="parquet")
    assert set(raw(db, "main.customs_lines")) == {""}
    assert [one.name[-11:] for one in files(case)] == ["001.parquet", "002.parquet", "003.parquet"]
    with closing(Case.create(tmp_path / "other").database(matcher_migrations)) as plain:
        import_file(plain, path)
        assert raw(db) == raw(plain)
        assert raw(db, "current_lines") == raw(plain)
        assert raw(plain, "main.customs_lines") == raw(plain)
    assert raw(db)[17].startswith('["')
    assert "ШЛЕМ № 17" in raw(db)[17]
    received = replace(case, received=True)
    with closing(received.database(matcher_migrations)) as only_read:
        assert raw(only_read) == raw(db)
    assert problems(case) == []
    listed = box31(case, "customs", "lines", "--text", "шлем № 7", "--csv")
    assert listed.returncode == 0
    assert listed.stdout.count("\n") == 2


@pytest.mark.parametrize("first", ["sqlite", "parquet"])
@pytest.mark.parametrize("second", ["sqlite", "parquet"])
def test_overlap_correction_and_forgetting_do_not_depend_on_where_cells_are(
    case: Case, db: Database, write_csv: WriteCsv, first: str, second: str
) -> None:
    import_file(db, write_csv([row(n) for n in range(5)], name="january.csv"), cells=first)
    later = [row(3), row(4, QUANTITY="99"), *(row(n) for n in range(5, 8))]
    (table,) = import_file(db, write_csv(later, name="february.csv"), cells=second).tables
    assert (table.known, table.replaced) == (1, 1)
    before = raw(db)
    assert problems(case) == []
    forget(db, "january.csv", "asked to")
    assert len(raw(db)) == 5
    assert set(raw(db)) < set(before)
    assert problems(case) == []
    assert (
        len(files(case) if (case.root / "cells").is_dir() else []) == (2 if second == "parquet" else 0) // 2
    )


def test_a_file_read_again_has_new_files_of_cells(case: Case, db: Database, write_csv: WriteCsv) -> None:
    path = write_csv([row(n) for n in range(3)], name="a.csv")
    import_file(db, path, cells="parquet")
    (before,) = files(case)
    cells = raw(db)
    import_file(db, path, cells="parquet", replace=True)
    (now,) = files(case)
    assert now.name != before.name
    assert raw(db) == cells
    import_file(db, path, replace=True)
    assert files(case) == []
    assert raw(db, "main.customs_lines") == cells
    assert problems(case) == []


def test_an_import_that_is_undone_leaves_no_file(
    case: Case, db: Database, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.customs.ingest.store.value_doubts", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_file(db, write_csv([row(1)], name="a.csv"), cells="parquet")
    assert files(case) == []


def test_what_is_done_to_the_files_is_named(case: Case, db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(n) for n in range(3)], name="a.csv"), cells="parquet")
    (path,) = files(case)
    kept = path.read_bytes()
    path.write_bytes(kept[:40] + bytes([kept[40] ^ 1]) + kept[41:])
    assert any("its sha256 is not that of the file that was written" in one for one in problems(case))
    refused = box31(case, "verify")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    with closing(case.database(matcher_migrations)) as opened, pytest.raises(Exception, match="user-defined"):
        raw(opened)
    path.unlink()
    assert any("the file is missing" in one for one in problems(case))
    path.write_bytes(kept)
    shutil.copyfile(path, path.with_name("more.parquet"))
    assert problems(case) == ["customs_cells more.parquet: not part of any import"]


def test_cells_need_a_case(write_csv: WriteCsv) -> None:
    from crawler.case.database import open_database

    with (
        closing(open_database(Path(":memory:"), matcher_migrations)) as db,
        pytest.raises(Box31Error, match="case"),
    ):
        import_file(db, write_csv([row(1)]), cells="parquet")
