"""A site as one WACZ 1.1.1 file, for replay programs; written in one pass, files copied in pieces."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.capture.index import index_line
from crawler.errors import Box31Error

PIECE = 1024 * 1024
BLOCK_LINES = 3000  # index lines in one compressed block (the ZipNum default)
PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}


def write_wacz(db: Database, folder: Path, target: Path, *, title: str) -> int:
    """Write the sealed runs of the site in `folder` to `target`; returns the number of pages.

    WARC files of other sites that hold payloads this site's revisit records refer to are taken along. Raises
    Box31Error where there is nothing to package. Manifests, chains and tokens go into the folder `box31/`.
    """
    site = folder.name
    rows = db.query(
        "SELECT c.* FROM captures c JOIN runs r USING (run_id) WHERE c.site = ? AND r.finished IS NOT NULL"
        " AND c.payload_sha256 IS NOT NULL ORDER BY c.warc_file, c.warc_offset",
        [site],
    )
    files: dict[str, Path] = {}
    lines: list[str] = []
    for row in rows:
        files[row["warc_file"]] = folder / row["warc_file"]
        lines.append(index_line(row))
    if not files:
        raise Box31Error(f"{site}: no finished run to package; crawl it first")
    for row in _elsewhere(db, site):
        files[row["warc_file"]] = folder.parent / row["site"] / row["warc_file"]
        lines.append(index_line(row))
    beside = target.with_name(target.name + ".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
        writer = _Package(package)
        for name in sorted(files):
            writer.copy(f"archive/{name}", files[name])
        compressed, blocks = _zipnum(sorted(set(lines)))
        writer.write("indexes/index.cdx.gz", compressed)
        writer.write("indexes/index.idx", blocks)
        count, pages = _pages(db, site)
        writer.write("pages/pages.jsonl", pages)
        for path in sorted(_proofs(folder)):
            writer.copy(f"box31/{path.name}", path)
        package_json = writer.datapackage(title)
        package.writestr("datapackage.json", package_json)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package_json).hexdigest()}"}
        package.writestr("datapackage-digest.json", json.dumps(digest))
    beside.replace(target)
    return count


class _Package:
    """Members of the package, with the size and digest of each for datapackage.json."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._resources: list[dict[str, Any]] = []

    def copy(self, name: str, path: Path) -> None:
        found, size = hashlib.sha256(), 0
        with path.open("rb") as source, self._package.open(name, "w", force_zip64=True) as target:
            while piece := source.read(PIECE):
                target.write(piece)
                found.update(piece)
                size += len(piece)
        self._note(name, found.hexdigest(), size)

    def write(self, name: str, data: bytes) -> None:
        self._package.writestr(name, data)
        self._note(name, hashlib.sha256(data).hexdigest(), len(data))

    def _note(self, name: str, sha256: str, size: int) -> None:
        short = name.rpartition("/")[2].lower()
        self._resources.append({"name": short, "path": name, "hash": f"sha256:{sha256}", "bytes": size})

    def datapackage(self, title: str) -> bytes:
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "software": f"box31 {version('box31')}",
            "created": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "resources": self._resources,
        }
        return json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8")


def _zipnum(lines: list[str]) -> tuple[bytes, bytes]:
    """The sorted index in gzip blocks, and the file that says where each block begins."""
    out = io.BytesIO()
    heads = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for start in range(0, len(lines), BLOCK_LINES):
        block = gzip.compress("".join(lines[start : start + BLOCK_LINES]).encode("utf-8"), mtime=0)
        where = {
            "offset": out.tell(),
            "length": len(block),
            "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
            "filename": "index.cdx.gz",
        }
        key, moment, _ = lines[start].split(" ", 2)
        heads.append(f"{key} {moment} {json.dumps(where)}\n")
        out.write(block)
    return out.getvalue(), "".join(heads).encode("utf-8")


def _pages(db: Database, site: str) -> tuple[int, bytes]:
    """pages.jsonl: every page read whole, the newest capture of each address."""
    rows = db.query(
        "SELECT c.url, max(c.captured_at) AS ts, c.capture_id AS id,"
        " (SELECT name FROM item_versions v WHERE v.url = c.url ORDER BY version_id DESC LIMIT 1) AS item,"
        " (SELECT title FROM post_versions v JOIN posts p USING (post_id) WHERE p.url = c.url"
        " ORDER BY version_id DESC LIMIT 1) AS post"
        " FROM captures c JOIN runs r USING (run_id) WHERE c.site = ? AND r.finished IS NOT NULL AND c.kind = 'page'"
        " AND c.status IN (200, 304) GROUP BY c.url ORDER BY c.url",
        [site],
    )
    lines = [json.dumps(PAGES_HEAD)]
    for row in rows:
        page = {
            "id": row["id"],
            "url": row["url"],
            "ts": row["ts"],
            "title": row["item"] or row["post"] or row["url"],
        }
        lines.append(json.dumps(page, ensure_ascii=False))
    return len(lines) - 1, ("\n".join(lines) + "\n").encode("utf-8")


def _elsewhere(db: Database, site: str) -> Iterable[dict[str, Any]]:
    found: Iterator[dict[str, Any]] = db.query(
        "SELECT o.* FROM captures o WHERE o.site != ? AND o.capture_id IN"
        " (SELECT revisit_of FROM captures WHERE site = ? AND revisit_of IS NOT NULL)",
        [site, site],
    )
    return list(found)


def _proofs(folder: Path) -> Iterator[Path]:
    for pattern in ("*.manifest.json", "*.chain.jsonl", "*.tsr"):
        yield from folder.glob(pattern)
