"""A row is recorded only when its bytes are on the disk, and a disk that failed once is not believed again."""

from __future__ import annotations

import os
import threading
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive import manifest
from crawler.archive.capture_writer import SiteArchive
from crawler.archive.durable import Syncing, replace_file
from crawler.capture.exchange import Exchange
from crawler.case.case import Case


def exchange(number: int) -> Exchange:
    made = Exchange(f"http://maker.example/{number}", sent=[b"GET / HTTP/1.1\r\n\r\n"])
    made.received.append(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n%02d" % number)
    made.close()
    return made


def test_a_failure_of_the_disk_is_told_to_all_that_was_written_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case.create(tmp_path / "case", contact="x")
    failures = iter([OSError(5, "Input/output error")])

    def failing_once(descriptor: int) -> None:  # as the system does: the second call says that all is well
        for error in failures:
            raise error

    monkeypatch.setattr(os, "fdatasync", failing_once)
    with closing(case.database()) as db:
        db.execute("INSERT INTO runs (run_id, site, started) VALUES ('r', 'site', 'now')")
        archive = SiteArchive(db, case.archive("site"), "site", "r", [("software", "test")])
        for number in range(3):
            kept = archive.write(exchange(number), "page")
            with pytest.raises(OSError, match="Input/output"):
                archive.record(kept)
        archive.close()
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (0,)


def test_what_is_written_while_the_disk_is_busy_goes_there_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, calls = threading.Event(), []

    def slow(descriptor: int) -> None:
        calls.append(descriptor)
        assert free.wait(10)

    monkeypatch.setattr(os, "fdatasync", slow)
    syncing = Syncing()
    first = syncing.begin(7)
    while not calls:
        pass
    waiting = {id(syncing.begin(7)) for _ in range(5)}
    assert id(first) not in waiting  # it may have begun before they were written
    assert len(waiting) == 1
    free.set()
    syncing.wait()
    syncing.close()
    assert calls == [7, 7]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    replace_file(path, [b"one"])

    def broken() -> object:
        yield b"two"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        replace_file(path, broken())  # type: ignore[arg-type]
    assert path.read_bytes() == b"one"


def test_the_manifest_written_last_is_the_newest_though_the_clock_went_back(tmp_path: Path) -> None:
    with closing(Case.create(tmp_path / "case", contact="x").database()) as db:
        for run, sealed in (("first", "2030-01-01T00:00:00Z"), ("second", "2026-01-01T00:00:00Z")):
            db.execute("INSERT INTO runs (run_id, site, started) VALUES (?, 'site', 'now')", [run])
            with db.conn:
                manifest.record(db, manifest.Seal(run, "site", f"{run}.manifest.json", "0" * 64, sealed))
        found = manifest.newest(db, "site")
    assert found is not None
    assert found.run_id == "second"


def test_files_are_synced_where_the_system_has_no_fdatasync_and_opens_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fdatasync")  # macOS and Windows
    monkeypatch.delattr(os, "O_DIRECTORY")  # Windows
    syncing = Syncing()
    with (tmp_path / "a").open("wb") as handle:
        syncing.begin(handle.fileno()).result(10)
    syncing.close()
    replace_file(tmp_path / "b", [b"x"])
    assert (tmp_path / "b").read_bytes() == b"x"
