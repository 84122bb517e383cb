"""`box31 orders`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show, write_text

if TYPE_CHECKING:
    from matcher.orders.ledger import Entry


@dataclass(frozen=True)
class OrderOptions:
    """Options of `orders`."""

    sites: tuple[str, ...]
    by_line: bool
    redact: bool
    chart: Path | None


@click.command(epilog="Example: box31 -C mycase orders --lines --csv")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@click.option("--lines", "by_line", is_flag=True, help="One row for each customs line of each order.")
@click.option("--redact", is_flag=True, help="Leave out names of natural persons.")
@click.option("--chart", type=click.Path(path_type=Path, dir_okay=False), help="Write the timeline (SVG).")
@listing_options
@click.pass_context
def orders(context: click.Context, /, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Orders, contracts and shipments that posts announce, beside later customs lines that could be them.

    A line counts for the order that it fits best, by item, date, customer and country. It is a lead: another order, or
    none that was announced, may be behind it.
    """
    from crawler.catalog.listings import check_sites
    from matcher.attributes.taxonomy import of_case
    from matcher.commands.cli import open_case
    from matcher.customs.values.personal_data import redact as without_persons
    from matcher.orders.ledger import ledger
    from matcher.orders.rows import ORDER_COLUMNS, ORDER_LINE_COLUMNS, SHORT, order_line_rows, order_rows
    from matcher.review.decisions import review_database

    given = OrderOptions(**options)
    case = open_case(context)
    db = review_database(case)
    check_sites(case, db, given.sites)
    taxonomy = of_case(case.root)
    entries = ledger(db, taxonomy, given.sites)
    if given.by_line:
        rows = map(dict, order_line_rows(entries))
        show(
            without_persons(rows) if given.redact else rows,
            ORDER_LINE_COLUMNS,
            as_json=as_json,
            as_csv=as_csv,
        )
    else:
        names = dict(
            db.execute("SELECT item_id, coalesce(name, model, sku, item_id) FROM named_items").fetchall()
        )
        listed = map(dict, order_rows(entries, names, taxonomy))
        shown = (
            ({**row, "importers": "", "party": "", "words": ""} for row in listed) if given.redact else listed
        )
        columns = ORDER_COLUMNS if as_json or as_csv else SHORT
        show(shown, columns, as_json=as_json, as_csv=as_csv, uncut=("said", "not_fitting"))
    if given.chart is not None:
        _write_chart(given.chart, entries)
    with_lines = sum(bool(entry.counted) for entry in entries)
    say(f"{counted(len(entries), 'announced order')}, {with_lines} with lines that could be them")


def _write_chart(path: Path, entries: Sequence[Entry]) -> None:
    from matcher.charts.svg import standalone
    from matcher.orders.timeline import MOST, timeline

    chart = timeline(entries)
    if chart is None:
        say("no announced order has a date: no chart written")
        return
    title = "Orders announced and goods declared"
    said = (
        f"The first {MOST} of {len(entries)} orders."
        if len(entries) > MOST
        else f"{counted(len(entries), 'order')}."
    )
    write_text(path, standalone(chart, title, said, "posts and customs lines"))
    say(f"chart: {path}")
