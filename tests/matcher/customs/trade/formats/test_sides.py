"""Who reports and who the partner is, where titles or headings say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.ingest.store import import_file
from matcher.customs.trade.formats.texts.facts import Refused, Stated
from matcher.customs.trade.formats.texts.parties import parties_in
from matcher.customs.trade.formats.texts.words import flow_in

BARE = "HS code,Goods,2021,2022\n8501,Motors,10,20\n9013,Sights,30,40"


def sides(db: Database, tmp_path: Path, text: str, reporter: str | None = None) -> set[tuple[str, str, str]]:
    """(flow, reporter, partner) of the figures of a table."""
    path = tmp_path / "table.csv"
    path.write_text(text + "\n", encoding="utf-8")
    import_file(db, path, stated=Stated(reporter=reporter))
    rows = db.execute("SELECT DISTINCT flow, reporter, partner FROM customs_statistics")
    return set(rows.fetchall())


@pytest.mark.parametrize(
    ("title", "reporter", "side"),
    [
        ("Exports of India to China, USD", None, ("export", "IND", "CHN")),
        ("Imports of Georgia from the Russian Federation, USD", None, ("import", "GEO", "RUS")),
        ("Imports from China, USD", "Georgia", ("import", "GEO", "CHN")),
        ("Импорт из Российской Федерации, долл. США", "Kazakhstan", ("import", "KAZ", "RUS")),
        ("Экспорт Республики Казахстан в Китай, долл. США", None, ("export", "KAZ", "CHN")),
        ("Import aus der Türkei, EUR", "Germany", ("import", "DEU", "TUR")),
        ("Przywóz z Niemiec, EUR", "Poland", ("import", "POL", "DEU")),
        ("Çin'den ithalat, USD", "Turkey", ("import", "TUR", "CHN")),
        ("中国对美国出口 美元", None, ("export", "CHN", "USA")),
        ("Imports of Georgia, USD\nPartner: China", None, ("import", "GEO", "CHN")),
        ("Exports of Georgia, USD\nDestination: China", None, ("export", "GEO", "CHN")),
        ("Imports of Georgia, USD\nCountry of origin: Vietnam", None, ("import", "GEO", "VNM")),
        ("Imports, USD\nReporter: Georgia\nPartner: World", None, ("import", "GEO", "World")),
        ("Imports in trade between India and China, USD", "India", ("import", "IND", "CHN")),
        ("Exports from India to China, USD", "India", ("export", "IND", "CHN")),
        ("Imports of Georgia, converted to US dollars", None, ("import", "GEO", "World")),
        ("Exports of Georgia to all countries, USD", None, ("export", "GEO", "World")),
        ("Einfuhr nach Warengruppen, EUR", "Germany", ("import", "DEU", "World")),
    ],
)  # fmt: skip
def test_the_partner_of_a_table_without_a_column_of_partners(
    db: Database, tmp_path: Path, title: str, reporter: str | None, side: tuple[str, str, str]
) -> None:
    quoted = "\n".join(f'"{line}"' for line in title.split("\n"))
    assert sides(db, tmp_path, f"{quoted}\n{BARE}", reporter) == {side}


@pytest.mark.parametrize(
    ("title", "reporter", "why"),
    [
        ("Imports from the Russian Federation, USD", None, "--reporter"),
        ("Импорт из Российской Федерации, долл. США", None, "--reporter"),
        ("Imports of Georgia from China and Japan, USD", None, "CHN, JPN"),
        ("Imports of Georgia from Wakanda, USD", None, "Wakanda"),
        ("Imports of Georgia, USD\nPartner: Wakanda", None, "Wakanda"),
        ("Экспорт Республики Узбекистан в страны СНГ, долл. США", None, "снг"),
        ("Imports in trade between India and China, USD", "Georgia", "CHN, IND"),
        ("Exports from India, USD", "Georgia", "IND"),
        ("Imports from China, USD", "China", "both reporter and partner"),
    ],
)
def test_two_partners_or_one_that_is_not_understood_stop_the_import(
    db: Database, tmp_path: Path, title: str, reporter: str | None, why: str
) -> None:
    quoted = "\n".join(f'"{line}"' for line in title.split("\n"))
    with pytest.raises(Refused, match=why):
        sides(db, tmp_path, f"{quoted}\n{BARE}", reporter)


def test_each_column_has_the_reporter_of_its_heading(db: Database, tmp_path: Path) -> None:
    assert sides(db, tmp_path, """"Bilateral trade, USD"
