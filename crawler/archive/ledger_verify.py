"""Check the ledger: its chain, the tables it vouches for, its file, the manifests and time stamps that name its heads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.archive import adopted_ledgers, manifest
from crawler.archive.timestamp import token_problem, token_time
from crawler.case import ledger
from crawler.case.hashing import sha256_of
from crawler.case.ledger import Link
from crawler.case.settings_files import settings_files


@dataclass(frozen=True)
class LedgerFault:
    """Something that is not as the ledger says: what it is about, and what is wrong."""

    subject: str
    problem: str


@dataclass(frozen=True)
class LedgerExtent:
    """How much was checked: links, rows, tables; which tables the ledger does not cover, which settings changed since."""

    links: int
    rows: int
    tables: int
    not_covered: tuple[str, ...]
    changed_settings: tuple[str, ...]


def ledger_extent(db: Database, root: Path) -> LedgerExtent:
    """What `check_ledger` covers; `root` is the case folder."""
    last = ledger.head(db.conn)
    if last is None:
        return LedgerExtent(0, 0, 0, tuple(db.table_names()), ())
    known = _last_sums(db)
    changed = tuple(name for name, text, written in settings_files(db, root) if text != written)
    rows = sum(int(value[0]) for value in known.values() if value[1])
    tables = sum(1 for name in known if not name.startswith("("))
    return LedgerExtent(last.seq, rows, tables, tuple(sorted(ledger.NOT_COVERED - ledger.OWN)), changed)


def check_ledger(db: Database, archive: Path) -> Iterator[LedgerFault]:
    """Everything that does not fit the ledger; `archive` is the case's archive folder. Nothing is written.

    Raises sqlite3.DatabaseError where the database is too damaged to be read.
    """
    if ledger.head(db.conn) is None:
        if (archive / ledger.FILE).is_file():
            yield LedgerFault("ledger", f"the database has no link, and archive/{ledger.FILE} has")
        else:
            yield LedgerFault(
                "ledger", "there is none: this case was made before Box31 kept one, nothing is proved"
            )
        return
    chains: dict[int, str] = {}
    sums: dict[str, list[Any]] = {}
    yield from _chain(db, chains, sums)
    yield from _tables(db, sums)
    yield from _file(archive / ledger.FILE, chains)
    heads = set(chains.items())
    for subject, problem in adopted_ledgers.problems(db, archive, heads):
        yield LedgerFault(subject, problem)
    yield from _manifests(archive, heads)
    yield from _stamps(db, archive, chains)


def _chain(db: Database, chains: dict[int, str], sums: dict[str, list[Any]]) -> Iterator[LedgerFault]:
    before, seq = ledger.START, 0
    for link in ledger.links_after(db.conn, -(2**63)):
        where = f"link {link.seq} of the ledger"
        expected = ledger.link_after(before, seq + 1, link.at, link.what, link.changes)
        if link.seq != seq + 1:
            yield LedgerFault(where, f"link {seq + 1} is missing before it")
        elif link.chain != expected.chain:
            yield LedgerFault(where, "its hash is not that of what it says and of the link before it")
        before, seq = link.chain, link.seq
        chains[link.seq] = link.chain
        try:
            changes = link.tables()
        except ValueError:
            yield LedgerFault(where, "its changes cannot be read")
            continue
        for name in changes:
            if name.startswith(ledger.UNFIT):
                table = name.removeprefix(ledger.UNFIT)
                yield LedgerFault(
                    f"table {table}", f"did not fit the ledger before the migration of {link.at}"
                )
        sums |= changes


def _tables(db: Database, sums: dict[str, list[Any]]) -> Iterator[LedgerFault]:
    if [0, ledger.schema_digest(db.conn)] != sums.get(ledger.SCHEMA):
        yield LedgerFault("schema", "the text of a table, view or index is not that of the last migration")
    covered = ledger.covered_tables(db.conn)
    for name in sums:
        if not name.startswith("(") and name not in covered:
            yield LedgerFault(f"table {name}", "the ledger vouches for it, and it is not there")
    kept = {
        name: (rows, total)
        for name, rows, total in db.execute("SELECT name, rows, sum FROM ledger_sums").fetchall()
    }
    for name in kept.keys() - covered.keys():
        yield LedgerFault("table ledger_sums", f"it has a sum of {name}, which is no table of the case")
    for name, columns in covered.items():
        rows, total = ledger.table_sum(db.conn, name, columns)
        known = sums.get(name)
        if known is None:
            yield LedgerFault(f"table {name}", "the ledger does not know it")
        elif known != [rows, ledger.digest_of(total)]:
            more = f"; it has {rows} rows, and should have {known[0]}" if rows != known[0] else ""
            yield LedgerFault(
                f"table {name}", f"its rows are not those that were written: edited from outside{more}"
            )
        if kept.get(name) != (rows, total):
            yield LedgerFault("table ledger_sums", f"its sum of {name} is not that of the rows")


def _file(path: Path, chains: dict[int, str]) -> Iterator[LedgerFault]:
    where = f"archive/{path.name}"
    if not path.is_file():
        yield LedgerFault(
            where, "missing: without it a database that was put back to an older copy is not noticed"
        )
        return
    try:
        links: list[Link] = list(ledger.read_file(path))
    except ValueError as error:
        yield LedgerFault(where, f"cannot be read: {error}")
        return
    last = max(chains)
    ahead = [link for link in links if link.seq > last]
    if ahead:
        yield LedgerFault(
            where,
            f"the database is older than the ledger: {len(ahead)} links after link {last} are missing in it"
            f" ({ahead[0].at} to {ahead[-1].at}); it was put back to an older copy",
        )
    for number, link in enumerate(links, 1):
        if link.seq <= last and (link.seq != number or chains.get(link.seq) != link.chain):
            yield LedgerFault(f"{where} line {number}", f"link {link.seq} is not the one in the database")
            return
    for number, link in enumerate(links, 1):
        before = links[number - 2].chain if number > 1 else ledger.START
        if ledger.link_after(before, link.seq, link.at, link.what, link.changes).chain != link.chain:
            yield LedgerFault(f"{where} line {number}", "its hash is not that of what it says")
            return


def _manifests(archive: Path, heads: set[tuple[int, str]]) -> Iterator[LedgerFault]:
    """Each manifest of a run names the ledger's head at its time; time stamps over manifests so reach the ledger.

    `heads` are the links of the case's ledger, and of those that adopted sites came with.
    """
    for path in sorted(archive.glob("*/*.manifest.json")):
        try:
            if path.stat().st_size > manifest.LARGEST:
                continue
            named = json.loads(path.read_bytes()).get("ledger")
        except (ValueError, AttributeError, RecursionError):
            continue  # `verify_site` says what is wrong with it
        if not isinstance(named, dict):
            continue
        seq, chain = named.get("seq"), named.get("chain")
        if not (isinstance(seq, int) and isinstance(chain, str) and (seq, chain) in heads):
            yield LedgerFault(
                f"archive/{path.parent.name}/{path.name}", f"names link {seq}, and the ledger has another"
            )


def _stamps(db: Database, archive: Path, chains: dict[int, str]) -> Iterator[LedgerFault]:
    known: set[str] = set()
    for row in db.query("SELECT * FROM ledger_stamps ORDER BY file"):
        known |= {row["file"], row["head"]}
        token, head = archive / row["file"], archive / row["head"]
        where = f"archive/{row['file']}"
        if not (token.is_file() and head.is_file()):
            yield LedgerFault(where, "the time stamp, or the head of the ledger that it is over, is missing")
            continue
        try:
            named = json.loads(head.read_bytes())
            fits = chains.get(named["seq"]) == named["chain"] and named["seq"] == row["seq"]
        except (ValueError, KeyError, TypeError, RecursionError):
            fits = False
        if not fits:
            yield LedgerFault(f"archive/{row['head']}", "the stamped head is not a link of the ledger")
        if sha256_of(token) != row["sha256"]:
            yield LedgerFault(where, "the time stamp is not the one that was received")
        problem = token_problem(token.read_bytes(), head.read_bytes(), archive)
        if not problem and token_time(token.read_bytes()) != row["stamped_at"]:
            problem = f"the time stamp says another time than the database ({row['stamped_at']})"
        if problem:
            yield LedgerFault(where, problem)
    for path in sorted([*archive.glob("ledger-*.json"), *archive.glob("ledger-*.tsr")]):
        if path.name not in known:
            yield LedgerFault(f"archive/{path.name}", "a time stamp that the database does not know")


def _last_sums(db: Database) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for link in ledger.links_after(db.conn, 0):
        found |= link.tables()
    return found
