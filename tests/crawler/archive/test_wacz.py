"""The WACZ package: what its own digests say of it, and that each capture is found through its index."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.capture_reader import block_of
from crawler.archive.cdxj import surt
from crawler.case.case import Case
from tests.conftest import BOX31
from tests.support.case import add_site, crawl, make_case, rows
from tests.support.server import page, response, serving

SAME = b"<h1>The same on both sites</h1>" + b"x" * 2000


def pack(case: Case, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BOX31, "-C", case.root, "archive", "wacz", *words], capture_output=True, text=True)


@dataclass
class Package:
    case: Case
    path: Path
    members: dict[str, bytes]

    def index(self) -> list[tuple[str, str, dict[str, Any]]]:
        lines = gzip.decompress(self.members["indexes/index.cdx.gz"]).decode("utf-8").splitlines()
        return [
            (key, moment, json.loads(facts)) for key, moment, facts in (line.split(" ", 2) for line in lines)
        ]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    """Two sites that share a page; the second, whose copy is a revisit record, is packaged."""
    folder = tmp_path_factory.mktemp("wacz")
    routes = {
        "/": response(200, page("/same", "/产品/1")),
        "/same": response(200, SAME),
        "/%E4%BA%A7%E5%93%81/1": response(200, page(title="One")),
    }
    with (
        serving(lambda request: routes.get(request.path)) as one,
        serving(lambda request: routes.get(request.path)) as two,
    ):
        case = make_case(folder / "case", one.host, two.host)
        add_site(case, "first", [f"{one.base}/"])
        add_site(case, "second", [f"{two.base}/"])
        assert crawl(case, "first").returncode == 0
        assert crawl(case, "second").returncode == 0
    done = pack(case, "second", "-o", str(folder / "second.wacz"))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / "second.wacz") as members:
        assert members.testzip() is None
        assert {info.compress_type for info in members.infolist()} == {zipfile.ZIP_STORED}
        yield Package(case, folder / "second.wacz", {name: members.read(name) for name in members.namelist()})


def test_every_member_is_what_datapackage_says_and_datapackage_what_its_digest_says(package: Package) -> None:
    described = json.loads(package.members["datapackage.json"])
    assert described["wacz_version"] == "1.1.1"
    assert described["profile"] == "data-package"
    listed = {entry["path"]: entry for entry in described["resources"]}
    assert set(listed) == set(package.members) - {"datapackage.json", "datapackage-digest.json"}
    for path, entry in listed.items():
        assert entry["hash"] == "sha256:" + hashlib.sha256(package.members[path]).hexdigest()
        assert entry["bytes"] == len(package.members[path])
    digest = json.loads(package.members["datapackage-digest.json"])
    assert digest["path"] == "datapackage.json"
    assert digest["hash"] == "sha256:" + hashlib.sha256(package.members["datapackage.json"]).hexdigest()


def test_the_index_is_sorted_and_leads_to_each_record(package: Package) -> None:
    lines = gzip.decompress(package.members["indexes/index.cdx.gz"]).splitlines()
    assert lines == sorted(lines)
    for key, _, facts in package.index():
        assert key == surt(facts["url"])
        start = int(facts["offset"])
        kind, block = block_of(
            package.members[f"archive/{facts['filename']}"][start : start + int(facts["length"])]
        )
        assert kind in ("response", "revisit")
        assert block.startswith(b"HTTP/1.1 ")


def test_the_blocks_of_the_index_are_where_the_second_index_says(package: Package) -> None:
    head, *blocks = package.members["indexes/index.idx"].decode().splitlines()
    assert json.loads(head.split(" ", 2)[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    for line in blocks:
        facts = json.loads(line.split(" ", 2)[2])
        block = package.members["indexes/index.cdx.gz"][facts["offset"] : facts["offset"] + facts["length"]]
        assert facts["digest"] == "sha256:" + hashlib.sha256(block).hexdigest()
        assert gzip.decompress(block).decode().startswith(line.split(" {")[0])


def test_pages_are_the_site_s_pages(package: Package) -> None:
    head, *pages = (json.loads(line) for line in package.members["pages/pages.jsonl"].splitlines())
    assert head["format"] == "json-pages-1.0"
    expected = rows(
        package.case, "SELECT url FROM captures WHERE site = 'second' AND kind = 'page' AND status = 200"
    )
    assert {one["url"] for one in pages} == {row["url"] for row in expected}
    assert all(one["ts"].endswith("Z") and one["title"] for one in pages)


def test_a_payload_that_another_site_s_archive_holds_comes_along(package: Package) -> None:
    (revisit,) = rows(
        package.case, "SELECT revisit_of FROM captures WHERE site = 'second' AND url LIKE '%/same'"
    )
    (original,) = rows(package.case, "SELECT * FROM captures WHERE capture_id = ?", revisit["revisit_of"])
    assert original["site"] == "first"
    data = package.members[f"archive/{original['warc_file']}"]
    assert SAME in block_of(data[original["warc_offset"] :][: original["warc_length"]])[1]
    assert original["url"] in {facts["url"] for _, _, facts in package.index()}


def test_the_proof_comes_along(package: Package) -> None:
    (seal,) = rows(package.case, "SELECT manifest, sha256 FROM seals WHERE site = 'second'")
    manifest = package.members[f"box31/{seal['manifest']}"]
    assert hashlib.sha256(manifest).hexdigest() == seal["sha256"]
    for entry in json.loads(manifest)["files"]:
        where = "archive" if entry["name"].endswith(".warc.gz") else "box31"
        if not entry["name"].endswith(".cdxj"):
            assert hashlib.sha256(package.members[f"{where}/{entry['name']}"]).hexdigest() == entry["sha256"]


def test_a_site_that_was_never_crawled_is_named_and_no_file_is_left(package: Package, tmp_path: Path) -> None:
    done = pack(package.case, "nobody", "-o", str(tmp_path / "x.wacz"))
    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert list(tmp_path.iterdir()) == []


# Keys as pywb 2.10 computes them.
@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://127.0.0.1:45773/q?n=1", "1,0,0,127:45773)/q?n=1"),
        ("http://www.maker.example/A/B.html?b=2&a=1", "example,maker)/a/b.html?a=1&b=2"),
        ("http://www2.maker.example:8080/", "example,maker:8080)/"),
        ("https://maker.example/%E4%BA%A7%E5%93%81/1", "example,maker)/%e4%ba%a7%e5%93%81/1"),
        (
            "https://maker.example/odd%2Fpath/%7Euser?x=%20y&z=a+b",
            "example,maker)/odd/path/~user?x=%20y&z=a+b",
        ),
        ("http://maker.example/x//y/?", "example,maker)/x/y"),
        ("http://maker.example", "example,maker)/"),
        ("http://maker.example/a?PHPSESSID=0123456789abcdef0123456789abcdef&b=1", "example,maker)/a?b=1"),
        ("http://例え.example/ü", "example,xn--r8jz45g)/%c3%bc"),
        ("https://user@maker.example/", "example,maker)/"),
        ("http://[::1]:80/", "::1)/"),
        ("urn:dom:http://maker.example/Products/1?B=2", "urn:dom:http://maker.example/products/1?b=2"),
        ("http://maker.example/a|b'(c)", "example,maker)/a|b'(c)"),
    ],
)
def test_index_keys_are_those_of_replay_programs(url: str, key: str) -> None:
    assert surt(url) == key
