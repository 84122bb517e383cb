"""Pages that compare goods of other pages, which are no product's page."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.comparisons import compares_goods
from tests.support.growth import grows_linearly


def compared(head: str, heading: str = "Redskaber") -> bool:
    rows = (head, "Pris|120 kr|240 kr", "Vægt|2 kg|3 kg")
    cells = (f"<td>{'<td>'.join(row.split('|'))}" for row in rows)
    page = f"<body><h1>{heading}</h1><table><tr><td colspan=3>Varer<tr>{'<tr>'.join(cells)}</table>"
    return compares_goods(Layout(read_document(page.encode(), "https://garn.example/s.htm", {})))


def test_columns_that_lead_to_different_goods_compare_them() -> None:
    assert compared("Vare|<a href=/h.htm>Hecklau til uld</a>|<a href=/k.htm>Karte med håndtag</a>")


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        ("Vare|Hecklau til uld|Karte med håndtag", "Redskaber"),
        ("Vare|<a href=/h.htm>Karte til uld</a>|<a href=/k.htm>Karte med håndtag</a>", "Redskaber"),
        ("Vare|<a href=/h.htm>Hecklau til uld</a>|<a href=/k.htm>Karte med håndtag</a>", "Hecklau og Karte"),
        ("Vare|<a href=/h.htm>Hecklau til uld</a>|<a href=/h.htm>Karte med håndtag</a>", "Redskaber"),
        (
            "<a href=/a.htm>Alt</a>|<a href=/h.htm>Hecklau til uld</a>|<a href=/k.htm>Karte med hjul</a>",
            "Andre",
        ),
    ],
)
def test_models_of_one_family_and_rows_of_links_are_no_comparison(head: str, heading: str) -> None:
    assert not compared(head, heading)


LINKED = ("<a href=/a.htm>QVA</a>", "<a href=/b.htm>QVB</a>", "<a href=/c.htm>QVC</a>")


@pytest.mark.parametrize(
    "heading", ["Die Reihen im Vergleich", "Сравнение моделей", "型号对比", "Which to choose"]
)
def test_below_a_word_for_comparing_rows_or_columns_may_lead_to_models_of_one_name(heading: str) -> None:
    column = "<tr>".join(("<th>Vare<th>Bredde", *(f"<td>{one}<td>{n} cm" for n, one in enumerate(LINKED))))
    rows = f"<th><th>{'<th>'.join(LINKED)}<tr><td>Bredde<td>1<td>2<td>3<tr><td>Vægt<td>1<td>2<td>3"
    for table in (column, rows):
        page = f"<meta charset=utf-8><body><h1>{heading}</h1><table><tr>{table}</table>"
        layout = Layout(read_document(page.encode(), "https://garn.example/s.htm", {}))
        assert compares_goods(layout) == (heading != "Which to choose")


@pytest.mark.parametrize(
    "rows", ["", "<td>1<tr><td>2<tr><td>3", "<tr><tr><td>a<td>1<tr><td>b<td>2<tr><td>c<td>3"]
)
def test_tables_without_columns_for_goods_are_no_comparison(rows: str) -> None:
    page = f"<body><h1>Redskaber</h1><table><tr>{rows}</table>"
    assert not compares_goods(Layout(read_document(page.encode(), "https://garn.example/s.htm", {})))


def test_long_tables_are_looked_at_in_linear_time() -> None:
    assert grows_linearly(lambda n: compared("|".join(["Vare", *("<a href=/h.htm>Ting</a>",) * n])), 300)
