"""Extraction run again over the archive, without the network: better rules improve old captures too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from crawler.case import Case
from crawler.errors import PARTLY, Box31Error, UsageProblem
from crawler.output import say
from crawler.rendered import DOM, DOM_HEADERS

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.sites import SiteProfile

BATCH = 200  # captures of one transaction


def extract_archive(
    case: Case, db: Database, site: str, profile: SiteProfile | None
) -> tuple[Counter[str], list[str]]:
    """Read every archived page of `site` again; returns (counts, problems: "url: why" of captures that could not be).

    New versions are written, with this extractor's number, only where a field differs from the newest version of
    the same page; older captures come first, so that the newest capture has the last word. Commits in batches.
    """
    from crawler.capture.reading import read_capture
    from crawler.extract.page import extract_page
    from crawler.store import store_image, store_page

    counts: Counter[str] = Counter()
    problems: list[str] = []
    archive = case.root / "archive"
    for batch in _batches(_captures(db, site)):
        db.conn.execute("BEGIN IMMEDIATE")
        with db.conn:
            for capture_id, run_id, url, captured_at, kind, sha256, mime in batch:
                try:
                    stored = read_capture(db, archive, capture_id)
                except Box31Error as error:
                    problems.append(f"{url}: {error.message}")
                    continue
                if kind == "image":
                    counts["images"] += 1
                    store_image(db, sha256=sha256, body=stored.content, mime=mime)
                    continue
                headers = DOM_HEADERS if kind == "rendered" else stored.headers
                records = extract_page(stored.content, url, headers, captured_at=captured_at, profile=profile)
                counts["pages"] += 1
                counts.update(
                    store_page(
                        db,
                        site=site,
                        run_id=run_id,
                        capture_id=capture_id,
                        seen_at=captured_at,
                        records=records,
                    )
                )
    return counts, problems


def _captures(db: Database, site: str) -> list[tuple[str, str, str, str, str, str, str | None]]:
    """Whole pages and pictures of the site, oldest first; a page that was also rendered is read as rendered."""
    found: list[tuple[str, str, str, str, str, str, str | None]] = db.execute(
        """
        SELECT capture_id, run_id, iif(kind = 'rendered', substr(url, 1 + length(:dom)), url), captured_at, kind,
               payload_sha256, mime
        FROM captures c
        WHERE site = :site AND error IS NULL AND truncated IS NULL AND (
          (kind = 'rendered' AND url LIKE :dom || '%')
          OR (kind = 'image' AND status IN (200, 304)
              AND NOT EXISTS (SELECT 1 FROM images i WHERE i.sha256 = c.payload_sha256))
          OR (kind = 'page' AND status IN (200, 304) AND (mime IS NULL OR mime LIKE '%html%' OR mime LIKE '%xml%')
              AND NOT EXISTS (SELECT 1 FROM captures r
                              WHERE r.site = c.site AND r.run_id = c.run_id AND r.url = :dom || c.url)))
        ORDER BY captured_at, capture_id
        """,
        {"site": site, "dom": DOM},
    ).fetchall()
    return found


def _batches(
    rows: list[tuple[str, str, str, str, str, str, str | None]],
) -> Iterator[list[tuple[str, str, str, str, str, str, str | None]]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


@click.command(epilog="Example: box31 -C mycase archive extract maker")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.pass_context
def extract(context: click.Context, names: Sequence[str]) -> None:
    """Run extraction again over the archive of SITEs (default: all), without the network.

    Pages are read with the site's profile as it is now. Item versions then say which extractor wrote them.
    """
    from crawler.catalogues import read_catalogues
    from crawler.extract import EXTRACTOR
    from crawler.sites import load_profile

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
