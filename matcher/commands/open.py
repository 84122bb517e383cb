"""`box31 open`: the case as local web pages."""

from __future__ import annotations

import click

from crawler.case.console import say
from matcher.commands.cli import open_case


@click.command("open", epilog="Example: box31 -C mycase open")
@click.option("--reviewer", default="", help="Your name: recorded with every decision (default: asked for).")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of 127.0.0.1 (default: a free one).")
@click.pass_context
def open_pages(context: click.Context, reviewer: str, port: int) -> None:
    """Look at the case in a browser on this machine: search, lines, items, posts, pairs, firms, sums, archive; import
    files, add sites, decide, write dossiers. Ends with Ctrl-C.

    The address has a secret part that is new at each start; nothing is asked of other machines.
    """
    from matcher.review.decisions import review_database
    from matcher.web.case_app import open_case_pages

    case = open_case(context)

    def started(address: str) -> None:
        click.echo(address)
        say("open this address in a browser on this machine; Ctrl-C ends it")

    try:
        open_case_pages(case, review_database(case), reviewer=reviewer.strip(), port=port, started=started)
    except KeyboardInterrupt:  # the way to end it
        say("ended")
