"""The command `pictures`: what archived pictures show who, what their files state, and text read in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypedDict

import click

from crawler.case.case import Case
from crawler.case.console import counted, listing_options, say, show
from crawler.case.errors import PARTLY, UsageProblem
from crawler.case.lazy_group import LazyGroup
from crawler.case.typed_rows import columns_of

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.catalog.picture_readings import PicturesRead
    from crawler.catalog.pictures import PictureRow

SHOWN_PROBLEMS = 20  # of one site
STATED = "taken, camera and place are what the files state; anybody can write them"


class LineRow(TypedDict):
    """A line of text in a picture: its box in pixels, the model's confidence, the capture it was read from."""

    owner_id: str
    picture_url: str
    line: int
    text: str
    confidence: float
    x: int
    y: int
    width: int
    height: int
    reader: str
    sha256: str
    capture_id: str
    warc_file: str
    warc_offset: int


class ExifRow(TypedDict):
    """A field of a picture's EXIF, and the capture whose bytes hold it."""

    owner_id: str
    picture_url: str
    field: str
    value: str
    sha256: str
    capture_id: str
    warc_file: str
    warc_offset: int


@click.group(
    invoke_without_command=True, cls=LazyGroup, epilog="Example: box31 pictures --csv > pictures.csv"
)
@click.option("--site", "sites", multiple=True, metavar="NAME", help="Only this site (may be repeated).")
@listing_options
@click.pass_context
def pictures(context: click.Context, sites: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """Pictures of items and posts: who else shows them, what their files state (EXIF), text read in them (OCR).

    `items --same-image --distance 6` compares them, `search WORD --in pictures` looks in their text; faces are never
    identified.
    """
    from crawler.catalog.listings import check_sites
    from crawler.catalog.pictures import PICTURE_COLUMNS, picture_rows

    if context.invoked_subcommand is not None:
        return
    case = Case.open(context.find_root().obj)
    db = case.database()
    check_sites(case, db, sites)
    rows = [*picture_rows(db, sites=sites)]
    show(rows, PICTURE_COLUMNS, as_json=as_json, as_csv=as_csv)
    if any(row["taken"] or row["camera"] or row["place"] for row in rows):
        say(STATED)
    if unread := sum(row["text_problem"] == "not read" and row["sha256"] is not None for row in rows):
        say(f"text was not looked for in {counted(unread, 'picture')}: `box31 pictures read` does it")


@pictures.command(epilog="Example: box31 -C mycase pictures read maker")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--exif-only", is_flag=True, help="Do not look for text.")
@click.pass_context
def read(context: click.Context, names: Sequence[str], exif_only: bool) -> None:
    """Read the archived pictures of SITEs (default: all) that were not read yet: EXIF, and text (extra `ocr`).

    Text of confidence .9 and more in pictures of one item only fills fields that the item's pages lack.
    """
    from crawler.catalog.picture_readings import read_pictures
    from crawler.extract.picture.ocr import INSTALL, is_installed

    if not exif_only and not is_installed():
        raise UsageProblem(f"{INSTALL}; --exif-only does without")
    case = Case.open(context.find_root().obj)
    failed = 0
    with case.lock():
        db = case.database()
        archived = [
            row[0] for row in db.execute("SELECT DISTINCT site FROM captures ORDER BY site").fetchall()
        ]
        if unknown := [name for name in names if name not in archived]:
            raise UsageProblem(
                f"{', '.join(unknown)}: nothing archived; archived: {', '.join(archived) or 'nothing'}"
            )
        for site in names or archived:
            failed += _said(site, read_pictures(case, db, site, "exif"), "EXIF", "values")
            if not exif_only:
                failed += _said(site, read_pictures(case, db, site, "text"), "text", "lines")
    if failed:
        context.exit(PARTLY)


def _said(site: str, done: PicturesRead, what: str, unit: str) -> int:
    counts = done.counts
    for problem in done.problems[:SHOWN_PROBLEMS]:
        say(f"{site}: {problem}")
    say(
        f"{site}: {counted(counts['pictures'], 'picture')} read for {what}: {counts['with']:,} have it, "
        f"{counts['found']:,} {unit}; {counted(len(done.problems), 'problem')}"
    )
    return len(done.problems)


@pictures.command(epilog="Example: box31 pictures text n-3f2a91c0 --csv")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@listing_options
@click.pass_context
def text(context: click.Context, ids: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """Lines of text that a model read in pictures (of all, or of the items and posts named), with box and capture."""
    from crawler.catalog.picture_readings import texts_of

    db = Case.open(context.find_root().obj).database()
    texts = texts_of(db)
    rows = (
        LineRow(
            owner_id=row["owner_id"],
            picture_url=row["picture_url"],
            line=number,
            text=line.text,
            confidence=line.confidence,
            x=line.x,
            y=line.y,
            width=line.width,
            height=line.height,
            reader=texts[sha256].reader,
            sha256=sha256,
            capture_id=capture_id,
            warc_file=warc_file,
            warc_offset=warc_offset,
        )
        for row, sha256, capture_id, warc_file, warc_offset in _archived(db, ids)
        if sha256 in texts
        for number, line in enumerate(texts[sha256].lines, 1)
    )
    show(rows, columns_of(LineRow), as_json=as_json, as_csv=as_csv)


@pictures.command(epilog="Example: box31 pictures exif --csv")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@listing_options
@click.pass_context
def exif(context: click.Context, ids: tuple[str, ...], as_json: bool, as_csv: bool) -> None:
    """What the files of pictures state (of all, or of the items and posts named), field by field, with the capture."""
    from crawler.catalog.picture_readings import exif_of

    db = Case.open(context.find_root().obj).database()
    stated = exif_of(db)
    rows = (
        ExifRow(
            owner_id=row["owner_id"],
            picture_url=row["picture_url"],
            field=name,
            value=value,
            sha256=sha256,
            capture_id=capture_id,
            warc_file=warc_file,
            warc_offset=warc_offset,
        )
        for row, sha256, capture_id, warc_file, warc_offset in _archived(db, ids)
        if sha256 in stated
        for name, value in stated[sha256].values.items()
    )
    show(rows, columns_of(ExifRow), as_json=as_json, as_csv=as_csv)
    say(STATED)


def _archived(db: Database, ids: Sequence[str]) -> Iterator[tuple[PictureRow, str, str, str, int]]:
    """Pictures whose bytes are archived: hash, capture, WARC file and offset."""
    from crawler.catalog.named_records import find_records
    from crawler.catalog.pictures import picture_rows

    items = [one for one in ids if not one.startswith("n-")]
    posts = [one for one in ids if one.startswith("n-")]
    owners = [*find_records(db, "item", items), *find_records(db, "post", posts)]
    for row in picture_rows(db, owners=owners):
        if row["sha256"] is not None and row["capture_id"] is not None:
            place = db.execute(
                "SELECT warc_file, warc_offset FROM captures WHERE capture_id = ?", [row["capture_id"]]
            ).fetchone()
            yield row, row["sha256"], row["capture_id"], place[0], place[1]
