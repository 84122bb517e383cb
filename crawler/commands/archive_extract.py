"""`box31 archive extract`: extraction run again over the archive."""

from __future__ import annotations

from collections.abc import Sequence

import click

from crawler.case.case import Case
from crawler.case.console import say
from crawler.case.errors import PARTLY, UsageProblem


@click.command(epilog="Example: box31 -C mycase archive extract maker")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.pass_context
def extract(context: click.Context, names: Sequence[str]) -> None:
    """Run extraction again over the archive of SITEs (default: all), without the network.

    Pages are read with the site's profile as it is now. Item versions then say which extractor wrote them.
    """
    from crawler.catalog.pdf_catalogues import read_catalogues
    from crawler.catalog.reextract import extract_archive
    from crawler.extract.version import EXTRACTOR
    from crawler.profile.profile import load_profile

    case = Case.open(context.find_root().obj)
    with case.lock():
        db = case.database()
        archived = [
            row[0] for row in db.execute("SELECT DISTINCT site FROM captures ORDER BY site").fetchall()
        ]
        unknown = [name for name in names if name not in archived]
        if unknown:
            raise UsageProblem(
                f"{', '.join(unknown)}: nothing archived; archived: {', '.join(archived) or 'nothing'}"
            )
        failed = 0
        for site in names or archived:
            path = case.sites / f"{site}.yaml"
            profile = load_profile(path) if path.exists() else None
            counts, problems = extract_archive(case, db, site, profile)
            read, unread = read_catalogues(case, db, site)
            problems += unread
            for problem in problems[:20]:
                say(f"{site}: {problem}")
            failed += len(problems)
            say(
                f"{site}: {counts['pages']} pages read again with extractor {EXTRACTOR}; "
                f"{counts['item_versions']} new item versions, {counts['post_versions']} new post versions"
                + (
                    f"; {read['catalogue_pages']} pages of {read['catalogues']} catalogues"
                    if read["catalogues"]
                    else ""
                )
                + (f"; {len(problems)} captures could not be read" if problems else "")
            )
    if failed:
        context.exit(PARTLY)
