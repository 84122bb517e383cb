"""The commands `items` and `changes`: what was found, and what changed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import click

from crawler.case.case import Case
from crawler.case.console import counted, listing_options, say, show
from crawler.case.errors import UsageProblem
from crawler.case.lazy_group import LazyGroup
from crawler.case.typed_rows import columns_of

if TYPE_CHECKING:
    from crawler.catalog.change_digest import Noted


@dataclass(frozen=True)
class ChangeOptions:
    """Options of `changes`."""

    sites: tuple[str, ...]
    since: str | None
    kinds: tuple[str, ...]
    gone_after: int
    watched: bool
    as_digest: bool
    feed: Path | None


class ChangeRow(TypedDict):
    """A change as it is listed; `before` and `after` by field; `watch`: the watch words that a post holds."""

    at: str
    site: str
    kind: str
    name: str | None
    url: str
    fields: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    published: str | None
    run: str | None
    id: str
    watch: str


CHANGE_COLUMNS = columns_of(ChangeRow)


@click.group(invoke_without_command=True, cls=LazyGroup, epilog="Example: box31 items --csv > items.csv")
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
    from crawler.catalog import listings as record_listings
    from crawler.catalog.record_marks import count_left_out, in_words

    if context.invoked_subcommand is not None:
        return
    case = Case.open(context.find_root().obj)
    db = case.database()
    record_listings.check_sites(case, db, sites)
    if same_image:
        from crawler.catalog.pictures import SAME_IMAGE_COLUMNS, same_images

        rows = same_images(db, sites=sites, distance=distance)
        show(rows, SAME_IMAGE_COLUMNS, as_json=as_json, as_csv=as_csv)
        return
    found = record_listings.item_rows(db, sites=sites)
    show(found, record_listings.ITEM_COLUMNS, as_json=as_json, as_csv=as_csv)
    if dead := record_listings.dead_entries(db, sites):
        say(f"{len(dead)} entries of lists are left out: their own pages do not exist (HTTP 404 or 410)")
    for line in in_words(count_left_out(db, sites), "item"):
        say(line)


@items.command(epilog="Example: box31 items hide i-3f2a91c0 --note 'a service, not a product'")
@click.argument("ids", nargs=-1, required=True, metavar="ID|URL...")
@click.option("--note", help="Why, for other readers.")
@click.pass_context
def hide(context: click.Context, ids: tuple[str, ...], note: str | None) -> None:
    """Hide items that are no products of the maker from listings, sheets and matches.

    An item is named by its id, the beginning of it, or an address of its page. All that is archived of it stays;
    `items show` takes it back.
    """
    _mark(context, ids, "hidden", note)


@items.command("show", epilog="Example: box31 items show i-3f2a91c0")
@click.argument("ids", nargs=-1, required=True, metavar="ID|URL...")
@click.pass_context
def show_again(context: click.Context, ids: tuple[str, ...]) -> None:
    """Show hidden items again."""
    _mark(context, ids, "shown", None)


@items.command(epilog="Example: box31 items hidden --csv")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@listing_options
@click.pass_context
def hidden(context: click.Context, sites: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """Items and posts that are left out: hidden by a reader or withdrawn by extraction, since when and why."""
    from crawler.catalog.listings import check_sites
    from crawler.catalog.record_marks import LEFT_OUT_COLUMNS, left_out_rows

    case = Case.open(context.find_root().obj)
    db = case.database()
    check_sites(case, db, sites)
    show(left_out_rows(db, sites), LEFT_OUT_COLUMNS, as_json=as_json, as_csv=as_csv)


def _mark(
    context: click.Context, ids: tuple[str, ...], mark: Literal["hidden", "shown"], note: str | None
) -> None:
    from crawler.catalog.named_records import find_records
    from crawler.catalog.record_marks import add_marks, left_out_ids

    case = Case.open(context.find_root().obj)
    with case.lock():
        db = case.database()
        chosen = find_records(db, "item", ids)
        hidden_before = left_out_ids(db, "hidden")
        changed = [item for item in chosen if (item in hidden_before) != (mark == "hidden")]
        with db.conn:
            add_marks(db, changed, mark, note)
    say(f"{counted(len(changed), 'item')} {mark}" + (" again" if mark == "shown" else ""))
    if len(changed) < len(chosen):
        say(
            f"{counted(len(chosen) - len(changed), 'item')} {'already' if mark == 'hidden' else 'not'} hidden"
        )


@click.command(epilog="Example: box31 changes --since 2026-01-01 --kind new --kind gone")
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@click.option(
    "--since",
    metavar="TIME",
    help="Only what was seen since then: a date or time (ISO 8601, UTC), or 7d, 12h ago.",
)
@click.option(
    "--kind", "kinds", multiple=True, help="new, changed, gone, back, post or post changed; may be repeated."
)
@click.option(
    "--gone-after", default=2, show_default=True, help="Complete runs without an item until it is gone."
)
@click.option("--watched", is_flag=True, help="Only posts that hold a watch word of the case.")
@click.option("--digest", "as_digest", is_flag=True, help="Print a text for mail instead of a table.")
@click.option(
    "--feed",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write an Atom feed instead (RSS, where FILE ends in .rss).",
)
@listing_options
@click.pass_context
def changes(context: click.Context, /, as_json: bool, as_csv: bool, **options: Any) -> None:
    """What changed: new, changed, gone and returned items, new and changed posts; newest first."""
    from crawler.catalog.change_digest import digest, since_time, write_feed

    given = ChangeOptions(**options)
    case = Case.open(context.find_root().obj)
    begin = since_time(given.since) if given.since else None
    found = _found(case, given, begin)
    title = f"{case.name}: what changed" + (f" since {begin[:10]}" if begin else "")
    if given.feed is not None:
        write_feed(given.feed, found, title)
    elif given.as_digest:
        click.echo(digest(found, title=title), nl=False)
    else:
        show(map(_row, found), CHANGE_COLUMNS, as_json=as_json, as_csv=as_csv)


def _found(case: Case, given: ChangeOptions, begin: str | None) -> list[Noted]:
    from crawler.catalog import changes as room
    from crawler.catalog.change_digest import noted
    from crawler.catalog.listings import check_sites
    from crawler.catalog.watch_words import watch_list

    unknown = set(given.kinds) - set(room.KINDS)
    if unknown:
        raise UsageProblem(f"--kind {', '.join(sorted(unknown))}: use {', '.join(room.KINDS)}")
    db = case.database()
    check_sites(case, db, given.sites)
    found = room.changes(db, sites=given.sites, since=begin, gone_after=given.gone_after)
    chosen = [change for change in found if not given.kinds or change.kind in given.kinds]
    return [one for one in noted(chosen, watch_list(case)) if one.watch or not given.watched]


def _row(one: Noted) -> ChangeRow:
    change = one.change
    return ChangeRow(
        at=change.at,
        site=change.site,
        kind=change.kind,
        name=change.name,
        url=change.url,
        fields=", ".join(change.fields),
        before={name: before for name, (before, _) in change.fields.items()} or None,
        after={name: after for name, (_, after) in change.fields.items()} or None,
        published=change.published,
        run=change.run_id,
        id=change.id,
        watch=", ".join(one.watch),
    )
