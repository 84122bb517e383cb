"""Values that go on with further labels, and codes that a sentence follows."""

from __future__ import annotations

import pytest

from crawler.extract.page.layout import Layout
from crawler.extract.page.parsing import read_document
from crawler.extract.product.codes.forms.code_values import one_model
from crawler.extract.product.specs.further_labels import divided
from crawler.extract.product.specs.page_specs import read_specs
from tests.support.growth import filled, grows_linearly


def specs(body: str) -> dict[str, str]:
    page = f"<html><body><main><h1>Eichenleiter</h1>{body}</main></body></html>".encode()
    read = read_specs(Layout(read_document(page, "https://leiter.example/l/7.html", {})))
    return {label: value for label, value, _ in read}


@pytest.mark.parametrize(
    ("label", "value", "pairs"),
    [
        ("Modell", "QV-20 Hersteller: Mill", [("Modell", "QV-20"), ("Hersteller", "Mill")]),
        (
            "型番",
            "QV-20 メーカー：ミル 質量：5 kg",
            [("型番", "QV-20"), ("メーカー", "ミル"), ("質量", "5 kg")],
        ),
        ("材料", "橡木；宽：5 cm。", [("材料", "橡木"), ("宽", "5 cm")]),
        ("Modelo", "QV-20 Carga nominal: 150 kg", [("Modelo", "QV-20"), ("Carga nominal", "150 kg")]),
        ("Артикул", "QV-20, Производитель: Милл", [("Артикул", "QV-20"), ("Производитель", "Милл")]),
        ("Materiał", "dąb. Długość: 3 m", [("Materiał", "dąb"), ("Długość", "3 m")]),
        ("Ratio", "1:10; Art. No.: 55-22", [("Ratio", "1:10"), ("Art. No.", "55-22")]),
    ],
)
def test_what_a_value_goes_on_with_is_a_property_of_its_own(
    label: str, value: str, pairs: list[tuple[str, str]]
) -> None:
    assert list(divided(label, value)) == pairs


@pytest.mark.parametrize(
    "value",
    [
        "AC: 230 V; DC: 24 V",
        "Monday 9:00-17:00, Friday 9:00-12:00",
        "see https://leiter.example/a",
        "for attics and a fixed load: see below",
        "gear 1:10",
    ],
)
def test_a_value_with_a_colon_of_its_own_stays_whole(value: str) -> None:
    assert list(divided("Use", value)) == [("Use", value)]


def test_the_cell_of_a_table_ends_at_the_label_of_a_field() -> None:
    rows = "<tr><td>Model</td><td>QV-20 Brand: Mill</td></tr><tr><td>Steps</td><td>9; deep: 8 cm</td></tr><tr><td>Load</td><td>1 t</td></tr>"
    assert specs(f"<table>{rows}</table>") == {
        "Model": "QV-20",
        "Brand": "Mill",
        "Steps": "9; deep: 8 cm",
        "Load": "1 t",
    }


def test_a_line_of_two_labels_in_one_paragraph_is_two_properties() -> None:
    found = specs("<p>型号：<b>QV-20</b>\u3000商标：磨坊（MILL）</p>")
    assert found == {"型号": "QV-20", "商标": "磨坊（MILL）"}


@pytest.mark.parametrize(
    ("value", "model"),
    [
        ("QV-20。双面，可折叠。", "QV-20"),
        ("QV-20. Aus Eiche, mit Tasche.", "QV-20"),
        ("QV-20, nerez", "QV-20"),
        ("QV-3,5", "QV-3,5"),
        ("QV 20.5", "QV 20.5"),
        ("QV-20.", "QV-20"),
        ("QV-20; QV-32", None),
        ("QV-20, for QV-32", "QV-20, for QV-32"),
    ],
)
def test_a_sentence_behind_a_code_is_not_of_it(value: str, model: str | None) -> None:
    assert one_model(value) == model


@pytest.mark.parametrize("piece", ["1/1:", " ", "a ", "QV-20 :", "a;"])
def test_hostile_values_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: list(divided("Model", f"{filled(piece, n)}:")), 5_000)
    assert grows_linearly(lambda n: one_model(f"{filled(piece, n)}:"), 5_000)
