"""What closes a run: the chain's links and the sha256 of every file, in one manifest that later ones refer to."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.archive.cdxj import write_index
from crawler.archive.durable import replace_file
from crawler.archive.hash_chain import START, chain_file, packed_chain
from crawler.archive.warc import files_of
from crawler.case.hashing import sha256_of

FORMAT = "box31-manifest/1"


def seal(
    db: Database,
    folder: Path,
    run_id: str,
    *,
    finished: str,
    reason: str,
    counts: Mapping[str, Any],
    settings: Mapping[str, Any],
    contact: str,
) -> dict[str, Any]:
    """Write the run's indexes, its chain and its manifest into the site's `folder`; returns the row for `seals`.

    Files are written whole or not at all, so that a run that was not finished in the database may be sealed again.
    """
    site = folder.name
    files = files_of(folder, run_id)
    indexes = [write_index(db, folder, path.name) for path in files]
    chain = chain_file(folder, run_id)
    chain.unlink(missing_ok=True)  # of a run that was being sealed before; its form may have been another
    chain = chain_file(folder, run_id)
    links = db.query("SELECT * FROM captures WHERE run_id = ? AND seq IS NOT NULL ORDER BY seq", [run_id])
    replace_file(chain, packed_chain(links))
    last = db.conn.execute(
        "SELECT manifest, sha256 FROM seals WHERE site = ? AND run_id != ? ORDER BY sealed_at DESC, rowid DESC LIMIT 1",
        (site, run_id),
    ).fetchone()
    first_seq, last_seq = db.conn.execute(
        "SELECT min(seq), max(seq) FROM captures WHERE run_id = ?", (run_id,)
    ).fetchone()
    before = _link_at(db, site, (first_seq or 1) - 1) or START
    manifest = {
        "format": FORMAT,
        "site": site,
        "run_id": run_id,
        "started": db.conn.execute("SELECT started FROM runs WHERE run_id = ?", (run_id,)).fetchone()[0],
        "finished": finished,
        "finish_reason": reason,
        "signed_off_by": contact,
        "tools": {name: version(name) for name in ("box31", "scrapy", "aiohttp", "warcio")}
        | {"python": platform.python_version()},
        "settings": settings,
        "counts": counts,
        "chain": {
            "first": first_seq,
            "last": last_seq,
            "before": before,
            "head": _link_at(db, site, last_seq) or before,
        },
        "files": [file_entry(path) for path in (*files, *indexes, chain)],
        "previous": {"manifest": last[0], "sha256": last[1], "tokens": _tokens(db, site, last[0])}
        if last
        else None,
    }
    path = folder / f"{run_id}.manifest.json"
    data = json.dumps(manifest, ensure_ascii=False, indent=1, default=str).encode("utf-8") + b"\n"
    replace_file(path, [data])
    return {
        "run_id": run_id,
        "site": site,
        "manifest": path.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "sealed_at": finished,
    }


def _link_at(db: Database, site: str, seq: int | None) -> str | None:
    row = db.conn.execute("SELECT chain FROM captures WHERE site = ? AND seq = ?", (site, seq)).fetchone()
    return str(row[0]) if row else None


def file_entry(path: Path) -> dict[str, Any]:
    """Name, size and SHA-256 of a file."""
    return {"name": path.name, "bytes": path.stat().st_size, "sha256": sha256_of(path)}


def _tokens(db: Database, site: str, manifest: str) -> list[dict[str, str]]:
    rows = db.query(
        "SELECT t.file, t.sha256 FROM timestamps t JOIN seals s USING (run_id) WHERE s.site = ? AND s.manifest = ?"
        " ORDER BY t.file",
        [site, manifest],
    )
    return [{"name": row["file"], "sha256": row["sha256"]} for row in rows]
