"""A hostile customs file is one clear line and a recorded failure, or is read whole; the files beside it go on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.case.errors import Box31Error, UsageProblem
from matcher.customs.ingest.preview import preview
from matcher.customs.ingest.store import import_file
from matcher.schema.tables import matcher_migrations
from matcher.sheets.reader import open_table
from tests.hostile.files import GOOD, HOSTILE, as_csv, numbered, special_files, xlsx


def good_file(folder: Path) -> None:
    (folder / "good.csv").write_text(as_csv(GOOD), encoding="utf-8")


def test_a_folder_of_hostile_files_is_imported_as_far_as_it_can_be(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    fast = [kind for kind in HOSTILE.values() if kind.fast]
    for kind in fast:
        kind.write(folder / kind.name)
    good_file(folder)
    db = Case.create(tmp_path / "case").database(matcher_migrations)
    tables = import_file(db, folder, yes=True, processes=1).tables
    assert {t.rows_in for t in tables if t.name == "good.csv"} == {len(GOOD)}
    for kind in fast:
        own = [t for t in tables if t.name.startswith(kind.name)]
        rows = sum(t.rows_in for t in own)
        assert own, kind.name
        assert kind.rows == -1 or rows == (kind.rows or 0), (kind.name, own)
        for t in own:
            assert t.rows_in == t.headers + t.lines + t.rejects + t.blank
            assert t.state in ("imported", "failed", "skipped")
            assert t.state == "imported" or (t.note and "\n" not in t.note)
            assert t.state == "failed" or kind.rows is not None, (kind.name, t.note)


def test_links_pipes_and_devices_in_a_folder_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    special_files(folder)
    good_file(folder)
    db = Case.create(tmp_path / "case").database(matcher_migrations)
    tables = import_file(db, folder).tables
    assert [(t.name, t.state, t.rows_in) for t in tables] == [
        ("good.csv", "imported", len(GOOD)),
        ("files", "skipped", 0),
        ("files", "skipped", 0),
    ]
    assert [t.note for t in tables[1:]] == [
        "4 symbolic links were not followed: device.csv, linked, linked.csv, loop",
        "1 pipes or devices were not read: pipe.csv",
    ]


@pytest.mark.parametrize("name", ["pipe.csv", "/dev/zero"])
def test_a_pipe_or_a_device_that_is_named_is_refused(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    db = Case.create(tmp_path / "case").database(matcher_migrations)
    for read in (lambda path: import_file(db, path), preview):
        with pytest.raises(UsageProblem, match="a pipe or a device"):
            read(tmp_path / name)


def test_a_reading_process_that_is_killed_is_one_line(tmp_path: Path) -> None:
    xlsx(numbered(GOOD * 1000))(tmp_path / "book.xlsx")
    (table,) = open_table(tmp_path / "book.xlsx").tables
    blocks = table.blocks()
    next(blocks)
    table.blocks.func.__self__._process.kill()
    with pytest.raises(Box31Error, match=r"book.xlsx: reading it ended the reading process \(signal 9\)"):
        list(blocks)


def test_a_table_can_be_begun_again_in_the_middle_and_tables_take_turns(tmp_path: Path) -> None:
    rows = numbered(GOOD * 1000)
    xlsx(rows)(tmp_path / "book.xlsx")
    (table,) = open_table(tmp_path / "book.xlsx").tables
    assert table.head(3) == GOOD[:3]
    assert [cells for block in table.blocks() for cells in block.records] == GOOD * 1000
    first = table.blocks()
    next(first)
    assert table.head(1) == GOOD[:1]
    with pytest.raises(RuntimeError):
        list(first)


def test_the_reading_process_takes_no_module_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "lxml.py", "python_calamine.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p not in ("", str(tmp_path))])
    xlsx(numbered(GOOD))(tmp_path / "book.xlsx")
    (table,) = open_table(tmp_path / "book.xlsx").tables
    assert table.head(1) == GOOD[:1]
    assert not (tmp_path / "ran").exists()
