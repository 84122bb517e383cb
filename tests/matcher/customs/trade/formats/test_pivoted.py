"""Tables whose headings say for which period, direction or measure their figures are, imported as people get them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.flows import flows
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.question import Question
from tests.support.trade_tables import put, shown


def test_years_in_columns_the_goods_and_the_reporter_in_the_title(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
List of supplying markets for a product imported by Mongolia
Product: 850132 Electric motors, 750 W to 75 kW
Unit: US Dollar thousand

Exporters,Imported value in 2021,Imported value in 2022
World,300,500
China,200,450
Japan,100,50
""")  # fmt: skip
    assert "MNG" in note
    assert shown(db, "8501") == {
        ("import", "CHN", "MNG", "2021"): 200_000, ("import", "CHN", "MNG", "2022"): 450_000,
        ("import", "JPN", "MNG", "2021"): 100_000, ("import", "JPN", "MNG", "2022"): 50_000,
    }  # fmt: skip


def test_two_rows_of_headings_and_units_in_the_lower(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Außenhandel
;;Ausfuhr 2021;;Einfuhr 2021;
Warennummer;Partnerland;t;Tsd. EUR;t;Tsd. EUR
85013200;Polen;1,5;40;2,5;60
90131000;Polen;0,5;90;-;.
""", stated=Stated(reporter="Germany"))  # fmt: skip
    (motors, *_) = flows(db, Question(codes=(("8501",),), flow="export"))
    assert (motors["value"], motors["currency"], motors["quantity"], motors["unit"]) == (
        40_000,
        "EUR",
        1500,
        "kg",
    )
    assert shown(db, "9013") == {("export", "DEU", "POL", "2021"): 90_000}


def test_months_beside_their_sum_are_counted_once(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Importaciones 2022, valor en miles de dólares
Fracción,Descripción,País,Ene,Feb,Acumulado Ene-Feb
85013201,Motores,Total,70,80,150
85013201,Motores,China,50,60,110
85013201,Motores,Japón,20,20,40
""", stated=Stated(reporter="Mexico"))  # fmt: skip
    assert shown(db, "8501") == {
        ("import", "CHN", "MEX", "2022"): 110_000, ("import", "JPN", "MEX", "2022"): 40_000,
    }  # fmt: skip
    assert shown(db, "8501", "month")["import", "CHN", "MEX", "2022-02"] == 60_000


def test_quarters_are_no_years(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Imports of Mongolia, thousand USD
HS code,Country,2022-Q1,2022-Q2
8501,China,10,20
9013,China,30,40
""")  # fmt: skip
    got = shown(db, "8501", "quarter")
    assert got == {
        ("import", "CHN", "MNG", "2022-01/2022-03"): 10_000,
        ("import", "CHN", "MNG", "2022-04/2022-06"): 20_000,
    }


def test_countries_below_their_code_belong_to_it(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Экспорт и импорт Республики Казахстан
январь-июнь 2022 г.
Код ТН ВЭД;Товар / страна;Доп. ед. изм.;ЭКСПОРТ;;ИМПОРТ;
;;;доп. ед. изм.;тыс. долл. США;доп. ед. изм.;тыс. долл. США
;ВСЕГО;;;30;;70
8501320000;Двигатели;шт;3;10;5;50
;Россия;;3;10;;
;Китай;;;;5;50
9013100000;Прицелы;шт;7;20;9;20
;Китай;;7;20;9;20
""")  # fmt: skip
    assert shown(db, "85", "month") == {
        ("export", "KAZ", "RUS", "2022-01/2022-06"): 10_000, ("import", "CHN", "KAZ", "2022-01/2022-06"): 50_000,
    }  # fmt: skip
    (sights, *_) = flows(db, Question(codes=(("9013",),), flow="import"))
    assert (sights["quantity"], sights["unit"]) == (9, "pieces")


