"""The connection that writes the ledger: every transaction that changes a table adds one link, whoever writes.

A connection for writing has temporary triggers on every table, which hash the rows that change. Before each commit, in
the same transaction, the sum of the hashes of each table's rows is written with a link that vouches for it. So an edit
by anything else, of any cell of any table, no longer fits the last link. After the commit the link is appended to
`archive/ledger.jsonl`, so that a database that was deleted or put back to an older copy is noticed too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from crawler.case import clock, ledger
from crawler.case.errors import Box31Error
from crawler.case.locks import locked, refuse_link

FULL = 2  # PRAGMA synchronous
UNSAID = "write"


class LedgerCursor(sqlite3.Cursor):
    """A cursor that notes when a statement failed, or a savepoint was rolled back: what triggers counted is then wrong."""

    connection: LedgerConnection

    def execute(self, sql: str, parameters: Any = (), /) -> LedgerCursor:
        word = sql.lstrip()[:9].upper()
        if word.startswith(("COMMIT", "END")):
            self.connection.seal()
        elif word == "SAVEPOINT" and not self.connection.in_transaction:
            super().execute("BEGIN")  # else RELEASE would commit without a link; whoever made it commits
        try:
            super().execute(sql, parameters)
        except BaseException:
            self.connection.doubt()
            raise
        if word.startswith("ROLLBACK"):
            self.connection.doubt()
        elif word.startswith(("COMMIT", "END")):
            self.connection.committed()
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> LedgerCursor:
        try:
            super().executemany(sql, parameters)
        except BaseException:
            self.connection.doubt()
            raise
        return self


@dataclass
class _Change:
    """What the triggers counted for one table since the last commit."""

    rows: int = 0
    sum: int = 0
    doubtful: bool = False  # the sum is computed from the rows instead


class LedgerConnection(sqlite3.Connection):
    """A connection that adds a link before each commit of a transaction that changed a table.

    `folder` is the case's archive folder, None for a database without one; `what` names the command for the links.
    """

    folder: Path | None = None
    what: str = UNSAID
    _watched = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._changes: dict[str, _Change] = {}
        self._columns: dict[str, list[str]] = {}

    def cursor(self, factory: Any = None, /) -> Any:
        return super().cursor(factory or LedgerCursor)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        done: sqlite3.Cursor = self.cursor().execute(
            sql, parameters
        )  # Python's own goes round the cursor's class
        return done

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        done: sqlite3.Cursor = self.cursor().executemany(sql, parameters)
        return done

    def executescript(self, sql: str, /) -> sqlite3.Cursor:
        """Refused: a script commits by itself, between its statements."""
        raise sqlite3.NotSupportedError("a script would commit without a link; execute its statements")

    def watch(self) -> None:
        """Create the triggers. Call once the schema is as it will stay."""
        self.create_function("box31_ledger", -1, self._note)
        self._columns = ledger.covered_tables(self)
        self.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes rows without a word
        for table, columns in self._columns.items():
            self._triggers(table, columns)
        super().commit()
        self._watched = True

    def adopt(self, what: str, unfit: Iterable[str] = ()) -> None:
        """Compute the sums of all tables from their rows and add a link: for a new database, and after a migration.

        `unfit` are the tables that did not fit the last link before the migration; the link says so for good.
        """
        sums = {
            name: ledger.table_sum(self, name, columns)
            for name, columns in ledger.covered_tables(self).items()
        }
        known = ledger.chained_sums(self)
        changes: dict[str, list[Any]] = {ledger.SCHEMA: [0, ledger.schema_digest(self)]}
        changes |= {f"{ledger.UNFIT}{name}": [0, ""] for name in unfit}
        self.execute("DELETE FROM ledger_sums")
        for name, (rows, total) in sums.items():
            self.execute("INSERT INTO ledger_sums (name, rows, sum) VALUES (?, ?, ?)", (name, rows, total))
            if known.get(name) != (rows, ledger.digest_of(total)):
                changes[name] = [rows, ledger.digest_of(total)]
        self._append(what, changes)
        super().commit()
        self.copy_out()

    def commit(self) -> None:
        self.seal()
        super().commit()
        self.committed()

    def rollback(self) -> None:
        super().rollback()
        self._changes.clear()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> Literal[False]:
        if kind is None:
            self.seal()
        super().__exit__(kind, error, trace)
        if kind is None:
            self.committed()
        else:
            self._changes.clear()
        return False

    def close(self) -> None:
        if self._watched:
            self.copy_out()
        super().close()

    def seal(self) -> None:
        """Add a link for what the transaction changed; called before each commit."""
        if not (self._watched and self._changes and self.in_transaction):
            return
        changes = {}
        for name, change in sorted(self._changes.items()):
            before = self.execute("SELECT rows, sum FROM ledger_sums WHERE name = ?", (name,)).fetchone()
            if change.doubtful:
                rows, total = ledger.table_sum(self, name, self._columns[name])
            else:
                rows, total = before[0] + change.rows, ledger.added(before[1], change.sum)
            if (rows, total) != before:
                changes[name] = [rows, ledger.digest_of(total)]
                self.execute("UPDATE ledger_sums SET rows = ?, sum = ? WHERE name = ?", (rows, total, name))
        if changes:
            self._append(self.what, changes)

    def committed(self) -> None:
        """Take note that a transaction has ended."""
        if self.in_transaction or not self._changes:
            return
        self._changes.clear()
        # A crawl commits without waiting for the disk: its links go into the file when they cannot be lost any more.
        if self.execute("PRAGMA synchronous").fetchone()[0] >= FULL:
            self.copy_out()

    def doubt(self) -> None:
        """Something was undone after triggers had counted it: compute the sums from the rows."""
        if not self.in_transaction:
            self._changes.clear()
        for change in self._changes.values():
            change.doubtful = True

    def copy_out(self) -> None:
        """Append to the file the links that it does not have yet. The database goes first: the file is never ahead."""
        if self.folder is None or not self.folder.is_dir():
            return
        path = self.folder / ledger.FILE
        with locked(self.folder.parent / ".ledger.lock"):
            refuse_link(path)
            try:
                ledger.append_after(path, self)
            except ValueError as error:
                raise Box31Error(f"{path}: {error}; it was changed; restore it from a copy") from error

    def _append(self, what: str, changes: dict[str, list[Any]]) -> None:
        last = ledger.head(self)
        seq, before = (last.seq, last.chain) if last else (0, ledger.START)
        link = ledger.link_after(before, seq + 1, clock.now(), what, json.dumps(changes, sort_keys=True))
        self.execute(
            "INSERT INTO ledger (seq, at, what, changes, chain) VALUES (?, ?, ?, ?, ?)",
            (link.seq, link.at, link.what, link.changes, link.chain),
        )

    def _note(self, sign: int, table: str, *values: Any) -> None:
        change = self._changes.get(table)
        if change is None:
            change = self._changes[table] = _Change()
        change.rows += sign
        if not change.doubtful:
            change.sum += sign * ledger.row_hash(table, values)

    def _triggers(self, table: str, columns: list[str]) -> None:
        new = ", ".join(f'NEW."{name}"' for name in columns)
        old = ", ".join(f'OLD."{name}"' for name in columns)
        more, less = f"box31_ledger(1, '{table}', {new})", f"box31_ledger(-1, '{table}', {old})"
        for event, calls in (("INSERT", more), ("DELETE", less), ("UPDATE", f"{less}, {more}")):
            self.execute(
                f'CREATE TEMP TRIGGER "ledger_{event}_{table}" AFTER {event} ON main."{table}" BEGIN SELECT {calls}; END'
            )
