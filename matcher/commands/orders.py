"""`box31 orders`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show, write_text

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.orders.ledger import Entry
    from matcher.orders.timeline import Told


@dataclass(frozen=True)
class OrderOptions:
    """Options of `orders`."""

    sites: tuple[str, ...]
    item: str | None
    party: str | None
    by_line: bool
    redact: bool
    chart: Path | None


@click.command(epilog="Example: box31 -C mycase orders --lines --csv")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@click.option("--item", metavar="ID|URL", help="Only orders of this item.")
@click.option("--party", metavar="PARTY", help="Only orders of this buyer (an id, a tax number, or a name).")
@click.option("--lines", "by_line", is_flag=True, help="One row for each customs line of each order.")
@click.option("--redact", is_flag=True, help="Leave out names of natural persons.")
@click.option(
    "--chart",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the timeline (SVG); with --item or --party with all its lines by month.",
)
@listing_options
@click.pass_context
def orders(context: click.Context, /, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Orders, contracts and shipments that posts announce, and later customs lines that may belong to them.

    A line counts for the order that it fits best, by item, date, customer and country. It is a lead: another order, or
    none that was announced, may be behind it.
    """
    from crawler.catalog.listings import check_sites
    from matcher.attributes.taxonomy import of_case
    from matcher.commands.cli import open_case
    from matcher.customs.values.personal_data import redact as without_persons
    from matcher.orders.ledger import ledger
    from matcher.orders.rows import (
        ORDER_COLUMNS,
        ORDER_LINE_COLUMNS,
        SHORT,
        item_names,
        order_line_rows,
        order_rows,
    )
    from matcher.review.decisions import review_database

    given = OrderOptions(**options)
    case = open_case(context)
    db = review_database(case)
    check_sites(case, db, given.sites)
    taxonomy = of_case(case.root)
    told = _told(db, ledger(db, taxonomy, given.sites), given)
    entries = told.entries
    if given.by_line:
        rows = map(dict, order_line_rows(entries))
        show(
            without_persons(rows) if given.redact else rows,
            ORDER_LINE_COLUMNS,
            as_json=as_json,
            as_csv=as_csv,
        )
    else:
        listed = map(dict, order_rows(entries, item_names(db), taxonomy))
        shown = (
            ({**row, "importers": "", "party": "", "words": ""} for row in listed) if given.redact else listed
        )
        columns = ORDER_COLUMNS if as_json or as_csv else SHORT
        show(shown, columns, as_json=as_json, as_csv=as_csv, uncut=("said", "not_fitting"))
    if given.chart is not None:
        _write_chart(given.chart, told)
    with_lines = sum(bool(entry.counted) for entry in entries)
    say(f"{counted(len(entries), 'announced order')}, {with_lines} with lines that may belong to them")


def _told(db: Database, entries: Sequence[Entry], given: OrderOptions) -> Told:
    """The orders that were asked for."""
    from crawler.case.errors import UsageProblem
    from crawler.catalog.named_records import find_records
    from matcher.orders.rows import item_names
    from matcher.orders.timeline import Told, of_buyer, of_item
    from matcher.parties.parties import Parties

    if given.item and given.party:
        raise UsageProblem("--item and --party: give one of them")
    if given.item:
        (item,) = find_records(db, "item", [given.item])
        return of_item(db, entries, item, item_names(db)[item])
    if given.party:
        return of_buyer(db, entries, Parties(db).find(given.party), redacted=given.redact)
    return Told(entries)


def _write_chart(path: Path, told: Told) -> None:
    from matcher.orders.timeline import timeline_file

    drawn = timeline_file(told)
    if drawn is None:
        say("nothing has a date: no chart written")
        return
    write_text(path, drawn)
    say(f"chart: {path}")
