"""A case crawled in shards: adopted, it is the case that one machine makes, whatever was killed; else it is refused."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from crawler.case.case import Case
from crawler.fleet.site_rows import NOT_COPIED, TABLES
from tests.support.case import add_site, box31, rows
from tests.support.catalogue import Catalogue
from tests.support.fleet import case_of, faults, kill_shard, serve_sites, what_it_holds
from tests.support.server import Answer, Request

SITES, SHARDS = 4, 2
Fleet = tuple[Case, list["Maker"]]


class Maker(Catalogue):
    """A site whose answers wait while a test says so."""

    pause = 0.0

    def __call__(self, request: Request) -> Answer:
        time.sleep(self.pause)
        return super().__call__(request)


@pytest.fixture(scope="module")
def makers() -> list[Maker]:
    return [Maker(6, 2, image_bytes=200) for _ in range(SITES)]


@pytest.fixture(scope="module")
def fleet(makers: list[Maker], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case of four sites in two shards, nothing crawled."""
    with ExitStack() as stack:
        servers = serve_sites(stack, SITES, SHARDS, lambda number: makers[number])
        yield case_of(tmp_path_factory.mktemp("fleet") / "case", servers)


@pytest.fixture(scope="module")
def crawled(fleet: Case) -> Case:
    """The case whose first shard was crawled, and not adopted."""
    done = box31(fleet, "crawl", "--due", "--shard", "1/2")
    assert done.returncode == 0, done.stderr
    return fleet


def shard(case: Case, number: int) -> Case:
    return Case.open(case.root / "shards" / f"{number}-of-{SHARDS}")


def head(case: Case) -> object:
    return rows(case, "SELECT chain FROM ledger ORDER BY seq DESC LIMIT 1")


def kill_while_crawling(case: Case, number: int, makers: list[Maker]) -> None:
    """Start a shard's crawl and kill -9 it with all its processes in the middle."""
    for maker in makers:
        maker.pause = 0.1
    assert kill_shard(case, f"{number}/{SHARDS}", "items", 2) >= 2
    for maker in makers:
        maker.pause = 0.0


