"""A file read again by a better mapping: lines keep their ids, unchanged goods their decisions, and what changed is listed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from matcher.customs.ingest.forget import count_as_lines, remove_goods_without_lines
from matcher.customs.ingest.rows.lines import LINE_COLUMNS

# Columns of a line that say how a row was read.
_READ = tuple(name for name in LINE_COLUMNS if name not in ("row", "goods_id", "hs6", "unit_code", "raw"))
_COLUMNS = ", ".join(("line_id", "file_id", *LINE_COLUMNS, "replaced_by"))


@dataclass(frozen=True)
class Changes:
    """What reading a file again changed.

    `fields`: field -> (lines, row of the first, value before, value now); `added` and `lost` are rows that became lines,
    or are none any more; `known` rows are counted in another export; `goods` that no line declares any more; `decisions` on their pairs, as "p-...: accept".
    """

    fields: dict[str, tuple[int, int, str, str]]
    added: int
    lost: int
    known: int
    goods: int
    pairs: int
    decisions: tuple[str, ...]

    def notes(self) -> list[str]:
        """The changes, one sentence each."""
        out = [
            f"{name}: {lines:,} lines changed, the first in row {row:,}: {before} -> {now}"
            for name, (lines, row, before, now) in self.fields.items()
        ]
        out += [f"{self.added:,} rows are lines now"] if self.added else []
        out += [f"{self.lost:,} rows are no lines any more"] if self.lost else []
        if self.goods:
            out.append(
                f"{self.goods:,} goods records that no line declares any more were removed, with {self.pairs:,} pairs"
            )
        if self.decisions:
            out.append(f"decisions on these were removed with them: {', '.join(self.decisions)}")
        return out or ["no line changed"]


def put_aside(db: Database, file_id: str) -> bool:
    """Take the lines of a file out of the way, so that it can be read again in the same transaction.

    False where the case does not have the file, and nothing is to do.
    """
    run = db.conn.execute
    if not run("SELECT 1 FROM customs_files WHERE file_id = ?", [file_id]).fetchone():
        return False
    run(
        "PRAGMA defer_foreign_keys = ON"
    )  # rows of customs_known refer to the file that is about to come back
    run("DROP TABLE IF EXISTS temp.lines_before")
    copied = f"CREATE TEMP TABLE lines_before AS SELECT {_COLUMNS} FROM customs_lines WHERE file_id = ?"  # noqa: S608 - names from this module
    run(copied, [file_id])
    run("CREATE UNIQUE INDEX temp.lines_before_row ON lines_before (row)")
    for table in ("customs_cells", "customs_lines", "customs_rejects", "customs_statistics", "customs_files"):
        run(f"DELETE FROM main.{table} WHERE file_id = ?", [file_id])  # noqa: S608 - names from this line
    return True


def settle(db: Database, file_id: str) -> Changes:
    """Give the lines that were read again the ids of those before, remove goods that are gone, and compare."""
    run = db.conn.execute
    # Rows that an earlier export holds word for word are counted there, as before.
    known = run(
        "DELETE FROM main.customs_lines WHERE file_id = :id AND row IN (SELECT row FROM customs_known WHERE file_id = :id)",
        {"id": file_id},
    ).rowcount
    _keep_ids(db, file_id)
    lost = run(
        "SELECT count(*) FROM lines_before b WHERE NOT EXISTS "
        "(SELECT 1 FROM customs_lines l WHERE l.file_id = ? AND l.row = b.row)",
        [file_id],
    ).fetchone()[0]
    added = run(
        "SELECT count(*) FROM customs_lines l WHERE l.file_id = ? AND row NOT IN (SELECT row FROM lines_before)",
        [file_id],
    ).fetchone()[0]
    _hand_over_lost(db, file_id)
    fields = {name: change for name in _READ if (change := _changed(db, file_id, name))}
    run("CREATE TEMP TABLE leaving_goods AS SELECT DISTINCT goods_id FROM lines_before")
    decisions = _decisions(db)
    gone = remove_goods_without_lines(db)
    run("DROP TABLE lines_before")
    return Changes(fields, added, lost, known, gone.goods, gone.pairs, decisions)


def _keep_ids(db: Database, file_id: str) -> None:
    run = db.conn.execute
    highest = run(
        "SELECT max((SELECT coalesce(max(line_id), 0) FROM customs_lines), "
        "(SELECT coalesce(max(line_id), 0) FROM lines_before))"
    ).fetchone()[0]
    given = {"id": file_id, "highest": highest}
    run("UPDATE main.customs_lines SET line_id = line_id + :highest WHERE file_id = :id", given)
    run(
        "UPDATE main.customs_lines AS l SET (line_id, replaced_by) = "
        "(SELECT b.line_id, b.replaced_by FROM lines_before b WHERE b.row = l.row) "
        "WHERE file_id = :id AND row IN (SELECT row FROM lines_before)",
        given,
    )


def _hand_over_lost(db: Database, file_id: str) -> None:
    """Lines that are none any more here stay where another export holds them, as it read them; none points to the others."""
    run = db.conn.execute
    lost = "SELECT line_id FROM lines_before WHERE line_id NOT IN (SELECT line_id FROM customs_lines)"
    names = ", ".join(name for name in LINE_COLUMNS if name != "row")
    run(
        f"""INSERT INTO main.customs_lines (line_id, file_id, row, {names}, replaced_by)
            SELECT b.line_id, k.file_id, k.row, {", ".join(f"b.{name}" for name in LINE_COLUMNS if name != "row")}, b.replaced_by
            FROM lines_before b JOIN customs_known k ON k.line_id = b.line_id
            WHERE b.line_id IN ({lost}) AND (k.file_id, k.row) = (
              SELECT o.file_id, o.row FROM customs_known o WHERE o.line_id = b.line_id AND o.file_id != :id
              ORDER BY o.file_id, o.row LIMIT 1)""",  # noqa: S608 - names from this module
        {"id": file_id},
    )
    count_as_lines(db)
    run(f"UPDATE main.customs_lines SET replaced_by = NULL WHERE replaced_by IN ({lost})")  # noqa: S608 - fixed text


def _changed(db: Database, file_id: str, name: str) -> tuple[int, int, str, str] | None:
    rows = db.execute(
        f"""SELECT l.row, b.{name}, l.{name} FROM customs_lines l JOIN lines_before b ON b.row = l.row
            WHERE l.file_id = ? AND l.{name} IS NOT b.{name} ORDER BY l.row""",  # noqa: S608 - names from this module
        [file_id],
    ).fetchall()
    if not rows:
        return None
    row, before, now = rows[0]
    return len(rows), row, _shown(before), _shown(now)


def _shown(value: object) -> str:
    return "nothing" if value is None else " ".join(str(value).split())[:60]


def _decisions(db: Database) -> tuple[str, ...]:
    """The decisions that will go, as pair and verdict."""
    return tuple(
        f"{pair}: {decision}"
        for pair, decision in db.execute(
            "SELECT d.pair_id, d.decision FROM decisions d JOIN pairs p ON p.pair_id = d.pair_id WHERE d.undone_at IS NULL AND p.goods_id IN "
            "(SELECT goods_id FROM leaving_goods) AND p.goods_id NOT IN (SELECT goods_id FROM customs_lines) ORDER BY 1"
        ).fetchall()
    )
