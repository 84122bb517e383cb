"""Headings that tell of the launch of a product, and its name in them."""

from __future__ import annotations

import pytest

from crawler.extract.product.names.launches import launched_name, without_launch


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Neu ab sofort: Digitalwaage DW 3", "Digitalwaage DW 3"),
        ("[출시] 바람 펫", "바람 펫"),
        ("新品上市:KX-Lite 便携秤", "KX-Lite 便携秤"),
        ("新製品「疾風」", None),
        ("Latarka Iskra już w sprzedaży", "Latarka Iskra"),
        ("Новинка! Лебёдка ЛР-5", "Лебёдка ЛР-5"),
        ("便携秤 KX 正式上市", "便携秤 KX"),
        ("바람 펫 출시", "바람 펫"),
        ("Tripod seat is now available!", "Tripod seat"),
        ("New: 2010", None),
        ("New York folding stool", None),
        ("Neue Drehmaschine", None),
        ("Now available", None),
        ("新品上市", None),
        ("上市", None),
        ("Winch " * 40, None),
    ],
)
def test_the_name_in_the_heading_of_a_launch(heading: str, name: str | None) -> None:
    assert launched_name(heading) == name
    assert without_launch(heading) == (name or heading)
