"""A site as one WACZ 1.1.1 file, for replay programs; written in one pass, files copied in pieces."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from crawler.archive import captures
from crawler.archive.captures import Capture
from crawler.archive.cdxj import sorted_lines
from crawler.archive.durable import file_beside
from crawler.case import clock
from crawler.case.errors import Box31Error

PIECE = 1024 * 1024
BLOCK_LINES = 3000  # index lines in one compressed block (the ZipNum default)
PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}


def write_wacz(db: Database, folder: Path, target: Path, *, title: str) -> int:
    """Write the sealed runs of the site in `folder` to `target`; returns the number of pages.

    WARC files of other sites that hold payloads this site's revisit records refer to are taken along. Manifests,
    chains and tokens go into the folder `box31/`. Memory does not grow with the archive. Raises Box31Error where
    there is nothing to package.
    """
    site = folder.name
    files: dict[str, Path] = {}
    with sorted_lines(
        _noted(
            itertools.chain(captures.sealed(db, site), captures.originals_elsewhere(db, site)), folder, files
        )
    ) as lines:
        if not files:
            raise Box31Error(f"{site}: no finished run to package; crawl it first")
        blocks: list[str] = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
        with (
            file_beside(target) as beside,
            zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED, allowZip64=True) as package,
        ):
            writer = _Package(package)
            for name in sorted(files):
                writer.write(f"archive/{name}", _pieces(files[name]))
            writer.write("indexes/index.cdx.gz", _zipnum(lines, blocks))
            writer.write("indexes/index.idx", [line.encode("utf-8") for line in blocks])
            count = _Counted(_pages(db, site))
            writer.write("pages/pages.jsonl", count)
            for path in sorted(_proofs(folder)):
                writer.write(f"box31/{path.name}", _pieces(path))
            package_json = writer.datapackage(title)
            package.writestr("datapackage.json", package_json)
            digest = {
                "path": "datapackage.json",
                "hash": f"sha256:{hashlib.sha256(package_json).hexdigest()}",
            }
            package.writestr("datapackage-digest.json", json.dumps(digest))
    return count.given - 1  # the head of pages.jsonl is no page


def _noted(rows: Iterable[Capture], folder: Path, files: dict[str, Path]) -> Iterator[Capture]:
    """Passes captures on, and notes in `files` where their WARC files lie."""
    for row in rows:
        files[row.warc_file] = folder.parent / row.site / row.warc_file
        yield row


class _Counted:
    """Passes pieces on, and counts them."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.given += 1
            yield piece


class _Package:
    """Members of the package, with the size and digest of each for datapackage.json."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._resources: list[Mapping[str, str | int]] = []

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        found, size = hashlib.sha256(), 0
        with self._package.open(name, "w", force_zip64=True) as target:
            for piece in pieces:
                target.write(piece)
                found.update(piece)
                size += len(piece)
        short = name.rpartition("/")[2].lower()
        entry: Mapping[str, str | int] = {
            "name": short,
            "path": name,
            "hash": f"sha256:{found.hexdigest()}",
            "bytes": size,
        }
        self._resources.append(entry)

    def datapackage(self, title: str) -> bytes:
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "software": f"box31 {version('box31')}",
            "created": clock.now(),
            "resources": self._resources,
        }
        return json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(PIECE):
            yield piece


def _zipnum(lines: Iterable[str], heads: list[str]) -> Iterator[bytes]:
    """The sorted index in gzip blocks; a line that says where each block begins is added to `heads`."""
    offset = 0
    left = iter(lines)
    while some := list(itertools.islice(left, BLOCK_LINES)):
        block = gzip.compress("".join(some).encode("utf-8"), mtime=0)
        where = {
            "offset": offset,
            "length": len(block),
            "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            "filename": "index.cdx.gz",
        }
        key, moment, _ = some[0].split(" ", 2)
        heads.append(f"{key} {moment} {json.dumps(where)}\n")
        offset += len(block)
        yield block


def _pages(db: Database, site: str) -> Iterator[bytes]:
    """The lines of pages.jsonl: every page read whole, the newest capture of each address."""
    rows = db.query(
        "SELECT c.url, max(c.captured_at) AS ts, c.capture_id AS id,"
        " (SELECT name FROM item_versions v WHERE v.url = c.url ORDER BY version_id DESC LIMIT 1) AS item,"
        " (SELECT title FROM post_versions v JOIN posts p USING (post_id) WHERE p.url = c.url"
        " ORDER BY version_id DESC LIMIT 1) AS post"
        " FROM captures c JOIN runs r USING (run_id) WHERE c.site = ? AND r.finished IS NOT NULL AND c.kind = 'page'"
        " AND c.status IN (200, 304) GROUP BY c.url ORDER BY c.url",
        [site],
    )
    yield json.dumps(PAGES_HEAD).encode("ascii") + b"\n"
    for row in rows:
        page = {
            "id": row["id"],
            "url": row["url"],
            "ts": row["ts"],
            "title": row["item"] or row["post"] or row["url"],
        }
        yield json.dumps(page, ensure_ascii=False).encode("utf-8") + b"\n"


def _proofs(folder: Path) -> Iterator[Path]:
    for pattern in ("*.manifest.json", "*.chain.jsonl", "*.chain.jsonl.gz", "*.tsr"):
        yield from folder.glob(pattern)
