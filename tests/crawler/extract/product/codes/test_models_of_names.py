"""Models that are named by a trade name or capitals of the heading and a number each, or stand before what is said of each."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly


def specs(body: str, heading: str = "Hecheltisch QT") -> dict[str, str]:
    page = f"<html><body><main><h1>{heading}</h1>{body}</main></body></html>".encode()
    document = read_document(page, "https://mill.example/hand/tisch.html", {})
    return {label: value for label, value, _ in read_specs(Layout(document))}


def table(*rows: str) -> str:
    cells = (f"<td>{'<td>'.join(row.split('|'))}" for row in rows)
    return f"<table><tr>{'<tr>'.join(cells)}</table>"


@pytest.mark.parametrize("head", ["Modell", "Typ", "Тип", "Model"])
def test_a_trade_name_and_a_number_head_columns_of_models(head: str) -> None:
    body = table(f"{head}|Milan 3|Milan 4|Milan 5", "Breite [m]|1,9|2,6|3,7", "Zinken|14|20|26")
    assert specs(body) == {
        head: "Milan 3 / Milan 4 / Milan 5",
        "Breite [m]": "1,9 / 2,6 / 3,7",
        "Zinken": "14 / 20 / 26",
    }


def test_a_trade_name_and_a_number_begin_rows_of_models() -> None:
    body = table("Modell|Breite [m]|Zinken", "Milan 3|1,9|14", "Milan 4|2,6|20")
    assert specs(body) == {"Modell": "Milan 3 / Milan 4", "Breite [m]": "1,9 / 2,6", "Zinken": "14 / 20"}


@pytest.mark.parametrize(
    "heads",
    ["Klasse 2|Klasse 3", "Variante 1|Variante 2", "Milan 3|Falke 4", "milan 3|milan 4", "Milan 3|Milan 3"],
)
def test_classes_and_different_names_are_no_models(heads: str) -> None:
    found = specs(table(f"Typ|{heads}", "Breite [m]|1,9|2,6"))
    assert found.get("Typ") != heads.replace("|", " / ")


@pytest.mark.parametrize(
    ("body", "models"),
    [
        ("<p>Wird als QT 30 oder QT 50 gebaut: 30 oder 50 Zähne.</p>", "QT 30 / QT 50"),
        ("<p>Sizes QT 30, QT 50 and QT 70.</p>", "QT 30 / QT 50 / QT 70"),
        ("<p>Zwischen QT 30 und QT 50 mm.</p>", None),
        ("<p>Wie ZK 30 oder ZK 50 gebaut.</p>", None),
        ("<p>Der QT 30 ist der kleinste.</p>", None),
    ],
)
def test_numbers_behind_capitals_of_the_heading_are_listed_models(body: str, models: str | None) -> None:
    assert specs(body).get("Model") == models


@pytest.mark.parametrize(
    ("body", "models"),
    [
        ("<p>Farben: Rot (QT14-R), Blau (QT14-B).</p>", "QT14-R / QT14-B"),
        ("<p>Zähne aus PP (QT05-PP) oder PA (QT05-PA).</p>", "QT05-PP / QT05-PA"),
        ("<p>Farben: rot (QT-R), blau (QT-B).</p>", "QT-R / QT-B"),
        ("<p>Anschluss: rund (ZK-R), flach (ZK-F).</p>", None),
        ("<ul><li>QT-M05 : 0.5 l, DA 80 mm<li>QT-M10 : 1.0 l, DA 70 mm</ul>", "QT-M05 / QT-M10"),
        ("<p>规格:QT25-02、QT25-04、QT25-06。</p>", "QT25-02 / QT25-04 / QT25-06"),
    ],
)
def test_models_stand_in_brackets_behind_a_word_or_before_a_colon(body: str, models: str | None) -> None:
    assert specs(body).get("Model") == models


@pytest.mark.parametrize("sizes", ["M10、M12、M16", "DN50、DN65", "G1/2、G3/4"])
def test_sizes_behind_a_word_for_kinds_are_no_models(sizes: str) -> None:
    assert "Model" not in specs(f"<p>规格:{sizes}。</p>")


def test_entries_that_begin_otherwise_than_the_headings_code_are_parts() -> None:
    entries = "<ul><li>QT-20 : a lid<li>QT-32 : a key</ul>"
    assert specs(entries)["Model"] == specs(entries, "Heckle QT-500")["Model"] == "QT-20 / QT-32"
    assert "Model" not in specs(entries, "Loom TX-500")
    cans = "<ul><li>1 l - QT-1040-01<li>5 l - QT-1040-05</ul>"
    assert specs(cans, "Oil DG-40")["Model"] == "QT-1040-01 / QT-1040-05"


def test_codes_before_what_is_said_of_each_are_models_where_the_page_says_no_more() -> None:
    rows = ("QT-20-R|for the right hand", "QT-20-L|for the left hand")
    assert specs(table(*rows), "Heckle QT-20")["Model"] == "QT-20-R / QT-20-L"
    assert specs(table(*rows), "Heckles")["Model"] == "QT-20-R / QT-20-L"
    assert "Model" not in specs(table(*rows), "Loom TX-500")  # parts of it
    assert "Model" not in specs(table(*rows, "Teeth|of steel"), "Loom")
    numbers = ("31.070.12|disc, 28 mm", "31.070.14|disc, 32 mm")
    assert specs(table(*numbers), "Disc brake")["Model"] == "31.070.12 / 31.070.14"
    assert "Model" not in specs(table("12.04.2011|a fair", "12.05.2011|another"), "Fairs")


def test_codes_of_a_table_that_go_on_from_the_pages_own_are_its_models_too() -> None:
    own = "<b>Order code:</b> QT 1204<br><b>Order codes</b>"
    rows = table("QT 1204.30|frame of 30 mm", "QT 1204.35|frame of 35 mm", "Length|50 mm")
    assert specs(own + rows, "Clamp")["Model"] == "QT 1204.30 / QT 1204.35"
    parts = table("DX 7.30|a lid", "DX 7.35|a key", "Length|50 mm")
    assert "DX 7.35" not in specs(own + parts, "Clamp").get("Model", "")


@pytest.mark.parametrize(
    "piece", ["QT 30, ", "QT 3", " ", "(QT-A", "(QT-A) ", "A1", "'", "A", "A.", "QT 30 ("]
)
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: specs(f"<p>{filled(piece, n)}</p>" * 10), 70)
