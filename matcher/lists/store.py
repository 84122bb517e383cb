"""Imported lists: each edition with its date, counts and hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from crawler.case.clock import now
from crawler.case.errors import UsageProblem
from crawler.case.given_files import check_given
from crawler.case.hashing import sha256_of
from crawler.case.typed_rows import columns_of, read_rows
from matcher.lists.entries import Entry
from matcher.lists.limited_file import read_limited


@dataclass(frozen=True)
class ListRow:
    """A row of `lists`: one edition; `left_out` records name no party and no code."""

    list_id: str
    name: str
    edition: str
    format: str
    file: str
    sha256: str
    imported_at: str
    entries: int
    left_out: int


LIST_COLUMNS = columns_of(ListRow)


def import_list(db: Database, path: Path, name: str, edition: str, form: str | None) -> tuple[ListRow, bool]:
    """Import a list's file, whole or not at all; gives its row and whether it is new (the same bytes are imported once).

    Raises UsageProblem for a file that cannot be read, or that names no party and no goods code.
    """
    check_given(path)
    sha256 = sha256_of(path)
    known = next((one for one in lists(db) if one.sha256 == sha256), None)
    if known is not None:
        return known, False
    form, records = read_limited(path, form)
    found = list(records)
    entries = [one for one in found if one.names or one.hs]
    if not entries:
        raise UsageProblem(f"{path.name}: no record names a party or a goods code")
    row = ListRow(
        *(f"l-{sha256[:12]}", name or path.stem, edition, form, path.name, sha256, now()),
        *(len(entries), len(found) - len(entries)),
    )
    with db.conn:
        marks = ", ".join("?" * len(LIST_COLUMNS))
        db.conn.execute(f"INSERT INTO lists VALUES ({marks})", list(vars(row).values()))  # noqa: S608
        db.conn.executemany(
            "INSERT INTO list_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(row.list_id, *_stored(entry)) for entry in entries],
        )
    return row, True


def _stored(entry: Entry) -> tuple[object, ...]:
    names, numbers = (json.dumps(list(texts), ensure_ascii=False) for texts in (entry.names, entry.numbers))
    return entry.row, entry.entry, names, numbers, entry.country, entry.hs, entry.note


def lists(db: Database) -> list[ListRow]:
    """The imported editions, by name and date."""
    return list(read_rows(db, ListRow, "SELECT * FROM lists ORDER BY name, edition, list_id"))


def chosen_lists(db: Database, wanted: str | None, edition: str | None = None) -> list[ListRow]:
    """The editions that an id or name means, and of a date if given; all where None. Raises UsageProblem where there is none."""
    found = [
        one for one in lists(db) if wanted in (None, one.list_id, one.name) and edition in (None, one.edition)
    ]
    if not found:
        said = f"{wanted}: no such list" if wanted else "no list in this case"
        said += f" of edition {edition}" if edition else ""
        raise UsageProblem(f"{said}; import one with `box31 lists import FILE --date DATE`")
    return found


@dataclass(frozen=True)
class _Stored:
    row: int
    entry: str
    names: str
    numbers: str
    country: str
    hs: str
    note: str


def entries(db: Database, list_id: str) -> list[Entry]:
    """The records of an edition."""
    return [
        Entry(one.row, one.entry, tuple(json.loads(one.names)), tuple(json.loads(one.numbers)), one.country, one.hs, one.note)
        for one in read_rows(db, _Stored, "SELECT * FROM list_entries WHERE list_id = ? ORDER BY row", [list_id])
    ]  # fmt: skip