def test_rows_that_say_value_or_volume_make_one_figure(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Importaciones en dólares
Fracción,País,Unidad,Concepto,2021,2022
85013201,China,Kg,Valor,500,600
85013201,China,Kg,Volumen,50,60
90131001,China,Kg,Valor,700,800
90131001,China,Kg,Volumen,70,80
""", stated=Stated(reporter="Mexico"))  # fmt: skip
    rows = flows(db, Question(codes=(("8501",),)))
    assert [(r["value"], r["quantity"]) for r in rows] == [(500, 50), (600, 60)]


def test_a_table_that_goes_on_in_another_unit_and_other_years(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
Экспорт Республики Узбекистан
тыс. долл. США
Код;Наименование;Страна;2019;2020
8501;Двигатели;Китай;100;200
9013;Прицелы;Китай;300;400
млн долл. США;;;;
Код;Наименование;Страна;2021;2022
8501;Двигатели;Китай;0,5;0,6
9013;Прицелы;Китай;0,7;0,8
""")  # fmt: skip
    assert "1,000,000" in note
    assert shown(db, "8501") == {
        ("export", "UZB", "CHN", str(year)): value
        for year, value in ((2019, 100_000), (2020, 200_000), (2021, 500_000), (2022, 600_000))
    }


def test_marks_in_place_of_figures_are_counted(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
Exports of Georgia, thousand USD
HS code,Country,2021,2022
8501,China,10,(c)
9013,China,…,30
8517,China,50,60 p
""")  # fmt: skip
    assert "mark in place of a figure" in note
    assert shown(db, "8501") == {("export", "GEO", "CHN", "2021"): 10_000}
    assert shown(db, "8517")["export", "GEO", "CHN", "2022"] == 60_000


def test_of_several_currencies_dollars_are_taken_and_the_others_named(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
Exports of Georgia
HS code,Country,2021 thousand EUR,2021 thousand USD
8501,China,9,10
9013,China,18,20
""")  # fmt: skip
    assert "2021 thousand EUR" in note
    assert shown(db, "8501") == {("export", "GEO", "CHN", "2021"): 10_000}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Exports of Georgia\nHS code,Country,2021,2022\n8501,China,10,20\n9013,China,30,40", "--currency"),
        ("Trade of Georgia, USD\nHS code,Country,2021,2022\n8501,China,10,20\n9013,China,30,40", "--flow"),
        ("Imports, USD\nHS code,Country,2021,2022\n8501,China,10,20\n9013,China,30,40", "--reporter"),
        ("Imports of Georgia, USD\nHS code,Country,2021-2022\n8501,China,10\n9013,China,30", "spans two years|not said"),
        ("Imports of Georgia, USD\nHS code,Country,2021 net,2021 gross\n8501,China,10,20\n9013,China,30,40", "seem to say the same"),
        ("Imports of Japan, USD\nHS code,Country,2021,2022\n850132000,105,10,20\n901310000,106,30,40", "not understood"),
        ("Imports of Georgia, USD\nHS code,Country,Vintage,2021\n8501,China,old,10\n8501,China,new,20\n9013,China,old,7", "tells them apart"),
    ],
)  # fmt: skip
def test_what_is_not_said_stops_the_import(db: Database, tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text + "\n", encoding="utf-8")
    try:
        import_file(db, path)
        reasons = [row[0] for row in db.execute("SELECT reason FROM customs_rejects").fetchall()]
    except Refused as refused:
        reasons = [str(refused)]
    assert any(re.search(why, reason) for reason in reasons)
    assert db.execute("SELECT count(*) FROM customs_statistics").fetchone()[0] == 0


