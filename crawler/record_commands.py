"""The commands `items` and `posts`: what was found."""

from __future__ import annotations

import click

from crawler.case import Case
from crawler.output import listing_options, show


@click.command(epilog="Example: box31 items --csv > items.csv")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@click.option(
    "--same-image", is_flag=True, help="Pictures that several items or posts show, and who shows them."
)
@click.option(
    "--distance",
    default=0,
    show_default=True,
    help="With --same-image: how many of the 64 bits of two pictures' perceptual hashes may differ.",
)
@listing_options
@click.pass_context
def items(
    context: click.Context,
    sites: tuple[str, ...],
    same_image: bool,
    distance: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Catalog items found: one row for each product, its language mirrors joined."""
    from crawler import record_listings

    case = Case.open(context.find_root().obj)
    db = case.database()
    if same_image:
        rows = record_listings.same_images(db, sites=sites, distance=distance)
        show(rows, record_listings.SAME_IMAGE_COLUMNS, as_json=as_json, as_csv=as_csv)
        return
    show(
        record_listings.item_rows(db, sites=sites),
        record_listings.ITEM_COLUMNS,
        as_json=as_json,
        as_csv=as_csv,
    )


@click.command(epilog="Example: box31 posts --json")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@listing_options
@click.pass_context
def posts(context: click.Context, sites: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """News posts found, newest first."""
    from crawler import record_listings

    case = Case.open(context.find_root().obj)
    rows = record_listings.post_rows(case.database(), sites=sites)
    show(rows, record_listings.POST_COLUMNS, as_json=as_json, as_csv=as_csv)
