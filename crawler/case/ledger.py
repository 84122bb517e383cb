"""The ledger's hash chain: links, the sums of tables that they vouch for, and the file that copies them.

A table's sum is the sum of SHAKE-256 hashes of its rows modulo 2^2048 (AdHash, Bellare and Micciancio 1997): the order
of rows does not matter, and one row can be changed without reading the others. With hashes of 256 bits a second set of
rows with the same sum can be found from 2^16 rows on (Wagner 2002, the k-tree algorithm); with 2048 bits it cannot.
Links are added by crawler.case.ledger_connection.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

START = "0" * 64
FILE = "ledger.jsonl"  # in archive/
TAIL_BYTES = 1 << 14  # read from the end of the file at a time; a link has some 200 bytes
LINE_BYTES = 1 << 24  # more is no link: one that names 100,000 tables has as many
SUM_BYTES = 256
MODULUS = 1 << (8 * SUM_BYTES)
OWN = frozenset({"ledger", "ledger_sums"})  # the chain covers itself; the sums are what it covers
# Working state of a crawl that is not finished: what came of each address lies in `captures`.
NOT_COVERED = OWN | {"frontier"}
SCHEMA = "(schema)"  # stands for the text of all tables and views
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
        try:
            found = json.loads(self.changes)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
        if not isinstance(found, dict) or not all(
            isinstance(sum_, list) and [type(part) for part in sum_] == [int, str] for sum_ in found.values()
        ):
            raise ValueError("not a number of rows and a hash for each table")
        return found


def row_hash(table: str, values: tuple[Any, ...]) -> int:
    """The hash of one row: SHAKE-256 of its table's name and its values as JSON, a blob as {"blob": hex}."""
    text = _row((table, *values))
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


def append_after(path: Path, connection: sqlite3.Connection) -> None:
    """Append to a ledger file the links of the database that it does not have yet; a torn last line is cut off first.

    Only the end of the file is read: links are appended after every commit. Raises ValueError where it is no link.
    """
    with path.open("a+b") as handle:
        end, last = _last_line(handle)
        lines = "".join(link.line() for link in links_after(connection, last.seq if last else 0))
        if lines:
            handle.truncate(end)
            handle.write(lines.encode("ascii"))


def _last_line(handle: BinaryIO) -> tuple[int, Link | None]:
    """Where the whole lines of a file end, and the last of them. Raises ValueError where it is no link."""
    size = handle.seek(0, os.SEEK_END)
    tail = b""
    while size > len(tail) and tail.count(b"\n") < 2:
        start = max(0, size - len(tail) - TAIL_BYTES)
        handle.seek(start)
        tail = handle.read(size - start)
    whole = tail[: tail.rfind(b"\n") + 1]
    if not whole:
        return 0, None
    return size - len(tail) + len(whole), _link(
        whole[:-1].rpartition(b"\n")[2].decode("ascii", "replace"), "the last line"
    )


def read_file(path: Path) -> Iterator[Link]:
    """The links of a ledger file up to a line that is torn. Raises ValueError for a line that is no link."""
    if not path.is_file():
        return
    with path.open(encoding="ascii", errors="replace") as handle:
        for number, line in enumerate(iter(lambda: handle.readline(LINE_BYTES), ""), 1):
            if len(line) == LINE_BYTES:
                raise ValueError(f"line {number} is not a link")
            if not line.endswith("\n"):
                return
            yield _link(line, f"line {number}")


def _link(line: str, place: str) -> Link:
    try:
        found = json.loads(line)
        if [type(part) for part in found] != [int, str, str, str, str]:
            raise TypeError("other parts")
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"{place} is not a link") from error
    return Link(*found)


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


def _blob(value: bytes) -> dict[str, str]:
    return {"blob": value.hex()}


_encoder = json.JSONEncoder(default=_blob, separators=(",", ":"))
_make = getattr(json.encoder, "c_make_encoder", None)  # what JSONEncoder.encode makes for each row
_pieces = _make and _make(
    None, _blob, json.encoder.encode_basestring_ascii, None, ":", ",", False, False, True
)


def _row(values: tuple[Any, ...]) -> str:
    """The values as a JSON list."""
    return "".join(_pieces(values, 0)) if _pieces else _encoder.encode(values)


_SELECT = "SELECT seq, at, what, changes, chain FROM ledger"


def _tables(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    rows = connection.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    ).fetchall()
    for (name,) in rows:
        if name not in NOT_COVERED:
            info = connection.execute(f'PRAGMA main.table_info("{name}")').fetchall()
            yield name, [column[1] for column in info]
