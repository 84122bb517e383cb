"""The ledger: every transaction that changes a table of the case adds one link to a hash chain, whoever writes.

A connection for writing (`LedgerConnection`) has temporary triggers on every table, which hash the rows that change. Before
each commit, in the same transaction, the sum of the hashes of each table's rows is written with a link that vouches for it. So an edit
by anything else, of any cell of any table, no longer fits the last link. After the commit the link is appended to
`archive/ledger.jsonl`, so that a database that was deleted or put back to an older copy is noticed too.

A table's sum is the sum of SHAKE-256 hashes of its rows modulo 2^2048 (AdHash, Bellare and Micciancio 1997): the order
of rows does not matter, and one row can be changed without reading the others. With hashes of 256 bits a second set of
rows with the same sum can be found from 2^16 rows on (Wagner 2002, the k-tree algorithm); with 2048 bits it cannot.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from crawler.case import clock
from crawler.case.locks import locked

START = "0" * 64
FILE = "ledger.jsonl"  # in archive/
SUM_BYTES = 256
MODULUS = 1 << (8 * SUM_BYTES)
FULL = 2  # PRAGMA synchronous
OWN = frozenset({"ledger", "ledger_sums"})  # the chain covers itself; the sums are what it covers
# Working state of a crawl that is not finished: what came of each address lies in `captures`.
NOT_COVERED = OWN | {"frontier"}
SCHEMA = "(schema)"  # stands for the text of all tables and views
UNSAID = "write"
UNFIT = "(did not fit) "  # before the name of a table, in the link of a migration


@dataclass(frozen=True)
class Link:
    """One link; `changes` maps a table's name to its number of rows and the SHA-256 of its sum."""

    seq: int
    at: str
    what: str
    changes: str
    chain: str

    def line(self) -> str:
        """The link as a line of the file."""
        return json.dumps([self.seq, self.at, self.what, self.changes, self.chain], ensure_ascii=True) + "\n"

    def tables(self) -> dict[str, list[Any]]:
        """`changes` read. Raises ValueError where it is damaged."""
        found = json.loads(self.changes)
        if not isinstance(found, dict):
            raise ValueError("no object")
        return found


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
        self._columns = covered_tables(self)
        self.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes rows without a word
        for table, columns in self._columns.items():
            self._triggers(table, columns)
        super().commit()
        self._watched = True

    def adopt(self, what: str, unfit: Iterable[str] = ()) -> None:
        """Compute the sums of all tables from their rows and add a link: for a new database, and after a migration.

        `unfit` are the tables that did not fit the last link before the migration; the link says so for good.
        """
        sums = {name: table_sum(self, name, columns) for name, columns in covered_tables(self).items()}
        known = chained_sums(self)
        changes: dict[str, list[Any]] = {SCHEMA: [0, schema_digest(self)]}
        changes |= {f"{UNFIT}{name}": [0, ""] for name in unfit}
        self.execute("DELETE FROM ledger_sums")
        for name, (rows, total) in sums.items():
            self.execute("INSERT INTO ledger_sums (name, rows, sum) VALUES (?, ?, ?)", (name, rows, total))
            if known.get(name) != (rows, digest_of(total)):
                changes[name] = [rows, digest_of(total)]
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
                rows, total = table_sum(self, name, self._columns[name])
            else:
                rows, total = before[0] + change.rows, added(before[1], change.sum)
            if (rows, total) != before:
                changes[name] = [rows, digest_of(total)]
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
        path = self.folder / FILE
        with locked(self.folder.parent / ".ledger.lock"):
            last = last_line(path)
            lines = "".join(link.line() for link in links_after(self, last.seq if last else 0))
            if lines:
                with path.open("a", encoding="ascii") as handle:
                    handle.write(lines)

    def _append(self, what: str, changes: dict[str, list[Any]]) -> None:
        last = head(self)
        seq, before = (last.seq, last.chain) if last else (0, START)
        link = link_after(before, seq + 1, clock.now(), what, json.dumps(changes, sort_keys=True))
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
            change.sum += sign * row_hash(table, values)

    def _triggers(self, table: str, columns: list[str]) -> None:
        new = ", ".join(f'NEW."{name}"' for name in columns)
        old = ", ".join(f'OLD."{name}"' for name in columns)
        more, less = f"box31_ledger(1, '{table}', {new})", f"box31_ledger(-1, '{table}', {old})"
        for event, calls in (("INSERT", more), ("DELETE", less), ("UPDATE", f"{less}, {more}")):
            self.execute(
                f'CREATE TEMP TRIGGER "ledger_{event}_{table}" AFTER {event} ON main."{table}" BEGIN SELECT {calls}; END'
            )


