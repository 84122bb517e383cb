"""`box31 archive`: verify, package, time-stamp and re-read the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.archive import captures, runs
from crawler.case.case import Case
from crawler.case.console import listing_options, say, show
from crawler.case.errors import FAILED, PARTLY, Box31Error, UsageProblem
from crawler.case.lazy_group import LazyGroup

if TYPE_CHECKING:
    from sqlite_utils import Database

FAULT_COLUMNS = ("site", "file", "where", "problem")
LEDGER = ""  # in place of a site: the ledger of the whole case
STAMP_COLUMNS = ("site", "manifest", "authority", "stamped_at", "file")

# Commands that live in other rooms, imported only when called.
MORE: dict[str, tuple[str, str]] = {
    "adopt": (
        "crawler.commands.archive_adopt:adopt",
        "Add to the case what its shards have crawled.",
    ),
    "extract": (
        "crawler.commands.archive_extract:extract",
        "Run extraction again over the archive, without the network.",
    ),
}


@click.group(cls=LazyGroup, lazy=MORE, epilog="Example: box31 -C aurora archive verify")
def archive() -> None:
    """Verify, package, time-stamp and re-read the archive."""


@archive.command(epilog="Example: box31 -C aurora archive verify hengdun")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@listing_options
@click.pass_context
def verify(context: click.Context, names: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """Re-read every record, digest, index line, chain link, manifest and time stamp; name what is wrong.

    Exits 1 where anything is. Nothing is written.
    """
    from crawler.archive.verify import verify_site
    from crawler.case.given_files import check_folder

    case = Case.open(context.find_root().obj)
    check_folder(case.root)
    faults = 0
    with closing(case.database()) as db:
        sites = _sites(case, db, names)

        def found() -> Iterator[dict[str, str]]:
            nonlocal faults
            for site in sites:
                for fault in verify_site(db, case.archive(site)):
                    faults += 1
                    yield asdict(fault)

        rows = list(found())
        if rows or as_json or as_csv:
            show(rows, FAULT_COLUMNS, as_json=as_json, as_csv=as_csv)
        for site in sites:
            number, stamped = _extent(db, site)
            say(f"{site}: {number} captures checked; {stamped}")
    if faults:
        say(f"{faults} {'thing is' if faults == 1 else 'things are'} not as archived")
        sys.exit(FAILED)
    say("all as archived")


@archive.command(epilog="Example: box31 -C aurora archive wacz hengdun -o hengdun.wacz")
@click.argument("name", metavar="SITE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Default: archive/SITE/SITE.wacz."
)
@click.pass_context
def wacz(context: click.Context, name: str, output: Path | None) -> None:
    """Package SITE's finished runs as one WACZ file, for replay in a browser (replayweb.page)."""
    from crawler.archive.wacz import write_wacz

    case = Case.open(context.find_root().obj)
    if output is None and not case.is_writable:
        raise UsageProblem(f"{case.root}: this case is only read; name a file elsewhere with --output")
    with closing(case.database()) as db:
        (site,) = _sites(case, db, [name])
        target = output or case.archive(site) / f"{site}.wacz"
        pages = write_wacz(db, case.archive(site), target, title=f"{site}, archived by {case.name}")
    say(f"{target}: {pages} pages, {target.stat().st_size / 1e6:.1f} MB")


@archive.command(epilog="Example: box31 -C aurora archive timestamp --authority https://freetsa.org/tsr")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option(
    "--authority", "authorities", multiple=True, metavar="URL", help="Default: timestamp.authorities."
)
@listing_options
@click.pass_context
def timestamp(
    context: click.Context, names: tuple[str, ...], authorities: tuple[str, ...], as_json: bool, as_csv: bool
) -> None:
    """Have authorities sign when the newest manifest of each SITE existed (RFC 3161).

    A manifest refers to the one before it, so one time stamp covers every earlier run of the site. The head of the
    ledger, which vouches for all tables of the case, is stamped too.
    """
    from crawler.archive.timestamp_requests import stamp_ledger, stamp_newest
    from crawler.capture.addresses import AddressGuard

    case = Case.open(context.find_root().obj)
    case.refuse_received()
    asked = authorities or tuple(case.config["timestamp"]["authorities"])
    if not asked:
        raise UsageProblem("no authority: name one with --authority or in box31.toml, timestamp.authorities")
    guard = AddressGuard(case.config["network"]["allowed_private"])
    rows: list[dict[str, str]] = []
    failures: list[str] = []
    with case.lock("timestamp"), closing(case.database()) as db:
        sites = _sites(case, db, names)
        for authority in asked:
            for site in (*sites, LEDGER):
                try:
                    if site == LEDGER:
                        rows.append(stamp_ledger(db, case.root / "archive", authority, guard))
                    else:
                        rows.append(stamp_newest(db, case.archive(site), authority, guard))
                except Box31Error as error:
                    failures.append(f"{site or 'ledger'}: {error.message}")
    show(rows, STAMP_COLUMNS, as_json=as_json, as_csv=as_csv)
    for failure in failures:
        say(failure)
    if failures:
        sys.exit(PARTLY if rows else FAILED)


def _sites(case: Case, db: Database, names: Sequence[str]) -> list[str]:
    """The archived sites named, or all. Raises UsageProblem for one that was never crawled."""
    crawled = runs.sites(db)
    for name in names:
        if name not in crawled:
            raise UsageProblem(
                f"{name}: never crawled in {case.root}; crawled: {', '.join(crawled) or 'none'}"
            )
    return list(dict.fromkeys(names)) or crawled


def _extent(db: Database, site: str) -> tuple[int, str]:
    """How many captures a site has, and how far time stamps vouch for them, in words."""
    row = db.execute(
        "SELECT max(t.stamped_at), count(*) FROM timestamps t WHERE t.site = ? HAVING count(*)", [site]
    ).fetchone()
    return captures.count(db, site), f"time-stamped up to {row[0]}" if row else "no time stamp"
