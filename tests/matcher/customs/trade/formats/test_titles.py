"""What the titles above a table of statistics say."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from matcher.customs.trade.formats.texts.facts import Refused
from matcher.customs.trade.formats.texts.titles import reporter_in, titles_of
from tests.support.trade_tables import put, shown


@pytest.mark.parametrize(
    ("title", "reporter"),
    [
        ("Exports of Georgia by heading and country", "GEO"),
        ("List of importing markets for a product exported by Turkmenistan", "TKM"),
        ("Импорт Республики Казахстан по странам", "KAZ"),
        ("Comex Stat - MDIC", "BRA"),
        ("統計局 普通貿易統計", "JPN"),
        ("Deutschland", "DEU"),
        ("Imports of goods by country", None),
        ("Imports from Georgia", None),  # that is the partner
        ("Trade of Georgia with the neighbours of Turkmenistan", None),  # which of the two is not said
    ],
)
def test_whose_statistics_they_are(title: str, reporter: str | None) -> None:
    assert reporter_in([title]) == reporter


def test_flow_period_money_and_goods() -> None:
    said = titles_of(
        [["Importaciones, enero-marzo 2021"], ["Miles de US$"], ["Product: 850132 Motors <= 75 kg"]]
    )
    assert (said.flow, said.currency, said.scale, said.code) == ("import", "USD", 1000.0, "850132")
    assert said.span is not None
    assert (said.span.first, said.span.last, said.span.year) == (1, 3, 2021)


@pytest.mark.parametrize(
    ("title", "scale", "currency"),
    [
        ("QUANTITY IN UNITS SHOWN - VALUE IN THOUSAND", 1000, None),
        ("Value in thousand", 1000, None),
        ("Wert in Tausend; Menge in Tonnen", 1000, None),
        ("Exports by country, value in millions", 1_000_000, None),
        ("Quantity in thousand - value in US$", None, "USD"),
        ("Quantity: thousand; value: USD", None, "USD"),
        ("Quantity in thousand", None, None),
        ("Foreign trade by country (thousand), USD", 1000, "USD"),
        ("القيمة بالمليون ريال / Value in Million SAR", 1_000_000, "SAR"),
    ],
)
def test_a_scale_is_that_of_the_amount_it_stands_beside(
    title: str, scale: float | None, currency: str | None
) -> None:
    said = titles_of([[title]])
    assert (said.scale, said.currency) == (scale, currency)


def test_two_currencies_are_none() -> None:
    assert titles_of([["thousand USD"], ["million EUR"]]).currency is None
    assert titles_of([["thousand USD"], ["million USD"]]).unsure_scale


def test_a_long_note_says_the_unit_and_nothing_else() -> None:
    said = titles_of(
        [
            ["Imports of Georgia in 2021"],
            ["Values are in thousand USD; see the notes on exports of Armenia in 2020. " * 9],
        ]
    )
    assert (said.scale, said.currency) == (1000, "USD")
    assert (said.flow, said.reporter, said.span and said.span.year) == ("import", "GEO", 2021)


def test_the_figures_of_a_table_are_of_the_months_between_the_days_of_its_title(
    db: Database, tmp_path: Path
) -> None:
    rows = "\n".join(f"{code},{place},{value}" for code, value in (("8501", 10), ("9013", 20)) for place in ("China", "Japan"))  # fmt: skip
    text = '"Foreign trade statistics: imports of Georgia"\n"{}"\n\nHS code,Country,"Imports, USD"\n' + rows
    put(db, tmp_path, text.format("За период с 01.04.2023 по 30.06.2023"))
    assert shown(db, "8501", by="month")["import", "CHN", "GEO", "2023-04/2023-06"] == 10
    with pytest.raises(Refused, match="which months"):
        put(db, tmp_path, text.format("За период с 01.04.2023 по 20.06.2023"), "part.csv")
