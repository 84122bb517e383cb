"""`archive verify`: whatever byte is changed, it says so and names where; a faithful archive passes."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.manifest import file_entry
from crawler.archive.verify import Fault, verify_site
from crawler.case.case import Case
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.catalogue import Catalogue
from tests.support.copies import copy_case
from tests.support.server import serving
from tests.support.wire import bomb

BOX31 = Path(sys.executable).parent / "box31"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A case with two runs of one site, the second all revisits but one page."""
    site = Catalogue(6, 2)
    with serving(site) as server:
        case = make_case(tmp_path_factory.mktemp("verify") / "case", server.host)
        add_site(case, "site", [f"{server.base}/"])
        assert crawl(case).returncode == 0
        site.revisions["/product/3"] = 1
        assert crawl(case).returncode == 0
        yield case


@pytest.fixture
def copy(crawled: Case, tmp_path: Path) -> Case:
    return Case.open(copy_case(crawled.root, tmp_path / "copy"))


def faults(case: Case) -> list[Fault]:
    with closing(case.database()) as db:
        return list(verify_site(db, case.archive("site")))


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


def test_an_untouched_archive_passes(crawled: Case) -> None:
    assert faults(crawled) == []
    done = subprocess.run([BOX31, "-C", crawled.root, "archive", "verify"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "all as archived" in done.stderr


@pytest.mark.parametrize("pattern", ["*.warc.gz", "*.cdxj", "*.manifest.json", "*.chain.jsonl.gz"])
def test_one_changed_byte_anywhere_is_found_and_its_file_named(copy: Case, pattern: str) -> None:
    chance = random.Random(pattern)
    for path in sorted(copy.archive("site").glob(pattern)):
        whole = path.read_bytes()
        places = {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(12))}
        for at in places:
            flip(path, at)
            found = faults(copy)
            assert any(fault.file == path.name for fault in found), (path.name, at)
            path.write_bytes(whole)


def test_a_changed_record_is_named_by_its_capture_and_address(copy: Case) -> None:
    row = rows(copy, "SELECT * FROM captures WHERE url LIKE '%/product/2' AND revisit_of IS NULL")[0]
    flip(copy.archive("site") / row["warc_file"], row["warc_offset"] + row["warc_length"] // 2)
    named = [fault for fault in faults(copy) if row["capture_id"] in fault.where]
    assert named
    assert "/product/2" in named[0].where
    done = subprocess.run(
        [BOX31, "-C", copy.root, "archive", "verify", "--csv"], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert row["capture_id"] in done.stdout


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE captures SET url = url || 'x' WHERE seq = 3",
        "UPDATE captures SET captured_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 4",
        "UPDATE captures SET payload_sha256 = replace(payload_sha256, 'a', 'b') WHERE seq = 5",
        "UPDATE captures SET status = 404 WHERE seq = 6",
        "UPDATE captures SET ip = '93.184.216.34' WHERE seq = 6",
        "UPDATE captures SET chain = substr(chain, 2) || substr(chain, 1, 1) WHERE seq = 7",
        "UPDATE captures SET seq = NULL WHERE seq = 8",
        "UPDATE seals SET sha256 = replace(sha256, 'a', 'b')",
        "DELETE FROM seals",
    ],
)
def test_a_changed_database_is_found(copy: Case, change: str) -> None:
    with closing(copy.database()) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(change)
    assert faults(copy)


def test_missing_added_and_swapped_files_are_found(copy: Case) -> None:
    folder = copy.archive("site")
    first, second = sorted(folder.glob("*.warc.gz"))
    held = first.read_bytes()
    first.unlink()
    assert any(f.file == first.name and "missing" in f.problem for f in faults(copy))
    first.write_bytes(second.read_bytes())
    assert any(f.file == first.name for f in faults(copy))
    first.write_bytes(held + b"more")
    assert any("after the last capture" in f.problem for f in faults(copy))
    first.write_bytes(held)
    (folder / "smuggled.warc.gz").write_bytes(held)
    assert [f.file for f in faults(copy)] == ["smuggled.warc.gz"]


def test_a_plain_chain_of_an_older_archive_is_read(copy: Case) -> None:
    make_chains_plain(copy)
    assert faults(copy) == []
    path = min(copy.archive("site").glob("*.chain.jsonl"))
    flip(path, path.stat().st_size // 2)
    assert any(fault.file == path.name for fault in faults(copy))


def test_a_crawl_goes_on_after_a_plain_chain(tmp_path: Path) -> None:
    with serving(Catalogue(2)) as server:
        case = make_case(tmp_path / "case", server.host)
        add_site(case, "site", [f"{server.base}/"])
        assert crawl(case).returncode == 0
        make_chains_plain(case)
        assert crawl(case).returncode == 0
    folder = case.archive("site")
    assert (len(list(folder.glob("*.chain.jsonl"))), len(list(folder.glob("*.chain.jsonl.gz")))) == (1, 1)
    assert faults(case) == []


def test_a_chain_that_expands_without_end_is_a_fault(copy: Case) -> None:
    path = min(copy.archive("site").glob("*.chain.jsonl.gz"))
    path.write_bytes(bomb(300_000_000))
    assert any(fault.file == path.name and "decodes to more" in fault.problem for fault in faults(copy))


def make_chains_plain(case: Case) -> None:
    """Make of every chain what archives of the first days have, with the manifests sealed over it."""
    with closing(case.database()) as db:
        previous: dict[str, str] | None = None
        for path in sorted(case.archive("site").glob("*.chain.jsonl.gz")):
            plain = path.with_suffix("")
            plain.write_bytes(gzip.decompress(path.read_bytes()))
            path.unlink()
            sealed = plain.with_name(plain.name.replace(".chain.jsonl", ".manifest.json"))
            manifest = json.loads(sealed.read_bytes())
            manifest["files"] = [f for f in manifest["files"] if f["name"] != path.name] + [file_entry(plain)]
            if previous is not None:
                manifest["previous"] = previous
            sealed.write_text(json.dumps(manifest))
            db.execute(
                "UPDATE seals SET sha256 = ? WHERE manifest = ?", (file_entry(sealed)["sha256"], sealed.name)
            )
            previous = {"manifest": sealed.name, "sha256": file_entry(sealed)["sha256"]}
        db.conn.commit()
