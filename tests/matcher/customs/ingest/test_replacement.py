"""A file read again by a better mapping: ids, unchanged goods and their decisions stay, and what changed is listed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.customs.ingest.replacement import put_aside
from matcher.customs.ingest.store import import_file
from tests.support.customs_files import WriteCsv, row

NAMES = ("hs", "text", "other", "count", "more")
WRONG = {"name": "wrong", "hs": "hs", "description": "text", "quantity": "more"}
RIGHT = {"name": "right", "hs": "hs", "description": "text", "quantity": "count"}
ROWS = [["6506108000", f"ШЛЕМ ЗАЩИТНЫЙ {n}", f"КАСКА {n}", str(n), str(n * 10)] for n in range(1, 6)]


def lines(db: Database) -> list[tuple[int, str, float]]:
    return db.execute("SELECT line_id, description, quantity FROM customs_lines ORDER BY row").fetchall()


def decide(db: Database, goods_id: str, pair_id: str) -> None:
    """A decided pair of the goods record with an invented item."""
    run = db.conn.execute
    with db.conn:
        columns = [c for c in db["pairs"].columns if c.notnull and c.default_value is None]
        given = {"pair_id": pair_id, "goods_id": goods_id}
        cells = [given.get(c.name, 0 if c.type in ("REAL", "INTEGER") else "x") for c in columns]
        run("PRAGMA foreign_keys = OFF")
        names = ", ".join(c.name for c in columns)
        run(f"INSERT INTO pairs ({names}) VALUES ({', '.join('?' * len(cells))})", cells)
        run(
            "INSERT INTO decisions (pair_id, signature, reviewer, reviewer_key, decision, asked_at, decided_at) "
            "VALUES (?, 's', 'A', 'a', 'accept', '2023', '2023')",
            [pair_id],
        )


def test_another_column_for_a_field_changes_it_and_nothing_else(db: Database, write_csv: WriteCsv) -> None:
    path = write_csv(ROWS, header=NAMES)
    import_file(db, path, WRONG)
    before, goods = lines(db), db.execute("SELECT goods_id FROM goods ORDER BY 1").fetchall()
    decide(db, goods[0][0], "p-aa01")
    (table,) = import_file(db, path, RIGHT, replace=True).tables
    assert "quantity: 5 lines changed, the first in row 2: 10.0 -> 1.0" in table.note
    after = lines(db)
    assert [(line, text) for line, text, _ in after] == [(line, text) for line, text, _ in before]
    assert [quantity for *_, quantity in after] == [1, 2, 3, 4, 5]
    assert db.execute("SELECT goods_id FROM goods ORDER BY 1").fetchall() == goods
    assert db.execute("SELECT pair_id, decision FROM decisions").fetchall() == [("p-aa01", "accept")]
    assert [r["layout"] for r in db["customs_files"].rows] == ["right"]


def test_goods_that_are_gone_take_their_decisions_which_are_named(db: Database, write_csv: WriteCsv) -> None:
    path = write_csv(ROWS, header=NAMES)
    import_file(db, path, {**WRONG, "description": "other"})
    decide(db, db.execute("SELECT goods_id FROM goods").fetchone()[0], "p-aa01")
    (table,) = import_file(db, path, RIGHT, replace=True).tables
    assert "5 goods records that no line declares any more were removed, with 1 pairs" in table.note
    assert "p-aa01: accept" in table.note
    assert db["decisions"].count == db["pairs"].count == 0
    assert [text for _, text, _ in lines(db)] == [cells[1] for cells in ROWS]


def test_rows_that_another_export_holds_too_are_still_counted_once(db: Database, write_csv: WriteCsv) -> None:
    first = write_csv([row(n) for n in range(5)], name="january.csv")
    import_file(db, first)
    second = write_csv([row(n) for n in range(3, 8)], name="february.csv")
    import_file(db, second)
    ids = db.execute("SELECT line_id, declaration FROM customs_lines ORDER BY 1").fetchall()
    (again,) = import_file(db, second, replace=True).tables
    assert (again.lines, again.known, again.note.split(";")[0]) == (5, 2, "no line changed")
    import_file(db, first, replace=True)
    assert db.execute("SELECT line_id, declaration FROM customs_lines ORDER BY 1").fetchall() == ids
    assert db["customs_known"].count == 2
    assert not db.execute("PRAGMA foreign_key_check").fetchall()


def test_a_line_that_is_none_any_more_stays_where_another_export_holds_it(
    db: Database, write_csv: WriteCsv
) -> None:
    rows = [
        ["6506108000", f"ШЛЕМ {n}", "" if n == 1 else f"КАСКА {n}", f"10702070/010123/{n:07d}", "1"]
        for n in range(3)
    ]
    header = ("HS_CODE", "PRODUCT_DESCRIPTION", "Zq", "DECLARATION_NUMBER", "ITEM_NUMBER")
    first, second = (write_csv(rows[a:], header=header, name=f"{a}.csv") for a in (0, 1))
    import_file(db, first)
    import_file(db, second)
    other = {
        "name": "other",
        "hs": "HS_CODE",
        "description": "Zq",
        "declaration": "DECLARATION_NUMBER",
        "line_no": "ITEM_NUMBER",
    }
    (table,) = import_file(db, first, other, replace=True).tables
    assert "1 rows are no lines any more" in table.note
    texts = db.execute(
        "SELECT description, name FROM customs_lines JOIN customs_files USING (file_id) ORDER BY line_id"
    ).fetchall()
    assert texts == [("КАСКА 0", "0.csv"), ("ШЛЕМ 1", "1.csv"), ("КАСКА 2", "0.csv")]


def test_a_mapping_that_is_refused_changes_nothing(db: Database, write_csv: WriteCsv) -> None:
    path = write_csv(ROWS, header=NAMES)
    import_file(db, path, RIGHT)
    before = lines(db)
    with pytest.raises(Exception, match="no column"):
        import_file(db, path, {**RIGHT, "quantity": "absent"}, replace=True)
    assert lines(db) == before


def test_a_file_now_read_as_statistics_leaves_no_goods_behind(db: Database, write_csv: WriteCsv) -> None:
    header = ("Period", "HS code", "Partner", "Reporter", "Flow", "Value, USD", "text")
    partners = ("Russia", "Kazakhstan", "Uzbekistan")
    rows = [["2023-01", "650610", p, "China", "Export", str(n), f"ШЛЕМ {n}"] for n, p in enumerate(partners)]
    path = write_csv(rows, header=header)
    import_file(db, path, {"name": "lines", "hs": "HS code", "description": "text"})
    decide(db, db.execute("SELECT goods_id FROM goods").fetchone()[0], "p-aa01")
    (table,) = import_file(db, path, replace=True).tables
    assert (table.kind, table.lines) == ("statistics", 3)
    assert "3 rows are no lines any more" in table.note
    assert "p-aa01: accept" in table.note
    assert db["customs_statistics"].count == 3
    assert [db[name].count for name in ("customs_lines", "goods", "pairs", "decisions")] == [0, 0, 0, 0]
    (again,) = import_file(db, path, replace=True).tables
    assert "line" not in again.note


def test_a_file_that_is_not_in_the_case_is_not_put_aside(db: Database) -> None:
    assert put_aside(db, "f-none") is False


def test_the_command_says_how_and_what(case: Case, write_csv: WriteCsv) -> None:
    path = write_csv(ROWS, header=NAMES)
    layouts = []
    for name, given in (("wrong", WRONG), ("right", RIGHT)):
        layouts.append(path.with_name(f"{name}.yaml"))
        fields = "".join(f"  {key}: {value}\n" for key, value in given.items() if key != "name")
        layouts[-1].write_text(f"name: {name}\nfields:\n{fields}", encoding="utf-8")
    command = ["-C", str(case.root), "customs", "import", str(path), "--layout"]
    assert CliRunner().invoke(box31, [*command, str(layouts[0])]).exit_code == 0
    told = CliRunner().invoke(box31, [*command, str(layouts[1])])
    assert "add --replace" in told.stderr
    done = CliRunner().invoke(box31, [*command, str(layouts[1]), "--replace"])
    assert done.exit_code == 0, done.stderr
    assert "quantity: 5 lines changed" in done.stderr
