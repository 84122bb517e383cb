"""The command `status`: sites, their last runs and alarms, and what waits for review, in one screen."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from crawler.case.console import listing_options, say, show
from crawler.case.errors import ALARM
from crawler.case.safe_text import json_line
from matcher.commands.cli import open_case

if TYPE_CHECKING:
    from sqlite_utils import Database

SCREEN = 30  # sites; more are shown only if they need action, or with --all


@click.command(epilog="Example: box31 status")
@click.option("--all", "everything", is_flag=True, help="Show every site, also where there are many.")
@click.option("--runs", is_flag=True, help="List the runs instead, newest first, each in numbers.")
@click.option(
    "--site", "sites", multiple=True, metavar="NAME", help="With --runs: only this site (repeatable)."
)
@click.option("--check", is_flag=True, help="Exit 4 if there is an alarm.")
@listing_options
@click.pass_context
def status(
    context: click.Context,
    everything: bool,
    runs: bool,
    sites: tuple[str, ...],
    check: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Status of the case: sites, last runs, what is overdue or wrong, what waits for review.

    --json prints one object with sites, alarms and review; --csv the sites.
    """
    from crawler.monitor.alarms import in_words
    from crawler.scheduler import site_status as crawl
    from crawler.scheduler.run_due import read_profiles
    from matcher.schema.tables import matcher_migrations

    case = open_case(context)
    db = case.database(matcher_migrations)
    if runs:
        show(crawl.run_rows(db, sites), crawl.RUN_COLUMNS, as_json=as_json, as_csv=as_csv)
        return
    profiles, problems = read_profiles(case)
    crawled = {profile.name for profile in profiles if case.is_crawled(profile.name)}
    found = crawl.crawl_status(db, profiles, problems, datetime.now(UTC), crawled)
    review = review_counts(db)
    if as_json:
        click.echo(json_line({**found.as_json(), "review": review}))
    else:
        rows = [vars(site) for site in found.sites]
        hidden = 0
        if not (as_csv or everything) and len(rows) > SCREEN:
            wanted = [row for row in rows if row["state"] != "ok"][:SCREEN]
            hidden, rows = len(rows) - len(wanted), wanted
        show(rows, crawl.COLUMNS, as_csv=as_csv)
        if hidden:
            say(f"and {hidden} more sites; --all shows them")
        if not as_csv:
            for entry in found.alarms:
                say(in_words(entry))
            waiting = ", ".join(f"{count} {state}" for state, count in review.items())
            say(f"pairs: {waiting}" if waiting else "pairs: none yet; `box31 match` proposes them")
    if check and found.alarms:
        sys.exit(ALARM)


def review_counts(db: Database) -> dict[str, int]:
    """How many pairs are in each state of review; empty where nothing was matched yet."""
    try:
        rows = db.execute("SELECT state, count(*) FROM pair_states GROUP BY state ORDER BY state").fetchall()
    except sqlite3.OperationalError:  # a case made before pairs had states
        return {}
    return {str(state): int(count) for state, count in rows}
