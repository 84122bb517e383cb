"""The rows of a site, added to another case that has the first part of the site's history, or none of it.

Every table of the crawler is named here: copied by key, by content, by version, or not at all with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from crawler.case.errors import Box31Error
from crawler.catalog.item_identity import join_items

PAYLOADS = "(SELECT payload_sha256 FROM captures WHERE site = :site)"
ITEMS = "(SELECT item_id FROM items WHERE site = :site)"
OWNERS = "(SELECT item_id FROM items WHERE site = :site UNION SELECT post_id FROM posts WHERE site = :site)"
PDFS = f"(SELECT sha256 FROM item_pages WHERE item_id IN {ITEMS})"  # noqa: S608 - fixed text
PDF_PAGES = f"sha256 IN (SELECT sha256 FROM catalogues WHERE site = :site) OR sha256 IN {PDFS}"  # noqa: S608

# Tables whose rows have a key of their own: which rows belong to a site, in the order in which they are added.
BEFORE_VERSIONS = {
    "runs": "site = :site ORDER BY started, rowid",
    "captures": "site = :site ORDER BY seq",
    "seals": "site = :site ORDER BY rowid",
    "timestamps": "site = :site ORDER BY rowid",
    "run_records": "site = :site",
    "certificates": "1",  # which site showed an issuer's is not kept
    "images": f"sha256 IN {PAYLOADS}",
    "image_readings": f"sha256 IN {PAYLOADS}",
    "image_exif": f"sha256 IN {PAYLOADS}",
    "image_texts": f"sha256 IN {PAYLOADS}",
    "items": "site = :site",
    "posts": "site = :site",
    "catalogues": f"site = :site OR sha256 IN {PDFS}",
    "catalogue_pages": PDF_PAGES,
}
AFTER_VERSIONS = {
    "item_urls": "site = :site",
    "item_pages": f"item_id IN {ITEMS}",
}
# Tables of events, numbered by each case: a row is known by its content.
EVENTS = {
    "due_runs": "site = :site ORDER BY rowid",
    "alarm_events": "site = :site ORDER BY event_id",
    "record_marks": f"owner_id IN {OWNERS} ORDER BY mark_id",
}
NUMBERS = frozenset(("event_id", "mark_id"))
VERSIONED = ("item_versions", "post_versions", "image_uses", "item_sightings")
NOT_COPIED = {
    "frontier": "working state of a crawl that has not ended",
    "reader_languages": "a setting of the case",
    "case_identity": "of the case",
    "adopted_ledgers": "see crawler.archive.adopted_ledgers",
    "ledger": "copied as a file",
    "ledger_sums": "of the case",
    "ledger_files": "manifests have the profiles that runs were made with",
    "ledger_stamps": "time stamps of manifests are copied; those of a shard's ledger stay with it",
}
TABLES = (*BEFORE_VERSIONS, *AFTER_VERSIONS, *EVENTS, *VERSIONED)
# What is known of a run grows after it has ended: alarms that it raised make it doubtful.
RUN_GROWS = (
    " ON CONFLICT (run_id) DO UPDATE SET counts = excluded.counts"
    " WHERE counts IS NOT excluded.counts AND site = excluded.site"
)
OWNED = {
    "runs": "run_id",
    "captures": "capture_id",
    "seals": "run_id",
    "timestamps": "file",
    "items": "item_id",
    "posts": "post_id",
}


def copy_rows(source: Database, target: Database, site: str) -> Counter[str]:
    """Add the rows of `site` that `target` does not have, inside the caller's transaction; returns how many, by table."""
    copying = _Copying(source, target, site)
    for table, where in BEFORE_VERSIONS.items():
        copying.keyed(table, where)
    copying.versions("item_versions", "items", "item_id")
    copying.versions("post_versions", "posts", "post_id")
    copying.sightings()
    for table, where in AFTER_VERSIONS.items():
        copying.keyed(table, where)
    for table, where in EVENTS.items():
        copying.events(table, where)
    _require_all_there(source, target, site)
    return +copying.added


def _require_all_there(source: Database, target: Database, site: str) -> None:
    """Raise Box31Error where a key of the site's rows is, in the target, that of another site's row, which stays."""
    for table, key in OWNED.items():
        sql = f"SELECT {key} FROM {table} WHERE site = ?"  # noqa: S608 - names from this module
        there = {row[0] for row in target.conn.execute(sql, [site])}
        for (value,) in source.conn.execute(sql, [site]):
            if value not in there:
                raise Box31Error(f"{site}: {table} row {value[:80]!r} is one of another site in the case")


