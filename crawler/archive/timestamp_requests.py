"""Request a time stamp over the newest manifest of a site or over the ledger, and keep the token beside it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.archive.durable import replace_file
from crawler.archive.manifest import newest
from crawler.archive.timestamp import request_token, token_problem
from crawler.capture.addresses import AddressGuard
from crawler.case import ledger
from crawler.case.errors import Box31Error
from crawler.case.hashing import sha256_of


def stamp_newest(db: Database, folder: Path, authority: str, guard: AddressGuard) -> dict[str, str]:
    """Get a token over the site's newest manifest, unless `authority` gave one before; returns what is kept.

    Raises Box31Error where there is no manifest, it was changed, or the authority's token does not hold.
    """
    seal = newest(db, folder.name)
    if seal is None:
        raise Box31Error("no finished run to time-stamp; crawl it first")
    run_id, manifest, sha256 = seal.run_id, seal.manifest, seal.sha256
    path = folder / manifest
    if not path.is_file() or sha256_of(path) != sha256:
        raise Box31Error(f"{path}: not the manifest that was sealed; see `box31 archive verify`")
    kept = db.execute(
        "SELECT stamped_at, file FROM timestamps WHERE run_id = ? AND authority = ?", [run_id, authority]
    ).fetchone()
    if kept is None:
        token, moment = request_token(authority, path.read_bytes(), guard)
        problem = token_problem(token, path.read_bytes(), folder.parent)
        if problem:
            raise Box31Error(f"{authority}: {problem}")
        file = _free_name(folder, run_id, urlsplit(authority).hostname or "authority")
        replace_file(folder / file, [token])
        with db.conn:
            db.conn.execute(
                "INSERT INTO timestamps (file, run_id, site, authority, stamped_at, sha256) VALUES (?, ?, ?, ?, ?, ?)",
                (file, run_id, folder.name, authority, moment, sha256_of(folder / file)),
            )
        kept = (moment, file)
    return {
        "site": folder.name,
        "manifest": manifest,
        "authority": authority,
        "stamped_at": kept[0],
        "file": kept[1],
    }


def stamp_ledger(db: Database, archive: Path, authority: str, guard: AddressGuard) -> dict[str, str]:
    """Get a token over the ledger's head, unless nothing was written since the last one of `authority`.

    The head is written as a file beside the archive, and the token beside it; returns what is kept.
    """
    kept = db.execute(
        "SELECT s.head, s.stamped_at, s.file FROM ledger_stamps s WHERE s.authority = ? AND NOT EXISTS"
        " (SELECT 1 FROM ledger l WHERE l.seq > s.seq AND l.changes NOT LIKE '{\"ledger_stamps\":%}')"
        " ORDER BY s.seq DESC LIMIT 1",
        [authority],
    ).fetchone()
    if kept is None:
        last = ledger.head(db.conn)
        if last is None:
            raise Box31Error("the case has no ledger to time-stamp")
        name = f"ledger-{last.seq}.json"
        facts = {"format": "box31-ledger/1", "seq": last.seq, "at": last.at, "chain": last.chain}
        data = json.dumps(facts, indent=1).encode("ascii") + b"\n"
        token, moment = request_token(authority, data, guard)
        problem = token_problem(token, data, archive)
        if problem:
            raise Box31Error(f"{authority}: {problem}")
        replace_file(archive / name, [data])
        file = _free_name(archive, f"ledger-{last.seq}", urlsplit(authority).hostname or "authority")
        replace_file(archive / file, [token])
        with db.conn:
            db.conn.execute(
                "INSERT INTO ledger_stamps (file, head, seq, authority, stamped_at, sha256) VALUES (?, ?, ?, ?, ?, ?)",
                (file, name, last.seq, authority, moment, sha256_of(archive / file)),
            )
        kept = (name, moment, file)
    return {"site": "", "manifest": kept[0], "authority": authority, "stamped_at": kept[1], "file": kept[2]}


def _free_name(folder: Path, run_id: str, host: str) -> str:
    name, number = f"{run_id}.{host}.tsr", 1
    while (folder / name).exists():
        number += 1
        name = f"{run_id}.{host}-{number}.tsr"
    return name