def test_shards_adopted_make_the_case_that_one_machine_makes(
    crawled: Case, makers: list[Maker], tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(crawled.root, alone, ignore=shutil.ignore_patterns("shards", "box31.db*", ".*"))
    assert box31(Case.open(alone), "crawl").returncode == 0

    kill_while_crawling(crawled, 2, makers)
    early = box31(crawled, "archive", "adopt")
    assert early.returncode == 3, early.stderr
    assert early.stderr.count("has not ended; let it end there first") >= 1
    assert early.stderr.count(" adopted; ") >= 2
    assert faults(crawled) == []
    assert box31(crawled, "crawl", "--due", "--shard", "2/2").returncode == 0
    checks = box31(crawled, "doctor", "--csv").stdout
    assert "shard,ok,1-of-2: 0 runs not adopted" in checks
    assert "shard,note,2-of-2: " in checks
    done = box31(crawled, "archive", "adopt")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("nothing new") >= 2
    assert what_it_holds(crawled) == what_it_holds(Case.open(alone))
    assert faults(crawled) == []
    assert box31(crawled, "verify").returncode == 0

    before = head(crawled)
    assert box31(crawled, "archive", "adopt").returncode == 0
    assert head(crawled) == before

    makers[0].revisions["/product/3"] = 1
    assert box31(crawled, "crawl", "site0").returncode == 0  # its shard goes on from there
    makers[0].revisions["/product/4"] = 1
    assert box31(crawled, "crawl", "--shard", "1/2").returncode == 0
    assert box31(crawled, "crawl", "--shard", "2/2").returncode == 0
    assert box31(crawled, "archive", "adopt").returncode == 0
    changed = "SELECT i.site, v.price FROM item_versions v JOIN items i USING (item_id) WHERE description LIKE '%Revision%'"
    assert sorted(row["price"] for row in rows(crawled, changed)) == ["104", "105"]
    assert {row["site"] for row in rows(crawled, changed)} == {"site0"}
    assert len(rows(crawled, "SELECT 1 FROM runs WHERE site = 'site0'")) == 3
    assert len(rows(crawled, "SELECT 1 FROM items")) == 6 * SITES
    assert faults(crawled) == [] == faults(shard(crawled, 1))


def change_a_page(case: Case) -> None:
    path = next(case.root.glob("archive/*/*.warc.gz"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def change_a_row(case: Case) -> None:
    with closing(sqlite3.connect(case.database_path)) as connection:
        connection.execute("UPDATE item_versions SET price = '1' WHERE version_id = 1")
        connection.commit()


def lose_a_file(case: Case) -> None:
    next(case.root.glob("archive/*/*.cdxj")).unlink()


def be_older(case: Case) -> None:
    with closing(sqlite3.connect(case.database_path)) as connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm010_adopted_ledgers'")
        connection.commit()


def lose_the_ledger(case: Case) -> None:
    (case.root / "archive" / "ledger.jsonl").unlink()


def lead_out_of_the_folder(case: Case) -> None:
    path = next(case.root.glob("archive/*/*.warc.gz"))
    path.rename(case.root / "elsewhere.gz")
    path.symlink_to("/etc/hostname")


def be_newer(case: Case) -> None:
    with closing(sqlite3.connect(case.database_path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('crawler', 'm999_more', '2030')"
        )
        connection.commit()


REFUSED: list[tuple[Callable[[Case], None], str]] = [
    (change_a_page, "the records are not the bytes that were archived"),
    (change_a_row, "table item_versions: its rows are not those that were written"),
    (lose_a_file, "the file is missing"),
    (lose_the_ledger, "archive/ledger.jsonl: missing"),
    (lead_out_of_the_folder, "nothing was adopted"),
    (be_newer, "made by a newer version of Box31"),
    (be_older, "made by an older version of Box31"),
]


@pytest.mark.parametrize(("damage", "words"), REFUSED, ids=[damage.__name__ for damage, _ in REFUSED])
def test_a_shard_that_is_not_as_it_was_crawled_is_refused(
    crawled: Case, tmp_path: Path, damage: Callable[[Case], None], words: str
) -> None:
    case, copy = fresh(crawled, tmp_path)
    damage(copy)
    done = box31(case, "archive", "adopt", str(copy.root))
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert not case.database_path.exists() or rows(case, "SELECT 1 FROM runs") == []
    assert [*case.root.glob("archive/*/*")] == []


def test_a_shard_of_another_case_is_refused_site_by_site(crawled: Case, tmp_path: Path) -> None:
    case, copy = fresh(crawled, tmp_path)
    first, second = sorted(path.stem for path in copy.sites.glob("*.yaml"))
    (case.sites / f"{first}.yaml").unlink()
    add_site(case, second, ["http://other.example/"])
    done = box31(case, "archive", "adopt", str(copy.root))
    assert done.returncode == 1
    assert f"{first}: the case has no sites/{first}.yaml" in done.stderr
    assert f"{second}: " in done.stderr
    assert "has other `start`" in done.stderr
    assert rows(case, "SELECT 1 FROM runs") == []


def test_a_site_that_both_have_crawled_is_named_and_not_mixed(crawled: Case, tmp_path: Path) -> None:
    case, copy = fresh(crawled, tmp_path)
    first, second = sorted(path.stem for path in copy.sites.glob("*.yaml"))
    assert box31(case, "crawl", first).returncode == 0
    done = box31(case, "archive", "adopt", str(copy.root))
    assert done.returncode == 3
    assert f"{first}: crawled by" in done.stderr
    assert "each without the other's runs" in done.stderr
    assert re.search(f"^{second}: .* adopted; ", done.stderr, re.M)
    assert faults(case) == []


def fresh(crawled: Case, folder: Path) -> tuple[Case, Case]:
    """A case with the profiles of `crawled` and nothing else, and a copy of its first shard."""
    shutil.copytree(
        crawled.root, folder / "case", ignore=shutil.ignore_patterns("shards", "box31.db*", "*.gz", ".*")
    )
    shutil.rmtree(folder / "case" / "archive")
    shutil.copytree(shard(crawled, 1).root, folder / "shard")
    return Case.open(folder / "case"), Case.open(folder / "shard")


def test_every_table_of_the_crawler_is_copied_or_left_with_a_reason(crawled: Case) -> None:
    with closing(shard(crawled, 1).database()) as db:
        assert set(db.table_names()) - {"_sqlite_migrations"} == {*TABLES, *NOT_COPIED}
