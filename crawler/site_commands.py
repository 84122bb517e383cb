"""The command group `site`: sites of the case, and what extraction makes of pages."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.errors import PARTLY, UsageProblem
from crawler.output import say


@click.group(epilog="Example: box31 site add https://maker.example/")
def site() -> None:
    """Sites of the case: add, list, preview, inspect."""


@site.command(epilog="Example: box31 site inspect saved/*.html --url https://maker.example/p/1")
@click.argument("pages", nargs=-1, required=True, metavar="FILE|DIR|URL...")
@click.option("--url", help="The address of the (one) page; else its canonical link or og:url counts.")
@click.pass_context
def inspect(context: click.Context, pages: tuple[str, ...], url: str | None) -> None:
    """What extraction makes of pages: one JSON line each. Needs no case for files.

    A page that cannot be read gives a line of nulls with a message, and exit code 3.
    """
    import json

    from crawler.inspection import broken_line, files_of, inspect_file

    addresses = [p for p in pages if p.lower().startswith(("http://", "https://"))]
    files = list(files_of([Path(p) for p in pages if p not in addresses]))
    if url and len(files) + len(addresses) != 1:
        raise UsageProblem("--url names the address of one page; give one file with it")
    failed = 0
    for path in files:
        line = inspect_file(path, url)
        failed += line["message"] is not None
        click.echo(json.dumps(line, ensure_ascii=False))
    if addresses:
        from crawler.discover import Visitor

        with Visitor.for_context(context) as visitor:
            for address in addresses:
                line = visitor.inspect(address) or broken_line(None, address, "no answer")
                failed += line["message"] is not None
                click.echo(json.dumps(line, ensure_ascii=False))
    if not files and not addresses:
        raise UsageProblem(f"{', '.join(pages)}: no pages there")
    if failed:
        say(f"box31: {failed} of {len(files) + len(addresses)} pages could not be read; see their messages")
        context.exit(PARTLY)
