"""Countries and cities in five languages, in the cases of Russian, Ukrainian and Turkish."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from matcher.statements.nations import _names, nations
from matcher.statements.phrases import LANGUAGES, fold
from tests.support.pinned import pinned
from tools.place_names import place_names


@pytest.mark.parametrize(
    ("text", "language", "countries"),
    [
        ("来自莫斯科和哈萨克斯坦的客户", "zh", ["RUS", "KAZ"]),
        ("guests from Tashkent and the Georgian dealer", "en", ["UZB", "GEO"]),
        ("заказчики из Казахстана, в Москве, узбекистанский партнер", "ru", ["KAZ", "RUS", "UZB"]),
        ("замовники з Варшави і Грузії", "uk", ["POL", "GEO"]),
        ("Taşkent'ten ve Sırbistan'dan alıcılar", "tr", ["UZB", "SRB"]),
    ],
)
def test_nations_are_found_with_their_endings(text: str, language: str, countries: list[str]) -> None:
    assert [nation.country for nation in nations(fold(text), language)] == countries


@pytest.mark.skipif(version("babel") != pinned("babel"), reason="names made with another version of Babel")
def test_the_file_of_names_is_what_babel_has() -> None:
    shipped = {
        (language, name, code, "city" if city else "country")
        for language in LANGUAGES
        for name, (code, city) in _names(language)[0].items()
    }
    assert shipped == set(place_names()), "python -m tools.place_names > place_names.csv"
