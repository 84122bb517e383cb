"""Codes that no known label names: by the page's address, and trade names with a number."""

from __future__ import annotations

import pytest

from crawler.extract.page_records import extract_page
from crawler.extract.product.names import code_in_address, model_code


@pytest.mark.parametrize(
    ("code", "url", "there"),
    [
        ("U-412", "https://mill.example/produkt/u-412-apron.html", True),
        ("U-412", "https://mill.example/p/apron-u412/", True),
        ("U-412", "https://mill.example/u-412/apron.html", False),
        ("U-41", "https://mill.example/p/u-412-apron.html", False),
        ("U4", "https://mill.example/p/u4-apron.html", False),
    ],
)
def test_a_code_stands_at_an_end_of_the_last_part_of_an_address(code: str, url: str, there: bool) -> None:
    assert code_in_address(code, url) == there


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Suit VOLCANO 350 (jacket and trousers)", "VOLCANO 350"),
        ("Шлем БАРЬЕР 3 с забралом", "БАРЬЕР 3"),
        ("Шлем БАРЬЕР 3 мм", None),
        ("SUIT VOLCANO 350", None),  # all in capitals: any word may be the name
        ("Lamp POWER 100 W", None),
        ("Vest CLASS 2", None),
        ("Cable FLEX 3 x 1.5", None),
        ("Suit VOLCANO 350 U-412", "U-412"),
        ("TK 511 Ofis Koltuğu Tekeri", "TK 511"),
        ("TK 075F Frenli Tekerlek", "TK 075F"),
        ("DN 50 Ball valve", None),
        ("LED 100 W Floodlight", None),
        ("PS 12 mm Sheet", None),
    ],
)
def test_a_trade_name_with_a_number_is_a_model_where_no_code_is(name: str, model: str | None) -> None:
    found = model_code(name, None, None)
    assert (found[0] if found else None) == model


def test_a_specification_that_the_address_repeats_is_the_article_number_under_any_label() -> None:
    def read(path: str) -> str | None:
        rows = "<tr><th>Zeichen</th><td>U-412</td></tr><tr><th>Cloth</th><td>cotton</td></tr>"
        text = f"<html><head><title>Apron</title></head><body><h1>Welder's apron</h1><table>{rows}</table></body></html>"
        records = extract_page(
            text.encode(), f"https://mill.example{path}", {}, captured_at="2026-01-01T00:00:00Z"
        )
        assert records.item is not None
        return records.item.sku

    assert read("/product/u-412-apron.html") == "U-412"
    assert read("/product/apron.html") is None
