"""`box31 dossier`: a folder another person can verify."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.case import Case
from crawler.case.console import say
from crawler.case.errors import PARTLY, Box31Error, UsageProblem

if TYPE_CHECKING:
    from matcher.dossier.build import Built


@dataclass(frozen=True)
class Asked:
    """What `dossier` was asked for."""

    pairs: tuple[str, ...]
    accepted: bool
    output: Path | None
    title: str
    redact: bool
    timestamp: bool


@click.command(epilog="Example: box31 dossier --accepted")
@click.argument("pairs", nargs=-1, metavar="[PAIR]...")
@click.option("--accepted", is_flag=True, help="All accepted pairs.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where to write it (default: dossiers/ of the case).",
)
@click.option("--title", default="", help="Its title (default: the name of the case).")
@click.option("--redact", is_flag=True, help="Leave out personal fields, and say what was left out.")
@click.option("--timestamp", is_flag=True, help="Have the authorities of box31.toml time-stamp it (network).")
@click.pass_context
def dossier(context: click.Context, /, pairs: tuple[str, ...], **options: Any) -> None:
    """Write a BagIt folder with the report, the captures, the customs rows and the decisions behind PAIRs.

    It opens in any browser without the network, and `sha256sum -c manifest-sha256.txt` verifies it on any
    machine. Exits 3 where something could not be included; the dossier names it.
    """
    from matcher.commands.cli import open_case

    asked = Asked(pairs, **options)
    if asked.accepted == bool(pairs):
        raise UsageProblem("name pairs or give --accepted, one of the two: `box31 dossier --accepted`")
    case = open_case(context)
    if asked.timestamp and not case.config["timestamp"]["authorities"]:
        raise UsageProblem("no time-stamping authority: name one in box31.toml, timestamp.authorities")
    built = _build(case, asked)
    refusals = stamp(case, built.path) if asked.timestamp else []
    for refusal in refusals:
        say(refusal)
    if built.problems:
        for problem in built.problems[:10]:
            say(f"not in it: {problem}")
        raise Box31Error(
            f"{len(built.problems)} captures are not in the dossier; captures.html names them", PARTLY
        )
    if refusals:
        raise Box31Error("the dossier is whole, but not every authority signed it", PARTLY)


def _build(case: Case, asked: Asked) -> Built:
    """Build the dossier, and say where it is and how to cite it."""
    from matcher.dossier.build import DossierOptions, build_dossier
    from matcher.dossier.chosen import selection as chosen
    from matcher.dossier.files.bag import payload_bytes
    from matcher.review.decisions import review_database

    target = asked.output or case.dossiers / f"dossier-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if asked.output is None and not case.is_writable:
        raise UsageProblem(f"{case.root}: this case is only read; name a folder elsewhere with --output")
    with case.lock() if case.is_writable else nullcontext():
        db = review_database(case)
        try:
            ids = chosen.accepted(db) if asked.accepted else chosen.named(db, asked.pairs)
            built = build_dossier(case, db, ids, target, DossierOptions(asked.title, asked.redact))
        finally:
            db.conn.close()
    click.echo(built.path)
    size = payload_bytes(built.path) / 1e6
    say(
        f"{built.pairs} pairs, {built.lines} customs lines, {built.captures} captures, {size:.1f} MB; open"
        f" {built.path / 'data' / 'index.html'}"
    )
    say(f"to cite it: SHA-256 of manifest-sha256.txt {built.manifest_sha256}")
    return built


def stamp(case: Case, target: Path) -> list[str]:
    """Ask each authority of the case for a token over the manifest and put it beside it; gives what went wrong."""
    from crawler.archive.timestamp import request_token
    from crawler.capture.addresses import AddressGuard
    from matcher.dossier.files.bag import MANIFEST, add_tag_file

    guard = AddressGuard(case.config["network"]["allowed_private"])
    refusals = []
    for number, authority in enumerate(case.config["timestamp"]["authorities"], 1):
        try:
            token, moment = request_token(authority, (target / MANIFEST).read_bytes(), guard)
        except Box31Error as error:
            refusals.append(error.message)
            continue
        add_tag_file(target, f"{MANIFEST}.{number}.tsr", token)
        say(f"signed by {authority} at {moment}")
    return refusals
