"""`box31 lists`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.case.console import counted, listing_options, say, show
from crawler.case.lazy_group import LazyGroup

if TYPE_CHECKING:
    from sqlite_utils import Database

    from matcher.lists.entries import Entry
    from matcher.lists.store import ListRow
    from matcher.parties.spellings import Spelling

HIT_COLUMNS = (
    *("confidence", "kind", "case_name", "case_number", "spelling", "listed_name", "entry", "list_row", "list_country"),
    *("note", "list", "edition", "lines", "value_usd", "first_date", "last_date", "reasons"),
)  # fmt: skip
Row = dict[str, Any]


@click.group(
    cls=LazyGroup, invoke_without_command=True, epilog="Example: box31 -C mycase lists import targets.ftm.json --date 2026-11-01"
)  # fmt: skip
@listing_options
@click.pass_context
def lists(context: click.Context, as_json: bool, as_csv: bool) -> None:
    """Lists to screen the case against: each imported edition with its date, counts and hash."""
    if context.invoked_subcommand:
        return
    from matcher.lists.store import LIST_COLUMNS
    from matcher.lists.store import lists as imported

    show(map(vars, imported(_database(context))), LIST_COLUMNS, as_json=as_json, as_csv=as_csv)


@lists.command(
    "import", epilog="Example: box31 -C mycase lists import consolidated.csv --name CSL --date 2026-11-01"
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--date",
    "edition",
    required=True,
    metavar="DATE",
    help="The date of the edition, shown with every result.",
)
@click.option("--name", default="", help="The list's name (default: the file's).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["ftm", "csl", "eu-xml", "eu-csv", "uk-csv", "ua-json", "csv"]),
    help="Default: told by the content.",
)
@click.pass_context
def import_command(context: click.Context, file: Path, edition: str, name: str, form: str | None) -> None:
    """Import a list: FollowTheMoney JSON lines (OpenSanctions), the US CSL as CSV, the EU's consolidated list (XML, CSV), the
    UK's (CSV), Ukraine's (JSON), or a CSV with a column name or hs, such as the Common High Priority List.

    A file with a record that cannot be read is not imported.
    """
    from crawler.case.errors import UsageProblem
    from matcher.commands.cli import open_case
    from matcher.lists.store import import_list
    from matcher.schema.tables import matcher_migrations

    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", edition):
        raise UsageProblem(f"--date {edition}: give the day of the edition, such as 2026-11-01")
    case = open_case(context)
    with case.lock():
        row, new = import_list(case.database(matcher_migrations), file, name, edition, form)
    if not new:
        say(f"{file.name}: nothing to do, the same bytes are {row.name}, edition {row.edition}")
        return
    say(
        f"{row.name}, edition {row.edition} ({row.format}): {counted(row.entries, 'entry', 'entries')}, sha256 {row.sha256}"
    )
    if row.left_out:
        say(f"  left out: {counted(row.left_out, 'record')} that name no party and no code")


@lists.command("screen", epilog="Example: box31 -C mycase lists screen --csv > hits.csv")
@click.option("--list", "wanted", metavar="NAME", help="Only this list (name or id).")
@click.option("--edition", metavar="DATE", help="Only this edition (default: all that were imported).")
@click.option(
    "--min-confidence",
    "least",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Lowest confidence of hits on names.",
)
@click.option(
    "--redact", is_flag=True, help="Leave out names and tax numbers of natural persons of the case."
)
@listing_options
@click.pass_context
def screen_command(
    context: click.Context, /, wanted: str | None, edition: str | None, least: float, **options: bool
) -> None:
    """Names and goods codes of the case that may be on a list, with confidence and reasons. A hit is a proposal."""
    from matcher.lists.store import chosen_lists
    from matcher.parties.spellings import read_spellings

    db = _database(context)
    chosen = chosen_lists(db, wanted, edition)
    spellings = read_spellings(db)
    rows: list[Row] = []
    notes = []
    for one in chosen:
        found = sorted(
            _hits(db, one, spellings, least, options["redact"]), key=lambda row: -row["confidence"]
        )
        rows += found
        said = counted(len(found), "hit") if found else "no hit"
        notes.append(
            f"{one.name}, edition {one.edition}: {said}, of {counted(len(spellings), 'name')} of the case"
        )
    show(rows, HIT_COLUMNS, as_json=options["as_json"], as_csv=options["as_csv"])
    for note in notes:
        say(note)


def _hits(db: Database, one: ListRow, spellings: list[Spelling], least: float, redact: bool) -> Iterator[Row]:
    from matcher.customs.values.personal_data import REDACTED
    from matcher.lists.screening import screen_codes, screen_parties
    from matcher.lists.store import entries
    from matcher.reading.texts import joined

    listed = entries(db, one.list_id)
    of_list = {"list": one.name, "edition": one.edition}
    for hit in screen_parties(spellings, listed, least):
        spelling = hit.spelling
        name, number = spelling.shown(redact)
        yield {
            **of_list,
            **_of_entry(hit.entry),
            "confidence": hit.comparison.confidence,
            "kind": "party",
            "case_name": name,
            "case_number": number,
            "spelling": spelling.spelling_id,
            "listed_name": REDACTED if redact and spelling.is_personal else hit.listed_name,
            "lines": spelling.lines,
            "first_date": spelling.first_date,
            "last_date": spelling.last_date,
            "reasons": joined(hit.comparison.reasons),
        }
    for code in screen_codes(db, listed):
        yield {
            **of_list,
            **_of_entry(code.entry),
            "confidence": 1.0,
            "kind": "hs",
            "case_name": code.code,
            "listed_name": code.entry.hs,
            "lines": code.lines,
            "value_usd": code.value_usd,
            "first_date": code.first_date,
            "last_date": code.last_date,
            "reasons": "the code begins so",
        }


def _of_entry(entry: Entry) -> Row:
    return {"entry": entry.entry, "list_row": entry.row, "list_country": entry.country, "note": entry.note}


def _database(context: click.Context) -> Database:
    from matcher.commands.cli import open_case
    from matcher.schema.tables import matcher_migrations

    return open_case(context).database(matcher_migrations)
