"""`box31 posts` with the commands that need the matcher: search in posts, and statements."""

from __future__ import annotations

import click

from crawler.case.console import counted, listing_options, say, show
from crawler.commands.posts import posts
from matcher.commands.cli import open_case
from matcher.commands.search import LIMIT, search

__all__ = ["posts"]


@posts.command("search", epilog="Example: box31 posts search visited factory")
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option(
    "--limit", type=click.IntRange(0), default=LIMIT, show_default=True, help="At most so many; 0: all."
)
@listing_options
@click.pass_context
def search_posts(
    context: click.Context, words: tuple[str, ...], limit: int, as_json: bool, as_csv: bool
) -> None:
    """Posts that hold every WORD in one field, and where; the same as `box31 search --in posts`."""
    context.invoke(search, words=words, kinds="posts", limit=limit, as_json=as_json, as_csv=as_csv)


@posts.command("statements", epilog="Example: box31 posts statements --event order --event contract --csv")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@click.option(
    "--event", "events", multiple=True, metavar="EVENT", help="Only these events (may be repeated)."
)
@click.option("--post", "ids", multiple=True, metavar="ID|URL", help="Only this post (may be repeated).")
@listing_options
@click.pass_context
def statements(
    context: click.Context,
    sites: tuple[str, ...],
    events: tuple[str, ...],
    ids: tuple[str, ...],
    as_json: bool,
    as_csv: bool,
) -> None:
    """What posts say was done or agreed: who, what, how many, when, where, and the words it was read from.

    Events: visit, test, sample, order, contract, shipment, acceptance, exhibition; training and domestic are told apart
    so that they are not taken for the others. Language versions of one post count once.
    """
    from crawler.case.errors import UsageProblem
    from crawler.catalog.listings import check_sites
    from crawler.catalog.named_records import find_records
    from matcher.attributes.taxonomy import of_case
    from matcher.records.load import load_items
    from matcher.review.decisions import review_database
    from matcher.review.statement_decisions import reviewed
    from matcher.statements.case_posts import statements_of_case
    from matcher.statements.listing import STATEMENT_COLUMNS, rows
    from matcher.statements.model import EVENTS

    for event in events:
        if event not in EVENTS:
            raise UsageProblem(f"--event {event}: use one of {', '.join(EVENTS)}")
    case = open_case(context)
    db = review_database(case)
    check_sites(case, db, sites)
    wanted = set(find_records(db, "post", ids))
    taxonomy = of_case(case.root)
    found = [
        said
        for said in statements_of_case(db, load_items(db, taxonomy), taxonomy, sites)
        if (not events or said.statement.event in events)
        and (not wanted or wanted & {said.post.post_id, *(version.post_id for version in said.versions)})
    ]
    show(rows(found, taxonomy, reviewed(db, found)), STATEMENT_COLUMNS, as_json=as_json, as_csv=as_csv)
    say(
        f"{counted(len(found), 'statement')} in {counted(len({said.post.post_id for said in found}), 'post')}"
    )
