"""Price lists: tables of different goods, which are no product's page."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.goods_tables import lists_goods
from tests.support.growth import grows_linearly

GOODS = ("QV-10|Hecklau til uld|120 kr", "QV-12|Karte med håndtag|240 kr", "QV-20|Vindepind, lige|35 kr")


def listed(*rows: str, heading: str = "Prisliste", head: str = "Nr.|Navn|Pris") -> bool:
    cells = (f"<td>{'<td>'.join(row.split('|'))}" for row in (head, *rows))
    page = f"<body><h1>{heading}</h1><table><tr>{'<tr>'.join(cells)}</table>"
    return lists_goods(Layout(read_document(page.encode(), "https://garn.example/dele.htm", {})))


def test_a_number_a_name_and_a_price_in_each_row_are_different_goods() -> None:
    assert listed(*GOODS)


@pytest.mark.parametrize(
    "rows",
    [
        GOODS[:2],
        ("QV-10|rød|120 kr", "QV-12|blå|120 kr", "QV-20|grå|120 kr"),  # colours
        ("QV-10|Karte med læder|120 kr", "QV-12|Karte uden læder|100 kr", "QV-20|Karte, stor|300 kr"),
        ("QV-10|Hecklau til uld|12 cm", "QV-12|Karte med håndtag|20 cm", "QV-20|Vindepind, lige|9 cm"),
    ],
)
def test_models_of_one_thing_and_tables_without_prices_are_none(rows: tuple[str, ...]) -> None:
    assert not listed(*rows)


def test_goods_that_the_heading_names_are_the_pages_own() -> None:
    assert not listed(*GOODS, heading="Karte med dele")


@pytest.mark.parametrize("size", [80, 500])
def test_long_tables_are_looked_at_in_linear_time(size: int) -> None:
    assert grows_linearly(lambda n: listed(*(f"QV-{at}|Ting {at} af uld|{at} kr" for at in range(n))), size)
    assert grows_linearly(lambda n: listed("|".join(["a 1 kr"] * n)), size)


PARTS = ("1|90.101.01|Borepatron", "2|90.101.02|Gearkasse")


@pytest.mark.parametrize(
    "heading",
    [
        "Reservedele til QV",
        "Ersatzteile QV",
        "Запчасти для QV",
        "Pièces détachées QV",
        "备件",
        "Yedek parçalar",
    ],
)
def test_below_a_heading_of_spare_parts_two_rows_without_prices_are_enough(heading: str) -> None:
    assert listed(*PARTS, heading=heading, head="Pos.|Nr.|Navn")


@pytest.mark.parametrize("heading", ["Boremaskine QV", "Spare parts kit QV", "Ersatzteilset QV"])
def test_a_product_with_its_parts_is_no_list_of_goods(heading: str) -> None:
    assert not listed(*PARTS, heading=heading, head="Pos.|Nr.|Navn")
