"""Request a time stamp over the newest manifest of a site, and keep the token beside it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.archive.durable import replace_file
from crawler.archive.manifest import newest
from crawler.archive.timestamp import request_token, token_problem
from crawler.capture.addresses import AddressGuard
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


def _free_name(folder: Path, run_id: str, host: str) -> str:
    name, number = f"{run_id}.{host}.tsr", 1
    while (folder / name).exists():
        number += 1
        name = f"{run_id}.{host}-{number}.tsr"
    return name
