"""Columns land where a person would put them, in any language, and a translation is never the original."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import UsageProblem
from matcher.commands.cli import box31
from matcher.customs.ingest.preview import layout_yaml, preview
from matcher.customs.ingest.store import import_file
from matcher.customs.layout.column_values import profile
from matcher.customs.layout.field_evidence import IMPOSSIBLE, evidence
from matcher.customs.layout.header_fields import ALL_WORDS
from matcher.customs.layout.header_rules import fields_by_concept
from matcher.customs.layout.recognition.recognise import (
    Layout,
    apply_mapping,
    recognise,
    signature_of,
    ways_of_writing,
)
from matcher.customs.layout.vocabulary import REQUIRED
from matcher.text.plain_words import plain
from tests.support.customs_files import HEADER, WriteCsv, row
from tests.support.invented_rows import ROWS, cell

# A header line of each language, as declaration dumps, vendors and forms word it, with the field of each column.
LAYOUTS = {
    "ru": (
        "№ п/п|Номер ГТД|Дата|Импортер|ИНН импортера|Экспортер|Код ТН ВЭД|Наименование товара|Производитель|Торговая марка|"
        "Кол-во|Ед. изм.|Вес нетто, кг|Вес брутто, кг|Фактурная стоимость|Валюта|Стат. стоимость, USD|Страна происхождения|Страна отправления",
        "|declaration|date|importer|importer_code|exporter|hs|description|maker|trademark|quantity|unit|net_kg|gross_kg|value|currency|"
        "value_usd|origin|departure",
    ),
    "ru codes": (
        "ND|G072|G022|G082|G081|G33|G31_1|G31_11|G31_12|G31_14|G31_15|G31_7|G31_71|G35|G38|G42|G46|G16|G15|G17A|G32|G221",
        "declaration|date|exporter|importer|importer_code|hs|description|maker|trademark|article|model|quantity|unit|gross_kg|net_kg|"
        "value|value_usd|origin|departure|destination|line_no|currency",
    ),
    "uk": (
        "Номер МД|Дата оформлення|Відправник|Одержувач|Код ЄДРПОУ одержувача|Код УКТЗЕД|Опис товару|Торгова марка|Виробник|"
        "Країна походження|Країна відправлення|Кількість|Од. виміру|Вага брутто, кг|Вага нетто, кг|Фактурна вартість|Валюта",
        "declaration|date|exporter|importer|importer_code|hs|description|trademark|maker|origin|departure|quantity|unit|gross_kg|net_kg|"
        "value|currency",
    ),
    "zh": (
        "报关单号|申报日期|进口商|出口商|商品编码|商品名称|品牌|型号|数量|单位|毛重|净重|总价|币制|原产国|目的国",
        "declaration|date|importer|exporter|hs|description|trademark|model|quantity|unit|gross_kg|net_kg|value|currency|origin|destination",
    ),
    "es": (
        "Número de declaración|Fecha de importación|Importador|Proveedor|Partida arancelaria|Descripción comercial|Marca|Modelo|"
        "Cantidad|Unidad de medida|Peso bruto|Peso neto|Valor FOB USD|Moneda|País de origen|País de procedencia",
        "declaration|date|importer|exporter|hs|description|trademark|model|quantity|unit|gross_kg|net_kg|value_usd|currency|origin|departure",
    ),
    "vi": (
        "Số tờ khai|Ngày đăng ký|Tên doanh nghiệp nhập khẩu|Mã số thuế|Đối tác xuất khẩu|Mã HS|Mô tả hàng hóa|Nhãn hiệu|Số lượng|"
        "Đơn vị tính|Trị giá|Nguyên tệ|Nước xuất xứ",
        "declaration|date|importer|importer_code|exporter|hs|description|trademark|quantity|unit|value|currency|origin",
    ),
    "en": (
        "Bill of Entry No|BE Date|Importer Name|IEC|Foreign Supplier|HSN Code|Item Description|Qty|UQC|Total Value USD|Country of Origin|"
        "Invoice Currency|Brand Name|Model No",
        "declaration|date|importer|importer_code|exporter|hs|description|quantity||value_usd|origin|currency|trademark|model",
    ),
}


def mapped(layout: Layout) -> dict[str, str]:
    """Header -> field; a column of dollars that is the only value is value and value_usd, and named by the latter."""
    fields = sorted(layout.mapping, key="value".__eq__, reverse=True)
    return {header: field for field in fields for header in layout.header_of(field)}


@pytest.mark.parametrize("language", LAYOUTS)
def test_headers_of_every_language(language: str) -> None:
    headers, fields = (line.split("|") for line in LAYOUTS[language])
    expected = {header: field for header, field in zip(headers, fields, strict=True) if field}
    found = mapped(recognise([headers]))
    assert {header: found.get(header) for header in expected} == expected


def test_the_values_decide_which_of_two_descriptions_is_the_original() -> None:
    header = ["HS code", "Description", "Goods description", "Quantity"]
    rows = [["6506108000", f"PROTECTIVE HELMET {n}", f"ШЛЕМ ЗАЩИТНЫЙ {n}", "5"] for n in range(5)]
    layout = recognise([header, *rows])
    assert layout.header_of("description") == ["Goods description"]
    assert layout.header_of("translation") == ["Description"]


def test_short_names_in_their_own_script_are_the_original_beside_names_in_english() -> None:
    """So few of them that their values alone say little."""
    header = ["세번부호", "품명", "거래품명", "수량", "단위"]
    goods = [
        ("8413.70-2100", "CENTRIFUGAL PUMP", "원심펌프 15 kW"),
        ("8481.80-8190", "BALL VALVE", "황동 볼밸브"),
        ("8501.52-0000", "MOTOR", "삼상 전동기 QV"),
        ("8482.10-1000", "BEARING", "볼 베어링 6204"),
        ("6506.10-8000", "HELMET", "안전모 흰색"),
    ]
    layout = recognise([header, *([*goods[n % 5], str(n + 2), "EA"] for n in range(24))])
    assert layout.header_of("description") == ["거래품명"]
    assert not layout.questions


def test_a_translation_is_taken_only_where_there_is_nothing_else() -> None:
    layout = recognise([["HS_CODE", "PRODUCT_DESCRIPTION_EN", "QUANTITY"]])
    assert layout.header_of("description") == ["PRODUCT_DESCRIPTION_EN"]


def test_a_table_without_header_is_read_by_its_values() -> None:
    rows = [
        ["2023-05-0" + str(n), "6506108000", f"ШЛЕМ ЗАЩИТНЫЙ ПЛАСТИКОВЫЙ НОМЕР {n}", "5"] for n in range(1, 8)
    ]
    layout = recognise(rows)
    assert layout.header_row == 0
    assert [layout.mapping[name] for name in ("date", "hs", "description")] == [(0,), (1,), (2,)]


def test_a_header_whose_values_contradict_it_is_not_believed() -> None:
    header = ["HS_CODE", "PRODUCT_DESCRIPTION", "DATE", "IMP_DATE"]
    rows = [["6506108000", "ШЛЕМ", "не дата", "2023-05-09"] for _ in range(5)]
    assert recognise([header, *rows]).header_of("date") == ["IMP_DATE"]


def test_descriptions_cut_into_numbered_columns_are_joined(db: Database, write_csv: WriteCsv) -> None:
    header = ["HS_CODE", "QUANTITY", "DESCRIPTION_1", "DESCRIPTION_2"]
    import_file(
        db,
        write_csv(
            [["6506108000", "5", "А" * 250, "БВГ"], ["6506108000", "5", "ШЛЕМ", "ЧЕРНЫЙ"]], header=header
        ),
    )
    assert db.execute("SELECT description FROM customs_lines ORDER BY row").fetchall() == [
        ("А" * 250 + "БВГ",),
        ("ШЛЕМ ЧЕРНЫЙ",),
    ]


def test_preview_shows_samples_and_what_is_left_over(write_csv: WriteCsv) -> None:
    path = write_csv([[*row(n), "x"] for n in range(5)], header=[*HEADER, "ODD_COLUMN"])
    (table,) = preview(path)
    shown = {r["column"]: (r["field"], r["sample_1"]) for r in table.rows}
    assert shown["PRODUCT_DESCRIPTION"] == ("description", "ШЛЕМ ЗАЩИТНЫЙ 0")
    assert shown["ODD_COLUMN"] == (None, "x")
    assert {field for field, _ in shown.values()} >= set(REQUIRED) - {"value"} | {"value_usd"}


def test_a_mapping_is_written_corrected_used_and_remembered(case: Case, write_csv: WriteCsv) -> None:
    header = ("A", "B", "C", "D")
    path = write_csv([["6506108000", f"ШЛЕМ {n}", "5", "x"] for n in range(4)], header=header)
    layout_file = path.with_name("layout.yaml")
    run = CliRunner()
    assert run.invoke(box31, ["customs", "preview", str(path), "-o", str(layout_file)]).exit_code == 0
    given = yaml.safe_load(layout_file.read_text(encoding="utf-8"))
    given["fields"] = {"hs": "A", "description": ["B", "D"], "quantity": "C"}
    layout_file.write_text(yaml.safe_dump(given), encoding="utf-8")
    command = ["-C", str(case.root), "customs", "import"]
    done = run.invoke(box31, [*command, str(path), "--layout", str(layout_file)])
    assert done.exit_code == 0, done.output
    other = write_csv([["6506108000", "КАСКА", "5", "y"]], header=header, name="next.csv")
    assert run.invoke(box31, [*command, str(other)]).exit_code == 0
    from matcher.schema.tables import matcher_migrations

    lines = (
        case.database(matcher_migrations)
        .execute("SELECT description, hs FROM customs_lines ORDER BY line_id")
        .fetchall()
    )
    assert lines[0] == ("ШЛЕМ 0; x", "6506108000")
    assert lines[-1] == ("КАСКА; y", "6506108000")


def test_what_preview_writes_import_takes(db: Database, write_csv: WriteCsv) -> None:
    path = write_csv([row(n) for n in range(5)])
    shown = preview(path)[0]
    assert shown.layout
    given = yaml.safe_load(layout_yaml(shown.name, shown.layout))
    (table,) = import_file(db, path, {**given["fields"], "name": given["name"]}).tables
    assert table.lines == 5


TWO_ROWS = [
    ["Импорт, выгрузка за 2023 год", "", "", "", "", "", "", ""],
    ["Номер ДТ", "Дата", "Товар", "", "Отправитель", "", "Получатель", ""],
    ["", "", "Код ТНВЭД", "Описание", "Наименование", "Страна", "Наименование", "ИНН"],
    ["1", "2", "3", "4", "5", "6", "7", "8"],
]


def test_a_header_of_two_rows_is_read_as_one(db: Database, tmp_path: Path) -> None:
    lines = [
        [f"10999010/010523/{n:07}", "01.05.2023", "6506108000", f"ШЛЕМ ЗАЩИТНЫЙ {n}", "RED WREN LTD", "КИТАЙ", "ООО КИТЕЖ", "7712345678"]
        for n in range(9)
    ]  # fmt: skip
    path = tmp_path / "two.csv"
    path.write_text("\n".join(";".join(cells) for cells in [*TWO_ROWS, *lines]), encoding="utf-8")
    (table,) = import_file(db, path).tables
    assert (table.lines, table.headers, table.rejects) == (9, 4, 0)
    assert db.execute(
        "SELECT row, hs, description, exporter, departure, importer, importer_code FROM customs_lines LIMIT 1"
    ).fetchone() == (5, "6506108000", "ШЛЕМ ЗАЩИТНЫЙ 0", "RED WREN LTD", "КИТАЙ", "ООО КИТЕЖ", "7712345678")


@pytest.mark.parametrize(
    ("arrived", "month_first"), [("8/31/2023", True), ("31/8/2023", False), ("8/3/2023", False)]
)
def test_another_column_shows_in_which_order_days_and_months_are_written(
    arrived: str, month_first: bool
) -> None:
    mapping = {"date": (0,)}
    samples = [["9/7/2023", "9/12/2023"], [arrived, "9/2/2023"], ["VALVE", "HOSE"]]
    assert ways_of_writing(mapping, samples)["month_first"] is month_first


def test_a_title_above_is_no_part_of_the_header() -> None:
    title = ["Товар 2023", "", "", "Получатель: все", "", "", "", ""]
    names = ["Номер ДТ", "Дата", "Код ТНВЭД", "Описание товара", "Отправитель", "Страна", "Получатель", "ИНН"]
    rows = [
        ["1/2", "01.05.2023", "6506108000", f"ШЛЕМ {n}", "A LTD", "КИТАЙ", "ООО Б", "77"] for n in range(9)
    ]
    assert recognise([title, names, *rows]).columns == tuple(names)


def test_preview_shows_the_mapping_that_a_person_gave_for_this_header(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    case = Case.create(tmp_path / "case", contact="test@box31.example")
    here = ["-C", str(case.root), "customs"]
    runner = CliRunner()
    first, second = write_csv([row(1)], name="a.csv"), write_csv([row(2)], name="b.csv")
    mapping = tmp_path / "mine.yaml"
    mapping.write_text(
        "name: mine\nfields: {description: PRODUCT_DESCRIPTION, maker: SUPPLIER_NAME}\n", encoding="utf-8"
    )
    assert runner.invoke(box31, [*here, "import", str(first), "--layout", str(mapping)]).exit_code == 0
    shown = runner.invoke(box31, [*here, "preview", str(second), "--json"])
    fields = {line["field"]: line["column"] for line in map(json.loads, shown.stdout.splitlines())}
    assert fields["maker"] == "SUPPLIER_NAME"
    assert "mapping mine" in shown.stderr


def test_a_mapping_for_a_file_that_was_read_otherwise_says_what_to_do(
    db: Database, write_csv: WriteCsv
) -> None:
    path = write_csv([row(1)])
    import_file(db, path)
    (table,) = import_file(db, path, {"description": "PRODUCT_DESCRIPTION", "name": "mine"}).tables
    assert table.state == "already"
    assert "add --replace" in table.note


def test_wrong_mappings_are_named() -> None:
    with pytest.raises(UsageProblem, match="unknown field 'colour'"):
        apply_mapping([["A", "B"]], None, {"colour": "A"}, "mine")
    with pytest.raises(UsageProblem, match="no column 'Z'"):
        apply_mapping([["A", "B"]], None, {"hs": "Z"}, "mine")


def test_a_signature_does_not_depend_on_case_and_blanks() -> None:
    assert signature_of(["HS_CODE", "Product Description"]) == signature_of(
        ["hs code ", "PRODUCT_DESCRIPTION"]
    )


def test_headers_that_no_pattern_knows_are_read_by_their_words_and_values() -> None:
    """Invented layouts in six languages, each header worded otherwise than the patterns of headers.py."""
    layouts = json.loads(Path(__file__).with_name("unseen_layouts.json").read_text("utf-8"))
    wanted = right = 0
    for columns in layouts.values():
        rows = [[column["header"] for column in columns]]
        rows += [[cell(column["values"], n) for column in columns] for n in range(1, ROWS + 1)]
        layout = recognise(rows)
        for column in columns:
            if column["field"] in REQUIRED:
                places = ("value", "value_usd") if column["field"] == "value" else (column["field"],)
                right += any(layout.header_of(place) == [column["header"]] for place in places)
                wanted += 1
    assert right >= 0.97 * wanted


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("TOTALQUANTITY_X", "quantity"),
        ("Importe abonado", "value"),
        ("Вес чистый груза", "net_kg"),
        ("Стоимость перевозки", None),
        ("Import tax amount", None),
        ("Buyer's street", "importer_address"),
    ],
)
def test_what_single_words_of_a_header_mean(header: str, field: str | None) -> None:
    offers = [name for name, _, _ in fields_by_concept(plain(header))]
    assert (offers[:1] or [None]) == [field]


def test_a_guess_must_fit_the_values() -> None:
    header = ["HS_CODE", "PRODUCT_DESCRIPTION", "Qty of sorts", "Amount of kinds", "Country made"]
    rows = [["6506108000", f"ШЛЕМ {n}", "many", "some", "№ 5"] for n in range(5)]
    assert set(recognise([header, *rows]).mapping) == {"hs", "description"}


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        (("Land", "Land B"), None),  # either may be the origin
        (("Land", "Ursprungsland"), 3),
        (("Land", "Versendungsland"), 2),
        (("Nach Land", "Land"), 3),
    ],
)
def test_a_bare_country_is_the_origin_only_where_no_other_column_may_be(
    headers: tuple[str, str], origin: int | None
) -> None:
    countries = ("CHINA", "INDIEN", "ITALIEN", "VIETNAM", "TÜRKEI")
    rows = [["Warenbezeichnung", "Zolltarifnummer", *headers]] + [
        [f"SCHUTZHELM AUS KUNSTSTOFF, PARTIE {n}", "6506108000", countries[n % 5], countries[n * 3 % 4]]
        for n in range(40)
    ]
    assert recognise(rows).mapping.get("origin") == (None if origin is None else (origin,))


def test_numbers_of_days_are_no_dates_beside_written_ones() -> None:
    header = ["نمبر اظهارنامه", "تاریخ ثبت", "کود تعرفه", "نوع جنس"]
    rows = [
        [f"{38579 + n * 7 // 3}", f"۱۴۰۳/۰۱/{n % 9 + 11}", "10063000", f"برنج سیله {n}"] for n in range(24)
    ]
    mapping = recognise([header, *rows]).mapping
    assert (mapping["date"], mapping["declaration"]) == ((1,), (0,))
    alone = recognise(
        [["Date", "HS code", "Description"], *([row[0], row[2], f"rice {row[3]}"] for row in rows)]
    )
    assert alone.mapping["date"] == (0,), "where the header names them"
    both = [[row[0], f"{n % 9 + 11}.04.2024", row[2], f"rice {n}"] for n, row in enumerate(rows)]
    layout = recognise([["Registered", "Release date", "HS code", "Description"], *both])
    assert layout.mapping.get("date", (0,)) == (0,) or layout.questions, (
        "the day that the header speaks of is not left out"
    )


def test_initials_are_no_countries() -> None:
    def countries(initials: str) -> float:
        shares = profile([initials.split()[n % 3] for n in range(30)])
        return evidence("departure", shares)

    assert countries("JM AK SN") <= IMPOSSIBLE
    assert countries("JM KE SN") > IMPOSSIBLE
    assert countries("CN DE 00") > IMPOSSIBLE


def test_dates_that_the_numbers_of_the_declarations_contradict_are_asked_about() -> None:
    def asked(day: int) -> bool:
        rows = [
            [
                f"10131010/{n % 9 + 11}0324/5{n:06d}",
                f"{n % 9 + day}.03.2024",
                "3209109000",
                f"КРАСКА АКРИЛОВАЯ {n}",
            ]
            for n in range(24)
        ]
        layout = recognise([["Номер ДТ", "Дата разм. на складе", "Код ТН ВЭД", "Наименование товара"], *rows])
        return "date" in {question.field for question in layout.questions}

    assert asked(13)
    assert not asked(11)


def test_firms_under_a_word_for_the_declaration_are_declarants() -> None:
    firms = ("AGENCIA DE ADUANAS TUCAN S.A.C.", "JILGUERO ADUANAS LTDA")
    rows = [
        [f"4820240000{n:06d}-7", firms[n % 2], "8708300001", f"PASTILLAS DE FRENO {n}"] for n in range(24)
    ]
    layout = recognise([["NRO_DECL", "RAZ_SOC_DECL", "POS_ARANC", "DESC_MERC"], *rows])
    assert layout.mapping["declarant"] == (1,)
    assert layout.mapping["declaration"] == (0,)


def test_vietnamese_abbreviations_of_money() -> None:
    read = {header: ALL_WORDS.read(header).about for header in ("TG_NT", "TG_TT", "DG_NT", "Ma_NT")}
    assert "value" in read["TG_NT"] & read["TG_TT"]
    assert "unit_price" in read["DG_NT"]
    assert "currency" in read["Ma_NT"]


def test_descriptions_cut_by_what_they_say_are_joined() -> None:
    header = [
        "PARTIDA",
        "DESC_COMERCIAL",
        "DESC_PRESENTACION",
        "DESC_USO",
        "DESC_OTROS",
        "DESC_PAIS",
        "CANTIDAD",
    ]
    rows = [
        ["8413702100", "BOMBA CENTRIFUGA", "KVX-20", "AGUA LIMPIA", "ACERO", "CHINA", "5"],
        ["8482101000", "RODAMIENTO DE BOLAS", "6204-2RS", "MOTORES", "S/M", "JAPON", "300"],
        ["6506101000", "CASCO DE SEGURIDAD", "TALLA L", "MINERIA", "AMARILLO", "PERU", "40"],
        ["0901210000", "CAFE TOSTADO", "BOLSA 1 KG", "CONSUMO", "MOLIDO", "BRASIL", "12"],
        ["4011101000", "NEUMATICO", "205/55R16", "AUTOS", "NUEVO", "COREA DEL SUR", "8"],
    ]  # fmt: skip
    assert recognise([header, *rows]).header_of("description") == header[1:5]


def test_boxes_in_words_tell_which_column_a_field_is() -> None:
    def worth(header: str, field: str) -> float:
        return ALL_WORDS.read(header).evidence.get(field, 0.0)

    assert worth("Страна отправления (15 гр.)", "departure") > worth("Страна отправителя", "departure")
    assert worth("Net mass (box 38)", "net_kg") > worth("Net mass (2)", "net_kg")
    assert "gross_kg" not in ALL_WORDS.read("Масса нетто упаковки (35 гр.)").evidence  # grams
    assert ALL_WORDS.read("Price (box 12)").evidence == ALL_WORDS.read("Price (box 99)").evidence


@pytest.mark.parametrize("other", ["Valor flete USD", "Valor unitario USD"])
def test_freight_and_prices_are_not_the_value_beside_that_for_the_customs(other: str) -> None:
    header = ["HS Code", "Description", "Cantidad", "Valor aduana USD", other]
    rows = [
        ["8413702100", "BOMBA CENTRIFUGA KVX-20", "4", "1340.40", "80.00"],
        ["8482101000", "RODAMIENTO DE BOLAS 6204", "20", "776.50", "41.50"],
        ["6506101000", "CASCO DE SEGURIDAD TALLA L", "12", "110.90", "11.20"],
        ["0901210000", "CAFE TOSTADO EN BOLSA", "300", "2171.30", "150.00"],
        ["4011101000", "NEUMATICO 205/55R16", "8", "697.60", "52.75"],
    ]  # fmt: skip
    assert recognise([header, *rows]).header_of("value_usd") != [other]


def test_columns_that_begin_with_the_same_noun_are_no_parts_of_a_description() -> None:
    header = ["Код ТН ВЭД", "Наименование товара", "Наименование владельца", "Наименование поста"]
    rows = [
        ["8413702100", f"НАСОС ЦЕНТРОБЕЖНЫЙ КВХ-{n} ДЛЯ ВОДЫ", f"ООО ВЛАДЕЛЕЦ {n % 5}", f"ПОСТ {n % 3}"]
        for n in range(12)
    ]
    assert recognise([header, *rows]).header_of("description") == ["Наименование товара"]


def test_the_value_in_dollars_is_not_that_for_the_customs() -> None:
    header = [
        "partida",
        "desc_comercial",
        "fob_dolares",
        "flete_dolares",
        "valor_aduana_usd",
        "adv_usd",
        "Ad Valorem US$",
    ]
    rows = [
        ["8413702100", "BOMBA CENTRIFUGA KVX-20", "1250.40", "80.00", "1340.40", "0.00", "80.42"],
        ["8482101000", "RODAMIENTO DE BOLAS 6204", "730.00", "41.50", "776.50", "29.10", "46.59"],
        ["6506101000", "CASCO DE SEGURIDAD TALLA L", "98.70", "11.20", "110.90", "6.65", "6.65"],
        ["0901210000", "CAFE TOSTADO EN BOLSA", "2011.00", "150.00", "2171.30", "0.00", "130.28"],
        ["4011101000", "NEUMATICO 205/55R16", "640.25", "52.75", "697.60", "41.86", "41.86"],
    ]  # fmt: skip
    layout = recognise([header, *rows])
    assert layout.header_of("value_usd") == ["fob_dolares"]
    assert layout.header_of("customs_value") == ["valor_aduana_usd"]


def test_the_name_of_a_party_is_no_address() -> None:
    header = ["G33", "G31_1", "G021", "G022"]
    firms = ("SAIGON TRADING JSC", "ANADOLU LTD", "NINGBO IMPORT CO LTD", "SIGMA GMBH")
    places = ("12 NGUYEN HUE STREET, HO CHI MINH CITY", "ATATURK CAD. 63, IZMIR", "ROOM 402, 18 ZHONGSHAN ROAD, NINGBO", "HAUPTSTRASSE 5, 20095 HAMBURG")  # fmt: skip
    rows = [["8413702100", f"НАСОС ЦЕНТРОБЕЖНЫЙ {n}", firms[n % 4], places[n % 4]] for n in range(12)]
    layout = recognise([header, *rows])
    assert (layout.header_of("exporter"), layout.header_of("exporter_address")) == (["G021"], ["G022"])


def test_a_firm_s_number_with_the_customs_is_no_tariff_code() -> None:
    header = ["境内收货人", "海关编码", "商品编号", "商品名称及规格型号", "数量"]
    firms = (("上海申达进出口有限公司", "3302111111"), ("北京汇通贸易有限公司", "1108221111"))
    goods = (
        ("8482109090", "深沟球轴承"),
        ("8413709990", "离心泵"),
        ("9401719000", "转动坐具"),
        ("6506100000", "安全帽"),
    )
    rows = [
        [*firms[n % 2], goods[n // 2 % 4][0], f"{goods[n // 2 % 4][1]}|型号KN-{n}", str(n + 5)]
        for n in range(16)
    ]
    assert recognise([header, *rows]).header_of("hs") == ["商品编号"]