def row_hash(table: str, values: tuple[Any, ...]) -> int:
    """The hash of one row: SHAKE-256 of its table's name and its values as JSON, a blob as {"blob": hex}."""
    text = _ROW([table, *values])
    return int.from_bytes(hashlib.shake_256(text.encode("ascii")).digest(SUM_BYTES), "big")


def added(total: bytes, number: int) -> bytes:
    """A sum with one more row (less one, where `number` is negative)."""
    return ((int.from_bytes(total, "big") + number) % MODULUS).to_bytes(SUM_BYTES, "big")


def link_after(before: str, seq: int, at: str, what: str, changes: str) -> Link:
    """The link that follows the one with the hash `before`: SHA-256 of that, a line feed, and the facts as JSON."""
    facts = json.dumps([seq, at, what, changes], ensure_ascii=True, separators=(",", ":"))
    return Link(seq, at, what, changes, hashlib.sha256(f"{before}\n{facts}".encode("ascii")).hexdigest())


def head(connection: sqlite3.Connection) -> Link | None:
    """The last link; None before the first, or where the database has no ledger yet."""
    if not has_ledger(connection):
        return None
    row = connection.execute(f"{_SELECT} ORDER BY seq DESC LIMIT 1").fetchone()
    return None if row is None else Link(*row)


def links_after(connection: sqlite3.Connection, seq: int) -> Iterator[Link]:
    """The links after `seq`, in order."""
    rows = connection.execute(f"{_SELECT} WHERE seq > ? ORDER BY seq", (seq,))
    return (Link(*row) for row in rows)


def has_ledger(connection: sqlite3.Connection) -> bool:
    """Whether the database is new enough to have a ledger."""
    sql = "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = 'ledger_sums'"
    return connection.execute(sql).fetchone() is not None


def last_line(path: Path) -> Link | None:
    """The last whole line of a ledger file; None where there is none."""
    found = None
    for found in read_file(path):  # noqa: B007  only the last is wanted
        pass
    return found


def read_file(path: Path) -> Iterator[Link]:
    """The links of a ledger file up to a line that is torn. Raises ValueError for a line that is no link."""
    if not path.is_file():
        return
    with path.open(encoding="ascii", errors="replace") as handle:
        for number, line in enumerate(handle, 1):
            if not line.endswith("\n"):
                return
            try:
                seq, at, what, changes, chain = json.loads(line)
            except (ValueError, TypeError) as error:
                raise ValueError(f"line {number} is no link") from error
            yield Link(seq, at, what, changes, chain)


def table_sum(connection: sqlite3.Connection, table: str, columns: list[str]) -> tuple[int, bytes]:
    """Rows and sum of a table, from the rows themselves."""
    names = ", ".join(f'"{name}"' for name in columns)
    rows, total = 0, 0
    for row in connection.execute(f'SELECT {names} FROM main."{table}"'):  # noqa: S608
        rows += 1
        total += row_hash(table, row)
    return rows, (total % MODULUS).to_bytes(SUM_BYTES, "big")


def digest_of(total: bytes) -> str:
    """What a link holds of a sum."""
    return hashlib.sha256(total).hexdigest()


def schema_digest(connection: sqlite3.Connection) -> str:
    """The SHA-256 of the text of all tables, views and indexes."""
    rows = connection.execute(
        "SELECT type, name, sql FROM main.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%'"
        " ORDER BY type, name",
    ).fetchall()
    return hashlib.sha256(json.dumps(rows).encode("ascii")).hexdigest()


def covered_tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables that the ledger covers, with their columns."""
    return dict(_tables(connection))


def chained_sums(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """The rows and the digest of the sum of each table, as the chain gave them last."""
    found: dict[str, tuple[int, str]] = {}
    for link in links_after(connection, 0):
        found |= {name: (int(rows), str(digest)) for name, (rows, digest) in link.tables().items()}
    return found


_ROW = json.JSONEncoder(default=lambda blob: {"blob": blob.hex()}, separators=(",", ":")).encode
_SELECT = "SELECT seq, at, what, changes, chain FROM ledger"


def _tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    rows = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    ).fetchall()
    for (name,) in rows:
        if name not in NOT_COVERED:
            info = connection.execute(f'PRAGMA main.table_info("{name}")').fetchall()
            yield name, [column[1] for column in info]
