"""Numbers of papers and single pieces are told from models."""

from __future__ import annotations

import pytest

from matcher.attributes.references import references, without_references
from tests.support.growth import filled, grows_linearly


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LATHE QX-20 SR NO KT551204 WITH CHUCK", ["SR NO KT551204"]),
        ("lathe QX-20, S/N: KT-551204", ["S/N: KT-551204"]),
        ("lathe QX-20 serial number 4471-B", ["serial number 4471-B"]),
        ("станок QX-20, зав. № 4471, сер.№ КТ551204", ["зав. № 4471", "сер.№ КТ551204"]),
        ("верстат QX-20 серійний номер 4471", ["серійний номер 4471"]),
        ("máy tiện QX-20, số seri KT551204", ["seri KT551204"]),
        ("torna QX-20 seri no: KT551204, fatura no 2023-118", ["seri no: KT551204", "fatura no 2023-118"]),
        ("LATHE QX-20 AS PER INV NO 20755 DT 11.03.2023", ["INV NO 20755", "DT 11.03.2023"]),
        ("lathe QX-20 HSN 84581100 PO NO. 4500012", ["HSN 84581100", "PO NO. 4500012"]),
        ("车床QX-20 序列号: KT551204", ["序列号: KT551204"]),
    ],
)
def test_numbers_of_papers_and_pieces_are_found_with_their_labels(text: str, said: list[str]) -> None:
    assert [text[start:end] for start, end in references(text)] == said
    assert "QX-20" in without_references(text)
    assert len(without_references(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "lathe model QX-20",
        "lathe art. no 4471",
        "lathe item no QX-20, order no 4471",  # order numbers are how makers call goods
        "lathe serial, QX-20",
        "serial interface RS-485, lot of QX-20",
        "power inverter INV 5000W, hauler SR 400, bottle LOT-20",
    ],
)
def test_models_and_articles_are_none(text: str) -> None:
    assert references(text) == ()


@pytest.mark.parametrize("piece", ["sr no ", " ", "a", "1/", "no.:#="])
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: references(filled(piece, n)), 1_400)
