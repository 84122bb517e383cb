"""Names of sites' makers that their pages do not have: the table `maker_names`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from sqlite_utils import Database

from crawler.case.typed_rows import read_rows


@dataclass(frozen=True)
class MakerName:
    """A row of `maker_names`. `same`: 1 for a name of the site's maker, 0 for one that is decided to be another firm's.

    `source` says who gave it, in words that follow the name in a sentence.
    """

    site: str
    name: str
    same: int
    source: str


def read_maker_names(db: Database) -> list[MakerName]:
    """All rows, by site and name."""
    return list(read_rows(db, MakerName, "SELECT * FROM maker_names ORDER BY site, name"))


def replace_maker_names(db: Database, names: Iterable[MakerName]) -> None:
    """Write `names` in place of all rows, where they differ."""
    rows = sorted(set(names), key=lambda one: (one.site, one.name))
    if rows == read_maker_names(db):
        return
    with db.conn:
        db.conn.execute("DELETE FROM maker_names")
        db.conn.executemany("INSERT INTO maker_names VALUES (?, ?, ?, ?)", map(astuple, rows))