def test_a_word_of_scale_in_a_cell_is_no_flag(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = "HS code,Country,2021,2022\n8501,China,10 mln,20\n9013,China,30,40\n8517,China,5,6\n8504,China,7,8\n8536,China,9,11\n"
    path.write_text("Exports of Georgia, USD\n" + rows, encoding="utf-8")
    import_file(db, path)
    (reason,) = (row[0] for row in db.execute("SELECT reason FROM customs_rejects").fetchall())
    assert reason == "not a number: 10 mln"


SEVERAL = [
    ("HS code,Country,2021,2022", ["8501,China,1,2", "8507-8508,China,3,4", ",Japan,5,6", "ex 8517,China,7,8", "9013,China,9,10"]),
    ("Year,HS code,Country,Value USD", ["2021,8501,China,1", "2021,8507; 8508,China,3", "2021,ex 8517,China,7", "2021,9013,China,9"]),
]  # fmt: skip


@pytest.mark.parametrize(("head", "rows"), SEVERAL)
def test_rows_of_several_codes_are_named(db: Database, tmp_path: Path, head: str, rows: list[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["Exports of Georgia, USD", head, *rows, ""]), encoding="utf-8")
    import_file(db, path)
    reasons = [row[0] for row in db.execute("SELECT reason FROM customs_rejects").fetchall()]
    assert [reason.split(": ")[0] for reason in reasons] == ["a range, a list or a part of codes"] * (
        len(rows) - 2
    )
    stored = {row[0] for row in db.execute("SELECT DISTINCT hs FROM customs_statistics").fetchall()}
    assert stored == {"8501", "9013"}


def test_a_title_of_several_codes_stops_the_import(db: Database, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="8501-8503"):
        put(db, tmp_path, """
Exports of Georgia, USD
Product: 8501-8503
Country,2021,2022
China,1,2
Japan,3,4
""")  # fmt: skip


def test_dollars_that_are_not_called_american_are_taken_before_euro(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
Exports of Georgia

HS code;Country;2022, EUR;2022, dollars
8501;China;9;10
8501;Japan;18;20
8502;China;27;30
""")  # fmt: skip
    assert shown(db, "8501")["export", "GEO", "JPN", "2022"] == 20
    assert "not used beside the columns that are: 2022, EUR" in note


def test_groups_of_headings_over_groups_of_headings(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Foreign trade of Norway
HS code,Partner,Imports,,,,Exports,,,
,,January 2023,,February 2023,,January 2023,,February 2023,
,,Weight (kg),Value (NOK),Weight (kg),Value (NOK),Weight (kg),Value (NOK),Weight (kg),Value (NOK)
85013100,China,1,10,2,20,3,30,4,40
85013100,All trading partners,1,10,2,20,3,30,4,40
90131000,China,5,50,6,60,7,70,8,80
""")  # fmt: skip
    assert shown(db, "8501", by="month") == {
        ("import", "CHN", "NOR", "2023-01"): 10, ("import", "CHN", "NOR", "2023-02"): 20,
        ("export", "NOR", "CHN", "2023-01"): 30, ("export", "NOR", "CHN", "2023-02"): 40,
    }  # fmt: skip


def test_a_column_of_both_directions_together_or_of_their_balance_is_not_read(
    db: Database, tmp_path: Path
) -> None:
    note = put(db, tmp_path, """
"Foreign trade of Norway, NOK"
HS code,Partner,2023 exports,2023 imports,2023 both,2023 left
85013100,China,30,20,50,10
85013100,Japan,3,8,11,-5
90131000,China,7,2,9,5
""")  # fmt: skip
    assert "not used beside the columns that are: 2023 both, 2023 left" in note
    assert shown(db, "8501") == {
        ("export", "NOR", "CHN", "2023"): 30, ("import", "CHN", "NOR", "2023"): 20,
        ("export", "NOR", "JPN", "2023"): 3, ("import", "JPN", "NOR", "2023"): 8,
    }  # fmt: skip


def test_tables_of_one_code_each_below_a_row_that_names_it(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
"Imports of Mexico, US dollars"
Fracción: 8501.31.01,Motores
País,Valor,,Volumen,
,2022,2023,2022,2023
Total,30,40,3,4
China,10,15,1,1
Japón,20,25,2,3
,,,,
Fracción: 9013.10.01,Miras
País,Valor,,Volumen,
,2022,2023,2022,2023
Total,7,9,1,1
China,7,9,1,1
""")  # fmt: skip
    assert shown(db, "8501") == {
        ("import", "CHN", "MEX", "2022"): 10, ("import", "CHN", "MEX", "2023"): 15,
        ("import", "JPN", "MEX", "2022"): 20, ("import", "JPN", "MEX", "2023"): 25,
    }  # fmt: skip
    assert shown(db, "9013")[("import", "CHN", "MEX", "2023")] == 9


def test_countries_above_their_codes_in_the_column_of_names(db: Database, tmp_path: Path) -> None:
    put(db, tmp_path, """
Импорт Республики Казахстан
Код ТН ВЭД,Наименование,Ед. изм.,"I кв. 2022 г., тыс. долларов США","I кв. 2023 г., тыс. долларов США"
,ВСЕГО,,85,100
,РОССИЯ,,25,30
8501310000,Моторы,шт,8,10
9013100000,Прицелы,шт,17,20
,КИТАЙ,,60,70
8501310000,Моторы,шт,21,25
6506100000,Каски,шт,39,45
""")  # fmt: skip
    assert shown(db, "8501", by="month") == {
        ("import", "RUS", "KAZ", "2022-01/2022-03"): 8_000, ("import", "RUS", "KAZ", "2023-01/2023-03"): 10_000,
        ("import", "CHN", "KAZ", "2022-01/2022-03"): 21_000, ("import", "CHN", "KAZ", "2023-01/2023-03"): 25_000,
    }  # fmt: skip
    assert set(shown(db, "6506", by="month")) == {
        ("import", "CHN", "KAZ", "2022-01/2022-03"),
        ("import", "CHN", "KAZ", "2023-01/2023-03"),
    }


def test_a_sum_to_date_beside_the_months_is_not_read(db: Database, tmp_path: Path) -> None:
    note = put(db, tmp_path, """
"Merchandise trade of Canada, Canadian dollars"
Trade type,HS code,Country,2023-01,,2023-02,,Year to date,
,,,Value ($),Quantity,Value ($),Quantity,Value ($),Quantity
Domestic exports,85013100,World,30,3,40,4,70,7
Domestic exports,85013100,China,10,1,20,2,30,3
Domestic exports,85013100,Japan,20,2,20,2,40,4
Imports,90131000,China,7,1,8,1,15,2
""")  # fmt: skip
    assert "Year to date Value ($)" in note
    found = {(to, period): value for (_, _, to, period), value in shown(db, "8501", by="month").items()}
    assert found == {
        ("CHN", "2023-01"): 10,
        ("CHN", "2023-02"): 20,
        ("JPN", "2023-01"): 20,
        ("JPN", "2023-02"): 20,
    }


def test_rows_that_say_direction_and_measure_with_the_unit_beside_them(db: Database, tmp_path: Path) -> None:
    rows = [
        f"{flow}: {measure},{place},8501,{unit},{figure},{figure * 2}"
        for flow, of_flow in (("Exports", 1), ("Imports", 100))
        for place, of_place in (("China", 1), ("Japan", 5))
        for measure, unit, of_measure in (("quantity", "tonnes", 3), ("value", "thousand USD", 7))
        if (figure := of_flow * of_place * of_measure)
    ]
    table = "\n".join(["Trade of Georgia", "Indicator,Partner,HS code,Unit,2021,2022", *rows])
    put(db, tmp_path, table)
    assert shown(db, "8501") == {
        (flow, *sides, year): 7_000 * of_flow * of_place * of_year
        for place, of_place in (("CHN", 1), ("JPN", 5))
        for flow, of_flow, sides in (("export", 1, ("GEO", place)), ("import", 100, (place, "GEO")))
        for year, of_year in (("2021", 1), ("2022", 2))
    }
    found = flows(db, Question(codes=(("8501",),), period="year"))
    assert {(r["quantity"], r["unit"]) for r in found if r["to"] == "JPN"} == {(15_000, "kg"), (30_000, "kg")}


def test_rows_of_values_whose_unit_says_no_currency_are_asked_about(db: Database, tmp_path: Path) -> None:
    rows = [f"{m},{p},8501,{u},1,2" for p in ("China", "Japan") for m, u in (("quantity", "tonnes"), ("value", "units"))]  # fmt: skip
    with pytest.raises(Refused, match="currency and scale"):
        put(
            db, tmp_path, "\n".join(["Exports of Georgia", "Indicator,Partner,HS code,Unit,2021,2022", *rows])
        )


def test_countries_below_their_codes_in_a_column_that_is_not_understood_stop_the_import(
    db: Database, tmp_path: Path
) -> None:
    """They are no totals of all goods."""
    below = "\n".join(f",{place},1,2" for place in ("China", "Japan", "Former Utopia", "Old Lemuria"))
    rows = [f"{code},All,4,8\n{below}" for code in ("850131", "850140", "850152")]
    with pytest.raises(Refused, match="'Zielort' names the countries of the goods above them"):
        put(
            db,
            tmp_path,
            "\n".join(["Exports of Georgia, thousand USD,,,", "HS code,Zielort,2021,2022", *rows]),
        )
    put(db, tmp_path, "\n".join(["Exports of Georgia, thousand USD,,,", "HS code,Country,2021,2022", *rows]))
    assert shown(db, "8501")["export", "GEO", "JPN", "2022"] == 6_000
