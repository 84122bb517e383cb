"""The manifest that closes a run: the chain's links and the SHA-256 of every file; later manifests refer to it."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

from sqlite_utils import Database

from crawler.archive import captures, runs
from crawler.archive.cdxj import write_index
from crawler.archive.durable import replace_file
from crawler.archive.hash_chain import START, chain_file, packed_chain
from crawler.archive.warc import files_of
from crawler.case import ledger
from crawler.case.hashing import sha256_of
from crawler.case.typed_rows import read_rows

FORMAT = "box31-manifest/1"
LARGEST = 64 << 20  # bytes; more are no manifest


@dataclass(frozen=True)
class Signing:
    """Under which settings a run was made, and who answers for it (the case's contact)."""

    settings: Mapping[str, Any]
    contact: str


@dataclass(frozen=True)
class Ending:
    """When and why a run ended, and its counts."""

    finished: str
    status: str
    counts: Mapping[str, Any]


@dataclass(frozen=True)
class Seal:
    """A manifest as it was written: a row of the table `seals`."""

    run_id: str
    site: str
    manifest: str
    sha256: str
    sealed_at: str


def write(db: Database, folder: Path, run_id: str, ending: Ending, signing: Signing) -> Seal:
    """Write the run's indexes, its chain and its manifest into the site's `folder`; returns the row for `record`.

    Files are written whole or not at all, so that they may be written again for a run that did not finish in the
    database.
    """
    site = folder.name
    files = files_of(folder, run_id)
    indexes = [write_index(db, folder, path.name) for path in files]
    chain = chain_file(folder, run_id)
    chain.unlink(missing_ok=True)  # of a run whose end was interrupted; its form may have been another
    chain = chain_file(folder, run_id)
    replace_file(chain, packed_chain(captures.of_run(db, run_id)))
    manifest = {
        "format": FORMAT,
        "site": site,
        "run_id": run_id,
        "started": runs.get(db, run_id).started,
        "finished": ending.finished,
        "finish_reason": ending.status,
        "signed_off_by": signing.contact,
        "tools": _tools(),
        "settings": signing.settings,
        "counts": ending.counts,
        "chain": _links(db, site, run_id),
        "ledger": _ledger_head(db),
        "files": [file_entry(path) for path in (*files, *indexes, chain)],
        "previous": _previous(db, site, run_id),
    }
    path = folder / f"{run_id}.manifest.json"
    data = json.dumps(manifest, ensure_ascii=False, indent=1, default=str).encode("utf-8") + b"\n"
    replace_file(path, [data])
    return Seal(run_id, site, path.name, hashlib.sha256(data).hexdigest(), ending.finished)


def record(db: Database, seal: Seal) -> None:
    """Insert the row of a manifest, inside the caller's transaction."""
    db.conn.execute(
        "INSERT OR REPLACE INTO seals (run_id, site, manifest, sha256, sealed_at) VALUES (?, ?, ?, ?, ?)",
        astuple(seal),
    )


def newest(db: Database, site: str, *, but: str = "") -> Seal | None:
    """The manifest of a site that was written last, whatever the clock said; not that of the run `but`."""
    row = db.conn.execute(
        "SELECT run_id, site, manifest, sha256, sealed_at FROM seals WHERE site = ? AND run_id != ?"
        " ORDER BY rowid DESC LIMIT 1",
        (site, but),
    ).fetchone()
    return None if row is None else Seal(*row)


def of_site(db: Database, site: str) -> dict[str, Seal]:
    """The manifests of a site by run."""
    rows = db.conn.execute(
        "SELECT run_id, site, manifest, sha256, sealed_at FROM seals WHERE site = ?", (site,)
    ).fetchall()
    return {row[0]: Seal(*row) for row in rows}


class FileEntry(TypedDict):
    """A file as manifests list it."""

    name: str
    bytes: int
    sha256: str


class ChainLinks(TypedDict):
    """The captures of a run in the site's chain: their first and last number, the chain before and after them."""

    first: int | None
    last: int | None
    before: str
    head: str


class LedgerHead(TypedDict):
    """The last link of the case's ledger."""

    seq: int
    chain: str


class TokenEntry(TypedDict):
    """A time stamp of a manifest."""

    name: str
    sha256: str


class PreviousManifest(TypedDict):
    """The manifest of the run before, and its time stamps."""

    manifest: str
    sha256: str
    tokens: list[TokenEntry]


def file_entry(path: Path) -> FileEntry:
    """Name, size and SHA-256 of a file."""
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _tools() -> dict[str, str]:
    tools = {name: version(name) for name in ("box31", "scrapy", "aiohttp", "warcio")}
    return tools | {"python": platform.python_version()}


def _links(db: Database, site: str, run_id: str) -> ChainLinks:
    first, last = db.conn.execute(
        "SELECT min(seq), max(seq) FROM captures WHERE run_id = ?", (run_id,)
    ).fetchone()
    before = _link_at(db, site, (first or 1) - 1) or START
    return {"first": first, "last": last, "before": before, "head": _link_at(db, site, last) or before}


def _ledger_head(db: Database) -> LedgerHead | None:
    """The last link of the case's ledger when the manifest was written."""
    last = ledger.head(db.conn)
    return {"seq": last.seq, "chain": last.chain} if last else None


def _link_at(db: Database, site: str, seq: int | None) -> str | None:
    capture = captures.at_seq(db, site, seq)
    return capture.chain if capture else None


def _previous(db: Database, site: str, run_id: str) -> PreviousManifest | None:
    last = newest(db, site, but=run_id)
    if last is None:
        return None
    sql = "SELECT file AS name, sha256 FROM timestamps WHERE run_id = ? ORDER BY file"
    return {
        "manifest": last.manifest,
        "sha256": last.sha256,
        "tokens": [*read_rows(db, TokenEntry, sql, [last.run_id])],
    }
