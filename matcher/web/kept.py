"""Values worked out from tables of the case, kept until these tables change; each in a thread of its own.

A page never waits long: where a value is not there within WAIT seconds, the reader sees a page that loads itself again.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlite_utils import Database

from matcher.schema.tables import matcher_migrations

if TYPE_CHECKING:
    from crawler.case.case import Case

T = TypeVar("T")

WAIT = 0.2  # seconds that a page waits for a value
MOST_KEPT = 60  # values; questions of readers are among them
LINES = ("customs_files", "customs_lines", "customs_rejects", "customs_statistics", "goods")
ITEMS = (
    "items",
    "item_versions",
    "item_sightings",
    "item_urls",
    "image_uses",
    "record_marks",
    "reader_languages",
)
POSTS = ("posts", "post_versions", "image_uses", "record_marks")
RUNS = ("runs", "run_records", "captures", "alarm_events")
PAIRS = ("pairs", "decisions", "review_settings", "record_marks", "items")
STATEMENTS = ("statement_decisions", "review_settings")
FIRMS = ("party_decisions", "customs_lines", "goods")


class Working(Exception):
    """A value is still being worked out; `said`: the key of the text that says which, and what it is filled with."""

    def __init__(self, *said: str) -> None:
        super().__init__(*said)
        self.said = said


@dataclass(frozen=True)
class _Entry:
    stamp: str
    future: Future[Any]


class Kept:
    """The values of one case. All methods are called from the server's thread."""

    def __init__(self, case: Case, db: Database) -> None:
        self.case, self.db = case, db
        self._values: OrderedDict[str, _Entry] = OrderedDict()
        self._threads = ThreadPoolExecutor(2, "kept")

    async def get(self, name: str, what: str, tables: Sequence[str], make: Callable[[Database], T]) -> T:
        """The value called `name`, as `make` gives it from the tables as they are now; `make` gets a connection of its own.

        `what`: the key of the text that a reader sees meanwhile.

        Raises Working where it takes longer than WAIT, and what `make` raises.
        """
        future = self.begin(name, tables, make)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), WAIT)
        except TimeoutError:
            if future.done():  # just now, or with a TimeoutError of its own
                return future.result()
            raise Working(what) from None

    def begin(self, name: str, tables: Sequence[str], make: Callable[[Database], T]) -> Future[T]:
        """Begin to work the value out, unless it is known or begun already."""
        stamp = self.stamp(tables)
        entry = self._values.get(name)
        if entry is None or entry.stamp != stamp or (entry.future.done() and entry.future.exception()):
            entry = _Entry(stamp, self._threads.submit(self._made, make))
            self._values[name] = entry
        self._values.move_to_end(name)
        while len(self._values) > MOST_KEPT:
            self._values.popitem(last=False)
        future: Future[T] = entry.future
        return future

    def stamp(self, tables: Sequence[str]) -> str:
        """The ledger's sums of the tables: they differ where a row does."""
        rows = self.db.conn.execute(
            "SELECT name, rows, hex(sum) FROM ledger_sums WHERE name IN (SELECT value FROM json_each(?)) ORDER BY name",
            [json.dumps(list(tables))],
        ).fetchall()
        return json.dumps(rows)

    def _made(self, make: Callable[[Database], T]) -> T:
        db = reading_database(self.case)
        try:
            return make(db)
        finally:
            db.close()

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def reading_database(case: Case) -> Database:
    """A connection that only reads, for the thread that calls."""
    if not case.is_writable:
        return case.database(matcher_migrations)
    place = f"{case.database_path.resolve().as_uri()}?mode=ro"
    return Database(sqlite3.connect(place, uri=True, timeout=10), strict=True)
