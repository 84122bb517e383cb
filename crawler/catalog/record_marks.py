"""Marks of items and posts that listings, sheets and matches leave out: hidden by a reader, or withdrawn by extraction.

Marks are append-only rows of `record_marks`; the view `left_out` has what the newest of them say. The archive and all
versions stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypedDict

from sqlite_utils import Database

from crawler.case import clock
from crawler.case.console import counted
from crawler.case.typed_rows import columns_of, read_rows

Mark = Literal["hidden", "shown", "withdrawn", "restored"]


class LeftOutRow(TypedDict):
    """An item or post that is left out: the mark (hidden, withdrawn), since when and why."""

    site: str
    id: str
    kind: str
    mark: str
    marked_at: str
    reason: str | None
    name: str | None
    url: str


@dataclass(frozen=True)
class Withdrawn:
    """How many items and posts extraction has withdrawn."""

    items: int = 0
    posts: int = 0


# The captures that gave an item or post.
ITEM_SOURCES = "SELECT item_id, capture_id FROM item_sightings JOIN items USING (item_id) WHERE site = ?"
POST_SOURCES = "SELECT post_id, capture_id FROM post_versions JOIN posts USING (post_id) WHERE site = ?"
LEFT_OUT_COLUMNS = columns_of(LeftOutRow)


@dataclass(frozen=True)
class LeftOut:
    """How many items or posts of some sites are left out: hidden by a reader, and withdrawn by extraction."""

    hidden: int = 0
    withdrawn: int = 0


def add_marks(db: Database, owners: Iterable[str], mark: Mark, reason: str | None = None) -> None:
    """Mark items or posts, inside the caller's transaction."""
    db.conn.executemany(
        "INSERT INTO record_marks (owner_id, mark, marked_at, reason) VALUES (?, ?, ?, ?)",
        [(owner, mark, clock.now(), reason) for owner in owners],
    )


def left_out_ids(db: Database, mark: Literal["hidden", "withdrawn"] | None = None) -> set[str]:
    """The ids of the items and posts that are left out for this mark; None: for any."""
    sql = "SELECT owner_id FROM left_out WHERE :mark IS NULL OR mark = :mark"
    return {row[0] for row in db.execute(sql, {"mark": mark}).fetchall()}


def left_out_rows(db: Database, sites: Sequence[str] = ()) -> Iterator[LeftOutRow]:
    """Rows of LEFT_OUT_COLUMNS: every item and post that is left out, and why."""
    where = f"WHERE site IN ({', '.join('?' * len(sites))})" if sites else ""
    sql = f"""
        SELECT * FROM (
          SELECT i.site, l.owner_id AS id, 'item' AS kind, l.mark, l.marked_at, l.reason, v.name,
            coalesce(v.url, i.url) AS url
          FROM left_out l JOIN items i ON i.item_id = l.owner_id LEFT JOIN spoken_versions s ON s.item_id = i.item_id
          LEFT JOIN item_versions v ON v.version_id = s.version_id
          UNION ALL
          SELECT p.site, l.owner_id, 'post', l.mark, l.marked_at, l.reason, p.title, p.url
          FROM left_out l JOIN current_posts p ON p.post_id = l.owner_id)
        {where} ORDER BY site, kind, url, mark
    """  # noqa: S608 - `where` holds placeholders only
    return read_rows(db, LeftOutRow, sql, list(sites))


def count_left_out(
    db: Database, sites: Sequence[str] = (), table: Literal["items", "posts"] = "items"
) -> LeftOut:
    """How many of the items or posts of `sites` (none: all) are left out; one that is both counts as hidden."""
    key = {"items": "item_id", "posts": "post_id"}[table]
    where = f"WHERE t.site IN ({', '.join('?' * len(sites))})" if sites else ""
    rows = db.execute(
        f"SELECT max(l.mark = 'hidden') FROM left_out l JOIN {table} t ON t.{key} = l.owner_id {where}"  # noqa: S608
        " GROUP BY l.owner_id",
        list(sites),
    ).fetchall()
    hidden = sum(row[0] for row in rows)
    return LeftOut(hidden, len(rows) - hidden)


def in_words(left: LeftOut, one: str) -> list[str]:
    """Lines to print below a listing of `one`s that say what is left out."""
    lines = []
    if left.hidden:
        lines.append(f"{counted(left.hidden, one)} left out: hidden; `box31 items hidden` lists them")
    if left.withdrawn:
        lines.append(f"{counted(left.withdrawn, one)} left out: no archived page gives them any more")
    return lines


def withdraw_unsupported(db: Database, site: str, given: Set[str], read: Set[str]) -> Withdrawn:
    """Withdraw the items and posts of `site` that no archived page gives any more; returns how many of each.

    `given` are the ids that reading the archive again brought, `read` the captures that could be read. What an unread
    capture had given stays. Inside the caller's transaction.
    """
    withdrawn = left_out_ids(db, "withdrawn")
    found = []
    for sql in (ITEM_SOURCES, POST_SOURCES):
        sources: dict[str, set[str]] = defaultdict(set)
        for owner, capture in db.execute(sql, (site,)).fetchall():
            sources[owner].add(capture)
        found.append(
            [
                owner
                for owner, captures in sources.items()
                if captures <= read and owner not in given and owner not in withdrawn
            ]
        )
        add_marks(db, found[-1], "withdrawn", "no archived page gives it with the profile as it is")
    return Withdrawn(*map(len, found))
