"""A site's history carried from one case to another that has the first part of it, or none: rows, files, ledger.

As a fast-forward in git: where both cases have crawled the site by themselves, nothing is carried and the two are said to
have parted. Sites whose captures refer to each other's payloads are carried together, in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from enum import Enum

from sqlite_utils import Database

from crawler.archive import adopted_ledgers, captures, manifest, runs
from crawler.archive.adopted_ledgers import AdoptedLedger
from crawler.case import clock, ledger
from crawler.case.case import CRAWL_LOCK, Case
from crawler.case.errors import Box31Error
from crawler.fleet.components import connected
from crawler.fleet.site_files import CopiedFile, copy_files, discard, put_in_place
from crawler.fleet.site_rows import copy_rows


class Standing(Enum):
    """How the history of a site in one case stands to that in another."""

    SAME = "same"
    AHEAD = "ahead"  # it continues the other's
    BEHIND = "behind"
    PARTED = "parted"  # both have runs that the other does not have


@dataclass(frozen=True)
class Side:
    """One of the two cases, with its open database."""

    case: Case
    db: Database


@dataclass(frozen=True)
class Carried:
    """What was added of one site: rows by table, bytes of files; `problem`: why nothing could be."""

    site: str
    rows: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    problem: str = ""


def standing(source: Database, target: Database, site: str) -> Standing:
    """How the history of `site` in `source` stands to that in `target`."""
    ours = {run.run_id for run in runs.of_site(source, site)}
    theirs = {run.run_id for run in runs.of_site(target, site)}
    first, second = captures.chain_head(source, site), captures.chain_head(target, site)
    holds = second is None or _link(source, site, second.seq) == second.chain
    held = first is None or _link(target, site, first.seq) == first.chain
    if holds and held and ours == theirs:
        return Standing.SAME
    if holds and ours >= theirs:
        return Standing.AHEAD
    return Standing.BEHIND if held and theirs >= ours else Standing.PARTED


def groups(db: Database, sites: list[str]) -> list[list[str]]:
    """The sites in groups that can only be carried together, with those beyond `sites` that they refer to."""
    refer = db.execute(
        "SELECT DISTINCT c.site, o.site FROM captures c JOIN captures o ON o.capture_id = c.revisit_of"
        " WHERE c.site <> o.site UNION SELECT DISTINCT i.site, c.site FROM item_pages p"
        " JOIN items i ON i.item_id = p.item_id JOIN catalogues c ON c.sha256 = p.sha256 WHERE i.site <> c.site"
    ).fetchall()
    return [group for group in connected(sites, refer) if set(group) & set(sites)]


def carry(source: Side, target: Side, sites: list[str]) -> list[Carried]:
    """Add to `target` what it does not have of these sites, in one transaction; returns what was added of each.

    Raises CaseLocked where one is being crawled, and Box31Error where its last crawl has not ended in either case, the
    histories have parted, or a file is not as it was archived. Nothing is written then.
    """
    with ExitStack() as stack:
        for site in sites:
            stack.enter_context(target.case.lock(f"{CRAWL_LOCK}{site}"))
        ahead = [site for site in sites if _is_ahead(source, target, site)]
        copied = {}
        try:
            for site in ahead:
                copied[site] = copy_files(
                    source.db, source.case.archive(site), target.db, target.case.archive(site)
                )
            with target.db.conn as connection:
                connection.execute("PRAGMA defer_foreign_keys = ON")
                added = {site: copy_rows(source.db, target.db, site) for site in ahead}
                for site in ahead:
                    if added[site] or copied[site]:
                        _keep_ledgers(source, target, site)
                for files in copied.values():
                    put_in_place(files)
        except BaseException as error:
            _undo(source, target, copied)
            if isinstance(error, sqlite3.DatabaseError | KeyError):  # rows refer to what is not there
                words = f"{', '.join(sites)}: its rows do not fit together ({error}); nothing was added"
                raise Box31Error(words) from error
            raise
    return [
        Carried(site, added.get(site, Counter()), sum(one.length for one in copied.get(site, [])))
        for site in sites
    ]


def _undo(source: Side, target: Side, copied: Mapping[str, list[CopiedFile]]) -> None:
    """Delete what was copied, but where the rows are written: after a commit, the ledger's file may still have failed.

    Nothing is deleted where the database cannot be read: files without rows are told by `verify`, rows without files are
    lost.
    """
    with suppress(sqlite3.Error, Box31Error):
        for site, files in copied.items():
            if not manifest.of_site(source.db, site).keys() <= manifest.of_site(target.db, site).keys():
                discard(files)
        adopted_ledgers.discard(target.db, target.case.root / "archive", _ledgers_of(source, target, copied))


def _ledgers_of(source: Side, target: Side, sites: Iterable[str]) -> set[str]:
    """The cases whose ledgers come with these sites: the source, and those that it adopted them from."""
    here = adopted_ledgers.case_id(target.db)
    rows = [row for site in sites for row in adopted_ledgers.of_site(source.db, site)]
    return {adopted_ledgers.case_id(source.db), *(row.case_id for row in rows)} - {here}


def _is_ahead(source: Side, target: Side, site: str) -> bool:
    """Whether there may be something to add. Raises Box31Error where the site cannot be carried."""
    found = standing(source.db, target.db, site)
    if found is Standing.PARTED:
        raise Box31Error(
            f"{site}: crawled by {source.case.root} and by {target.case.root}, each without the other's runs, and a"
            " site has one chain; move the shard's folder away, and it begins again from the case"
        )
    if found is Standing.BEHIND:
        return False
    if source.case.is_crawled(site) or runs.unfinished(source.db, site):
        raise Box31Error(
            f"{site}: its last crawl in {source.case.root} has not ended; let it end there first"
        )
    return True


def _keep_ledgers(source: Side, target: Side, site: str) -> None:
    """Keep the ledgers that the site's manifests may name: the source's own, and those it was adopted with itself."""
    own, here = adopted_ledgers.case_id(source.db), adopted_ledgers.case_id(target.db)
    last = ledger.head(source.db.conn)
    if own == here or last is None:
        raise Box31Error(f"{source.case.root}: a copy of {target.case.root}, not another case")
    came_with = [row for row in adopted_ledgers.of_site(source.db, site) if row.case_id != here]
    for case in {row.case_id for row in came_with}:
        path = adopted_ledgers.file_of(source.case.root / "archive", case)
        adopted_ledgers.keep(target.case.root / "archive", case, [*ledger.read_file(path)])
    adopted_ledgers.keep(target.case.root / "archive", own, [*ledger.links_after(source.db.conn, 0)])
    row = AdoptedLedger(own, site, last.seq, last.chain, clock.now())
    adopted_ledgers.insert(target.db, [*came_with, row])


def _link(db: Database, site: str, seq: int | None) -> str | None:
    found = captures.at_seq(db, site, seq)
    return found.chain if found else None