@dataclass(frozen=True)
class _Version:
    number: int
    owner: str


class _Copying:
    def __init__(self, source: Database, target: Database, site: str) -> None:
        self._source = source
        self._target = target
        self._site = {"site": site}
        self._items: dict[int, _Version] = {}  # by version_id of the source: the version in the target
        self.added: Counter[str] = Counter()

    def keyed(self, table: str, where: str) -> None:
        """Add the rows whose keys are not there."""
        columns = _columns(self._source, table)
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {where}"  # noqa: S608 - names from this module
        rows = self._source.conn.execute(sql, self._site)
        self._insert(table, columns, rows)

    def events(self, table: str, where: str) -> None:
        """Add the rows whose content is not there as often."""
        columns = [name for name in _columns(self._source, table) if name not in NUMBERS]
        select = f"SELECT {', '.join(columns)} FROM {table} WHERE {where}"  # noqa: S608
        there = Counter(self._target.conn.execute(select, self._site).fetchall())
        new = []
        for row in self._source.conn.execute(select, self._site):
            if there[row]:
                there[row] -= 1
            else:
                new.append(row)
        self._insert(table, columns, new)

    def versions(self, table: str, owners: str, key: str) -> None:
        """Add the versions that are not there, with their pictures, under numbers of the target.

        Where the source has joined two items since, the target joins them.
        """
        columns = [name for name in _columns(self._source, table) if name != "version_id"]
        known = [
            name
            for name in ("capture_id", "url", "page_type", "extractor", "fields_sha256")
            if name in columns
        ]
        select = (
            f"SELECT version_id, {key}, {', '.join(known)} FROM {table}"  # noqa: S608
            f" WHERE {key} IN (SELECT {key} FROM {owners} WHERE site = :site) ORDER BY version_id"
        )
        there: dict[tuple[Any, ...], list[_Version]] = defaultdict(list)
        for number, owner, *facts in self._target.conn.execute(select, self._site).fetchall():
            there[tuple(facts)].append(_Version(number, owner))
        met: Counter[tuple[Any, ...]] = Counter()
        new: list[tuple[int, str]] = []
        numbers: dict[int, _Version] = {}
        joined: dict[str, str] = {}
        for number, owner, *facts in self._source.conn.execute(select, self._site).fetchall():
            found = there[tuple(facts)][met[tuple(facts)] :]
            met[tuple(facts)] += 1
            if found:
                numbers[number] = found[0]
                joined |= {found[0].owner: owner} if found[0].owner != owner else {}
            else:
                new.append((number, owner))
        for other, item in joined.items():
            join_items(self._target, item, other)
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE version_id = ?"  # noqa: S608 - names from this module
        for number, owner in new:
            row = self._source.conn.execute(sql, [number]).fetchone()
            numbers[number] = _Version(self._insert(table, columns, [row]), owner)
            self._pictures(owner, number, numbers[number].number)
        if table == "item_versions":
            self._items = numbers

    def sightings(self) -> None:
        """Add the sightings of items that are not there."""
        columns = ("item_id", "version_id", "capture_id", "run_id", "seen_at")
        where = f"item_id IN {ITEMS} ORDER BY seen_at"
        sql = f"SELECT {', '.join(columns)} FROM item_sightings WHERE {where}"  # noqa: S608 - names from this module
        rows = self._source.conn.execute(sql, self._site)
        numbered = ((item, self._items[version].number, *rest) for item, version, *rest in rows)
        self._insert("item_sightings", columns, numbered)

    def _pictures(self, owner: str, old: int, new: int) -> None:
        rows = self._source.conn.execute(
            "SELECT owner_id, position, url, alt FROM image_uses WHERE owner_id = ? AND version_id = ?",
            [owner, old],
        )
        columns = ("owner_id", "version_id", "position", "url", "alt")
        self._insert("image_uses", columns, [(row[0], new, *row[1:]) for row in rows])

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
        """Add rows that are not there; returns the number of the last."""
        conflict = RUN_GROWS if table == "runs" else " ON CONFLICT DO NOTHING"
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}){conflict}"  # noqa: S608
        last = 0
        for row in rows:
            cursor = self._target.conn.execute(sql, row)
            self.added[table] += max(0, cursor.rowcount)
            last = int(cursor.lastrowid or 0)
        return last


def _columns(db: Database, table: str) -> list[str]:
    return [column.name for column in db[table].columns]
