"""Rows appended in another order of columns, without a header: read by their values where that is clear, else rejected."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from matcher.commands.cli import box31
from matcher.customs.ingest.file_listing import rejects
from matcher.customs.ingest.rows.lines import LINE_COLUMNS
from matcher.customs.ingest.store import import_file
from matcher.customs.layout.vocabulary import FIELDS, NUMBERS, OTHER_ORDER
from matcher.customs.values.cells import day
from matcher.parties.spellings import read_spellings
from matcher.schema.tables import matcher_migrations
from matcher.verification.customs import customs_checks
from tests.support.customs_files import WriteCsv
from tests.support.lookalike_tables import lookalike_table

FIELD_OF = {
    "Номер ДТ": "declaration", "Номер товара": "line_no", "Дата": "date", "Код ТН ВЭД": "hs", "Наименование товара": "description",
    "Получатель": "importer", "Отправитель": "exporter", "Страна происхождения": "origin", "Количество": "quantity",
    "Ед. изм.": "unit", "Вес нетто": "net_kg", "Стоимость USD": "value_usd", "Декларант": "declarant",
}  # fmt: skip
HEADER = list(FIELD_OF)
ORDER = [4, 10, 12, 3, 0, 7, 9, 2, 8, 11, 1, 6, 5]
THIRD = [7, 4, 11, 8, 6, 3, 12, 0, 5, 10, 2, 9, 1]
GOODS = (
    ("6506108000", "ШЛЕМ ЗАЩИТНЫЙ ПЛАСТИКОВЫЙ ДЛЯ РАБОТ НА ВЫСОТЕ, ПАРТИЯ"), ("8413703500", "НАСОС ЦЕНТРОБЕЖНЫЙ ДЛЯ ВОДЫ, ЧУГУННЫЙ, ПАРТИЯ"),
    ("8482109008", "ПОДШИПНИК ШАРИКОВЫЙ РАДИАЛЬНЫЙ ОДНОРЯДНЫЙ, ПАРТИЯ"), ("8507600000", "БАТАРЕЯ ЛИТИЙ-ИОННАЯ АККУМУЛЯТОРНАЯ, ПАРТИЯ"),
)  # fmt: skip

LINE_FIELDS = [name for name in LINE_COLUMNS if name in FIELDS]


def lines(count: int, seed: int = 0) -> list[list[str]]:
    """Rows under HEADER; the weights and values look alike."""
    rng = random.Random(seed)
    out: list[list[str]] = []
    while len(out) < count:
        day = date(2023, 1, 9) + timedelta(days=rng.randint(0, 300))
        declared = f"10702070/{day:%d%m%y}/{rng.randint(1, 999999):07d}"
        firm = rng.choice(("ООО КИТЕЖ", "АО БУЯН", "ООО ЛУКОМОРЬЕ", "ИП САДКО"))
        partner = rng.choice(("NINGBO RED WREN CO., LTD", "YIWU NINE DRAGONS TRADE LTD", "JADE WORKS GMBH"))
        for item in range(1, rng.randint(1, 5) + 1):
            hs, words = rng.choice(GOODS)
            number = rng.randint(2, 900)
            out.append(
                [
                    *(declared, str(item), f"{day:%d.%m.%Y}", hs, f"{words} {len(out)}", firm, partner),
                    *(rng.choice(("КИТАЙ", "ТУРЦИЯ", "ИНДИЯ")), str(number), rng.choice(("шт", "кг"))),
                    *(f"{number * rng.uniform(0.2, 2):.2f}", f"{number * rng.uniform(1, 9):.2f}"),
                    f"БРОКЕР {rng.choice(('АЛЬФА', 'БЕТА', 'ГАММА'))}",
                ]
            )
    return out[:count]


def turned(rows: Sequence[Sequence[str]], order: Sequence[int] = ORDER) -> list[list[str]]:
    return [[row[at] for at in order] for row in rows]


def book(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A workbook whose numbers are numbers."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for at, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                number = cell.replace(".", "", 1).isdigit() and len(cell) < 10
                sheet.write(at, place, float(cell) if number else cell)
    return path


def wrong_fields(db: Database, rows: Sequence[Sequence[str] | None]) -> list[tuple[int, str, object]]:
    """Fields of lines that are not those of `rows` (in HEADER's order, None for what is no line), or that are empty without
    a doubt; row 2 is the first of `rows`."""
    out: list[tuple[int, str, object]] = []
    for line in db.query("SELECT * FROM customs_lines ORDER BY row"):
        truth = rows[line["row"] - 2]
        assert truth is not None
        for cell, name in zip(truth, FIELD_OF.values(), strict=True):
            if name == "declarant":
                continue
            said = line[name]
            if said is None:
                if f"{name}" not in (line["problem"] or ""):
                    out.append((line["row"], name, said))
                continue
            right = (
                "-".join(reversed(cell.split(".")))
                if name == "date"
                else float(cell)
                if name in NUMBERS
                else cell
            )
            if said != right:
                out.append((line["row"], name, said))
    return out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("size", [60, 4_100])
def test_rows_in_another_order_are_read_by_their_values(
    db: Database, write_csv: WriteCsv, tmp_path: Path, kind: str, size: int
) -> None:
    given = lines(2 * size)
    rows = [*given[:size], *turned(given[size:])]
    path = write_csv(rows, header=HEADER) if kind == "csv" else book(tmp_path / "x.xlsx", [HEADER, *rows])
    (table,) = import_file(db, path, processes=1).tables
    assert (table.lines, table.rejects, table.doubtful, table.reordered) == (2 * size, 0, size, True)
    assert not wrong_fields(db, given)
    read = {name for name in FIELD_OF.values() if name not in ("net_kg", "value_usd", "declarant")}
    for name in read:
        assert db.execute(f"SELECT count(*) FROM customs_lines WHERE {name} IS NULL").fetchone() == (0,), name
    assert f"rows from {size + 2:,} on stand in another column order" in table.note


def test_columns_of_numbers_that_cannot_be_told_are_named_on_each_line_and_the_import_exits_with_3(
    case: Case, write_csv: WriteCsv
) -> None:
    given = lines(120)
    path = write_csv([*given[:60], *turned(given[60:])], header=HEADER)
    run = CliRunner().invoke(box31, ["-C", str(case.root), "customs", "import", str(path)])
    assert run.exit_code == 3
    assert "120 lines + 0 blank + 1 header (60 lines kept with a doubt)" in run.stderr
    assert "not sure, not read: net_kg, value_usd" in run.stderr
    db = case.database(matcher_migrations)
    doubts = {row["problem"] for row in db.query("SELECT problem FROM customs_lines WHERE row > 61")}
    assert len(doubts) == 1
    (doubt,) = doubts
    assert doubt.startswith(
        "another column order from row 62 on, read by values; not read: net_kg, value_usd"
    )
    assert db.execute("SELECT count(net_kg), count(value_usd) FROM customs_lines").fetchone() == (60, 60)


@pytest.mark.parametrize("sizes", [(60, 40, 60), (300, 25, 120), (2_500, 2_500, 2_500)])
def test_the_order_of_the_header_comes_back(
    db: Database, write_csv: WriteCsv, sizes: tuple[int, int, int]
) -> None:
    first, second, _ = sizes
    given = lines(sum(sizes))
    rows = [*given[:first], *turned(given[first : first + second]), *given[first + second :]]
    (table,) = import_file(db, write_csv(rows, header=HEADER), processes=1).tables
    assert (table.lines, table.rejects, table.doubtful) == (len(given), 0, second)
    assert not wrong_fields(db, given)
    assert f"rows from {first + second + 2:,} on stand in the order of the header again" in table.note


def test_a_third_order_is_a_section_too(db: Database, write_csv: WriteCsv) -> None:
    given = lines(240)
    rows = [*given[:80], *turned(given[80:160]), *turned(given[160:], THIRD)]
    (table,) = import_file(db, write_csv(rows, header=HEADER)).tables
    assert (table.lines, table.rejects, table.doubtful) == (240, 0, 160)
    assert not wrong_fields(db, given)


def test_two_processes_read_the_same_as_one(db: Database, tmp_path: Path, write_csv: WriteCsv) -> None:
    given = lines(12_000)
    rows = [*given[:5_000], *turned(given[5_000:9_000]), *given[9_000:]]
    path = write_csv(rows, header=HEADER)
    read = []
    for processes in (1, 2):
        import_file(db, path, processes=processes, replace=processes == 2)
        read.append(db.execute("SELECT * FROM customs_lines ORDER BY row").fetchall())
    assert read[0] == read[1]
    assert not wrong_fields(db, given)


def test_stray_rows_and_short_runs_stay_rejects(db: Database, write_csv: WriteCsv) -> None:
    given = lines(400)
    strays = {205, 250, 251, 252, *range(300, 315), 399}
    rows = [turned([row])[0] if at in strays else row for at, row in enumerate(given)]
    (table,) = import_file(db, write_csv(rows, header=HEADER)).tables
    assert (table.lines, table.rejects, table.doubtful) == (400 - len(strays), len(strays), 0)
    assert not table.reordered
    assert not wrong_fields(db, given)


def test_stray_rows_of_the_first_order_within_a_section_are_rejects(
    db: Database, write_csv: WriteCsv
) -> None:
    given = lines(300)
    strays = {150, 200, 201, 250}
    rows = [row if at < 100 or at in strays else turned([row])[0] for at, row in enumerate(given)]
    (table,) = import_file(db, write_csv(rows, header=HEADER)).tables
    assert (table.lines, table.rejects, table.doubtful) == (296, 4, 196)
    assert not wrong_fields(db, given)
    assert {one["row"] for one in rejects(db) if one["kept"] == "no"} == {at + 2 for at in strays}


def test_cells_that_are_written_otherwise_from_a_row_on_are_no_other_order(
    db: Database, write_csv: WriteCsv
) -> None:
    given = lines(300)
    rows = [list(row) for row in given]
    for row in rows[220:]:
        row[0] = row[0].replace("/", "")  # a number in place of signs
        row[2] = "-".join(reversed(row[2].split(".")))
        row[5], row[7], row[9], row[12] = "7707083893", "156", "796", "17"
    (table,) = import_file(db, write_csv(rows, header=HEADER)).tables
    assert (table.lines, table.rejects, table.doubtful, table.reordered) == (300, 0, 0, False)
    assert db.execute("SELECT count(net_kg), count(value_usd) FROM customs_lines").fetchone() == (300, 300)


def test_where_the_description_is_not_clear_the_rows_are_rejected(db: Database, write_csv: WriteCsv) -> None:
    given = [[*row, f"{row[4].rsplit(' ', 1)[0]} {n * 7}"] for n, row in enumerate(lines(120))]
    rows = [*given[:60], *turned(given[60:], [13, *ORDER])]
    (table,) = import_file(db, write_csv(rows, header=[*HEADER, "Прочее"])).tables
    assert (table.lines, table.rejects, table.reordered) == (60, 60, False)
    assert {one["reason"].split(" (")[0] for one in rejects(db)} == {OTHER_ORDER}


def test_a_copy_with_a_header_above_the_rows_replaces_those_read_by_values(
    db: Database, write_csv: WriteCsv
) -> None:
    given = lines(120)
    second = turned(given[60:])
    import_file(db, write_csv([*given[:60], *second], header=HEADER))
    copy = [*given[:60], [HEADER[at] for at in ORDER], *second]
    (table,) = import_file(db, write_csv(copy, name="copy.csv", header=HEADER)).tables
    assert (table.known, table.replaced) == (60, 60)
    assert db.execute("SELECT count(*), count(net_kg), count(problem) FROM current_lines").fetchone() == (
        120,
        120,
        0,
    )


def test_verify_parties_and_redaction_know_lines_in_another_order(db: Database, write_csv: WriteCsv) -> None:
    given = lines(120)
    import_file(db, write_csv([*given[:60], *turned(given[60:])], header=HEADER))
    assert not [one for one in customs_checks(db) if one.problem]
    db.execute("UPDATE customs_lines SET quantity = quantity + 1 WHERE row = 100")
    assert [one.check for one in customs_checks(db) if one.problem] == ["columns from the raw cells"]
    firms = {one.name for one in read_spellings(db) for role in one.sums if role.role == "declarant"}
    assert firms == {"БРОКЕР АЛЬФА", "БРОКЕР БЕТА", "БРОКЕР ГАММА"}
    assert not {cell for one in rejects(db, redact=True) for cell in one["raw"]} & {row[5] for row in given}


@pytest.mark.parametrize("seed", range(100))
def test_no_field_is_ever_taken_from_another_column(
    db: Database, tmp_path: Path, write_csv: WriteCsv, seed: int
) -> None:
    rng = random.Random(seed)
    table = lookalike_table(seed, rng.choice(("seen", "kept")), rng.choice((60, 120, 300)))
    body, order = list(table.rows), list(range(len(table.fields)))
    if rng.random() < 0.3:
        at = rng.choice(order)
        body.sort(key=lambda row: row[at])
    rng.shuffle(order)
    cut = rng.randint(25, len(body) - 25)
    path = write_csv([*body[:cut], *turned(body[cut:], order)], header=table.headers)
    layout = {name: f"column {place}" for place, name in enumerate(table.fields, 1) if name in FIELDS}
    import_file(db, path, layout)
    later = 0
    for row, raw, problem, *values in db.execute(
        f"SELECT row, raw, problem, {', '.join(LINE_FIELDS)} FROM customs_lines"
    ).fetchall():
        cells = dict(zip(table.fields, body[row - 2], strict=True))
        assert sorted(json.loads(raw)) == sorted(cells.values())
        later += row > cut + 1
        for name, said in zip(LINE_FIELDS, values, strict=True):
            if name not in cells:
                assert said is None
            elif said is None:
                assert name in problem.split("not read: ")[1].split(", ")
            elif name in NUMBERS:
                assert said == float(cells[name])
            else:
                assert said == (day(cells[name]) if name == "date" else cells[name])
    assert later == 0 or db.execute(
        "SELECT count(*) FROM customs_lines WHERE row > ? AND problem IS NULL", [cut + 1]
    ).fetchone() == (0,)