HS code,Goods,Peru's imports from China 2022,China's exports to world 2022,Peru's imports from world 2022,Exports of Peru to China 2022
8501,Motors,10,20,30,5
9013,Sights,30,40,50,6""") == {
        ("import", "PER", "CHN"), ("export", "CHN", "World"), ("import", "PER", "World"), ("export", "PER", "CHN"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "headings", ["India exports 2022,China exports 2022", "China 2022,Exports 2022", "出口 中国 2022,Exports 2022", "Exports of India and of China 2022,2021"]
)  # fmt: skip
def test_a_country_in_a_heading_that_may_be_either_stops_the_import(
    db: Database, tmp_path: Path, headings: str
) -> None:
    with pytest.raises(Refused, match="names a country"):
        sides(
            db,
            tmp_path,
            f'"Exports, USD"\nHS code,Goods,{headings}\n8501,Motors,1,2\n9013,Sights,3,4',
            "Georgia",
        )


@pytest.mark.parametrize("reporter", [None, "Georgia"])
@pytest.mark.parametrize(
    ("title", "rows", "flow"), [("List of exporters", "Exporters,Exported", "export"), ("List of importers", "Importers,Imported", "import")]
)  # fmt: skip
def test_a_list_of_those_that_export_is_of_reporters(
    db: Database, tmp_path: Path, reporter: str | None, title: str, rows: str, flow: str
) -> None:
    text = f"{title} for the selected product\nProduct: 850132 Motors\nUnit: US Dollar thousand\n\n{rows} value in 2022\nWorld,90\nChina,60\nJapan,30"
    assert sides(db, tmp_path, text, reporter) == {(flow, "CHN", "World"), (flow, "JPN", "World")}


@pytest.mark.parametrize(
    ("text", "reporters", "partners"),
    [
        ("Exportaciones de México hacia China", {"MEX"}, {"CHN"}),
        ("Importations de la France en provenance de Chine", {"FRA"}, {"CHN"}),
        ("Exportações do Brasil para a China", set(), {"CHN"}),
        ("Імпорт з Китаю", set(), {"CHN"}),
        ("Xitoydan import", set(), {"CHN"}),
        ("日本からの輸入", set(), {"JPN"}),
        ("중국으로 수출", set(), {"CHN"}),
        ("Trade with the Democratic Republic of the Congo", set(), {"COD"}),
        ("Imports from January to March", set(), set()),
        ("Импорт с января по Март", set(), set()),
        ("Exports of IT goods and AC motors", set(), set()),
        ("对外贸易", set(), set()),
        ("Внешняя торговля в Казахстане", set(), set()),
    ],
)
def test_countries_in_titles_of_many_languages(text: str, reporters: set[str], partners: set[str]) -> None:
    found = parties_in(text, flow_in(text))
    assert (found.reporters, found.partners) == (reporters, partners)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("Importers,Imported", {("import", "CHN", "MNG"), ("import", "JPN", "MNG")}),  # its mirror: the importers report
        ("Importers,Exported", {("export", "MNG", "CHN"), ("export", "MNG", "JPN"), ("export", "MNG", "World")}),
    ],
)  # fmt: skip
def test_a_list_of_importers_of_what_a_country_exports(
    db: Database, tmp_path: Path, rows: str, found: set[tuple[str, str, str]]
) -> None:
    title = "List of importing markets for a product exported by Mongolia\nProduct: 850132 Motors\nUnit: US Dollar thousand"
    assert sides(db, tmp_path, f"{title}\n\n{rows} value in 2022\nWorld,90\nChina,60\nJapan,30") == found
