"""Codes of families on one page: which specifications are codes of models, and which are not."""

from __future__ import annotations

import pytest

from matcher.records.variants import variant_codes


@pytest.mark.parametrize(
    ("specs", "codes"),
    [
        (
            {"型号": "载重 / 直径", "MW-ZT-5": "5 t / 2300 mm", "MW-ZT-10": "10 t / 2800 mm"},
            ("MW-ZT-5", "MW-ZT-10"),
        ),
        ({"Model": "KD 25 / KD 35 / KD 40", "Power": "25 / 35 / 40 kVA"}, ("KD 25", "KD 35", "KD 40")),
        ({"Model": "KDM 25 / KDM 35", "Power": "25 / 35 kVA"}, ("KDM 25", "KDM 35")),
        ({"型号": "KDM-2510（1常开） / KDM-2501（1常闭）"}, ("KDM-2510", "KDM-2501")),
        ({"Model": "KDM-25 (1 NO) / KDM-35 (2 NC)"}, ("KDM-25", "KDM-35")),
        ({"Модель": "КДМ-25; КДМ-35"}, ("КДМ-25", "КДМ-35")),
        ({"Typ": "KDM 25 / KDM 35", "Leistung": "25 / 35 kVA"}, ("KDM 25", "KDM 35")),
        (
            {"Nr kat.": "27.110.1 / 27.110.2 / 27.110.3", "Wersja": "a / b / c"},
            ("27.110.1", "27.110.2", "27.110.3"),
        ),
        ({"Modello": "Orlo 20 / Orlo 35 / Orlo 35 SX"}, ("Orlo 20", "Orlo 35", "Orlo 35 SX")),
        ({"Modello": "Orlo 20 / Orlo 35 / Orlo Mini"}, ("Orlo 20", "Orlo 35", "Orlo Mini")),
        ({"Modello": "Orlo 20 / Vela 35"}, ()),
        ({"Modello": "Orlo 20 / Orlo Mini"}, ()),
        ({"Wersja": "27.110.1 / 27.110.2"}, ()),
        ({"Model": "2019 / 2020"}, ()),
        ({"Size": "DN 250 / DN 350"}, ()),
        ({"Model": "KDM-25"}, ()),
        ({"Protection": "IP65 / IP67", "Standard": "EN388, EN407"}, ()),
        ({"Model": "KDM-25 / ZT-300"}, ()),
        ({"Level 1": "yes", "Level 2": "no", "LEVEL 3": "no", "LEVEL 4": "no"}, ()),
        ({"Weight": "5 kg", "Size": "30 x 40"}, ()),
    ],
)
def test_codes_of_a_family(specs: dict[str, str], codes: tuple[str, ...]) -> None:
    assert variant_codes(specs) == codes
