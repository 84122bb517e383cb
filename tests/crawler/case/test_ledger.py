"""The ledger's file: it follows the database link by link, also after a crash in the middle of a line."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from crawler.case import ledger
from crawler.case.database import open_database


def add_run(folder: Path, number: int) -> None:
    with (
        closing(open_database(folder / "box31.db", archive_folder=folder / "archive").conn) as connection,
        connection,
    ):
        connection.execute(
            "INSERT INTO runs (run_id, site, started, settings_digest, counts) VALUES (?, 's', '2026-01-01', '', '{}')",
            (f"r{number}",),
        )


def links(folder: Path) -> list[str]:
    with closing(open_database(folder / "box31.db").conn) as connection:
        return [link.line() for link in ledger.links_after(connection, 0)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    for number in range(3):
        add_run(tmp_path, number)
    return tmp_path


def test_the_file_has_every_link_of_the_database(folder: Path) -> None:
    written = (folder / "archive" / ledger.FILE).read_text(encoding="ascii")
    assert written == "".join(links(folder))
    assert written.count("\n") > 3


@pytest.mark.parametrize("left", [1, 40], ids=["no line feed", "half a line"])
def test_a_torn_last_line_is_replaced_by_its_link(folder: Path, left: int) -> None:
    path = folder / "archive" / ledger.FILE
    path.write_bytes(path.read_bytes()[:-left])
    add_run(folder, 3)
    assert path.read_text(encoding="ascii") == "".join(links(folder))


def test_a_file_that_was_emptied_is_written_from_the_first_link(folder: Path) -> None:
    path = folder / "archive" / ledger.FILE
    path.write_bytes(b"")
    add_run(folder, 3)
    assert path.read_text(encoding="ascii") == "".join(links(folder))


def test_a_last_line_longer_than_what_is_read_at_a_time_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "TAIL_BYTES", 7)
    add_run(folder, 3)
    assert (folder / "archive" / ledger.FILE).read_text(encoding="ascii") == "".join(links(folder))
