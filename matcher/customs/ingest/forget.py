"""Removing a customs file's lines for good: what the law on personal data asks for, with a tombstone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.case.clock import now
from crawler.case.errors import UsageProblem
from matcher.cells.reader import hide_cells, show_kept
from matcher.cells.table import tidy


@dataclass(frozen=True)
class Forgotten:
    """What went: lines of the file, goods that no other line declares, pairs of these goods and decisions on them."""

    name: str
    lines: int
    goods: int
    pairs: int
    decisions: int


@dataclass(frozen=True)
class Gone:
    """Goods that no line declares any more, their pairs, and the decisions on these."""

    goods: int
    pairs: int
    decisions: int


def forget(db: Database, name: str, reason: str) -> Forgotten:
    """Remove the lines, rejects and statistics of the customs file `name` (a file name, sha256, or file id).

    Lines that a later export of the same layout holds too, word for word, stay and are counted to that export; lines
    that the file had replaced become current again. All sheets and members of the file go. The database is compacted
    so that the bytes are gone from the disk. Raises UsageProblem where no imported file is called so, or no
    reason is given.
    """
    if not reason.strip():
        raise UsageProblem("forget needs a reason: it is what the tombstone says")
    sha256 = _file_called(db, name)
    run = db.conn.execute
    with db.conn:
        run("BEGIN IMMEDIATE")
        tables = run("SELECT file_id, name, lines FROM customs_files WHERE sha256 = ?", [sha256]).fetchall()
        lines = sum(row[2] for row in tables)
        run("CREATE TEMP TABLE leaving_goods (goods_id TEXT PRIMARY KEY)")
        for file_id, _, _ in tables:
            _remove_table(db, file_id)
        gone = remove_goods_without_lines(db)
        run(
            "INSERT INTO customs_forgotten (sha256, name, reason, lines, forgotten_at) VALUES (?, ?, ?, ?, ?)",
            [sha256, tables[0][1], reason.strip(), lines, now()],
        )
    tidy(db.conn)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    hide_cells(db.conn)
    db.conn.execute("VACUUM")
    show_kept(db.conn)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Forgotten(tables[0][1], lines, gone.goods, gone.pairs, gone.decisions)


def _file_called(db: Database, name: str) -> str:
    """The sha256 of the one imported file of that name, sha256 or file id."""
    rows = db.execute(
        "SELECT DISTINCT sha256 FROM customs_files WHERE name = :name OR sha256 = :name OR file_id = :name",
        {"name": name},
    ).fetchall()
    if not rows:
        raise UsageProblem(f"{name}: no such customs file in this case; see `box31 customs files`")
    if len(rows) > 1:
        ids = ", ".join(row[0][:12] for row in rows)
        raise UsageProblem(
            f"{name}: {len(rows)} different files are called so; name one by its sha256: {ids}"
        )
    return str(rows[0][0])


def _remove_table(db: Database, file_id: str) -> None:
    """Remove a table's rows; the goods of its lines are noted in leaving_goods."""
    run = db.conn.execute
    run("INSERT OR IGNORE INTO leaving_goods SELECT goods_id FROM customs_lines WHERE file_id = ?", [file_id])
    _hand_over(db, file_id)
    run(
        "UPDATE main.customs_lines SET replaced_by = NULL "
        "WHERE replaced_by IN (SELECT line_id FROM customs_lines WHERE file_id = ?)",
        [file_id],
    )
    for table in ("customs_cells", "customs_known", "customs_rejects", "customs_statistics", "customs_lines"):
        run(f"DELETE FROM main.{table} WHERE file_id = ?", [file_id])  # noqa: S608 - names from this line
    run("DELETE FROM customs_files WHERE file_id = ?", [file_id])


def remove_goods_without_lines(db: Database) -> Gone:
    """Remove those of the temporary table leaving_goods that no line declares, and drop the table."""
    run = db.conn.execute
    run("DELETE FROM leaving_goods WHERE goods_id IN (SELECT goods_id FROM customs_lines)")
    pairs, decisions = _remove_pairs(db)
    # A match run compares only goods that it has not compared: imported again, these must be compared again.
    run("DELETE FROM match_covered WHERE side = 'goods' AND id IN (SELECT goods_id FROM leaving_goods)")
    goods = run("DELETE FROM goods WHERE goods_id IN (SELECT goods_id FROM leaving_goods)").rowcount
    run("DROP TABLE leaving_goods")
    return Gone(goods, pairs, decisions)


def _hand_over(db: Database, file_id: str) -> None:
    """Give lines that another file holds word for word to that file."""
    db.conn.execute(
        """UPDATE main.customs_lines AS l SET (file_id, row, raw) =
             (SELECT k.file_id, k.row, (SELECT o.raw FROM customs_lines o WHERE o.line_id = l.line_id) FROM customs_known k WHERE k.line_id = l.line_id
              ORDER BY k.file_id, k.row LIMIT 1)
           WHERE l.file_id = ? AND l.line_id IN (SELECT line_id FROM customs_known WHERE file_id != l.file_id)""",
        [file_id],
    )
    count_as_lines(db)


def count_as_lines(db: Database) -> None:
    """Count rows that were known in another export, and are lines of their own now, as lines."""
    of_lines = (
        "SELECT k.file_id, k.row FROM customs_known k JOIN customs_lines l"
        " ON (l.line_id, l.file_id, l.row) = (k.line_id, k.file_id, k.row)"
    )
    db.conn.execute(
        f"""UPDATE customs_files AS f SET known = known - (SELECT count(*) FROM ({of_lines}) WHERE file_id = f.file_id)
            WHERE file_id IN (SELECT file_id FROM ({of_lines}))"""  # noqa: S608 - fixed text
    )
    db.conn.execute(f"DELETE FROM customs_known WHERE (file_id, row) IN ({of_lines})")  # noqa: S608 - fixed text


def _remove_pairs(db: Database) -> tuple[int, int]:
    """Remove what refers to the goods that leave: rows of sheets, decisions, pairs."""
    run = db.conn.execute
    leaving = "(SELECT pair_id FROM pairs WHERE goods_id IN (SELECT goods_id FROM leaving_goods))"
    decisions = 0
    referring = [
        table
        for (table,) in run(
            "SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f "
            "WHERE m.type = 'table' AND f.\"table\" = 'pairs'"
        ).fetchall()
    ]
    for table in dict.fromkeys(referring):
        gone = run(f"DELETE FROM {table} WHERE pair_id IN {leaving}").rowcount  # noqa: S608 - names from the schema
        if table == "decisions":
            decisions = gone
    run(f"DELETE FROM pair_scores WHERE pair_id IN {leaving}")  # noqa: S608 - fixed text
    pairs = run("DELETE FROM pairs WHERE goods_id IN (SELECT goods_id FROM leaving_goods)").rowcount
    return pairs, decisions
