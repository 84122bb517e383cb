"""The tables `case_identity` and `adopted_ledgers`, and the files `archive/of-CASE.ledger.jsonl`.

Each manifest names the last link of the ledger of the case that made it. Where a site is adopted from another case, that
case's ledger comes along, so that `verify` can still follow what its manifests name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.durable import replace_file
from crawler.case import ledger
from crawler.case.errors import Box31Error
from crawler.case.ledger import Link

CASE_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class AdoptedLedger:
    """A row: the ledger of case `case_id` had (`seq`, `chain`) as its last link when the site was adopted."""

    case_id: str
    site: str
    seq: int
    chain: str
    adopted_at: str


def case_id(db: Database) -> str:
    """The random number that was given to the case with its database. Raises Box31Error where it is damaged."""
    found = [row[0] for row in db.execute("SELECT case_id FROM case_identity").fetchall()]
    if len(found) != 1 or not CASE_ID.fullmatch(found[0]):
        raise Box31Error("the table case_identity is not as Box31 made it; restore the case from a copy")
    return str(found[0])


def of_site(db: Database, site: str) -> list[AdoptedLedger]:
    """The ledgers that manifests of a site may name beside the case's own."""
    return [*_rows(db, "WHERE site = ?", site)]


def insert(db: Database, rows: Iterable[AdoptedLedger]) -> None:
    """Add rows that are not there, inside the caller's transaction."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO adopted_ledgers (case_id, site, seq, chain, adopted_at) VALUES (?, ?, ?, ?, ?)",
        map(astuple, rows),
    )


def file_of(archive: Path, case: str) -> Path:
    """Where the ledger of another case lies in the `archive` folder."""
    return archive / f"of-{case}.ledger.jsonl"


def keep(archive: Path, case: str, links: list[Link]) -> None:
    """Write the links of another case's ledger, of which the first are there already as a rule.

    Raises Box31Error where the file has other links.
    """
    path = file_of(archive, case)
    try:
        known = list(ledger.read_file(path)) if path.is_file() else []
    except ValueError as error:
        raise Box31Error(f"{path}: {error}; it was changed; restore it from a copy") from error
    shorter = min(len(known), len(links))
    if known[:shorter] != links[:shorter]:
        raise Box31Error(f"{path}: has other links than the ledger that is adopted; one of them was changed")
    if len(links) > len(known):
        replace_file(path, (link.line().encode("ascii") for link in links))
        os.chmod(path, 0o600)


def discard(db: Database, archive: Path, cases: Iterable[str]) -> None:
    """Delete the ledgers of these cases that no row of the database names: their adoption failed."""
    named = {row.case_id for row in _rows(db, "")}
    for case in set(cases) - named:
        file_of(archive, case).unlink(missing_ok=True)


def problems(db: Database, archive: Path, heads: set[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Check each adopted ledger against itself and its rows; yields (file, what is wrong).

    Adds the number and hash of every link to `heads`.
    """
    rows: dict[str, list[AdoptedLedger]] = {}
    for row in _rows(db, "ORDER BY case_id, seq"):
        rows.setdefault(row.case_id, []).append(row)
    known = {file_of(archive, case).name for case in rows}
    for path in sorted(archive.glob("of-*.ledger.jsonl")):
        if path.name not in known:
            yield (
                f"archive/{path.name}",
                "a ledger that no adopted site came with: an adoption was stopped; adopt again",
            )
    for case, adopted in rows.items():
        path = file_of(archive, case)
        where = f"archive/{path.name}"
        if not CASE_ID.fullmatch(case) or not path.is_file():
            yield where, "missing: manifests of adopted sites name its links"
            continue
        try:
            links = {link.seq: link.chain for link in _whole(path)}
        except ValueError as error:
            yield where, str(error)
            continue
        heads.update(links.items())
        for row in adopted:
            if links.get(row.seq) != row.chain:
                yield where, f"link {row.seq} is not the one that {row.site} was adopted with"


def _whole(path: Path) -> Iterator[Link]:
    """The links of a ledger file. Raises ValueError where one does not follow from those before."""
    before = ledger.START
    for number, link in enumerate(ledger.read_file(path), 1):
        if link != ledger.link_after(before, number, link.at, link.what, link.changes):
            raise ValueError(f"line {number}: its hash is not that of what it says and of the link before it")
        before = link.chain
        yield link


def _rows(db: Database, rest: str, *values: str) -> Iterator[AdoptedLedger]:
    sql = f"SELECT case_id, site, seq, chain, adopted_at FROM adopted_ledgers {rest}"  # noqa: S608 - fixed text
    found = db.execute(sql, values)
    return (AdoptedLedger(*row) for row in found.fetchall())
