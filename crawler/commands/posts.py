"""The command `posts`: news posts found, their text and pictures."""

from __future__ import annotations

import click

from crawler.case.case import Case
from crawler.case.console import listing_options, say, show
from crawler.case.lazy_group import LazyGroup
from crawler.case.safe_text import visible_controls


@click.group(invoke_without_command=True, cls=LazyGroup, epilog="Example: box31 posts --json")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@listing_options
@click.pass_context
def posts(context: click.Context, sites: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """News posts found, newest first; what they say and show."""
    from crawler.catalog import listings as record_listings
    from crawler.catalog.record_marks import count_left_out, in_words

    if context.invoked_subcommand is not None:
        return
    case = Case.open(context.find_root().obj)
    db = case.database()
    record_listings.check_sites(case, db, sites)
    rows = record_listings.post_rows(db, sites=sites)
    show(rows, record_listings.POST_COLUMNS, as_json=as_json, as_csv=as_csv)
    for line in in_words(count_left_out(db, sites, "posts"), "post"):
        say(line)


@posts.command("text", epilog="Example: box31 posts text n-3f2a91c0")
@click.argument("ids", nargs=-1, required=True, metavar="ID|URL...")
@click.pass_context
def post_text(context: click.Context, ids: tuple[str, ...]) -> None:
    """The text of posts, verbatim. A post is named by its id, the beginning of it, or its address."""
    from crawler.catalog.named_records import find_records
    from crawler.catalog.post_pages import post_page

    db = Case.open(context.find_root().obj).database()
    for number, post_id in enumerate(find_records(db, "post", ids)):
        page = post_page(db, post_id)
        if number:
            click.echo()
        dated = (
            f"{page.published} ({page.date_source}, {page.date_certainty})" if page.published else "no date"
        )
        say(f"{page.post_id} of {page.site}, {dated}, {page.url}, capture {page.capture_id}")
        click.echo(visible_controls(page.title or ""))
        click.echo()
        click.echo("\n".join(visible_controls(line) for line in (page.text or "").splitlines()))


@posts.command("pictures", epilog="Example: box31 posts pictures n-3f2a91c0 --csv")
@click.argument("ids", nargs=-1, metavar="[ID|URL]...")
@listing_options
@click.pass_context
def post_pictures(context: click.Context, ids: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """Pictures of posts (none named: of all), with their hashes, how many other items and posts show them, and what
    their files state and a model read in them: the columns of `box31 pictures`."""
    from crawler.catalog.named_records import find_records
    from crawler.catalog.pictures import PICTURE_COLUMNS, picture_rows

    db = Case.open(context.find_root().obj).database()
    chosen = find_records(db, "post", ids)
    rows = [row for row in picture_rows(db, owners=chosen) if row["kind"] == "post"]
    rows.sort(key=lambda row: (row["published"] or "", row["page_url"], row["position"]))
    show(rows, PICTURE_COLUMNS, as_json=as_json, as_csv=as_csv)
