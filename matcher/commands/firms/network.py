"""`box31 parties network` and `box31 parties addresses`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.case.console import counted, listing_options, say, show, write_text

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.parties.network import Partner

redact_option = click.option("--redact", is_flag=True, help="Leave out names of natural persons.")


@click.command(epilog="Example: box31 -C mycase parties network 7707083893 --chart network.svg")
@click.argument("party", required=False, metavar="[PARTY]")
@click.option(
    "--with", "partner", type=click.Choice(["exporter", "maker"]), default="exporter", show_default=True,
    help="The firms shown beside the importers.",
)  # fmt: skip
@click.option(
    "--chart", type=click.Path(path_type=Path, dir_okay=False), help="Also draw it, as an SVG file."
)
@redact_option
@listing_options
@click.pass_context
def network(
    context: click.Context, /, party: str | None, partner: Partner, chart: Path | None, **options: bool
) -> None:
    """Importers and the exporters (or makers) that their lines name, of all firms or of PARTY, whatever the spelling."""
    from matcher.charts.network import network_file
    from matcher.parties.network import TIE_COLUMNS, tie_rows
    from matcher.parties.parties import Parties

    db = _database(context)
    parties = Parties(db)
    rows = tie_rows(db, parties, partner, parties.find(party) if party else None, redacted=options["redact"])
    show(rows, TIE_COLUMNS, as_json=options["as_json"], as_csv=options["as_csv"])
    if chart is not None and (drawn := network_file(rows)):
        write_text(chart, drawn)
        say(f"drawn in {chart}")


@click.command(epilog="Example: box31 -C mycase parties addresses --csv")
@redact_option
@listing_options
@click.pass_context
def addresses(context: click.Context, redact: bool, as_json: bool, as_csv: bool) -> None:
    """Addresses that lines state for several firms: of importers, exporters and declarants.

    One address is no proof of one owner: large buildings and registration agents have many firms.
    """
    from matcher.parties.network import ADDRESS_COLUMNS, address_rows
    from matcher.parties.parties import Parties

    db = _database(context)
    rows = address_rows(db, Parties(db), redacted=redact)
    show(rows, ADDRESS_COLUMNS, as_json=as_json, as_csv=as_csv)
    say(f"{counted(len(rows), 'address', 'addresses')} of several firms")


def _database(context: click.Context) -> Database:
    from matcher.commands.cli import open_case
    from matcher.schema.tables import matcher_migrations

    return open_case(context).database(matcher_migrations)
