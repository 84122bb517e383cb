"""`box31 archive adopt`: check all of a shard, then add each site's new runs to the case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing

from sqlite_utils import Database

from crawler.archive import runs
from crawler.archive.ledger_verify import check_ledger
from crawler.archive.record_rules import broken_rows
from crawler.archive.verify import verify_site
from crawler.case.case import Case
from crawler.case.database import open_read_only
from crawler.case.errors import Box31Error, UsageProblem
from crawler.case.given_files import check_folder
from crawler.case.leases import leased
from crawler.fleet.shard_case import ADOPTING, LEASE
from crawler.fleet.site_history import Carried, Side, Standing, carry, groups, standing
from crawler.profile.profile import NAME, load_profile


def adopt(case: Case, shard: Case) -> Iterator[Carried]:
    """Add to `case` what it does not have of the sites of `shard`; yields what became of each site.

    All of the shard is verified before: ledger, chains, records, indexes, manifests and time stamps. Then each site is
    added in one transaction, unless its crawl has not ended, its profile is not the case's, or both have crawled it.
    Raises Box31Error where the shard is not as it was written, or newer or older than this Box31; nothing is adopted
    then. CaseLocked where another process works on either. In the shard nothing is written but its lease.
    """
    case.refuse_received()
    if not (shard.database_path.is_file() and shard.database_path.stat().st_size):
        raise UsageProblem(
            f"{shard.root}: has no box31.db, or an empty one: nothing was crawled there, or it was not copied whole"
        )
    if shard.root.resolve() == case.root.resolve():
        raise UsageProblem(f"{shard.root}: this is the case itself; name a shard's folder")
    check_folder(shard.root)
    with ExitStack() as stack:
        stack.enter_context(leased(case.root, ADOPTING))
        if shard.is_writable:
            stack.enter_context(leased(shard.root, LEASE))
        source = stack.enter_context(
            closing(open_read_only(shard.database_path, migrate=False, of_others=True))
        )
        target = stack.enter_context(closing(case.database(what="archive adopt")))
        _verify(shard, source)
        sites = runs.sites(source)
        for group in groups(source, sites):
            yield from _adopt_group(Side(shard, source), Side(case, target), group)


def _adopt_group(source: Side, target: Side, group: list[str]) -> Iterator[Carried]:
    try:
        for site in group:
            if standing(source.db, target.db, site) is Standing.AHEAD:
                _require_profile(source.case, target.case, site)
        yield from carry(source, target, group)
    except Box31Error as error:
        for site in group:
            yield Carried(
                site, problem=error.message if site in error.message else f"{site}: {error.message}"
            )


def _verify(shard: Case, db: Database) -> None:
    """Raise Box31Error with the first thing that is not as the shard's crawls wrote it."""
    archive = shard.root / "archive"
    for fault in check_ledger(db, archive):
        raise Box31Error(f"{shard.root}: {fault.subject}: {fault.problem}; nothing was adopted")
    for row, problem in broken_rows(db):
        raise Box31Error(f"{shard.root}: {row}: {problem}; nothing was adopted")
    for site in runs.sites(db):
        if not NAME.fullmatch(site):
            raise Box31Error(f"{shard.root}: {site[:80]!r} is no name of a site; nothing was adopted")
        for found in verify_site(db, archive / site):
            where = f" {found.where}" if found.where else ""
            raise Box31Error(
                f"{archive / site / found.file}{where}: {found.problem}; nothing was adopted. `box31 -C {shard.root}"
                " archive verify` names all that is wrong"
            )


def _require_profile(shard: Case, case: Case, site: str) -> None:
    """Raise Box31Error where the case's profile of that name is not about the same web presence."""
    path, own = shard.sites / f"{site}.yaml", case.sites / f"{site}.yaml"
    if not own.is_file():
        raise Box31Error(f"{site}: the case has no {own.relative_to(case.root)}: not a shard of this case")
    if not path.is_file():
        raise Box31Error(f"{site}: the shard does not crawl it any more; nothing new is to be adopted of it")
    theirs, ours = load_profile(path), load_profile(own)
    for name in ("start", "hosts", "image_hosts"):
        if sorted(getattr(theirs, name)) != sorted(getattr(ours, name)):
            raise Box31Error(
                f"{site}: {path} has other `{name}` than {own}: not a shard of this case, or crawled before the profile"
                " was changed"
            )
