"""Exports that overlap: lines that were there already, and lines that a later export corrects."""

from __future__ import annotations

from hashlib import blake2b

from sqlite_utils import Database

from matcher.customs.layout.vocabulary import OTHER_ORDER

# Which declared line a row is, within one layout: its declaration and line number, else the vendor's record id.
_KEY = """CASE WHEN declaration IS NOT NULL AND line_no IS NOT NULL THEN declaration || char(31) || line_no
               ELSE record_id END"""


def compare_with_earlier(db: Database, file_id: str, signature: str) -> tuple[int, int]:
    """Take out lines that earlier files of this layout hold cell for cell; mark those that this file corrects.

    A line that occurs twice in this file and once in an earlier one is known once. Lines with no declaration, no record
    id and no date are never compared: nothing says that they are the same. Lines whose columns stood in another order are
    replaced by the same cells under a header. Returns how many lines were known, and how many earlier lines are replaced. Runs inside the importer's transaction.
    """
    given = {"file_id": file_id, "signature": signature}
    earlier_files = "SELECT file_id FROM customs_files WHERE signature = :signature AND file_id != :file_id"
    if not db.execute(earlier_files, given).fetchone():
        return 0, 0
    run = db.conn.execute
    db.conn.create_function("cells_digest", 1, _digest, deterministic=True)
    _list_lines(db, "earlier", f"file_id IN ({earlier_files})", given)
    _list_lines(db, "incoming", "file_id = :file_id", given)
    known = run(
        """INSERT INTO customs_known (file_id, row, line_id)
           SELECT :file_id, n.row, o.line_id FROM incoming_lines n
           JOIN earlier_lines o ON o.digest = n.digest AND o.rank = n.rank AND o.by_values <= n.by_values""",
        given,
    ).rowcount
    run(
        "DELETE FROM earlier_lines WHERE line_id IN (SELECT line_id FROM customs_known WHERE file_id = :file_id)",
        given,
    )
    run(
        "DELETE FROM incoming_lines WHERE row IN (SELECT row FROM customs_known WHERE file_id = :file_id)",
        given,
    )
    run(
        "DELETE FROM main.customs_lines WHERE file_id = :file_id "
        "AND row IN (SELECT row FROM customs_known WHERE file_id = :file_id)",
        given,
    )
    run(
        """CREATE TEMP TABLE line_pairs AS
           SELECT o.line_id AS old, n.line_id AS new FROM earlier_lines o JOIN incoming_lines n ON n.key = o.key
           UNION ALL SELECT o.line_id, n.line_id FROM earlier_lines o
           JOIN incoming_lines n ON n.digest = o.digest AND n.rank = o.rank WHERE o.by_values"""
    )
    run("CREATE INDEX temp.line_pairs_old ON line_pairs (old)")
    replaced = run(
        """UPDATE main.customs_lines AS l SET replaced_by = (
             SELECT min(p.new) FROM line_pairs p WHERE p.old = l.line_id)
           WHERE line_id IN (SELECT old FROM line_pairs)"""
    ).rowcount
    run("DROP TABLE earlier_lines")
    run("DROP TABLE incoming_lines")
    run("DROP TABLE line_pairs")
    return known, replaced


def _list_lines(db: Database, name: str, which: str, given: dict[str, str]) -> None:
    """Make the temporary table `<name>_lines` of the lines that `which`, an SQL condition, finds and that can be compared."""
    db.conn.execute(
        f"""CREATE TEMP TABLE {name}_lines AS
            SELECT line_id, row, key, digest, by_values,
                   row_number() OVER (PARTITION BY digest ORDER BY line_id) AS rank FROM (
              SELECT line_id, row, {_KEY} AS key, cells_digest(raw) AS digest,
                instr(coalesce(problem, ''), '{OTHER_ORDER}') > 0 AS by_values FROM customs_lines
              WHERE {which} AND replaced_by IS NULL AND coalesce(declaration, record_id, date) IS NOT NULL)""",  # noqa: S608 - fixed text
        given,
    )
    db.conn.execute(f"CREATE INDEX temp.{name}_digest ON {name}_lines (digest, rank)")
    db.conn.execute(f"CREATE INDEX temp.{name}_key ON {name}_lines (key)")


def _digest(raw: str) -> bytes:
    return blake2b(raw.encode("utf-8", "surrogatepass"), digest_size=16).digest()
