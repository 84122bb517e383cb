"""`box31 archive extract`: extraction run again over the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from crawler.case.case import Case
from crawler.case.console import counted, say
from crawler.case.errors import PARTLY, UsageProblem
from crawler.extract.version import EXTRACTOR

if TYPE_CHECKING:
    from crawler.catalog.reextract import Extraction

SHOWN_PROBLEMS = 20  # of one site


@click.command(epilog="Example: box31 -C mycase archive extract maker")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.pass_context
def extract(context: click.Context, names: Sequence[str]) -> None:
    """Run extraction again over the archive of SITEs (default: all), without the network.

    Pages are read with the site's profile as it is now. Item versions then say which extractor wrote them. Items and
    posts that no archived page gives any more are left out of the listings, and counted.
    """
    from crawler.catalog.pdf_catalogues import read_catalogues
    from crawler.catalog.reextract import extract_archive
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
            done = extract_archive(case, db, site, profile)
            read, unread = read_catalogues(case, db, site)
            problems = [*done.problems, *unread]
            for problem in problems[:SHOWN_PROBLEMS]:
                say(f"{site}: {problem}")
            failed += len(problems)
            say(f"{site}: {_in_words(done)}" + _catalogues(read) + _unread(problems))
    if failed:
        context.exit(PARTLY)


def _in_words(done: Extraction) -> str:
    counts = done.counts
    words = (
        f"{counts['pages']} pages read again with extractor {EXTRACTOR}; "
        f"{counts['item_versions']} new item versions, {counts['post_versions']} new post versions"
    )
    if done.withdrawn.items or done.withdrawn.posts:
        taken = f"{counted(done.withdrawn.items, 'item')} and {counted(done.withdrawn.posts, 'post')}"
        words += f"; {taken} taken back: no archived page gives them with this profile"
    if counts["restored"]:
        words += f"; {counted(counts['restored'], 'item or post', 'items and posts')} given again"
    return words


def _catalogues(read: Mapping[str, int]) -> str:
    pages, catalogues = read["catalogue_pages"], read["catalogues"]
    return f"; {pages} pages of {catalogues} catalogues" if catalogues else ""


def _unread(problems: Sequence[str]) -> str:
    return f"; {len(problems)} captures could not be read" if problems else ""
