"""A column that is not sure is asked about, and nothing is imported; a second header begins a section."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.customs.ingest.file_listing import rejects
from matcher.customs.ingest.store import import_file
from matcher.customs.layout.recognition.recognise import recognise
from tests.support.customs_files import HEADER, WriteCsv, row

TWO_TEXTS = [
    ["6506108000", f"ШЛЕМ ЗАЩИТНЫЙ СТРОИТЕЛЬНЫЙ {n}", f"ПОСТАВЛЕНО ПО ЗАЯВКЕ ОТДЕЛА {n}", "5"]
    for n in range(9)
]


def test_an_import_that_is_not_sure_of_the_description_asks_and_exits_3(
    case: Case, write_csv: WriteCsv
) -> None:
    path = write_csv(TWO_TEXTS, header=("HS_CODE", "XA", "XB", "QUANTITY"))
    command = ["-C", str(case.root), "customs", "import", str(path)]
    run = CliRunner().invoke(box31, command)
    assert run.exit_code == 3, run.stderr
    assert "description: XA" in run.stderr
    assert "description: XB" in run.stderr
    assert "ШЛЕМ ЗАЩИТНЫЙ СТРОИТЕЛЬНЫЙ 0" in run.stderr
    assert "--layout layout.yaml" in run.stderr
    from matcher.schema.tables import matcher_migrations

    db = case.database(matcher_migrations)
    assert db["customs_lines"].count == db["customs_files"].count == 0
    assert CliRunner().invoke(box31, [*command, "--yes"]).exit_code == 0
    (layout,) = db.execute("SELECT layout FROM customs_files").fetchone()
    assert layout == "headers, guessed: description"


@pytest.mark.parametrize(
    "header", [("HS_CODE", "X", "X", "QUANTITY"), None], ids=["one header twice", "none"]
)
def test_columns_that_no_header_tells_apart_are_named_by_their_place(
    case: Case, write_csv: WriteCsv, tmp_path: Path, header: tuple[str, ...] | None
) -> None:
    path = write_csv(TWO_TEXTS if header else TWO_TEXTS[1:], header=header or tuple(TWO_TEXTS[0]))
    command = ["-C", str(case.root), "customs"]
    asked = CliRunner().invoke(box31, [*command, "import", str(path)])
    assert (asked.exit_code, "description: column 3" in asked.stderr) == (3, True)
    layout = tmp_path / "layout.yaml"
    CliRunner().invoke(box31, [*command, "preview", str(path), "-o", str(layout)])
    assert "column 2" in layout.read_text()
    for named in ("column 3", "column C"):
        layout.write_text(f"fields:\n  hs: column 1\n  description: {named}\n")
        run = CliRunner().invoke(box31, [*command, "import", str(path), "--layout", str(layout), "--replace"])
        assert run.exit_code == 0, run.stderr
        lines = CliRunner().invoke(box31, [*command, "lines", "--csv"]).stdout
        assert lines.count("ПОСТАВЛЕНО") == 9
    verified = CliRunner().invoke(box31, ["-C", str(case.root), "verify"])
    assert verified.exit_code == 0, verified.output


def test_a_table_is_imported_without_a_date_that_is_not_sure_and_yes_takes_the_likeliest(
    db: Database, write_csv: WriteCsv
) -> None:
    rows = [["6506108000", f"ШЛЕМ ЗАЩИТНЫЙ {n}", f"2023-05-0{n}", f"2023-06-0{n}", "5"] for n in range(1, 10)]
    path = write_csv(rows, header=("HS_CODE", "PRODUCT_DESCRIPTION", "XA", "XB", "QUANTITY"))
    (unsure,) = import_file(db, path).tables
    assert (unsure.state, unsure.layout, unsure.lines) == ("imported", "headers, without: date", 9)
    assert "date: XA    (2023-05-01" in unsure.asks
    assert "date: XB    (2023-06-01" in unsure.asks
    assert db.execute("SELECT count(date) FROM customs_lines").fetchone() == (0,)
    (again,) = import_file(db, path).tables
    assert again.state == "already"
    assert "without date" in again.note
    assert again.asks
    (guessed,) = import_file(db, path, yes=True).tables
    assert (guessed.state, guessed.layout) == ("imported", "headers, guessed: date")
    assert db.execute("SELECT count(date) FROM customs_lines").fetchone() == (9,)
    (answered,) = import_file(db, path).tables
    assert (answered.state, answered.asks) == ("already", "")


def test_what_is_not_sure_is_told_with_exit_code_3_until_it_is_answered(
    case: Case, write_csv: WriteCsv
) -> None:
    rows = [["6506108000", f"ШЛЕМ ЗАЩИТНЫЙ {n}", f"2023-05-0{n}", f"2023-06-0{n}", "5"] for n in range(1, 10)]
    path = write_csv(rows, header=("HS_CODE", "PRODUCT_DESCRIPTION", "XA", "XB", "QUANTITY"))
    command = ["-C", str(case.root), "customs", "import", str(path)]
    for _ in range(2):
        run = CliRunner().invoke(box31, command)
        assert run.exit_code == 3
        assert "without date" in run.output
    layout = write_csv([], name="layout.yaml", header=("fields:",))
    layout.write_text(
        "fields:\n  hs: HS_CODE\n  description: PRODUCT_DESCRIPTION\n  date: XB\n", encoding="utf-8"
    )
    run = CliRunner().invoke(box31, [*command, "--layout", str(layout)])
    assert run.exit_code == 0, run.output
    assert "date: 9 lines changed" in run.output


def test_a_table_without_a_description_is_not_imported(case: Case, write_csv: WriteCsv) -> None:
    path = write_csv([["6506108000", "5", "100.5"]] * 9, header=("HS_CODE", "QUANTITY", "VALUE"))
    run = CliRunner().invoke(box31, ["-C", str(case.root), "customs", "import", str(path), "--yes"])
    assert isinstance(run.exception, UsageProblem)
    assert "no column for a description" in run.exception.message


@pytest.mark.parametrize("rows", [60, 6_000])
def test_a_second_header_in_another_order_begins_a_section(
    db: Database, write_csv: WriteCsv, rows: int
) -> None:
    order = [4, 3, 0, 7, 2, 1, 5, 6, 8, 9, 10, 11]
    second = [[row(n)[at] for at in order] for n in range(rows)]
    path = write_csv([*(row(n) for n in range(rows)), [HEADER[at] for at in order], *second])
    (table,) = import_file(db, path, processes=2).tables
    assert (table.lines, table.rejects, table.headers) == (2 * rows, 0, 2)
    assert "second header in row" in table.note
    columns = "declaration, date, hs, description, quantity, value_usd, importer, exporter"
    halves = [
        db.execute(
            f"SELECT {columns} FROM customs_lines WHERE row {sign} ? ORDER BY row", [rows + 2]
        ).fetchall()
        for sign in "<>"
    ]
    assert halves[0] == halves[1]


def test_rows_in_another_order_without_a_header_are_read_by_their_values_not_misread(
    db: Database, write_csv: WriteCsv
) -> None:
    order = [4, 3, 0, 7, 2, 1, 5, 6, 8, 9, 10, 11]
    path = write_csv([*(row(n) for n in range(40)), *([row(n)[at] for at in order] for n in range(30))])
    (table,) = import_file(db, path).tables
    assert (table.lines, table.rejects, table.doubtful) == (70, 0, 30)
    assert {one["reason"].partition("not read: ")[2] for one in rejects(db)} == {"line_no, quantity"}
    halves = [
        db.execute(
            "SELECT DISTINCT declaration, date, hs, description, importer, exporter, unit FROM customs_lines "
            f"WHERE row {sign} 41 ORDER BY row LIMIT 30"
        ).fetchall()
        for sign in ("<=", ">")
    ]
    assert halves[0] == halves[1]


def test_units_under_the_header_scales_in_it_and_notes_below_are_no_lines(
    db: Database, tmp_path: Path
) -> None:
    lines = [
        "Код ТН ВЭД;Наименование товара;Количество, тыс. шт;Вес нетто, т;Стоимость, тыс. USD",
        ";;тыс. шт;т;тыс. USD",
        *(f"6506108000;ШЛЕМ ЗАЩИТНЫЙ {n};1,5;2,25;{n}" for n in range(1, 30)),
        "ИТОГО;;43,5;65;435",
        "Примечание: данные предварительные;;;;",
    ]
    path = tmp_path / "units.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert (table.lines, table.headers, table.rejects) == (29, 2, 2)
    assert db.execute("SELECT quantity, net_kg FROM customs_lines LIMIT 1").fetchone() == (1500, 2250)
    assert {r["reason"].split(":")[0] for r in rejects(db)} == {"a total, not a line", "a note, not a line"}


@pytest.mark.parametrize(
    "header",
    [
        "Kod TN VED|Naimenovanie tovara|Strana proishozhdeniya|Poluchatel|Otpravitel|Kol-vo|Ves netto",
        "GTIP No|Eşyanın Tanımı|Menşe Ülke|Alıcı|Gönderici|Miktar|Net Ağırlık",
        "HS-Code|Warenbezeichnung|Ursprungsland|Empfänger|Versender|Menge|Eigenmasse (kg)",
        "Code SH|Désignation des marchandises|Pays d'origine|Destinataire|Expéditeur|Quantité|Poids net",
        "СЭҚ ТН коды|Тауардың атауы|Шығарылған елі|Алушы|Жөнелтуші|Саны|Таза салмағы нетто",
        "HS kod|Tovar nomi|Kelib chiqqan davlat|Oluvchi|Jo'natuvchi|Soni|Netto vazn",
        "HS კოდი|საქონლის დასახელება|წარმოშობის ქვეყანა|მიმღები|გამგზავნი|რაოდენობა|ნეტო წონა",
        "HSコード|品名|原産国|輸入者|輸出者|数量|純重量",
    ],
)
def test_headers_in_other_languages_transliterated_and_cut_short(header: str) -> None:
    names = header.split("|")
    rows = [
        [
            ("6506108000", "8413702100")[n % 2],
            f"{('PROTECTIVE HELMET', 'CENTRIFUGAL PUMP')[n % 2]} LOT {n}",
            ("CHINA", "TURKEY")[n % 2],
            f"KITEZH {n // 3} LLC",
            f"RED WREN {n // 4} CO LTD",
            f"{n * 35 % 97 + 2}",
            f"{n * 211 % 970 + 3.5}",
        ]
        for n in range(1, 25)
    ]
    layout = recognise([names, *rows])
    found = {layout.columns[places[0]]: field for field, places in layout.mapping.items()}
    assert [found.get(name) for name in names] == [
        *("hs", "description", "origin", "importer", "exporter", "quantity", "net_kg")
    ]


def test_the_column_that_a_header_names_is_asked_about_first_though_half_its_codes_do_not_exist() -> None:
    codes = ["7595210955", "6506108000", "51957612", "932814"] * 12
    rows = [
        [f"ШЛЕМ ЗАЩИТНЫЙ СТРОИТЕЛЬНЫЙ БЕЛЫЙ {n}", str(10 + n % 30), code, "5"] for n, code in enumerate(codes)
    ]
    layout = recognise([["Описание товара", "Q7", "СЭҚ ТН коды", "Количество"], *rows])
    (question,) = [question for question in layout.questions if question.field == "hs"]
    assert [candidate.header for candidate in question.candidates] == ["СЭҚ ТН коды", "Q7"]
