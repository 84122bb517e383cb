"""`verify` recomputes customs lines as the importer read them: an honest file is well, a changed cell is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.verification.customs import customs_checks
from tests.support.customs_files import WriteCsv

HEADER = (
    *("Номер декларации", "Дата", "Код ТН ВЭД", "Наименование товара", "Количество", "Ед. изм."),
    *("Вес нетто, т", "Стоимость, тыс. USD", "Получатель", "Отправитель"),
)
ORDER = (4, 3, 0, 7, 2, 1, 5, 6, 8, 9)


def row(n: int) -> list[str]:
    """A line; the quantity of every fifth names its unit itself, or counts in thousands."""
    amount = (f"{n + 3} шт", "", f"{n},5 тыс. шт", "")[n % 4] or str(n + 3)
    unit = "" if n % 2 == 0 else "кг"
    return [
        *(f"10702070/120523/{n:07d}", "12.05.2023", "6506108000", f"ШЛЕМ ЗАЩИТНЫЙ ДЛЯ РАБОТ {n}"),
        *(
            amount,
            unit,
            f"{n + 1},25",
            f"{n * 7.5:.2f}".replace(".", ","),
            f'ООО "КИТЕЖ {n % 4}"',
            "NINGBO CO LTD",
        ),
    ]


def problems(db: Database) -> list[tuple[str, str]]:
    return [(one.check, one.problem) for one in customs_checks(db) if one.problem]


def sections() -> Sequence[Sequence[str]]:
    """40 lines, a second header in another order, and 40 lines in that."""
    again = [[HEADER[at] for at in ORDER], *([row(n)[at] for at in ORDER] for n in range(40, 80))]
    return [*(row(n) for n in range(40)), *again]


def test_amounts_with_units_and_scales_are_recomputed_as_they_were_read(
    db: Database, write_csv: WriteCsv
) -> None:
    import_file(db, write_csv([row(n) for n in range(40)], header=HEADER))
    assert db.execute("SELECT quantity, unit, net_kg, value FROM customs_lines WHERE row = 4").fetchone() == (
        2500,
        "шт",
        3250,
        15000,
    )
    assert not problems(db)


def test_lines_under_a_second_header_in_another_order_are_well_and_counted(
    db: Database, write_csv: WriteCsv
) -> None:
    import_file(db, write_csv(sections(), header=HEADER))
    assert not problems(db)
    notes = [one.not_recomputed for one in customs_checks(db)]
    assert (
        "40 lines under a further header or in another order: each value is that of some cell of its row"
        in notes
    )


@pytest.mark.parametrize(
    "change",
    ["quantity = quantity + 1", "net_kg = 7", "unit = 'пар'", "date = '2023-05-13'", "importer = 'ООО'"],
)
@pytest.mark.parametrize("line", [5, 60])
def test_a_changed_value_is_found_in_either_section(
    db: Database, write_csv: WriteCsv, change: str, line: int
) -> None:
    import_file(db, write_csv(sections(), header=HEADER))
    db.execute(f"UPDATE customs_lines SET {change} WHERE row = {line}")
    assert [check for check, _ in problems(db)] == ["columns from the raw cells"]


@pytest.mark.parametrize("in_its_column", [True, False])
def test_codes_before_words_are_recomputed_and_a_changed_one_is_found(
    db: Database, write_csv: WriteCsv, in_its_column: bool
) -> None:
    """In a column of their own (2710198200 Масла), or at the beginning of the description, of which one has none."""
    goods = [
        ("8413702100", "Насос"),
        ("8481808190", "Клапан"),
        ("8501520000", "Двигатель"),
        ("8482102000", "Опора"),
    ]
    rows = []
    for n in range(60):
        code, name = goods[n % 4]
        text = f"{name} промышленный, исполнение {n}"
        rows.append(
            [f"{code} {name}", text, "2023-05-12"] if in_its_column else [f"{code} {text}", "", "2023-05-12"]
        )
    if not in_its_column:
        rows[0][0] = "Насос без кода, исполнение 0"
    header = (
        ("Код ТН ВЭД", "Наименование товара", "Дата")
        if in_its_column
        else ("Наименование товара", "Прочее", "Дата")
    )
    import_file(db, write_csv(rows, header=header))
    assert db.execute("SELECT count(*) FROM customs_lines WHERE hs IS NOT NULL").fetchone()[0] == 60 - (
        not in_its_column
    )
    assert not problems(db)
    for change in ("hs = '8413702000'", "hs = NULL, hs6 = NULL", "hs = '8481808190 Клапан'"):
        db.execute("SAVEPOINT before")
        db.execute(f"UPDATE customs_lines SET {change} WHERE row = 3")
        assert [check for check, _ in problems(db)] == ["columns from the raw cells"]
        db.execute("ROLLBACK TO before")


def test_a_workbook_of_one_sheet_is_well(db: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for cells in (HEADER, *(row(n) for n in range(40))):
        book.active.append(cells)
    book.save(tmp_path / "book.xlsx")
    import_file(db, tmp_path / "book.xlsx")
    assert not problems(db)
    assert "1 parts of workbooks and archives" in [one.not_recomputed for one in customs_checks(db)]


def test_the_id_of_a_text_is_that_of_its_bytes(db: Database, write_csv: WriteCsv) -> None:
    import_file(db, write_csv([row(n) for n in range(40)], header=HEADER))
    db.execute("UPDATE customs_files SET sha256 = ?", ["0" * 64])
    assert problems(db) == [("ids", "its id is not that of its hash")]
